"""How a state looks: a kind, an icon and, where the record has no word of its own, a word. Never colour alone."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Look(NamedTuple):
    """How one state is shown."""

    kind: str
    icon: str
    word: str | Promise


STATES: dict[str, Look] = {
    # a nomination
    "draft": Look("quiet", "pencil", _("Draft")),
    "submitted": Look("info", "clock", _("Submitted")),
    "endorsed": Look("info", "clock", _("Endorsed")),
    "returned": Look("warn", "undo-2", _("Returned")),
    "accepted": Look("good", "check", _("Accepted")),
    "confirmed": Look("good", "check-check", _("Confirmed")),
    "attending": Look("good", "user-check", _("Attending")),
    "completed": Look("good", "award", _("Completed")),
    "waitlisted": Look("hold", "hourglass", _("Wait list")),
    "offered": Look("hold", "hourglass", _("Seat offered")),
    "declined": Look("bad", "x", _("Declined")),
    "not_completed": Look("bad", "x", _("Not completed")),
    "no_show": Look("bad", "user-x", _("No-show")),
    "withdrawn": Look("quiet", "log-out", _("Withdrawn")),
    "replaced": Look("quiet", "replace", _("Replaced")),
    "lapsed": Look("quiet", "timer-off", _("Lapsed")),
    "released": Look("quiet", "log-out", _("Released")),
    # a run of a course
    "planned": Look("quiet", "pencil", _("Planned")),
    "announced": Look("info", "megaphone", _("Announced")),
    "nominations_closed": Look("info", "clock", _("Nominations closed")),
    "go": Look("good", "check", _("Goes ahead")),
    "postponed": Look("warn", "calendar-clock", _("Postponed")),
    "cancelled": Look("bad", "x", _("Cancelled")),
    "under_way": Look("good", "play", _("Under way")),
    "delivered": Look("quiet", "check", _("Delivered")),
    "reported": Look("quiet", "file-check", _("Reported")),
    "closed": Look("quiet", "lock", _("Closed")),
    # a meeting, an agreement
    "convened": Look("info", "calendar-check", _("Convened")),
    "held": Look("good", "check", _("Held")),
    "signed": Look("info", "signature", _("Signed")),
    "in_force": Look("good", "check", _("In force")),
    "not_known": Look("quiet", "circle-question-mark", _("Not known to us")),
}
UNKNOWN = Look("quiet", "circle", "")

LEVEL_LOOKS: dict[int, Look] = {
    0: Look("public", "globe", _("Public")),
    1: Look("official", "lock-keyhole", _("Official (1)")),
    2: Look("restricted", "lock-keyhole", _("Restricted (2)")),
    3: Look("confidential", "lock-keyhole", _("Confidential (3)")),
}


def look_of(state: str) -> Look:
    """Return how a state looks; a state that nobody has drawn yet is quiet and keeps its own word."""
    return STATES.get(state, UNKNOWN)
