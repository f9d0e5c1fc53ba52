"""Statements: what somebody said of a figure, with words and source. They stand beside the figure, never in it."""

from django.db import models

from taawun.ground.records.models import Record


class Statement(Record):
    """A public statement of a figure. `measures` names our figure of the same measure, or nothing.

    `comparable` is no where the measure is near but not the same (1,600 *participants* are not 889 *trained*);
    `why_not` says why in both languages.
    """

    code = models.CharField(max_length=40)
    as_of = models.CharField(max_length=10, blank=True)
    as_of_last = models.DateField(null=True, help_text="last day that the partial date allows")
    measure_en = models.CharField(max_length=160)
    measure_ar = models.CharField(max_length=160, blank=True)
    measures = models.CharField(max_length=24, blank=True, help_text="the key of our figure of the same measure")
    value = models.PositiveIntegerField()
    qualifier = models.CharField(max_length=12)
    unit_en = models.CharField(max_length=60, blank=True)
    unit_ar = models.CharField(max_length=60, blank=True)
    period_from = models.CharField(max_length=10, blank=True)
    period_to = models.CharField(max_length=10, blank=True)
    scope_en = models.TextField(blank=True)
    scope_ar = models.TextField(blank=True)
    stated_by_en = models.CharField(max_length=200)
    stated_by_ar = models.CharField(max_length=200, blank=True)
    quote_ar = models.TextField(blank=True)
    comparable = models.BooleanField(default=True)
    why_not_en = models.TextField(blank=True)
    why_not_ar = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    source_title = models.CharField(max_length=250, blank=True)
    confidence = models.CharField(max_length=6, blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="statement_code_once_a_party", fields=["originator", "code"])]
