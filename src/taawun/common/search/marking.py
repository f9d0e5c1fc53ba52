"""Which words of a result were asked for, so that the page can mark them."""

import re
from collections.abc import Iterator

from taawun.ground.records.names import name_key
from taawun.ground.records.text import fold_arabic, light10

_WORD = re.compile("[\\w\u0610-\u061a\u064b-\u065f\u0670\u0640]+")
_SHORTEST, _ENDING = 4, 3
_KEY = 3


def parts(text: str, words: str, *, names: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the text in parts, each with whether it is a word that was asked for; joined they are the text.

    Arabic is compared by stems, English by beginnings, since the database cuts it more cleverly than we do here:
    a word left unmarked is a word less marked, not a result less.
    """
    asked = [_forms(word, names=names) for word in _WORD.findall(words)]
    end = 0
    for found in _WORD.finditer(text):
        if any(_same(_forms(found[0], names=names), one) for one in asked):
            yield text[end : found.start()], False
            yield found[0], True
            end = found.end()
    yield text[end:], False


def _forms(word: str, *, names: bool) -> tuple[str, str, str]:
    return fold_arabic(word), light10(word), name_key(word) if names else ""


def _same(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    (folded, stem, key), (asked, asked_stem, asked_key) = one, other
    if folded == asked or stem == asked_stem or (len(key) >= _KEY and key == asked_key):
        return True
    short, long = sorted((folded, asked), key=len)
    return short.isascii() and len(short) >= _SHORTEST and len(long) - len(short) <= _ENDING and long.startswith(short)
