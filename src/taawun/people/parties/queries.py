"""Reads of parties and areas. Both are public facts, few, and read by name on many pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import PUBLIC, Community, Membership, Party

from .models import Area


def parties_by_code(codes: Iterable[str]) -> dict[str, Party]:
    """Return the parties with these codes; a code that no party has is left out."""
    return {party.code: party for party in Party.objects.filter(code__in={code for code in codes if code})}


def areas_by_key() -> dict[str, Area]:
    """Return every area of cooperation by its key, in its order."""
    return {area.key: area for area in Area.objects.all()}


def in_order(codes: Iterable[str], parties: Mapping[str, Party]) -> list[Party]:
    """Return the parties with these codes in protocol order."""
    return sorted((parties[code] for code in codes if code in parties), key=lambda p: (p.protocol_order, p.code))


def communities() -> list[Community]:
    """Return the communities that are more than one party and its own: frameworks, groups."""
    return list(Community.objects.filter(party=None).exclude(pk=PUBLIC).order_by("pk"))


def community_of_the_centre(among: Sequence[Community]) -> Community | None:
    """Return the community whose centre this installation is: the first that the centre ever stood in."""
    centre = centre_id()
    held = set(Membership.objects.filter(party=centre, community__in=among).values_list("community", flat=True))
    return next((one for one in among if one.pk in held), among[0] if among else None)


def standings(community: Community | None, day: date) -> dict[int, Membership]:
    """Return the standing of each party in a community on a day."""
    if community is None:
        return {}
    held = Membership.objects.filter(community=community, valid__contains=day)
    return {standing.party_id: standing for standing in held}


@dataclass
class Branch:
    """A party with what stands below it, and its standing on the day that was asked for."""

    party: Party
    standing: Membership | None
    below: list["Branch"] = field(default_factory=list)


MEMBERS, INVITED, ALLIANCE, SECRETARIATS, OTHERS = "members", "invited", "alliance", "secretariats", "others"


def grouped(standing_of: Mapping[int, Membership]) -> dict[str, list[Branch]]:
    """Return the tree of parties in protocol order, its roots grouped by standing, then by kind.

    A standing groups a root before its kind does: an alliance that founded a framework is no member of it.
    """
    branches = {p.pk: Branch(p, standing_of.get(p.pk)) for p in Party.objects.order_by("protocol_order", "code")}
    groups: dict[str, list[Branch]] = {key: [] for key in (MEMBERS, INVITED, ALLIANCE, SECRETARIATS, OTHERS)}
    for branch in branches.values():
        parent = branch.party.parent_id
        (branches[parent].below if parent else groups[_group(branch)]).append(branch)
    return groups


def _group(branch: Branch) -> str:
    status = branch.standing.status if branch.standing else ""
    if status in (Membership.Status.MEMBER, Membership.Status.PARTNER):
        return MEMBERS
    if status == Membership.Status.INVITED:
        return INVITED
    kinds = {Party.Kind.ALLIANCE: ALLIANCE, Party.Kind.SECRETARIAT: SECRETARIATS}
    return kinds.get(Party.Kind(branch.party.kind), OTHERS)


def line_of(party: Party) -> list[Party]:
    """Return what a party stands below, the root first."""
    line: list[Party] = []
    above = party.parent
    while above is not None:
        line.insert(0, above)
        above = above.parent
    return line
