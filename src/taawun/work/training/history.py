"""What happened, in words: a sentence for each act that the ledger keeps of training.

The ledger says who of which party did what; the sentence names the party, never a person of another one. An act that
has no sentence yet says which state it led to, so that nothing is left out.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from taawun.ground.ledger.models import Entry
from taawun.ground.policy.models import Party

from .models import Nomination, Run

SENTENCES: dict[str, Promise] = {
    "training.nomination.nominate": gettext_lazy("Nominated by %(party)s"),
    "training.nomination.edit": gettext_lazy("Changed by %(party)s"),
    "training.nomination.correct": gettext_lazy("Taken back to correct by %(party)s"),
    "training.nomination.submit": gettext_lazy("Sent by %(party)s"),
    "training.nomination.endorse": gettext_lazy("Endorsed by %(party)s"),
    "training.nomination.hand_back": gettext_lazy("Handed back to the liaison officer by %(party)s"),
    "training.nomination.accept": gettext_lazy("Accepted by %(party)s"),
    "training.nomination.wait_list": gettext_lazy("Put on the wait list by %(party)s"),
    "training.nomination.decline": gettext_lazy("Declined by %(party)s"),
    "training.nomination.send_back": gettext_lazy("Returned for correction by %(party)s"),
    "training.nomination.confirm": gettext_lazy("Seat confirmed by %(party)s"),
    "training.nomination.offer": gettext_lazy("Seat offered by %(party)s"),
    "training.nomination.take_offer": gettext_lazy("Offered seat taken by %(party)s"),
    "training.nomination.turn_down_offer": gettext_lazy("Offered seat turned down by %(party)s"),
    "training.nomination.expire_offer": gettext_lazy("Offer ended by %(party)s: its time was over"),
    "training.nomination.withdraw": gettext_lazy("Withdrawn by %(party)s"),
    "training.nomination.replace": gettext_lazy("Replaced by %(party)s with another nominee"),
    "training.nomination.release_seat": gettext_lazy("Seat taken back by %(party)s"),
    "training.nomination.lapse": gettext_lazy("Ended by %(party)s: the run began before a decision"),
    "training.nomination.call_off": gettext_lazy("Ended by %(party)s: the run was cancelled"),
    "training.nomination.attend": gettext_lazy("Attendance begun, kept by %(party)s"),
    "training.nomination.stay_away": gettext_lazy("Attendance taken back by %(party)s"),
    "training.nomination.complete": gettext_lazy("Completion recorded by %(party)s"),
    "training.nomination.not_complete": gettext_lazy("Recorded as not completed by %(party)s"),
    "training.nomination.no_show": gettext_lazy("Recorded as a no-show by %(party)s"),
    "training.nomination.reopen": gettext_lazy("Result taken back by %(party)s"),
    "training.nomination.download": gettext_lazy("Downloaded in a list by %(party)s"),
    "training.nomination.tell_nominee": gettext_lazy("The nominee was written to by %(party)s"),
    "training.nomination.load": gettext_lazy("Entered from a scenario in the name of %(party)s"),
    "training.nomination.export": gettext_lazy("Exported in a scenario in the name of %(party)s"),
    "training.run.load": gettext_lazy("Entered from a scenario in the name of %(party)s"),
    "training.allotment.load": gettext_lazy("Entered from a scenario in the name of %(party)s"),
    "training.allotment.warn": gettext_lazy("Warned by %(party)s: promised seats fall back soon"),
    "training.run.create": gettext_lazy("Planned by %(party)s"),
    "training.run.edit": gettext_lazy("Changed by %(party)s"),
    "training.run.announce": gettext_lazy("Announced by %(party)s"),
    "training.run.close_nominations": gettext_lazy("Closed to nominations by %(party)s"),
    "training.run.go": gettext_lazy("Decided by %(party)s: the run is held"),
    "training.run.postpone": gettext_lazy("Postponed by %(party)s"),
    "training.run.cancel": gettext_lazy("Cancelled by %(party)s"),
    "training.run.start": gettext_lazy("Begun by %(party)s"),
    "training.run.deliver": gettext_lazy("Held to its end, recorded by %(party)s"),
    "training.run.report": gettext_lazy("Report recorded by %(party)s"),
    "training.run.close": gettext_lazy("Closed by %(party)s"),
    "training.allotment.promise": gettext_lazy("Seats promised by %(party)s"),
    "training.allotment.create": gettext_lazy("Seats promised by %(party)s"),
    "training.allotment.fall_back": gettext_lazy("Promised seats given to the open pool by %(party)s"),
    "training.seat.name": gettext_lazy("Seat named by %(party)s"),
    "training.seat.move": gettext_lazy("Seat changed by %(party)s"),
    "training.seat.pass_on": gettext_lazy("Seat passed on by %(party)s"),
}

RULES: dict[str, Promise] = {
    "first_on_wait_list": gettext_lazy("By rule: a free seat goes to the first on the wait list."),
    "run_cancelled": gettext_lazy("By rule: what was sent in for a run that is called off, ends."),
    "offer_expired": gettext_lazy("By rule: an offer ends when its time is over."),
    "run_started": gettext_lazy("By rule: what is not decided before the run begins, ends."),
    "falls_back_on": gettext_lazy("By rule: promised seats that nobody was named for fall back on their date."),
    "warn_before_fall_back": gettext_lazy("By rule: a week before seats fall back, the nation is warned."),
    "nation_before_nominee": gettext_lazy("By rule: the nation hears before the nominee."),
}

_STATES = {
    "training.nomination": dict(Nomination.State.choices),
    "training.run": dict(Run.State.choices),
}


@dataclass(frozen=True)
class Happening:
    """One line of *what happened*."""

    what: SafeString
    at: datetime
    rule: str
    by_alternate: bool


def party_words(party: Party, language: str | None = None) -> str:
    """Return the short name of a party in a language (the reader's by default), or the one that there is."""
    wanted = language or ("en" if (get_language() or "ar").startswith("en") else "ar")
    other = "en" if wanted == "ar" else "ar"
    names = (f"short_name_{wanted}", f"name_{wanted}", f"short_name_{other}", f"name_{other}")
    return next((found for name in names if (found := getattr(party, name))), party.code)


def sentence(act: str, party: Party, state_after: str = "") -> SafeString:
    """Return an act in words of the reader's language, the party's name isolated from what stands around it."""
    words = {"party": format_html("<bdi>{}</bdi>", party_words(party))}
    if act in SENTENCES:
        pattern = str(SENTENCES[act])
    else:
        state = _STATES.get(act.rpartition(".")[0], {}).get(state_after, state_after)
        pattern = _("Changed to “%(state)s” by %(party)s") if state else _("Changed by %(party)s")
        words["state"] = format_html("{}", state)
    return mark_safe(conditional_escape(pattern) % words)  # noqa: S308 - words are escaped above, msgids are ours


def what_happened(subject: uuid.UUID) -> list[Happening]:
    """Return what the viewer may read of a record's past, newest first.

    An entry is read under the label that the record had then: what a nation did before it released the record stays
    the nation's own.
    """
    entries = Entry.objects.filter(subject=subject).select_related("party").order_by("-at", "-id")[:200]
    return [
        Happening(
            sentence(entry.act, entry.party, entry.state_after),
            entry.at,
            str(RULES.get(entry.rule, "")),
            entry.for_account is not None,
        )
        for entry in entries
    ]
