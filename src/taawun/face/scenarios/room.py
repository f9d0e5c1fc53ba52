"""How much room the installation has for a cell, so that a text too long is told with its place."""

from collections.abc import Iterator
from functools import cache

from django.db import connection, models
from django.utils.translation import gettext as _

from taawun.face.reporting.models import Statement
from taawun.ground.policy.models import Community, Installation, Membership, Party
from taawun.people.accounts.models import Account
from taawun.people.parties.models import Area, Profile
from taawun.people.persons.models import Person
from taawun.work.agreements.models import Agreement
from taawun.work.meetings.models import Event
from taawun.work.training.models import (
    Allotment,
    Assignment,
    Course,
    Headcount,
    Nomination,
    Run,
    Seat,
    Trainer,
)

_MODELS: dict[str, tuple[type[models.Model], ...]] = {
    "scenario": (Installation,),
    "parties": (Party, Profile),
    "communities": (Community,),
    "memberships": (Membership,),
    "areas": (Area,),
    "courses": (Course,),
    "runs": (Run,),
    "headcounts": (Headcount,),
    "events": (Event,),
    "agreements": (Agreement,),
    "statements": (Statement,),
    "promises": (Allotment,),
    "trainers": (Trainer,),
    "assignments": (Assignment,),
    "persons": (Person,),
    "nominations": (Nomination,),
    "seats": (Seat,),
    "accounts": (Account,),
}
# Columns that their records call by another name, or that meet in one field.
_OTHERWISE: dict[str, dict[str, int | None]] = {
    "scenario": {"key": 80, "rule_en": None, "rule_ar": None},
    "statements": {"figure": 24},
    "runs": {"languages": 60},
}


@cache
def _room(table: str) -> dict[str, tuple[int | None, int | None]]:
    """The longest text and the largest number that each column may hold."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for model in _MODELS.get(table, ()):
        for column in model._meta.concrete_fields:
            if isinstance(column, models.CharField):
                found[column.name] = (column.max_length, None)
            elif isinstance(column, models.IntegerField) and not column.primary_key:
                found[column.name] = (None, connection.ops.integer_field_range(column.get_internal_type())[1])
    found |= {name: (longest, None) for name, longest in _OTHERWISE.get(table, {}).items()}
    return found


def overfull(table: str, row: object) -> Iterator[tuple[str, str, str]]:
    """The columns of a row that hold more than there is room for: column, what is wrong, how to mend it."""
    for name, (longest, largest) in _room(table).items():
        value = getattr(row, name, None)
        if isinstance(value, tuple):
            value = ";".join(value) if name == "languages" else None
        if longest is not None and isinstance(value, str) and len(value) > longest:
            yield (
                name,
                _("The text is too long: %(found)s of %(room)s characters.") % {"found": len(value), "room": longest},
                _("Shorten it."),
            )
        if largest is not None and isinstance(value, int) and value > largest:
            yield name, _("The number is too large."), _("Write at most %(most)s.") % {"most": largest}
