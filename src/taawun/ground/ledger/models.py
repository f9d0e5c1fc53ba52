"""The ledger: every act in order; nothing is taken out.

An entry holds references and a salted digest, no content. Its salt stands apart: erasing a person's data destroys the
salt and leaves the entry. Entries are taken without a lock; a sequencer gives them their order later (`pending`).
"""

import uuid
from typing import ClassVar

from django.db import models

from taawun.ground.policy.models import Label, Party


class Entry(models.Model):
    """One act: who of which party did what to which record, and under which label that may be read."""

    is_protected: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    for_account = models.BigIntegerField(null=True, help_text="the principal, when an alternate acted by mandate")
    subject = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60)
    originator = models.ForeignKey(Party, models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, models.PROTECT, related_name="+")
    state_before = models.CharField(max_length=24, blank=True)
    state_after = models.CharField(max_length=24, blank=True)
    rule = models.CharField(max_length=80, blank=True, help_text="the rule that acted, when nobody did")
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="ledger_by_subject")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"


class Salt(models.Model):
    """The salt of an entry's digest; destroyed when what the entry speaks of is erased."""

    entry = models.UUIDField(primary_key=True)
    salt = models.BinaryField(max_length=16)

    def __str__(self) -> str:
        return str(self.entry)


class Pending(models.Model):
    """An entry that waits for the sequencer. Written in the transaction of the act itself."""

    entry = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.entry)
