"""What a column of a scenario file may hold, and how a cell becomes a value and a cell again."""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from taawun.ground.localtime.digits import latin_digits
from taawun.ground.localtime.partial import PartialDate

LIST_SEPARATOR = ";"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+-]*")


class Wrong(ValueError):
    """A cell that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, whether a cell may stay empty, and the table whose keys it names."""

    kind: str
    required: bool = False
    key: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""

    @property
    def many(self) -> bool:
        return self.kind == "list"


def _field(column: Column, default: object) -> Any:
    return dataclasses.field(default=default, metadata={"column": column})


def text(*, required: bool = False) -> Any:
    """Words, as they stand; empty when there are none."""
    return _field(Column("text", required=required), "")


def key(*, refers: str = "", words: bool = False) -> Any:
    """What names the row (with its other keys): letters, digits and - _ . @ +, or any `words`."""
    return _field(Column("text" if words else "key", required=True, key=True, refers=refers), "")


def ref(table: str, *, required: bool = False) -> Any:
    """The key of a row of another table."""
    return _field(Column("key", required=required, refers=table), "")


def refs(table: str) -> Any:
    """Keys of another table, parted by semicolons."""
    return _field(Column("list", refers=table), ())


def words(*choices: str) -> Any:
    """Words from a closed set, parted by semicolons; any words where the set is empty."""
    return _field(Column("list", choices=choices), ())


def choice(*choices: str, required: bool = False, key: bool = False) -> Any:
    """One word of a closed set."""
    return _field(Column("choice", required=required or key, key=key, choices=choices), "")


def number(*, required: bool = False, key: bool = False) -> Any:
    """A whole number of zero or more."""
    return _field(Column("number", required=required, key=key), None)


def yesno(*, required: bool = False) -> Any:
    """`yes`, `no`, or empty for *not known*."""
    return _field(Column("yesno", required=required), None)


def partial(*, key: bool = False) -> Any:
    """A date as far as it is known: 2004, 2004-12 or 2004-12-01."""
    return _field(Column("partial", key=key), "")


def day(*, required: bool = False, key: bool = False) -> Mapping[str, Column]:
    """A whole date. Goes into `field(metadata=…)`: a call as a default asks for an immutable type."""
    return {"column": Column("day", required=required or key, key=key)}


def moment() -> Mapping[str, Column]:
    """A date, a time and its offset from UTC: 2026-03-01T09:00+03:00. Goes into `field(metadata=…)`."""
    return {"column": Column("moment")}


def columns_of(row: type) -> Mapping[str, Column]:
    """The columns of a row class, in the order of the file."""
    return {f.name: f.metadata["column"] for f in dataclasses.fields(row)}


def parse(column: Column, cell: str) -> Any:
    """The value of a cell. Raises `Wrong`; an empty cell is the caller's business."""
    return _PARSERS[column.kind](column, cell)


def cell_of(value: object) -> str:
    """The cell that `parse` reads back as `value`."""
    match value:
        case None:
            return ""
        case True:
            return "yes"
        case False:
            return "no"
        case tuple():
            return LIST_SEPARATOR.join(str(each) for each in value)
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case _:
            return str(value)


def _text(_column: Column, cell: str) -> str:
    return cell


def _key(_column: Column, cell: str) -> str:
    if not _KEY.fullmatch(cell):
        raise Wrong(
            _("“%(cell)s” is not a key.") % {"cell": cell},
            _("Use Latin letters, digits and - _ . @ + without spaces."),
        )
    return cell


def _choice(column: Column, cell: str) -> str:
    if cell not in column.choices:
        raise Wrong(
            _("“%(cell)s” is not one of the words for this column.") % {"cell": cell},
            _("Use one of: %(choices)s.") % {"choices": ", ".join(column.choices)},
        )
    return cell


def _list(column: Column, cell: str) -> tuple[str, ...]:
    values = tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())
    if column.choices:
        for value in values:
            _choice(column, value)
    if len(set(values)) < len(values):
        raise Wrong(_("A word stands twice in the list."), _("Leave it in once."))
    return values


def _number(_column: Column, cell: str) -> int:
    digits = latin_digits(cell)
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise Wrong(
            _("“%(cell)s” is not a whole number.") % {"cell": cell},
            _("Write digits alone, such as 889; words such as “more than” have a column of their own."),
        )
    return int(digits)


def _yesno(_column: Column, cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise Wrong(
            _("“%(cell)s” is neither yes nor no.") % {"cell": cell},
            _("Write yes or no, or leave the cell empty when it is not known."),
        )
    return cell == "yes"


def _partial(_column: Column, cell: str) -> str:
    try:
        return PartialDate(latin_digits(cell)).text
    except ValueError:
        raise _not_a_date(cell) from None


def _day(_column: Column, cell: str) -> dt.date:
    written = latin_digits(cell)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise Wrong(
            _("“%(cell)s” is not a whole date.") % {"cell": cell},
            _("Write year, month and day, such as 2019-12-16."),
        )
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise _not_a_date(cell) from None


def _moment(_column: Column, cell: str) -> dt.datetime:
    try:
        read = dt.datetime.fromisoformat(latin_digits(cell))
    except ValueError:
        raise _not_a_moment(cell) from None
    if read.tzinfo is None:
        raise _not_a_moment(cell)
    return read.astimezone(dt.UTC)


def _not_a_moment(cell: str) -> Wrong:
    return Wrong(
        _("“%(cell)s” is not a date with a time and its offset.") % {"cell": cell},
        _("Write it as 2026-03-01T09:00+03:00."),
    )


def _not_a_date(cell: str) -> Wrong:
    return Wrong(
        _("“%(cell)s” is not a date.") % {"cell": cell},
        _("Write what is known: 2004, 2004-12 or 2004-12-01."),
    )


_PARSERS = {
    "text": _text,
    "key": _key,
    "choice": _choice,
    "list": _list,
    "number": _number,
    "yesno": _yesno,
    "partial": _partial,
    "day": _day,
    "moment": _moment,
}
