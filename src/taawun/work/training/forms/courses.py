"""What is typed about a course, a run, or seats promised."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.ground.localtime import NotADate, latin_digits, parse_date, today_at
from taawun.ground.policy.door import current
from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import PUBLIC, Community, Party
from taawun.ground.records.ribbon import name_of
from taawun.people.parties.models import Area
from taawun.people.persons.forms import Line, Prose

from ..models import Course, Run
from .choices import Named

CODE = re.compile("[A-Za-z0-9][A-Za-z0-9._-]*")
TAKEN = frozenset({"new"})  # words of addresses
RUN_FIELDS = (
    "code", "title_en", "title_ar", "first_day", "last_day", "venue_en", "venue_ar", "at_centre", "capacity",
    "nominations_until", "falls_back_on", "offer_hours", "languages", "providers", "note_en", "note_ar",
)  # fmt: skip
COURSE_FIELDS = (
    "code", "title_en", "title_ar", "area", "providers", "english", "aim_en", "aim_ar", "note_en", "note_ar",
)  # fmt: skip


class Code(Line):
    """A code that stands in addresses: Latin letters, digits, dot, dash and underline."""

    default_error_messages = {"required": gettext_lazy("Enter a code, for example MAR-3.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)
        self.widget.attrs["dir"] = "ltr"

    def clean(self, value: Any) -> str:
        """Return the code; ValidationError where an address could not hold it."""
        code = latin_digits(str(super().clean(value)))
        if not CODE.fullmatch(code) or code.lower() in TAKEN:
            raise ValidationError(_("Write the code in Latin letters, digits, dots and dashes alone."))
        return code


class Day(Line):
    """A day in either calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("In either calendar, for example 9/2/2027 or 2/9/1448."))
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the day, or None where nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_date(typed, today=today_at()).date
        except NotADate as wrong:
            raise ValidationError(str(wrong)) from wrong

    def prepare_value(self, value: Any) -> Any:
        """Show a day that is kept as day/month/year."""
        return f"{value.day}/{value.month}/{value.year}" if hasattr(value, "day") else value


class Number(forms.IntegerField):
    """A small number, in any of the three digit sets."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the number."""
        return super().to_python(latin_digits(str(value).strip()) if value not in (None, "") else value)


class Parties(Line):
    """Codes of parties, parted by commas: every one must be a party that is known here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, help_text=gettext_lazy("Codes of parties, parted by commas."), **kwargs)
        self.widget.attrs["dir"] = "ltr"

    def prepare_value(self, value: Any) -> Any:
        """Show the list that is kept."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the codes as parties write them."""
        typed = super().clean(value).replace("،", ",")
        wanted = [code.strip() for code in typed.split(",") if code.strip()]
        known = {code.upper(): code for code in Party.objects.values_list("code", flat=True)}
        if unknown := [code for code in wanted if code.upper() not in known]:
            raise ValidationError(
                _("“%(code)s” is not the code of a party. See the list of parties.") % {"code": unknown[0]}
            )
        return [known[code.upper()] for code in wanted]


def audiences(language: str) -> list[tuple[str, str]]:
    """Return who may see a course or a run: the centre alone, a community that the centre holds, everybody."""
    held = Community.objects.filter(pk__in=current().communities - {PUBLIC}, party=None).order_by("key")
    return [
        *((str(c.pk), name_of(c, language)) for c in held),
        ("own", _("The centre alone")),
        ("public", _("Everybody, signed in or not")),
    ]


def _field_of(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def _line(model: Any, name: str, **kwargs: Any) -> Line:
    field = _field_of(model, name)
    return Line(label=field.verbose_name, max_length=field.max_length, **kwargs)


class _Planned(forms.Form):
    """What courses and runs have in common: both languages, who sees it (when it is new), the version one read."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        help_text=gettext_lazy("The centre is its originator and always sees it, and alone releases it further."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, language: str, kept: Any = None, **kwargs: Any) -> None:
        if kept is not None:
            names = [name for name in self.base_fields if hasattr(kept, name)]
            kwargs.setdefault("initial", {name: getattr(kept, name) for name in names})
        super().__init__(*args, **kwargs)
        self.kept = kept
        if kept is None:
            audience = self.fields["audience"]
            assert isinstance(audience, forms.ChoiceField)
            audience.choices = audiences(language)
        else:
            del self.fields["audience"]
            self.fields["code"].disabled = True  # addresses and lists of nations name it

    def kept_fields(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return what was typed as fields of the record; the code is never changed."""
        given = {name: self.cleaned_data[name] for name in names}
        if self.kept is not None:
            given.pop("code")
        return given


class CourseForm(_Planned):
    """A course of the catalogue."""

    field_order = ["code", "title_en", "title_ar", "area", "providers", "english", "aim_en", "aim_ar"]
    code = Code(label=gettext_lazy("Code"), max_length=32)
    title_en = _line(Course, "title_en")
    title_ar = _line(Course, "title_ar")
    area = Named(
        Area.objects.all(), field="name", label=gettext_lazy("Area of cooperation"), required=False,
        to_field_name="key", empty_label=gettext_lazy("Not said"),
    )  # fmt: skip
    providers = Parties(label=gettext_lazy("Given by"))
    english = Line(
        label=gettext_lazy("Level of English asked for"),
        max_length=12,
        help_text=gettext_lazy("CEFR (B2) or STANAG 6001 (2+)"),
    )
    aim_en = Prose(label=_field_of(Course, "aim_en").verbose_name, max_length=4000)
    aim_ar = Prose(label=_field_of(Course, "aim_ar").verbose_name, max_length=4000)
    note_en = Prose(label=gettext_lazy("Note in English"), max_length=2000)
    note_ar = Prose(label=gettext_lazy("Note in Arabic"), max_length=2000)

    def __init__(self, *args: Any, language: str, kept: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, language=language, kept=kept, **kwargs)
        if kept is not None and kept.area_id:
            self.initial["area"] = kept.area.key
        area = self.fields["area"]
        assert isinstance(area, Named)
        area.language = language

    def clean(self) -> dict[str, Any]:
        """Ask for one title at least."""
        found = super().clean() or {}
        if not (found.get("title_en") or found.get("title_ar")) and not {"title_en", "title_ar"} & set(self.errors):
            self.add_error("title_en", _("Enter the title in Arabic, in English, or both."))
        return found


class RunForm(_Planned):
    """A run of a course."""

    code = Code(label=gettext_lazy("Code"), max_length=40)
    title_en = Line(label=gettext_lazy("Title in English"), max_length=250)
    title_ar = Line(label=gettext_lazy("Title in Arabic"), max_length=250)
    first_day = Day(label=gettext_lazy("First day"))
    last_day = Day(label=gettext_lazy("Last day"))
    venue_en = _line(Run, "venue_en")
    venue_ar = _line(Run, "venue_ar")
    at_centre = forms.BooleanField(label=gettext_lazy("Held at the centre"), required=False, initial=True)
    capacity = Number(label=gettext_lazy("Seats"), min_value=0, max_value=2000)
    nominations_until = Day(label=gettext_lazy("Nominations close on"))
    falls_back_on = Day(label=gettext_lazy("Promised seats not named fall back on"))
    offer_hours = Number(
        label=gettext_lazy("An offer holds a seat for (hours)"), min_value=1, max_value=720, initial=72
    )
    languages = Line(label=gettext_lazy("Languages"), max_length=60, help_text=gettext_lazy("For example ar;en."))
    providers = Parties(label=gettext_lazy("Given by"))
    note_en = Prose(label=gettext_lazy("Note in English"), max_length=2000)
    note_ar = Prose(label=gettext_lazy("Note in Arabic"), max_length=2000)

    def clean(self) -> dict[str, Any]:
        """Hold the days to their order."""
        found = super().clean() or {}
        first, last = found.get("first_day"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day cannot be before the first."))
        for name in ("nominations_until", "falls_back_on"):
            if first and found.get(name) and found[name] > first:
                self.add_error(name, _("This day cannot be after the first day of the run."))
        return found


class PromiseForm(forms.Form):
    """Seats promised to one party."""

    party = Named(
        Party.objects.none(), field="short_name", label=gettext_lazy("Party"), to_field_name="code", empty_label=None
    )
    seats = Number(label=gettext_lazy("Promised seats"), min_value=0, max_value=2000)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.fields["party"]
        assert isinstance(party, Named)
        party.language = language
        party.queryset = Party.objects.filter(parent=None).exclude(pk=centre_id())
