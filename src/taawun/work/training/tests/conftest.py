"""A run that is held: nominees with seats, days around today."""

from datetime import timedelta

import pytest

from taawun.work.training.models import Nomination, Run, Seat
from taawun.work.training.steps import courses, delivery, planning


@pytest.fixture
def held(viewing, run_in, nomination_in):
    """`held(3, before=2, after=2)`: a run under way since two days with three nominees of Qatar; seats by number.

    `state` stops earlier (go, announced); `who` names who nominates.
    """

    def make(nominees=1, *, before=2, after=2, state="under_way", who=("amal",), code="RUN-H", nominee="confirmed"):
        run = run_in(capacity=30, code=code)
        made = [nomination_in(nominee, run=run, who=who[n % len(who)]) for n in range(nominees)]
        with viewing("omar"):
            first = delivery.today() - timedelta(days=before)
            planning.change_run(run, first_day=first, last_day=delivery.today() + timedelta(days=after))
            if state != "announced":
                courses.go(run)
            if state not in ("announced", "go"):
                delivery.start(run)
            if state in ("delivered", "reported"):
                delivery.deliver(run)
            if state == "reported":
                delivery.report(run)
            run = Run.objects.select_related("course").get(pk=run.pk)
            seats = [Seat.objects.get(nomination=n) for n in made]
            return run, [Nomination.objects.get(pk=n.pk) for n in made], seats

    return make


@pytest.fixture
def mark(viewing):
    """`mark(run, seats, "present", days=[…])` keeps sheets as the course director (today's by default)."""

    def keep(run, seats, mark="present", days=None):
        with viewing("omar"):
            for day in days or [delivery.today()]:
                delivery.mark_day(run, day, {seat.pk: mark for seat in seats})

    return keep
