"""A list handed back with its errors marked, so that it can be mended where it stands and sent in again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from .folding import fold_heading
from .table import Table
from .writing import SheetWriter


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in one cell, or in a whole row where `column_index` is None.

    `row` is the number that the spreadsheet shows, `column_index` counts the columns of the table from 0,
    and `message` says what is wrong and how to mend it, in the reader's language.
    """

    row: int
    column_index: int | None
    message: str


def error_headings() -> set[str]:
    """The folded heading of the column of errors in every language, by which reading knows and skips it."""
    headings = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            headings.add(fold_heading(_heading()))
    return headings


def mark_errors(table: Table, errors: Iterable[CellError], language: str) -> bytes:
    """The same list as XLSX: rows keep their numbers and values, wrong cells are filled and framed, and a first
    column says in words what is wrong in the row.

    `read_table` skips that column, so the corrected file can be sent in as it is.
    """
    by_row: defaultdict[int, list[CellError]] = defaultdict(list)
    for error in errors:
        by_row[error.row].append(error)
    with translation.override(language):
        sheet = SheetWriter(right_to_left=translation.get_language_bidi(), sheet_name=_("List with errors"))
        sheet.header(table.header_row - 1, [_heading(), *table.columns], frozen_columns=1)
        for row in table.rows:
            wrong = by_row.get(row.number, [])
            styles = {error.column_index + 1: "wrong" for error in wrong if error.column_index is not None}
            if wrong:
                styles[0] = "note"
            sheet.row(row.number - 1, [_explained(wrong, table.columns), *row.cells], styles)
    return sheet.close()


def _heading() -> str:
    return _("What is wrong, and how to mend it")


def _explained(errors: Sequence[CellError], columns: Sequence[str]) -> str | None:
    sentences = [
        _("%(column)s: %(message)s") % {"column": columns[error.column_index], "message": error.message}
        if error.column_index is not None and columns[error.column_index]
        else error.message
        for error in errors
    ]
    return "\n".join(sentences) or None
