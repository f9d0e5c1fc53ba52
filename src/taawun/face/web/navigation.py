"""The way through the house: the groups of the sidebar, what waits behind each, who is acting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass
class Item:
    """One link of the sidebar; `due` means that the count is the reader's own to do."""

    label: Words
    name: str
    icon: str
    due: bool = False
    url: str = ""
    count: int = 0
    current: str = ""


@dataclass
class Group:
    """Links under one heading; the first group has none."""

    heading: Words
    items: list[Item] = field(default_factory=list)


def _plan() -> list[Group]:
    return [
        Group("", [Item(_("Overview"), "home", "layout-dashboard")]),
        Group(
            _("Training"),
            [
                Item(_("Courses"), "training:courses", "book-open"),
                Item(_("Nominations"), "training:nominations", "user-check", due=True),
                Item(_("Trainers"), "training:trainers", "presentation"),
            ],
        ),
        Group(
            _("Consultation"),
            [
                Item(_("Meetings"), "meetings:events", "calendar-days"),
                Item(_("Agreements"), "agreements:agreements", "signature"),
            ],
        ),
        Group(
            _("The record"),
            [
                Item(_("Key figures"), "reporting:figures", "chart-column"),
                Item(_("Parties"), "parties:parties", "building-2"),
                Item(_("People"), "persons:persons", "users"),
                Item(_("Notices"), "notices:notices", "bell"),
            ],
        ),
    ]


def address(name: str) -> str:
    """Return the address of a route, or '' while no room answers to that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _admits(url: str, viewer: Any) -> bool:
    try:
        declared = getattr(resolve(url).func, "declared", None)
    except Resolver404:
        return False
    return declared is None or viewer is None or bool(declared[1].admits(viewer))


def counts_for(viewer: Any) -> dict[str, int]:
    """Ask the rooms what waits for the viewer (`SHELL_COUNTS`); call it inside the door.

    A room that is not there has no count.
    """
    declared: Mapping[str, str] = getattr(settings, "SHELL_COUNTS", {})
    found = {}
    for name, dotted in declared.items():
        try:
            ask: Callable[[Any], int] = import_string(dotted)
        except ImportError:
            continue
        found[name] = ask(viewer)
    return found


def navigation(request: HttpRequest, viewer: Any, counts: Mapping[str, int]) -> list[Group]:
    """Return the groups that this viewer may enter, with the place where the reader stands marked."""
    groups = []
    here = request.path
    for group in _plan():
        kept = []
        for item in group.items:
            item.url = address(item.name)
            if item.url and _admits(item.url, viewer):
                item.count = counts.get(item.name, 0)
                kept.append(item)
        if kept:
            groups.append(Group(group.heading, kept))
    _mark([item for group in groups for item in group.items], here)
    return groups


def _mark(items: list[Item], here: str) -> None:
    """Mark the link whose address is the longest beginning of where the reader is."""
    home = address("home")
    under = [i for i in items if here == i.url or (i.url != home and here.startswith(i.url))]
    if under:
        nearest = max(under, key=lambda item: len(item.url))
        nearest.current = "page" if here == nearest.url else "true"
