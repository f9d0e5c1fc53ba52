"""Events as lists read them: filters by kind, year and area, search in both scripts, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from taawun.ground.lists import Column, Filter, Listing
from taawun.ground.localtime import PartialDate
from taawun.ground.policy.models import Party
from taawun.ground.records.folding import folded, holding
from taawun.people.parties.models import Area
from taawun.people.parties.queries import areas_by_key, in_order, parties_by_code

from .models import Event

_SEARCHED = (
    "title_en", "title_ar", "kind_en", "kind_ar", "place_en", "place_ar", "others_en", "others_ar", "speakers_en",
    "speakers_ar", "note_en", "note_ar", "code",
)  # fmt: skip


def search(found: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Narrow to events that speak of every one of `words`."""
    return holding(found, words, *_SEARCHED)


def listing(language: str) -> Listing:
    """Declare the list of events; what it may be narrowed by comes from what the viewer sees."""
    seen = Event.objects.order_by()
    other = "en" if language == "ar" else "ar"
    spoken = seen.values_list("kind_en", f"kind_{language}", f"kind_{other}").distinct()
    kinds = {str(key): str(words or in_the_other) for key, words, in_the_other in spoken if key}
    years = [str(day.year) for day in seen.dates("sort_day", "year", order="DESC")]
    used = {key for keys in seen.values_list("areas", flat=True) for key in keys}
    areas = [(key, getattr(area, f"name_{language}")) for key, area in areas_by_key().items() if key in used]
    title: Any = folded(f"title_{language}", f"title_{other}")
    return Listing(
        columns=[
            Column(key="title", title=_("Event"), order=title),
            Column(key="when", title=_("Date"), order="sort_day"),
            Column(key="place", title=_("Place")),
            Column(key="kind", title=_("Kind"), order=f"kind_{language}"),
            Column(key="parties", title=_("Parties")),
        ],
        sort="-when",
        filters=[
            Filter(
                key="kind",
                title=_("Kind"),
                choices=sorted(kinds.items(), key=lambda choice: choice[1]),
                apply=lambda found, kind: found.filter(kind_en=kind),
            ),
            Filter(
                key="year",
                title=_("Year"),
                choices=[(year, year) for year in years],
                apply=lambda found, year: found.filter(sort_day__year=int(year)),
            ),
            Filter(
                key="area",
                title=_("Area"),
                choices=areas,
                apply=lambda found, area: found.filter(areas__contains=[area]),
            ),
        ],
        search=search,
    )


@dataclass(frozen=True)
class Shown:
    """An event with its parties and areas by name, and its days where both are known to the day."""

    event: Event
    host: Party | None
    parties: list[Party]
    areas: list[Area]
    first: date | None
    last: date | None


def shown(events: Iterable[Event]) -> list[Shown]:
    """Return events with what their codes stand for: two queries, however many they are."""
    rows = list(events)
    parties = parties_by_code(code for event in rows for code in [*event.parties, event.host])
    areas = areas_by_key()
    return [
        Shown(
            event=event,
            host=parties.get(event.host),
            parties=in_order(event.parties, parties),
            areas=[areas[key] for key in event.areas if key in areas],
            first=_whole(event.when),
            last=_whole(event.until),
        )
        for event in rows
    ]


def _whole(written: str) -> date | None:
    known = PartialDate(written)
    return known.first if known.precision == "day" else None


def participants_in_words(event: Event) -> str:
    """Say how many took part as the source does: about 120, more than 24; '' where nobody said."""
    number = event.participants
    if number is None:
        return ""
    said = {
        "more_than": ngettext("more than %(n)s participant", "more than %(n)s participants", number),
        "at_least": ngettext("at least %(n)s participant", "at least %(n)s participants", number),
        "about": ngettext("about %(n)s participant", "about %(n)s participants", number),
        "nearly": ngettext("nearly %(n)s participant", "nearly %(n)s participants", number),
        "expected": ngettext("%(n)s participant expected", "%(n)s participants expected", number),
    }
    exact = ngettext("%(n)s participant", "%(n)s participants", number)
    return said.get(event.participants_qualifier, exact) % {"n": number}
