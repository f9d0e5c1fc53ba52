"""One key for a personal name in Arabic and in Latin letters, by its consonants.

For finding people and for asking "is this the same person?"; never for deciding it: people are matched by
identifier. The key drops vowels, long vowels, hamza and ain, articles and *bin*, and makes one of what
transliteration varies (kh, q, c → k; th → t; dh → d; sh, ch → s; gh → g; p → b; v → f; a final h falls).
Short names collide (أحمد and حمد, حسن and حسين, عيسى and عائشة); a name without consonants (آية) has no key.
"""

import re
import unicodedata

_LONGEST = 120

_ARABIC = {
    **dict.fromkeys("بپ", "b"),
    **dict.fromkeys("تثطة", "t"),
    **dict.fromkeys("جچ", "j"),
    **dict.fromkeys("حهھہ", "h"),
    **dict.fromkeys("خقكک", "k"),
    **dict.fromkeys("دذضظ", "d"),  # ظ is written dh in the Gulf: الظاهري, Al Dhaheri
    **dict.fromkeys("سشص", "s"),
    **dict.fromkeys("غگ", "g"),
    **dict.fromkeys("فڤ", "f"),
    **dict(zip("رزلمن", "rzlmn", strict=True)),
}
# In this order: what has two letters before what has one.
_LATIN = tuple(
    pair.split(">")
    for pair in "kh>k gh>g sh>s ch>s th>t dh>d ph>f ck>k q>k c>k x>ks v>f p>b".split()  # noqa: SIM905 - reads as a table
)
_LINKS = frozenset({"al", "el", "ul", "bin", "ibn", "bint", "ben", "بن", "ابن", "بنت", "ال", "آل"})
_ASSIMILATED = frozenset({"ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az"})

_UNSEEN = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u061c'’‘`´ʿʾ]")
_WORD = re.compile(r"[^\W\d_]+")
_IS_ARABIC = re.compile("[\u0620-\u06d3]")
_VOWELS = re.compile("[aeiouyw]")
_DOUBLED = re.compile(r"(.)\1+")
_ABD_ALONE = re.compile("abd[aeiou]l?")
_ABD_JOINED = re.compile("abd[aeiou]l?(?=[a-z]{3})")
_ARTICLE_JOINED = re.compile("[ae]l(?=[a-z]{4})")


def name_key(text: str) -> str:
    """Return the key of a name: lower-case Latin consonants, at most 120, '' when there are none."""
    words: list[str] = _WORD.findall(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold())
    telling = [word for at, word in enumerate(words) if not _is_link(word, words[at + 1 :])]
    key = "".join(_arabic_key(word) if _IS_ARABIC.search(word) else _latin_key(word) for word in telling or words)
    return _DOUBLED.sub(r"\1", key)[:_LONGEST]


def _is_link(word: str, following: list[str]) -> bool:
    """Say whether a word is an article or means *son of*; ar-, as- and the like count before their letter."""
    if word in _ASSIMILATED:
        return bool(following) and following[0].startswith(word[1:])
    return word in _LINKS


def _arabic_key(word: str) -> str:
    word = re.sub("^عبدال(?=..)", "عبد", word)
    word = re.sub("^ال(?=..)", "", word)
    # A final ح is h in Latin letters (صالح, Saleh), and there a final h says nothing (Fatima, Fatimah).
    return "".join(_ARABIC.get(letter, "") for letter in word.rstrip("هةح"))


def _latin_key(word: str) -> str:
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = "abd" if _ABD_ALONE.fullmatch(word) else _ABD_JOINED.sub("abd", word, count=1)
    word = _ARTICLE_JOINED.sub("", word, count=1) if _ARTICLE_JOINED.match(word) else word
    for letters, one in _LATIN:
        word = word.replace(letters, one)
    return _VOWELS.sub("", word.removesuffix("h"))
