"""The numbers of a demonstration rule, read from rules.csv, shares.csv and names.csv."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from taawun.ground.localtime.partial import PartialDate

from .world import World


class WrongRule(ValueError):
    """The rule cannot be followed; the message says why and what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What rules.csv must say."""

    until: dt.date
    trainees: int
    trainers: int
    runs: int
    repeats: int
    not_completed: int
    guest_trainers: int
    smallest_run: int
    largest_run: int
    first_day: dt.date
    last_day: dt.date
    quiet_months: frozenset[int]
    quiet_hijri_months: frozenset[int]
    mandate_days: int


def rule_of(world: World) -> Rule:
    """The rule of a demonstration. Raises `WrongRule` where a number is missing or cannot be read."""
    said = {row.key: row.value for row in world.rules}
    values: dict[str, object] = {}
    for name, kind in ((field.name, field.type) for field in fields(Rule)):
        if name not in said:
            raise WrongRule(_("rules.csv has no row “%(key)s”: add it.") % {"key": name})
        try:
            values[name] = _value(kind, said[name])
        except ValueError:
            raise WrongRule(
                _("rules.csv, “%(key)s”: “%(value)s” cannot be read.") % {"key": name, "value": said[name]}
            ) from None
    unknown = sorted(set(said) - set(values))
    if unknown:
        raise WrongRule(_("rules.csv has a row “%(key)s” that no rule asks for.") % {"key": unknown[0]})
    return Rule(**values)  # type: ignore[arg-type]  # each value was read by the type of its field


def _value(kind: object, written: str) -> object:
    if kind is int:
        return int(written)
    if kind is dt.date:
        return dt.date.fromisoformat(written)
    return frozenset(int(part) for part in written.split(";"))


def shares_of(world: World, what: str) -> Mapping[str, int]:
    """The weights by which a total is divided. Raises `WrongRule` where there are none."""
    weights = {row.key: row.weight for row in world.shares if row.of == what}
    if not any(weights.values()):
        raise WrongRule(_("shares.csv has no weights of “%(what)s”: add them.") % {"what": what})
    parties = {row.code for row in world.parties}
    if what != "runs" and not weights.keys() <= parties:
        unknown = min(weights.keys() - parties)
        raise WrongRule(_("shares.csv: “%(party)s” has no row in parties.csv.") % {"party": unknown})
    return weights


def documented_people(world: World, until: dt.date) -> int:
    """People that sources state for runs at the centre up to `until`, each group counted once.

    *More than 30* counts as 30, and places as people: whether somebody sat in two of these runs
    is not known. The page that shows the figure says so.
    """
    held = {
        run.code
        for run in world.runs
        if run.at_centre
        and run.state == "closed"
        and run.end
        and PartialDate(run.end).certainly_before(until + dt.timedelta(days=1))
    }
    return sum(
        count.number
        for count in world.headcounts
        if count.run in held and count.basis == "documented" and not count.same_group_as
    )


@dataclass(frozen=True, slots=True)
class Name:
    en: str
    ar: str
    gender: str


def invented_names(world: World) -> Iterator[Name]:
    """Names that nobody bears, each once: a word for *demonstration*, a letter, a number."""
    parts = {
        part: [row for row in world.names if row.part == part]
        for part in ("given_female", "given_male", "letter", "number")
    }
    if not all(parts.values()):
        raise WrongRule(_("names.csv needs given_female, given_male, letter and number."))
    count = 0
    for number in parts["number"]:
        for letter in parts["letter"]:
            gender = "female" if count % 10 in {2, 5, 8} else "male"
            given = parts[f"given_{gender}"][0]
            yield Name(f"{given.en} {letter.en} {number.en}", f"{given.ar} {letter.ar} {number.ar}", gender)
            count += 1
    raise WrongRule(_("names.csv has too few parts for all people; names that it makes: %(count)s.") % {"count": count})
