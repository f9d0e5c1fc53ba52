"""Keeping a checked list: all of it in one transaction, in a fixed number of statements for each thousand rows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from taawun.ground.ledger.write import write_many
from taawun.ground.policy.door import current
from taawun.ground.policy.labels import own_label
from taawun.ground.records.bulk import insert
from taawun.ground.records.names import name_key
from taawun.ground.records.steps import Refused
from taawun.people.accounts.roles import Role
from taawun.people.persons.models import Person

from ..models import Nomination
from .checking import CHANGED, WRONG, Found, Progress

BATCH = 1000


class Cancelled(Exception):
    """Somebody cancelled while the list was being kept: nothing of it stays."""


def keep(rows: list[Found], progress: Progress = lambda done, of: None) -> list[Nomination]:
    """Make and change people and nominations as the rows say, inside a step; return the new nominations.

    Raises `Refused` when a row is wrong or the viewer does not nominate; the caller's transaction keeps all or nothing.
    """
    party = current().party_id
    if party is None or not current().holds(Role.LIAISON_OFFICER):
        raise Refused(_("Liaison officers nominate for their party."))
    if any(r.outcome == WRONG for r in rows):
        raise Refused(_("Some rows are wrong. Mend them in the list and send it in again; nothing was kept."))
    label = own_label()
    total = len(rows)
    for start in range(0, total, BATCH):
        progress(start, total)
        chunk = rows[start : start + BATCH]
        _people(chunk, label_id=label.pk, party_id=party)
    made = [
        Nomination(
            originator_id=party, label=label, run_id=r.run.pk, person=r.person, remark=r.remark
        )
        for r in rows
        if r.nominates and r.run is not None
    ]  # fmt: skip
    insert(made)
    write_many("training.nomination.nominate", made, after=Nomination.State.DRAFT)
    progress(total, total)
    return made


def _people(rows: Iterable[Found], *, label_id: int, party_id: int) -> None:
    """Make the people whom nobody knew, once each, and change the known."""
    new: dict[tuple[object, ...], Person] = {}
    changed: list[Person] = []
    for found in rows:
        if found.person is None:
            person = new.get(found.identity)
            if person is None:
                person = Person(originator_id=party_id, label_id=label_id, **found.fields)
                person.key = name_key(person.name_ar or person.name_en)[:160]
                new[found.identity] = person
            found.person = person
        elif found.outcome == CHANGED:
            for name in found.changes:
                setattr(found.person, name, found.fields[name])
            if "birth_date" in found.changes:
                found.person.birth_typed = found.fields["birth_typed"]
            found.person.key = name_key(found.person.name_ar or found.person.name_en)[:160]
            found.person.version += 1
            changed.append(found.person)
    insert(list(new.values()))
    write_many("persons.person.create", list(new.values()))
    if changed:
        fields = [f.name for f in Person._meta.concrete_fields if f.name not in KEPT]
        Person.objects.bulk_update(changed, fields, batch_size=200)
        write_many("persons.person.edit", changed)


KEPT = {"id", "label", "originator", "steward", "created_at", "pseudonym", "basis", "source"}
