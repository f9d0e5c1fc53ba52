"""The catalogue and the runs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taawun.ground.records.models import Record
from taawun.people.parties.models import Area


class Course(Record):
    """A course of the catalogue: what is taught. Different courses are counted here, never by runs."""

    code = models.CharField(_("code"), max_length=32)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=250, blank=True)
    ar_by = models.CharField(
        max_length=8, blank=True, editable=False, help_text="who gave the Arabic: source or project"
    )
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("area")
    )
    providers = ArrayField(models.CharField(max_length=24), default=list, blank=True, verbose_name=_("given by"))
    aim_en = models.TextField(_("aim in English"), blank=True)
    aim_ar = models.TextField(_("aim in Arabic"), blank=True)
    english = models.CharField(_("level of English asked for"), max_length=12, blank=True)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="course_code_once_a_party",
                fields=["originator", "code"],
                violation_error_message=_("You already have a course with this code."),
            ),
            models.CheckConstraint(
                name="course_has_a_title",
                condition=~Q(title_en="", title_ar=""),
                violation_error_message=_("Enter the title in Arabic, in English, or both."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Run(Record):
    """One holding of a course: when, where, how many seats.

    `first_day` and `last_day` may be unknown (documented runs); `when` keeps the date as partial as it is known.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ANNOUNCED = "announced", _("announced")
        CLOSED_TO_NOMINATIONS = "nominations_closed", _("nominations closed")
        GO = "go", _("go")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        UNDER_WAY = "under_way", _("under way")
        DELIVERED = "delivered", _("delivered")
        REPORTED = "reported", _("reported")
        CLOSED = "closed", _("closed")

    course = models.ForeignKey(Course, models.PROTECT, related_name="runs")
    code = models.CharField(_("code"), max_length=40)
    state = models.CharField(_("state"), max_length=18, choices=State, default=State.PLANNED, editable=False)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    when = models.CharField(max_length=10, blank=True, editable=False, help_text="the start as known: 2019, 2019-02")
    until = models.CharField(max_length=10, blank=True, editable=False, help_text="the end as known")
    venue_en = models.CharField(_("place in English"), max_length=160, blank=True)
    venue_ar = models.CharField(_("place in Arabic"), max_length=160, blank=True)
    at_centre = models.BooleanField(_("held at the centre"), default=True)
    capacity = models.PositiveSmallIntegerField(_("seats"), default=0)
    nominations_until = models.DateField(_("nominations close on"), null=True, blank=True)
    falls_back_on = models.DateField(_("promised seats not named fall back on"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(_("an offer holds a seat for (hours)"), default=72)
    languages = models.CharField(_("languages"), max_length=60, blank=True)
    title_en = models.CharField(max_length=250, blank=True, help_text="where it differs from the course's")
    title_ar = models.CharField(max_length=250, blank=True)
    ar_by = models.CharField(
        max_length=8, blank=True, editable=False, help_text="who gave the Arabic: source or project"
    )
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    nations = ArrayField(models.CharField(max_length=24), default=list, blank=True, help_text="as stated")
    providers = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    co_organisers = models.TextField(blank=True)
    sponsor = models.CharField(max_length=24, blank=True)
    audience_en = models.TextField(blank=True)
    audience_ar = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="run_code_once_a_party",
                fields=["originator", "code"],
                violation_error_message=_("You already have a run with this code."),
            ),
            models.CheckConstraint(
                name="run_ends_after_it_starts",
                condition=Q(last_day=None) | Q(first_day=None) | Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def takes_nominations(self) -> bool:
        """Whether nations may nominate now."""
        return self.state == self.State.ANNOUNCED

    @property
    def gives_seats(self) -> bool:
        """Whether seats may still be given, confirmed and passed on: not before it is announced, nor once over."""
        state = self.State
        return self.state not in (state.PLANNED, state.CANCELLED, state.DELIVERED, state.REPORTED, state.CLOSED)


class Headcount(Record):
    """How many took part in a run, as a source states it: places taken, not names.

    A run has headcounts or seats, never both in one figure: a documented number is not filled with invented people.
    `same_group_as` names the run whose people these were, so that a group is counted once.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="headcounts")
    number = models.PositiveIntegerField()
    qualifier = models.CharField(max_length=12, blank=True, help_text="exact, more_than, at_least, about …")
    of_en = models.CharField(max_length=200, blank=True, help_text="whom the number counts")
    of_ar = models.CharField(max_length=200, blank=True)
    same_group_as = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="+")
