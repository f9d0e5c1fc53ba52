"""A private cluster that lasts as long as a `with` block: for tests and benchmarks."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from taawun.config.embedded.account import unprivileged
from taawun.config.embedded.bootstrap import Dsns, Passwords, bootstrap
from taawun.config.embedded.server import Server, home_for


@dataclass(frozen=True, repr=False)
class TemporaryCluster:
    """A running cluster: its superuser, the ways into the database `taawun`, and more databases on demand."""

    superuser: str
    dsns: Dsns
    passwords: Passwords
    server: Server

    def database(self, name: str) -> Dsns:
        """Make (or repair) another database in the same cluster, with the same roles and passwords."""
        return bootstrap(self.superuser, name, passwords=self.passwords)


@contextmanager
def temporary_cluster(folder: Path) -> Iterator[TemporaryCluster]:
    """Run a cluster in `folder` and take it away afterwards; fsync stays on, as everywhere.

    A start by root whose `folder` lies below a closed one moves to the system's temporary folder. Called by
    the main thread, the server also ends when this process is killed.
    """
    home = home_for(folder / "postgres", Path(tempfile.gettempdir()), unprivileged())
    server = Server(home)
    try:
        server.start()
        passwords = Passwords.new()
        yield TemporaryCluster(server.superuser, bootstrap(server.superuser, passwords=passwords), passwords, server)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
        if server.socket.parent != home:
            shutil.rmtree(server.socket, ignore_errors=True)
        (folder / "postgres").unlink(missing_ok=True)
