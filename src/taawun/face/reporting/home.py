"""Home: what waits for the reader first, then figures, then lists. The same blocks, in another order for each role."""

from django.http import HttpResponse
from django.shortcuts import render

from taawun.people.accounts.routes import Request, anyone_signed_in, route


@route("GET", who=anyone_signed_in)
def home(request: Request) -> HttpResponse:
    """Show the page that a person starts her day with."""
    return render(request, "reporting/home.html", {})
