"""Pages of parties: who stands where, today or on another day. Parties are public facts, open to anybody."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from taawun.ground.localtime import NotADate, parse_date, today_at
from taawun.ground.policy.door import installation
from taawun.ground.policy.models import Membership, Party
from taawun.people.accounts.routes import Request, anyone, route

from . import queries
from .models import Profile

_SHOWN = 40


@dataclass(frozen=True)
class AskedDay:
    """The day that a page is asked for: what was typed, the day itself, and what is wrong with it."""

    typed: str
    day: date
    problem: str

    @property
    def is_today(self) -> bool:
        """Whether no other day is in force."""
        return not self.typed or bool(self.problem)


def _asked_day(typed: str) -> AskedDay:
    today = today_at(installation().zone)
    typed = typed.strip()
    if not typed:
        return AskedDay("", today, "")
    try:
        return AskedDay(typed[:_SHOWN], parse_date(typed, today=today).date, "")
    except NotADate as wrong:
        return AskedDay(typed[:_SHOWN], today, str(wrong))


@dataclass(frozen=True)
class Group:
    """Parties under one heading."""

    key: str
    heading: str
    branches: list[queries.Branch]


def _headings() -> dict[str, str]:
    return {
        queries.MEMBERS: _("Members"),
        queries.INVITED: _("Invited"),
        queries.ALLIANCE: _("Alliance and its bodies"),
        queries.SECRETARIATS: _("Secretariats"),
        queries.OTHERS: _("Other parties"),
    }


@route("GET", who=anyone)
def parties(request: Request) -> HttpResponse:
    """List every party by its standing in a community on a day: in protocol order, each with what stands below it."""
    asked = _asked_day(request.GET.get("on", ""))
    among = queries.communities()
    wanted = request.GET.get("in", "")
    community = next((one for one in among if one.key == wanted), None) or queries.community_of_the_centre(among)
    groups = queries.grouped(queries.standings(community, asked.day))
    headings = _headings()
    return render(
        request,
        "parties/parties.html",
        {
            "asked": asked,
            "errors": asked.problem,
            "community": community,
            "communities": among,
            "groups": [Group(key, headings[key], branches) for key, branches in groups.items() if branches],
        },
    )


@route("GET", who=anyone)
def party(request: Request, code: str) -> HttpResponse:
    """Show a party: its names, what it stands below and what below it, its standings as far as they are known."""
    found = get_object_or_404(Party, code=code)
    profile = Profile.objects.select_related("hosted_by").filter(party=found).first()
    return render(
        request,
        "parties/party.html",
        {
            "party": found,
            "profile": profile,
            "above": queries.line_of(found),
            "below": found.children.order_by("protocol_order", "code"),
            "guests": [
                one.party
                for one in Profile.objects.select_related("party")
                .filter(hosted_by=found)
                .order_by("party__protocol_order", "party__code")
            ],
            "memberships": Membership.objects.filter(party=found)
            .select_related("community")
            .order_by("community_id", "valid"),
        },
    )
