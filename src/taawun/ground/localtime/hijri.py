"""The border to hijridate: Umm al-Qura as the rest of the house sees it."""

from datetime import date
from typing import NamedTuple

from hijridate import Gregorian, Hijri

FIRST_YEAR, LAST_YEAR = 1343, 1500
FIRST_DAY, LAST_DAY = date(1924, 8, 1), date(2077, 11, 16)


class HijriDay(NamedTuple):
    """A day of the Umm al-Qura calendar."""

    year: int
    month: int
    day: int


def to_hijri(d: date) -> HijriDay | None:
    """Return the Hijri day, or None outside 1343 to 1500 AH, where no published calendar exists."""
    if not FIRST_DAY <= date(d.year, d.month, d.day) <= LAST_DAY:
        return None
    return HijriDay(*Gregorian(d.year, d.month, d.day).to_hijri().datetuple())


def to_gregorian(day: HijriDay) -> date:
    """Return the Gregorian day. ValueError where no such Hijri day exists, OverflowError out of range."""
    return date(*Hijri(*day).to_gregorian().datetuple())


def month_length(year: int, month: int) -> int:
    """Return 29 or 30, for a month within the known years."""
    return int(Hijri(year, month, 1).month_length())
