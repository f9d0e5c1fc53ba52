"""One PostgreSQL server of our own: made, started, watched and stopped.

Tried with `kill -9` under load on 15 and 18: no acknowledged write was lost. What that needs is said where
it is done. The rule above all: `postmaster.pid` is never deleted, because it is PostgreSQL's own lock on
the data.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from psycopg import pq
from psycopg.conninfo import make_conninfo

from taawun.config.embedded.account import Account, may, owner_of, private_folder, unprivileged, write_private
from taawun.config.embedded.binaries import Binaries, find, reachable_copy
from taawun.config.embedded.faults import DatabaseFault
from taawun.config.embedded.tied import tie

SUPERUSER = "taawun_superuser"
LONGEST_SOCKET = 100  # sun_path holds 107 bytes on Linux and 103 on macOS
RECOVERY = 600.0  # a recovery after a crash replays the log; it may take minutes on a large one
STILL_HELD = 60.0  # how long the last server's memory may stay attached after a kill
SAFETY = ("fsync", "full_page_writes", "synchronous_commit")
HELD = ("pre-existing shared memory", 'lock file "postmaster.pid" already exists', '.lock" already exists')


def home_for(folder: Path, elsewhere: Path, account: Account | None) -> Path:
    """Give the folder for a cluster: `folder`, or (a start by root) one in `elsewhere` within reach.

    A clone below root's closed home is out of reach for the account that PostgreSQL runs as. The data then
    live in `elsewhere`, and `folder` becomes a link to them.
    """
    if folder.is_symlink() and folder.is_dir():
        return folder.resolve()
    if folder.is_symlink():
        raise DatabaseFault(f"{folder} points to {folder.readlink()}, which is gone. Remove the link to begin anew.")
    if (folder / "data").is_dir():
        account = owner_of(folder / "data") if account else None
    folder.parent.mkdir(parents=True, exist_ok=True)
    if account is None or may(account, folder.parent.resolve(), tests="x"):
        return private_folder(folder, account)
    elsewhere.mkdir(mode=0o711, parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="taawun-", dir=elsewhere))
    os.chown(home, account.uid, account.gid)
    if folder.is_dir():
        folder.rmdir()
    folder.symlink_to(home)
    return home


def socket_folder(home: Path) -> Path:
    """Give the folder of the server's socket: below `home`, or a short one where the path would not fit."""
    usual = home / "socket"
    if len(os.fsencode(usual / ".s.PGSQL.5432")) < LONGEST_SOCKET:
        return usual
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()).resolve() / f"taawun-{digest}"


def process_state(pid: int) -> tuple[str, str]:
    """Give (state letter, name) of a process as the kernel tells it; ("", "") where it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "", ""
    name, _, rest = stat.partition("(")[2].rpartition(")")
    return rest.split()[0], name


class Server:
    """A PostgreSQL server whose data, socket, password and log lie in one folder (`home`)."""

    def __init__(self, home: Path, *, account: Account | None = None, binaries: Binaries | None = None) -> None:
        """Choose the programs for `home`: those of the major version that made its data, if there are any."""
        self.home = home
        self.data = home / "data"
        self.socket = socket_folder(home)
        self.log = home / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.account = (account or unprivileged()) if os.geteuid() == 0 else None
        if self.account and self.made:
            self.account = owner_of(self.data)
        if self.made and self.data.stat().st_uid != (self.account.uid if self.account else os.geteuid()):
            raise DatabaseFault(
                f"{self.data} belongs to {owner_of(self.data).name}: start as that account, or as root."
            )
        self.binaries = reachable_copy(binaries or find(self.major), self.account, home)

    @property
    def made(self) -> bool:
        """Tell whether the cluster exists. PG_VERSION is not proof: a broken-off initdb leaves one."""
        return (self.home / "made").exists()

    @property
    def major(self) -> int | None:
        """Give the major version that made the data, or None before there are any."""
        if not self.made:
            return None
        return int((self.data / "PG_VERSION").read_text(encoding="ascii").strip())

    @property
    def superuser(self) -> str:
        """Give the conninfo of the cluster's superuser, for `bootstrap` alone."""
        password = (self.home / "superuser.pass").read_text(encoding="utf-8").strip()
        return make_conninfo(
            host=str(self.socket),
            port=5432,
            user=SUPERUSER,
            password=password,
            dbname="postgres",
            connect_timeout=10,
        )

    def make(self) -> None:
        """Make the cluster once: passwords for all, checksums, UTF-8, a collation that never changes."""
        if self.made:
            return
        private_folder(self.home, self.account)
        shutil.rmtree(self.data, ignore_errors=True)  # of an initdb that was cut off; `made` says none was finished
        secret = self.home / "superuser.pass"
        write_private(secret, secrets.token_urlsafe(32) + "\n", self.account)
        done = self._run(
            "initdb",
            "-D",
            self.data,
            "-U",
            SUPERUSER,
            "--auth=scram-sha-256",
            f"--pwfile={secret}",
            "--data-checksums",
            "--encoding=UTF8",
            *self._locale(),
        )
        if done.returncode:
            raise DatabaseFault(f"initdb failed:\n{done.stderr.strip() or done.stdout.strip()}")
        (self.home / "made").touch(mode=0o600)

    def _locale(self) -> list[str]:
        if self.binaries.major >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C", "--lc-ctype=C.UTF-8"] if os.name == "posix" and _has_c_utf8() else ["--locale=C"]

    def _environment(self) -> dict[str, str]:
        """Give the server's environment: no PG* settings of the caller, a locale that is always there."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def _as_account(self) -> dict[str, Any]:
        return self.account.popen() if self.account else {}

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs to its end, as the account; it is killed if this process is."""
        return subprocess.run(
            [self.binaries.bin / program, *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            env=self._environment(),
            preexec_fn=tie(signal.SIGKILL),
            **self._as_account(),
        )

    def start(self) -> None:
        """Start the server and return when it takes connections; make the cluster first if there is none.

        After a kill the last server's memory may stay attached for a moment; PostgreSQL refuses to start
        until it is gone, and so this tries again. Raises DatabaseFault with the end of the server's log
        otherwise.
        """
        self.make()
        self._refuse_unsafe()
        private_folder(self.socket, self.account)
        self._end_orphan()
        held_until = time.monotonic() + STILL_HELD
        while True:
            begun = self.log.stat().st_size if self.log.exists() else 0
            self._launch()
            if self._wait_until_ready():
                return
            said = self._log_since(begun)
            if not any(words in said for words in HELD) or time.monotonic() > held_until:
                raise DatabaseFault(f"PostgreSQL did not start. The end of {self.log}:\n{said[-2000:].strip()}")
            time.sleep(0.1)

    def _refuse_unsafe(self) -> None:
        for name in SAFETY:
            value = self._run("postgres", "-C", name, "-D", self.data).stdout.strip()
            if value == "off":
                raise DatabaseFault(
                    f"{name} is off in {self.data}/postgresql.conf (or postgresql.auto.conf): a power cut\n"
                    "would lose what was acknowledged. Turn it on; this server does not start without it."
                )

    def named_in_lock(self) -> int | None:
        """Give the process that `postmaster.pid` names, or None."""
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _end_orphan(self) -> None:
        """Stop a server of this very cluster that its supervisor left behind: this one takes over."""
        pid = self.named_in_lock()
        if pid is None:
            return
        state, name = process_state(pid)
        if not state or state == "Z" or name not in {"postgres", "postmaster"} or not self._works_here(pid):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STILL_HELD
        while process_state(pid)[0] not in {"", "Z"} and time.monotonic() < deadline:
            time.sleep(0.05)

    def _works_here(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve()
        except OSError:
            return False

    def _stale_lock(self) -> dict[str, str]:
        """Tell PostgreSQL that the process named in its lock file cannot be a server.

        A killed server that nobody reaps (a container's first process may never do so) still answers to its
        number, and after a restart of the machine the number may be somebody else's: PostgreSQL would
        refuse to start for ever. This is the variable by which pg_ctl tells it of a number to overlook; the
        check of the shared memory stays in force, and the file is PostgreSQL's to replace.
        """
        pid = self.named_in_lock()
        if pid is None:
            return {}
        state, name = process_state(pid)
        if state and (state == "Z" or name not in {"postgres", "postmaster"}):
            return {"PG_GRANDPARENT_PID": str(pid)}
        return {}

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": f'"{self.socket}"',
            "unix_socket_permissions": "0700",
            "logging_collector": "off",
            "log_destination": "stderr",
        }
        command: list[str | Path] = [self.binaries.bin / "postgres", "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                cwd="/",
                env=self._environment() | self._stale_lock(),
                process_group=0,  # Ctrl-C is for the supervisor, which stops the server last
                preexec_fn=tie(signal.SIGINT),  # noqa: PLW1509  as in `_run`
                **self._as_account(),
            )
        finally:
            os.close(handle)

    def _wait_until_ready(self) -> bool:
        assert self.process is not None
        deadline = time.monotonic() + RECOVERY
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return False
            if self.answers():
                return True
            time.sleep(0.02)
        raise DatabaseFault(f"PostgreSQL has not come up in {RECOVERY:.0f} seconds; see {self.log}.")

    def answers(self) -> bool:
        """Tell whether a server takes connections at the socket (asked without a password)."""
        info = make_conninfo(host=str(self.socket), port=5432, dbname="postgres", connect_timeout=3)
        return pq.PGconn.ping(info.encode()) == pq.Ping.OK

    def _log_since(self, begun: int) -> str:
        with self.log.open("rb") as file:
            file.seek(begun if self.log.stat().st_size >= begun else 0)
            return file.read().decode("utf-8", "replace")

    def running(self) -> bool:
        """Tell whether the server this object started still runs; a dead one is reaped by asking."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stop the server by SIGINT: connections end, all is written, the next start needs no recovery."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        for sig, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(sig)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
                return


def _has_c_utf8() -> bool:
    import locale

    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True
