"""The list of nominations: the registrar's queue, a nation's own; several at once; the list as a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taawun.ground.lists import BadSelection, ListPage, selected_ids
from taawun.ground.localtime import to_digits
from taawun.ground.policy.door import Viewer
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.steps import Refused, declared, take
from taawun.people.accounts.language import language
from taawun.people.accounts.roles import Role
from taawun.people.accounts.routes import Request, holder, route

from .. import exports, offered
from ..forms.nominations import ReasonForm
from ..models import Nomination, Run, Seat
from ..queries import nominations as queries
from ..steps import nominations as steps

READERS = holder(
    Role.REGISTRAR, Role.COURSE_DIRECTOR, Role.DIRECTOR,
    Role.LIAISON_OFFICER, Role.POINT_OF_CONTACT, Role.PARTY_ADMINISTRATOR,
)  # fmt: skip
MOST_AT_ONCE = 500
_BY_ROLE: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.REGISTRAR, ("accept", "wait_list", "send_back", "decline")),
    (Role.POINT_OF_CONTACT, ("endorse", "hand_back")),
    (Role.LIAISON_OFFICER, ("submit",)),
)


@dataclass(frozen=True)
class Room:
    """Seats of the one run that the list is narrowed to."""

    left: int
    capacity: int


@dataclass
class Outcome:
    """What became of several at once."""

    done: int = 0
    gone: int = 0
    refused: list[tuple[Nomination, str]] = field(default_factory=list)


@route("GET", who=READERS)
def nominations(request: Request) -> HttpResponse:
    """List the nominations that the viewer sees: tabs with counts, filters, search, sort, several at once."""
    page, roots = queries.page(request.viewer, request.GET, language())
    return render(
        request,
        "training/nominations.html",
        {
            "page": page,
            "rows": queries.rows(page.rows, roots),
            "tabs": [{"label": t.tab.title, "url": t.url, "count": t.count, "current": t.current} for t in page.tabs],
            "at_centre": request.viewer.party_id == centre_id(),
            "actions": bulk_actions(request.viewer),
            "room": _room(page) if request.viewer.holds(Role.REGISTRAR) else None,
            "files": [
                (kind, f"{reverse('training:nominations_file', args=[kind])}{page.url_with()}")
                for kind in exports.KINDS
            ],
            "here": request.get_full_path(),
        },
    )


def bulk_actions(viewer: Viewer) -> list[offered.Action]:
    """Return what this viewer may do to several nominations at once."""
    names = [name for role, given in _BY_ROLE if viewer.holds(role) for name in given]
    found = [offered.ACTIONS[name] for name in names]
    return [action for action in found if action.many]


def _room(page: ListPage[Nomination]) -> Room | None:
    run = Run.objects.filter(code=page.filtered["run"]).first() if "run" in page.filtered else None
    if run is None:
        return None
    return Room(run.capacity - Seat.objects.filter(run=run, state__in=Seat.HELD).count(), run.capacity)


@route("POST", who=READERS)
def bulk(request: Request) -> HttpResponse:
    """Take one step on several nominations: the single step in a loop, each by itself."""
    action = offered.ACTIONS.get(request.POST.get("step", ""))
    if action is None or action not in bulk_actions(request.viewer):
        raise Refused(_("This cannot be done here."))
    back = _back(request)
    try:
        ids = selected_ids(request.POST, most=MOST_AT_ONCE)
    except BadSelection as bad:
        messages.error(request, str(bad))
        return redirect(back)
    chosen = list(queries.visible().filter(pk__in=ids).order_by(queries.since(), "pk"))
    form = ReasonForm(request.POST if "confirmed" in request.POST else None) if action.asks == "reason" else None
    if action.asks and ("confirmed" not in request.POST or (form is not None and not form.is_valid())):
        return _ask(request, action, chosen, form, back)
    outcome = _each(chosen, action, form.cleaned_data if form else {})
    outcome.gone = len(ids) - len(chosen)
    if outcome.done and not (outcome.refused or outcome.gone):
        arabic = request.account is not None and request.account.digits == "arab"
        messages.success(request, to_digits(says_done(action, outcome.done), "arab" if arabic else "latn"))
        return redirect(back)
    context = {"outcome": outcome, "action": action, "back": back, "says": says_done(action, outcome.done)}
    return render(request, "training/nominations_done.html", context, status=200 if outcome.done else 422)


def _each(chosen: list[Nomination], action: offered.Action, given: dict[str, Any]) -> Outcome:
    """Take the step on each; what is refused leaves the others as they are (every step is a savepoint of its own)."""
    outcome = Outcome()
    for nomination in chosen:
        try:
            take(steps, action.step, nomination, **given)
        except Refused as refusal:
            outcome.refused.append((nomination, str(refusal)))
        else:
            outcome.done += 1
    return outcome


def _ask(
    request: Request, action: offered.Action, chosen: list[Nomination], form: ReasonForm | None, back: str
) -> HttpResponse:
    wrong = bool(form and form.is_bound)
    ready = [n for n in chosen if declared(steps)[action.step].offered(request.viewer, n)]
    readers = sorted({name for n in ready for name in offered.seen_by(action.step, n)})
    context = {
        "action": action,
        "form": form,
        "chosen": chosen,
        "ready": len(ready),
        "seen_by": readers,
        "cancel_url": back,
        "action_url": reverse("training:bulk"),
    }
    return render(request, "training/nominations_ask.html", context, status=422 if wrong else 200)


def _back(request: Request) -> str:
    """Return the list as it was, never an address of another place."""
    asked = request.POST.get("back", "")
    own = reverse("training:nominations")
    inside = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.partition("?")[0] == own
    return asked if inside else own


_DONE: dict[str, Callable[[int], str]] = {
    "submit": lambda n: ngettext("%(n)s nomination was sent.", "%(n)s nominations were sent.", n),
    "endorse": lambda n: ngettext("%(n)s nomination was endorsed.", "%(n)s nominations were endorsed.", n),
    "hand_back": lambda n: ngettext("%(n)s nomination was handed back.", "%(n)s nominations were handed back.", n),
    "accept": lambda n: ngettext("%(n)s nominee was accepted.", "%(n)s nominees were accepted.", n),
    "wait_list": lambda n: ngettext(
        "%(n)s nominee was put on the wait list.", "%(n)s nominees were put on the wait list.", n
    ),
    "send_back": lambda n: ngettext("%(n)s nomination was returned.", "%(n)s nominations were returned.", n),
    "decline": lambda n: ngettext("%(n)s nomination was declined.", "%(n)s nominations were declined.", n),
}


def says_done(action: offered.Action, done: int) -> str:
    """Say how many were done."""
    return _DONE[action.step](done) % {"n": done}


@route("GET", who=READERS)
def nominations_file(request: Request, kind: str) -> HttpResponse:
    """Give the list as it is filtered and sorted, as CSV or XLSX; the ledger keeps each nomination that went out."""
    if kind not in exports.KINDS:
        raise Http404
    page, roots = queries.page(request.viewer, request.GET, language())
    content = exports.nominations(queries.rows(page.queryset, roots), kind, language())
    response = HttpResponse(content, content_type=exports.KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="nominations.{kind}"'
    return response
