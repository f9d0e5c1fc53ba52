"""What rows say together: each is sound alone, and yet they cannot all be true."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from taawun.ground.localtime.partial import PartialDate

from .world import World

if TYPE_CHECKING:
    from .rows import MembershipRow

Disagreement = tuple[str, int, str, str, str]
"""Table, index of the row, column, what is wrong, how to mend it."""

_ENDS = {
    "memberships": (("since", "until"),),
    "runs": (("start", "end"),),
    "events": (("start", "end"),),
    "agreements": (("in_force_from", "expires"),),
    "statements": (("period_from", "period_to"),),
}


def disagreements(world: World) -> Iterator[Disagreement]:
    """Every disagreement among the rows of `world`."""
    yield from _backwards(world)
    yield from _overlapping_memberships(world)
    yield from _circles(world)
    yield from _communities(world)
    yield from _people(world)
    yield from _runs(world)
    yield from _figures(world)


def _backwards(world: World) -> Iterator[Disagreement]:
    for table, pairs in _ENDS.items():
        for index, row in enumerate(getattr(world, table)):
            for start, end in pairs:
                first, last = getattr(row, start), getattr(row, end)
                if PartialDate(last).certainly_before(PartialDate(first)):
                    yield (
                        table,
                        index,
                        end,
                        _("The end lies before the start (%(start)s).") % {"start": first},
                        _("Correct one of the two dates."),
                    )


def _overlapping_memberships(world: World) -> Iterator[Disagreement]:
    held: dict[tuple[str, str], list[MembershipRow]] = defaultdict(list)
    for index, row in enumerate(world.memberships):
        for other in held[row.community, row.party]:
            ends_before = PartialDate(row.until).certainly_before(PartialDate(other.since))
            starts_after = PartialDate(other.until).certainly_before(PartialDate(row.since))
            if not (ends_before or starts_after):
                yield (
                    "memberships",
                    index,
                    "since",
                    _("The party has another status in this community at the time."),
                    _("End the earlier status before the later one begins."),
                )
        held[row.community, row.party].append(row)


def _circles(world: World) -> Iterator[Disagreement]:
    parents = {row.code: row.parent for row in world.parties}
    for index, row in enumerate(world.parties):
        seen = {row.code}
        at = row.parent
        while at and at not in seen:
            seen.add(at)
            at = parents.get(at, "")
        if at == row.code:
            yield (
                "parties",
                index,
                "parent",
                _("The party stands below itself."),
                _("Correct the parent."),
            )
        if row.code == world.settings.centre and row.parent:
            yield (
                "parties",
                index,
                "parent",
                _("The centre has a parent."),
                _("Leave it empty and name the host in hosted_by: a centre is a root."),
            )


def _communities(world: World) -> Iterator[Disagreement]:
    taken = {"public", *(party.code for party in world.parties)}
    for index, row in enumerate(world.communities):
        if row.key in taken:
            yield (
                "communities",
                index,
                "key",
                _("The public and each party have a community of this name already."),
                _("Choose another key."),
            )


def _people(world: World) -> Iterator[Disagreement]:
    for table in ("persons", "trainers"):
        for index, row in enumerate(getattr(world, table)):
            if not (row.name_en or row.name_ar):
                yield (table, index, "name_en", _("The person has no name."), _("Give it in one script or in both."))


def _runs(world: World) -> Iterator[Disagreement]:
    promised: dict[str, int] = defaultdict(int)
    for promise in world.promises:
        promised[promise.run] += promise.seats
    for index, run in enumerate(world.runs):
        if run.capacity is not None and promised[run.code] > run.capacity:
            yield (
                "runs",
                index,
                "capacity",
                _("More seats are promised (%(promised)s) than the run has.") % {"promised": promised[run.code]},
                _("Raise the capacity, or promise less."),
            )


def _figures(world: World) -> Iterator[Disagreement]:
    for index, statement in enumerate(world.statements):
        if statement.comparable and not statement.figure:
            yield (
                "statements",
                index,
                "figure",
                _("A comparable statement needs the figure that it is compared with."),
                _("Name the figure, or write no in the column comparable."),
            )
        if statement.comparable is False and not (statement.why_not_en and statement.why_not_ar):
            yield (
                "statements",
                index,
                "why_not_en",
                _("The statement is not comparable, and no reason is given."),
                _("Give the reason in both languages."),
            )
