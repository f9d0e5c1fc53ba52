"""Text from people: cleaned without being rewritten, isolated for display, folded for search.

What a person typed is that person's. Cleaning takes away only what nobody can see and nobody meant
(composition, blanks at the ends), refuses what deceives, and never changes a letter or its case.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

_MESSAGES = {
    "null": _("Character %(place)s is the null character (%(code)s). Delete it."),
    "control": _("Character %(place)s is a control character (%(code)s). Delete it."),
    "direction": _("Character %(place)s (%(code)s) turns the direction of the text. Delete it."),
    "half": _("Character %(place)s is half of a character (%(code)s). Type it again."),
}
_REFUSED = re.compile(
    "(?P<null>\0)"
    "|(?P<control>[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])"
    "|(?P<direction>[\u202a-\u202e\u2066-\u2069])"
    "|(?P<half>[\ud800-\udfff])"
)
_BLANKS = "\t\n\r\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ANY_BLANKS = re.compile(f"[{_BLANKS}]+")
_JOINERS = "\u200b-\u200d\u2060\ufeff"
_MARKS = "\u200e\u200f\u061c"
_LINE_EDGES = re.compile(rf"\A[{_BLANKS}{_JOINERS}{_MARKS}]+|[{_BLANKS}{_JOINERS}{_MARKS}]+\Z")
_TEXT_EDGES = re.compile(rf"\A[{_BLANKS}{_JOINERS}]+|[{_BLANKS}{_JOINERS}]+\Z")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")

_FIRST_STRONG_ISOLATE, _POP = "\u2068", "\u2069"
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class BadText(ValueError):
    """Text that cannot be kept. Its `str` names the character, and where it stands, in the reader's language."""

    def __init__(self, reason: str, place: int, code: str) -> None:
        super().__init__(reason, place, code)
        self.reason, self.place, self.code = reason, place, code

    def __str__(self) -> str:
        return str(_MESSAGES[self.reason]) % {"place": self.place, "code": self.code}


def clean_line(text: str) -> str:
    """Return a name, a title or a code on one line: composed (NFC), trimmed, blanks inside made one space.

    Joiners inside a word stay: they are spelling in Persian and Urdu names. BadText when the text holds
    controls, direction controls or half characters.
    """
    _refuse(text)
    line = _ANY_BLANKS.sub(" ", unicodedata.normalize("NFC", text))
    return _LINE_EDGES.sub("", line)


def clean_text(text: str) -> str:
    """Return prose: as `clean_line`, but lines and blank lines stay, and so does a no-break space."""
    _refuse(text)
    prose = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    lines = (re.sub(r"[\t ]+", " ", line).strip(" ") for line in prose.split("\n"))
    return _TEXT_EDGES.sub("", "\n".join(lines))


def isolate(text: str) -> str:
    """Return `text` between U+2068 and U+2069, for plain text such as mail, where no <bdi> can stand.

    Controls inside are dropped, since one of them could end the isolate early.
    """
    bare = _DIRECTION_CONTROLS.sub("", text)
    return f"{_FIRST_STRONG_ISOLATE}{bare}{_POP}" if bare else ""


def _refuse(text: str) -> None:
    found = _REFUSED.search(text)
    if found:
        assert found.lastgroup is not None
        raise BadText(found.lastgroup, found.start() + 1, f"U+{ord(found[0]):04X}")


# ---- search: the same two functions as sql/arabic.sql, which a test holds equal -------------------------

# Marks of vowels and recitation, tatweel, and all that is not seen.
_FOLD_DROPPED = re.compile(
    "[\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_FOLD_LETTERS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZإأآٱىئؤةکیہھگڤپچ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "abcdefghijklmnopqrstuvwxyzااااييوهكيههكفبج01234567890123456789",
)
# Larkey's light10: a leading و, one prefix, then suffixes in order, never leaving fewer than two letters.
_LIGHT10 = tuple(
    re.compile(pattern)
    for pattern in (
        "(?<![ء-ي])و(?=[ء-ي]{3})",
        "(?<![ء-ي])(?:وال|بال|كال|فال|ال|لل)(?=[ء-ي]{2})",
        "(?<=[ء-ي]{2})(?:ها|ان|ات|ون|ين)(?![ء-ي])",
        "(?<=[ء-ي]{2})يه(?![ء-ي])",
        "(?<=[ء-ي]{2})ه(?![ء-ي])",
        "(?<=[ء-ي]{2})ي(?![ء-ي])",
    )
)


def fold_arabic(text: str) -> str:
    """Return `text` with what writers of Arabic vary made one: hamza, ه for ة, ى for ي, marks, digits.

    Latin letters are made small from A to Z only, so that the answer is the same on every database.
    """
    return _FOLD_DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_FOLD_LETTERS)


def light10(text: str) -> str:
    """Return the folded text with each Arabic word cut to its stem, for the `simple` text search configuration."""
    stems = fold_arabic(text)
    for affix in _LIGHT10:
        stems = affix.sub("", stems)
    return stems
