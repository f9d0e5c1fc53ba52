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
    kind = models.CharField(max_length=60)
    parties = ArrayField(models.CharField(max_length=40), default=list)
    areas = models.TextField(blank=True)
    signed_on = models.CharField(max_length=10, blank=True)
    approved_on = models.CharField(max_length=10, blank=True)
    in_force_from = models.CharField(max_length=10, blank=True)
    expires = models.CharField(max_length=10, blank=True)
    sort_day = models.DateField(null=True)
    standing = models.CharField(max_length=120, blank=True)
    signatories = models.TextField(blank=True)
    note = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="agreement_code_once_a_party", fields=["originator", "code"])]
