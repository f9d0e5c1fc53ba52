"""Dates as people type them, in either calendar, either language and any of three digit sets."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from taawun.ground.localtime import hijri
from taawun.ground.localtime.digits import latin_digits
from taawun.ground.localtime.hijri import HijriDay
from taawun.ground.localtime.months import HIJRI, Calendar, month_named, plain, weekday_named
from taawun.ground.localtime.partial import PartialDate

_MESSAGES = {
    "empty": _("Write the date as day/month/year."),
    "not_a_date": _("“%(text)s” is not a date. Write day/month/year."),
    "not_partial": _("“%(text)s” is not a date. Write a year, month/year or day/month/year."),
    "short_year": _("The year of “%(text)s” has fewer than four digits. Write all four."),
    "year": _("The year of “%(text)s” must be from %(first)s to %(last)s."),
    "hijri_year": _("Only Hijri years from 1343 to 1500 can be converted. Write “%(text)s” in the Gregorian calendar."),
    "hijri_month": _("“%(text)s” is not a date: that Hijri month has %(days)s days."),
    "hijri_partial": _("A Hijri date without its day cannot be converted. Write “%(text)s” in the Gregorian calendar."),
    "mixed": _("“%(text)s” mixes the two calendars. Write day/month/year of one of them."),
    "two_days": _("The two dates in “%(text)s” are different days. Write one of them."),
    "weekday": _("“%(text)s” falls on another day of the week. Write day/month/year."),
    "gregorian_only": _("Write “%(text)s” in the Gregorian calendar."),
    "hijri_only": _("Write “%(text)s” in the Hijri calendar."),
}
_FIRST_GREGORIAN_YEAR = 1600  # 13xx to 15xx are Hijri, and what lies between is nobody's date
_YEARS_AHEAD = 100
_HIJRI_YEARS = range(1300, 1600)
_LONGEST = 120  # both calendars, with the weekday, in letters
_SHOWN = 40  # of what was typed, in a message

_MARKS = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SEPARATORS = str.maketrans({"؍": "/", "⁄": "/", **dict.fromkeys("‐‑‒–—−", "-"), "،": ",", "\u00a0": " "})
_NUMBERS = re.compile(r"([0-9]{1,5})\s*([-/.])\s*([0-9]{1,5})\s*\2\s*([0-9]{1,5})")
_MIDNIGHT = re.compile(r"(?<=[0-9])(?:t|\s+)0?0:00(?::00(?:\.0+)?)?$")
_ERAS: tuple[tuple[Calendar, re.Pattern[str]], ...] = (
    ("hijri", re.compile(r"(?<=[0-9])\s*(?:ه|هجري|هجريه|a\.?h|h)\.?$")),
    ("gregorian", re.compile(r"(?<=[0-9])\s*(?:م|ميلادي|ميلاديه|a\.?d|c\.?e|g)\.?$")),
)
_FILLERS = re.compile(r"\b(?:of|من|شهر|عام|سنه)\b")
_NAME = r"([^\W\d_][^0-9]*?(?:\s(?:1|2|i|ii))?)"
_GAP = r"[\s\-/.,]+"
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}{_NAME}{_GAP}([0-9]{{1,5}})")
_MONTH_FIRST = re.compile(rf"{_NAME}{_GAP}([0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}([0-9]{{4}})")
_WEEKDAY = re.compile(r"((?:يوم\s+)?[^\W\d_]+)\s*,?\s+(?=\S)")
_ISO_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?")
_MONTH_OF_YEAR = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
_NAMED_MONTH = re.compile(rf"{_NAME}{_GAP}([0-9]{{4}})")


class NotADate(ValueError):
    """Text that names no day. Its `str` is a sentence in the reader's language that says how to mend it.

    `reason` is the key of the message, for callers that count or compare.
    """

    def __init__(self, reason: str, text: str = "", details: Mapping[str, object] | None = None) -> None:
        super().__init__(reason, text, details)
        self.reason = reason
        self.text = text
        self._details = dict(details or {})

    def __str__(self) -> str:
        return str(_MESSAGES[self.reason]) % {"text": _shown(self.text), **self._details}


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A day, the calendar it was written in, and what was typed.

    Where `calendar` is `hijri`, keep `typed` beside the day: other systems convert days before
    April 1999 to a neighbour.
    """

    date: date
    calendar: Calendar
    typed: str


def parse_date(text: str, *, today: date, allow: Collection[Calendar] = ("gregorian", "hijri")) -> ParsedDate:
    """Read a day: 28/2/1985, 1985-02-28, 28 فبراير 1985, 8/6/1405 هـ and their like. NotADate otherwise.

    The order is day, month, year; four digits in front make it year, month, day. Years 13xx to 15xx are
    Hijri. Gregorian years end a century after `today`, which stops most slips of a digit.
    """
    typed = _MARKS.sub("", text).strip()
    if not typed:
        raise NotADate("empty")
    if len(typed) > _LONGEST:
        raise NotADate("not_a_date", typed)
    day, calendar = _read(typed, _straighten(typed), today)
    if calendar not in allow:
        raise NotADate("gregorian_only" if calendar == "hijri" else "hijri_only", typed)
    return ParsedDate(day, calendar, typed)


def parse_partial(text: str, *, today: date) -> PartialDate:
    """Read a day, a month (2004-12, 12/2004, December 2004), a year, or nothing. NotADate otherwise."""
    typed = _MARKS.sub("", text).strip()
    if not typed:
        return PartialDate()
    if len(typed) > _LONGEST:
        raise NotADate("not_partial", typed)
    line, era = _without_era(_straighten(typed))
    year, month = _month_of(line, typed) or (None, None)
    if year is None:
        try:
            return PartialDate(parse_date(text, today=today).date.isoformat())
        except NotADate as error:
            raise (NotADate("not_partial", typed) if error.reason == "not_a_date" else error) from error
    if year in _HIJRI_YEARS or era == "hijri":
        raise NotADate("hijri_partial", typed)
    _check_year(year, typed, today)
    if month is None:
        return PartialDate(f"{year:04}")
    if not 1 <= month <= 12:
        raise NotADate("not_partial", typed)
    return PartialDate(f"{year:04}-{month:02}")


def _straighten(typed: str) -> str:
    """One alphabet of digits and separators, small letters, no weightless words, no midnight."""
    line = plain(latin_digits(typed).translate(_SEPARATORS))
    line = _FILLERS.sub(" ", line)
    return _MIDNIGHT.sub("", re.sub(r"\s+", " ", line).strip())


def _read(typed: str, line: str, today: date) -> tuple[date, Calendar]:
    """Read one date, or the same day in both calendars joined by a dot, as we write it ourselves."""
    parts = [part.strip() for part in re.split("[·•]", line)]
    if len(parts) > 2:
        raise NotADate("not_a_date", typed)
    days = [_read_one(typed, part, today) for part in parts]
    if len({day for day, _calendar in days}) > 1:
        raise NotADate("two_days", typed)
    return days[0]


def _read_one(typed: str, line: str, today: date) -> tuple[date, Calendar]:
    line, weekday = _without_weekday(line)
    line, era = _without_era(line)
    year, month, day, named = _parts_of(line, typed)
    calendar: Calendar = "hijri" if year in _HIJRI_YEARS else "gregorian"
    if {calendar} != {calendar, era or calendar, named or calendar}:
        raise NotADate("mixed", typed)
    if calendar == "hijri":
        found = _hijri_day(HijriDay(year, month, day), typed)
    else:
        _check_year(year, typed, today)
        try:
            found = date(year, month, day)
        except ValueError as error:
            raise NotADate("not_a_date", typed) from error
    if weekday is not None and found.weekday() != weekday:
        raise NotADate("weekday", typed)
    return found, calendar


def _without_weekday(line: str) -> tuple[str, int | None]:
    head = _WEEKDAY.match(line)
    weekday = weekday_named(head[1]) if head else None
    return (line[head.end() :], weekday) if head and weekday is not None else (line, None)


def _without_era(line: str) -> tuple[str, Calendar | None]:
    for calendar, mark in _ERAS:
        bare = mark.sub("", line)
        if bare != line:
            return bare, calendar
    return line, None


def _parts_of(line: str, typed: str) -> tuple[int, int, int, Calendar | None]:
    """Return year, month, day, and the calendar that a month's name belongs to."""
    if numbers := _NUMBERS.fullmatch(line):
        first, month, last = numbers[1], numbers[3], numbers[4]
        year, day = (first, last) if len(first) == 4 else (last, first)
        named: Calendar | None = None
    elif words := _DAY_FIRST.fullmatch(line):
        day, year = words[1], words[3]
        named, month = _named(words[2], typed)
    elif words := _MONTH_FIRST.fullmatch(line):
        day, year = words[2], words[3]
        named, month = _named(words[1], typed)
    else:
        raise NotADate("not_a_date", typed)
    if len(year) < 3 and len(day) < 3:
        raise NotADate("short_year", typed)
    if len(year) != 4 or len(day) > 2 or len(month) > 2:
        raise NotADate("not_a_date", typed)
    return int(year), int(month), int(day), named


def _named(name: str, typed: str) -> tuple[Calendar, str]:
    found = month_named(name)
    if found is None:
        raise NotADate("not_a_date", typed)
    return found[0], str(found[1])


def _month_of(line: str, typed: str) -> tuple[int, int | None] | None:
    """Return year and month of text that is no whole day; None when it may be one."""
    if iso := _ISO_PARTIAL.fullmatch(line):
        return int(iso[1]), int(iso[2]) if iso[2] else None
    if numbers := _MONTH_OF_YEAR.fullmatch(line):
        return int(numbers[2]), int(numbers[1])
    words = _NAMED_MONTH.fullmatch(line)
    named = month_named(words[1]) if words else None
    if words is None or named is None:
        return None
    if named[0] == "hijri":
        raise NotADate("hijri_partial", typed)
    return int(words[2]), named[1]


def _check_year(year: int, typed: str, today: date) -> None:
    last = today.year + _YEARS_AHEAD
    if not _FIRST_GREGORIAN_YEAR <= year <= last:
        raise NotADate("year", typed, {"first": _FIRST_GREGORIAN_YEAR, "last": last})


def _hijri_day(day: HijriDay, typed: str) -> date:
    if not hijri.FIRST_YEAR <= day.year <= hijri.LAST_YEAR:
        raise NotADate("hijri_year", typed)
    if not 1 <= day.month <= len(HIJRI["en"]) or not 1 <= day.day <= 30:
        raise NotADate("not_a_date", typed)
    length = hijri.month_length(day.year, day.month)
    if day.day > length:
        raise NotADate("hijri_month", typed, {"days": length})
    return hijri.to_gregorian(day)


def _shown(text: str) -> str:
    """Return the text for a sentence: not longer than a line, and isolated where it runs from the right."""
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    runs_from_right = any(unicodedata.bidirectional(c) in {"R", "AL", "AN"} for c in short)
    return f"\u2068{short}\u2069" if runs_from_right else short
