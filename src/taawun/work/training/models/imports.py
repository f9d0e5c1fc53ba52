"""Lists of nominees on their way in: read and shown first, kept whole or not at all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from taawun.ground.records.models import Record

from .courses import Run


class NomineeList(Record):
    """A list that a nation sent in. Its content and findings go once it is kept or cancelled.

    checking ──look──▶ checked ──keep──▶ kept; cancel from any but kept. What cannot be read ends as unreadable.
    `findings` holds one entry a row: its number, outcome, names, problems and changes.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, nothing kept yet")
        KEEPING = "keeping", _("being kept")
        KEPT = "kept", _("kept")
        CANCELLED = "cancelled", _("cancelled, nothing kept")
        UNREADABLE = "unreadable", _("could not be read")

    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING, editable=False)
    language = models.CharField(max_length=2, default="en", help_text="of the messages in the findings")
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    notes = models.JSONField(default=list)
