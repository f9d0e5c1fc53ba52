"""`taawun up`: from nothing to a running installation, stage by stage, and back to nothing on Ctrl-C."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from taawun.config import catalogues
from taawun.config.children import Service, end, spawn, stage
from taawun.config.embedded import installation
from taawun.config.embedded.account import Account, may
from taawun.config.embedded.faults import DatabaseFault
from taawun.config.embedded.state import REPOSITORY, var
from taawun.config.embedded.tied import tie_to_parent

if TYPE_CHECKING:
    from taawun.config.embedded.server import Server

DEMONSTRATION = REPOSITORY / "scenarios" / "ici-demo"
READY_WITHIN = 60.0


class Stopped(BaseException):
    """A signal asked for the end; not an Exception, so that nothing on the way takes it for a fault."""


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="taawun up", description="Start database, web and worker; Ctrl-C stops them all."
    )
    parser.add_argument("--demo", action="store_true", help="load the demonstration into an empty database")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000, help="or PORT=; else 8000")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at; loopback if unset")
    parser.add_argument("--reload", action="store_true", help="for development: reload when the code changes")
    parser.add_argument("--tied", action="store_true", help="end when the process that started this one does")
    return parser.parse_args(argv)


@contextmanager
def _stage(name: str) -> Iterator[None]:
    print(f"· {name}", flush=True)
    begun = time.monotonic()
    yield
    print(f"    done in {time.monotonic() - begun:.1f} s", flush=True)


def _listener(host: str, port: int) -> socket.socket:
    """Bind the address first of all: a port in use is better told at once than after a minute of stages."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        listener.close()
        raise DatabaseFault(
            f"Port {port} of {host} cannot be had: {error}.\n"
            f"Choose another, for example: PORT={port % 60000 + 1} make demo"
        ) from None
    return listener


def _healthy(host: str, port: int) -> str:
    """Ask the application how it is; "" means well, anything else is what it answered."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health/")
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()
    return "" if answer.status == 200 else f"GET /health/ answered {answer.status}"


def _runner() -> Account | None:
    account = installation.runner()
    installation.prepare_var(account)
    if account and may(account, var(), tests="rwx"):
        return account
    if os.geteuid() == 0:
        print(
            "    this is root, and no unprivileged account can read the code and write var:\n"
            "    web and worker stay root. Clone below an open folder (/srv, /opt), or start as another."
        )
        return None
    return account


class Up:
    """One run of `taawun up`: what it started, in the order in which it must be stopped."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Take the options; nothing starts yet."""
        self.options = options
        self.server: Server | None = None
        self.services: list[Service] = []
        self.account: Account | None = None

    def run(self) -> None:
        """Go through the stages and then watch, until a signal raises Stopped."""
        with ExitStack() as stack:
            listener = stack.enter_context(contextlib.closing(_listener(self.options.host, self.options.port)))
            with _stage("account and translations"):
                self.account = _runner()
                compiled = catalogues.compile_stale()
                who = self.account.name if self.account else "this account"
                print(f"    runs as {who}; {compiled} catalogues compiled")
            stack.enter_context(
                installation.lock(
                    "up",
                    patience=10,
                    busy=f"Another `taawun` runs on {var()}. Stop it, or set TAAWUN_VAR to another folder.",
                )
            )
            try:
                self._start(listener)
                self._watch()
            finally:
                self._stop()

    def _start(self, listener: socket.socket) -> None:
        listing = spawn(["-m", "django", "help", "--commands"], self.account, stdout=subprocess.PIPE)
        try:
            self._database()
            commands = set((listing.communicate()[0] or "").split())
        except BaseException:
            end(listing)
            raise
        with _stage("migrations"):
            stage(["migrate", "--database", "owner", "--no-input"], self.account)
        accounts = self._demonstration(commands) if self.options.demo else ""
        self._serve(listener, commands)
        print(f"ready http://{self._shown_host()}:{self.options.port}/", flush=True)
        if accounts:
            print(accounts.rstrip(), flush=True)

    def _database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            with _stage("database: the one that DATABASE_URL names"):
                installation.open_given(self.account)
            return
        self.server = installation.own_server()
        with _stage(f"database: {self.server.binaries.words}"):
            installation.open_own(self.server, self.account)
            if self.account and not installation.can_enter_socket(self.server, self.account):
                self.account = None
                print("    the account of web and worker cannot reach the database's socket: they stay root.")

    def _demonstration(self, commands: set[str]) -> str:
        if not {"scenario", "demo_accounts"} <= commands:
            print("· demonstration: this version has no command that loads one; the database stays empty")
            return ""
        if installation.empty():
            with _stage(f"demonstration data from {DEMONSTRATION.name}"):
                stage(["scenario", "load", str(DEMONSTRATION)], self.account)
        with _stage("demonstration accounts"):
            return stage(["demo_accounts"], self.account, show=False)

    def _serve(self, listener: socket.socket, commands: set[str]) -> None:
        number = listener.fileno()
        command = ["-m", "taawun.config.web", str(number)]
        if self.options.reload:
            listener.close()
            command = ["-m", "django", "runserver", f"{self.options.host}:{self.options.port}"]
        more = {} if self.options.reload else {"pass_fds": (number,)}
        web = Service("web", command, self.account, **more)
        self.services.append(web)
        if "worker" in commands:
            self.services.append(Service("worker", ["-m", "django", "worker"], self.account))
        else:
            print("· worker: this version has none")
        with _stage("web and worker"):
            for service in self.services:
                service.start()
            self._await_health(web)

    def _await_health(self, web: Service) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while answer := _healthy(self._shown_host(), self.options.port):
            if web.died():
                raise DatabaseFault("The web server ended before it was ready; its words stand above.")
            if time.monotonic() > deadline:
                raise DatabaseFault(f"The web server is not ready after {READY_WITHIN:.0f} s: {answer}.")
            time.sleep(0.1)

    def _shown_host(self) -> str:
        return "127.0.0.1" if self.options.host in {"0.0.0.0", "", "::"} else self.options.host  # noqa: S104  compared, not bound

    def _watch(self) -> NoReturn:
        while True:
            if self.server is not None and not self.server.running():
                print("the database ended; it starts again.", file=sys.stderr, flush=True)
                self.server.start()
            for service in self.services:
                service.see_to()
            time.sleep(0.2)

    def _stop(self) -> None:
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sig, signal.SIG_IGN)  # the second Ctrl-C of a hurried hand must not leave half of it
        for service in self.services:
            service.stop()
        if self.server is not None:
            self.server.stop()
        print("stopped.", flush=True)


def _raise_stopped(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped


def run(argv: list[str]) -> int:
    """Run `taawun up` with these arguments; give the exit code."""
    options = _arguments(argv)
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, _raise_stopped)
    # links in mails lead to where this installation answers, unless the operator named an address
    os.environ.setdefault("TAAWUN_URL", f"http://127.0.0.1:{options.port}")
    if options.tied:
        tie_to_parent(signal.SIGTERM)
    try:
        Up(options).run()
    except Stopped:
        return 0
    except DatabaseFault as fault:
        print(f"taawun: {fault}", file=sys.stderr, flush=True)
        return 1
    return 0
