"""The database of this installation, opened: the one DATABASE_URL names, else one of our own."""

import contextlib
import fcntl
import os
import secrets
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

from taawun.config.embedded import state
from taawun.config.embedded.account import Account, may, owner_of, private_folder, unprivileged, write_private
from taawun.config.embedded.bootstrap import Dsns, Passwords, bootstrap, may_bootstrap
from taawun.config.embedded.faults import DatabaseFault
from taawun.config.embedded.server import Server, home_for

# For a start by root from below a closed home: where an account that is not root can reach its data.
ELSEWHERE = Path(os.environ.get("TAAWUN_ELSEWHERE") or "/var/lib/taawun")
DATABASE = "taawun"


def keeper() -> Account | None:
    """Give the account that `var` belongs to, or shall: who started here first goes on, also when root starts next."""
    account = unprivileged()
    if account and state.var().exists() and state.var().stat().st_uid != 0:
        return owner_of(state.var())
    return account


def runner() -> Account | None:
    """Give the account that web, worker and stages run as: the unprivileged one, where it can read the house.

    None means: as this process. Asked by trying, since a closed home above the code shows in no other way.
    """
    account = keeper()
    if account is None:
        return None
    try:
        subprocess.run(
            [sys.executable, "-c", "import django, psycopg, taawun.config"],
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **account.popen(),
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return account


def prepare_var(account: Account | None) -> None:
    """Make `var`, and give what a command of root's left there to the account that runs the application.

    The folder itself goes to the unprivileged account also where web and worker have to stay root: the
    database, which never runs as root, must get through.
    """
    var, owner = state.var(), keeper()
    if not var.exists():
        private_folder(var, owner)
    facts = var.stat()
    if facts.st_mode & stat.S_ISVTX:
        raise DatabaseFault(f"{var} is shared by everybody. Set TAAWUN_VAR to a folder of its own below it.")
    if owner and facts.st_uid == 0:
        os.chown(var, owner.uid, owner.gid)
    if not (var / "secret.key").exists():
        write_private(var / "secret.key", secrets.token_urlsafe(48) + "\n", account)
    if account is None:
        return
    for folder, folders, files in os.walk(var):
        if "postgres" in folders and Path(folder) == var:
            folders.remove("postgres")
        for path in [Path(folder), *(Path(folder) / name for name in files)]:
            if path.lstat().st_uid == 0:
                os.lchown(path, account.uid, account.gid)


@contextmanager
def lock(name: str, *, patience: float, busy: str) -> Iterator[None]:
    """Hold `var/NAME.lock`; the kernel frees it when this process ends, however it ends.

    Raises DatabaseFault with `busy` when another process holds it for longer than `patience` seconds.
    """
    handle = os.open(state.var() / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    begun, told = time.monotonic(), False
    try:
        while not _locked(handle):
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            if time.monotonic() > begun + patience:
                raise DatabaseFault(f"{busy} (It is process {holder or 'unknown'}.)")
            if not told and time.monotonic() > begun + 0.5:
                print(f"waiting for process {holder}, which uses the database …", file=sys.stderr, flush=True)
                told = True
            time.sleep(0.1)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def in_use(*, exclusive: bool = False) -> Iterator[None]:
    """Say that a command uses the database; `exclusive` waits until no other does, before it is stopped."""
    handle = os.open(state.var() / "users.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def reachable() -> bool:
    """Tell whether the database that `dsns` leads to takes connections now."""
    with contextlib.suppress(psycopg.Error):
        return pq.PGconn.ping(state.dsns().app.encode()) == pq.Ping.OK
    return False


def fresh() -> bool:
    """Tell whether nothing was ever migrated into the database."""
    with psycopg.connect(state.dsns().owner) as connection:
        row = connection.execute("SELECT to_regclass('public.django_migrations') IS NULL").fetchone()
    return bool(row and row[0])


def empty() -> bool:
    """Tell whether the migrated database holds no party yet, so that a scenario may be loaded."""
    with psycopg.connect(state.dsns().owner) as connection:
        row = connection.execute("SELECT to_regclass('public.policy_party')").fetchone()
        if row is None or row[0] is None:
            return True
        row = connection.execute("SELECT EXISTS (SELECT FROM public.policy_party)").fetchone()
    return not (row and row[0])


def _passwords() -> Passwords:
    """Give the kept passwords, so that a running application stays signed in, or new ones."""
    kept = state.kept_dsns()
    if kept is None:
        return Passwords.new()
    app, owner = (conninfo_to_dict(dsn).get("password") for dsn in (kept.app, kept.owner))
    return Passwords(str(app), str(owner)) if app and owner else Passwords.new()


def open_given(account: Account | None) -> None:
    """Make ready the database that DATABASE_URL names; raises DatabaseFault with what to set."""
    url, owner = os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL", "")
    if owner:
        _must_connect("DATABASE_URL", url)
        _must_connect("DATABASE_OWNER_URL", owner)
        return
    if not may_bootstrap(url):
        raise DatabaseFault(
            "DATABASE_URL names a role that cannot make roles and databases. Either set DATABASE_OWNER_URL\n"
            "too (DATABASE_URL: role taawun_app; DATABASE_OWNER_URL: role taawun_owner, which migrates), or\n"
            "name a superuser, or a role with CREATEROLE and CREATEDB, in DATABASE_URL for the first start."
        )
    database = str(conninfo_to_dict(url).get("dbname") or DATABASE)
    passwords = _passwords()
    state.keep(bootstrap(url, database, passwords=passwords), account)


def _must_connect(name: str, dsn: str) -> None:
    try:
        psycopg.connect(dsn, connect_timeout=10).close()
    except psycopg.Error as error:
        raise DatabaseFault(f"{name} does not lead to a database: {error}") from error


def own_server() -> Server:
    """Give the installation's own server, not yet started. DatabaseFault where no PostgreSQL is to be had."""
    account = keeper()
    return Server(home_for(state.var() / "postgres", ELSEWHERE, account), account=account)


def open_own(server: Server, account: Account | None) -> Dsns:
    """Start `server`, see to its roles and database, and keep the ways in for `account`."""
    server.start()
    dsns = bootstrap(server.superuser, DATABASE, passwords=_passwords())
    state.keep(dsns, account)
    return dsns


def can_enter_socket(server: Server, account: Account | None) -> bool:
    """Tell whether `account` reaches the server's socket, which lies in a folder of the server's account."""
    return may(account, server.socket, tests="x")
