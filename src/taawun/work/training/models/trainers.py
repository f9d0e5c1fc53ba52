"""Trainers: whom the centre receives, from any party."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.ground.policy.models import Party
from taawun.ground.records.models import Record

from .courses import Run


class Trainer(Record):
    """A trainer on the centre's roster; seen by the centre and by the party that sends her."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    name_en = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True)
    post_en = models.CharField(_("post in English"), max_length=120, blank=True)
    post_ar = models.CharField(_("post in Arabic"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    pseudonym = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trainer_has_a_name",
                condition=~Q(name_en="", name_ar=""),
                violation_error_message=_("Enter the name in Arabic, in Latin letters, or both."),
            )
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_ar


class Assignment(Record):
    """A trainer assigned to a run."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        RELEASED = "released", pgettext_lazy("a trainer", "released")

    run = models.ForeignKey(Run, models.PROTECT, related_name="assignments")
    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="assignments")
    subject_en = models.CharField(_("subject in English"), max_length=160, blank=True)
    subject_ar = models.CharField(_("subject in Arabic"), max_length=160, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ASSIGNED, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trainer_assigned_once_a_run",
                fields=["run", "trainer"],
                condition=Q(state="assigned"),
                violation_error_message=_("This trainer is already assigned to this run."),
            )
        ]
