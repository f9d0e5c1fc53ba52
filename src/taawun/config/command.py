"""One management command with the database under it, started for the occasion where it does not run."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from taawun.config import catalogues
from taawun.config.children import stage
from taawun.config.embedded import installation
from taawun.config.embedded.faults import DatabaseFault


def run(argv: list[str], execute: Callable[[list[str]], int]) -> int:
    """Run `execute(argv)` once the database answers; give its exit code. `migrate` takes the owner's role."""
    if argv[0] == "migrate" and not any(word.startswith("--database") for word in argv):
        argv = [*argv, "--database", "owner"]
    try:
        account = installation.runner()
        installation.prepare_var(account)
        catalogues.compile_stale()
        with installation.in_use():
            if installation.reachable():
                return _execute(argv, execute)
        if os.environ.get("DATABASE_URL"):
            installation.open_given(account)
            return _execute(argv, execute)
        return _with_own_server(argv, execute)
    except DatabaseFault as fault:
        print(f"taawun: {fault}", file=sys.stderr)
        return 1


def _execute(argv: list[str], execute: Callable[[list[str]], int]) -> int:
    try:
        return execute(argv)
    finally:
        # What root's command left in var must stay writable for the account that serves.
        installation.prepare_var(installation.runner() if os.geteuid() == 0 else None)


def _with_own_server(argv: list[str], execute: Callable[[list[str]], int]) -> int:
    signal.signal(signal.SIGTERM, _leave)
    busy = "Another `taawun` is starting or stopping the database. Try again in a moment."
    with installation.lock("up", patience=60, busy=busy):
        if installation.reachable():  # whoever held the lock left a running database
            return _execute(argv, execute)
        server = installation.own_server()
        try:
            installation.open_own(server, installation.runner())
            if argv[0] != "migrate" and installation.fresh():
                stage(
                    ["migrate", "--database", "owner", "--no-input", "--verbosity", "0"],
                    installation.runner(),
                )
            with installation.in_use():
                return _execute(argv, execute)
        finally:
            with installation.in_use(exclusive=True):
                server.stop()


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(143)
