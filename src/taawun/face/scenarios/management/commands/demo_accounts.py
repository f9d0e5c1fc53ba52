"""`taawun demo_accounts`: how to sign in to the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from taawun.face.scenarios.keys import KEPT, demonstration_keys, table


class Command(BaseCommand):
    help = (
        "Show the demonstration accounts with the passwords made for this installation, and write them to "
        f"{KEPT} in the folder of the installation. Run it whenever you have lost them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            keys = demonstration_keys(settings.VAR)
        if not keys:
            raise CommandError(
                "There are no demonstration accounts here. `taawun scenario load scenarios/ici-demo` makes them."
            )
        self.stdout.write(table(keys))
