"""Dates as they are read: the month always in letters, so that day and month cannot be confused.

All functions give Latin digits; `to_digits` follows where a person chose others.
"""

from datetime import date, datetime, tzinfo

from taawun.ground.localtime.clock import zone_of
from taawun.ground.localtime.hijri import to_hijri
from taawun.ground.localtime.months import GREGORIAN, HIJRI, WEEKDAYS, Language, language_of
from taawun.ground.localtime.partial import PartialDate

_NBSP = "\u00a0"
_ERA = {"en": f"{_NBSP}AH", "ar": f"{_NBSP}هـ"}
_TO = {"en": " to ", "ar": " إلى "}
_AFTER_WEEKDAY = {"en": " ", "ar": "، "}
_BEFORE_TIME = {"en": ", ", "ar": "، "}
_NOT_KNOWN = {"en": "not known", "ar": "غير معروف"}


def format_date(d: date, language: str, *, hijri: bool = False, weekday: bool = False, year: bool = True) -> str:
    """Write a day, such as 16 December 2019, on demand with its weekday, its Hijri day, without its year.

    The dot that joins the calendars never begins a line. A day that has no published Hijri day
    (before August 1924, after 2077) is written in the Gregorian calendar alone.
    """
    tongue = language_of(language)
    text = f"{d.day} {GREGORIAN[tongue][d.month - 1]}"
    if year:
        text += f" {d.year}"
    if weekday:
        text = WEEKDAYS[tongue][d.weekday()] + _AFTER_WEEKDAY[tongue] + text
    other = format_hijri(d, language) if hijri else ""
    return f"{text}{_NBSP}· {other}" if other else text


def format_hijri(d: date, language: str) -> str:
    """Write the Hijri day, such as 19 Rabi al-Akhir 1441 AH; '' where no published calendar has it."""
    day = to_hijri(d)
    if day is None:
        return ""
    tongue = language_of(language)
    return f"{day.day} {HIJRI[tongue][day.month - 1]} {day.year}{_ERA[tongue]}"


def format_range(first: date, last: date, language: str) -> str:
    """Write a span of days, and each part only once: 9 to 13 February 2020."""
    tongue = language_of(language)
    start, end = ((d.year, d.month, d.day) for d in (first, last))
    return _range(start, end, GREGORIAN[tongue], tongue)


def format_hijri_range(first: date, last: date, language: str) -> str:
    """Write the same span in the Hijri calendar; '' where either end has no published Hijri day."""
    start, end = to_hijri(first), to_hijri(last)
    if start is None or end is None:
        return ""
    tongue = language_of(language)
    return _range(start, end, HIJRI[tongue], tongue) + _ERA[tongue]


def format_partial(partial: str | PartialDate, language: str) -> str:
    """Write what is known of a date: 16 December 2019, December 2004, 2019, or *not known*.

    ValueError when the text is no partial date.
    """
    known = partial if isinstance(partial, PartialDate) else PartialDate(partial)
    tongue = language_of(language)
    first = known.first
    if first is None:
        return _NOT_KNOWN[tongue]
    if known.precision == "year":
        return str(first.year)
    if known.precision == "month":
        return f"{GREGORIAN[tongue][first.month - 1]} {first.year}"
    return format_date(first, language)


def format_datetime(dt: datetime, language: str, zone: str | tzinfo) -> str:
    """Write an instant as people at `zone` see it, in 24 hours: 16 December 2019, 14:30.

    The zone itself stands once on the page. ValueError for a time without a zone: nobody knows when it is.
    """
    if dt.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    local = dt.astimezone(zone_of(zone))
    return f"{format_date(local, language)}{_BEFORE_TIME[language_of(language)]}{local:%H:%M}"


def _range(start: tuple[int, int, int], end: tuple[int, int, int], months: tuple[str, ...], tongue: Language) -> str:
    (year, month, day), (end_year, end_month, end_day) = start, end
    whole_end = f"{end_day} {months[end_month - 1]} {end_year}"
    if start == end:
        return whole_end
    if year != end_year:
        opening = f"{day} {months[month - 1]} {year}"
    elif month != end_month:
        opening = f"{day} {months[month - 1]}"
    else:
        opening = str(day)
    return opening + _TO[tongue] + whole_end
