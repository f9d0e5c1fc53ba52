"""One nomination: its page, and the steps that may be taken on it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import Refused, take
from taawun.people.accounts.routes import Request, anyone_signed_in, route
from taawun.people.persons.models import Person

from .. import offered
from ..forms.nominations import ReasonForm, SubstituteForm
from ..history import what_happened
from ..models import Nomination, Seat
from ..queries import nominations as queries
from ..steps import nominations as steps
from .choosing import people_to_choose

State = Nomination.State
_WAY = {
    State.DRAFT: 0, State.RETURNED: 0, State.SUBMITTED: 1, State.ENDORSED: 2, State.ACCEPTED: 3, State.WAITLISTED: 2,
    State.CONFIRMED: 4, State.ATTENDING: 5, State.COMPLETED: 6, State.NOT_COMPLETED: 6,
}  # fmt: skip


@dataclass(frozen=True)
class Milestone:
    """A place on a nomination's way: done, current or to come, and when."""

    label: str | Promise
    when: datetime | date | None
    state: str


def way_of(nomination: Nomination, *, endorses: bool) -> list[Milestone]:
    """Return the way of a nomination with its dates; an exit is the last place that it came to."""
    places: list[tuple[str, datetime | None]] = [
        (_("Draft"), nomination.created_at),
        (_("Sent"), nomination.submitted_at),
        (_("Endorsed"), nomination.endorsed_at),
        (_("Accepted"), nomination.decided_at),
        (_("Confirmed"), None),
        (_("Attending"), None),
        (_("Completed"), None),
    ]
    now = _WAY.get(State(nomination.state))
    if now is None:  # an exit
        gone = [(label, when) for label, when in places[:3] if when]
        way = [Milestone(label, when, "done") for label, when in gone]
        return [*way, Milestone(nomination.get_state_display(), None, "current")]
    if nomination.state == State.WAITLISTED:
        places[3] = (_("Wait list"), nomination.waitlisted_at)
        now = 3
    last = places[now][0]
    if nomination.state in {State.RETURNED, State.NOT_COMPLETED}:
        last = nomination.get_state_display()
    way = []
    for at, (label, when) in enumerate(places):
        if at == 2 and not endorses:
            continue
        here = now if endorses or now != 2 else 1
        state = "done" if at < here else "current" if at == here else "todo"
        way.append(Milestone(last if at == now else label, when if at <= now else None, state))
    return way


@route("GET", who=anyone_signed_in)
def nomination(request: Request, id: uuid.UUID) -> HttpResponse:
    """Show a nomination: its way, the person, the seat, what happened, and what the viewer may do."""
    found = get_object_or_404(queries.visible(), pk=id)
    seat = Seat.objects.filter(nomination=found, state__in=Seat.HELD).first()
    sovereign = found.originator.root
    return render(
        request,
        "training/nomination.html",
        {
            "nomination": found,
            "person": found.person,
            "run": found.run,
            "seat": seat,
            "nation": sovereign,
            "place": getattr(found, "place", None),
            "way": way_of(found, endorses=sovereign.endorses),
            "may_change": steps.may_change(found),
            "actions": offered.actions_for(found, seat),
            "ribbon": ribbon_of(found),
            "history": what_happened(found.pk),
            "below": queries.is_below(found.person.english, found.run.course.english),
            "replaced_by": Nomination.objects.filter(replaces=found).first(),
            "offer_hours": offer_hours(found.run.offer_hours),
            "offer_stands": offered.stands(seat),
        },
    )


def offer_hours(hours: int) -> str:
    """Say how long an offer holds a seat."""
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}


@route("GET", "POST", who=anyone_signed_in)
def nomination_step(request: Request, id: uuid.UUID, step: str) -> HttpResponse:
    """Take a step on a nomination; GET asks first where the step asks something."""
    found = get_object_or_404(queries.visible(), pk=id)
    action = offered.ACTIONS.get(step)
    if action is None:
        raise Refused(_("This cannot be done here."))
    if request.method != "POST":
        if not action.asks:
            return HttpResponseNotAllowed(["POST"])
        _refuse_unless_offered(found, action)
        return _ask(request, found, action)
    if action.asks == "person":
        return _replace(request, found, action)
    form = ReasonForm(request.POST) if action.asks == "reason" else None
    if form is not None and not form.is_valid():
        _refuse_unless_offered(found, action)
        return _ask(request, found, action, form)
    take(steps, action.step, found, **(form.cleaned_data if form else {}))
    messages.success(request, str(action.done))
    return redirect("training:nomination", id=found.pk)


def _refuse_unless_offered(found: Nomination, action: offered.Action) -> None:
    seat = Seat.objects.filter(nomination=found, state__in=Seat.HELD).first()
    if action not in offered.actions_for(found, seat):
        raise Refused(_("You cannot do this: it is for others to do, or it is no longer yours."))


def _ask(
    request: Request, found: Nomination, action: offered.Action, form: ReasonForm | SubstituteForm | None = None
) -> HttpResponse:
    """Show the page that comes before a step: who will see it, why, or who instead."""
    if form is None and action.asks == "reason":
        form = ReasonForm()
    wrong = bool(form and form.is_bound)
    context: dict[str, Any] = {
        "nomination": found,
        "person": found.person,
        "run": found.run,
        "action": action,
        "form": form,
        "ribbon": ribbon_of(found),
        "seen_by": offered.seen_by(action.step, found),
        "sends_inside": action.step == "submit" and found.originator.root.endorses,
        "action_url": reverse("training:nomination_step", args=[found.pk, action.step]),
        "cancel_url": reverse("training:nomination", args=[found.pk]),
    }
    if action.asks == "person":
        context["choice"] = people_to_choose(request, found.run, leave_out=found.person_id)
    return render(request, "training/nomination_ask.html", context, status=422 if wrong else 200)


def _replace(request: Request, found: Nomination, action: offered.Action) -> HttpResponse:
    """Give the seat of a nomination to another person of the nation."""
    form = SubstituteForm(request.POST)
    if form.is_valid():
        person = Person.objects.filter(pk=form.cleaned_data["person"], originator=request.viewer.party_id).first()
        if person is not None:
            try:
                fresh = take(steps, action.step, found, person=person)
            except Refused as refusal:
                if not refusal.field:
                    raise
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, str(action.done))
                return redirect("training:nomination", id=fresh.pk)
        else:
            form.add_error("person", _("Choose another person of your party."))
    _refuse_unless_offered(found, action)
    return _ask(request, found, action, form)
