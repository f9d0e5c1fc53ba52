"""Nominations as lists read them: what waits for whom, tabs, filters, search in both scripts, sorts, rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taawun.ground.lists import Column, Filter, Listing, ListPage, Tab
from taawun.ground.policy.door import Viewer, current
from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import Party
from taawun.ground.records.folding import Fold
from taawun.ground.records.names import name_key
from taawun.ground.records.text import fold_arabic
from taawun.people.accounts.roles import Role
from taawun.people.persons.models import Person

from ..history import party_words
from ..models import Nomination, Run, Seat

State = Nomination.State
ACCEPTED = (State.ACCEPTED, State.CONFIRMED, State.ATTENDING, State.COMPLETED)
ENDED = (
    State.NOT_COMPLETED, State.WITHDRAWN, State.REPLACED, State.LAPSED, State.NO_SHOW, State.RELEASED,
)  # fmt: skip
_SEARCHED = ("name_en", "name_ar", "post_en", "post_ar", "body_en", "body_ar")
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
SHORTEST_KEY = 3


class WaitPlace(Func):
    """The place in the wait list, by the listed function: one's own, or any for the centre."""

    function = "policy.wait_place"
    output_field = IntegerField()


def standing_offer() -> Exists:
    """Return the condition that a seat is held for a nomination and its offer still stands."""
    return Exists(
        Seat.objects.filter(nomination=OuterRef("pk"), state=Seat.State.OFFERED, offered_until__gt=timezone.now())
    )


def waiting_for(viewer: Viewer) -> Q | None:
    """Return the condition for nominations that wait for this viewer, None where the viewer answers for none."""
    found = None
    for role, condition in (
        (Role.REGISTRAR, Q(steward=viewer.party_id, state=State.ENDORSED)),
        (Role.POINT_OF_CONTACT, Q(originator=viewer.party_id, state=State.SUBMITTED)),
        (
            Role.LIAISON_OFFICER,
            Q(originator=viewer.party_id, state__in=[State.DRAFT, State.RETURNED, State.ACCEPTED])
            | Q(standing_offer(), originator=viewer.party_id, state=State.WAITLISTED),
        ),
    ):
        if viewer.holds(role):
            found = condition if found is None else found | condition
    return found


def waiting_count(viewer: Viewer) -> int:
    """Return how many nominations wait for this viewer: the number beside the link of the sidebar."""
    condition = waiting_for(viewer)
    return Nomination.objects.filter(condition).count() if condition is not None else 0


def since() -> Coalesce:
    """Return when a nomination was sent, or begun where it was not: the order in which a queue is worked."""
    return Coalesce("submitted_at", "created_at")


def visible() -> QuerySet[Nomination]:
    """Return the nominations that the viewer sees, with what every list shows of them."""
    offered = Seat.objects.filter(nomination=OuterRef("pk"), state=Seat.State.OFFERED).values("offered_until")[:1]
    return Nomination.objects.select_related("person", "run", "run__course", "originator").annotate(
        place=WaitPlace(F("pk")),
        offered_until=Subquery(offered),
    )


def sovereigns() -> dict[int, Party]:
    """Return, for each party, the sovereign (or other root) above it; the tree is a public fact and small."""
    every = {party.pk: party for party in Party.objects.all()}

    def root(party: Party) -> Party:
        while party.parent_id is not None:
            party = every[party.parent_id]
        return party

    return {pk: root(party) for pk, party in every.items()}


def search(found: QuerySet[Any], words: str, person: str = "person__") -> QuerySet[Any]:
    """Narrow to people whose name, post or body holds `words`, in either script.

    A name also matches by its consonants, so that محمد finds Mohammed; a number matches as a whole.
    """
    parts = (part for name in _SEARCHED for part in (F(f"{person}{name}"), Value(" · ")))
    condition = Q(words_folded__contains=fold_arabic(words)) | Q(**{f"{person}identifier": words})
    key = name_key(words)
    if len(key) > SHORTEST_KEY:
        condition |= Q(**{f"{person}key__contains": key})
    elif len(key) == SHORTEST_KEY:  # so short a key is part of many names: only where a name begins or ends with it
        condition |= Q(**{f"{person}key__startswith": key}) | Q(**{f"{person}key__endswith": key})
    narrowed: QuerySet[Any] = found.alias(words_folded=Fold(Concat(*parts, output_field=CharField())))
    return narrowed.filter(condition)


def _by_run(found: QuerySet[Any], code: str) -> QuerySet[Any]:
    return found.filter(run__code=code)


def _run_choices() -> list[tuple[str, str]]:
    runs = Run.objects.filter(Exists(Nomination.objects.filter(run=OuterRef("pk")))).order_by("-first_day", "code")
    return [(code, code) for code in runs.values_list("code", flat=True)[:500]]


def _nation_filter(roots: dict[int, Party]) -> Filter:
    seen = {roots[pk] for pk in Nomination.objects.order_by().values_list("originator", flat=True).distinct()}
    below: dict[str, list[int]] = {}
    for pk, nation in roots.items():
        below.setdefault(nation.code, []).append(pk)
    return Filter(
        key="nation",
        title=_("Nation"),
        choices=sorted(((nation.code, party_words(nation)) for nation in seen), key=lambda choice: choice[1]),
        apply=lambda found, code: found.filter(originator__in=below[code]),
    )


def _tabs(viewer: Viewer) -> list[Tab]:
    """Return the tabs, what waits for the viewer first."""
    of_nation = viewer.holds(Role.LIAISON_OFFICER, Role.POINT_OF_CONTACT)
    tabs = []
    condition = waiting_for(viewer)
    if of_nation and condition is not None:
        tabs.append(Tab(key="waiting", title=_("Yours to do"), condition=condition))
    if of_nation:
        tabs.append(Tab(key="draft", title=_("Drafts"), condition=Q(state=State.DRAFT)))
        tabs.append(Tab(key="submitted", title=_("With the point of contact"), condition=Q(state=State.SUBMITTED)))
    tabs += [
        Tab(key="endorsed", title=_("To decide"), condition=Q(state=State.ENDORSED)),
        Tab(key="returned", title=_("Returned"), condition=Q(state=State.RETURNED)),
        Tab(key="accepted", title=_("Accepted"), condition=Q(state__in=ACCEPTED)),
        Tab(key="waitlisted", title=_("Wait list"), condition=Q(state=State.WAITLISTED)),
        Tab(key="declined", title=_("Declined"), condition=Q(state=State.DECLINED)),
        Tab(key="ended", title=_("Ended"), condition=Q(state__in=ENDED)),
        Tab(key="all", title=_("All")),
    ]
    return tabs


def listing(viewer: Viewer, roots: dict[int, Party], language: str) -> Listing:
    """Declare the list of nominations for a viewer: tabs, filters and the closed list of sorts."""
    at_centre = viewer.party_id == centre_id()
    name = ("person__name_ar", "person__name_en") if language == "ar" else ("person__name_en", "person__name_ar")
    return Listing(
        columns=[
            Column(key="name", title=_("Nominee"), order=Fold(Concat(F(name[0]), Value(" "), F(name[1])))),
            *([Column(key="nation", title=_("Nation"), order="originator__code")] if at_centre else []),
            Column(key="run", title=_("Run"), order="run__code"),
            Column(key="sent", title=_("Sent"), order=since()),
            Column(key="english", title=_("English")),
            Column(key="state", title=_("State"), order="state"),
        ],
        sort="sent",
        tabs=_tabs(viewer),
        filters=[
            Filter(key="run", title=_("Run"), choices=_run_choices(), apply=_by_run),
            *([_nation_filter(roots)] if at_centre else []),
        ],
        search=search,
        size=25,
    )


@dataclass(frozen=True)
class Row:
    """One row of a list of nominations."""

    nomination: Nomination
    nation: Party
    place: int | None
    offered_until: datetime | None
    below: str

    @property
    def offered(self) -> bool:
        """Whether an offer holds a seat for it now."""
        return self.offered_until is not None and self.offered_until > timezone.now()


def rows(nominations: Iterable[Nomination], roots: dict[int, Party]) -> list[Row]:
    """Return rows for nominations that came from `visible`."""
    return [
        Row(
            nomination=n,
            nation=roots[n.originator_id],
            place=getattr(n, "place", None),
            offered_until=getattr(n, "offered_until", None),
            below=n.run.course.english if is_below(n.person.english, n.run.course.english) else "",
        )
        for n in nominations
    ]


def is_below(has: str, asked: str) -> bool:
    """Say whether a level of English is below the one asked for, where both are of the same scale."""
    return has in CEFR and asked in CEFR and CEFR.index(has) < CEFR.index(asked)


def page(viewer: Viewer, params: QueryDict, language: str) -> tuple[ListPage[Nomination], dict[int, Party]]:
    """Return the page of the list that a request asks for, and the nations of its parties."""
    roots = sovereigns()
    return ListPage(listing(viewer, roots, language), visible(), params), roots


@dataclass(frozen=True)
class Block:
    """The nominations of one run as its page shows them to the viewer."""

    run: Run
    rows: list[Row]
    total: int
    waiting: int
    accepted: int
    waitlisted: int
    at_centre: bool

    @property
    def more(self) -> bool:
        """Whether the list holds more than the rows shown."""
        return self.total > len(self.rows)


def block(run: Run, viewer: Viewer | None = None, *, most: int = 8) -> Block:
    """Return what the page of a run shows of its nominations: the viewer's own, or all for the centre."""
    asks = viewer or current()
    at_centre = asks.party_id == centre_id()
    mine = visible().filter(run=run)
    counts = mine.order_by().aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=State.ENDORSED)),
        accepted=Count("pk", filter=Q(state__in=ACCEPTED)),
        waitlisted=Count("pk", filter=Q(state=State.WAITLISTED)),
    )
    return Block(
        run=run, rows=rows(mine.order_by(since().desc(), "pk")[:most], sovereigns()), at_centre=at_centre, **counts
    )


def own_people(viewer: Viewer, words: str = "") -> QuerySet[Person]:
    """Return the people of the viewer's own party, narrowed by name in either script or by number."""
    found: QuerySet[Person] = Person.objects.filter(originator=viewer.party_id)
    if words:
        found = search(found, words, person="")
    return found.order_by("name_ar", "name_en", "pk")


def standing(run: Run, people: Sequence[Person]) -> set[Any]:
    """Return which of these people already have a nomination for a run that has not come to an end."""
    ids = [person.pk for person in people]
    return set(
        Nomination.objects.filter(run=run, person__in=ids)
        .exclude(state__in=Nomination.OVER)
        .values_list("person", flat=True)
    )
