"""`taawun nominations import FILE --run CODE --as EMAIL [--dry-run]`: the same answer as the page."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from taawun.common.tables.interface import MAX_FILE_BYTES
from taawun.ground.policy.door import viewing
from taawun.ground.records.steps import Refused
from taawun.people.accounts.models import Account
from taawun.work.training.imports.checking import OUTCOMES, WRONG
from taawun.work.training.models import NomineeList, Run
from taawun.work.training.steps import lists


class Command(BaseCommand):
    help = (
        "Check a list of nominees and keep it, all or nothing. Use --dry-run first: it says what each row would do "
        "and keeps nothing. Exits with 1 when a row is wrong or the list cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        take = verbs.add_parser("import", help="check a list (XLSX or CSV) and keep it")
        take.add_argument("file", type=Path)
        take.add_argument("--run", required=True, metavar="CODE")
        take.add_argument("--as", dest="who", required=True, metavar="EMAIL", help="the liaison officer who nominates")
        take.add_argument("--dry-run", action="store_true", help="say what would happen, keep nothing")
        take.add_argument("--format", choices=("table", "json"), default="table")
        take.add_argument("--language", choices=("ar", "en"), help="of the messages; the account's by default")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email__iexact=options["who"], is_active=True).first()
        if account is None:
            raise CommandError(f"No account has the e-mail {options['who']}.")
        data = _read(options["file"])
        with translation.override(options["language"] or account.language):
            try:
                with viewing(account.pk):
                    nominees = self._take(data, options)
            except _DryRun as shown:
                nominees = shown.nominees
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            WRITERS[options["format"]](self, nominees)
        if nominees.state == NomineeList.State.UNREADABLE or nominees.counts.get(WRONG):
            raise SystemExit(1)

    def _take(self, data: bytes, options: dict[str, Any]) -> NomineeList:
        run = Run.objects.select_related("course").filter(code=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no run {options['run']} that this account can see.")
        nominees = lists.receive(run, options["file"].name, data)
        lists.look(nominees)
        shown = NomineeList(**{f.attname: getattr(nominees, f.attname) for f in NomineeList._meta.concrete_fields})
        if options["dry_run"] or nominees.state != NomineeList.State.CHECKED or nominees.counts[WRONG]:
            raise _DryRun(shown)  # the door turns back: nothing stays
        lists.keep(nominees)
        shown.state = nominees.state
        return shown


class _DryRun(Exception):
    """Carries what was found out of the door, which turns back."""

    def __init__(self, nominees: NomineeList) -> None:
        super().__init__()
        self.nominees = nominees


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise CommandError(f"{path.name} is bigger than {MAX_FILE_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as fault:
        raise CommandError(f"{path}: {fault.strerror}") from fault


def _table(command: BaseCommand, nominees: NomineeList) -> None:
    for note in nominees.notes:
        command.stdout.write(note)
    for finding in nominees.findings:
        name = finding["name_ar"] or finding["name_en"]
        command.stdout.write(f"{finding['row']:>6}  {finding['outcome']:<10} {name}")
        for _column, name, message in finding["problems"]:
            command.stdout.write(f"        {name}: {message}" if name else f"        {message}")
    kept = "kept" if nominees.state == NomineeList.State.KEPT else "nothing kept"
    counts = ", ".join(f"{key} {nominees.counts.get(key, 0)}" for key in OUTCOMES)
    command.stdout.write(f"{counts}: {kept}")


def _json(command: BaseCommand, nominees: NomineeList) -> None:
    found = {
        "state": nominees.state,
        "counts": nominees.counts,
        "notes": nominees.notes,
        "rows": [
            {
                "row": f["row"],
                "outcome": f["outcome"],
                "problems": [{"column": name, "message": message} for _at, name, message in f["problems"]],
                "changes": [{"field": n, "before": b, "after": a} for n, b, a in f["changes"]],
            }
            for f in nominees.findings
        ],
    }
    command.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))


WRITERS = {"table": _table, "json": _json}
