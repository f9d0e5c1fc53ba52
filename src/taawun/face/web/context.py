"""What every page needs, gathered once: the reader, the way through the house, for whom one acts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from taawun.ground.policy.door import installation, is_open
from taawun.ground.policy.models import Installation

from .navigation import address, counts_for, navigation
from .reading import DIRECTION, Reader, plain, reader_of

ROLES = {
    "liaison_officer": _("liaison officer"),
    "point_of_contact": _("national point of contact"),
    "party_administrator": _("party administrator"),
    "registrar": _("registrar"),
    "course_director": _("course director"),
    "director": _("director of the centre"),
    "analyst": _("analyst"),
    "duty_officer": _("duty officer"),
    "security_officer": _("security officer"),
    "auditor": _("auditor"),
}


@dataclass(frozen=True)
class Alternate:
    """A mandate as the top bar says it: for whom, in which role, until when."""

    role: str
    principal: str
    until: date | None


@dataclass(frozen=True)
class Acting:
    """For whom the reader acts: party, roles in words, mandates."""

    party: str
    roles: str
    alternates: tuple[Alternate, ...]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the frame of a page what it shows.

    Outside the door (error pages) nothing is read from the database, so that an error page cannot fail in turn.
    """
    reader = reader_of(request)
    found: dict[str, Any] = {
        "reader": reader,
        "lang": reader.language,
        "dir": DIRECTION[reader.language],
        "other_lang": reader.other,
        "here": request.get_full_path(),
        "search_url": address("search:search"),
        "notices_url": address("notices:notices"),
        "home_url": address("home") or "/",
        "single_keys": getattr(getattr(request, "account", None), "single_keys", True),
        "nav": [],
        "acting": None,
        "unread": 0,
        "centre_name": "",
        "demonstration": False,
        "demonstration_rule": "",
    }
    viewer = getattr(request, "viewer", None)
    if viewer is None or not is_open():
        return found
    found |= _installation(reader)
    if viewer.account_id is None:
        return found
    counts = counts_for(viewer)
    found["nav"] = navigation(request, viewer, counts)
    found["unread"] = counts.get("notices:notices", 0)
    found["acting"] = acting(viewer, reader)
    return found


def _installation(reader: Reader) -> dict[str, Any]:
    try:
        facts = installation()
    except Installation.DoesNotExist:
        return {}
    return {
        "centre_name": plain(facts, "name", reader),
        "demonstration": bool(facts.demonstration_en or facts.demonstration_ar),
        "demonstration_rule": plain(facts, "demonstration", reader),
    }


def acting(viewer: Any, reader: Reader) -> Acting | None:
    """Say for whom a viewer acts; None for a viewer without a party."""
    party = viewer.party
    if party is None:
        return None
    comma = "، " if reader.language == "ar" else ", "
    name = plain(party, "short_name", reader) or plain(party, "name", reader) or party.code
    held = [key for key in ROLES if key in viewer.roles]
    return Acting(name, comma.join(str(ROLES[key]) for key in held), tuple(_alternates(viewer, reader)))


def _alternates(viewer: Any, reader: Reader) -> list[Alternate]:
    return [Alternate(str(ROLES.get(m.role, m.role)), _principal(m, reader), m.until) for m in viewer.mandates]


def _principal(mandate: Any, reader: Reader) -> str:
    """Name the colleague for whom the viewer stands in."""
    if named := getattr(mandate, "principal", ""):
        return str(named)
    from taawun.people.accounts.models import Account

    account = Account.objects.filter(pk=mandate.principal_id).only("name_en", "name_ar", "email").first()
    return (plain(account, "name", reader) or account.email) if account else ""
