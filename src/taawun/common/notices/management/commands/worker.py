from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from procrastinate import exceptions

from taawun.common.notices.running import LostTheDatabase, work


class Command(BaseCommand):
    help = (
        "Do the background work: notices and their mail, offers of freed seats, the clock. `taawun up` runs one; start "
        "more where there is much to do. SIGTERM and Ctrl-C end it once the running tasks are done; what a killed "
        "worker left is taken up by the next."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            work(once=options["once"])
        except (exceptions.ConnectorException, psycopg.OperationalError) as away:
            raise CommandError(f"The database does not answer: {away}") from away
        except LostTheDatabase as lost:
            raise CommandError("The database went away; start the worker again.") from lost
