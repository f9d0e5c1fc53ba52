"""Where the database is, told without a server and without leaking."""

import json
import multiprocessing
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from taawun.config.embedded import DatabaseFault, Dsns, database_settings, dsns, installation, state


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    monkeypatch.setenv("TAAWUN_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    return tmp_path


def test_before_the_first_start_the_settings_lead_to_the_socket_to_come(nothing_set):
    settings = database_settings()
    assert settings["default"]["USER"] == "taawun_app"
    assert settings["owner"]["USER"] == "taawun_owner"
    assert settings["default"]["PASSWORD"] == ""


def test_the_environment_comes_first_then_what_was_kept(monkeypatch):
    state.keep(Dsns("host=/kept user=a", "host=/kept user=o"))
    assert dsns() == Dsns("host=/kept user=a", "host=/kept user=o")
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@example.test/x")
    assert dsns().app == dsns().owner == "postgresql://a@example.test/x"
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://o@example.test/x")
    assert dsns().owner == "postgresql://o@example.test/x"
    assert database_settings()["default"]["HOST"] == "example.test"


def test_a_malformed_url_does_not_raise_at_import(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://[:::")
    assert database_settings()["default"]["HOST"] == "/DATABASE_URL-is-malformed"


def test_what_is_kept_is_for_its_owner_alone_under_any_umask(nothing_set):
    before = os.umask(0)
    try:
        state.keep(Dsns("password=one", "password=two"))
    finally:
        os.umask(before)
    assert (nothing_set / "database.json").stat().st_mode & 0o777 == 0o600
    assert list(json.loads((nothing_set / "database.json").read_text())) == ["embedded"]
    assert [path.name for path in nothing_set.iterdir()] == ["database.json"]  # no draft of it is left


def test_passwords_are_in_no_repr():
    assert "one" not in repr(Dsns("password=one", "password=two"))


def test_the_lock_is_held_by_one_and_freed_by_the_kernel():
    def second():
        with installation.lock("up", patience=0.2, busy="Another runs."):
            pass

    with (
        installation.lock("up", patience=1, busy="Another runs."),
        pytest.raises(DatabaseFault, match=f"Another runs.*process {os.getpid()}"),
    ):
        second()
    second()


def _open(barrier, results):
    barrier.wait(30)
    try:
        with installation.lock("up", patience=60, busy="Another runs."):
            server = installation.own_server()
            try:
                installation.open_own(server, None)
                results.put(installation.reachable())
            finally:
                server.stop()
    except Exception as fault:  # noqa: BLE001  the other process reads it
        results.put(repr(fault))


def test_two_starts_at_once_do_not_race(nothing_set, monkeypatch):
    # pytest's folder is closed to the server's account, so that a start by root goes elsewhere
    elsewhere = Path(tempfile.mkdtemp(prefix="taawun-tests-"))
    elsewhere.chmod(0o711)
    monkeypatch.setattr(installation, "ELSEWHERE", elsewhere)
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(2), context.Queue()
    starts = [context.Process(target=_open, args=(barrier, results)) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(90)
    shutil.rmtree(elsewhere)
    assert [results.get(timeout=5) for _ in starts] == [True, True]


def test_a_var_that_everybody_shares_is_refused(nothing_set):
    nothing_set.chmod(0o1777)
    with pytest.raises(DatabaseFault, match="TAAWUN_VAR"):
        installation.prepare_var(None)


def test_an_installation_gets_a_secret_key_of_its_own(nothing_set):
    installation.prepare_var(None)
    key = (nothing_set / "secret.key").read_text()
    installation.prepare_var(None)
    assert (nothing_set / "secret.key").read_text() == key
    assert (nothing_set / "secret.key").stat().st_mode & 0o777 == 0o600
