"""Who may take a step, as rules over the viewer and the record. Rooms name them in `by=`."""

from collections.abc import Callable
from typing import Any

from taawun.ground.policy.door import Viewer
from taawun.ground.policy.labels import centre_id

from .roles import Role

Rule = Callable[[Viewer, Any], bool]


def holder_at(field: str, *roles: str) -> Rule:
    """Holders of one of `roles` at the party that stands in `field` of the record (originator, steward, party …)."""

    def rule(viewer: Viewer, record: Any) -> bool:
        return (
            viewer.party_id is not None and viewer.party_id == getattr(record, f"{field}_id") and viewer.holds(*roles)
        )

    return rule


def liaison_of(field: str) -> Rule:
    """The liaison officers of the party in `field`."""
    return holder_at(field, Role.LIAISON_OFFICER)


def contact_of(field: str) -> Rule:
    """The national point of contact of the party in `field`, or an alternate with a mandate that is valid today."""
    return holder_at(field, Role.POINT_OF_CONTACT)


def at_centre(*roles: str) -> Rule:
    """Holders of one of `roles` at the centre, and the centre's own account (clock, wait list)."""

    def rule(viewer: Viewer, record: Any) -> bool:
        return viewer.party_id == centre_id() and viewer.holds(*roles)

    return rule


def either(*rules: Rule) -> Rule:
    """Anybody whom one of the rules names."""
    return lambda viewer, record: any(r(viewer, record) for r in rules)
