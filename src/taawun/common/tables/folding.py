"""Headings made comparable: what two people type differently for the same column becomes equal."""

import re

from taawun.ground.records.text import fold_arabic

_NOT_WORD = re.compile(r"[\W_]+")


def fold_heading(text: str) -> str:
    """Small letters without spaces, signs and vowel marks, with the variants of Arabic letters made one."""
    return _NOT_WORD.sub("", fold_arabic(text).casefold())
