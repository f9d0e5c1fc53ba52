"""`taawun up` and `taawun COMMAND` as processes, over a small stand-in for the rooms: who starts, who ends, what is said."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

SRC = Path(__file__).resolve().parents[3]
SITE = Path(psycopg.__file__).resolve().parents[1]

STAND_IN = {
    "stand_in_settings.py": """
        from taawun.config.embedded import database_settings
        SECRET_KEY = "stand-in"
        ALLOWED_HOSTS = ["*"]
        DATABASES = database_settings()
        ROOT_URLCONF = "stand_in_urls"
        INSTALLED_APPS = ["django.contrib.contenttypes", "stand_in"]
        USE_TZ = True
    """,
    "stand_in_urls.py": """
        import os
        from django.db import connection
        from django.http import HttpResponse
        from django.urls import path
        def health(request):
            try:
                connection.cursor().execute("SELECT 1")
            except Exception:
                connection.close()
                return HttpResponse("away", status=503)
            return HttpResponse(f"{os.getpid()} {os.getuid()}")
        urlpatterns = [path("health/", health)]
    """,
    "stand_in/__init__.py": "",
    "stand_in/management/__init__.py": "",
    "stand_in/management/commands/__init__.py": "",
    "stand_in/management/commands/scenario.py": """
        import time
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            def add_arguments(self, parser): parser.add_argument("words", nargs="*")
            def handle(self, words, **options):
                from django.db import connections
                print("loading", flush=True)
                if words[-1] == "slow": time.sleep(1)
                connections["owner"].cursor().execute(
                    "CREATE TABLE IF NOT EXISTS public.policy_party (id int); INSERT INTO public.policy_party VALUES (1)")
                print("loaded", flush=True)
    """,
    "stand_in/management/commands/demo_accounts.py": """
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            def handle(self, **options): print("amal  badr")
    """,
    "stand_in/management/commands/worker.py": """
        import time
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            def handle(self, **options):
                while True: time.sleep(1)
    """,
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    for name, text in STAND_IN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text))
    return folder


class Taawun:
    """Runs the command line against a `var` of its own."""

    def __init__(self, house, var, elsewhere):
        self.var = var
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as probe:
            self.port = probe.getsockname()[1]
        keep = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("DATABASE_", "DJANGO_", "TAAWUN_", "COV"))
        }
        self.environment = keep | {
            "PYTHONPATH": os.pathsep.join(map(str, (SRC, house, SITE))), "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "stand_in_settings", "TAAWUN_VAR": str(var), "PORT": str(self.port),
            "TAAWUN_ELSEWHERE": str(elsewhere),
        }  # fmt: skip
        self.started = []

    def start(self, *words, **more):
        child = subprocess.Popen(
            [sys.executable, "-m", "taawun.face.cli.main", *words], env=self.environment | more.pop("env", {}), cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True, **more,
        )  # fmt: skip
        self.started.append(child)
        return child

    def up(self):
        child = self.start("up", "--demo")
        return child, until(child, r"^ready ")

    def health(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection):
            connection.request("GET", "/health/")
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def well_within(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.health()[0] == 200:
                    return True
            time.sleep(0.1)
        return False


def until(child, pattern):
    said = []
    for line in child.stdout:
        said.append(line)
        if re.search(pattern, line):
            return said
    raise AssertionError("".join(said))


def state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def descendants(pid):
    parents = {int(path.name): int(facts[1]) for path in Path("/proc").glob("[0-9]*") if (facts := state(path.name))}
    found, fresh = set(), {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def all_ended(pids, within=15):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if all((facts := state(pid)) is None or facts[0] == "Z" for pid in pids):
            return True
        time.sleep(0.05)
    return False


def named(pids, words):
    return [pid for pid in pids if words in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()]


@pytest.fixture
def taawun(house, tmp_path):
    elsewhere = Path(tempfile.mkdtemp(prefix="taawun-tests-"))  # pytest's folder is closed to the server's account
    elsewhere.chmod(0o711)
    running = Taawun(house, tmp_path / "var", elsewhere)
    yield running
    for child in running.started:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=30)
        child.kill()
        child.wait()
        child.stdout.close()  # not read to its end: what outlived the child would keep it open
    shutil.rmtree(elsewhere)


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_up_says_ready_once_and_a_signal_ends_all_of_it(taawun, sig):
    child, said = taawun.up()
    assert said[-1] == f"ready http://127.0.0.1:{taawun.port}/\n"
    assert taawun.health()[0] == 200
    assert child.stdout.readline() == "amal  badr\n"
    children = descendants(child.pid)
    assert named(children, "postgres -D")
    assert named(children, "taawun.config.web")
    assert named(children, "django worker")
    child.send_signal(sig)
    rest, _ = child.communicate(timeout=30)
    assert child.returncode == 0
    assert rest == "stopped.\n"
    assert [pid for pid in children if state(pid)] == []  # not even one that nobody reaped


def test_a_second_start_keeps_the_data_and_loads_nothing(taawun):
    first, said = taawun.up()
    assert any("loaded" in line for line in said)
    first.terminate()
    first.communicate(timeout=30)
    begun = time.monotonic()
    _, said = taawun.up()
    assert not any("loaded" in line for line in said)
    assert time.monotonic() - begun < 30


def test_when_up_is_killed_nothing_is_left_running(taawun):
    child, _ = taawun.up()
    children = descendants(child.pid)
    child.kill()
    assert all_ended(children)
    again, _ = taawun.up()  # and the next start is not hindered
    assert again.poll() is None


@pytest.mark.parametrize("stage", ["· account", "· database", "· migrations", "· demonstration data", "· web"])
def test_a_signal_in_mid_start_leaves_nothing_running(taawun, stage):
    child = taawun.start("up", "--demo")
    until(child, f"^{stage}")
    time.sleep(0.1)
    children = descendants(child.pid)
    child.terminate()
    child.communicate(timeout=30)
    assert child.returncode == 0
    assert all_ended(children, within=1)


def test_a_killed_database_comes_back_and_so_does_the_web(taawun):
    child, _ = taawun.up()
    (database,) = named(descendants(child.pid), "postgres -D")
    os.kill(database, signal.SIGKILL)
    until(child, "database ended")
    assert taawun.well_within(20)
    assert named(descendants(child.pid), "postgres -D") != [database]


def test_a_killed_web_and_worker_come_back(taawun):
    child, _ = taawun.up()
    before = named(descendants(child.pid), "taawun.config.web") + named(descendants(child.pid), "django worker")
    for pid in before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(child, "(web|worker) ended")
    until(child, "(web|worker) ended")
    assert taawun.well_within(20)
    time.sleep(1)
    now = named(descendants(child.pid), "taawun.config.web") + named(descendants(child.pid), "django worker")
    assert len(now) == len(before)
    assert not set(now) & set(before)


def test_one_killed_process_of_the_web_is_replaced(taawun):
    child, _ = taawun.up()
    before = set(named(descendants(child.pid), "taawun.config.web"))
    os.kill(int(taawun.health()[1].split()[0]), signal.SIGKILL)
    time.sleep(1)
    assert len(set(named(descendants(child.pid), "taawun.config.web"))) == len(before)
    assert taawun.well_within(5)


def test_a_port_in_use_is_said_before_anything_starts(taawun):
    with contextlib.closing(socket.create_server(("127.0.0.1", taawun.port))):
        child = taawun.start("up")
        said, _ = child.communicate(timeout=30)
    assert child.returncode == 1
    assert re.fullmatch(rf"taawun: Port {taawun.port} .*in use.*\n.*PORT=\d+ make demo\n", said)
    assert not taawun.var.exists()


def test_a_command_starts_the_database_and_stops_it_again(taawun):
    child = taawun.start("scenario", "load", "x")
    said, _ = child.communicate(timeout=60)
    assert (child.returncode, said) == (0, "loading\nloaded\n")
    pid = taawun.var / "postgres" / "data" / "postmaster.pid"
    assert not pid.exists()


def test_commands_at_once_share_one_database(taawun):
    commands = [taawun.start("scenario", "load", "slow") for _ in range(3)]
    for child in commands:
        said, _ = child.communicate(timeout=90)
        assert child.returncode == 0, said
        assert said.endswith("loaded\n")
    assert not (taawun.var / "postgres" / "data" / "postmaster.pid").exists()


def test_a_command_beside_up_uses_its_database_and_leaves_it_running(taawun):
    child, _ = taawun.up()
    command = taawun.start("scenario", "load", "x")
    said, _ = command.communicate(timeout=60)
    assert (command.returncode, said) == (0, "loading\nloaded\n")
    assert child.poll() is None
    assert taawun.health()[0] == 200


def test_nothing_in_var_is_readable_by_others(taawun):
    taawun.up()
    assert taawun.var.stat().st_mode & 0o077 == 0
    loose = [path.name for path in taawun.var.iterdir() if path.is_file() and path.stat().st_mode & 0o077]
    assert loose == []


def test_an_unknown_command_fails(taawun):
    child = taawun.start("nonsense")
    said, _ = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "Unknown command: 'nonsense'" in said
