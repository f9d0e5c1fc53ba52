"""The invented people of a demonstration, and the codes and dates that their rows need."""

import datetime as dt
from collections import defaultdict
from typing import TypedDict

from .rows import PersonRow, RunRow
from .rule import invented_names
from .world import World

_SUBMITTED = dt.timedelta(weeks=-6)
_ENDORSED = dt.timedelta(weeks=-4)
_DECIDED = dt.timedelta(weeks=-1)
_NOT_SUBMITTED = {"draft"}
_NOT_ENDORSED = {"submitted", "returned"}
_NOT_DECIDED = {"endorsed"}
_ADDRESS = {"female": ("Ms", "السيدة"), "male": ("Mr", "السيد")}


class Dates(TypedDict):
    """When a nomination was submitted, endorsed and decided, as far as it came."""

    submitted_on: dt.date | None
    endorsed_on: dt.date | None
    decided_on: dt.date | None


def nomination_dates(state: str, deadline: dt.date, *, endorses: bool, latest: dt.date | None = None) -> Dates:
    """Dates that fit a state: counted back from the deadline, and none after `latest`."""

    def on(offset: dt.timedelta) -> dt.date:
        return min(deadline + offset, latest or dt.date.max)

    submitted = state not in _NOT_SUBMITTED
    passed = submitted and state not in _NOT_ENDORSED
    return {
        "submitted_on": on(_SUBMITTED) if submitted else None,
        "endorsed_on": on(_ENDORSED) if passed and endorses else None,
        "decided_on": on(_DECIDED) if passed and state not in _NOT_DECIDED else None,
    }


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

    def endorses(self, party: str) -> bool:
        """Whether the nation itself endorses before the centre sees a nomination."""
        return party in self._endorsing

    def nomination_code(self, run: RunRow) -> str:
        """The next code for a nomination to `run`."""
        self._nominations[run.code] += 1
        return f"{run.code}-{self._nominations[run.code]:03d}"

    def trainee(self, party: str) -> PersonRow:
        """Somebody whom `party` nominates."""
        return self._person(party, "D")

    def trainer(self, party: str) -> PersonRow:
        """Somebody whom `party` sends to teach."""
        return self._person(party, "T")

    def _person(self, party: str, mark: str) -> PersonRow:
        name = next(self._names)
        self._numbers[party] += 1
        identifier = f"{mark}-{party}-{self._numbers[party]:04d}"
        rank = self._ranks[self._made % len(self._ranks)] if self._ranks else None
        post = self._posts[self._made % len(self._posts)] if self._posts else None
        self._made += 1
        address_en, address_ar = _ADDRESS[name.gender]
        return PersonRow(
            code=identifier,
            party=party,
            identifier=f"DEMO-{identifier}",
            name_en=name.en,
            name_ar=name.ar,
            gender=name.gender,
            address_en=address_en,
            address_ar=address_ar,
            rank_en=rank.en if rank else "",
            rank_ar=rank.ar if rank else "",
            post_en=post.en if post else "",
            post_ar=post.ar if post else "",
            email=f"{identifier.lower()}@{party.lower()}.example",
            languages=("ar",) if mark == "D" else ("en",),
            demonstration=True,
        )
