"""`taawun figures`: the key figures as somebody sees them, beside what was stated of them."""

import csv
import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from taawun.face.reporting.definitions import DEFINITIONS
from taawun.face.reporting.figures import DIMENSIONS, Figure, Period, Reckoning, Tally
from taawun.face.reporting.verdicts import Compared, compared
from taawun.ground.policy.door import centre_account, viewing
from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import Installation
from taawun.people.accounts.models import Account


class Command(BaseCommand):
    help = (
        "Print the key figures with their statements. Use it for a report or to check the page. Without --as the "
        "centre's own account counts; a nation's account counts what it may see."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="who", metavar="EMAIL", help="whose sight counts")
        parser.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="count what had ended by this day")
        parser.add_argument("--by", choices=DIMENSIONS, default="", help="break every figure down")
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
        parser.add_argument("--language", choices=("en", "ar"), default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            account = _account(options["who"]) if options["who"] else centre_account()
        except Installation.DoesNotExist:
            raise CommandError("No scenario is loaded yet: run `taawun scenario load FOLDER` first.") from None
        with translation.override(options["language"]), viewing(account) as viewer:
            whole = viewer.party_id == centre_id()
            reckoning = Reckoning(Period(None, options["until"]))
            figures = [reckoning.figure(d.key, options["by"]) for d in DEFINITIONS]
            statements = compared(options["until"], whole=whole)
            WRITERS[options["format"]](self, figures, statements, options)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _account(email: str) -> int:
    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    if account is None:
        raise CommandError(f"No account has the e-mail {email}.")
    return account.pk


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "recorded": tally.recorded,
        "documented": tally.documented,
        "demonstration": tally.demonstration,
        "documented_at_least": tally.at_least,
    }


def _statement(c: Compared) -> dict[str, Any]:
    s = c.statement
    return {
        "code": s.code,
        "reported": s.value,
        "qualifier": s.qualifier,
        "as_of": s.as_of,
        "stated_by": s.stated_by_en,
        "source": s.source,
        "recorded_then": c.figure.total.recorded,
        "verdict": c.verdict.value,
        "differs_by": abs(c.differs_by),
        "on_demonstration_data": c.on_demonstration,
    }


def _json(command: Command, figures: list[Figure], statements: dict[str, list[Compared]], options: Any) -> None:
    found = []
    for figure in figures:
        entry = {"key": figure.key, "until": options["until"] and options["until"].isoformat(), **_tally(figure.total)}
        if options["by"]:
            entry["by"] = {options["by"]: {key or None: _tally(t) for key, t in sorted(figure.by.items())}}
        entry["statements"] = [_statement(c) for c in statements.get(figure.key, [])]
        found.append(entry)
    command.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))


def _csv(command: Command, figures: list[Figure], _statements: dict[str, list[Compared]], options: Any) -> None:
    out = csv.writer(command.stdout, lineterminator="\n")
    out.writerow(["key", options["by"] or "of", "recorded", "documented", "demonstration"])
    for figure in figures:
        rows = {"": figure.total} | (dict(sorted(figure.by.items())) if options["by"] else {})
        for key, tally in rows.items():
            name = "all" if tally is figure.total else key or "unstated"
            out.writerow([figure.key, name, tally.recorded, tally.documented, tally.demonstration])


def _table(command: Command, figures: list[Figure], statements: dict[str, list[Compared]], _options: Any) -> None:
    names = {d.key: d for d in DEFINITIONS}
    for figure in figures:
        t = figure.total
        least = " at least" if t.at_least else ""
        made_of = f"documented{least} {t.documented}, demonstration {t.demonstration}"
        command.stdout.write(f"{names[figure.key].name}: {t.recorded}  ({made_of})")
        for key, tally in sorted(figure.by.items()):
            command.stdout.write(f"    {key or 'not stated':<16}{tally.recorded:>7}")
        for c in statements.get(figure.key, []):
            gap = f" by {abs(c.differs_by)}" if c.differs_by else ""
            data = ", on demonstration data" if c.on_demonstration else ""
            qualifier = "" if c.statement.qualifier == "exact" else c.statement.qualifier.replace("_", " ") + " "
            command.stdout.write(
                f"    {c.statement.code} {c.statement.as_of}: reported {qualifier}{c.statement.value}, "
                f"recorded then {c.figure.total.recorded}: {c.verdict.label}{gap}{data}"
            )


WRITERS = {"json": _json, "csv": _csv, "table": _table}
