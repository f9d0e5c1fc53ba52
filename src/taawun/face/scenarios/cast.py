"""The invented people of a demonstration, and the codes and moments that their rows need."""

import datetime as dt
from collections import defaultdict
from typing import TypedDict
from zoneinfo import ZoneInfo

from .rows import PersonRow, RunRow, TrainerRow
from .rule import invented_names
from .world import World

OFFICE_OPENS = dt.time(9)
_SUBMITTED = dt.timedelta(weeks=-6)
_ENDORSED = dt.timedelta(weeks=-4)
_DECIDED = dt.timedelta(weeks=-1)
_NATIONS_OWN = frozenset({"draft", "submitted", "returned"})
_ADDRESS = {"female": ("Ms", "السيدة"), "male": ("Mr", "السيد")}


class Moments(TypedDict):
    """When a nomination was submitted, endorsed, decided and put on the wait list, as far as it came."""

    submitted_at: dt.datetime | None
    endorsed_at: dt.datetime | None
    decided_at: dt.datetime | None
    waitlisted_at: dt.datetime | None


class Cast:
    """Hands out people with names that nobody bears, numbered within their party."""

    def __init__(self, world: World) -> None:
        self._names = invented_names(world)
        self._numbers: dict[str, int] = defaultdict(int)
        self._nominations: dict[str, int] = defaultdict(int)
        self._made = 0
        self._ranks = [row for row in world.names if row.part == "rank"]
        self._posts = [row for row in world.names if row.part == "post"]
        self._endorsing = {row.code for row in world.parties if row.endorses}
        self.centre = next(row for row in world.parties if row.code == world.settings.centre)
        self._zone = ZoneInfo(world.settings.zone)

    def nomination_code(self, run: RunRow) -> str:
        """The next code for a nomination to `run`."""
        self._nominations[run.code] += 1
        return f"{run.code}-{self._nominations[run.code]:03d}"

    def moments(self, person: PersonRow, state: str, run: RunRow, latest: dt.date | None = None) -> Moments:
        """Moments that fit a state: counted back from the end of nominations, and none after `latest`.

        Where a nation asks for no endorsement, the centre sees a nomination when it is submitted.
        """
        deadline = run.nominations_until or dt.date.fromisoformat(run.start)
        minute = dt.timedelta(minutes=self._nominations[run.code])  # one after the other, as they were typed

        def on(offset: dt.timedelta) -> dt.datetime:
            day = min(deadline + offset, latest or dt.date.max)
            return (dt.datetime.combine(day, OFFICE_OPENS, self._zone) + minute).astimezone(dt.UTC)

        endorses = person.party in self._endorsing
        seen = state not in _NATIONS_OWN or (state == "returned" and not endorses)
        decided = seen and state not in {"endorsed", "returned"}
        return {
            "submitted_at": on(_SUBMITTED) if state != "draft" else None,
            "endorsed_at": on(_ENDORSED if endorses else _SUBMITTED) if seen else None,
            "decided_at": on(_DECIDED) if decided else None,
            "waitlisted_at": on(_DECIDED) if state == "waitlisted" else None,
        }

    def trainee(self, party: str) -> PersonRow:
        """Somebody whom `party` nominates."""
        return self._person(party, "D")

    def trainer(self, party: str) -> TrainerRow:
        """Somebody whom `party` sends to teach."""
        person = self._person(party, "T")
        return TrainerRow(
            code=person.code,
            party=party,
            name_en=person.name_en,
            name_ar=person.name_ar,
            post_en=person.post_en,
            post_ar=person.post_ar,
            email=person.email,
            basis="demonstration",
        )

    def _person(self, party: str, mark: str) -> PersonRow:
        name = next(self._names)
        self._numbers[party] += 1
        code = f"{mark}-{party}-{self._numbers[party]:04d}"
        rank = self._ranks[self._made % len(self._ranks)] if self._ranks else None
        post = self._posts[self._made % len(self._posts)] if self._posts else None
        self._made += 1
        address_en, address_ar = _ADDRESS[name.gender]
        return PersonRow(
            code=code,
            party=party,
            identifier=f"DEMO-{code}",
            name_en=name.en,
            name_ar=name.ar,
            gender=name.gender,
            address_en=address_en,
            address_ar=address_ar,
            rank_en=rank.en if rank else "",
            rank_ar=rank.ar if rank else "",
            post_en=post.en if post else "",
            post_ar=post.ar if post else "",
            email=f"{code.lower()}@{party.lower()}.example",
            basis="demonstration",
        )
