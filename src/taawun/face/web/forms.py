"""What a person chooses for the pages: language, digits, keys."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from taawun.people.accounts.models import Account

# words of libraries that our catalogue says better: this app stands before them, so its Arabic wins
WORDS_OF_LIBRARIES = (
    gettext_noop("Email"),
    gettext_noop("Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Current Password"),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Please type your current password."),
    gettext_noop("This password is too common."),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    gettext_noop("Enter a whole number."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    gettext_noop("Null characters are not allowed."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("The submitted file is empty."),
)

if TYPE_CHECKING:
    _AccountForm = forms.ModelForm[Account]
else:
    _AccountForm = forms.ModelForm  # which cannot be subscripted when it runs


class Habits(_AccountForm):
    """A person's own choices; they belong to the account and to nobody else."""

    class Meta:
        model = Account
        fields = ("language", "digits", "single_keys")
        labels = {
            "language": _("Language"),
            "digits": _("Digits"),
            "single_keys": _("Single keys such as j and k act on lists"),
        }
        help_texts = {
            "language": _("Pages, notices and e-mails come in this language."),
            "digits": _("For prose, dates and counts. Codes, telephones and e-mail addresses never change."),
            "single_keys": _("Switch them off if you speak to your computer or press keys by chance."),
        }
        widgets = {"language": forms.RadioSelect, "digits": forms.RadioSelect}
