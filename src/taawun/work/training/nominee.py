"""What a nominee is written, once the nation has heard. Nominees have no accounts: nothing links into the pages."""

from collections.abc import Callable, Mapping

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.common.notices.mail import HIGHEST_BY_MAIL, compose
from taawun.common.notices.texts import Text, in_both
from taawun.ground.localtime import format_range
from taawun.ground.records.text import isolate
from taawun.people.persons.models import Person

from .models import Nomination, Seat
from .notices import course_of, offered_until, shortened

State = Nomination.State


def message(act: str, nomination: Nomination, entry: str) -> EmailMultiAlternatives | None:
    """Compose the mail to the nominee of what `act` decided; None where it is no longer so, or may not be mailed.

    Arabic comes first where the nominee has a name in Arabic. The reason of a refusal is the nation's to tell.
    """
    person = nomination.person
    if not person.email or nomination.label.level > HIGHEST_BY_MAIL or not _still_so(act, nomination):
        return None
    titles = in_both(lambda language: TITLES[act]() % {"course": shortened(course_of(nomination.run, language))})
    details = in_both(lambda language: "\n".join(_details(act, nomination, language)))
    return compose(
        person.email,
        Text(*titles, "", *details),
        first="ar" if person.name_ar else "en",
        key=f"nominee.{nomination.pk}.{entry}",
        names=(_called(person, "en"), _called(person, "ar")),
    )


def _still_so(act: str, nomination: Nomination) -> bool:
    """Whether what was decided still stands; of a seat that was confirmed meanwhile, *accepted* is still true."""
    state, held = nomination.state, Seat.objects.filter(nomination=nomination, state=Seat.State.OFFERED)
    if act == "training.nomination.offer":
        return state == State.WAITLISTED and held.filter(offered_until__gt=timezone.now()).exists()
    if act == "training.nomination.wait_list":
        return state == State.WAITLISTED and not held.exists()
    return state in STANDS.get(act, ())


STANDS: Mapping[str, tuple[str, ...]] = {
    "training.nomination.accept": (State.ACCEPTED, State.CONFIRMED),
    "training.nomination.decline": (State.DECLINED,),
}
TITLES: Mapping[str, Callable[[], str]] = {
    "training.nomination.accept": lambda: _("You have a seat: %(course)s"),
    "training.nomination.wait_list": lambda: _("You are on the wait list: %(course)s"),
    "training.nomination.decline": lambda: _("Your nomination was not accepted: %(course)s"),
    "training.nomination.offer": lambda: _("A seat is held for you: %(course)s"),
}


def _details(act: str, nomination: Nomination, language: str) -> list[str]:
    lines, run = [], nomination.run
    if act == "training.nomination.offer":
        until = isolate(offered_until(nomination, language))
        lines.append(_("Until %(until)s those who nominated you can take it.") % {"until": until})
    if act != "training.nomination.decline" and run.first_day and run.last_day:
        days = isolate(format_range(run.first_day, run.last_day, language))
        lines.append(_("Dates: %(days)s") % {"days": days})
    lines.append(_("Turn to those who nominated you with any question."))
    return lines


def _called(person: Person, language: str) -> str:
    """Return how a person is addressed: as she gives it herself, in one script; '' where she gives no name in it."""
    name, address = (person.name_ar, person.address_ar) if language == "ar" else (person.name_en, person.address_en)
    return f"{address} {name}".strip() if name else ""
