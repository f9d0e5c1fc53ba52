"""The language of the page that is being made."""

from typing import Literal

from django.utils.translation import get_language

Language = Literal["ar", "en"]


def language() -> Language:
    """Return the language of the page: English or Arabic, which is where everything begins."""
    return "en" if (get_language() or "ar").startswith("en") else "ar"


def other_language() -> Language:
    """Return the language that the page is not in."""
    return "ar" if language() == "en" else "en"
