"""Fields of forms as the design has them: label above, hint beneath it, message between hint and control."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .reading import DIRECTION

_LEFT_TO_RIGHT = (
    forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.NumberInput, forms.DateInput,
    forms.DateTimeInput, forms.TimeInput,
)  # fmt: skip
_OWN_NAMES = {"en": "English", "ar": "العربية"}


@dataclass(frozen=True)
class Control:
    """One field, ready to be laid out."""

    field: BoundField
    key: str
    id: str
    shape: str  # text, choice (one box to tick) or choices (a group with a legend)
    html: SafeString
    hint: str
    errors: list[str]
    optional: bool
    language: str
    language_name: str
    short: bool


def language_of(name: str) -> str:
    """Return the language that a field holds by its name (`title_ar`), or ''."""
    tail = name.rsplit("-", 1)[-1].rsplit("_", 1)[-1]
    return tail if tail in DIRECTION and "_" in name else ""


def _shape(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "choice"
    return "choices" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "text"


def _attributes(bound: BoundField, language: str) -> dict[str, Any]:
    widget = bound.field.widget
    if language:
        return {"lang": language, "dir": DIRECTION[language]}
    if isinstance(widget, _LEFT_TO_RIGHT):
        return {"dir": "ltr"}
    if isinstance(widget, forms.TextInput | forms.Textarea) and "dir" not in widget.attrs:
        return {"dir": "auto"}
    return {}


def control(bound: BoundField, *, hint: str | None = None, short: bool = False, mandatory: bool = False) -> Control:
    """Make a field ready. What is optional says so, unless `mandatory` (a rule of the room asks for it)."""
    key = bound.auto_id or bound.html_name
    language = language_of(bound.name)
    says = str((bound.help_text or "") if hint is None else hint)
    errors = messages(bound)
    shape = _shape(bound.field.widget)
    # a word that goes when one types is no label and no hint
    attributes = _attributes(bound, language) | {"placeholder": False}
    described = " ".join(i for i in (f"{key}_hint" if says else "", f"{key}_error" if errors else "") if i)
    if described:
        attributes["aria-describedby"] = described
    # the server answers in the reader's language, the browser in its own
    bound.form.use_required_attribute = False
    return Control(
        field=bound,
        key=key,
        id=bound.id_for_label or key,
        shape=shape,
        html=bound.as_widget(attrs=attributes),
        hint=says,
        errors=errors,
        optional=not (bound.field.required or mandatory or shape == "choice"),
        language=language,
        language_name=_OWN_NAMES.get(language, ""),
        short=short or isinstance(bound.field.widget, forms.DateInput | forms.NumberInput),
    )


def messages(bound: BoundField) -> list[str]:
    """Return what is wrong with a field; that it is empty is said by name, since the summary repeats it elsewhere."""
    said = []
    for fault in bound.form.errors.as_data().get(bound.name, []):
        if fault.code == "required":
            chosen = _shape(bound.field.widget) == "choices" or isinstance(bound.field.widget, forms.Select)
            words = _("Choose one under “%(label)s”.") if chosen else _("“%(label)s” is empty. Fill it in.")
            said.append(words % {"label": bound.label})
        else:
            said += [str(m) for m in fault.messages]
    return said


def anchor(bound: BoundField) -> str:
    """Return the id that a link of the error summary leads to: the first control of the field."""
    key = bound.auto_id or bound.html_name
    return f"{key}_0" if _shape(bound.field.widget) == "choices" else (bound.id_for_label or key)


@dataclass(frozen=True)
class Problem:
    """One line of the error summary."""

    message: str
    anchor: str


def problems(form: Any) -> list[Problem]:
    """Return what is wrong with a form (or with each of several), in the order of its fields."""
    each = form if isinstance(form, list | tuple) else [form]
    found = []
    for one in each:
        if one is None or not getattr(one, "errors", None):
            continue
        found += [Problem(str(e), "") for e in one.non_field_errors()]
        for bound in one:
            found += [Problem(message, anchor(bound)) for message in messages(bound)]
    return found
