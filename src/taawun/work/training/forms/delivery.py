"""What is typed about trainers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.ground.policy.models import Party
from taawun.people.persons.forms import Line

from ..models import Trainer
from .choices import Named

TRAINER_FIELDS = ("name_en", "name_ar", "post_en", "post_ar", "email")


def _line(name: str) -> Line:
    field: Any = Trainer._meta.get_field(name)
    return Line(label=field.verbose_name, max_length=field.max_length)


class TrainerForm(forms.Form):
    """A trainer of any party. By whom she is sent is never changed: it says who sees her."""

    party = Named(
        Party.objects.all(),
        field="name",
        label=gettext_lazy("Sent by"),
        to_field_name="code",
        empty_label=None,
        help_text=gettext_lazy("This party and the centre see the trainer; nobody else does."),
    )
    name_en = _line("name_en")
    name_ar = _line("name_ar")
    post_en = _line("post_en")
    post_ar = _line("post_ar")
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, language: str, kept: Trainer | None = None, **kwargs: Any) -> None:
        if kept is not None:
            kwargs.setdefault("initial", {n: getattr(kept, n) for n in (*TRAINER_FIELDS, "version")})
        super().__init__(*args, **kwargs)
        if kept is not None:
            del self.fields["party"]
            return
        party = self.fields["party"]
        assert isinstance(party, Named)
        party.language = language

    def clean(self) -> dict[str, Any]:
        """Ask for one name at least."""
        found = super().clean() or {}
        if not (found.get("name_en") or found.get("name_ar")) and not {"name_en", "name_ar"} & set(self.errors):
            self.add_error("name_en", _("Enter the name in Arabic, in Latin letters, or both."))
        return found

    def trainer_fields(self) -> dict[str, Any]:
        """Return what was typed as fields of a trainer."""
        return {name: self.cleaned_data[name] for name in TRAINER_FIELDS}


class AssignForm(forms.Form):
    """Which trainer, for which subject."""

    trainer = Named(
        Trainer.objects.none(),
        field="name",
        label=gettext_lazy("Trainer"),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("Choose a trainer of the roster.")},
    )
    subject_en = Line(label=gettext_lazy("Subject in English"), max_length=160)
    subject_ar = Line(label=gettext_lazy("Subject in Arabic"), max_length=160)

    def __init__(self, *args: Any, language: str, free: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trainer = self.fields["trainer"]
        assert isinstance(trainer, Named)
        trainer.language = language
        trainer.queryset = free
