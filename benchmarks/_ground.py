"""What benchmarks share: a throw-away cluster with the product's schema, Django pointed at it, and a clock."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taawun.config.settings")


@contextmanager
def product() -> Iterator[Any]:
    """Yield a cluster with the migrated schema; `default` is the application's role, `owner` the owner's."""
    import django
    from django.core.management import call_command
    from django.db import connections

    from taawun.config.embedded import temporary_cluster
    from taawun.config.embedded.state import django_database

    django.setup()
    with tempfile.TemporaryDirectory() as folder, temporary_cluster(Path(folder)) as cluster:
        for alias, dsn in (("default", cluster.dsns.app), ("owner", cluster.dsns.owner)):
            connections[alias].settings_dict.update(django_database(dsn))
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        try:
            yield cluster
        finally:
            connections.close_all()


def median(do: Callable[[], object], times: int = 5) -> float:
    """Return the median of the seconds that `do` takes."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def table(head: list[str], rows: list[list[object]]) -> None:
    """Print rows under their heads."""
    widths = [max(len(str(row[n])) for row in [head, *rows]) for n in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(str(cell).rjust(width) for cell, width in zip(row, widths, strict=True)))
