"""People as their party describes them. A person is the nation's; what a centre counts carries a pseudonym instead."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taawun.ground.records.models import Record
from taawun.ground.records.names import name_key


class Person(Record):
    """A person, named in both scripts as she writes herself. Matched by identifier, never by spelling alone."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    name_en = models.CharField(_("name in Latin letters, as in the passport"), max_length=120, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    address_en = models.CharField(_("form of address in English"), max_length=60, blank=True)
    address_ar = models.CharField(_("form of address in Arabic"), max_length=60, blank=True)
    rank_en = models.CharField(_("rank in English"), max_length=60, blank=True)
    rank_ar = models.CharField(_("rank in Arabic"), max_length=60, blank=True)
    post_en = models.CharField(_("post in English"), max_length=120, blank=True)
    post_ar = models.CharField(_("post in Arabic"), max_length=120, blank=True)
    body_en = models.CharField(_("ministry or body in English"), max_length=120, blank=True)
    body_ar = models.CharField(_("ministry or body in Arabic"), max_length=120, blank=True)
    identifier = models.CharField(_("national number or passport number"), max_length=40, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_typed = models.CharField(max_length=120, blank=True, editable=False, help_text="the date as it was typed")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    english = models.CharField(
        _("level of English"), max_length=12, blank=True, help_text=_("CEFR (B2) or STANAG 6001 (2+)")
    )
    pseudonym = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    key = models.CharField(max_length=160, blank=True, editable=False, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_has_a_name",
                condition=~Q(name_en="", name_ar=""),
                violation_error_message=_("Enter the name in Arabic, in Latin letters, or both."),
            ),
            # Per originator: two nations may each know a person by the same number, and neither learns of the other.
            models.UniqueConstraint(
                name="person_known_once_to_a_party",
                fields=["originator", "identifier"],
                condition=~Q(identifier=""),
                violation_error_message=_("You already have a person with this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_ar

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the key by which a name is found from either script."""
        self.key = name_key(self.name_ar or self.name_en)[:160]
        super().save(*args, **kwargs)
