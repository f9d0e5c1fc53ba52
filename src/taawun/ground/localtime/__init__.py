"""Dates as the region writes them: two calendars, two digit sets, partial dates, weeks.

Gregorian days are what is stored. Hijri is the civil Umm al-Qura calendar, worked out on the
server only: browsers ship another table and differ on more than a third of all days.
"""

from taawun.ground.localtime.clock import CENTRE_ZONE, now, today_at
from taawun.ground.localtime.digits import latin_digits, to_digits
from taawun.ground.localtime.formats import (
    format_date,
    format_datetime,
    format_hijri,
    format_hijri_range,
    format_partial,
    format_range,
)
from taawun.ground.localtime.parsing import NotADate, ParsedDate, parse_date, parse_partial
from taawun.ground.localtime.partial import PartialDate
from taawun.ground.localtime.weeks import Week, week_of, working_days

__all__ = [
    "CENTRE_ZONE",
    "NotADate",
    "ParsedDate",
    "PartialDate",
    "Week",
    "format_date",
    "format_datetime",
    "format_hijri",
    "format_hijri_range",
    "format_partial",
    "format_range",
    "latin_digits",
    "now",
    "parse_date",
    "parse_partial",
    "to_digits",
    "today_at",
    "week_of",
    "working_days",
]
