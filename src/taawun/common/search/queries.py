"""Search: ids from the one listed function, rows through the policies."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from taawun.ground.records.names import name_key

from .registry import Words, kinds

ORDER = ("course", "run", "event", "agreement", "party", "person", "nomination")
SHOWN = 10


@dataclass(frozen=True)
class Hit:
    """One result as it reads."""

    url: str
    title: Words
    about: tuple[Words, ...]
    code: str


@dataclass(frozen=True)
class Group:
    """The results of one kind; `more` leads to the room's own list where others were found too."""

    key: str
    heading: str | Promise
    hits: list[Hit]
    more: bool
    more_url: str
    names: bool


def find(words: str, most: int) -> dict[str, list[str]]:
    """Return ids by kind of what the viewer sees and that speaks of `words`, at most `most` of each kind."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, id FROM policy.search(%s, %s, %s)", [words, name_key(words), most])
        for kind, key in cursor.fetchall():
            found.setdefault(kind, []).append(key)
    return found


def search(words: str, shown: int = SHOWN) -> list[Group]:
    """Return the results by kind, each kind's nearest first; a kind without any is left out."""
    found = find(words, shown + 1)
    groups = []
    for key, kind in sorted(kinds().items(), key=lambda pair: _place(pair[0], ORDER)):
        ids = found.get(key, [])
        rows = kind.rows(ids[:shown]) if ids else []
        hits = [Hit(kind.url(r), kind.title(r), tuple(kind.about(r)), kind.code(r)) for r in rows]
        if hits:
            more = len(ids) > shown
            more_url = kind.in_list(words) if more and kind.in_list else ""
            groups.append(Group(key, kind.heading, hits, more, more_url, kind.names))
    return groups


def _place(key: str, order: Sequence[str]) -> int:
    return order.index(key) if key in order else len(order)
