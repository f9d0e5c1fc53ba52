"""Weeks: where they begin, and which days are worked.

The centre's week is Sunday to Thursday. A party may keep another; deadlines in working days are
counted in the week of the party that must keep them.
"""

from calendar import FRIDAY, MONDAY, SATURDAY, SUNDAY
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Week:
    """A week, by its first day and its days of rest (Monday is 0, as `date.weekday` counts)."""

    first_day: int
    weekend: frozenset[int]

    def is_working(self, d: date) -> bool:
        """Say whether `d` is worked. Public holidays are not known here."""
        return d.weekday() not in self.weekend

    def start_of(self, d: date) -> date:
        """Return the first day of the week in which `d` lies."""
        return d - timedelta(days=(d.weekday() - self.first_day) % 7)

    def days(self) -> tuple[int, ...]:
        """Return the seven weekdays in the order of a calendar sheet."""
        return tuple((self.first_day + n) % 7 for n in range(7))


GULF = Week(first_day=SUNDAY, weekend=frozenset({FRIDAY, SATURDAY}))
# The federal government's week; its Friday is a half day, which counts as worked here.
EMIRATES = Week(first_day=MONDAY, weekend=frozenset({SATURDAY, SUNDAY}))
EMIRATES_SINCE = date(2022, 1, 1)


def week_of(party_code: str | None = None, *, on: date | None = None) -> Week:
    """Return the week that a party keeps `on` a day (without it: the one it keeps now).

    Bodies of a nation (AE-…) keep the nation's week; a party that is not known keeps the centre's.
    """
    nation = (party_code or "").upper().partition("-")[0]
    if nation == "AE" and (on is None or on >= EMIRATES_SINCE):
        return EMIRATES
    return GULF


def working_days(first: date, last: date, week: Week) -> int:
    """Count the days worked from `first` to `last`, both included; 0 when `last` lies earlier."""
    total = (last - first).days + 1
    if total <= 0:
        return 0
    whole_weeks, rest = divmod(total, 7)
    tail = sum(week.is_working(first + timedelta(days=n)) for n in range(rest))
    return whole_weeks * (7 - len(week.weekend)) + tail
