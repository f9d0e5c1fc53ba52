"""What is said of an act. Rooms say it in their own `notices.py`, which is loaded when the application starts.

    notice_text("training.nomination.accept", accepted)

`accepted(record)` is called under the reader's viewer: what she may not see cannot get into her notice.
"""

import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils import translation

LANGUAGES = ("en", "ar")
LONGEST_TITLE = 250


class Text(NamedTuple):
    """A notice: what happened and to what (title), where (url), and what is asked by when (detail)."""

    title_en: str
    title_ar: str
    url: str
    detail_en: str = ""
    detail_ar: str = ""

    def title(self, language: str) -> str:
        """Return the title in one of the two languages."""
        return self.title_ar if language == "ar" else self.title_en

    def detail(self, language: str) -> str:
        """Return the detail in one of the two languages."""
        return self.detail_ar if language == "ar" else self.detail_en


TextOf = Callable[[Any], tuple[str, ...] | None]
Afterwards = Callable[[str, uuid.UUID, uuid.UUID], None]
_texts: dict[str, TextOf] = {}
_afterwards: dict[str, Afterwards] = {}


def notice_text(act: str, text_of: TextOf) -> None:
    """Say what is told of `act`: `text_of(record)` gives a `Text` (or its first three parts).

    It gives None where there is nothing to tell any more, for example of an offer that has ended meanwhile.
    """
    _texts[act] = text_of


def afterwards(act: str, then: Afterwards) -> None:
    """Have `then(act, subject, entry)` called once those whom `act` tells have their notices and mail.

    It is not called where nobody could be told, and may be called twice for the same entry.
    """
    _afterwards[act] = then


def text_of(act: str, record: Any) -> Text | None:
    """Return the text of an act for the viewer of the open door, or None; `LookupError` for an act without a text."""
    said = _texts[act](record)
    return None if said is None else Text(*said)


def after(act: str) -> Afterwards | None:
    """Return what follows the notices of an act."""
    return _afterwards.get(act)


def told_acts() -> frozenset[str]:
    """Return the acts that have a text."""
    return frozenset(_texts)


def in_both(say: Callable[[str], str]) -> tuple[str, str]:
    """Return what `say(language)` says in English and in Arabic, each under its own language."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(str(say(language)))
    return said[0], said[1]
