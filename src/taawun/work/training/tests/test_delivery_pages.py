"""The pages of courses, runs, attendance, completion and trainers, as each of the cast opens them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taawun.ground.ledger.models import Entry
from taawun.work.training.models import Attendance, Course, Nomination, Run, Seat, Trainer
from taawun.work.training.queries import delivery as queries
from taawun.work.training.steps import delivery, planning, trainers

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def page(signed_in):
    """`page("amal", "training:run", code)` opens a page as somebody and returns its answer."""

    def get(who, name, *args, query="", status=200):
        answer = signed_in(who).get(reverse(name, args=args) + query)
        assert answer.status_code == status, answer.content.decode()[:2000]
        answer.text = answer.content.decode()
        return answer

    return get


@pytest.fixture
def cost(page):
    """How many queries a page costs."""

    def count(who, name, *args, query=""):
        page(who, name, *args, query=query)  # once for what is worked out a single time
        with CaptureQueriesContext(connection) as queries:
            page(who, name, *args, query=query)
        return len(queries)

    return count


@pytest.mark.parametrize("who", ["amal", "carla", "badr", "omar", "huda", "nadia"])
def test_every_page_opens_for_whom_it_is_and_in_her_language(held, mark, page, world, who):
    run, _, seats = held(2, who=("amal", "carla"))
    mark(run, seats)
    language = world[who].language
    for name, args in [
        ("training:courses", []),
        ("training:course", [run.course.code]),
        ("training:run", [run.code]),
        ("training:attendance", [run.code]),
        ("training:completion", [run.code]),
        ("training:trainers", []),
    ]:
        answer = page(who, name, *args)
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize(
    "name",
    ["training:course_new", "training:course_edit", "training:run_new", "training:run_edit", "training:promises",
     "training:attendance_print", "training:trainer_new", "training:run_trainers"],
)  # fmt: skip
def test_pages_of_the_centre_open_for_its_course_director_and_for_no_nation(held, page, name):
    run, _, _ = held()
    args = [] if name in ("training:course_new", "training:trainer_new") else [run.code]
    if name in ("training:course_edit", "training:run_new"):
        args = [run.course.code]
    page("omar", name, *args)
    page("amal", name, *args, status=403)


def test_the_catalogue_is_searched_in_either_script_and_by_area(run_in, page):
    run_in(code="RUN-1")
    for words in ("LESSONS", "دُرُوس", "c-run-1"):
        assert "C-RUN-1" in page("carla", "training:courses", query=f"?q={words}").text
    assert "C-RUN-1" not in page("carla", "training:courses", query="?q=whales").text
    assert "C-RUN-1" in page("carla", "training:courses", query="?area=maritime").text
    assert "C-RUN-1" not in page("carla", "training:courses", query="?area=cyber").text


def test_the_course_whose_run_is_nearest_comes_first(run_in, page, viewing):
    far, near = run_in(code="FAR"), run_in(code="NEAR")
    with viewing("badr"):
        planning.change_run(
            far, first_day=far.first_day + timedelta(days=90), last_day=far.last_day + timedelta(days=90)
        )
    text = page("carla", "training:courses").text
    assert text.index("C-NEAR") < text.index("C-FAR")
    assert near


def test_a_nation_reads_its_own_promise_and_the_open_pool_and_nothing_of_others(run_in, nomination_in, page):
    run = run_in(capacity=10, QA=3, BH=4)
    nomination_in("accepted", run=run)
    seats = page("amal", "training:run", run.code).context["seats"]
    assert [(part.party.code, part.taken, part.total) for part in seats.strip] == [("QA", 1, 3)]
    assert (seats.open_left, seats.taken) == (3, None)
    seats = page("carla", "training:run", run.code).context["seats"]
    assert [(part.party.code, part.taken, part.total) for part in seats.strip] == [("BH", 0, 4)]
    assert "4" not in re.sub(r"\s", "", str(page("karim", "training:run", run.code).context["seats"].strip))
    seats = page("badr", "training:run", run.code).context["seats"]
    strip = [(part.party and part.party.code, part.taken, part.total) for part in seats.strip]
    assert strip == [("QA", 1, 3), ("BH", 0, 4), (None, 0, 3)]


def test_the_rule_of_the_wait_list_stands_on_the_page(run_in, page):
    run = run_in()
    text = page("carla", "training:run", run.code).text
    assert "held for the first on the wait list" in text
    assert "72 hours" in text
    assert "fall back to the open pool" in text


def test_a_liaison_officer_is_shown_the_way_to_nominate_only_while_it_is_open(held, run_in, page):
    nominate = reverse("training:nominate", args=["RUN-1"])
    assert nominate in page("carla", "training:run", run_in(code="RUN-1").code).text
    assert nominate not in page("badr", "training:run", "RUN-1").text
    run, _, _ = held()
    assert reverse("training:nominate", args=[run.code]) not in page("carla", "training:run", run.code).text


def test_a_step_that_cannot_be_undone_is_confirmed_first(run_in, page, signed_in, viewing):
    run = run_in()
    url = reverse("training:run_step", args=[run.code, "cancel"])
    assert "cannot be taken back" in page("badr", "training:run_step", run.code, "cancel").text
    with viewing("badr"):
        assert Run.objects.get(pk=run.pk).state == "announced"
    assert signed_in("badr").post(url).status_code == 302
    with viewing("badr"):
        assert Run.objects.get(pk=run.pk).state == "cancelled"


def test_closing_a_run_that_lacks_something_says_so_and_keeps_it_open(held, mark, page, signed_in, viewing):
    run, _, seats = held(1, before=0, after=0, state="delivered")
    assert "has no result yet" in page("omar", "training:run_step", run.code, "close").text
    answer = signed_in("omar").post(reverse("training:run_step", args=[run.code, "close"]))
    assert answer.status_code == 422
    assert "has no result yet" in answer.content.decode()
    with viewing("omar"):
        assert Run.objects.get(pk=run.pk).state == "delivered"
    assert seats


def sheet(run, day, **marks):
    return {"day": day.isoformat(), **{f"mark-{pk}": mark for pk, mark in marks.items()}}


def test_a_sheet_is_kept_from_the_page(held, signed_in, viewing):
    run, _, seats = held(3)
    url = reverse("training:attendance", args=[run.code])
    with viewing("omar"):
        day = delivery.today()
    answer = signed_in("omar").post(url, sheet(run, day, **{str(seats[0].pk): "late"}))
    assert answer.status_code == 302
    with viewing("omar"):
        assert list(Attendance.objects.values_list("seat_id", "mark")) == [(seats[0].pk, "late")]
    signed_in("omar").post(url, {**sheet(run, day, **{str(seats[1].pk): "absent"}), "rest": "present"})
    with viewing("omar"):
        found = dict(Attendance.objects.values_list("seat_id", "mark"))
    assert found == {seats[0].pk: "late", seats[1].pk: "absent", seats[2].pk: "present"}


@pytest.mark.parametrize("who", ["amal", "badr", "carla"])
def test_nobody_else_keeps_a_sheet(held, signed_in, viewing, who):
    run, _, [seat] = held()
    with viewing("omar"):
        day = delivery.today()
    answer = signed_in(who).post(
        reverse("training:attendance", args=[run.code]), sheet(run, day, **{str(seat.pk): "late"})
    )
    assert answer.status_code == 422
    with viewing("omar"):
        assert not Attendance.objects.exists()


def test_attendance_of_qatar_is_on_no_page_of_bahrain(held, mark, page):
    run, _, seats = held(2, who=("amal", "carla"))
    mark(run, seats[:1], "late")
    for name in ("training:attendance", "training:completion", "training:run"):
        qatar, bahrain = (page(who, name, run.code).text for who in ("amal", "carla"))
        assert "شخص مخترع 0" in qatar, name  # there is something that could leak
        for trace in ("Invented Person 0", "شخص مخترع 0", str(seats[0].pk), "Qatar", "late<"):
            assert trace not in bahrain, (name, trace)


def test_the_printed_list_is_kept_in_the_ledger(held, page, viewing):
    run, _, _ = held(2)
    assert "Invented Person 1" in page("omar", "training:attendance_print", run.code).text
    with viewing("omar"):
        assert Entry.objects.filter(act="training.run.print_list", subject=run.pk).count() == 1


def test_the_rule_proposes_at_eighty_per_cent(held, mark, viewing):
    run, _, seats = held(3, before=9, after=0)
    with viewing("omar"):
        days = delivery.run_days(run)
    assert len(days) == 10
    mark(run, seats[:2], days=days[:7])
    mark(run, seats[:2], "absent", days=days[7:9])
    mark(run, seats[:1], "late", days=days[9:])
    mark(run, seats[1:2], "excused", days=days[9:])
    with viewing("omar"):
        lines, held_days = queries.whole_list(run, "en")
    assert len(held_days) == 10
    assert [(line.present, line.share, line.proposal) for line in lines] == [
        (8, 80, "complete"), (7, 70, "not_complete"), (0, 0, "no_show"),
    ]  # fmt: skip


def test_results_are_checked_before_they_are_set(held, mark, page, signed_in, viewing):
    run, _, seats = held(2, before=0, after=0)
    mark(run, seats[:1])
    text = page("omar", "training:completion", run.code).text
    assert "at least 80% of the days held" in text
    url = reverse("training:completion", args=[run.code])
    wanted = {f"result-{seats[0].pk}": "complete", f"result-{seats[1].pk}": "no_show"}
    check = signed_in("omar").post(url, {**wanted, "go": "check"})
    assert check.status_code == 200
    assert "What will be set" in check.content.decode()
    with viewing("omar"):
        assert {s.result for s in Seat.objects.filter(run=run)} == {""}
    assert signed_in("omar").post(url, {**wanted, "go": "keep"}).status_code == 302
    with viewing("omar"):
        assert Nomination.objects.filter(run=run, state="completed").count() == 1
        assert Nomination.objects.filter(run=run, state="no_show").count() == 1
    assert signed_in("omar").post(reverse("training:reopen", args=[run.code, seats[0].pk])).status_code == 302
    with viewing("omar"):
        assert Seat.objects.get(pk=seats[0].pk).result == ""


def test_an_erased_name_stays_on_the_list_as_a_seat(held, mark, page, viewing):
    run, _, seats = held(2)
    mark(run, seats)
    with viewing("omar"):
        Seat.objects.filter(pk=seats[0].pk).update(nomination=None)
    for name in ("training:attendance", "training:completion"):
        text = page("omar", name, run.code).text
        assert "Name erased by the nation" in text
        assert "Invented Person 0" not in text


@pytest.fixture
def roster(viewing, world):
    """Trainers of two parties."""

    def make(number=1, code="QA"):
        with viewing("omar"):
            return [
                trainers.add_trainer(
                    party=world.parties[code], name_en=f"Trainer {code} {n}", name_ar=f"مدرب {code} {n}"
                )
                for n in range(number)
            ]

    return make


def test_a_party_sees_its_own_trainers_and_no_others(roster, who_sees):
    [qatari], [natos] = roster(code="QA"), roster(code="NATO")
    centre = {"badr", "omar", "huda", "centre"}
    assert who_sees(qatari) == centre | {"amal", "dana"}
    assert who_sees(natos) == centre | {"nadia"}


def test_the_roster_is_searched_and_filtered(roster, page):
    roster(code="QA"), roster(code="NATO")
    assert "Trainer NATO" not in page("omar", "training:trainers", query="?party=QA").text
    assert "Trainer QA" in page("omar", "training:trainers", query="?q=trainer qa").text
    assert "Trainer QA" not in page("nadia", "training:trainers").text


def test_a_trainer_is_assigned_and_released_from_the_page(held, roster, page, signed_in, viewing):
    run, _, _ = held()
    [trainer] = roster(code="NATO")
    url = reverse("training:run_trainers", args=[run.code])
    assert signed_in("omar").post(url, {"trainer": trainer.pk, "subject_en": "Lessons"}).status_code == 302
    assert "Trainer NATO 0" in page("nadia", "training:run", run.code).text
    assert "Trainer NATO 0" not in page("carla", "training:run", run.code).text
    with viewing("omar"):
        one = trainer.assignments.get()
    release = reverse("training:release_trainer", args=[run.code, one.pk])
    assert signed_in("omar").post(release).status_code == 302
    assert "Trainer NATO 0" not in page("nadia", "training:run", run.code).text


def test_a_course_and_a_run_are_added_from_the_pages(world, signed_in, viewing, page):
    client = signed_in("badr")
    ici = world.communities["ici"].pk
    course = {"code": "MAR-9", "title_en": "Ports", "title_ar": "الموانئ", "area": "maritime", "audience": ici}
    assert client.post(reverse("training:course_new"), course).status_code == 302
    run = {"code": "MAR-9-1", "audience": ici, "first_day": "9/2/2027", "last_day": "8/9/1448", "capacity": "٢٠",
           "offer_hours": 48, "at_centre": "on", "providers": "nato"}  # fmt: skip
    answer = client.post(reverse("training:run_new", args=["MAR-9"]), run)
    assert answer.status_code == 302, answer.content.decode()
    with viewing("badr"):
        made = Run.objects.get(code="MAR-9-1")
        assert (made.capacity, made.last_day.isoformat(), made.providers) == (20, "2027-02-15", ["NATO"])
    assert client.post(reverse("training:promises", args=["MAR-9-1"]), {"party": "QA", "seats": 4}).status_code == 302
    assert page("amal", "training:run", "MAR-9-1").context["seats"].strip[0].total == 4


def test_a_form_with_a_problem_keeps_what_was_typed_and_nothing_else(world, signed_in, viewing):
    answer = signed_in("badr").post(
        reverse("training:course_new"), {"code": "a b", "title_en": "Ports", "audience": "own"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in text
    assert 'value="Ports"' in text
    with viewing("badr"):
        assert not Course.objects.exists()


@pytest.mark.parametrize(
    "name", ["training:run", "training:attendance", "training:completion", "training:attendance_print"]
)
def test_a_page_of_a_run_costs_the_same_however_many_come(held, mark, cost, name):
    run, _, seats = held(1, code="SHORT")
    mark(run, seats)
    few = cost("omar", name, run.code)
    run, _, seats = held(12, code="LONG")
    mark(run, seats)
    assert cost("omar", name, run.code) == few


def test_lists_cost_the_same_however_long_they_are(run_in, roster, cost):
    run_in(code="A"), roster()
    few = cost("omar", "training:courses"), cost("omar", "training:trainers")
    [run_in(code=f"B{n}") for n in range(6)], roster(9, code="BH")
    assert (cost("omar", "training:courses"), cost("omar", "training:trainers")) == few


def test_what_a_home_page_shows(held, mark, run_in, viewing, world):
    run, _, seats = held(2, before=1, after=1)
    soon = run_in(code="SOON", QA=3)
    with viewing("badr"):
        planning.change_run(soon, falls_back_on=delivery.today() + timedelta(days=3))
    mark(run, seats[:1])
    with viewing("omar") as omar:
        [way] = queries.runs_under_way(omar)
        sheets = queries.open_sheets(omar)
        assert (way.run.code, way.without_result) == (run.code, 2)
        working = delivery.held_days(run, {delivery.today()})
        assert len(sheets) == way.open_days == sum(d <= delivery.today() for d in working)
        assert (sheets[0].is_today, sheets[0].marked, sheets[0].expected) == (True, 1, 2)
        assert [(f.party.code, f.seats) for f in queries.seats_falling_back(omar)] == [("QA", 3)]
    with viewing("amal") as amal:
        assert queries.runs_under_way(amal) == queries.open_sheets(amal) == []
        assert [f.seats for f in queries.seats_falling_back(amal)] == [3]
        [row] = queries.open_courses_for(amal.party)
        assert (row.run.code, row.left.promised, row.left.open) == ("SOON", 3, 7)
    with viewing("carla") as carla:
        assert queries.seats_falling_back(carla) == []
    assert Trainer
