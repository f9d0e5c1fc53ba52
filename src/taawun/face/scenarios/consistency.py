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

# Words of nominations.csv and seats.csv: what leaves room for another nomination, and what holds a seat.
OVER = frozenset({"withdrawn", "replaced", "lapsed", "declined", "released", "no_show"})
HELD = frozenset({"offered", "named", "confirmed", "used", "no_show"})

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
    yield from _levels(world)
    yield from _places(world)
    yield from _accounts(world)
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


def _levels(world: World) -> Iterator[Disagreement]:
    """The installation accepts levels up to the one that it is accredited for."""
    highest = world.settings.highest_level
    for table in ("courses", "runs", "events", "agreements", "statements", "persons", "nominations", "accounts"):
        for index, row in enumerate(getattr(world, table)):
            if row.level is not None and row.level > highest:
                yield (
                    table,
                    index,
                    "level",
                    _("The level is above the highest of this installation (%(highest)s).") % {"highest": highest},
                    _("Lower it, or raise highest_level in scenario.csv."),
                )


def _places(world: World) -> Iterator[Disagreement]:
    """A person is known once to a party, is nominated once to a run, and no run has more seats held than it has."""
    known: set[tuple[str, str]] = set()
    for index, person in enumerate(world.persons):
        if person.identifier and (person.party, person.identifier) in known:
            yield (
                "persons",
                index,
                "identifier",
                _("The party has another person with this number."),
                _("Keep one of the two, and correct the nominations."),
            )
        known.add((person.party, person.identifier))
    standing: set[tuple[str, str]] = set()
    for index, nomination in enumerate(world.nominations):
        if nomination.state in OVER:
            continue
        if (nomination.run, nomination.person) in standing:
            yield (
                "nominations",
                index,
                "person",
                _("The person is nominated for this run already."),
                _("Keep one of the two, or end one of them."),
            )
        standing.add((nomination.run, nomination.person))
    rooms = {run.code: run.capacity or 0 for run in world.runs}
    for index, seat in enumerate(world.seats):
        if seat.state not in HELD:
            continue
        rooms[seat.run] -= 1
        if rooms[seat.run] == -1:
            yield (
                "seats",
                index,
                "run",
                _("More seats are held than the run has."),
                _("Raise its capacity, or free a seat."),
            )


def _accounts(world: World) -> Iterator[Disagreement]:
    """An address is one account's, however it is written; an alternate is of the same party."""
    party = {row.email: row.party for row in world.accounts}
    seen: set[str] = set()
    for index, row in enumerate(world.accounts):
        if row.email.casefold() in seen:
            yield (
                "accounts",
                index,
                "email",
                _("Another account has this address."),
                _("Give each account an address of its own."),
            )
        seen.add(row.email.casefold())
        if row.acts_for and (row.acts_for == row.email or party[row.acts_for] != row.party):
            yield (
                "accounts",
                index,
                "acts_for",
                _("An alternate acts for a colleague of the same party."),
                _("Name such a colleague, or leave the cell empty."),
            )


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
