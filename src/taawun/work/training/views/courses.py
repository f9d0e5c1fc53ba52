"""The catalogue, a course, a run and the steps of a run."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from taawun.ground.lists import ListPage
from taawun.ground.policy.door import Viewer
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.models import Basis
from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import offers, take
from taawun.people.accounts.language import language
from taawun.people.accounts.roles import Role
from taawun.people.accounts.routes import Request, anyone_signed_in, holder, route

from ..history import what_happened
from ..models import Course, Run
from ..queries import courses as queries
from ..queries import nominations
from ..steps import courses as planning
from ..steps import delivery

S = Run.State
PLANNERS = holder(Role.REGISTRAR, Role.COURSE_DIRECTOR)
LANGUAGES = {"ar": _("Arabic"), "en": _("English"), "fr": _("French"), "it": _("Italian"), "tr": _("Turkish")}


@dataclass(frozen=True)
class RunAction:
    """A step of a run on its page: its words, and what is said first where it cannot be undone."""

    step: str
    label: Promise
    icon: str
    done: Promise
    says: Promise | str = ""
    kind: str = ""


ACTIONS = {
    action.step: action
    for action in (
        RunAction(
            "announce",
            _("Announce"),
            "megaphone",
            _("The run was announced. Nations may nominate now."),
            kind="primary",
        ),
        RunAction(
            "close_nominations",
            _("Close nominations"),
            "lock",
            _("The run takes no nominations any more."),
            _("Nations can nominate nobody any more. What they have sent is still decided."),
        ),
        RunAction("go", _("Decide to hold it"), "check", _("It is decided: the run is held."), kind="primary"),
        RunAction("start", _("Start"), "play", _("The run is under way. Attendance can be kept."), kind="primary"),
        RunAction(
            "deliver",
            _("Mark as delivered"),
            "check-check",
            _("The run was delivered."),
            _("The run was held to its end. Sheets and results can still be completed."),
            "primary",
        ),
        RunAction(
            "report",
            _("Mark as reported"),
            "file-check",
            _("The report of the run is written."),
            _("The report of the run is written and sent to those who asked for it."),
        ),
        RunAction(
            "close",
            _("Close the run"),
            "lock",
            _("The run is closed."),
            _("Nothing of the run changes afterwards: neither attendance nor results."),
            "danger",
        ),
        RunAction("postpone", _("Postpone"), "calendar-clock", _("The run was postponed. Nominations stand."), ""),
        RunAction(
            "cancel",
            _("Cancel the run"),
            "x",
            _("The run was cancelled."),
            _("The run is not held. Nominations for it come to nothing; this cannot be taken back."),
            "danger",
        ),
    )
}


def run_or_404(code: str) -> Run:
    """Return a run of the centre that the viewer sees; hidden and absent are the same 404."""
    found = Run.objects.select_related("course", "course__area", "label", "originator")
    return get_object_or_404(found, code=code, originator=centre_id())


def course_or_404(code: str) -> Course:
    """Return a course of the centre that the viewer sees."""
    return get_object_or_404(Course.objects.select_related("area", "label"), code=code, originator=centre_id())


@route("GET", who=anyone_signed_in)
def courses(request: Request) -> HttpResponse:
    """List the catalogue, the course whose next run is nearest first, with the seats left for the viewer."""
    at_centre = request.viewer.party_id == centre_id()
    page = ListPage(queries.listing(language(), at_centre=at_centre), queries.courses(), request.GET)
    return render(
        request,
        "training/courses.html",
        {
            "page": page,
            "rows": queries.course_rows(page.rows, request.viewer),
            "tabs": [{"label": t.tab.title, "url": t.url, "count": t.count, "current": t.current} for t in page.tabs],
            "may_plan": planning.planner(request.viewer, None),
            "at_centre": at_centre,
        },
    )


@route("GET", who=anyone_signed_in)
def course(request: Request, code: str) -> HttpResponse:
    """Show a course: what it teaches, and its runs."""
    found = course_or_404(code)
    return render(
        request,
        "training/course.html",
        {
            "course": found,
            "ribbon": ribbon_of(found),
            "rows": queries.runs_of(found, request.viewer),
            "given_by": queries.parties_named(found.providers, language()),
            "may_plan": planning.planner(request.viewer, found),
            "at_centre": request.viewer.party_id == centre_id(),
        },
    )


@route("GET", who=anyone_signed_in)
def run(request: Request, code: str) -> HttpResponse:
    """Show a run: where it stands, facts, seats, nominations, trainers, what a documented run rests on."""
    found = run_or_404(code)
    viewer = request.viewer
    has_seats = found.capacity > 0
    moments = queries.moments_of(found)
    return render(
        request,
        "training/run.html",
        {
            "run": found,
            "course": found.course,
            "titled": found if found.title_en or found.title_ar else found.course,
            "ribbon": ribbon_of(found),
            "phases": phases(found, moments) if found.basis != Basis.DOCUMENTED else [],
            "given_by": queries.parties_named(found.providers or found.course.providers, language()),
            "nations": queries.parties_named(found.nations, language()),
            "spoken": [
                str(LANGUAGES.get(key, key)) for key in found.languages.replace(";", " ").replace(",", " ").split()
            ],
            "seats": queries.seats_of(found, viewer) if has_seats else None,
            "offer_hours": hours(found.offer_hours),
            "headcounts": queries.headcounts([found.pk]).get(found.pk, []),
            "trainers": queries.trainers_of(found),
            "nominations": nominations.block(found, viewer) if has_seats else None,
            "history": what_happened(found.pk),
            "actions": [ACTIONS[name] for name in steps_offered(found)],
            **may(found, viewer),
        },
    )


def spoken(codes: str) -> list[str]:
    """Return languages in words; what is no known code stands for itself."""
    return [str(LANGUAGES.get(key.strip(), key.strip())) for key in codes.replace(",", ";").split(";") if key.strip()]


def may(found: Run, viewer: Viewer) -> dict[str, bool]:
    """Say which links of a run's page lead somewhere for this viewer."""
    director = delivery.course_director(viewer, found)
    planner = planning.planner(viewer, found)
    kept = found.state in (*delivery.KEEPS_ATTENDANCE, S.CLOSED) and found.capacity > 0
    return {
        "may_nominate": found.takes_nominations and viewer.holds(Role.LIAISON_OFFICER),
        "may_attend": kept,
        "may_list": director and found.state == S.GO,
        "may_assign": director and found.basis != Basis.DOCUMENTED,
        "may_plan": planner and found.state not in (S.CLOSED, S.CANCELLED),
        "at_centre": viewer.party_id == centre_id(),
        "documented": found.basis == Basis.DOCUMENTED,
    }


@dataclass(frozen=True)
class Phase:
    """One step on the way of a run, with its day or days."""

    label: Promise
    state: str
    day: date | datetime | None = None
    last: date | None = None
    until: bool = False


_RANK = {
    S.PLANNED: 0, S.ANNOUNCED: 1, S.CLOSED_TO_NOMINATIONS: 2, S.GO: 3, S.UNDER_WAY: 3, S.DELIVERED: 4, S.REPORTED: 4,
    S.CLOSED: 5,
}  # fmt: skip


def phases(found: Run, moments: dict[str, datetime]) -> list[Phase]:
    """Return the way of a run: announced, nominations closed, decided, held, closed; where it stands now."""
    if found.state in (S.POSTPONED, S.CANCELLED):
        reached = [n for n, step in enumerate(("announce", "close_nominations", "go"), start=1) if step in moments]
        rank, current = max(reached, default=0), -1
    else:
        rank = _RANK[S(found.state)]
        current = rank if found.state != S.PLANNED else -1
    closing = moments.get("close_nominations")
    days: list[tuple[Promise, Any, date | None, bool]] = [
        (pgettext_lazy("a step of a run", "Announced"), moments.get("announce"), None, False),
        (_("Nominations close"), closing or found.nominations_until, None, closing is None),
        (_("Decided to be held"), moments.get("go"), None, False),
        (pgettext_lazy("a step of a run", "Held"), found.first_day, found.last_day, False),
        (pgettext_lazy("a step of a run", "Closed"), moments.get("close"), None, False),
    ]
    return [
        Phase(label, "done" if n < rank else "current" if n == current else "todo", day, last, until)
        for n, (label, day, last, until) in enumerate(days)
    ]


def hours(number: int) -> str:
    """Return how long an offer stands, in words."""
    return ngettext("%(count)s hour", "%(count)s hours", number) % {"count": number}


def steps_offered(found: Run) -> list[str]:
    """Return the steps that the viewer is offered on a run, in the order of their words."""
    if found.basis == Basis.DOCUMENTED:
        return []
    offered = {*offers(planning, found), *offers(delivery, found)}
    return [name for name in ACTIONS if name in offered]


@route("GET", "POST", who=PLANNERS)
def run_step(request: Request, code: str, step: str) -> HttpResponse:
    """Take a step of a run; a step that cannot be undone is confirmed on a page of its own (GET)."""
    action = ACTIONS.get(step)
    if action is None:
        raise Http404
    found = run_or_404(code)
    if request.method == "GET":
        return _confirm(request, found, action)
    module = planning if hasattr(planning, step) else delivery
    take(module, step, found)
    messages.success(request, str(action.done))
    return redirect("training:run", code=found.code)


def _confirm(request: Request, found: Run, action: RunAction) -> HttpResponse:
    if action.step not in steps_offered(found):
        raise Http404
    missing = delivery.missing_to_close(found) if action.step == "close" else []
    return render(
        request,
        "training/close.html" if action.step == "close" else "training/run_step.html",
        {
            "run": found,
            "titled": found if found.title_en or found.title_ar else found.course,
            "heading": action.label,
            "says": action.says,
            "action": action.label,
            "danger": action.kind == "danger",
            "missing": missing,
            "action_url": reverse("training:run_step", args=[found.code, action.step]),
            "cancel_url": reverse("training:run", args=[found.code]),
        },
    )
