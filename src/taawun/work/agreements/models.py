"""Agreements, as they are known. Read only for now: what was found is shown, nothing is derived from it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from taawun.ground.records.models import Record


class Agreement(Record):
    """An agreement, accession, programme or arrangement. `standing` is the words of what was found, not a status."""

    code = models.CharField(max_length=40)
    title_en = models.CharField(max_length=300, blank=True)
    title_ar = models.CharField(max_length=300, blank=True)
    ar_by = models.CharField(max_length=8, blank=True)
    kind_en = models.CharField(max_length=60, blank=True)
    kind_ar = models.CharField(max_length=60, blank=True)
    party_a = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    party_b = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    signed_on = models.CharField(max_length=10, blank=True)
    approved_on = models.CharField(max_length=10, blank=True)
    in_force_from = models.CharField(max_length=10, blank=True)
    expires = models.CharField(max_length=10, blank=True)
    sort_day = models.DateField(null=True, help_text="first day that any of its dates allows, to sort by")
    standing_en = models.TextField(blank=True)
    standing_ar = models.TextField(blank=True)
    signatories_en = models.TextField(blank=True)
    signatories_ar = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="agreement_code_once_a_party", fields=["originator", "code"])]
