"""Meetings, panels, ceremonies and visits, as they are known. Read only for now."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from taawun.ground.records.models import Record


class Event(Record):
    """An event that took place or will; dates as partial as they are known, parties as codes."""

    code = models.CharField(max_length=40)
    title_en = models.CharField(max_length=250, blank=True)
    title_ar = models.CharField(max_length=250, blank=True)
    ar_by = models.CharField(max_length=8, blank=True)
    kind_en = models.CharField(max_length=60, blank=True)
    kind_ar = models.CharField(max_length=60, blank=True)
    when = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    sort_day = models.DateField(null=True, help_text="first day that the partial date allows, to sort by")
    place_en = models.CharField(max_length=160, blank=True)
    place_ar = models.CharField(max_length=160, blank=True)
    host = models.CharField(max_length=24, blank=True)
    areas = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    participants = models.PositiveIntegerField(null=True)
    participants_qualifier = models.CharField(max_length=12, blank=True)
    participants_of_en = models.CharField(max_length=200, blank=True)
    participants_of_ar = models.CharField(max_length=200, blank=True)
    parties = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    others_en = models.TextField(blank=True)
    others_ar = models.TextField(blank=True)
    speakers_en = models.TextField(blank=True)
    speakers_ar = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="event_code_once_a_party", fields=["originator", "code"])]
