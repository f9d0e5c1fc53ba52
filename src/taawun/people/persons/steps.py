"""People are made and changed by the party whose they are."""

from typing import Any

from django.utils.translation import gettext as _

from taawun.ground.policy.door import current
from taawun.ground.policy.labels import own_label
from taawun.ground.records.steps import Refused, create, edit
from taawun.people.accounts.roles import Role

from .models import Person

KEEPERS = (Role.LIAISON_OFFICER, Role.POINT_OF_CONTACT)


def add_person(**fields: Any) -> Person:
    """Add a person of the viewer's party, seen by that party alone."""
    if not current().holds(*KEEPERS):
        raise Refused(_("Liaison officers and points of contact add people of their own party."))
    return create(Person, label=own_label(), **fields)


def change_person(person: Person, *, version: int | None = None, **changes: Any) -> Person:
    """Change what is known of a person of one's own party."""
    if person.originator_id != current().party_id or not current().holds(*KEEPERS):
        raise Refused(_("Liaison officers and points of contact change people of their own party."))
    return edit(person, version=version, **changes)
