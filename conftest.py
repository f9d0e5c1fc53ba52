"""One cluster a test session, one template a session, a clone for each worker; tests run as the application role."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from taawun.config.catalogues import compile_stale
from taawun.config.embedded import TemporaryCluster, temporary_cluster
from taawun.config.embedded.state import django_database

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before workers start: on a fresh clone nothing would speak Arabic."""
    if not hasattr(config, "workerinput"):
        compile_stale()


def use(alias: str, dsn: str) -> None:
    """Point a connection of Django at a database."""
    connections[alias].close()
    connections[alias].settings_dict.update(django_database(dsn))
    connections.databases[alias].update(django_database(dsn))


def clone(cluster: TemporaryCluster, name: str, template: str = "taawun") -> None:
    """Copy a database inside the cluster, with its roles' rights."""
    with psycopg.connect(cluster.superuser, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER taawun_owner')


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[TemporaryCluster]:
    """A private PostgreSQL with the migrated template `taawun`."""
    folder: Path = tmp_path_factory.mktemp("cluster")
    with temporary_cluster(folder) as running:
        with django_db_blocker.unblock():
            use("owner", running.dsns.owner)
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            connections["owner"].close()
        yield running


@pytest.fixture(scope="session")
def django_db_setup(cluster: TemporaryCluster, django_db_blocker: Any) -> Iterator[None]:
    """Give this worker a clone of its own and run as the application role."""
    name = f"worker_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    clone(cluster, name)
    with django_db_blocker.unblock():
        dsns = cluster.database(name)
        use("default", dsns.app)
        use("owner", dsns.owner)
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        yield
        for connection in connections.all():
            connection.close()


@pytest.fixture(autouse=True)
def no_viewer_between_tests() -> Iterator[None]:
    """A viewer that outlives its test would make the next one pass for the wrong reason."""
    from taawun.ground.policy.door import is_open

    yield
    assert not is_open()


@pytest.fixture(autouse=True)
def words_in_english() -> Iterator[None]:
    """Steps that a test calls itself answer in English, whatever language the page before was in."""
    from django.utils import translation

    with translation.override("en"):
        yield
