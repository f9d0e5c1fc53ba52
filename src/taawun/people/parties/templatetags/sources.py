"""Where a fact comes from and how sure it is, for the pages of every room: `{% load sources %}`."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

_CONFIDENCE = {"high": _("high"), "medium": _("medium"), "low": _("low")}


@register.simple_tag
def source_link(source: str) -> SafeString:
    """{% source_link event.source %}: a link named after its host, or the words where it is no address.

    Nothing is fetched: the reader's browser goes there, and tells nothing of where it came from.
    """
    if not source:
        return SafeString("")
    try:
        address = urlsplit(source)
        host = address.hostname
    except ValueError:
        host = None
    if host is None or address.scheme not in ("http", "https"):
        return format_html("<bdi>{}</bdi>", source)
    return format_html(
        '<a class="ltr" rel="external noopener noreferrer" href="{}">{}</a>', source, host.removeprefix("www.")
    )


@register.simple_tag
def confidence(word: str) -> str:
    """{% confidence event.confidence %}: how sure the fact is, in words; '' where nobody said."""
    return str(_CONFIDENCE.get(word, ""))
