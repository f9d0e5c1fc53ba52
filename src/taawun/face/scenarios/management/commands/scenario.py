"""`taawun scenario check|load|export FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taawun.face.scenarios.export import export
from taawun.face.scenarios.files import WrongFolder, check, read, write
from taawun.face.scenarios.generate import complete
from taawun.face.scenarios.load import AlreadyLoaded, NotEmpty, load
from taawun.face.scenarios.world import World
from taawun.ground.localtime.clock import today_at
from taawun.ground.policy.models import Installation
from taawun.ground.records.steps import message_of


class Command(BaseCommand):
    help = (
        "Work with a scenario: a folder of CSV files that describes a centre (scenarios/README.md). "
        "check: say what is wrong with it. load: fill an empty installation from it. "
        "export: write this installation as such a folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["check", "load", "export"])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--language", choices=["en", "ar"], default="en", help="of what is said (default: en)")
        parser.add_argument("--dry-run", action="store_true", help="load: say what would be written, and write nothing")

    def handle(self, *args: Any, act: str, folder: Path, language: str, dry_run: bool, **options: Any) -> None:
        with translation.override(language):
            match act:
                case "check":
                    self._check(folder)
                case "load":
                    self._load(folder, dry_run=dry_run)
                case "export":
                    self._export(folder)

    def _check(self, folder: Path) -> None:
        _world, problems = check(folder)
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(
                ngettext(
                    "%(count)s problem. Mend it and check again.",
                    "%(count)s problems. Mend them and check again.",
                    len(problems),
                )
                % {"count": len(problems)}
            )
        self.stdout.write(_("%(folder)s is sound.") % {"folder": folder})

    def _load(self, folder: Path, *, dry_run: bool) -> None:
        world = self._complete(folder)
        if dry_run:
            for table in ("parties", "courses", "runs", "persons", "nominations", "seats"):
                self.stdout.write(f"{table}: {len(getattr(world, table))}")
            return
        self.stdout.write(_("Writing the scenario “%(key)s” …") % {"key": world.settings.key})
        try:
            counts = load(world)
        except AlreadyLoaded as there:
            self.stdout.write(str(there))
            return
        except NotEmpty as refused:
            raise CommandError(str(refused)) from refused
        except IntegrityError as clash:  # what `check` does not foresee; nothing was kept
            raise CommandError(message_of(clash)) from clash
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))

    def _export(self, folder: Path) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(_("%(folder)s is not an empty folder: name a new one.") % {"folder": folder})
        try:
            world = export()
        except Installation.DoesNotExist:
            raise CommandError(_("This installation is empty: there is nothing to export.")) from None
        write(world, folder, private=True)
        self.stdout.write(
            _("%(folder)s holds personal data: keep it as you keep the installation.") % {"folder": folder}
        )

    def _complete(self, folder: Path) -> World:
        try:
            world = read(folder)
        except WrongFolder as wrong:
            raise CommandError(str(wrong)) from wrong
        return complete(world, today_at(world.settings.zone))
