"""What a reader gets to read: her language first, the other where only that exists, her digits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from taawun.ground import localtime
from taawun.ground.localtime.clock import zone_of

Digits = Literal["latn", "arab"]
DIRECTION = {"ar": "rtl", "en": "ltr"}


@dataclass(frozen=True)
class Reader:
    """Who reads the page: the language of the page and the digits that the person chose."""

    language: str = "ar"
    digits: Digits = "latn"

    @property
    def other(self) -> str:
        """The language that the page is not in."""
        return "en" if self.language == "ar" else "ar"

    def numerals(self, text: str) -> str:
        """Write the digits of prose, dates and counts as the reader wants them."""
        return localtime.to_digits(text, self.digits)


def reader_of(request: Any) -> Reader:
    """Return the reader of a request (None: a page without a request)."""
    account = getattr(request, "account", None)
    language = "en" if (get_language() or "ar").startswith("en") else "ar"
    return Reader(language, "arab" if getattr(account, "digits", "latn") == "arab" else "latn")


def _part(record: Any, name: str) -> str:
    found = record.get(name) if isinstance(record, Mapping) else getattr(record, name, "")
    return str(found or "")


def chosen(record: Any, field: str, language: str) -> tuple[str, str]:
    """Return the text of `field` and the language it is in: the wanted one, or the other where only that exists."""
    if wanted := _part(record, f"{field}_{language}"):
        return wanted, language
    other = "en" if language == "ar" else "ar"
    return _part(record, f"{field}_{other}"), other


def plain(record: Any, field: str, reader: Reader) -> str:
    """Return the text alone, for attributes and titles."""
    return chosen(record, field, reader.language)[0]


def in_one_language(language: str) -> str:
    """Say that a text exists in one language alone."""
    return gettext("English only") if language == "en" else gettext("Arabic only")


def text(record: Any, field: str, reader: Reader, *, say: bool = True) -> SafeString:
    """Return the text isolated from its surroundings; where only the other language exists, marked and said so."""
    words, language = chosen(record, field, reader.language)
    if not words:
        return SafeString("")
    if language == reader.language:
        return format_html("<bdi>{}</bdi>", words)
    marked = format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, DIRECTION[language], words)
    if not say:
        return marked
    return format_html('<span class="gap">{} <small class="only">{}</small></span>', marked, in_one_language(language))


def other_text(record: Any, field: str, reader: Reader) -> SafeString:
    """Return the text in the language that the page is not in; nothing where it would repeat what `text` shows."""
    words = _part(record, f"{field}_{reader.other}")
    if not words or not _part(record, f"{field}_{reader.language}"):
        return SafeString("")
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', reader.other, DIRECTION[reader.other], words)


def count(number: float | None, reader: Reader) -> str:
    """Write a number with thousands parted, in the reader's digits; — where there is none."""
    if number is None:
        return "—"
    written = reader.numerals(f"{number:,}")
    return written.replace(",", "٬").replace(".", "٫") if reader.digits == "arab" else written


def day(value: Any, reader: Reader, *, hijri: bool = False, weekday: bool = False, year: bool = True) -> SafeString:
    """Write a date, an instant's day at the centre, or a partial date, marked up for machines too.

    '' for None; *not known* for an empty partial date.
    """
    if value is None:
        return SafeString("")
    if isinstance(value, datetime):
        value = value.astimezone(zone_of(localtime.CENTRE_ZONE)).date()
    if isinstance(value, date):
        written = localtime.format_date(value, reader.language, hijri=hijri, weekday=weekday, year=year)
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), reader.numerals(written))
    written = reader.numerals(localtime.format_partial(value, reader.language))
    if not str(value):
        return format_html('<span class="unsaid">{}</span>', written)
    return format_html('<time datetime="{}">{}</time>', str(value), written)


def hijri(value: date | None, reader: Reader) -> str:
    """Write the Hijri day alone; '' where no published calendar has it."""
    return reader.numerals(localtime.format_hijri(value, reader.language)) if value else ""


def moment(value: datetime | None, reader: Reader, *, year: bool = True) -> SafeString:
    """Write an instant as it is at the centre, in 24 hours."""
    if value is None:
        return SafeString("")
    local = value.astimezone(zone_of(localtime.CENTRE_ZONE))
    written = localtime.format_date(local, reader.language, year=year)
    comma = "، " if reader.language == "ar" else ", "
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), reader.numerals(f"{written}{comma}{local:%H:%M}")
    )


def span(first: date, last: date, reader: Reader, *, hijri: bool = False) -> str:
    """Write a span of days; with `hijri`, in the other calendar alone."""
    write = localtime.format_hijri_range if hijri else localtime.format_range
    return reader.numerals(write(first, last, reader.language))


def person_name(person: Any, reader: Reader) -> SafeString:
    """Write a person's name in the reader's script as that person writes it, or in the one script there is."""
    words, language = chosen(person, "name", reader.language)
    if language == reader.language:
        return format_html("<bdi>{}</bdi>", words)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, DIRECTION[language], words)
