"""Labels: found or made, joined. A label is interned: one row a distinct (level, audience)."""

from collections.abc import Iterable

from django.db import connection

from .door import current, installation
from .models import PUBLIC, Community, Label


def label_of(level: int, communities: Iterable[Community | int]) -> Label:
    """Find or make the label with this level and audience (communities or their ids; never empty)."""
    ids = sorted({c if isinstance(c, int) else c.pk for c in communities})
    with connection.cursor() as cursor:
        cursor.execute("SELECT policy.label_of(%s, %s::int[])", [level, ids])
        (pk,) = cursor.fetchone()
    return Label(pk=pk, level=level, audience=ids)


def own_community(party_id: int) -> int:
    """Return the id of the community of a party: itself and all that stands below it."""
    return Community.objects.values_list("pk", flat=True).get(party_id=party_id)


def own_label(level: int = 1) -> Label:
    """Return the label of what is the viewer's own party's alone."""
    party_id = current().party_id
    assert party_id is not None
    return label_of(level, [own_community(party_id)])


def label_for(*party_ids: int, level: int = 1) -> Label:
    """Return the label that shows a record to these parties (and to all that stands below each)."""
    return label_of(level, [own_community(p) for p in party_ids])


def public_label(originator_id: int) -> Label:
    """Return the public label of an originator: level 0, everybody, and the originator's own community."""
    return label_of(0, [PUBLIC, own_community(originator_id)])


def centre_id() -> int:
    """Return the party that runs this installation."""
    return installation().centre_id


class EmptyJoin(ValueError):
    """Nobody may see all the sources: a question to the author, never a silent widening."""


def join(labels: Iterable[Label], newer: dict[int, int] | None = None) -> tuple[int, frozenset[int]]:
    """Join labels for a document made of others: highest level, intersection of audiences.

    `newer` maps an old epoch to the community that took over from it: an old audience counts as the newer one.
    Raises `EmptyJoin` when no community is in every source.
    """
    newer = newer or {}

    def latest(community: int) -> int:
        while community in newer:
            community = newer[community]
        return community

    sources = list(labels)
    audiences = [frozenset(latest(c) for c in label.audience) for label in sources]
    shared = frozenset.intersection(*audiences) if audiences else frozenset()
    if not shared:
        raise EmptyJoin
    return max(label.level for label in sources), shared
