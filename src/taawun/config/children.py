"""The processes that `taawun up` runs beside the database: stages that end, and services that must not."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import Any

from taawun.config.embedded.account import Account
from taawun.config.embedded.faults import DatabaseFault
from taawun.config.embedded.state import REPOSITORY, var
from taawun.config.embedded.tied import tie

SETTINGS = "taawun.config.settings"


def environment(account: Account | None) -> dict[str, str]:
    """Give a child's environment: this one's, with the folder and the settings said outright."""
    more = {"TAAWUN_VAR": str(var()), "PYTHONUNBUFFERED": "1"}
    if account:
        more |= {"HOME": str(var()), "USER": account.name, "LOGNAME": account.name}
    return {"DJANGO_SETTINGS_MODULE": SETTINGS} | os.environ | more


def spawn(command: list[str], account: Account | None, **more: Any) -> subprocess.Popen[str]:
    """Start a child of Python's, in a process group of its own, that ends when this process does."""
    return subprocess.Popen(
        [sys.executable, *command],
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=REPOSITORY if account is None else "/",
        env=environment(account),
        process_group=0,
        preexec_fn=tie(signal.SIGTERM),  # noqa: PLW1509  the main thread starts it; no other holds a lock
        **(account.popen() if account else {}),
        **more,
    )


def end(child: subprocess.Popen[str], patience: float = 10) -> None:
    """End a child and its group: asked first, made to after `patience` seconds."""
    for sig in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, sig)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
            return


def stage(command: list[str], account: Account | None, *, show: bool = True) -> str:
    """Run a management command to its end, showing its lines; give its output, or raise DatabaseFault."""
    child = spawn(["-m", "django", *command], account, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said: list[str] = []
    try:
        assert child.stdout is not None
        for line in child.stdout:
            said.append(line)
            if show and line.strip():
                print(f"    {line.rstrip()}", flush=True)
        code = child.wait()
    except BaseException:
        end(child)
        raise
    finally:
        if child.stdout is not None:
            child.stdout.close()
    if code:
        told = "" if show else "".join(said)
        raise DatabaseFault(f"`taawun {' '.join(command)}` failed ({code}).\n{told}".rstrip())
    return "".join(said)


class Service:
    """A child that is started again when it dies, after a pause that grows while it keeps dying."""

    def __init__(self, name: str, command: list[str], account: Account | None, **more: Any) -> None:
        """Name the service and how to start it; nothing starts yet."""
        self.name, self.command, self.account, self.more = name, command, account, more
        self.child: subprocess.Popen[str] | None = None
        self.begun = 0.0
        self.pause = 0.0
        self.again_at = 0.0

    def start(self) -> None:
        """Start the child."""
        self.child = spawn(self.command, self.account, **self.more)
        self.begun = time.monotonic()

    def died(self) -> bool:
        """Tell whether the child has ended since it was started."""
        return self.child is not None and self.child.poll() is not None

    def see_to(self) -> None:
        """Start a dead child again, at once the first time and later each time it dies young."""
        now = time.monotonic()
        if self.died():
            assert self.child is not None
            self.pause = min(30.0, self.pause * 2 or 0.5) if now - self.begun < 30 else 0.0
            self.again_at = now + self.pause
            print(f"{self.name} ended ({self.child.returncode}); it starts again.", file=sys.stderr, flush=True)
            end(self.child, 1)  # what is left of its group
            self.child = None
        if self.child is None and now >= self.again_at:
            self.start()

    def stop(self) -> None:
        """End the child and keep it ended."""
        child, self.child = self.child, None
        if child is not None:
            end(child)
