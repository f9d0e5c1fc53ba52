"""Offers: when a seat frees, it is held for the next on the wait list until the offer expires.

The centre's own account takes these steps (see `tasks`); a registrar may too.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.ground.records.steps import Refused, Telling, step
from taawun.people.accounts.roles import Role
from taawun.people.accounts.rules import at_centre

from .. import seating
from ..models import Nomination, Seat

registrar = at_centre(Role.REGISTRAR)
WAITLISTED = Nomination.State.WAITLISTED


def _tell_nation(nomination: Nomination) -> list[Telling]:
    return [Telling(nomination.originator_id, (Role.LIAISON_OFFICER.value, Role.POINT_OF_CONTACT.value))]


@step(WAITLISTED, to=WAITLISTED, by=registrar, tells=_tell_nation, rule="first_on_wait_list")
def offer(nomination: Nomination) -> None:
    """Hold a free seat for a nominee on the wait list until the run's offer time is over."""
    until = timezone.now() + timedelta(hours=nomination.run.offer_hours)
    seating.name(nomination, state=Seat.State.OFFERED, offered_until=until)


@step(WAITLISTED, to=WAITLISTED, by=registrar, tells=_tell_nation, rule="offer_expired")
def expire_offer(nomination: Nomination) -> None:
    """Let an offer lapse whose time is over: the seat goes to the next, the nomination to the end of the list."""
    seat = Seat.objects.filter(nomination=nomination, state=Seat.State.OFFERED).first()
    if seat is None or seat.offered_until is None or seat.offered_until > timezone.now():
        raise Refused(_("The offer still stands."))
    seating.move(nomination, Seat.State.LAPSED)
    nomination.waitlisted_at = timezone.now()
