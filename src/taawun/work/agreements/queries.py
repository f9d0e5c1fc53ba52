"""Agreements as lists read them. What was found is shown in its own words; no status is worked out from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from taawun.ground.lists import Column, Filter, Listing
from taawun.ground.policy.models import Party
from taawun.ground.records.folding import folded, holding
from taawun.people.parties.models import Area
from taawun.people.parties.queries import areas_by_key, in_order, parties_by_code

from .models import Agreement

_SEARCHED = (
    "title_en", "title_ar", "kind_en", "kind_ar", "standing_en", "standing_ar", "signatories_en", "signatories_ar",
    "note_en", "note_ar", "code",
)  # fmt: skip


def search(found: QuerySet[Agreement], words: str) -> QuerySet[Agreement]:
    """Narrow to agreements that speak of every one of `words`."""
    return holding(found, words, *_SEARCHED)


def _names(party: Party, language: str) -> str:
    other = "en" if language == "ar" else "ar"
    named = (getattr(party, f"{field}_{tongue}") for tongue in (language, other) for field in ("short_name", "name"))
    return next(filter(None, named), party.code)


def listing(language: str) -> Listing:
    """Declare the list of agreements; what it may be narrowed by comes from what the viewer sees."""
    seen = Agreement.objects.order_by()
    other = "en" if language == "ar" else "ar"
    spoken = seen.values_list("kind_en", f"kind_{language}", f"kind_{other}").distinct()
    kinds = {str(key): str(words or in_the_other) for key, words, in_the_other in spoken if key}
    lists = list(seen.values_list("areas", "party_a", "party_b"))
    used = {key for areas, _a, _b in lists for key in areas}
    parties = parties_by_code(code for _areas, a, b in lists for code in [*a, *b])
    title: Any = folded(f"title_{language}", f"title_{other}")
    return Listing(
        columns=[
            Column(key="title", title=_("Agreement"), order=title),
            Column(key="kind", title=_("Kind"), order=f"kind_{language}"),
            Column(key="parties", title=_("Parties")),
            Column(key="when", title=_("Dates as known"), order="sort_day"),
            Column(key="standing", title=_("What was found")),
        ],
        sort="-when",
        filters=[
            Filter(
                key="area",
                title=_("Area"),
                choices=[(key, getattr(a, f"name_{language}")) for key, a in areas_by_key().items() if key in used],
                apply=lambda found, area: found.filter(areas__contains=[area]),
            ),
            Filter(
                key="kind",
                title=_("Kind"),
                choices=sorted(kinds.items(), key=lambda choice: choice[1]),
                apply=lambda found, kind: found.filter(kind_en=kind),
            ),
            Filter(
                key="party",
                title=_("Party"),
                choices=[(party.code, _names(party, language)) for party in in_order(parties, parties)],
                apply=lambda found, code: found.filter(Q(party_a__contains=[code]) | Q(party_b__contains=[code])),
            ),
        ],
        search=search,
    )


@dataclass(frozen=True)
class Shown:
    """An agreement with its two sides and its areas by name."""

    agreement: Agreement
    side_a: list[Party]
    side_b: list[Party]
    areas: list[Area]

    @property
    def parties(self) -> list[Party]:
        """Both sides."""
        return [*self.side_a, *self.side_b]


def shown(agreements: Iterable[Agreement]) -> list[Shown]:
    """Return agreements with what their codes stand for: two queries, however many they are."""
    rows = list(agreements)
    parties = parties_by_code(code for row in rows for code in [*row.party_a, *row.party_b])
    areas = areas_by_key()
    return [
        Shown(
            agreement=row,
            side_a=in_order(row.party_a, parties),
            side_b=in_order(row.party_b, parties),
            areas=[areas[key] for key in row.areas if key in areas],
        )
        for row in rows
    ]
