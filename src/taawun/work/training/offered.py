"""What a page offers to do with a nomination: the words of each step, and what is asked before it is taken.

Who may take a step stands in the step alone; here stand its words. Steps that a rule takes (the clock, the wait list)
have none: the centre's own account takes them.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import Party
from taawun.ground.records.steps import offers

from .history import party_words
from .models import Nomination, Seat
from .steps import nominations as steps

Asks = Literal["", "sure", "reason", "person"]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing that may be done: its button, what it asks first, what it says before and after.

    `many`: it may be done to several at once; `key` presses its button in the bar of a list.
    """

    step: str
    label: Promise
    icon: str
    done: Promise
    says: Promise | str = ""
    asks: Asks = ""
    kind: str = ""
    many: bool = False
    key: str = ""


ACTIONS: dict[str, Action] = {
    action.step: action
    for action in (
        Action(
            step="submit", label=_("Send"), icon="send", kind="primary", asks="sure", many=True, key="a",
            says=_("The nomination leaves your hands. It is changed again only if it comes back."),
            done=_("The nomination was sent."),
        ),
        Action(
            step="endorse", label=_("Endorse"), icon="badge-check", kind="primary", asks="sure", many=True, key="a",
            says=_("Your nation stands behind the nomination, and the centre sees it from now on."),
            done=_("The nomination was endorsed. The centre sees it now."),
        ),
        Action(
            step="hand_back", label=_("Hand back"), icon="undo-2", asks="reason", many=True,
            says=_("The nomination goes back to the liaison officer. It stays inside your nation."),
            done=_("The nomination was handed back to the liaison officer."),
        ),
        Action(
            step="accept", label=_("Accept"), icon="check", kind="primary", many=True, key="a",
            done=_("The nominee was accepted and has a seat."),
        ),
        Action(
            step="wait_list", label=_("Put on the wait list"), icon="hourglass", many=True,
            done=_("The nominee was put on the wait list."),
        ),
        Action(
            step="send_back", label=_("Return for correction"), icon="undo-2", asks="reason", many=True,
            says=_("The nation corrects the nomination and may send it again."),
            done=_("The nomination was returned for correction."),
        ),
        Action(
            step="decline", label=_("Decline"), icon="x", kind="danger", asks="reason", many=True,
            says=_("The nation is told, with the reason. The decision stands."),
            done=_("The nomination was declined."),
        ),
        Action(
            step="confirm", label=_("Confirm the seat"), icon="check-check", kind="primary",
            done=_("The seat was confirmed."),
        ),
        Action(
            step="take_offer", label=_("Take the offered seat"), icon="check", kind="primary",
            done=_("The offered seat was taken and confirmed."),
        ),
        Action(
            step="turn_down_offer", label=_("Turn the offered seat down"), icon="x", asks="sure",
            says=_("The seat goes to the next on the wait list, and this nomination to the end of the list."),
            done=_("The offered seat was turned down."),
        ),
        Action(
            step="replace", label=_("Replace the nominee"), icon="replace", asks="person",
            says=_("Your nation keeps the seat. The centre sees the new nominee at once."),
            done=_("The nominee was replaced. The seat is held for the new one."),
        ),
        Action(
            step="release_seat", label=_("Take the seat back"), icon="armchair", kind="danger", asks="reason",
            says=_("The nation loses the seat and is told why. The seat goes to the next on the wait list."),
            done=_("The seat was taken back."),
        ),
        Action(
            step="withdraw", label=_("Withdraw"), icon="log-out", kind="danger", asks="sure",
            says=_("The nomination ends. A seat that it holds is freed for the next on the wait list."),
            done=_("The nomination was withdrawn."),
        ),
    )
}  # fmt: skip


def stands(seat: Seat | None) -> bool:
    """Say whether a seat is offered and the offer still stands."""
    if seat is None or seat.offered_until is None:
        return False
    return seat.state == Seat.State.OFFERED and seat.offered_until > timezone.now()


def actions_for(nomination: Nomination, seat: Seat | None = None) -> list[Action]:
    """Return what the viewer is offered on a nomination now, the first way forward first.

    `seat` is the one that the nomination holds: an offer that nobody made, or whose time is over, is not to be taken.
    """
    offered = set(offers(steps, nomination))
    if not stands(seat):
        offered -= {"take_offer", "turn_down_offer"}
    if not nomination.run.gives_seats:
        offered -= {"accept", "wait_list", "confirm", "take_offer", "replace"}
    return [action for name, action in ACTIONS.items() if name in offered]


def seen_by(step: str, nomination: Nomination) -> list[str]:
    """Return who sees a nomination after a step that leaves somebody's hands, in the reader's words."""
    if step not in {"submit", "endorse", "withdraw"}:
        return []
    nation = nomination.originator.root
    names = [party_words(nomination.originator)]
    if step == "withdraw":
        return [*names, party_words(centre())] if nomination.steward_id == centre_id() else names
    return next_readers(nomination.originator, nation, endorsing=step == "endorse")


def next_readers(originator: Party, nation: Party, *, endorsing: bool = False) -> list[str]:
    """Return who reads a nomination once it is sent: the nation alone where its point of contact endorses first."""
    names = [party_words(originator)]
    if nation.pk != originator.pk:
        names.append(party_words(nation))
    if endorsing or not nation.endorses:
        names.append(party_words(centre()))
    return names


def centre() -> Party:
    """Return the party that runs this installation."""
    return Party.objects.get(pk=centre_id())
