"""What training tells of its acts: loaded at start, called under each reader's viewer (see `common.notices.texts`).

Arabic speaks of the nomination and the seat, not of the person: nothing is derived from a name or a gender.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.exceptions import AlreadyEnqueued

from taawun.common.notices.texts import Text, afterwards, in_both, notice_text
from taawun.ground.localtime import format_date, format_datetime, now
from taawun.ground.policy.door import current, installation
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.text import isolate

from . import seating
from .models import Allotment, Assignment, Nomination, Run, Seat

LONGEST_NAME = 80  # a title has 250 characters: the words around the names must fit too
Say = Callable[[str], str]


def in_language(record: Any, field: str, language: str) -> str:
    """Return a text of a record in one language, or in the other where only that exists."""
    other = "en" if language == "ar" else "ar"
    return str(getattr(record, f"{field}_{language}") or getattr(record, f"{field}_{other}"))


def shortened(name: str) -> str:
    """Return a name for a title, isolated from the words around it."""
    return isolate(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…")


def course_of(run: Run, language: str) -> str:
    """Return the title of a run, which is its course's where it has none of its own."""
    return in_language(run, "title", language) or in_language(run.course, "title", language)


def names(nomination: Nomination, language: str) -> dict[str, str]:
    """Return the names that a title holds: person, course, run."""
    return {
        "person": shortened(in_language(nomination.person, "name", language)),
        "course": shortened(course_of(nomination.run, language)),
        "run": isolate(nomination.run.code),
    }


def offered_until(nomination: Nomination, language: str) -> str:
    """Return until when a seat is held for a nominee, as the centre's clock shows it; '' where none is."""
    seat = Seat.objects.filter(nomination=nomination, state=Seat.State.OFFERED).first()
    if seat is None or seat.offered_until is None:
        return ""
    return format_datetime(seat.offered_until, language, installation().zone)


def _text(nomination: Nomination, title: Callable[[Mapping[str, str]], str], detail: Say | None = None) -> Text:
    titles = in_both(lambda language: title(names(nomination, language)))
    details = in_both(detail) if detail else ("", "")
    return Text(*titles, reverse("training:nomination", args=[nomination.pk]), *details)


def _reason(nomination: Nomination) -> str:
    return _("Reason: %(reason)s") % {"reason": isolate(nomination.reason)}


def _then_nominee(nomination: Nomination) -> str:
    """Say when the nominee hears, so that the nation can be first to tell."""
    if not nomination.person.email:
        return _("The nominee has no e-mail on record: nobody but you tells the nominee.")
    hours = int(settings.NOMINEE_DELAY_HOURS)
    if not hours:
        return _("The nominee is told by e-mail next.")
    return ngettext(
        "The nominee is told by e-mail in %(hours)s hour.", "The nominee is told by e-mail in %(hours)s hours.", hours
    ) % {"hours": hours}


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def to_act_on(nomination: Nomination) -> Text | None:
    """Of `submit` and `endorse`: whose turn it is, told to the nation's point of contact or to the registrars."""
    if current().party_id == centre_id():
        return _text(
            nomination,
            lambda n: _("To decide: %(person)s, %(course)s (%(run)s)") % n,
            lambda language: (
                _("Nominated by %(party)s.") % {"party": isolate(in_language(nomination.originator, "name", language))}
            ),
        )
    return _text(
        nomination,
        lambda n: _("To endorse: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _("The centre sees the nomination once you have endorsed it, not before."),
    )


def accepted(nomination: Nomination) -> Text:
    """Of `accept`."""
    return _text(
        nomination,
        lambda n: _("Accepted: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _lines(_("Confirm that the nominee comes."), _then_nominee(nomination)),
    )


def waitlisted(nomination: Nomination) -> Text:
    """Of `wait_list`."""
    return _text(
        nomination,
        lambda n: _("On the wait list: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _lines(_place(nomination), _then_nominee(nomination)),
    )


def _place(nomination: Nomination) -> str:
    place = seating.wait_place(nomination)
    return _("Place on the wait list: %(place)s.") % {"place": place} if place else ""


def declined(nomination: Nomination) -> Text:
    """Of `decline`."""
    return _text(
        nomination,
        lambda n: _("Declined: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _lines(_reason(nomination), _then_nominee(nomination)),
    )


def returned(nomination: Nomination) -> Text:
    """Of `send_back` and `hand_back`."""
    return _text(
        nomination,
        lambda n: _("Returned for correction: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _lines(_reason(nomination), _("Correct it and submit it again.")),
    )


def offered(nomination: Nomination) -> Text | None:
    """Of `offer`; nothing where the offer has ended or was answered before anybody could be told."""
    if not offered_until(nomination, "en"):
        return None
    return _text(
        nomination,
        lambda n: _("A seat is offered: %(person)s, %(course)s (%(run)s)") % n,
        lambda language: _lines(
            _("It is held until %(until)s; then it goes to the next on the wait list.")
            % {"until": isolate(offered_until(nomination, language))},
            _("Take the seat or turn it down."),
            _then_nominee(nomination),
        ),
    )


def offer_expired(nomination: Nomination) -> Text:
    """Of `expire_offer`."""
    return _text(
        nomination,
        lambda n: _("The offer has run out: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _lines(_("The nomination went to the end of the wait list."), _place(nomination)),
    )


def confirmed(nomination: Nomination) -> Text:
    """Of `confirm` and `take_offer`, told to the registrars."""
    return _text(nomination, lambda n: _("Confirmed: %(person)s, %(course)s (%(run)s)") % n)


def seat_taken_back(nomination: Nomination) -> Text:
    """Of `release_seat`."""
    return _text(
        nomination,
        lambda n: _("Seat taken back: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _reason(nomination),
    )


def lapsed(nomination: Nomination) -> Text:
    """Of `lapse`."""
    return _text(
        nomination,
        lambda n: _("Lapsed: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _("The run began before the nomination was decided."),
    )


def withdrawn(nomination: Nomination) -> Text:
    """Of `withdraw`, told to the registrars where they had seen the nomination."""
    return _text(nomination, lambda n: _("Withdrawn by its nation: %(person)s, %(course)s (%(run)s)") % n)


def replaced(nomination: Nomination) -> Text:
    """Of `replace`, told to the registrars."""
    return _text(
        nomination,
        lambda n: _("Replaced by another nominee: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _("The nation keeps the seat."),
    )


def completed(nomination: Nomination) -> Text:
    """Of `complete`."""
    return _text(nomination, lambda n: _("Completion recorded: %(person)s, %(course)s (%(run)s)") % n)


def not_completed(nomination: Nomination) -> Text:
    """Of `not_complete`."""
    return _text(nomination, lambda n: _("Recorded as not completed: %(person)s, %(course)s (%(run)s)") % n)


def no_show(nomination: Nomination) -> Text:
    """Of `no_show`."""
    return _text(nomination, lambda n: _("Recorded as a no-show: %(person)s, %(course)s (%(run)s)") % n)


def reopened(nomination: Nomination) -> Text:
    """Of `reopen`."""
    return _text(
        nomination,
        lambda n: _("Result taken back: %(person)s, %(course)s (%(run)s)") % n,
        lambda _language: _("The result is set anew before the run is closed."),
    )


def trainer_released(assignment: Assignment) -> Text:
    """Of `release_trainer`, told to the party that sends the trainer."""
    titles = in_both(
        lambda language: (
            _("Trainer released: %(person)s, %(course)s (%(run)s)")
            % (
                {"person": shortened(in_language(assignment.trainer, "name", language))}
                | _run_names(assignment.run, language)
            )
        )
    )
    return Text(*titles, reverse("training:run", args=[assignment.run.code]))


def _run_names(run: Run, language: str) -> dict[str, str]:
    return {"course": shortened(course_of(run, language)), "run": isolate(run.code)}


def run_postponed(run: Run) -> Text:
    """Of `postpone`, told to the nations that nominated or were promised seats."""
    titles = in_both(lambda language: _("Postponed: %(course)s (%(run)s)") % _run_names(run, language))
    details = in_both(lambda _language: _("Your nominations stand. The centre announces new dates."))
    return Text(*titles, reverse("training:run", args=[run.code]), *details)


def run_cancelled(run: Run) -> Text:
    """Of `cancel`, told to the nations that nominated or were promised seats."""
    titles = in_both(lambda language: _("Cancelled: %(course)s (%(run)s)") % _run_names(run, language))
    details = in_both(lambda _language: _("The run is not held. Tell your nominees before they travel."))
    return Text(*titles, reverse("training:run", args=[run.code]), *details)


def falls_back_soon(allotment: Allotment) -> Text | None:
    """Of the clock's warning; nothing where every promised seat was named meanwhile."""
    run, left = allotment.run, seating.seats_left(allotment.run_id, allotment.party_id).promised
    if not left or run.falls_back_on is None:
        return None
    day = run.falls_back_on
    titles = in_both(
        lambda language: (
            ngettext(
                "%(count)s promised seat falls back on %(day)s: %(course)s (%(run)s)",
                "%(count)s promised seats fall back on %(day)s: %(course)s (%(run)s)",
                left,
            )
            % {
                "count": left,
                "day": isolate(format_date(day, language)),
                "course": shortened(course_of(run, language)),
                "run": isolate(run.code),
            }
        )
    )
    details = in_both(lambda _language: _("Name nominees before that day: seats not named go to the open pool."))
    return Text(*titles, reverse("training:run", args=[run.code]), *details)


def nominee_hears_later(act: str, subject: uuid.UUID, entry: uuid.UUID) -> None:
    """Queue the mail to the nominee, some hours after the nation has been told."""
    from .tasks import tell_nominee

    later = tell_nominee.configure(
        schedule_at=now() + timedelta(hours=settings.NOMINEE_DELAY_HOURS),
        queueing_lock=f"training.tell_nominee {entry}",
    )
    try:
        with transaction.atomic():
            later.defer(act=act, nomination=str(subject), entry=str(entry))
    except AlreadyEnqueued:  # the nation's notices were sent twice, after a fault
        return


def _register() -> None:
    for name, text in {
        "submit": to_act_on,
        "endorse": to_act_on,
        "accept": accepted,
        "wait_list": waitlisted,
        "decline": declined,
        "send_back": returned,
        "hand_back": returned,
        "offer": offered,
        "expire_offer": offer_expired,
        "confirm": confirmed,
        "take_offer": confirmed,
        "release_seat": seat_taken_back,
        "lapse": lapsed,
        "withdraw": withdrawn,
        "replace": replaced,
        "complete": completed,
        "not_complete": not_completed,
        "no_show": no_show,
        "reopen": reopened,
    }.items():
        notice_text(f"training.nomination.{name}", text)
    notice_text("training.allotment.warn", falls_back_soon)
    notice_text("training.assignment.release_trainer", trainer_released)
    notice_text("training.run.postpone", run_postponed)
    notice_text("training.run.cancel", run_cancelled)
    for name in ("accept", "wait_list", "decline", "offer"):
        afterwards(f"training.nomination.{name}", nominee_hears_later)


_register()
