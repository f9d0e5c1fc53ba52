"""What the label ribbon of a record says to its reader: the level, the communities that she holds, and *others*.

The originator sees the whole audience; anybody else learns only of communities that are also hers.
"""

from dataclasses import dataclass

from taawun.ground.policy.door import current
from taawun.ground.policy.models import PUBLIC, Community, Party

from .models import Record


@dataclass(frozen=True)
class Ribbon:
    """The ribbon's content. `others`: the audience holds communities that the reader does not."""

    level: int
    audience: tuple[Community, ...]
    others: bool
    public: bool
    own: bool
    originator: Party

    def names(self, language: str) -> list[str]:
        """Return the names of the audience in a language: short names for parties."""
        return [name_of(c, language) for c in self.audience]

    @property
    def audience_names_en(self) -> list[str]:
        """The names of the audience in English, as the ribbon's tag asks for them."""
        return self.names("en")

    @property
    def audience_names_ar(self) -> list[str]:
        """The same in Arabic."""
        return self.names("ar")

    @property
    def originator_name_en(self) -> str:
        """The originator's short name in English, or what name there is."""
        return self.originator.short_name_en or self.originator.name_en or self.originator.code

    @property
    def originator_name_ar(self) -> str:
        """The same in Arabic."""
        return self.originator.short_name_ar or self.originator.name_ar or self.originator_name_en


def name_of(community: Community, language: str) -> str:
    """Return a community's name in a language; a party's own community by the party's short name."""
    source = community.party or community
    prefix = "short_name" if community.party else "name"
    other = "en" if language == "ar" else "ar"
    return getattr(source, f"{prefix}_{language}") or getattr(source, f"{prefix}_{other}") or community.key


def ribbon_of(record: Record) -> Ribbon:
    """Return what the viewer of the open door may read of a record's label."""
    viewer = current()
    whole = set(record.label.audience)
    own = viewer.party_id == record.originator_id
    shown = whole if own else whole & viewer.communities
    audience = (
        Community.objects.filter(pk__in=shown - {PUBLIC})
        .select_related("party")
        .order_by("party__protocol_order", "key")
    )
    return Ribbon(
        level=record.label.level,
        audience=tuple(audience),
        others=bool(whole - shown),
        public=PUBLIC in whole and record.label.level == 0,
        own=own,
        originator=record.originator,
    )
