"""What was stated beside what is recorded, and what may be said of the two.

A verdict compares the statement with what was recorded by the statement's own day and in its own period. It is never
a tick on demonstration data, and where nothing but documented headcounts lies behind a figure, neither number proves
or disproves the other.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from taawun.ground.localtime import PartialDate

from .figures import Figure, Period, Reckoning
from .models import Statement


class Verdict(models.TextChoices):
    """What may be said of a statement beside the record."""

    AGREES = "agrees", _("agrees")
    DIFFERS = "differs", _("differs")
    NOT_VERIFIABLE = "not_verifiable", _("not verifiable from what is documented")
    OTHER_MEASURE = "other_measure", _("another measure: not compared")
    IN_PART = "in_part", _("not compared: you see a part of the records")


@dataclass(frozen=True)
class Compared:
    """A statement beside the figure as recorded by its day; `differs_by` is recorded less reported."""

    statement: Statement
    figure: Figure
    verdict: Verdict
    differs_by: int = 0

    @property
    def on_demonstration(self) -> bool:
        """Whether demonstration data lies behind the recorded figure: then no tick is shown."""
        return self.figure.total.demonstration > 0


def holds(qualifier: str, stated: int, recorded: int) -> bool:
    """Say whether a recorded number bears a stated one out, by the statement's qualifier."""
    if qualifier == "more_than":
        return recorded > stated
    if qualifier == "at_least":
        return recorded >= stated
    return recorded == stated


def compare(statement: Statement, figure: Figure, *, whole: bool) -> Compared:
    """Compare; `whole` says whether the viewer sees all records of the centre."""
    total = figure.total
    if not statement.comparable:
        verdict = Verdict.OTHER_MEASURE
    elif not whole:
        verdict = Verdict.IN_PART
    elif holds(statement.qualifier, statement.value, total.recorded):
        verdict = Verdict.AGREES
    elif total.recorded == total.documented:
        # nothing but what sources document (or nothing at all): the rest is simply not documented
        verdict = Verdict.NOT_VERIFIABLE
    else:
        verdict = Verdict.DIFFERS
    gap = total.recorded - statement.value if verdict in (Verdict.DIFFERS, Verdict.OTHER_MEASURE) else 0
    return Compared(statement, figure, verdict, gap)


def period_of(statement: Statement, until: date | None) -> Period:
    """Return the days that a statement speaks of: its own period where it gives one, never past `until`."""
    since = PartialDate(statement.period_from).first if statement.period_from else None
    last = PartialDate(statement.period_to).last if statement.period_to else statement.as_of_last
    if until is not None:
        last = min(last, until) if last else until
    return Period(since, last)


def compared(until: date | None, *, whole: bool) -> dict[str, list[Compared]]:
    """Return the statements of each figure that had been made by `until`, each beside the record of its day."""
    found: dict[str, list[Compared]] = {}
    reckonings: dict[Period, Reckoning] = {}
    statements = Statement.objects.exclude(measures="").order_by("as_of_last", "code")
    for statement in statements:
        if until is not None and statement.as_of_last is not None and statement.as_of_last > until:
            continue
        period = period_of(statement, until)
        if period not in reckonings:
            reckonings[period] = Reckoning(period)
        figure = reckonings[period].figure(statement.measures)
        found.setdefault(statement.measures, []).append(compare(statement, figure, whole=whole))
    return found
