"""Lists out, as CSV and XLSX that no spreadsheet mistakes for instructions."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from django.utils.translation import gettext as _

from .delimited import SEPARATORS
from .guarding import guarded, guarded_again
from .table import Cell

_QUOTED = re.compile(f'["\r\n{SEPARATORS}]|^[\\s\ufeff]|\\s$|^sep=', re.IGNORECASE)
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_EXACT_INTEGER = 2**53
_FIRST_YEAR = 1900  # dates before it are not dates to Excel
_SHEET_ROWS = 1_048_576
_CELL_CHARACTERS = 32_767
_NARROWEST, _WIDEST, _ROWS_MEASURED = 8, 50, 200

HEADING_STYLE = {"bold": True, "bg_color": "#E7EEF0", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
WRONG_STYLE = {"bold": True, "bg_color": "#F8D7D3", "font_color": "#7A1710", "border": 2, "border_color": "#B3261E"}


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = True) -> bytes:
    """A CSV file in UTF-8 with commas and CRLF; the byte order mark makes Excel read Arabic right.

    Texts are guarded against formulas (`read_table` takes the guard off), dates are ISO 8601. Numbers are
    numbers and need no guard.
    """
    written = BytesIO()
    written.write(b"\xef\xbb\xbf" if bom else b"")
    for row in (header, *rows) if isinstance(rows, list | tuple) else _with_header(header, rows):
        line = ",".join(map(_csv_cell, row)) + "\r\n"
        written.write(line.encode("utf-8", "replace"))
    return written.getvalue()


def _with_header(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterable[Sequence[Cell]]:
    yield header
    yield from rows


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = guarded(value)
        return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)


class SheetWriter:
    """An XLSX file of one sheet, written row by row so that a long list takes no more memory than a short one.

    Strings stay strings: nothing is turned into a formula, a link or a number.
    """

    def __init__(self, *, right_to_left: bool, sheet_name: str) -> None:
        self._bytes = BytesIO()
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book: Any = xlsxwriter.Workbook(self._bytes, options)
        self._sheet: Any = self._book.add_worksheet(_sheet_name(sheet_name))
        if right_to_left:
            self._sheet.right_to_left()
        self._widths: list[int] = []
        self._styles: dict[str, Any] = {
            "heading": self._book.add_format(HEADING_STYLE),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "note": self._book.add_format({"text_wrap": True, "valign": "top", "bold": True}),
            "wrong": self._book.add_format(WRONG_STYLE),
            "wrong date": self._book.add_format({**WRONG_STYLE, "num_format": "yyyy-mm-dd"}),
            "wrong moment": self._book.add_format({**WRONG_STYLE, "num_format": "yyyy-mm-dd hh:mm"}),
        }

    def header(self, at: int, names: Sequence[str], *, frozen_columns: int = 0) -> None:
        """Write the headings into row `at` (from 0), and keep them in sight."""
        for column, name in enumerate(names):
            self._text(at, column, name, self._styles["heading"])
            self._measure(column, name)
        self._sheet.freeze_panes(at + 1, frozen_columns)

    def row(self, at: int, cells: Sequence[Cell], styles: dict[int, str] | None = None) -> None:
        """Write one row; `styles` names what is special about a column: note or wrong."""
        if at >= _SHEET_ROWS:
            raise ValueError(_("A sheet holds at most 1,048,576 rows. Choose CSV, or filter the list."))
        for column, cell in enumerate(cells):
            if cell is not None:
                self._cell(at, column, cell, styles.get(column, "") if styles else "")
            elif styles and column in styles:
                self._sheet.write_blank(at, column, None, self._styles[styles[column]])
            if at < _ROWS_MEASURED:
                self._measure(column, cell)

    def close(self) -> bytes:
        """Set the widths and hand back the file."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST) + 2)
        self._book.close()
        return self._bytes.getvalue()

    def _measure(self, column: int, cell: Cell) -> None:
        if column >= len(self._widths):
            self._widths += [0] * (column + 1 - len(self._widths))
        if cell is not None:
            longest = max(map(len, str(cell).splitlines()), default=0)
            self._widths[column] = max(self._widths[column], longest)

    def _cell(self, at: int, column: int, cell: Cell, style: str) -> None:
        if isinstance(cell, bool):
            self._sheet.write_boolean(at, column, cell, self._styles.get(style))
        elif isinstance(cell, int | float) and abs(cell) <= _EXACT_INTEGER and math.isfinite(cell):
            self._sheet.write_number(at, column, cell, self._styles.get(style))
        elif isinstance(cell, dt.date) and cell.year >= _FIRST_YEAR:
            kind = "moment" if isinstance(cell, dt.datetime) else "date"
            moment = cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell
            self._sheet.write_datetime(at, column, moment, self._styles[f"{style} {kind}".strip()])
        else:
            self._text(at, column, str(cell), self._styles.get(style))

    def _text(self, at: int, column: int, text: str, style: Any) -> None:
        plain = _not_raw(_cut(guarded_again(_NOT_IN_XML.sub("\ufffd", text))))
        self._sheet.write_string(at, column, plain, style)


def _cut(text: str) -> str:
    return text if len(text) <= _CELL_CHARACTERS else text[: _CELL_CHARACTERS - 1] + "…"


def _not_raw(text: str) -> str:
    """XlsxWriter takes a text from <r> to </r> for formatted runs and writes it as XML, unescaped: whoever typed
    it could write cells and formulas of his own. Such a text is made one run here, escaped."""
    if not (text.startswith("<r>") and text.endswith("</r>")):
        return text
    run = f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return run if len(run) <= _CELL_CHARACTERS else f"{text[:-1]}…"


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, right_to_left: bool, sheet_name: str) -> bytes:
    """An XLSX file of one sheet: headings in sight, real dates, right to left where the reader's language is.

    `rows` may be any iterable, and is passed through once.
    """
    sheet = SheetWriter(right_to_left=right_to_left, sheet_name=sheet_name)
    sheet.header(0, header)
    for at, row in enumerate(rows, start=1):
        sheet.row(at, row)
    return sheet.close()


def _sheet_name(name: str) -> str:
    plain = _NOT_IN_SHEET_NAMES.sub(" ", name).strip(" '")[:31].strip(" '")
    return plain if plain and plain.lower() != "history" else "list"
