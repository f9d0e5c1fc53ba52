"""Results with the words that were asked for marked: `{% load marking %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from taawun.common.search import marking
from taawun.common.search.registry import Words
from taawun.people.accounts.language import language, other_language

register = template.Library()
_DIRECTION = {"ar": "rtl", "en": "ltr"}


@register.simple_tag
def marked(text: Words, words: str, *, names: bool = False, other: bool = False) -> SafeString:
    """{% marked hit.title words %}: the text isolated in the page's language, with the words asked for marked.

    Where it exists in one language alone it is shown in that; `other=True` gives the other language, where both exist.
    """
    first, second = (other_language(), language()) if other else (language(), other_language())
    wanted, spare = getattr(text, f"said_{first}"), getattr(text, f"said_{second}")
    if other and not spare:
        return SafeString("")
    said, tongue = (wanted, first) if wanted or other else (spare, second)
    if not said:
        return SafeString("")
    pieces = (
        (format_html("<mark>{}</mark>", part) if hit else part,)
        for part, hit in marking.parts(said, words, names=names)
    )
    return format_html(
        '<bdi lang="{}" dir="{}">{}</bdi>', tongue, _DIRECTION[tongue], format_html_join("", "{}", pieces)
    )
