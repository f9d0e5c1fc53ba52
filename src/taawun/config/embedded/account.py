"""The unprivileged account that a start by root drops to.

PostgreSQL refuses to run as root, and neither web nor worker has any business being root. No account is made:
one that exists is taken, so that a start leaves nothing behind on the machine.
"""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMES = ("taawun", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of the operating system to run children as."""

    name: str
    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """Give the arguments that make `subprocess` run a child as this account, with no group of root's."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def unprivileged() -> Account | None:
    """Give the account to drop to, or None where this process is not root and has nothing to drop."""
    if os.geteuid() != 0:
        return None
    for name in NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    return Account("65534", 65534, 65534)  # a container without a user table still has numbers


def owner_of(path: Path) -> Account:
    """Give the account that owns `path`: an existing cluster keeps running as who made it."""
    facts = path.stat()
    try:
        name = pwd.getpwuid(facts.st_uid).pw_name
    except KeyError:
        name = str(facts.st_uid)
    return Account(name, facts.st_uid, facts.st_gid)


def may(account: Account | None, path: Path, *, tests: str = "rx") -> bool:
    """Tell whether `account` passes each of `tests` (of test(1): r, w, x) on `path`, parents included.

    Asked of the kernel by a child that runs as the account: mode bits alone do not know of lists of access,
    of read-only mounts, or of a parent folder that is closed.
    """
    if account is None:
        wanted = {"r": os.R_OK, "w": os.W_OK, "x": os.X_OK}
        return all(os.access(path, wanted[test]) for test in tests)
    script = " && ".join(f'test -{test} "$1"' for test in tests)
    child = subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(path)],
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **account.popen(),
    )
    return child.returncode == 0


def private_folder(path: Path, account: Account | None) -> Path:
    """Make `path` a folder that only `account` (or this process's own) enters.

    A folder that somebody else made there first is refused: in a shared temporary folder it could be a trap.
    """
    from taawun.config.embedded.faults import DatabaseFault

    uid = account.uid if account else os.geteuid()
    if not path.exists():
        path.mkdir(mode=0o700, parents=True)
        if account:
            os.chown(path, account.uid, account.gid)
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in {uid, os.geteuid()}:
        raise DatabaseFault(f"{path} belongs to somebody else. Remove it, or set TAAWUN_VAR to another folder.")
    if account and facts.st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


def write_private(path: Path, text: str, account: Account | None = None) -> None:
    """Write a secret so that no moment exists at which others can read it: made 0600, then put in place."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if account:
        os.chown(fresh, account.uid, account.gid)
    fresh.replace(path)
