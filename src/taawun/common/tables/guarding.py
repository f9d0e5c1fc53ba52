"""The guard against formulas: text that a spreadsheet would run is written so that it stays text.

A cell that begins with = + - @ (in any width), a tab or a line break is a formula to a program that opens a
CSV file. It gets an apostrophe in front, as people write it by hand. Phone numbers begin with + and must come
back as they went: what the guard adds, and no more, is taken off on reading. A text that itself begins with
apostrophes before such a sign gets one more, so that taking off is always right.
"""

import re

# Marks of direction and blanks before the sign do not stop every program from seeing a formula.
_SIGN = "[\\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\\-@＝＋－＠﹦﹢﹣﹫−]|[\\t\\r\\n]"
_NEEDS_GUARD = re.compile(f"'*(?:{_SIGN})")
_GUARDED = re.compile(f"'+(?:{_SIGN})")


def guarded(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet could take it for a formula."""
    return f"'{text}" if _NEEDS_GUARD.match(text) else text


def guarded_again(text: str) -> str:
    """For files whose cells know that they are text: only what looks guarded already gets one more."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Take off one apostrophe that `guarded` put there, or that a person did for the same reason."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text
