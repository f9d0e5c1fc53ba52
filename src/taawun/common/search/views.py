"""The search page: one box over what the rooms hold, in either script."""

from django.http import HttpResponse
from django.shortcuts import render

from taawun.ground.records.text import BadText, clean_line
from taawun.people.accounts.routes import Request, anyone, route

from . import queries

LONGEST = 100


@route("GET", who=anyone)
def search(request: Request) -> HttpResponse:
    """Find what the viewer sees. What is hidden reads like what is not there: nothing matches."""
    problem, words = "", ""
    try:
        words = clean_line(request.GET.get("q", ""))[:LONGEST].rstrip()
    except BadText as bad:
        problem = str(bad)
    groups = queries.search(words) if words else []
    return render(
        request,
        "search/search.html",
        {"search_words": words, "words": words, "problem": problem, "groups": groups},
    )
