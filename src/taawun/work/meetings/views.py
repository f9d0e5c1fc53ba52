"""Pages of events. What is public is open to anybody; what is not, to those who see it."""

from django.http import HttpResponse
from django.shortcuts import get_list_or_404, render

from taawun.ground.lists import ListPage
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.ribbon import ribbon_of
from taawun.people.accounts.language import language
from taawun.people.accounts.routes import Request, anyone, route

from . import queries
from .models import Event


@route("GET", who=anyone)
def events(request: Request) -> HttpResponse:
    """List the events that the viewer sees."""
    page = ListPage(queries.listing(language()), Event.objects.all(), request.GET)
    return render(request, "meetings/events.html", {"page": page, "rows": queries.shown(page.rows)})


@route("GET", who=anyone)
def event(request: Request, code: str) -> HttpResponse:
    """Show one event as it is known."""
    known = get_list_or_404(Event.objects.select_related("label", "originator"), code=code)
    found = next((one for one in known if one.originator_id == centre_id()), known[0])
    return render(
        request,
        "meetings/event.html",
        {
            "event": found,
            "row": queries.shown([found])[0],
            "participants": queries.participants_in_words(found),
            "ribbon": ribbon_of(found),
        },
    )
