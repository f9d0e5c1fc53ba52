"""What a list is once it has been read: headings, rows that keep the numbers of the spreadsheet, plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from taawun.ground.records.text import isolate

Cell = str | date | datetime | int | float | bool | None


class BadTable(ValueError):
    """A list that cannot be taken in.

    The message is a translated sentence: what is wrong, and how to mend it. `row` is the number that
    the spreadsheet shows, `column` the letter or the heading, where one place is to blame.
    """

    def __init__(self, message: str, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(message)
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and a cell for each column of the table."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it came in.

    `columns` are the headings ("" for a column that has none); `positions` says for each the column
    of the sheet, counted from 0, since an empty column at the start or our own column of
    errors is left out; `notes` are translated sentences about what was passed over.
    """

    columns: list[str]
    rows: list[Row]
    source: Literal["csv", "xlsx"]
    encoding: str
    notes: list[str] = field(default_factory=list)
    header_row: int = 1
    positions: list[int] = field(default_factory=list)

    def cell_name(self, row: Row, index: int) -> str:
        """The name of a cell as the spreadsheet shows it, such as C7."""
        position = self.positions[index] if index < len(self.positions) else index
        return f"{column_letters(position)}{row.number}"


def column_letters(position: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def isolated(text: object, limit: int = 60) -> str:
    """Text from the file, shortened, so set that its direction does not upset the sentence around it."""
    words = " ".join(str(text).split())
    if len(words) > limit:
        words = words[: limit - 1] + "…"
    return isolate(words)
