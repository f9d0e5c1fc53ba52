"""The product run for real: `taawun up --demo` as a process with a folder of its own, ended as Ctrl-C ends it."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

REPOSITORY = Path(__file__).resolve().parents[1]
READY_WITHIN = 240
GOING_OWN_WAY = ("DATABASE_", "DJANGO_", "TAAWUN_", "COV", "PYTEST_", "PORT")


class Installation:
    """A running installation: where it answers, its accounts, its processes."""

    def __init__(self, var: Path) -> None:
        """Choose a free port; nothing starts yet."""
        self.var = var
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as probe:
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(GOING_OWN_WAY)}
        self.environment = kept | {
            "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUNBUFFERED": "1", "TAAWUN_VAR": str(var),
            "TAAWUN_URL": self.url, "DJANGO_SETTINGS_MODULE": "taawun.config.settings",
        }  # fmt: skip
        self.log = var.parent / "up.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.sessions: dict[str, list[Any]] = {}  # cookies of whoever signed in by a browser

    def start(self, *, demo: bool = True) -> None:
        """Start it and wait for the ready line."""
        words = ["up", "--demo"] if demo else ["up"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "taawun.face.cli.main", *words, "--port", str(self.port)],
                env=self.environment, cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        wait_for(lambda: b"\nready " in self.log.read_bytes() or self.process.poll() is not None, READY_WITHIN)
        assert self.process.poll() is None, self.words()
        if demo:
            wait_for((self.var / "demo-accounts.json").exists, 10)

    def words(self) -> str:
        """Return what it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def stop(self) -> None:
        """End it as Ctrl-C does, by its own id, and wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                for pid in self.processes():  # only what this installation started
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                self.process.wait(10)
                raise

    def processes(self) -> dict[int, str]:
        """Return what runs of this installation: each process that carries its folder in its environment or words."""
        found = {}
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (path / "cmdline").read_bytes()
                about = words + (path / "environ").read_bytes()
                state = (path / "stat").read_text().rpartition(")")[2].split()[0]
                if str(self.var).encode() in about and state != "Z":
                    found[int(path.name)] = words.replace(b"\0", b" ").decode()
        return found

    @property
    def accounts(self) -> dict[str, dict[str, Any]]:
        """The demonstration accounts, by the first part of their e-mail."""
        kept = json.loads((self.var / "demo-accounts.json").read_text(encoding="utf-8"))
        rows = kept["accounts"] if isinstance(kept, dict) else kept
        return {row["email"].partition("@")[0]: row for row in rows}

    def owner(self) -> "psycopg.Connection[Any]":
        """Connect as the role that owns the tables."""
        kept = json.loads((self.var / "database.json").read_text(encoding="utf-8"))
        return psycopg.connect(kept["embedded"]["owner"], autocommit=True)

    def app(self) -> "psycopg.Connection[Any]":
        """Connect as the application's role."""
        kept = json.loads((self.var / "database.json").read_text(encoding="utf-8"))
        return psycopg.connect(kept["embedded"]["app"])

    def health(self) -> int:
        """Ask how it is; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def wait_for(condition: Callable[[], Any], seconds: float, every: float = 0.1) -> Any:
    """Wait until a condition holds and return it; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not (held := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(every)
    return held


@contextmanager
def running(*, demo: bool = True) -> Iterator[Installation]:
    """Run an installation in a folder of its own; afterwards nothing of it is left running, and the folder is gone."""
    folder = Path(tempfile.mkdtemp(prefix="taawun-real-"))
    folder.chmod(0o755)  # a start by root hands the folder inside it to an unprivileged account
    installation = Installation(folder / "var")
    try:
        installation.start(demo=demo)
        yield installation
    finally:
        try:
            installation.stop()
            left = installation.processes()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    assert left == {}
