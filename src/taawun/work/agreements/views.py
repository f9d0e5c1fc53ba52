"""Pages of agreements. What is public is open to anybody; what is not, to those who see it."""

from django.http import HttpResponse
from django.shortcuts import get_list_or_404, render

from taawun.ground.lists import ListPage
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.ribbon import ribbon_of
from taawun.people.accounts.language import language
from taawun.people.accounts.routes import Request, anyone, route

from . import queries
from .models import Agreement


@route("GET", who=anyone)
def agreements(request: Request) -> HttpResponse:
    """List the agreements that the viewer sees."""
    page = ListPage(queries.listing(language()), Agreement.objects.all(), request.GET)
    return render(request, "agreements/agreements.html", {"page": page, "rows": queries.shown(page.rows)})


@route("GET", who=anyone)
def agreement(request: Request, code: str) -> HttpResponse:
    """Show one agreement as it is known."""
    known = get_list_or_404(Agreement.objects.select_related("label", "originator"), code=code)
    found = next((one for one in known if one.originator_id == centre_id()), known[0])
    return render(
        request,
        "agreements/agreement.html",
        {"agreement": found, "row": queries.shown([found])[0], "ribbon": ribbon_of(found)},
    )
