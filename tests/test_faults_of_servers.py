"""Web, worker or database killed while a list is being kept: the state before or after, never between."""

import os
import re
import signal
import threading

import psycopg
import pytest

from tests.installation import running, wait_for
from tests.visitor import Visitor

LONG, SHORT = 5000, 900  # the worker keeps a long list, the page itself a short one


@pytest.fixture(scope="module")
def installation():
    """The product, running for real."""
    with running() as real:
        yield real


@pytest.fixture
def amal(installation):
    """Qatar's liaison officer, signed in."""
    return Visitor(installation.url).sign_in(installation.accounts["amal.qa"])


def people(name, rows):
    """A list of plainly invented people."""
    lines = [f"Tajribi {name} {n},{name.upper()}{n}" for n in range(rows)]
    return "\n".join(["Name,Passport number", *lines]).encode()


def sent(amal, name, rows):
    """Send a list in and wait until it is checked; return its address."""
    page = "/runs/DEMO-OPEN/import/"
    answer = amal.post(page, page, file=(f"{name}.csv", people(name, rows)))
    path = answer.url.removeprefix(amal.url)
    assert re.fullmatch(r"/lists/[0-9a-f-]{36}/", path), answer.status
    wait_for(lambda: f"{path}keep/" in amal.get(path).text, 180, every=0.5)
    return path


def kept(installation, name):
    """Return how many of a list's people and nominations the database holds, as Qatar's officer sees them."""
    try:
        with installation.app() as database:
            database.execute("SELECT policy.enter(id) FROM accounts_account WHERE email = 'amal.qa@taawun.example'")
            return database.execute(
                "SELECT count(DISTINCT p.id), count(n.id) FROM persons_person p"
                " LEFT JOIN training_nomination n ON n.person_id = p.id WHERE p.identifier LIKE %s",
                [f"{name.upper()}%"],
            ).fetchone()
    except psycopg.OperationalError:
        return None  # the database is away


def is_writing(installation):
    """Say whether people are being written now, in a transaction that is not over."""
    with installation.app() as database:
        held = "relation = 'persons_person'::regclass AND mode = 'RowExclusiveLock'"
        return database.execute(f"SELECT count(*) FROM pg_locks WHERE {held}").fetchone()[0] > 0


def kill(installation, what):
    """Kill the installation's processes of one kind, as a fault would."""
    chosen = [pid for pid, words in installation.processes().items() if what in words]
    assert chosen
    for pid in chosen:
        os.kill(pid, signal.SIGKILL)
    return chosen


def postmaster(installation):
    return int((installation.var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def never_between(installation, name, rows, until, seconds=180):
    """Look again and again until `until` holds: each look finds all of the list or nothing."""
    looks = []

    def look():
        looks.append(found := kept(installation, name))
        assert found in {None, (0, 0), (rows, rows)}, looks
        return until(found)

    wait_for(look, seconds, every=0.1)


def test_a_worker_that_is_killed_leaves_nothing_half_done_and_the_next_one_finishes(installation, amal):
    path = sent(amal, "Worker", LONG)
    amal.post(path, f"{path}keep/")
    wait_for(lambda: is_writing(installation), 60, every=0.02)
    kill(installation, "django worker")
    assert kept(installation, "Worker") == (0, 0)
    never_between(installation, "Worker", LONG, lambda found: found == (LONG, LONG))
    assert f"{path}keep/" not in amal.get(path).text


def test_a_database_that_is_killed_under_the_worker_leaves_nothing_half_done(installation, amal):
    path = sent(amal, "Database", LONG)
    amal.post(path, f"{path}keep/")
    wait_for(lambda: is_writing(installation), 60, every=0.02)
    os.kill(postmaster(installation), signal.SIGKILL)
    never_between(installation, "Database", LONG, lambda found: found == (LONG, LONG))
    wait_for(lambda: amal.get(path).status == 200, 60, every=0.5)


def test_a_web_server_that_is_killed_leaves_nothing_half_done_and_is_back(installation, amal):
    path = sent(amal, "Web", SHORT)
    answers = []
    asking = threading.Thread(target=lambda: answers.append(amal.post(path, f"{path}keep/").status))
    asking.start()
    wait_for(lambda: is_writing(installation), 60, every=0.01)
    kill(installation, "taawun.config.web")
    asking.join(60)
    assert answers == [0]  # nobody said that it was kept
    never_between(installation, "Web", SHORT, lambda found: found == (0, 0))
    wait_for(lambda: installation.health() == 200, 60)
    assert amal.post(path, f"{path}keep/").status == 200  # asked again, it is kept whole
    assert kept(installation, "Web") == (SHORT, SHORT)


def test_a_lost_database_gives_a_plain_page_and_mends_itself(installation, amal):
    """The supervisor sleeps meanwhile, or it would be back before anybody looked."""
    assert amal.get("/").status == 200
    supervisor = installation.process.pid
    os.kill(supervisor, signal.SIGSTOP)
    try:
        os.kill(postmaster(installation), signal.SIGKILL)
        answers = [amal.get(path) for path in ("/", "/nominations/", "/courses/", "/sign-in/", "/figures/")]
    finally:
        os.kill(supervisor, signal.SIGCONT)
    assert {answer.status for answer in answers} == {503}
    for answer in answers:
        assert answer.headers["Retry-After"]
        assert "Back in a moment" in answer.text
        assert not re.search(r"Traceback|psycopg|OperationalError|postgres", answer.text)
    wait_for(lambda: amal.get("/").status == 200, 60, every=0.2)
    assert "/nominations/" in amal.get("/").text  # and she is still signed in
    assert [amal.get(path).status for path in ("/nominations/", "/courses/", "/figures/")] == [200, 200, 200]
