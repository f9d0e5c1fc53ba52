"""A list that is being kept when something is killed: the state before or after, never between."""

import csv
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.installation import REPOSITORY, running, wait_for

ROWS = 3000


@pytest.fixture(scope="module")
def installation():
    """The product, running for real."""
    with running() as real:
        yield real


@pytest.fixture
def nominees(tmp_path):
    """A long list of plainly invented people."""
    file = tmp_path / "list.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["Name", "Passport number"])
        rows.writerows([f"Tajribi Fault {n}", f"FAULT{n}"] for n in range(ROWS))
    return file


def keeping(installation, file):
    """Begin to keep the list in a process of its own."""
    words = ["nominations", "import", str(file), "--run", "DEMO-OPEN", "--as", "amal.qa@taawun.example"]
    return subprocess.Popen(
        [sys.executable, "-m", "taawun.face.cli.main", *words],
        env=installation.environment, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def kept(installation):
    """Return how many of the list's people the database holds, as Qatar's officer sees them."""
    with installation.app() as database:
        database.execute("SELECT policy.enter(id) FROM accounts_account WHERE email = 'amal.qa@taawun.example'")
        return database.execute("SELECT count(*) FROM persons_person WHERE identifier LIKE 'FAULT%'").fetchone()[0]


def in_its_transaction(installation):
    """Say whether the import writes now: its backend holds locks on the people's table."""
    with installation.app() as database:
        held = "relation = 'persons_person'::regclass AND mode = 'RowExclusiveLock'"
        found = database.execute(f"SELECT count(*) FROM pg_locks WHERE {held}")
        return found.fetchone()[0] > 0


def test_an_import_that_is_killed_keeps_nothing(installation, nominees):
    process = keeping(installation, nominees)
    wait_for(lambda: in_its_transaction(installation) or process.poll() is not None, 60, every=0.02)
    assert process.poll() is None, "it was over before it could be killed"
    process.kill()
    process.wait(20)
    assert kept(installation) == 0


def test_a_database_that_is_killed_in_mid_import_keeps_nothing_and_comes_back(installation, nominees):
    process = keeping(installation, nominees)
    wait_for(lambda: in_its_transaction(installation) or process.poll() is not None, 60, every=0.02)
    pid = int((installation.var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)  # the server of this installation
    process.wait(60)
    wait_for(lambda: installation.health() == 200, 60)
    deadline = time.monotonic() + 60
    while True:
        try:
            found = kept(installation)
            break
        except Exception:  # noqa: BLE001 not back yet
            assert time.monotonic() < deadline
            time.sleep(0.5)
    assert found == 0


def test_the_same_list_is_kept_whole_afterwards(installation, nominees):
    assert keeping(installation, nominees).wait(180) == 0
    assert kept(installation) == ROWS
