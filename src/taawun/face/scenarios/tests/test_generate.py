"""The demonstration is built to match the statements of December 2019, the same way each time."""

import dataclasses
import datetime as dt
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from taawun.face.scenarios.draws import Draws, apportion, interleave, sizes, spread
from taawun.face.scenarios.files import check, read, write
from taawun.face.scenarios.generate import complete
from taawun.face.scenarios.rule import WrongRule, documented_people
from taawun.face.scenarios.rule_rows import RuleRow

SCENARIOS = Path(__file__).parents[5] / "scenarios"
UNTIL = dt.date(2019, 12, 16)
WEDNESDAY = dt.date(2026, 3, 4)
FRIDAY = dt.date(2026, 3, 6)


@pytest.fixture(scope="module")
def rules():
    return read(SCENARIOS / "ici-demo")


@pytest.fixture(scope="module")
def world(rules):
    return complete(rules, WEDNESDAY)


def past_runs(world):
    return {r.code: r for r in world.runs if r.basis == "demonstration" and r.end <= UNTIL.isoformat()}


def with_rule(world, **values):
    changed = tuple(RuleRow(key=row.key, value=values.get(row.key, row.value)) for row in world.rules)
    return dataclasses.replace(world, rules=changed)


def test_the_documented_runs_count_93_people_each_group_once(rules):
    assert documented_people(rules, UNTIL) == 93
    assert documented_people(rules, dt.date(2018, 12, 31)) == 45


def test_889_different_people_are_trained_by_the_day_of_the_statement(world):
    runs = past_runs(world)
    trained = {n.person for n in world.nominations if n.run in runs and n.state == "completed"}
    assert len(trained) + documented_people(world, UNTIL) == 889
    completions = [n for n in world.nominations if n.run in runs and n.state == "completed"]
    assert len(completions) == len(trained) + 80
    assert len({(n.run, n.person) for n in world.nominations}) == len(world.nominations)


def test_trained_people_come_from_the_nations_in_their_shares(world):
    runs = past_runs(world)
    party = {p.code: p.party for p in world.persons}
    trained = {n.person for n in world.nominations if n.run in runs and n.state == "completed"}
    assert Counter(party[code] for code in trained) == {
        "KW": 369, "AE": 123, "QA": 108, "BH": 86, "SA": 64, "OM": 46,
    }  # fmt: skip


def test_more_than_200_trainers_and_more_than_24_different_courses(world):
    runs = past_runs(world)
    assert len({a.trainer for a in world.assignments if a.run in runs}) == len(world.trainers) == 207
    documented = {r.course for r in world.runs if r.code in {"C04", "C05", "C06", "C08", "C09", "C10"}}
    assert len({r.course for r in runs.values()} | documented) == 26
    assert {c.area for c in world.courses if c.basis == "demonstration"} == {
        a.key for a in world.areas if a.of_the_eight
    }


def test_past_runs_last_sunday_to_thursday_after_the_opening_with_15_to_30_people(world):
    runs = past_runs(world)
    sizes_ = Counter(n.run for n in world.nominations if n.run in runs)
    assert len(runs) == 42
    assert min(sizes_.values()) >= 15
    assert max(sizes_.values()) <= 30
    for run in runs.values():
        start, end = dt.date.fromisoformat(run.start), dt.date.fromisoformat(run.end)
        assert (start.strftime("%A"), (end - start).days) == ("Sunday", 4)
        assert dt.date(2017, 1, 24) < start
        assert sizes_[run.code] <= run.capacity
    assert Counter(r.start[:4] for r in runs.values()) == {"2017": 9, "2018": 16, "2019": 17}


def test_somebody_who_comes_again_takes_another_course_later(world):
    runs = {r.code: r for r in world.runs}
    taken = {}
    for n in world.nominations:
        taken.setdefault(n.person, []).append(runs[n.run])
    again = [sorted(rs, key=lambda r: r.start) for rs in taken.values() if len(rs) > 1]
    assert again
    for rs in again:
        assert len({r.course for r in rs}) == len(rs)
        assert all(a.end < b.start for a, b in pairwise(rs))


def test_invented_people_bear_names_that_nobody_bears_each_once(world):
    everybody = [*world.persons, *world.trainers]
    assert len({p.name_en for p in everybody}) == len(everybody)
    assert len({p.name_ar for p in everybody}) == len(everybody)
    assert all(p.basis == "demonstration" and p.name_en.startswith("Tajribi") for p in everybody)
    assert all(p.name_ar.startswith("تجريبي") and p.email.endswith(".example") for p in everybody)
    assert all(a.demonstration and "Tajribi" in a.name_en for a in world.accounts)
    assert all(a.email.endswith("@taawun.example") for a in world.accounts)


def test_the_same_day_makes_the_same_world_and_another_day_the_same_past(rules, world):
    assert complete(rules, WEDNESDAY) == world
    other = complete(rules, dt.date(2027, 9, 1))
    assert past_runs(other) == past_runs(world)
    past = past_runs(world)
    assert [n for n in other.nominations if n.run in past] == [n for n in world.nominations if n.run in past]
    assert other != world


def test_another_seed_makes_another_world_with_the_same_totals(rules, world):
    seeded = dataclasses.replace(rules, settings=dataclasses.replace(rules.settings, seed=7))
    other = complete(seeded, WEDNESDAY)
    assert other.nominations != world.nominations
    assert len(other.persons) == len(world.persons)


def test_a_made_world_is_sound_and_survives_a_copy(world, tmp_path):
    write(world, tmp_path / "copy")
    copy, problems = check(tmp_path / "copy")
    assert problems == []
    assert copy == world
    assert complete(copy, FRIDAY) == copy


@pytest.mark.parametrize("today", [WEDNESDAY, FRIDAY, dt.date(2026, 3, 8), dt.date(2026, 12, 31)])
def test_whatever_the_day_the_demonstration_is_in_the_middle_of_its_work(rules, today):
    world = complete(rules, today)
    runs = {r.code: r for r in world.runs}
    ahead, now, done = runs["DEMO-OPEN"], runs["DEMO-NOW"], runs["DEMO-DONE"]
    assert dt.timedelta(weeks=8) <= dt.date.fromisoformat(ahead.start) - today < dt.timedelta(weeks=9)
    assert ahead.nominations_until > today
    assert now.start <= today.isoformat() <= now.end
    assert done.end < today.isoformat()
    assert dt.date.fromisoformat(done.end) >= today - dt.timedelta(days=3)
    dates = [d for n in world.nominations for d in (n.submitted_at, n.endorsed_at, n.decided_at) if d]
    assert max(dates).date() < today
    assert max(a.day for a in world.attendance) < today
    assert all(a.day.weekday() not in {4, 5} for a in world.attendance)


def test_on_the_first_morning_nobody_attends_yet(rules):
    world = complete(rules, dt.date(2026, 3, 8))
    states = {n.state for n in world.nominations if n.run == "DEMO-NOW"}
    assert states == {"confirmed"}
    marked = {a.seat for a in world.attendance}
    assert marked.issuperset(s.code for s in world.seats if s.state == "used")


def test_promised_seats_and_seats_left_are_as_the_folder_says(world):
    promised = {p.party: p.seats for p in world.promises if p.run == "DEMO-OPEN"}
    assert promised == {"KW": 8, "AE": 4, "QA": 4, "BH": 4, "SA": 2, "OM": 2}
    states = Counter((n.run, n.state) for n in world.nominations)
    capacity = {r.code: r.capacity for r in world.runs}
    assert capacity["DEMO-NEARLY"] - states["DEMO-NEARLY", "accepted"] == 5
    assert capacity["DEMO-FULL"] == states["DEMO-FULL", "accepted"]
    assert states["DEMO-FULL", "waitlisted"] == 4


def test_the_centre_sees_at_once_what_asks_for_no_endorsement(world):
    for n in world.nominations:
        seen = n.state not in {"draft", "submitted", "returned"}
        assert (n.endorsed_at is not None) == seen
        if seen and n.party not in {"QA", "KW"}:
            assert n.endorsed_at == n.submitted_at
    assert {n.party for n in world.nominations if n.state == "submitted"} == {"QA", "KW"}
    assert {r.code for r in world.parties if r.endorses} == {"QA", "KW"}


def test_whoever_has_a_place_has_a_seat_and_nobody_else(world):
    having = {"accepted", "confirmed", "attending", "completed", "not_completed"}
    assert [s.nomination for s in world.seats] == [n.code for n in world.nominations if n.state in having]
    assert {s.pool for s in world.seats if s.run == "DEMO-OPEN"} == {"promised"}


def test_the_alternate_acts_for_90_days(world):
    dana = next(a for a in world.accounts if a.acts_for)
    assert (dana.mandate_from, dana.mandate_until) == (WEDNESDAY, WEDNESDAY + dt.timedelta(days=90))


def test_a_folder_without_a_rule_is_left_as_it_is():
    ici = read(SCENARIOS / "ici")
    assert complete(ici, WEDNESDAY) is ici


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"trainees": "90"}, "alone reach"),
        ({"trainees": "5000"}, "do not fit"),
        ({"trainees": "many"}, "cannot be read"),
        ({"repeats": "850", "trainees": "200"}, "lower repeats"),
        ({"runs": "500", "smallest_run": "0"}, "too few weeks"),
    ],
)
def test_numbers_that_do_not_fit_are_told(rules, values, words):
    with pytest.raises(WrongRule, match=words):
        complete(with_rule(rules, **values), WEDNESDAY)


def test_shares_add_up_and_an_interleaved_list_has_an_even_mix():
    assert apportion(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    mixed = interleave({"a": 4, "b": 2})
    assert sorted(mixed) == list("aaaabb")
    assert Counter(mixed[:3]) == {"a": 2, "b": 1}
    assert spread(5, 3) == [1, 2, 2]
    assert sum(sizes(100, 5, 15, 30, Draws(1))) == 100
