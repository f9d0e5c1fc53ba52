"""How figures are written: a stated number keeps its words, a count says what it rests on."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taawun.face.reporting.figures import Tally
from taawun.ground.localtime import format_date, format_partial, to_digits

register = template.Library()


def _digits(context: Any, number: int) -> str:
    reader = context.get("reader")
    return to_digits(f"{number:,}", getattr(reader, "digits", "latn") or "latn")


@register.simple_tag(takes_context=True)
def qualified(context: Any, number: int, qualifier: str) -> str:
    """{% qualified 24 "more_than" %}: *more than 24*, «أكثر من 24», never 24+."""
    written = _digits(context, number)
    sentences = {
        "more_than": _("more than %(number)s"),
        "at_least": _("at least %(number)s"),
        "about": _("about %(number)s"),
        "nearly": _("nearly %(number)s"),
        "expected": _("%(number)s expected"),
    }
    return sentences.get(qualifier, "%(number)s") % {"number": written}


@register.simple_tag(takes_context=True)
def partial(context: Any, text: str) -> str:
    """{% partial "2019-02" %}: a date as far as it is known."""
    reader = context.get("reader")
    written = format_partial(text, getattr(reader, "language", "en"))
    return to_digits(written, getattr(reader, "digits", "latn") or "latn")


@register.simple_tag(takes_context=True)
def made_of(context: Any, tally: Tally) -> SafeString:
    """{% made_of tally %}: how much is documented, demonstration data, and recorded at work."""
    at_work = tally.recorded - tally.documented - tally.demonstration
    documented = _digits(context, tally.documented)
    if tally.at_least:
        documented = _("at least %(number)s") % {"number": documented}
    parts = [(_("documented"), documented)]
    if tally.demonstration:
        parts.append((_("demonstration data"), _digits(context, tally.demonstration)))
    if at_work:
        parts.append((_("recorded at work"), _digits(context, at_work)))
    return format_html_join("", "<span>{} <b>{}</b></span>", parts) if parts else format_html("")


@register.simple_tag(takes_context=True)
def calendar_leaf(context: Any, day: date | None) -> SafeString:
    """{% calendar_leaf run.first_day %}: a leaf of a calendar, the month above the day."""
    if day is None:
        return format_html('<span class="cal"><span>–</span></span>')
    reader = context.get("reader")
    language = getattr(reader, "language", "en")
    _day, month = format_date(day, language, year=False).split(maxsplit=1)
    month = month if language == "ar" else month[:3]
    return format_html(
        '<span class="cal" aria-hidden="true"><span>{}</span><b>{}</b></span>', month, _digits(context, day.day)
    )
