"""The worker: takes tasks from the queue in PostgreSQL and runs them in threads, two at a time.

Each thread has a connection of Django's own, opened when its first task asks (there is no fork) and mended or closed
around each task by procrastinate's Django application.
"""

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from procrastinate.contrib.django import app, utils
from procrastinate.psycopg_connector import PsycopgConnector

if TYPE_CHECKING:
    from procrastinate.connector import BaseConnector

CONCURRENCY = 2
HEARTBEAT = 2.0  # seconds; tasks.STALLED_AFTER is three of them
GRACE = 8.0  # seconds for running tasks when asked to stop; `taawun up` kills after ten
FORGOTTEN_AFTER = 3600.0  # a worker that was only suspended comes back before
PATIENCE = 5.0  # seconds without a connection after which the worker ends and leaves its jobs to the next


class WorkerConnector(PsycopgConnector):
    """The worker's own connections to the queue; what a task queues in turn goes through Django's connection.

    Procrastinate's own would queue it outside the task's transaction, where it would run before the commit or
    outlive a rollback.
    """

    def __init__(self, inside: "BaseConnector") -> None:
        """Take the connector that writes inside a transaction of Django's."""
        super().__init__(kwargs=utils.connector_params(), min_size=1, max_size=CONCURRENCY + 2, timeout=PATIENCE)
        self.inside = inside

    def get_sync_connector(self) -> "BaseConnector":
        """Return the connector for whoever is not the worker itself."""
        return self.inside


class LostTheDatabase(RuntimeError):
    """The worker ended and nobody had asked it to: its connections broke. Whoever started it starts it again."""


def work(*, once: bool = False) -> None:
    """Run a worker until SIGTERM or SIGINT asks it to end, or (`once`) until the queue is empty.

    Raises `LostTheDatabase` when the database goes away, and `procrastinate.exceptions.ConnectorException` or
    `psycopg.OperationalError` when it was not there to begin with.
    """
    with app.replace_connector(WorkerConnector(app.connector)):
        asyncio.run(_work(once=once))


async def _work(*, once: bool) -> None:
    async with app.open_async():
        worker = asyncio.create_task(_worker(once=once))
        asked = asyncio.Event()

        def end() -> None:
            if not asked.is_set():  # a second Ctrl-C would cut running tasks short
                asked.set()
                worker.cancel()

        for asking in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(asking, end)
        with contextlib.suppress(asyncio.CancelledError):
            await worker
        if not once and not asked.is_set():
            raise LostTheDatabase


async def _worker(*, once: bool) -> None:
    """Run procrastinate's worker; cancelled, it lets the running tasks come to their end."""
    await app.run_worker_async(
        # One at a time empties the queue to the end: what the last task queues is seen by the next look.
        concurrency=1 if once else CONCURRENCY,
        wait=not once,
        listen_notify=not once,
        update_heartbeat_interval=HEARTBEAT,
        stalled_worker_timeout=FORGOTTEN_AFTER,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="successful",
        install_signal_handlers=False,
    )
