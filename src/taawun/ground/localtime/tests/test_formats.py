"""Dates as they are read."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from taawun.ground.localtime import (
    format_date,
    format_datetime,
    format_hijri,
    format_hijri_range,
    format_partial,
    format_range,
    latin_digits,
    to_digits,
)

DAY = date(2019, 12, 16)
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "options", "text"),
    [
        ("en", {}, "16 December 2019"),
        ("ar", {}, "16 ديسمبر 2019"),
        ("ar-kw", {}, "16 ديسمبر 2019"),
        ("en", {"year": False}, "16 December"),
        ("en", {"weekday": True}, "Monday 16 December 2019"),
        ("ar", {"weekday": True}, "الاثنين، 16 ديسمبر 2019"),
        ("en", {"hijri": True}, f"16 December 2019{NBSP}· 19 Rabi al-Akhir 1441{NBSP}AH"),
        ("ar", {"hijri": True}, f"16 ديسمبر 2019{NBSP}· 19 ربيع الآخر 1441{NBSP}هـ"),
    ],
)
def test_a_day_is_written_with_its_month_in_letters(language, options, text):
    assert format_date(DAY, language, **options) == text


def test_the_sixth_hijri_month_is_named_as_in_the_gulf():
    assert format_hijri(date(2020, 2, 9), "ar") == f"15 جمادى الآخرة 1441{NBSP}هـ"
    assert format_hijri(date(2020, 2, 9), "en") == f"15 Jumada al-Akhirah 1441{NBSP}AH"


@pytest.mark.parametrize("day", [date(1924, 7, 31), date(2077, 11, 17)])
def test_a_day_without_a_published_hijri_day_is_written_in_one_calendar(day):
    assert format_hijri(day, "en") == ""
    assert format_date(day, "en", hijri=True) == format_date(day, "en")


@pytest.mark.parametrize(
    ("first", "last", "english", "arabic"),
    [
        (date(2020, 2, 9), date(2020, 2, 9), "9 February 2020", "9 فبراير 2020"),
        (date(2020, 2, 9), date(2020, 2, 13), "9 to 13 February 2020", "9 إلى 13 فبراير 2020"),
        (date(2020, 1, 29), date(2020, 2, 2), "29 January to 2 February 2020", "29 يناير إلى 2 فبراير 2020"),
        (
            date(2019, 2, 9),
            date(2020, 2, 9),
            "9 February 2019 to 9 February 2020",
            "9 فبراير 2019 إلى 9 فبراير 2020",
        ),
    ],
)
def test_a_range_says_each_part_once(first, last, english, arabic):
    assert format_range(first, last, "en") == english
    assert format_range(first, last, "ar") == arabic


def test_a_range_has_its_hijri_form():
    span = (date(2020, 2, 9), date(2020, 2, 13))
    assert format_hijri_range(*span, "en") == f"15 to 19 Jumada al-Akhirah 1441{NBSP}AH"
    assert format_hijri_range(date(1900, 1, 1), date(2020, 1, 1), "en") == ""


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("", "not known", "غير معروف"),
        ("2019", "2019", "2019"),
        ("2004-12", "December 2004", "ديسمبر 2004"),
        ("2019-12-16", "16 December 2019", "16 ديسمبر 2019"),
    ],
)
def test_a_partial_date_says_what_is_known_and_no_more(text, english, arabic):
    assert format_partial(text, "en") == english
    assert format_partial(text, "ar") == arabic


def test_an_instant_is_shown_as_the_clock_stands_there():
    instant = datetime(2019, 12, 16, 21, 30, tzinfo=UTC)
    assert format_datetime(instant, "en", "Asia/Kuwait") == "17 December 2019, 00:30"
    assert format_datetime(instant, "ar", timezone(timedelta(hours=4))) == "17 ديسمبر 2019، 01:30"


def test_a_time_without_a_zone_is_not_shown():
    with pytest.raises(ValueError, match="without a zone"):
        format_datetime(datetime(2019, 12, 16), "en", "Asia/Kuwait")  # noqa: DTZ001 - the point of the test


def test_digits_change_and_nothing_else_does():
    assert to_digits("16 ديسمبر 2019", "arab") == "١٦ ديسمبر ٢٠١٩"
    assert to_digits("١٦/۱۲/2019", "latn") == "16/12/2019"
    assert latin_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ب") == "0123456789 0123456789 ب"
