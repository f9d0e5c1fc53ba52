"""The rule in five lines. Property tests hold the database to them."""

from collections.abc import Set as AbstractSet


def visible(
    viewer_level: int, viewer_communities: AbstractSet[int], label_level: int, audience: AbstractSet[int]
) -> bool:
    """Say whether a viewer sees what carries a label: cleared for its level, and in its audience."""
    return label_level <= viewer_level and not audience.isdisjoint(viewer_communities)
