"""What is searched. The function in sql/search.sql finds ids; here each room says how its rows read.

A room registers its kinds in a module `searched.py`, which is loaded at start. People and parties stand below this
package and cannot, so `searched.py` of this package speaks for them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.functional import Promise

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Words:
    """A text in both languages; a template's `{% text %}` reads `said_ar` and `said_en`."""

    said_ar: str = ""
    said_en: str = ""

    @classmethod
    def of(cls, record: Any, field: str) -> "Words":
        """Return a text of a record, such as `title` of `title_ar` and `title_en`."""
        return cls(getattr(record, f"{field}_ar"), getattr(record, f"{field}_en"))

    def __or__(self, other: "Words") -> "Words":
        """Return this text, or the other one where this says nothing in either language."""
        return self if self.said_ar or self.said_en else other


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[M]):
    """A kind of record that is searched: its rows are read through the model's own manager, under the policies.

    `title` and `about` give what a result says; `url` where it leads; `in_list` the room's own list, narrowed to
    words, for when more were found than are shown; `names` marks what sounds alike, not only what is spelt alike.
    """

    key: str
    heading: str | Promise
    model: type[M]
    url: Callable[[M], str]
    title: Callable[[M], Words]
    about: Callable[[M], Sequence[Words]] = lambda row: ()
    code: Callable[[M], str] = lambda row: ""
    related: tuple[str, ...] = ()
    in_list: Callable[[str], str] | None = None
    names: bool = False

    def rows(self, ids: Iterable[str]) -> list[M]:
        """Return the rows with these ids, in this order, as far as the viewer sees them."""
        wanted = list(ids)
        found = self.model._default_manager.filter(pk__in=wanted).select_related(*self.related)
        by_id = {str(row.pk): row for row in found}
        return [by_id[key] for key in wanted if key in by_id]


_kinds: dict[str, Kind[Any]] = {}


def searchable(kind: Kind[Any]) -> None:
    """Say how rows of a kind read. ValueError when two rooms claim the same kind."""
    known = _kinds.setdefault(kind.key, kind)
    if known.model is not kind.model:
        raise ValueError(f"{kind.key} is {known.model._meta.label} already")


def kinds() -> dict[str, Kind[Any]]:
    """Return the kinds that rooms have registered, by key."""
    return dict(_kinds)
