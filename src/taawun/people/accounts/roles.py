"""Roles: what a person may do for the party that she belongs to. Words as in the field."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles of a party's people, then those of the centre's."""

    LIAISON_OFFICER = "liaison_officer", _("liaison officer")
    POINT_OF_CONTACT = "point_of_contact", _("national point of contact")
    PARTY_ADMINISTRATOR = "party_administrator", _("party administrator")
    REGISTRAR = "registrar", _("registrar")
    COURSE_DIRECTOR = "course_director", _("course director")
    DIRECTOR = "director", _("director of the centre")
    ANALYST = "analyst", _("analyst")
    DUTY_OFFICER = "duty_officer", _("duty officer")
    SECURITY_OFFICER = "security_officer", _("security officer")
    AUDITOR = "auditor", _("auditor")


OF_THE_CENTRE = frozenset(
    {
        Role.REGISTRAR, Role.COURSE_DIRECTOR, Role.DIRECTOR, Role.ANALYST,
        Role.DUTY_OFFICER, Role.SECURITY_OFFICER, Role.AUDITOR,
    }
)  # fmt: skip
