"""A file becomes a table: `read_table` is the one way in, for pages and for commands."""

import re
from typing import Literal

from django.utils.translation import gettext as _

from .delimited import read_delimited
from .folding import fold_heading
from .guarding import unguarded
from .kinds import kind_of
from .limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from .marking import error_headings
from .table import BadTable, Cell, Row, Table, column_letters, isolated
from .workbook import read_workbook

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


def read_table(data: bytes, filename: str) -> Table:
    """Read a list from the bytes of an XLSX or CSV file.

    What the file is, its bytes tell; `filename` is only ever named in a note. The headings are the first row
    with two or more cells filled, blank rows are passed over, and rows keep the numbers that the
    spreadsheet shows. Raises BadTable, in the reader's language, for all that cannot be taken; nothing in the
    file is executed, followed or fetched.
    """
    source: Literal["csv", "xlsx"]
    if kind_of(data) == "zip":
        grid = read_workbook(data)
        rows, merged, encoding, source = grid.rows, grid.merged, "utf-8", "xlsx"
    else:
        rows, encoding = read_delimited(data)
        merged, source = [], "csv"
    table = _tabulated(rows, merged, source, encoding)
    ending = "." + filename.rpartition(".")[2].lower()
    if ending in {".xlsx", ".xls", ".csv"} and source not in ending:
        table.notes.append(
            _("The file %(name)s was read as %(kind)s, which is what it holds.")
            % {"name": isolated(filename), "kind": source.upper()}
        )
    return table


def _tabulated(rows: list[list[Cell]], merged: list[str], source: Literal["csv", "xlsx"], encoding: str) -> Table:
    filled = [(number, row) for number, row in enumerate(rows, start=1) if not _is_blank(row)]
    if not filled:
        raise BadTable(_("The file is empty. Choose the file that holds the list."))
    start = next((at for at, (_n, row) in enumerate(filled) if _two_filled(row)), 0)
    header_row, heading = filled[start]
    body = filled[start + 1 :]
    if len(body) > MAX_ROWS:
        raise BadTable(
            _("The list has %(rows)s rows; it may have at most %(limit)s. Divide the list.")
            % {"rows": f"{len(body):,}", "limit": f"{MAX_ROWS:,}"},
            row=body[MAX_ROWS][0],
        )
    if source == "csv":
        _refuse_shifted_rows(heading, body)
    width = max(_width(row) for _number, row in filled[start:])
    names = [_heading(cell) for cell in heading[:width]]
    names += [""] * (width - len(names))
    _refuse_merged(merged, header_row, filled[-1][0], width)
    _check_cells(filled[start:])
    positions, notes = _columns_kept(names, body)
    table = Table([names[at] for at in positions], [], source, encoding, notes, header_row, positions)
    if len(positions) > MAX_COLUMNS:
        raise BadTable(
            _("The list has %(columns)s columns; it may have at most %(limit)s. Delete those that are not needed.")
            % {"columns": len(positions), "limit": MAX_COLUMNS}
        )
    straight = positions == list(range(width))
    for number, row in body:
        row.extend([None] * (width - len(row)))
        cells = row[:width] if straight else [row[at] for at in positions]
        if not _is_blank(cells):
            table.rows.append(Row(number, cells))
    return table


def _is_blank(row: list[Cell]) -> bool:
    return not any(cell is not None and (type(cell) is not str or cell.strip()) for cell in row)


def _two_filled(row: list[Cell]) -> bool:
    return sum(not _is_blank([cell]) for cell in row) > 1


def _width(row: list[Cell]) -> int:
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


def _heading(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _columns_kept(names: list[str], body: list[tuple[int, list[Cell]]]) -> tuple[list[int], list[str]]:
    """Which columns make the table: not our own column of errors, and none that is wholly empty."""
    ours = error_headings()
    kept, notes = [], []
    for at, name in enumerate(names):
        if name and fold_heading(name) in ours:
            continue
        if not name:
            if not any(at < len(row) and not _is_blank([row[at]]) for _number, row in body):
                continue
            notes.append(
                _("Column %(column)s has no heading and is left out.") % {"column": isolated(column_letters(at))}
            )
        kept.append(at)
    return kept, notes


def _refuse_shifted_rows(heading: list[Cell], body: list[tuple[int, list[Cell]]]) -> None:
    for number, row in body:
        if len(row) > len(heading) and not _is_blank(row[len(heading) :]):
            raise BadTable(
                _(
                    "Row %(row)s has %(cells)s cells, but there are %(columns)s headings. "
                    "Put a text that contains the separator in quotation marks."
                )
                % {"row": number, "cells": len(row), "columns": len(heading)},
                row=number,
            )


def _refuse_merged(merged: list[str], first: int, last: int, width: int) -> None:
    for area in merged:
        match = _RANGE.fullmatch(area)
        if not match:
            continue
        top, bottom = int(match[2]), int(match[4])
        beside = (len(match[1]), match[1]) > (len(column_letters(width - 1)), column_letters(width - 1))
        if bottom >= first and top <= last and not beside:
            raise BadTable(
                _(
                    "The cells %(range)s are merged. Unmerge them, so that each row has its own value "
                    "in each column, and send the list again."
                )
                % {"range": isolated(area)},
                row=top,
                column=match[1],
            )


def _check_cells(rows: list[tuple[int, list[Cell]]]) -> None:
    """Refuse texts that are too long or hold a zero character; take the guard against formulas off the rest."""
    for number, row in rows:
        for at, cell in enumerate(row):
            if type(cell) is not str:
                continue
            if len(cell) > MAX_CELL_CHARACTERS or "\x00" in cell:
                _refuse_cell(cell, number, column_letters(at))
            if cell[0] == "'":
                row[at] = unguarded(cell)


def _refuse_cell(cell: str, row: int, column: str) -> None:
    if "\x00" in cell:
        message = _("Cell %(cell)s holds a zero character. Type its text again.")
    else:
        message = _("Cell %(cell)s has %(length)s characters; at most %(limit)s are taken. Shorten it.")
    raise BadTable(
        message
        % {
            "cell": isolated(f"{column}{row}"),
            "length": f"{len(cell):,}",
            "limit": f"{MAX_CELL_CHARACTERS:,}",
        },
        row=row,
        column=column,
    )
