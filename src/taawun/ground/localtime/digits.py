"""The three digit sets that people here type, and the two that we show."""

from typing import Literal

DigitSet = Literal["arab", "latn"]

_LATIN = "0123456789"
_ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"

_TO_LATIN = str.maketrans(_ARABIC_INDIC + _PERSIAN, _LATIN * 2)
_TO_ARABIC_INDIC = str.maketrans(_LATIN + _PERSIAN, _ARABIC_INDIC * 2)


def latin_digits(text: str) -> str:
    """Return `text` with Arabic-Indic and Persian digits as 0123456789; nothing else changes."""
    return text.translate(_TO_LATIN)


def to_digits(text: str, digits: DigitSet) -> str:
    """Return `text` in the digits a person chose.

    For prose, dates and counts only: codes, phones and e-mail addresses keep Latin digits.
    """
    return text.translate(_TO_ARABIC_INDIC if digits == "arab" else _TO_LATIN)
