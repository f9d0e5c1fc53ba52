"""What is typed about a nomination: the person (as `persons` reads her), the remark, the reason, who instead."""

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.people.persons.forms import PersonForm, Prose


class NomineeForm(PersonForm):
    """A new person and the remark for the centre."""

    remark = Prose(
        label=_("Remark for the centre"),
        max_length=2000,
        help_text=_("For example a need at the place, or why this person."),
    )


class KnownNomineeForm(forms.Form):
    """A person whom the party knows already, and the remark."""

    person = forms.UUIDField(error_messages={"required": _("Choose a person."), "invalid": _("Choose a person.")})
    remark = Prose(
        label=_("Remark for the centre"),
        max_length=2000,
        help_text=_("For example a need at the place, or why this person."),
    )


class RemarkForm(forms.Form):
    """The remark for the centre, and the version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = Prose(
        label=_("Remark for the centre"),
        max_length=2000,
        help_text=_("For example a need at the place, or why this person."),
    )


class ReasonForm(forms.Form):
    """Why: the nation reads it."""

    reason = Prose(
        label=_("Reason"),
        required=True,
        max_length=1000,
        help_text=_("The nation reads it in these words."),
        error_messages={"required": _("Give the reason: the nation reads it.")},
    )


class SubstituteForm(forms.Form):
    """Who takes the seat instead."""

    person = forms.UUIDField(
        error_messages={
            "required": _("Choose another person of your party."),
            "invalid": _("Choose another person of your party."),
        }
    )
