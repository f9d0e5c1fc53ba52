"""A real worker on a real database: it works, it stops when asked, and what a killed one left is done once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from procrastinate.contrib.django import app

from conftest import clone, use
from taawun.common.notices.models import Notice
from taawun.common.notices.running import WorkerConnector
from taawun.ground.policy.door import turn_back
from taawun.ground.policy.door import viewing as open_door
from taawun.ground.records.ids import uuid7
from taawun.work.training import seating
from taawun.work.training.models import Nomination, Seat
from taawun.work.training.steps import nominations as steps
from tests.cast import build

REPOSITORY = Path(__file__).resolve().parents[5]
PATIENCE = 60


@pytest.fixture
def database(cluster, django_db_setup, django_db_blocker):
    """A database of its own, where what is done is committed and other processes see it."""
    name = f"worker_process_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    clone(cluster, name)
    dsns = cluster.database(name)
    with django_db_blocker.unblock():
        use("default", dsns.app)
        use("owner", dsns.owner)
        yield dsns
        for alias, settings in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(settings)
            connections.databases[alias].update(settings)


@pytest.fixture
def world(database):
    """The cast, committed."""
    return build()


@pytest.fixture
def start(database, tmp_path):
    """Start a worker: `start()` or `start("--once")`."""
    started = []
    environment = os.environ | {
        "DATABASE_URL": database.app,
        "DATABASE_OWNER_URL": database.owner,
        "DJANGO_SETTINGS_MODULE": "taawun.config.settings",
        "PYTHONPATH": str(REPOSITORY / "src"),
        "TAAWUN_VAR": str(tmp_path),
        "TAAWUN_SECRET_KEY": "for this test",
        "TAAWUN_NOMINEE_DELAY_HOURS": "0",
    }

    def begin(*options):
        worker = subprocess.Popen([sys.executable, "-m", "django", "worker", *options], env=environment, cwd=tmp_path)
        started.append(worker)
        return worker

    yield begin
    for worker in started:
        worker.kill()
        worker.wait()


@pytest.fixture
def mails(tmp_path):
    """To whom mail lies in the folder."""

    def ask():
        texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "mail").glob("*.eml"))]
        return sorted(
            line.removeprefix("To: ") for text in texts for line in text.splitlines() if line.startswith("To: ")
        )

    return ask


@pytest.fixture
def freed(world, run_in, nomination_in, start, database):
    """A run whose one seat Bahrain has just turned back; Qatar's nominee waits. Nobody has worked on it yet."""
    run = run_in(capacity=1)
    bahraini = nomination_in("accepted", run=run, who="carla")
    waiting = nomination_in("waitlisted", run=run)
    assert start("--once").wait(PATIENCE) == 0
    with open_door(world["carla"].pk):
        steps.withdraw(Nomination.objects.get(pk=bahraini.pk))
    with psycopg.connect(database.app) as connection:
        # what the registrars hear of the withdrawal is not what these tests watch
        connection.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'notices.tell' AND status = 'todo'")
    return waiting


def seats_of(world, nomination):
    with open_door(world["badr"].pk):
        return list(Seat.objects.filter(nomination=nomination.pk).values_list("state", flat=True))


def acts_told(world, name):
    with open_door(world[name].pk):
        return [n.act.rpartition(".")[2] for n in Notice.objects.order_by("id")]


def jobs(database, condition):
    with psycopg.connect(database.app) as connection:
        return connection.execute(f"SELECT task_name FROM procrastinate_jobs WHERE {condition}").fetchall()


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@contextmanager
def held(database, table):
    """Keep everybody from writing to a table, which stops a worker in the middle of its transaction."""
    with psycopg.connect(database.owner) as connection:
        connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield


def test_a_worker_empties_the_queue_with_what_its_own_tasks_queue(freed, world, start, database, mails):
    heard = acts_told(world, "carla")
    before = mails()
    assert start("--once").wait(PATIENCE) == 0
    assert seats_of(world, freed) == ["offered"]
    assert acts_told(world, "amal")[-1] == acts_told(world, "dana")[-1] == "offer"
    assert acts_told(world, "carla") == heard
    assert mails() == sorted([*before, "amal@example.org", "dana@example.org"])
    assert jobs(database, "task_name NOT IN ('notices.sweep', 'training.clock')") == []


@pytest.mark.parametrize("asking", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_waits_is_woken_and_ends_when_asked(freed, world, start, database, asking):
    worker = start()
    until(lambda: "offer" in acts_told(world, "amal"))
    worker.send_signal(asking)
    assert worker.wait(15) == 0
    assert jobs(database, "status = 'doing'") == []


def test_a_worker_that_is_asked_to_end_finishes_what_it_is_doing(freed, world, start, database):
    with held(database, "notices_notice"):
        worker = start()
        until(lambda: jobs(database, "status = 'doing' AND task_name = 'notices.tell'") and blocked(database))
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert worker.poll() is None
    assert worker.wait(15) == 0
    assert acts_told(world, "amal")[-1] == "offer"
    assert jobs(database, "status = 'doing'") == []


def test_a_worker_whose_connections_break_goes_on_with_others(freed, world, start, database, cluster):
    worker = start()
    until(lambda: "offer" in acts_told(world, "amal"))
    with psycopg.connect(cluster.superuser, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [connections["default"].settings_dict["NAME"]],
        )
    connections["default"].close()
    with open_door(world["amal"].pk):
        steps.take_offer(Nomination.objects.get(pk=freed.pk))
    until(lambda: acts_told(world, "badr")[-1] == "take_offer")
    assert worker.poll() is None


def test_a_worker_that_lost_the_database_ends_and_says_so_by_its_code(freed, world, start, cluster):
    worker = start()
    until(lambda: "offer" in acts_told(world, "amal"))
    for alias in ("default", "owner"):
        connections[alias].close()
    cluster.server.stop()
    try:
        assert worker.wait(PATIENCE) == 1
    finally:
        cluster.server.start()


def test_what_a_task_of_the_worker_queues_is_gone_when_its_transaction_is_turned_back(world, database):
    with app.replace_connector(WorkerConnector(app.connector)), open_door(world["badr"].pk):
        seating.freed(uuid7())
        turn_back()
    assert jobs(database, "true") == []


@pytest.mark.parametrize("table", ["ledger_pending", "notices_notice"])
def test_what_a_killed_worker_left_is_done_once(freed, world, start, database, mails, table):
    """Killed as it offers the seat (which is named, and not yet committed), or as it tells of the offer."""
    before, heard = len(mails()), acts_told(world, "amal")
    named = {"ledger_pending": "%offer_next", "notices_notice": "notices.tell"}[table]
    with held(database, table):
        worker = start()
        until(lambda: jobs(database, f"status = 'doing' AND task_name LIKE '{named}'"))
        until(lambda: blocked(database))
        worker.kill()
        worker.wait()
        assert seats_of(world, freed) == {"ledger_pending": [], "notices_notice": ["offered"]}[table]
    until(lambda: not blocked(database))
    assert seats_of(world, freed) == {"ledger_pending": [], "notices_notice": ["offered"]}[table]
    assert acts_told(world, "amal") == heard
    killed_at = time.monotonic()
    start()
    until(lambda: len(mails()) == before + 2)
    assert time.monotonic() - killed_at < 30
    until(lambda: not jobs(database, "status IN ('todo', 'doing') AND task_name LIKE '%tell'"))
    assert seats_of(world, freed) == ["offered"]
    assert acts_told(world, "amal") == [*heard, "offer"]
    assert len(mails()) == before + 2


def blocked(database):
    """Whether somebody waits for a lock."""
    with psycopg.connect(database.owner) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('relation', 'tuple', 'transactionid')"
        ).fetchone()
        return bool(count)
