"""Background work of training: tasks take ids only, enter their own viewer, and may run twice."""

from procrastinate.contrib.django import app

from taawun.ground.policy.door import centre_account, viewing
from taawun.ground.records.steps import Refused

from . import seating
from .models import Run
from .steps import seats


@app.task(queue="centre", pass_context=False)
def offer_next(run_id: str) -> None:
    """Offer free seats of a run to the next on its wait list, in the centre's own name, until none is free."""
    with viewing(centre_account()):
        run = Run.objects.get(pk=run_id)
        if not run.takes_nominations and run.state not in (Run.State.CLOSED_TO_NOMINATIONS, Run.State.GO):
            return
        seating.hold(run.pk)
        while (nomination := seating.next_in_line(run)) is not None:
            try:
                seats.offer(nomination)
            except Refused:
                return
