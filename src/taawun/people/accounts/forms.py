"""Forms of accounts: naming an alternate."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from taawun.ground.localtime import NotADate, parse_date, today_at

from .models import Account
from .roles import Role


class MandateForm(forms.Form):
    """Who may act for me, in which role, on which days."""

    alternate = forms.TypedChoiceField(
        label=_("Alternate"),
        error_messages={"required": _("Choose a colleague."), "invalid_choice": _("Choose a colleague.")},
    )
    role = forms.TypedChoiceField(
        label=_("Role"), error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose a role.")}
    )
    first = forms.CharField(
        label=_("First day"),
        max_length=120,
        help_text=_("In either calendar, as day/month/year."),
        error_messages={"required": _("Enter the first day.")},
    )
    last = forms.CharField(
        label=_("Last day"),
        max_length=120,
        help_text=_("The mandate is valid on this day too; within a year from today."),
        error_messages={"required": _("Enter the last day.")},
    )

    def __init__(self, *args: Any, people: Sequence[Account], roles: Sequence[Role], name: str, **kwargs: Any) -> None:
        """Offer `people` by their names (`name` is the field of the reader's language) and `roles`."""
        super().__init__(*args, **kwargs)
        other = "name_ar" if name == "name_en" else "name_en"
        self.people = {str(p.pk): p for p in people}
        choices = [(pk, getattr(p, name) or getattr(p, other) or p.email) for pk, p in self.people.items()]
        offered: dict[str, Any] = {
            "alternate": [("", "—"), *choices],
            "role": [(role.value, role.label) for role in roles],
        }
        for field, options in offered.items():
            choice: Any = self.fields[field]
            choice.choices = options
        for day in ("first", "last"):
            self.fields[day].widget.attrs |= {"dir": "ltr", "autocomplete": "off"}

    def clean_alternate(self) -> Account:
        """Return the account that was chosen."""
        return self.people[self.cleaned_data["alternate"]]

    def clean_first(self) -> date:
        """Return the day."""
        return self._day("first")

    def clean_last(self) -> date:
        """Return the day."""
        return self._day("last")

    def _day(self, name: str) -> date:
        try:
            return parse_date(self.cleaned_data[name], today=today_at()).date
        except NotADate as wrong:
            raise ValidationError(str(wrong)) from wrong
