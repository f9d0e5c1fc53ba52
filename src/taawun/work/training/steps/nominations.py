"""Nominations.

draft ──submit──▶ submitted ──endorse──▶ endorsed ──accept──▶ accepted ──confirm──▶ confirmed
                     │ hand_back            │ wait_list ▶ waitlisted, decline ▶ declined, send_back ▶ returned
                     ▼                      (where no endorsement is asked, submit leads to endorsed at once)
                  returned ──submit──▶ …    exits: withdraw, replace, release_seat, lapse

Until a nation has endorsed (or, where it asks for no endorsement, until it submits) its label holds the nation alone:
the centre, wherever it is hosted, sees nothing of it.
"""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.ground.policy.door import Viewer, current
from taawun.ground.policy.labels import centre_id, label_for, own_label
from taawun.ground.policy.models import Party
from taawun.ground.records.stepping import stepping
from taawun.ground.records.steps import Refused, Telling, create, edit, hand_over, narrow, release, step
from taawun.people.accounts.roles import Role
from taawun.people.accounts.rules import at_centre, contact_of, either, liaison_of
from taawun.people.persons.models import Person

from .. import seating
from ..models import Nomination, Run, Seat

State = Nomination.State
registrar = at_centre(Role.REGISTRAR)
liaison, contact = liaison_of("originator"), contact_of("originator")
nation = either(liaison, contact)
NATION_ROLES = (Role.LIAISON_OFFICER.value, Role.POINT_OF_CONTACT.value)
OPEN = (
    State.DRAFT,
    State.SUBMITTED,
    State.RETURNED,
    State.ENDORSED,
    State.ACCEPTED,
    State.WAITLISTED,
    State.CONFIRMED,
)


def replacer(viewer: Viewer, nomination: Nomination) -> bool:
    """Where the nation endorses, only who endorses names another person for a seat: the centre sees her at once."""
    return (contact if nomination.originator.root.endorses else liaison)(viewer, nomination)


def tell_nation(nomination: Nomination) -> Iterable[Telling]:
    """Those who nominated: the nation hears before the nominee."""
    return [Telling(nomination.originator_id, NATION_ROLES)]


def tell_centre_if_it_saw(nomination: Nomination) -> Iterable[Telling]:
    """The centre's registrars, once the nomination was released to the centre; before that it is not theirs to know."""
    centre = centre_id()
    return [Telling(centre, (Role.REGISTRAR.value,))] if nomination.steward_id == centre else []


def tell_whose_turn(nomination: Nomination) -> Iterable[Telling]:
    """The national point of contact while it is the nation's, else the centre's registrars."""
    if nomination.state == State.SUBMITTED:
        return [Telling(nomination.originator_id, (Role.POINT_OF_CONTACT.value,))]
    return [Telling(centre_id(), (Role.REGISTRAR.value,))]


def nominate(run: Run, person: Person, *, remark: str = "", replaces: Nomination | None = None) -> Nomination:
    """Start a nomination of one's own person for a run; it is the nation's own affair until it is submitted."""
    viewer = current()
    if not viewer.holds(Role.LIAISON_OFFICER):
        raise Refused(_("Liaison officers nominate for their party."))
    if person.originator_id != viewer.party_id:
        raise Refused(_("Nominate a person of your own party."))
    if not run.takes_nominations:
        raise Refused(_("This run takes no nominations now."))
    return create(
        Nomination,
        label=own_label(),
        act="nominate",
        run=run,
        person=person,
        remark=remark,
        replaces=replaces,
    )


CHANGED_WHEN = gettext_lazy(
    "A nomination is changed by its liaison officer, before it is submitted or after it came back."
)


def may_change(nomination: Nomination) -> bool:
    """Say whether the nomination is still the viewer's to change."""
    return nomination.state in (State.DRAFT, State.RETURNED) and liaison(current(), nomination)


def change_remark(nomination: Nomination, *, remark: str, version: int | None = None) -> Nomination:
    """Change the remark for the centre, while the nomination is still the nation's to change."""
    if not may_change(nomination):
        raise Refused(CHANGED_WHEN)
    if nomination.state == State.RETURNED and nomination.originator.root.endorses:
        if version is not None and nomination.version != version:
            raise Refused(_("Somebody else changed this meanwhile. Open the page again; what you typed is kept below."))
        correct(nomination, remark=remark)
        return nomination
    return edit(nomination, version=version, remark=remark)


@step(State.RETURNED, to=State.RETURNED, by=liaison)
def correct(nomination: Nomination, *, remark: str = "") -> None:
    """Take a returned nomination back into the nation to correct it: the centre sees no change that nobody endorsed."""
    narrow(nomination, centre_id())
    hand_over(nomination, steward=None)
    nomination.remark = remark


@step(State.DRAFT, State.RETURNED, by=liaison, tells=tell_whose_turn)
def submit(nomination: Nomination) -> str:
    """Put the nomination to the national point of contact, or to the centre where no endorsement is asked."""
    if not nomination.run.takes_nominations:
        raise Refused(_("This run takes no nominations now."))
    nomination.submitted_at, nomination.reason = timezone.now(), ""
    sovereign = nomination.originator.root
    if sovereign.endorses:
        narrow(nomination, centre_id())
        hand_over(nomination, steward=None)
        if sovereign.pk != nomination.originator_id:
            _give_to(sovereign, nomination)
        return State.SUBMITTED
    _show_to_centre(nomination)
    return State.ENDORSED


@step(State.SUBMITTED, to=State.ENDORSED, by=contact, tells=tell_whose_turn)
def endorse(nomination: Nomination) -> None:
    """Stand behind the nomination in the nation's name; only now does the centre see it."""
    _show_to_centre(nomination)


@step(State.SUBMITTED, to=State.RETURNED, by=contact, tells=tell_nation)
def hand_back(nomination: Nomination, *, reason: str = "") -> None:
    """Return the nomination to the liaison officer, inside the nation."""
    nomination.reason = _asked(reason)


@step(State.ENDORSED, State.WAITLISTED, to=State.ACCEPTED, by=registrar, tells=tell_nation)
def accept(nomination: Nomination) -> None:
    """Give the nominee a seat: of the nation's promise first, else of the open pool.

    Raises `Refused` when neither has one left. The run is locked while its seats are counted.
    """
    _refuse_over(nomination.run)
    seating.name(nomination)
    nomination.decided_at = timezone.now()


@step(State.ENDORSED, to=State.WAITLISTED, by=registrar, tells=tell_nation)
def wait_list(nomination: Nomination) -> None:
    """Put the nomination on the run's wait list; its place is by this moment."""
    _refuse_over(nomination.run)
    nomination.decided_at = nomination.waitlisted_at = timezone.now()


@step(State.ENDORSED, State.WAITLISTED, to=State.DECLINED, by=registrar, tells=tell_nation)
def decline(nomination: Nomination, *, reason: str = "") -> None:
    """Decline, with a reason that the nation reads."""
    nomination.reason, nomination.decided_at = _asked(reason), timezone.now()
    seating.let_go(nomination, Seat.State.LAPSED)


@step(State.ENDORSED, State.WAITLISTED, to=State.RETURNED, by=registrar, tells=tell_nation)
def send_back(nomination: Nomination, *, reason: str = "") -> None:
    """Return the nomination to the nation for correction, saying what is missing."""
    nomination.reason = _asked(reason)
    seating.let_go(nomination, Seat.State.LAPSED)


@step(
    State.ACCEPTED,
    to=State.CONFIRMED,
    by=nation,
    tells=lambda n: [Telling(centre_id(), (Role.REGISTRAR.value,))],
)
def confirm(nomination: Nomination) -> None:
    """Confirm that the nominee comes."""
    _refuse_over(nomination.run)
    seating.move(nomination, Seat.State.CONFIRMED)


@step(
    State.WAITLISTED,
    to=State.CONFIRMED,
    by=nation,
    tells=lambda n: [Telling(centre_id(), (Role.REGISTRAR.value,))],
)
def take_offer(nomination: Nomination) -> None:
    """Take the seat that is held for a nominee on the wait list."""
    _refuse_over(nomination.run)
    seating.move(nomination, Seat.State.CONFIRMED, only=Seat.State.OFFERED)


@step(State.WAITLISTED, to=State.WAITLISTED, by=nation)
def turn_down_offer(nomination: Nomination) -> None:
    """Turn the offered seat down: it goes to the next, and this nomination to the end of the list."""
    seating.move(nomination, Seat.State.TURNED_BACK, only=Seat.State.OFFERED)
    nomination.waitlisted_at = timezone.now()


@step(*OPEN, to=State.WITHDRAWN, by=nation, tells=tell_centre_if_it_saw)
def withdraw(nomination: Nomination) -> None:
    """Take the nomination back; a seat that it held is freed for the next."""
    seating.let_go(nomination, Seat.State.TURNED_BACK)


@step(State.ACCEPTED, State.CONFIRMED, to=State.REPLACED, by=replacer, tells=tell_centre_if_it_saw)
def replace(nomination: Nomination, *, person: Person | None = None) -> Nomination:
    """Name another person of the nation for the seat: the nation keeps it. Returns the new nomination.

    The seat passes over at once, so the centre sees the new nominee at once: where the nation endorses, it is its
    point of contact who replaces, and that is the endorsement.
    """
    _refuse_over(nomination.run)
    if person is None or person.originator_id != nomination.originator_id:
        raise Refused(_("Choose another person of your party."), field="person")
    if person.pk == nomination.person_id:
        raise Refused(_("This person holds the seat already."), field="person")
    fresh = create(
        Nomination, label=own_label(), act="nominate", run=nomination.run, person=person, replaces=nomination,
        submitted_at=timezone.now(),
    )  # fmt: skip
    _show_to_centre(fresh)
    fresh.state = State.ACCEPTED
    fresh.save()
    seating.pass_on(nomination, fresh)
    return fresh


@step(State.ACCEPTED, State.CONFIRMED, to=State.RELEASED, by=registrar, tells=tell_nation)
def release_seat(nomination: Nomination, *, reason: str = "") -> None:
    """Take the seat back, with a reason that the nation reads; it goes to the next."""
    nomination.reason = _asked(reason)
    seating.let_go(nomination, Seat.State.TURNED_BACK)


@step(State.ENDORSED, State.WAITLISTED, to=State.LAPSED, by=registrar, tells=tell_nation, rule="run_started")
def lapse(nomination: Nomination) -> None:
    """End a nomination that nobody decided before the run began. The clock takes this step."""
    seating.let_go(nomination, Seat.State.LAPSED)


def _refuse_over(run: Run) -> None:
    if not run.gives_seats:
        raise Refused(_("This run was held or called off: its seats are neither given nor confirmed any more."))


@step(
    State.ENDORSED,
    State.WAITLISTED,
    State.ACCEPTED,
    State.CONFIRMED,
    to=State.RELEASED,
    by=lambda viewer, nomination: nomination.run.state == Run.State.CANCELLED and registrar(viewer, nomination),
    rule="run_cancelled",
)
def call_off(nomination: Nomination) -> None:
    """End a nomination whose run was cancelled. The clock takes this step; the nation was told with the run."""
    seating.let_go(nomination, Seat.State.LAPSED)


def _asked(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Give the reason: the nation reads it."), field="reason")
    return reason.strip()


def _show_to_centre(nomination: Nomination) -> None:
    """Release the nomination and its person to the centre, which may now act on the nomination."""
    centre = centre_id()
    person = nomination.person
    with stepping():
        release(nomination, centre)
        hand_over(nomination, steward=centre)
        release(person, centre)
        person.save()
    nomination.endorsed_at = timezone.now()


def _give_to(sovereign: Party, nomination: Nomination) -> None:
    """Hand a ministry's nomination and person to its sovereign, which endorses; the ministry stays steward."""
    proposer = nomination.originator_id
    for record in (nomination.person, nomination):
        record.label = label_for(sovereign.pk, proposer, level=record.label.level)
        record.originator_id, record.steward_id = sovereign.pk, proposer
    nomination.person.save()
