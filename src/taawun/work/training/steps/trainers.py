"""Trainers: who is on the roster, and who is assigned to which run. assigned ──release──▶ released"""

from typing import Any

from django.utils.translation import gettext as _

from taawun.ground.policy.door import current
from taawun.ground.policy.labels import centre_id, label_for
from taawun.ground.policy.models import Party
from taawun.ground.records.steps import Refused, Telling, create, edit, step
from taawun.people.accounts.roles import Role
from taawun.people.accounts.rules import at_centre

from ..models import Assignment, Run, Trainer

planner = at_centre(Role.REGISTRAR, Role.COURSE_DIRECTOR)
course_director = at_centre(Role.COURSE_DIRECTOR)
OVER = (Run.State.CANCELLED, Run.State.CLOSED)


def tell_sender(assignment: Assignment) -> list[Telling]:
    """The party that sends the trainer hears."""
    return [Telling(assignment.trainer.party_id, (Role.LIAISON_OFFICER.value,))]


def add_trainer(*, party: Party, **fields: Any) -> Trainer:
    """Add a trainer of any party to the roster; the centre and that party see her."""
    if not planner(current(), None):
        raise Refused(_("The centre's registrar and course directors keep the roster of trainers."))
    return create(Trainer, label=label_for(centre_id(), party.pk), party=party, **fields)


def change_trainer(trainer: Trainer, *, version: int | None = None, **changes: Any) -> Trainer:
    """Change what the roster says of a trainer; never by which party she is sent, since that says who sees her."""
    if not planner(current(), trainer):
        raise Refused(_("The centre's registrar and course directors keep the roster of trainers."))
    return edit(trainer, version=version, **changes)


def assign(run: Run, trainer: Trainer, *, subject_en: str = "", subject_ar: str = "") -> Assignment:
    """Assign a trainer to a run; seen by the centre and by the party that sends her.

    Raises `Refused` when she is assigned already, or the run is over.
    """
    if not course_director(current(), run):
        raise Refused(_("The course director assigns trainers."))
    if run.state in OVER:
        raise Refused(_("This run is over: nobody is assigned to it any more."))
    return create(
        Assignment, label=label_for(centre_id(), trainer.party_id), act="assign", run=run, trainer=trainer,
        subject_en=subject_en, subject_ar=subject_ar, basis=run.basis,
    )  # fmt: skip


@step(Assignment.State.ASSIGNED, to=Assignment.State.RELEASED, by=course_director, tells=tell_sender)
def release_trainer(assignment: Assignment) -> None:
    """Release a trainer from a run, before it is closed."""
    if assignment.run.state == Run.State.CLOSED:
        raise Refused(_("This run is closed. Nothing of it changes any more."))
