"""The page of one's own notices."""

import uuid
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.ground.lists.listing import Column, Listing, Tab
from taawun.ground.lists.page import ListPage
from taawun.people.accounts.routes import Request, anyone_signed_in, route

from .queries import notices_of, unread_count

if TYPE_CHECKING:
    from .models import Notice

LISTING = Listing(
    columns=[Column(key="at", title=_("When"), order="at")],
    sort="-at",
    tabs=[
        Tab(key="all", title=_("All")),
        Tab(key="unread", title=_("Unread"), condition=Q(read_at=None)),
    ],
)


@route("GET", who=anyone_signed_in)
def notices(request: Request) -> HttpResponse:
    """Show one's own notices, newest first."""
    page: ListPage[Notice] = ListPage(LISTING, notices_of(request.viewer), request.GET)
    tabs = [{"label": t.tab.title, "url": t.url, "count": t.count, "current": t.current} for t in page.tabs]
    rows = [(notice, notice.lines(get_language() or "ar")) for notice in page.rows]
    return render(
        request,
        "notices/notices.html",
        {"page": page, "rows": rows, "tabs": tabs, "waiting": unread_count(request.viewer)},
    )


@route("GET", who=anyone_signed_in)
def follow(request: Request, id: uuid.UUID) -> HttpResponse:
    """Go to what a notice is about; it counts as read then."""
    notice = get_object_or_404(notices_of(request.viewer), pk=id)
    notices_of(request.viewer).filter(pk=id, read_at=None).update(read_at=timezone.now())
    return redirect(_inside(request, notice.url))


@route("POST", who=anyone_signed_in)
def read(request: Request, id: uuid.UUID) -> HttpResponse:
    """Mark one notice as read."""
    get_object_or_404(notices_of(request.viewer), pk=id)
    notices_of(request.viewer).filter(pk=id, read_at=None).update(read_at=timezone.now())
    return redirect(_inside(request, request.POST.get("next", "")))


@route("POST", who=anyone_signed_in)
def read_all(request: Request) -> HttpResponse:
    """Mark every notice as read."""
    notices_of(request.viewer).filter(read_at=None).update(read_at=timezone.now())
    return redirect("notices:notices")


def _inside(request: Request, url: str) -> str:
    """Return an address of this installation; the page of notices for any other."""
    inside = url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()})
    return url if inside else reverse("notices:notices")
