"""Once a run is decided: who may do what, attendance by day, results, and what closing asks for."""

from datetime import timedelta

import pytest

from taawun.ground.ledger.models import Entry
from taawun.ground.records.steps import Refused
from taawun.work.training.models import Attendance, Nomination, Run, Seat
from taawun.work.training.steps import delivery, planning


@pytest.mark.parametrize(
    ("state", "omar"),
    [
        ("announced", set()),
        ("go", {"start"}),
        ("under_way", {"deliver"}),
        ("delivered", {"report", "close"}),
        ("reported", {"close"}),
    ],
)
def test_who_is_offered_what_on_a_run(held, offers, state, omar):
    run, _, _ = held(state=state, before=2, after=0)
    expected = {"omar": omar, "centre": omar}
    assert offers(delivery, run) == {who: steps for who, steps in expected.items() if steps}


@pytest.mark.parametrize(
    ("state", "omar"),
    [
        ("confirmed", {"attend", "no_show"}),
        ("attending", {"stay_away", "complete", "not_complete"}),
        ("completed", {"reopen"}),
        ("not_completed", {"reopen"}),
        ("no_show", {"reopen"}),
    ],
)
def test_who_is_offered_what_on_a_nominee(held, mark, viewing, offers, state, omar):
    run, [nomination], [seat] = held(after=0)
    if state not in ("confirmed", "no_show"):
        mark(run, [seat])
    if state in ("completed", "not_completed", "no_show"):
        verb = {"completed": "complete", "not_completed": "not_complete"}.get(state, state)
        with viewing("omar"):
            delivery.decide(run, {seat.pk: verb})
    assert offers(delivery, nomination) == {"omar": omar, "centre": omar}


def test_a_run_starts_on_its_first_day_and_not_before(held, viewing):
    run, _, _ = held(before=-1, after=3, state="go")
    with viewing("omar"), pytest.raises(Refused, match="first day"):
        delivery.start(run)
    run, _, _ = held(before=0, after=3, state="go", code="RUN-TODAY")
    with viewing("omar"):
        delivery.start(run)
        assert Run.objects.get(pk=run.pk).state == "under_way"


def test_a_run_is_delivered_on_its_last_day_and_not_before(held, viewing):
    run, _, _ = held(after=1)
    with viewing("omar"):
        with pytest.raises(Refused, match="last day"):
            delivery.deliver(run)
        assert Run.objects.get(pk=run.pk).state == "under_way"


def test_the_first_day_present_makes_a_nominee_attend_and_uses_the_seat(held, mark, viewing):
    run, [nomination], [seat] = held()
    mark(run, [seat], "absent")
    with viewing("amal"):
        assert Nomination.objects.get(pk=nomination.pk).state == "confirmed"
    mark(run, [seat], "late")
    with viewing("amal"):
        assert Nomination.objects.get(pk=nomination.pk).state == "attending"
        assert Seat.objects.get(pk=seat.pk).state == "used"


def test_a_corrected_sheet_takes_attending_back(held, mark, viewing):
    run, [nomination], [seat] = held()
    mark(run, [seat])
    mark(run, [seat], "absent")
    with viewing("omar"):
        assert Nomination.objects.get(pk=nomination.pk).state == "confirmed"
        assert Seat.objects.get(pk=seat.pk).state == "confirmed"


def test_one_entry_is_written_for_each_mark_that_changed(held, mark, viewing):
    run, _, seats = held(2)
    mark(run, seats)
    mark(run, seats[:1], "late")
    mark(run, seats[:1], "late")
    with viewing("omar"):
        entries = Entry.objects.filter(act="training.attendance.mark")
        day = delivery.today().isoformat()
        found = sorted((e.subject == seats[0].pk, e.state_before, e.state_after) for e in entries)
    assert found == [
        (False, "", f"{day} present"),
        (True, "", f"{day} present"),
        (True, f"{day} present", f"{day} late"),
    ]


@pytest.mark.parametrize(("days", "says"), [(-3, "outside the run"), (3, "outside the run"), (1, "still to come")])
def test_a_day_outside_the_run_or_still_to_come_is_refused(held, viewing, days, says):
    run, _, [seat] = held(before=2, after=2)
    with viewing("omar"):
        with pytest.raises(Refused, match=says):
            delivery.mark_day(run, delivery.today() + timedelta(days=days), {seat.pk: "present"})
        assert not Attendance.objects.exists()


def test_a_weekend_day_of_the_run_may_be_marked(held, mark, viewing):
    run, _, [seat] = held(before=7, after=0)
    with viewing("omar"):
        days = delivery.run_days(run)
    mark(run, [seat], days=days)
    with viewing("omar"):
        assert Attendance.objects.filter(seat=seat).count() == 8


def test_a_seat_of_another_run_and_an_unknown_mark_are_refused(held, viewing):
    run, _, [seat] = held()
    _, _, [stranger] = held(code="RUN-OTHER")
    with viewing("omar"):
        with pytest.raises(Refused, match="list has changed"):
            delivery.mark_day(run, delivery.today(), {seat.pk: "present", stranger.pk: "present"})
        with pytest.raises(Refused, match="Choose present"):
            delivery.mark_day(run, delivery.today(), {seat.pk: "asleep"})
        assert not Attendance.objects.exists()


@pytest.mark.parametrize("who", ["amal", "badr", "huda", "carla"])
def test_nobody_but_the_course_director_keeps_attendance_or_sets_results(held, viewing, who):
    run, _, [seat] = held(after=0)
    with viewing(who):
        with pytest.raises(Refused, match="course director"):
            delivery.mark_day(run, delivery.today(), {seat.pk: "present"})
        with pytest.raises(Refused, match="course director"):
            delivery.decide(run, {seat.pk: "no_show"})


def test_the_nation_sees_attendance_of_its_own_seats_and_others_see_nothing(held, mark, viewing, world):
    run, _, seats = held(2, who=("amal", "carla"))
    mark(run, seats)
    seen = {}
    for name in world.accounts:
        with viewing(name):
            seen[name] = set(Attendance.objects.values_list("seat_id", flat=True))
    qatar, bahrain = ({seat.pk} for seat in seats)
    centre = dict.fromkeys(("badr", "omar", "huda", "centre"), qatar | bahrain)
    assert seen == {"amal": qatar, "dana": qatar, "carla": bahrain, "karim": set(), "nadia": set(), **centre}


def test_completion_waits_for_the_last_day_and_carries_it(held, mark, viewing):
    run, [nomination], [seat] = held(after=1)
    mark(run, [seat])
    with viewing("omar"), pytest.raises(Refused, match="last day"):
        delivery.complete(nomination)
    run, [nomination], [seat] = held(after=0, code="RUN-2")
    mark(run, [seat])
    with viewing("omar"):
        delivery.complete(Nomination.objects.get(pk=nomination.pk))
        seat = Seat.objects.get(pk=seat.pk)
        assert (seat.result, seat.completed_on, seat.state) == ("completed", run.last_day, "used")


def test_results_are_set_all_or_none(held, mark, viewing):
    run, _, seats = held(2, after=0)
    mark(run, seats[:1])
    with viewing("omar"):
        with pytest.raises(Refused):
            delivery.decide(run, {seats[0].pk: "complete", seats[1].pk: "complete"})
        assert not Seat.objects.filter(result="completed").exists()
        delivery.decide(run, {seats[0].pk: "complete", seats[1].pk: "no_show"})
        assert [Seat.objects.get(pk=s.pk).state for s in seats] == ["used", "no_show"]


def test_a_wrong_result_is_taken_back_before_the_run_closes(held, mark, viewing):
    run, [nomination], [seat] = held(after=0)
    mark(run, [seat])
    with viewing("omar"):
        delivery.decide(run, {seat.pk: "complete"})
        delivery.reopen(Nomination.objects.get(pk=nomination.pk))
        again = Seat.objects.get(pk=seat.pk)
        assert (again.result, again.completed_on, again.nomination.state) == ("", None, "attending")
        delivery.decide(run, {seat.pk: "not_complete"})
        assert Seat.objects.get(pk=seat.pk).result == "not_completed"


def finish(viewing, mark, run, seats):
    """Complete every sheet and result of a run, and report it."""
    with viewing("omar"):
        days = delivery.run_days(run)
    mark(run, seats, days=days)
    with viewing("omar"):
        delivery.decide(run, {seat.pk: "complete" for seat in seats})
        delivery.deliver(Run.objects.get(pk=run.pk))


def test_closing_says_what_is_missing(held, mark, viewing):
    run, _, seats = held(2, before=1, after=0)
    mark(run, seats)
    with viewing("omar"):
        delivery.decide(run, {seats[0].pk: "complete"})
        delivery.deliver(Run.objects.get(pk=run.pk))
        with pytest.raises(Refused, match="1 nominee with a seat has no result yet"):
            delivery.close(Run.objects.get(pk=run.pk))
        delivery.decide(run, {seats[1].pk: "complete"})


def test_a_run_with_a_missing_sheet_is_not_closed(held, mark, viewing):
    run, _, seats = held(2, before=7, after=0)
    with viewing("omar"):
        days = delivery.run_days(run)
        gap = next(d for d in days if d in delivery.held_days(run, set()))
    mark(run, seats, days=[d for d in days if d != gap])
    mark(run, seats[:1], days=[gap])
    with viewing("omar"):
        delivery.decide(run, {seat.pk: "complete" for seat in seats})
        delivery.deliver(Run.objects.get(pk=run.pk))
        with pytest.raises(Refused, match="sheet of 1 day is not complete") as refusal:
            delivery.close(Run.objects.get(pk=run.pk))
        assert str(gap.day) in str(refusal.value)
        assert Run.objects.get(pk=run.pk).state == "delivered"
    mark(run, seats[1:], "absent", days=[gap])
    with viewing("omar"):
        delivery.close(Run.objects.get(pk=run.pk))
        assert Run.objects.get(pk=run.pk).state == "closed"


def test_nothing_of_a_closed_run_changes(held, mark, viewing):
    run, [nomination], seats = held(before=0, after=0)
    finish(viewing, mark, run, seats)
    with viewing("omar"):
        delivery.close(Run.objects.get(pk=run.pk))
        with pytest.raises(Refused, match="closed"):
            delivery.mark_day(run, delivery.today(), {seats[0].pk: "absent"})
        with pytest.raises(Refused, match="closed"):
            delivery.reopen(Nomination.objects.get(pk=nomination.pk))
        with pytest.raises(Refused, match="over"):
            planning.change_run(run, venue_en="Elsewhere")


def test_an_erased_nominee_leaves_the_seat_and_every_count(held, mark, viewing):
    run, _, seats = held(2, before=0, after=0)
    mark(run, seats)
    with viewing("omar"):  # what erasure does to the centre's seat: the name goes, the pseudonym stays
        Seat.objects.filter(pk=seats[0].pk).update(nomination=None)
        delivery.mark_day(run, delivery.today(), {seats[0].pk: "late"})
        delivery.decide(run, {seat.pk: "complete" for seat in seats})
        assert Seat.objects.filter(run=run, result="completed").count() == 2
        assert Seat.objects.filter(run=run).values("pseudonym").distinct().count() == 2
        assert Attendance.objects.filter(seat__run=run).count() == 2
        delivery.deliver(Run.objects.get(pk=run.pk))
        delivery.close(Run.objects.get(pk=run.pk))


def test_seats_never_sink_below_what_is_taken_or_promised(held, viewing, world):
    run, _, _ = held(3, state="announced", before=-10, after=12)
    with viewing("badr"):
        planning.promise_seats(run, world.parties["BH"], 4)
        with pytest.raises(Refused, match="7 seats are already taken or promised"):
            planning.change_run(run, capacity=6)
        planning.change_run(run, capacity=7)
        with pytest.raises(Refused, match="open pool"):
            planning.promise_seats(run, world.parties["BH"], 5)


def test_a_promise_never_sinks_below_the_seats_named_of_it(run_in, nomination_in, viewing, world):
    run = run_in(capacity=5, QA=2)
    nomination_in("accepted", run=run), nomination_in("accepted", run=run)
    with viewing("badr"), pytest.raises(Refused, match="2 of this party's promised seats"):
        planning.promise_seats(run, world.parties["QA"], 1)
