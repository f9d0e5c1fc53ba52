"""Dates of which not all is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.ground.localtime import NotADate, PartialDate, parse_partial

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("", "unknown", None, None),
        ("2019", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("2004-02", "month", date(2004, 2, 1), date(2004, 2, 29)),
        ("2019-12-16", "day", date(2019, 12, 16), date(2019, 12, 16)),
    ],
)
def test_a_partial_date_spans_all_days_that_it_can_be(text, precision, first, last):
    partial = PartialDate(text)
    assert (partial.precision, partial.first, partial.last) == (precision, first, last)
    assert (str(partial), bool(partial)) == (text, text != "")


@pytest.mark.parametrize(
    "text", ["2019-13", "2019-02-30", "0000", "19", "2019-1", "2019-12-16T00:00", "2019-", " 2019"]
)
def test_other_text_is_no_partial_date(text):
    with pytest.raises(ValueError):
        PartialDate(text)


@pytest.mark.parametrize(
    ("one", "other", "possibly", "certainly"),
    [
        ("2004", "2005", True, True),
        ("2005", "2004", False, False),
        ("2004", "2004-12", True, False),
        ("2004-12", "2004", True, False),
        ("2004-12-31", "2004", False, False),
        ("2004-12-16", "2004-12-16", False, False),
        ("", "2004", True, False),
        ("2004", "", True, False),
        ("", "", True, False),
    ],
)
def test_what_may_lie_before_is_told_from_what_does(one, other, possibly, certainly):
    assert PartialDate(one).possibly_before(PartialDate(other)) is possibly
    assert PartialDate(one).certainly_before(PartialDate(other)) is certainly


def test_a_partial_date_is_compared_with_a_day():
    assert PartialDate("2019-12").possibly_before(date(2019, 12, 2))
    assert not PartialDate("2019-12").possibly_before(date(2019, 12, 1))
    assert PartialDate("2019-12").certainly_before(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", ""),
        ("2019", "2019"),
        ("٢٠١٩م", "2019"),
        ("2004-12", "2004-12"),
        ("12/2004", "2004-12"),
        ("١٢/٢٠٠٤", "2004-12"),
        ("December 2004", "2004-12"),
        ("كانون الأول/ديسمبر 2004", "2004-12"),
        ("16/12/2019", "2019-12-16"),
        ("19/4/1441", "2019-12-16"),
    ],
)
def test_a_partial_date_is_read_as_typed(typed, text):
    assert parse_partial(typed, today=TODAY) == PartialDate(text)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1441", "hijri_partial"),
        ("Rajab 1441", "hijri_partial"),
        ("رجب 1441 هـ", "hijri_partial"),
        ("2004-13", "not_partial"),
        ("31/2/1985", "not_partial"),
        ("soon", "not_partial"),
        ("1/2/85", "short_year"),
        ("2919", "year"),
    ],
)
def test_what_is_no_partial_date_is_refused_with_its_reason(typed, reason):
    with pytest.raises(NotADate) as caught:
        parse_partial(typed, today=TODAY)
    assert caught.value.reason == reason


@given(st.dates(date(1600, 1, 1), date(2077, 12, 31)), st.dates(date(1600, 1, 1), date(2077, 12, 31)))
def test_whole_days_compare_as_days_do(one, other):
    a, b = (parse_partial(d.isoformat(), today=TODAY) for d in (one, other))
    assert a.possibly_before(b) == a.certainly_before(b) == (one < other)
