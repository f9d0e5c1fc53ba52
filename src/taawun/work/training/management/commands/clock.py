from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taawun.ground.policy.models import Identity, Installation
from taawun.work.training.clock import tick


class Command(BaseCommand):
    help = (
        "Do what is due by the clock's rules: seats that fall back, offers that run out, warnings, nominations that "
        "lapse. The worker does it each minute; run it by hand to see what is due (--dry-run) or where no worker runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = tick(dry_run=options["dry_run"])
        except (Installation.DoesNotExist, Identity.DoesNotExist) as none:
            raise CommandError("No centre is set up yet: load a scenario first.") from none
        for act in done:
            self.stdout.write(f"{act.rule}\t{act.subject}")
        self.stderr.write(f"{len(done)} due" if options["dry_run"] else f"{len(done)} done")
