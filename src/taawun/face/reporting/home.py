"""Home: what waits for the reader first, then figures, then lists. The same blocks, in another order for each role."""

from typing import Any

from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from taawun.ground.localtime import format_date, today_at
from taawun.ground.policy.door import Viewer, installation
from taawun.ground.policy.labels import centre_id
from taawun.people.accounts.roles import Role
from taawun.people.accounts.routes import Request, anyone_signed_in, route
from taawun.work.training.models import Nomination
from taawun.work.training.queries import delivery
from taawun.work.training.queries import nominations as nominations_of

from .definitions import BY_KEY
from .figures import Period, Reckoning
from .verdicts import compared
from .views import lines, names_of

State = Nomination.State
FIRST_FIGURES = ("trainees", "trainers", "courses")
NATION = (Role.LIAISON_OFFICER, Role.POINT_OF_CONTACT, Role.PARTY_ADMINISTRATOR)
# Which blocks a role's day begins with; the first role that fits decides.
ORDER: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (NATION, ("todo", "open_runs", "by_state", "figures")),
    ((Role.REGISTRAR,), ("todo", "queue", "open_runs", "figures")),
    ((Role.COURSE_DIRECTOR,), ("todo", "under_way", "open_runs", "figures")),
    ((), ("todo", "figures", "open_runs")),
)


@route("GET", who=anyone_signed_in)
def home(request: Request) -> HttpResponse:
    """Show the page that a person starts her day with."""
    viewer = request.viewer
    order = next(blocks for roles, blocks in ORDER if not roles or viewer.holds(*roles))
    facts = installation()
    page: dict[str, Any] = {
        "blocks": [f"reporting/home_{name}.html" for name in order],
        "today": today_at(facts.zone),
        "todo": todo(viewer),
        "nominates": viewer.holds(Role.LIAISON_OFFICER),
        "open_runs": delivery.open_courses_for(viewer.party),
        "of_nation": viewer.party_id != centre_id(),
        "installation": facts,
    }
    if "by_state" in order:
        page["states"] = by_state(viewer)
    if "queue" in order:
        waiting = nominations_of.visible().filter(state=State.ENDORSED).order_by(nominations_of.since(), "pk")[:5]
        now = timezone.now()
        page["queue"] = [
            (row, (now - row.nomination.submitted_at).days if row.nomination.submitted_at else None)
            for row in nominations_of.rows(waiting, nominations_of.sovereigns())
        ]
    if "under_way" in order:
        page["under_way"] = delivery.runs_under_way(viewer)
    if "figures" in order:
        page |= figures(viewer)
    return render(request, "reporting/home.html", page)


def figures(viewer: Viewer) -> dict[str, Any]:
    """Return the first figures with their statements, and trainees by nation and year."""
    whole = viewer.party_id == centre_id()
    reckoning = Reckoning(Period())
    counted = [reckoning.figure(key) for key in FIRST_FIGURES]
    found: dict[str, Any] = {"lines": lines(counted, compared(None, whole=whole)), "whole": whole}
    trained = reckoning.figure("trainees", "nation").by
    found["nations"] = names_of("nation", trained)
    found["years"] = names_of("year", reckoning.figure("trainees", "year").by)
    found["definitions"] = BY_KEY
    return found


def todo(viewer: Viewer) -> list[dict[str, Any]]:
    """Return what waits for the viewer: how many, what, where, and what presses."""
    return [*_nominations(viewer), *_falling_back(viewer), *_sheets(viewer)]


def _nominations(viewer: Viewer) -> list[dict[str, Any]]:
    condition = nominations_of.waiting_for(viewer)
    if condition is None:
        return []
    waiting = (
        Nomination.objects.filter(condition)
        .values("state")
        .annotate(n=Count("pk"), oldest=Min(nominations_of.since()))
        .order_by("state")
    )
    found = []
    for row in waiting:
        days = (timezone.now() - row["oldest"]).days
        more = ngettext("The oldest has waited %(n)s day", "The oldest has waited %(n)s days", days) % {"n": days}
        found.append(
            {
                "count": row["n"],
                "label": _wording(row["state"], row["n"]),
                "url": f"{reverse('training:nominations')}?tab=waiting",
                "more": more if days else "",
                "warn": days > 7,
            }
        )
    return found


def _wording(state: str, n: int) -> str:
    words = {
        State.DRAFT: ngettext("draft nomination to submit", "draft nominations to submit", n),
        State.RETURNED: ngettext("nomination came back for correction", "nominations came back for correction", n),
        State.SUBMITTED: ngettext("nomination to endorse", "nominations to endorse", n),
        State.ENDORSED: ngettext("nomination to decide", "nominations to decide", n),
        State.ACCEPTED: ngettext("accepted nominee to confirm", "accepted nominees to confirm", n),
        State.WAITLISTED: ngettext("offered seat to answer", "offered seats to answer", n),
    }
    return words[State(state)]


def _falling_back(viewer: Viewer) -> list[dict[str, Any]]:
    if not viewer.holds(*NATION, Role.REGISTRAR):
        return []
    rows = delivery.seats_falling_back(viewer)
    if not rows:
        return []
    seats = sum(row.seats for row in rows)
    return [
        {
            "count": seats,
            "label": ngettext("promised seat goes to the open pool", "promised seats go to the open pool", seats),
            "url": reverse("training:run", args=[rows[0].run.code]),
            "more": _("the first on %(day)s") % {"day": format_date(rows[0].on, get_language() or "en")},
            "warn": True,
        }
    ]


def _sheets(viewer: Viewer) -> list[dict[str, Any]]:
    if not viewer.holds(Role.COURSE_DIRECTOR):
        return []
    sheets = delivery.open_sheets(viewer)
    if not sheets:
        return []
    n = len(sheets)
    return [
        {
            "count": n,
            "label": ngettext("attendance sheet still open", "attendance sheets still open", n),
            "url": reverse("training:attendance", args=[sheets[0].run.code]),
            "warn": any(not sheet.is_today for sheet in sheets),
        }
    ]


def by_state(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the viewer's nominations by state, in the order of a nomination's way."""
    counts = dict(
        Nomination.objects.exclude(state__in=Nomination.OVER).values_list("state").annotate(n=Count("pk")).order_by()
    )
    return [{"state": s.value, "word": s.label, "count": counts[s]} for s in State if counts.get(s)]
