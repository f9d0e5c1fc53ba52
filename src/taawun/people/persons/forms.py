"""What is typed about a person: kept as typed where it is a name, read where it is a date or a number."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.ground.localtime import NotADate, latin_digits, parse_date, today_at
from taawun.ground.records.text import BadText, clean_line, clean_text

from .models import Person

_ARABIC = re.compile("[\u0620-\u06d3]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ENGLISH = re.compile(r"A1|A2|B1|B2|C1|C2|[0-5]\+?")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{3,28}")
_OLDEST = 110
PERSON_FIELDS = (
    "name_en", "name_ar", "gender", "address_en", "address_ar", "rank_en", "rank_ar", "post_en", "post_ar",
    "body_en", "body_ar", "identifier", "email", "phone", "english",
)  # fmt: skip


class Line(forms.CharField):
    """One line of text, cleaned without being rewritten; what deceives is refused with its place."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> str:
        """Return the clean line; ValidationError in the reader's language."""
        try:
            return clean_line(str(value or ""))
        except BadText as bad:
            raise ValidationError(str(bad)) from bad


class Prose(forms.CharField):
    """Several lines of text, cleaned the same way."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the clean text; ValidationError in the reader's language."""
        try:
            return clean_text(str(value or ""))
        except BadText as bad:
            raise ValidationError(str(bad)) from bad


class Day(Line):
    """A day in either calendar; None where nothing was typed and nothing was asked for."""

    def clean(self, value: Any) -> Any:
        """Return the day; ValidationError that says how to mend what was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_date(typed, today=today_at()).date
        except NotADate as wrong:
            raise ValidationError(str(wrong)) from wrong


class BirthDate(Day):
    """A date of birth in either calendar: not in the future, and not so long ago that it is a slip."""

    def clean(self, value: Any) -> Any:
        """Return the day, or None where nothing was typed."""
        found, today = super().clean(value), today_at()
        if found is not None and found >= today:
            raise ValidationError(_("The date of birth lies in the future. Check the year."))
        if found is not None and found < date(today.year - _OLDEST, 1, 1):
            raise ValidationError(_("The date of birth is more than 110 years ago. Check the year."))
        return found


def _label(name: str) -> Any:
    field: Any = Person._meta.get_field(name)
    return field.verbose_name


def _line(name: str, **kwargs: Any) -> Line:
    field: Any = Person._meta.get_field(name)
    return Line(label=field.verbose_name, max_length=field.max_length, **kwargs)


class PersonForm(forms.Form):
    """A person, as her party describes her. Rooms that ask for a person build on it (a nomination adds a remark)."""

    name_en = _line("name_en")
    name_ar = _line("name_ar")
    gender = forms.ChoiceField(
        label=_label("gender"),
        required=False,
        choices=[("", gettext_lazy("Not said")), *Person.Gender.choices],
    )
    address_en = _line("address_en")
    address_ar = _line("address_ar")
    rank_en = _line("rank_en")
    rank_ar = _line("rank_ar")
    post_en = _line("post_en")
    post_ar = _line("post_ar")
    body_en = _line("body_en")
    body_ar = _line("body_ar")
    identifier = _line("identifier", help_text=gettext_lazy("A person is found again by this number, not by the name."))
    birth = BirthDate(
        label=_label("birth_date"),
        max_length=120,
        help_text=gettext_lazy("In either calendar, for example 28/2/1985 or 9/6/1405."),
    )
    email = forms.EmailField(label=_label("email"), required=False, max_length=254)
    phone = _line("phone")
    english = _line("english", help_text=gettext_lazy("As on the certificate: B2 (CEFR) or 2+ (STANAG 6001)."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("identifier", "birth", "phone", "english"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def clean_name_en(self) -> str:
        """Ask for Latin letters where the passport's name stands."""
        name: str = self.cleaned_data["name_en"]
        if name and not _LATIN.search(name):
            raise ValidationError(_("Write this name in Latin letters, as in the passport."))
        return name

    def clean_name_ar(self) -> str:
        """Ask for Arabic letters where the Arabic name stands."""
        name: str = self.cleaned_data["name_ar"]
        if name and not _ARABIC.search(name):
            raise ValidationError(_("Write this name in Arabic letters."))
        return name

    def clean_identifier(self) -> str:
        """Return the number with the digits of a passport, so that ١٢٣ and 123 are the same person."""
        return latin_digits(self.cleaned_data["identifier"])

    def clean_phone(self) -> str:
        """Return the telephone number with Latin digits."""
        phone = latin_digits(self.cleaned_data["phone"])
        if phone and not _PHONE.fullmatch(phone):
            raise ValidationError(_("Write the telephone with its country code, for example +965 0000 0000."))
        return phone

    def clean_english(self) -> str:
        """Return the level in capitals."""
        level = latin_digits(self.cleaned_data["english"]).upper()
        if level and not _ENGLISH.fullmatch(level):
            raise ValidationError(_("Write a level from A1 to C2 (CEFR) or from 0 to 5 (STANAG 6001)."))
        return level

    def clean(self) -> dict[str, Any]:
        """Ask for one name at least."""
        found = super().clean() or {}
        if not {"name_en", "name_ar"} & set(self.errors) and not (found.get("name_en") or found.get("name_ar")):
            self.add_error("name_en", _("Enter the name in Arabic, in Latin letters, or both."))
        return found

    def person_fields(self) -> dict[str, Any]:
        """Return what was typed as fields of a person, the date of birth beside the words it was typed in."""
        fields = {name: self.cleaned_data[name] for name in PERSON_FIELDS}
        birth = self.cleaned_data["birth"]
        typed = clean_line(str(self.data.get(self.add_prefix("birth"), ""))) if birth else ""
        return fields | {"birth_date": birth, "birth_typed": typed}


def as_typed(person: Person) -> dict[str, Any]:
    """Return what is known of a person as a form shows it: the date of birth in the words it was typed in."""
    born = person.birth_typed or (person.birth_date.isoformat() if person.birth_date else "")
    return {name: getattr(person, name) for name in PERSON_FIELDS} | {"birth": born}
