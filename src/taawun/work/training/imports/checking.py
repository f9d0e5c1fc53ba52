"""What each row of a list would do, found without keeping anything.

A row is *new* (a nomination is made), *changed* (a known person is updated, and nominated where she was not yet),
*duplicate* (nothing would change) or *wrong* (with each problem's column, what is wrong, and how to mend it). People
are known by their number, or where a list has none by the exact name with the date of birth; never by spelling alone.
"""

import difflib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from taawun.common.tables.interface import BadTable, Cell, ColumnMatch, Row, Table, match_columns, read_table
from taawun.ground.policy.door import current
from taawun.ground.records.text import BadText, clean_line, clean_text, fold_arabic, isolate
from taawun.people.persons.forms import PERSON_FIELDS, PersonForm
from taawun.people.persons.models import Person

from ..models import Nomination, Run
from .columns import COLUMNS, GENDERS, SPEC_OF

NEW, CHANGED, DUPLICATE, WRONG = "new", "changed", "duplicate", "wrong"
OUTCOMES = (NEW, CHANGED, DUPLICATE, WRONG)
Progress = Callable[[int, int], None]
EVERY = 200  # rows between two words of progress


@dataclass
class Problem:
    """What is wrong in a row: the column's index in the table (None: the whole row) and its name, and the message."""

    column: int | None
    name: str
    message: str


@dataclass
class Found:
    """What one row would do."""

    row: Row
    outcome: str = NEW
    fields: dict[str, Any] = field(default_factory=dict)
    remark: str = ""
    run: Run | None = None
    person: Person | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    nominates: bool = True
    problems: list[Problem] = field(default_factory=list)

    @property
    def identity(self) -> tuple[Any, ...]:
        """What tells this person from others in the list."""
        if self.fields.get("identifier"):
            return ("number", self.fields["identifier"])
        return ("name", *_name_and_birth(self.fields))


@dataclass
class Checked:
    """A list that could be read, and what each of its rows would do."""

    table: Table
    columns: ColumnMatch
    rows: list[Found]

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each outcome."""
        found = dict.fromkeys(OUTCOMES, 0)
        for row in self.rows:
            found[row.outcome] += 1
        return found

    def notes(self) -> list[str]:
        """Return what was passed over, in sentences."""
        return [*self.table.notes, *self.columns.notes]


def check(data: bytes, file_name: str, run: Run, progress: Progress = lambda done, of: None) -> Checked:
    """Read a list and find what each row would do, under the viewer of the open door; nothing is kept.

    Raises `BadTable` when the list as a whole cannot be taken in.
    """
    table = read_table(data, file_name)
    columns = match_columns(table.columns, COLUMNS)
    _ask_for_a_name(columns)
    if not table.rows:
        raise BadTable(_("The list has headings and no rows. Add one row for each nominee."))
    runs = _Runs(run)
    reader = _Reader(columns)
    rows = []
    for at, row in enumerate(table.rows):
        if at % EVERY == 0:
            progress(at, len(table.rows))
        found = reader.read(row)
        found.run = runs.of(found, columns)
        rows.append(found)
    _find_repeats(rows)
    _meet_the_known(rows)
    progress(len(table.rows), len(table.rows))
    return Checked(table, columns, rows)


def _ask_for_a_name(columns: ColumnMatch) -> None:
    if not {"name_en", "name_ar"} & set(columns.index):
        raise BadTable(
            _("The list has no column of names. Add “%(en)s” or “%(ar)s”.")
            % {"en": SPEC_OF["name_en"].shown(), "ar": SPEC_OF["name_ar"].shown()}
        )


class _Reader:
    """Reads rows with the rules of the person's form: one form for the whole list, since making one costs more."""

    def __init__(self, columns: ColumnMatch) -> None:
        self.columns = columns
        self.form = PersonForm({})

    def read(self, row: Row) -> Found:
        found = Found(row)
        typed = {key: as_text(row.cells[at]) for key, at in self.columns.index.items()}
        typed["gender"] = self._gender(found, typed.get("gender", ""))
        self.form.data = typed
        self.form.full_clean()
        for name, errors in self.form.errors.items():
            self._wrong(found, name, " ".join(str(e) for e in errors))
        cleaned = self.form.cleaned_data
        found.fields = {name: cleaned.get(name, "") for name in PERSON_FIELDS}
        found.fields["birth_date"] = cleaned.get("birth")
        found.fields["birth_typed"] = " ".join(typed.get("birth", "").split())[:120] if cleaned.get("birth") else ""
        try:
            found.remark = clean_text(typed.get("remark", ""))
            clean_line(typed.get("run", ""))
        except BadText as bad:
            self._wrong(found, "remark", str(bad))
        if not found.problems and not found.fields["identifier"] and not found.fields["birth_date"]:
            message = _(
                "Enter the number of the passport or identity card, or the date of birth: people are known by them."
            )
            self._wrong(found, "identifier", message)
        return found

    def _gender(self, found: Found, typed: str) -> str:
        key = fold_arabic(typed).strip().casefold().rstrip(".")
        if key and key not in GENDERS:
            self._wrong(
                found,
                "gender",
                _("“%(typed)s” is not a gender. Write female or male.") % {"typed": isolate(typed[:40])},
            )
        return GENDERS.get(key, "")

    def _wrong(self, found: Found, name: str, message: str) -> None:
        found.outcome = WRONG
        spec = SPEC_OF.get(name)
        found.problems.append(Problem(self.columns.index.get(name), spec.shown() if spec else "", message))


class _Runs:
    """Which run a row is for: the page's, or that of its own column."""

    def __init__(self, run: Run) -> None:
        self.default = run
        self.known = {
            r.code.casefold(): r for r in Run.objects.filter(state=Run.State.ANNOUNCED).select_related("course")
        }

    def of(self, found: Found, columns: ColumnMatch) -> Run:
        typed = as_text(columns.cell(found.row, "run")).strip()
        if not typed:
            run: Run | None = self.default
        else:
            run = self.known.get(typed.casefold()) or self._by_title(typed)
        if run is None:
            near = difflib.get_close_matches(typed.casefold(), self.known, n=1, cutoff=0.6)
            message = _("No run that takes nominations has the code “%(code)s”.") % {"code": isolate(typed[:40])}
            if near:
                message += " " + _("Did you mean “%(code)s”?") % {"code": isolate(self.known[near[0]].code)}
            found.outcome = WRONG
            found.problems.append(Problem(columns.index.get("run"), SPEC_OF["run"].shown(), message))
            return self.default
        if not run.takes_nominations:
            found.outcome = WRONG
            message = _("The run “%(code)s” takes no nominations now.") % {"code": isolate(run.code)}
            found.problems.append(Problem(columns.index.get("run"), SPEC_OF["run"].shown(), message))
        return run

    def _by_title(self, typed: str) -> Run | None:
        """Take the default run where a list names it by its course's code or title instead of its own code."""
        course = self.default.course
        names = {course.code, course.title_en, course.title_ar}
        return (
            self.default if fold_arabic(typed).casefold() in {fold_arabic(n).casefold() for n in names if n} else None
        )


def as_text(cell: Cell) -> str:
    """Return a cell as it would be typed: dates as ISO days, whole numbers without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _name_and_birth(fields: dict[str, Any]) -> tuple[str, date | None]:
    name = fields.get("name_ar") or fields.get("name_en") or ""
    return fold_arabic(name).casefold(), fields.get("birth_date")


def _find_repeats(rows: Iterable[Found]) -> None:
    """Mark a person who stands twice for one run: the same row again is a duplicate, another is wrong."""
    seen: dict[tuple[Any, ...], Found] = {}
    for found in rows:
        if found.outcome == WRONG:
            continue
        key = (found.run.pk if found.run else None, found.identity)
        first = seen.setdefault(key, found)
        if first is found:
            continue
        if (first.fields, first.remark) == (found.fields, found.remark):
            found.outcome, found.nominates = DUPLICATE, False
        else:
            found.outcome = WRONG
            message = _("This person stands in row %(row)s already, with other details. Keep one of the two rows.")
            found.problems.append(Problem(None, "", message % {"row": first.row.number}))


def _meet_the_known(rows: list[Found]) -> None:
    """Find whom of the list the viewer's party knows, what would change of them, and who is nominated already."""
    readable = [r for r in rows if r.outcome != WRONG]
    mine = Person.objects.filter(originator_id=current().party_id)
    numbers = {r.fields["identifier"] for r in readable if r.fields["identifier"]}
    births = {r.fields["birth_date"] for r in readable if not r.fields["identifier"]}
    by_number = {p.identifier: p for p in mine.filter(identifier__in=numbers)}
    by_name: dict[tuple[str, Any], Person] = {}
    for person in mine.filter(birth_date__in=births) if births else ():
        for name in filter(None, (person.name_ar, person.name_en)):
            by_name[fold_arabic(name).casefold(), person.birth_date] = person
    for found in readable:
        if found.fields["identifier"]:
            found.person = by_number.get(found.fields["identifier"])
        else:
            found.person = by_name.get(_name_and_birth(found.fields))
    _compare(readable, _open_nominations(readable))


def _open_nominations(rows: list[Found]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    people = {r.person.pk for r in rows if r.person}
    if not people:
        return set()
    standing = Nomination.objects.filter(person__in=people).exclude(state__in=Nomination.OVER)
    return set(standing.values_list("run_id", "person_id"))


def _compare(rows: list[Found], nominated: set[tuple[uuid.UUID, uuid.UUID]]) -> None:
    for found in rows:
        if found.outcome == DUPLICATE or found.person is None:
            continue
        person = found.person
        for name, value in found.fields.items():
            before = getattr(person, name)
            if value not in ("", None) and value != before and name != "birth_typed":
                found.changes[name] = (str(before or ""), str(value))
        assert found.run is not None
        found.nominates = (found.run.pk, person.pk) not in nominated
        if found.changes:
            found.outcome = CHANGED
        elif not found.nominates:
            found.outcome = DUPLICATE
