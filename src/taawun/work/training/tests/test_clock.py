"""What the clock does on a date: by its rule, once, on the centre's day, and never more than the rule says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from taawun.common.notices.models import Notice
from taawun.ground.ledger.models import Entry
from taawun.ground.localtime import today_at
from taawun.ground.records.steps import edit
from taawun.work.training import clock
from taawun.work.training.models import Allotment, Nomination, Run, Seat
from taawun.work.training.steps import nominations as steps


def at_noon(day):
    """Noon of a day in Kuwait."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def tick(db):
    """Let the clock tick on a day; return the rules by which it acted."""
    return lambda day, **more: [act.rule for act in clock.tick(at=at_noon(day), **more)]


@pytest.fixture
def work(db, settings):
    """Run what waits in the queue, as the worker does, until it is empty."""
    settings.NOMINEE_DELAY_HOURS = 0

    def run():
        while job := ProcrastinateJob.objects.filter(status="todo").order_by("id").first():
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])
            app.tasks[job.task_name].func(**job.args)

    return run


@pytest.fixture
def told(viewing):
    """Return what one of the cast was told: acts, oldest first."""

    def ask(name):
        with viewing(name):
            return [n.act.rpartition(".")[2] for n in Notice.objects.order_by("id")]

    return ask


@pytest.fixture
def as_centre(viewing):
    """Read a record as the centre."""

    def read(model, **given):
        with viewing("badr"):
            return model.objects.get(**given)

    return read


def entries(viewing, subject, act):
    with viewing("badr"):
        return list(Entry.objects.filter(subject=subject, act=act).values_list("rule", flat=True))


def test_promised_seats_fall_back_on_their_day_and_not_before(run_in, tick, as_centre, viewing):
    run = run_in(capacity=3, QA=2)
    assert "falls_back_on" not in tick(run.falls_back_on - timedelta(days=1))
    assert tick(run.falls_back_on) == ["falls_back_on"]
    allotment = as_centre(Allotment, run=run)
    assert (allotment.seats, allotment.promised) == (0, 2)
    assert entries(viewing, allotment.pk, "training.allotment.fall_back") == ["falls_back_on"]


def test_the_day_is_the_centre_s_day(run_in):
    run = run_in(QA=2)
    before_midnight_in_kuwait = at_noon(run.falls_back_on - timedelta(days=1)) + timedelta(hours=11, minutes=59)
    assert [a.rule for a in clock.tick(at=before_midnight_in_kuwait, dry_run=True)] == ["warn_before_fall_back"]
    assert [a.rule for a in clock.tick(at=before_midnight_in_kuwait + timedelta(minutes=1))] == ["falls_back_on"]


def test_a_second_tick_does_nothing(run_in, tick):
    run = run_in(capacity=3, QA=2)
    assert tick(run.falls_back_on) == ["falls_back_on"]
    assert tick(run.falls_back_on) == []


def test_a_dry_run_says_what_is_due_and_changes_nothing(run_in, tick, as_centre):
    run = run_in(capacity=3, QA=2)
    assert tick(run.falls_back_on, dry_run=True) == ["falls_back_on"]
    assert as_centre(Allotment, run=run).seats == 2
    assert tick(run.falls_back_on) == ["falls_back_on"]


def test_seats_that_are_named_stay_the_nation_s(run_in, nomination_in, tick, as_centre):
    run = run_in(capacity=3, QA=2)
    nomination_in("accepted", run=run)
    tick(run.falls_back_on)
    assert as_centre(Allotment, run=run).seats == 1


def test_a_seat_that_fell_back_is_offered_to_the_next_on_the_wait_list(
    run_in, nomination_in, tick, work, as_centre, told
):
    run = run_in(capacity=1, BH=1)
    waiting = nomination_in("waitlisted", run=run)
    tick(run.falls_back_on)
    work()
    assert as_centre(Seat, nomination=waiting.pk).state == Seat.State.OFFERED
    assert told("amal")[-1] == "offer"
    assert "offer" not in told("carla")


def test_a_nation_is_warned_once_a_week_before_its_seats_fall_back(run_in, tick, work, told):
    run = run_in(capacity=3, QA=2)
    week_before = run.falls_back_on - timedelta(days=7)
    assert tick(week_before - timedelta(days=1)) == []
    # the ledger holds the real time of the warning, so the days before are only looked at
    assert tick(week_before, dry_run=True) == ["warn_before_fall_back"]


def test_the_warning_is_given_once(run_in, tick, work, told, viewing):
    run = run_in(capacity=3, QA=2)
    today = today_at()
    with viewing("badr"):
        edit(Run.objects.get(pk=run.pk), falls_back_on=today + timedelta(days=5))
    assert tick(today) == ["warn_before_fall_back"]
    assert tick(today) == tick(today + timedelta(days=1)) == []
    work()
    assert told("amal") == told("dana") == ["warn"]
    assert told("carla") == told("badr") == []
    with viewing("amal"):
        (notice,) = Notice.objects.all()
        assert notice.title_en.startswith("2 promised seats fall back on")
        assert notice.title_ar.startswith("مقعدان")
        assert notice.url == f"/runs/{run.code}/"


def test_a_date_that_was_put_off_is_warned_of_again(run_in, tick, viewing):
    run = run_in(capacity=3, QA=2)
    today = today_at()
    with viewing("badr"):
        edit(Run.objects.get(pk=run.pk), falls_back_on=today + timedelta(days=5))
    tick(today)
    with viewing("badr"):
        edit(Run.objects.get(pk=run.pk), falls_back_on=today + timedelta(days=30))
    assert tick(today + timedelta(days=10)) == []
    assert tick(today + timedelta(days=25)) == ["warn_before_fall_back"]


def test_a_nation_that_named_all_its_seats_is_not_warned(run_in, nomination_in, tick):
    run = run_in(capacity=3, QA=1)
    nomination_in("accepted", run=run)
    assert tick(run.falls_back_on - timedelta(days=3)) == []


def offered_to(nomination_in, run, viewing, work):
    """Two on the wait list of a run with one seat, which is offered to the first."""
    holder = nomination_in("accepted", run=run, who="carla")
    first, second = nomination_in("waitlisted", run=run), nomination_in("waitlisted", run=run)
    with viewing("carla"):
        steps.withdraw(Nomination.objects.get(pk=holder.pk))
    work()
    return first, second


def test_an_offer_that_ran_out_goes_to_the_next(run_in, nomination_in, viewing, work, as_centre, told):
    run = run_in(capacity=1)
    first, second = offered_to(nomination_in, run, viewing, work)
    seat = as_centre(Seat, nomination=first.pk)
    assert clock.tick(at=seat.offered_until - timedelta(minutes=1)) == []
    with viewing("badr"):
        # the step asks the real clock: let the offer have ended a minute ago
        Seat.objects.filter(pk=seat.pk).update(offered_until=datetime.now(UTC) - timedelta(minutes=1))
    assert [a.rule for a in clock.tick()] == ["offer_expired"]
    work()
    assert as_centre(Seat, nomination=first.pk).state == Seat.State.LAPSED
    assert as_centre(Seat, nomination=second.pk).state == Seat.State.OFFERED
    assert told("amal")[-2:] == ["expire_offer", "offer"]
    assert clock.tick() == []


def test_what_is_undecided_when_the_run_begins_lapses_and_nobody_is_moved_up(
    run_in, nomination_in, viewing, tick, work, as_centre, told
):
    run = run_in(capacity=1)
    first, second = offered_to(nomination_in, run, viewing, work)
    endorsed = nomination_in("endorsed", run=run)
    work()
    today = today_at()
    with viewing("badr"):
        edit(Run.objects.get(pk=run.pk), first_day=today, last_day=today)
    assert tick(today) == ["run_started"] * 3
    work()
    assert {as_centre(Nomination, pk=n.pk).state for n in (first, second, endorsed)} == {"lapsed"}
    assert as_centre(Seat, nomination=first.pk).state == Seat.State.LAPSED
    assert told("amal").count("lapse") == 3
    assert tick(today) == []


def test_one_act_that_fails_keeps_no_other_waiting(run_in, tick, as_centre, monkeypatch, caplog):
    bad, good = run_in(code="R-BAD", capacity=3, QA=2), run_in(code="R-GOOD", capacity=3, QA=2)
    kept = clock.courses.fall_back

    def fails(allotment):
        if allotment.run_id == bad.pk:
            raise RuntimeError("no")
        kept(allotment)

    monkeypatch.setattr(clock.courses, "fall_back", fails)
    assert tick(good.falls_back_on) == ["falls_back_on"]
    assert as_centre(Allotment, run=good).fallen_back_at is not None
    assert as_centre(Allotment, run=bad).fallen_back_at is None
    assert "could not act by falls_back_on" in caplog.text


def test_the_command_does_what_is_due_and_says_so(run_in, viewing, capsys, as_centre):
    run = run_in(capacity=3, QA=2)
    with viewing("badr"):
        edit(Run.objects.get(pk=run.pk), falls_back_on=today_at())
    call_command("clock", "--dry-run")
    assert capsys.readouterr().out.startswith("falls_back_on\t")
    assert as_centre(Allotment, run=run).seats == 2
    call_command("clock")
    assert as_centre(Allotment, run=run).seats == 0


def test_a_seat_that_bahrain_frees_goes_to_qatar_and_bahrain_learns_nothing(
    run_in, nomination_in, viewing, work, as_centre, told, who_sees
):
    run = run_in(capacity=1)
    bahraini = nomination_in("accepted", run=run, who="carla")
    qatari = nomination_in("waitlisted", run=run)
    work()
    heard = told("carla")
    with viewing("carla"):
        steps.withdraw(Nomination.objects.get(pk=bahraini.pk))
        queue = ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True)
        assert sorted(queue) == ["notices.tell", "taawun.work.training.tasks.offer_next"]  # the registrars hear
    work()
    seat = as_centre(Seat, nomination=qatari.pk)
    assert seat.state == Seat.State.OFFERED
    assert told("amal")[-1] == told("dana")[-1] == "offer"
    assert told("carla") == heard
    assert "carla" not in who_sees(seat)
    with viewing("carla"):
        assert not Entry.objects.filter(subject__in=[qatari.pk, seat.pk]).exists()
        assert set(Nomination.objects.values_list("pk", flat=True)) == {bahraini.pk}


def test_a_cancelled_run_ends_what_was_sent_in_and_tells_all_to_whom_it_was_released(
    world, run_in, nomination_in, viewing
):
    from taawun.ground.policy.door import viewing as open_door
    from taawun.work.training.models import Nomination, Run, Seat
    from taawun.work.training.steps import courses

    run = run_in(capacity=3)
    accepted, endorsed = nomination_in("confirmed", run=run), nomination_in("endorsed", run=run)
    draft = nomination_in("draft", run=run)
    with viewing("badr"):
        own = Run.objects.get(pk=run.pk)
        told = {t.party_id for t in courses.tell_nations(own)}
        # Kuwait nominated nobody and Qatar's draft is nobody's to know: all the initiative hears, whatever they sent
        assert told == {world.parties[code].pk for code in ("KW", "QA", "BH", "NATO")}
        courses.cancel(own)
    clock.tick()
    with open_door(world["amal"].pk):
        states = {n.pk: n.state for n in Nomination.objects.filter(run=run)}
    assert states == {accepted.pk: "released", endorsed.pk: "released", draft.pk: "draft"}
    with viewing("badr"):
        assert not Seat.objects.filter(run=run, state__in=Seat.HELD).exists()


def test_what_is_left_of_a_run_that_one_cannot_see_is_not_told(world, run_in, viewing):
    from taawun.ground.policy.labels import own_label
    from taawun.work.training import seating
    from taawun.work.training.models import Course
    from taawun.work.training.steps import courses

    with viewing("badr"):
        hidden = courses.plan_run(
            courses.add_course(label=own_label(), code="HIDDEN", title_en="Hidden"),
            label=own_label(),
            code="HIDDEN",
            capacity=7,
        )
        assert seating.seats_left(hidden.pk, None).open == 7
    with viewing("carla"):
        assert not Course.objects.filter(code="HIDDEN").exists()
        assert seating.seats_left(hidden.pk, None) == (0, 0)
