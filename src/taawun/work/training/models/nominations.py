"""Nominations: a nation puts a person forward for a seat."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taawun.ground.records.models import Record
from taawun.people.persons.models import Person

from .courses import Run


class Nomination(Record):
    """A nomination is the nation's (originator). Once it is released to the centre, the centre is its steward.

    draft → submitted → (returned) → endorsed → accepted | waitlisted | declined → confirmed → attending →
    completed | not completed. Exits: withdrawn, replaced, lapsed, no-show, released.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("awaiting the national point of contact")
        RETURNED = "returned", _("returned for correction")
        ENDORSED = "endorsed", _("to decide")
        ACCEPTED = "accepted", _("accepted")
        WAITLISTED = "waitlisted", _("on the wait list")
        DECLINED = "declined", _("declined")
        CONFIRMED = "confirmed", _("confirmed")
        ATTENDING = "attending", _("attending")
        COMPLETED = "completed", _("completed")
        NOT_COMPLETED = "not_completed", _("not completed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REPLACED = "replaced", _("replaced")
        LAPSED = "lapsed", _("lapsed")
        NO_SHOW = "no_show", _("no-show")
        RELEASED = "released", _("released")

    # A person may be put forward again for a run once an earlier nomination has come to one of these ends.
    OVER = (State.WITHDRAWN, State.REPLACED, State.LAPSED, State.DECLINED, State.RELEASED, State.NO_SHOW)

    run = models.ForeignKey(Run, models.PROTECT, related_name="nominations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="nominations")
    state = models.CharField(_("state"), max_length=13, choices=State, default=State.DRAFT, editable=False)
    remark = models.TextField(_("remark for the centre"), blank=True)
    reason = models.TextField(_("reason"), blank=True, editable=False, help_text="why it was returned or declined")
    submitted_at = models.DateTimeField(null=True, editable=False)
    endorsed_at = models.DateTimeField(null=True, editable=False, help_text="when the centre first saw it")
    decided_at = models.DateTimeField(null=True, editable=False)
    waitlisted_at = models.DateTimeField(null=True, editable=False, help_text="its place in the wait list")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="replaced_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="nomination_once_a_run",
                fields=["run", "person"],
                condition=~Q(state__in=["withdrawn", "replaced", "lapsed", "declined", "released", "no_show"]),
                violation_error_message=_("This person is already nominated for this run."),
            )
        ]
        indexes = [models.Index(fields=["run", "state"], name="nomination_by_run_state")]
