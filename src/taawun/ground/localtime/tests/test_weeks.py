"""Weeks, weekends, and the day on the wall."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.ground.localtime import clock, now, today_at, week_of, working_days

FRIDAY, SATURDAY, SUNDAY = date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4)


@pytest.mark.parametrize("party", [None, "KW", "QA-MOD", "NATO"])
def test_the_week_runs_from_sunday_to_thursday(party):
    week = week_of(party)
    assert [week.is_working(d) for d in (FRIDAY, SATURDAY, SUNDAY)] == [False, False, True]
    assert week.days() == (6, 0, 1, 2, 3, 4, 5)
    assert week.start_of(SATURDAY) == SUNDAY - timedelta(days=7)


@pytest.mark.parametrize("party", ["AE", "ae", "AE-MOFA"])
def test_the_emirates_have_rested_on_saturday_and_sunday_since_2022(party):
    week = week_of(party)
    assert [week.is_working(d) for d in (FRIDAY, SATURDAY, SUNDAY)] == [True, False, False]
    assert week.start_of(SUNDAY) == date(2025, 12, 29)
    assert week_of(party, on=date(2022, 1, 1)) == week
    assert week_of(party, on=date(2021, 12, 31)) == week_of(None)


def test_working_days_count_both_ends():
    assert working_days(SUNDAY, SUNDAY, week_of()) == 1
    assert working_days(FRIDAY, SATURDAY, week_of()) == 0
    assert working_days(SUNDAY, SUNDAY + timedelta(days=13), week_of()) == 10
    assert working_days(SUNDAY, FRIDAY, week_of()) == 0


@given(st.dates(), st.integers(0, 60), st.sampled_from(["KW", "AE"]))
def test_working_days_are_the_days_that_are_worked(first, length, party):
    week = week_of(party)
    if (date.max - first).days < length:
        length = 0
    days = [first + timedelta(days=n) for n in range(length + 1)]
    assert working_days(first, days[-1], week) == sum(week.is_working(d) for d in days)


def test_the_centre_is_already_in_tomorrow_when_utc_is_not(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2019, 12, 16, 21, 30, tzinfo=UTC))
    assert today_at() == date(2019, 12, 17)
    assert today_at("UTC") == date(2019, 12, 16)


def test_now_has_a_zone():
    assert now().tzinfo is UTC
