"""What is exported loads as the same world."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from taawun.face.scenarios.export import export
from taawun.face.scenarios.files import read, write
from taawun.face.scenarios.generate import complete
from taawun.face.scenarios.load import load
from taawun.ground.ledger.models import Entry
from taawun.ground.localtime.clock import today_at
from taawun.ground.policy.door import viewing
from taawun.ground.policy.models import Identity, Installation, Party
from taawun.people.accounts.models import Account

SCENARIOS = Path(__file__).parents[5] / "scenarios"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration():
    return complete(read(SCENARIOS / "ici-demo"), today_at())


def test_export_and_load_give_the_same_world(demonstration, tmp_path):
    before = transaction.savepoint()
    load(demonstration)
    first = export()
    transaction.savepoint_rollback(before)
    assert not Installation.objects.exists()
    write(first, tmp_path / "copy")
    load(complete(read(tmp_path / "copy"), today_at()))
    assert export() == first


def test_what_is_exported_says_what_was_loaded(demonstration):
    load(demonstration)
    world = export()
    for table in ("parties", "memberships", "courses", "runs", "headcounts", "events", "agreements", "statements"):
        assert len(getattr(world, table)) == len(getattr(demonstration, table))
    for table in ("trainers", "assignments", "persons", "nominations", "seats", "attendance", "accounts"):
        assert len(getattr(world, table)) == len(getattr(demonstration, table))
    assert {p.name_ar for p in world.persons} == {p.name_ar for p in demonstration.persons}
    assert sorted(r.code for r in world.runs) == sorted(r.code for r in demonstration.runs)
    assert {n.state for n in world.nominations} == {n.state for n in demonstration.nominations}
    assert world.settings.rule_ar == demonstration.settings.rule_ar


def test_an_export_of_people_stands_in_the_ledger_of_their_nation(demonstration):
    load(demonstration)
    export()
    with viewing(Account.objects.get(email="amal.qa@taawun.example").pk):
        entries = Entry.objects.filter(act="persons.person.export")
        assert entries.count() == sum(p.party == "QA" for p in demonstration.persons)
    identity = Identity.objects.get(pk=0)
    assert (identity.active, identity.level, identity.party.code) == (False, 0, "NIRC")


def test_the_command_writes_a_folder_that_only_its_owner_opens(demonstration, tmp_path):
    load(demonstration)
    said = StringIO()
    call_command("scenario", "export", str(tmp_path / "out"), stdout=said)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert "personal data" in said.getvalue()
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("scenario", "export", str(tmp_path / "out"))


def test_an_empty_installation_has_nothing_to_export(tmp_path):
    assert not Party.objects.exists()
    with pytest.raises(CommandError, match="nothing to export"):
        call_command("scenario", "export", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
