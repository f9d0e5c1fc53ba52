"""What a person types: check, load, export, and the accounts of the demonstration."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from taawun.ground.policy.models import Installation
from taawun.people.accounts.models import Account

SCENARIOS = Path(__file__).parents[5] / "scenarios"
DEMO = str(SCENARIOS / "ici-demo")


def run(*argv):
    out = StringIO()
    call_command(*argv, stdout=out)
    return out.getvalue()


@pytest.fixture
def kept(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path / "demo-accounts.json"


def test_a_sound_folder_is_called_sound():
    assert run("scenario", "check", DEMO) == f"{DEMO} is sound.\n"


def test_a_wrong_folder_is_told_with_place_and_mending(tmp_path):
    said = StringIO()
    (tmp_path / "scenario.csv").write_text("key,value\nzone,Nowhere\n", encoding="utf-8")
    with pytest.raises(CommandError, match="problems"):
        call_command("scenario", "check", str(tmp_path), stderr=said)
    assert "scenario.csv, row 2, column value: “Nowhere” is not a time zone." in said.getvalue()


def test_the_same_is_said_in_arabic(tmp_path):
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("scenario", "check", str(tmp_path), "--language", "ar", stderr=said)
    assert "الملف غير موجود" in said.getvalue()


@pytest.mark.django_db
def test_a_dry_run_writes_nothing():
    assert "persons: " in run("scenario", "load", DEMO, "--dry-run")
    assert not Installation.objects.exists()


@pytest.mark.django_db
def test_a_second_load_changes_nothing_and_says_so():
    assert "seat: " in run("scenario", "load", DEMO)
    assert "loaded already" in run("scenario", "load", DEMO)
    with pytest.raises(CommandError, match="not empty"):
        run("scenario", "load", str(SCENARIOS / "ici"))


@pytest.mark.django_db
def test_the_accounts_of_the_demonstration_open_with_the_passwords_shown(kept):
    run("scenario", "load", DEMO)
    shown = run("demo_accounts")
    keys = json.loads(kept.read_text(encoding="utf-8"))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(keys) == len({k["password"] for k in keys}) == Account.objects.filter(demonstration=True).count()
    for key in keys:
        assert key["password"] in shown
        assert key["email"] in shown
    amal = next(k for k in keys if k["email"] == "amal.qa@taawun.example")
    assert (amal["party"], amal["role"], amal["language"]) == ("QA", "liaison_officer", "ar")
    assert Account.objects.get(email=amal["email"]).check_password(amal["password"])


@pytest.mark.django_db
def test_a_second_look_shows_the_same_passwords_and_mends_one_that_was_changed(kept):
    run("scenario", "load", DEMO)
    first = run("demo_accounts")
    assert run("demo_accounts") == first
    amal = Account.objects.get(email="amal.qa@taawun.example")
    amal.set_password("something else entirely")
    amal.save()
    assert run("demo_accounts") != first
    keys = {k["email"]: k["password"] for k in json.loads(kept.read_text(encoding="utf-8"))}
    assert Account.objects.get(pk=amal.pk).check_password(keys[amal.email])


@pytest.mark.django_db
def test_without_a_demonstration_there_are_no_accounts_to_show(kept):
    with pytest.raises(CommandError, match="no demonstration accounts"):
        run("demo_accounts")
