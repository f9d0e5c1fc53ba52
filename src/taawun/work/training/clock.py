"""The clock: what happens on a date by a stated rule, in the centre's own name.

Each act is looked for, then taken in a transaction of its own, with what it counts locked and its condition asked
again: two clocks at once, or one that was killed, do nothing twice. A deadline ends with the centre's day.
"""

import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from taawun.ground.ledger.models import Entry
from taawun.ground.localtime import now
from taawun.ground.policy.door import centre_account, installation, viewing
from taawun.ground.records.steps import Refused, Telling, step
from taawun.people.accounts.roles import Role
from taawun.people.accounts.rules import at_centre

from . import seating
from .models import Allotment, Nomination, Run, Seat
from .steps import courses, nominations, seats

logger = logging.getLogger(__name__)
WARNED_BEFORE = timedelta(days=7)
NATION_ROLES = (Role.LIAISON_OFFICER.value, Role.POINT_OF_CONTACT.value)


@dataclass(frozen=True)
class Moment:
    """When the clock ticks: the instant, and which day that is at the centre."""

    at: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The centre's day."""
        return self.at.astimezone(self.zone).date()

    def day_of(self, instant: datetime) -> date:
        """Return the centre's day of an instant."""
        return instant.astimezone(self.zone).date()


@dataclass(frozen=True)
class Rule:
    """A rule of the clock: its name in the ledger, what is due by it, and how one of these is taken.

    `take` returns False where nothing was left to do.
    """

    name: str
    due: Callable[[Moment], Iterable[uuid.UUID]]
    take: Callable[[uuid.UUID, Moment], bool]


@dataclass(frozen=True)
class Act:
    """What the clock did, or would do: by which rule, to which record."""

    rule: str
    subject: uuid.UUID


@step(
    by=at_centre(Role.REGISTRAR),
    tells=lambda allotment: [Telling(allotment.party_id, NATION_ROLES)],
    rule="warn_before_fall_back",
)
def warn(allotment: Allotment) -> None:
    """Tell a nation that seats promised to it, for which it has named nobody, fall back within a week."""


def tick(*, at: datetime | None = None, dry_run: bool = False) -> list[Act]:
    """Do what is due by every rule, and return it; with `dry_run` only say what is due.

    One act that fails is logged and keeps the others waiting no longer than the next tick. Raises
    `Installation.DoesNotExist` before a scenario is loaded.
    """
    moment = Moment(at or now(), ZoneInfo(installation().zone))
    centre, done = centre_account(), []
    for rule in RULES:
        with viewing(centre):
            due = list(rule.due(moment))
        done += [Act(rule.name, subject) for subject in due if dry_run or _taken(rule, subject, centre, moment)]
    return done


def _taken(rule: Rule, subject: uuid.UUID, centre: int, moment: Moment) -> bool:
    try:
        with viewing(centre):
            return rule.take(subject, moment)
    except Refused:
        return False  # somebody was faster: a registrar, or another clock
    except Exception:
        logger.exception("The clock could not act by %s on %s.", rule.name, subject)
        return False


# ---- run_started: what is not decided before the run begins, ends ------------------------------------------------


def _undecided(moment: Moment) -> Iterable[uuid.UUID]:
    return Nomination.objects.filter(
        state__in=[Nomination.State.ENDORSED, Nomination.State.WAITLISTED], run__first_day__lte=moment.today
    ).values_list("pk", flat=True)


def _lapse(subject: uuid.UUID, _moment: Moment) -> bool:
    nominations.lapse(Nomination.objects.get(pk=subject))
    return True


# ---- run_cancelled: what was sent in for a run that is called off, ends ------------------------------------------


def _called_off(_moment: Moment) -> Iterable[uuid.UUID]:
    state = Nomination.State
    standing = [state.ENDORSED, state.WAITLISTED, state.ACCEPTED, state.CONFIRMED]
    called_off = Nomination.objects.filter(run__state=Run.State.CANCELLED, state__in=standing)
    return called_off.values_list("pk", flat=True)


def _call_off(subject: uuid.UUID, _moment: Moment) -> bool:
    nominations.call_off(Nomination.objects.get(pk=subject))
    return True


# ---- offer_expired: an offered seat goes to the next when its time is over ---------------------------------------


def _expired(moment: Moment) -> Iterable[uuid.UUID]:
    return (
        Seat.objects.filter(state=Seat.State.OFFERED, offered_until__lte=moment.at, nomination__isnull=False)
        .order_by("offered_until", "id")
        .values_list("nomination", flat=True)
    )


def _expire(subject: uuid.UUID, _moment: Moment) -> bool:
    seats.expire_offer(Nomination.objects.get(pk=subject))
    return True


# ---- falls_back_on: promised seats that nobody was named for go to the open pool on their date -------------------


def _falling_back(moment: Moment) -> Iterable[uuid.UUID]:
    return courses.due_to_fall_back(moment.today).values_list("pk", flat=True)  # type: ignore[no-any-return]  # a queryset


def _fall_back(subject: uuid.UUID, _moment: Moment) -> bool:
    allotment = _locked(subject)
    if allotment.fallen_back_at is not None:
        return False
    before = allotment.seats
    courses.fall_back(allotment)
    if allotment.seats < before:
        seating.freed(allotment.run_id)
    return True


# ---- warn_before_fall_back: a week before, once ------------------------------------------------------------------


def _to_warn(moment: Moment) -> Iterable[uuid.UUID]:
    near = Allotment.objects.filter(
        fallen_back_at=None,
        seats__gt=0,
        run__falls_back_on__gt=moment.today,
        run__falls_back_on__lte=moment.today + WARNED_BEFORE,
        run__state__in=[Run.State.ANNOUNCED, Run.State.CLOSED_TO_NOMINATIONS],
    ).select_related("run")
    return [allotment.pk for allotment in near if _is_to_warn(allotment, moment)]


def _is_to_warn(allotment: Allotment, moment: Moment) -> bool:
    """Whether seats are still unnamed and no warning was given for this date (a date put off is warned of again)."""
    falls_back_on = allotment.run.falls_back_on
    assert falls_back_on is not None
    warned = Entry.objects.filter(subject=allotment.pk, act="training.allotment.warn").order_by("-id").first()
    if warned is not None and moment.day_of(warned.at) >= falls_back_on - WARNED_BEFORE:
        return False
    return seating.seats_left(allotment.run_id, allotment.party_id).promised > 0


def _warn(subject: uuid.UUID, moment: Moment) -> bool:
    allotment = _locked(subject)
    if not _is_to_warn(allotment, moment):
        return False
    warn(allotment)
    return True


def _locked(subject: uuid.UUID) -> Allotment:
    """Return an allotment with its run and itself locked: nobody names a seat of it meanwhile."""
    allotment = Allotment.objects.get(pk=subject)
    seating.hold(allotment.run_id)
    return Allotment.objects.select_for_update(no_key=True, of=("self",)).select_related("run").get(pk=subject)


RULES = (
    Rule("run_cancelled", _called_off, _call_off),
    Rule("run_started", _undecided, _lapse),
    Rule("offer_expired", _expired, _expire),
    Rule("falls_back_on", _falling_back, _fall_back),
    Rule("warn_before_fall_back", _to_warn, _warn),
)
