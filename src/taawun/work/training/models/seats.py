"""Seats: what is promised to a party, who holds a seat, and whether she came."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taawun.ground.policy.models import Party
from taawun.ground.records.models import Part, Record

from .courses import Run
from .nominations import Nomination


class Allotment(Record):
    """Seats of a run promised to a party: the centre's, seen by that party alone.

    `falls_back_on` is the run's date unless the centre gave this party another; once past, unnamed seats are the
    open pool's and `seats` says what the party kept.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="allotments")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(_("promised seats"))
    promised = models.PositiveSmallIntegerField(editable=False, help_text="as first promised")
    fallen_back_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="allotment_once_a_party",
                fields=["run", "party"],
                violation_error_message=_("Seats are already promised to this party."),
            )
        ]


class Seat(Record):
    """A seat of a run that somebody holds. It is the centre's; the nation is its steward (confirms, turns back).

    `pseudonym` stands for the person in every count: erasing the person and the nomination leaves the figures whole.
    A trigger locks the run and holds seats to the capacity, to the promise and to the open pool.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        NAMED = "named", _("named")
        CONFIRMED = "confirmed", _("confirmed")
        USED = "used", _("used")
        TURNED_BACK = "turned_back", _("turned back")
        LAPSED = "lapsed", _("lapsed")
        NO_SHOW = "no_show", _("no-show")

    class Pool(models.TextChoices):
        PROMISED = "promised", _("promised")
        OPEN = "open", _("open pool")

    class Result(models.TextChoices):
        COMPLETED = "completed", _("completed")
        NOT_COMPLETED = "not_completed", _("not completed")

    HELD = (State.OFFERED, State.NAMED, State.CONFIRMED, State.USED, State.NO_SHOW)

    run = models.ForeignKey(Run, models.PROTECT, related_name="seats")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", help_text="the sovereign whose seat it is")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, blank=True, related_name="seats")
    pseudonym = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    pool = models.CharField(max_length=8, choices=Pool)
    state = models.CharField(max_length=11, choices=State, default=State.NAMED, editable=False)
    offered_until = models.DateTimeField(null=True, editable=False)
    result = models.CharField(max_length=13, choices=Result, blank=True, editable=False)
    completed_on = models.DateField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="seat_held_once_a_nomination",
                fields=["nomination"],
                condition=Q(state__in=["offered", "named", "confirmed", "used", "no_show"]),
                violation_error_message=_("This nominee already holds a seat."),
            ),
            models.CheckConstraint(
                name="seat_offer_has_an_end",
                condition=~Q(state="offered") | Q(offered_until__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["run", "state"], name="seat_by_run_state")]


class Attendance(Part):
    """One day of one seat."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendance", db_constraint=False)
    day = models.DateField()
    mark = models.CharField(max_length=8, choices=Mark)

    class Meta:
        constraints = [models.UniqueConstraint(name="attendance_once_a_day", fields=["seat", "day"])]
