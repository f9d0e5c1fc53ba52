"""What other rooms say beside a person: each registers at start, so that this room knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .models import Person


@dataclass(frozen=True)
class Section:
    """A part of a person's page that another room fills: its template, and `given` for it."""

    template: str
    given: Mapping[str, Any] = field(default_factory=dict)


Gather = Callable[[Person], Section | None]
_gatherers: list[Gather] = []


def beside(gather: Gather) -> Gather:
    """Have `gather(person)` asked for a section when a person's page is made; None where there is nothing to say."""
    if gather not in _gatherers:
        _gatherers.append(gather)
    return gather


def sections(person: Person) -> list[Section]:
    """Return what the rooms say beside this person, as the viewer of the open door sees it."""
    return [section for gather in _gatherers if (section := gather(person))]
