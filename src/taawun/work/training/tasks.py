"""Background work of training: tasks take ids only, enter their own viewer, and may run twice."""

import uuid

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from taawun.common.notices.mail import deliver
from taawun.ground.ledger.models import Entry
from taawun.ground.ledger.write import write
from taawun.ground.localtime import now, today_at
from taawun.ground.policy.door import centre_account, installation, viewing
from taawun.ground.policy.models import Identity, Installation
from taawun.ground.records.steps import Refused

from . import clock, nominee, seating
from .imports import background
from .models import Nomination, Run
from .steps import courses, seats

__all__ = ["background", "offer_next", "tell_nominee", "tick"]  # background: the tasks of long lists

AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)  # after 3 s, 9 s, 27 s … a day in all
HEARD = "training.nomination.tell_nominee"


@app.task(queue="centre", retry=AGAIN, pass_context=False)
def offer_next(run_id: str) -> None:
    """Offer free seats of a run to the next on its wait list, in the centre's own name, until none is free.

    Once the run has begun nobody is moved up: what is undecided lapses.
    """
    with viewing(centre_account()):
        run = Run.objects.get(pk=run_id)
        if not run.takes_nominations and run.state not in (Run.State.CLOSED_TO_NOMINATIONS, Run.State.GO):
            return
        if run.first_day is not None and run.first_day <= today_at(installation().zone):
            return
        seating.hold(run.pk)
        for promised in run.allotments.exclude(fallen_back_at=None):
            courses.fall_back(promised)  # a seat that is freed past the date is the open pool's too
        while (nomination := seating.next_in_line(run)) is not None:
            try:
                seats.offer(nomination)
            except Refused:
                return


@app.periodic(cron="* * * * *")
@app.task(name="training.clock", queue="centre", queueing_lock="training.clock", priority=10, pass_context=False)
def tick(timestamp: int) -> None:
    """Do each minute what is due by the clock's rules; nothing before a centre is set up."""
    try:
        clock.tick(at=now())
    except (Installation.DoesNotExist, Identity.DoesNotExist):
        return


@app.task(name="training.tell_nominee", queue="notices", retry=AGAIN, pass_context=False)
def tell_nominee(act: str, nomination: str, entry: str) -> None:
    """Write to a nominee what was decided, after the nation has heard it, unless it is no longer so.

    The ledger keeps that it was written: a second run of the task finds that and sends nothing.
    """
    centre, subject = centre_account(), uuid.UUID(nomination)
    with viewing(centre):
        record = Nomination.objects.select_related("run__course", "person").filter(pk=subject).first()
        if record is None or Entry.objects.filter(subject=subject, act=HEARD, id__gt=uuid.UUID(entry)).exists():
            return
        message = nominee.message(act, record, entry)
    if message is None or not deliver(message):
        return
    with viewing(centre):
        record = Nomination.objects.get(pk=subject)
        write(HEARD, record, before=record.state, after=record.state, rule="nation_before_nominee")
