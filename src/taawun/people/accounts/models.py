"""Accounts: how a person signs in. Who she is to the rule stands in `policy.Identity`."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """Make an account; without a password nobody can sign in with it."""
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One person's account: e-mail, password, language and habits. It belongs to one party (`policy.Identity`)."""

    class Language(models.TextChoices):
        ARABIC = "ar", "العربية"
        ENGLISH = "en", "English"

    class Digits(models.TextChoices):
        LATIN = "latn", _("0123456789")
        ARABIC = "arab", _("٠١٢٣٤٥٦٧٨٩")

    email = models.EmailField(_("e-mail"), unique=True)
    name_en = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ARABIC)
    digits = models.CharField(_("digits"), max_length=4, choices=Digits, default=Digits.LATIN)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    demonstration = models.BooleanField(default=False, editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return self.email

    @property
    def initials(self) -> str:
        """Two letters for the round mark in the top bar, in the account's language."""
        name = (self.name_ar if self.language == "ar" else self.name_en) or self.email
        words = name.split()
        return " ".join(w[0] for w in words[:2]) if self.language == "ar" else "".join(w[0] for w in words[:2]).upper()
