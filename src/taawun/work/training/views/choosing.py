"""Choosing one of the party's own people: a search, a short list, and who is already put forward."""

import uuid
from dataclasses import dataclass

from taawun.ground.records.text import BadText, clean_line
from taawun.people.accounts.routes import Request
from taawun.people.persons.models import Person

from ..models import Run
from ..queries import nominations as queries

MOST = 20


@dataclass(frozen=True)
class Choice:
    """People to choose from; `more` says that others match, `chosen` which one was chosen before."""

    people: list[Person]
    taken: set[uuid.UUID]
    words: str
    more: bool
    chosen: str
    none_yet: bool


def people_to_choose(request: Request, run: Run, leave_out: uuid.UUID | None = None) -> Choice:
    """Return the people of one's own party that match `who` of the address, those already nominated marked."""
    try:
        words = clean_line(request.GET.get("who", request.POST.get("who", "")))[:100]
    except BadText:
        words = ""
    chosen = request.POST.get("person", request.GET.get("person", ""))
    matching = queries.own_people(request.viewer, words)
    if leave_out is not None:
        matching = matching.exclude(pk=leave_out)
    people = list(matching[: MOST + 1])
    return Choice(
        people=people[:MOST],
        taken=queries.standing(run, people[:MOST]),
        words=words,
        more=len(people) > MOST,
        chosen=chosen,
        none_yet=not people and not words,
    )
