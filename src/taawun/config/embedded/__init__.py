"""The database of an installation: found, made, started and described. Knows nothing of Django."""

from taawun.config.embedded.bootstrap import Dsns, Passwords, bootstrap
from taawun.config.embedded.faults import DatabaseFault
from taawun.config.embedded.state import database_settings, dsns, var
from taawun.config.embedded.throwaway import TemporaryCluster, temporary_cluster

__all__ = [
    "DatabaseFault",
    "Dsns",
    "Passwords",
    "TemporaryCluster",
    "bootstrap",
    "database_settings",
    "dsns",
    "temporary_cluster",
    "var",
]
