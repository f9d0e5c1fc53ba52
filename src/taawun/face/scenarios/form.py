"""The form of a scenario file: comma-separated UTF-8 with a header row, nothing hidden in a cell."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from .columns import Column

LARGEST_FILE = 20 * 1024 * 1024  # bytes; a year of a large centre has a tenth of this
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands (row 1 is the header), what it is, and how to mend it."""

    file: str
    row: int | None
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            place.append(_("column %(column)s") % {"column": self.column})
        return f"{', '.join(place)}: {self.what} {self.mend}".strip()


def lines_of(
    problems: list[Problem], path: Path, shown: str, columns: Mapping[str, Column] | None = None
) -> list[tuple[int, dict[str, str]]]:
    """The rows of a file with their numbers; what is wrong with its form goes to `problems`.

    `shown` is the folder that the problems name; without `columns` the file is one of keys and values.
    """
    file = f"{shown}{path.name}"
    words = _words_of(problems, path, file)
    if words is None:
        return []
    try:
        lines = list(csv.reader(io.StringIO(words, newline=""), strict=True))
    except csv.Error as error:
        problems.append(
            Problem(
                file,
                None,
                "",
                _("The file is not comma-separated text (%(error)s).") % {"error": error},
                _("Save it as CSV with commas and double quotes."),
            )
        )
        return []
    header = [name.strip() for name in lines[0]] if lines else []
    if not _header_fits(problems, file, header, columns):
        return []
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(header):
            problems.append(
                Problem(
                    file,
                    number,
                    "",
                    _("Cells in the row: %(found)s; in the header: %(wanted)s.")
                    % {"found": len(line), "wanted": len(header)},
                    _("Put double quotes around cells that hold a comma."),
                )
            )
            continue
        row = dict(zip(header, (cell.strip() for cell in line), strict=True))
        if _clean(problems, file, number, row):
            rows.append((number, row))
    return rows


def _words_of(problems: list[Problem], path: Path, file: str) -> str | None:
    if not path.is_file():
        problems.append(Problem(file, None, "", _("The file is missing."), _("Add it: a scenario needs it.")))
        return None
    if path.stat().st_size > LARGEST_FILE:
        problems.append(
            Problem(
                file,
                None,
                "",
                _("The file is too large."),
                _("Keep each file below %(megabytes)s MB.") % {"megabytes": LARGEST_FILE // 1024 // 1024},
            )
        )
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(file, row, "", _("The text is not UTF-8."), _("Save the file as CSV UTF-8.")))
        return None


def _header_fits(
    problems: list[Problem], file: str, header: Sequence[str], columns: Mapping[str, Column] | None
) -> bool:
    wanted = tuple(columns) if columns else ("key", "value")
    needed = [n for n, c in columns.items() if c.key and c.required] if columns else wanted
    before = len(problems)
    use = _("Use: %(columns)s.") % {"columns": ", ".join(wanted)}
    problems.extend(
        Problem(file, 1, name, _("The file has no column of this name."), use) for name in header if name not in wanted
    )
    problems.extend(
        Problem(file, 1, name, _("The column is missing."), _("Add it to the first row."))
        for name in needed
        if name not in header
    )
    if len(set(header)) < len(header):
        problems.append(Problem(file, 1, "", _("A column stands twice."), _("Leave it in once.")))
    return len(problems) == before


def _clean(problems: list[Problem], file: str, number: int, row: Mapping[str, str]) -> bool:
    clean = True
    for name, cell in row.items():
        hidden = [c for c in cell if c in _BIDI or (unicodedata.category(c) in {"Cc", "Cs"} and c != "\n")]
        if hidden:
            clean = False
            problems.append(
                Problem(
                    file,
                    number,
                    name,
                    _("The cell holds a character that cannot be seen (%(code)s).")
                    % {"code": f"U+{ord(hidden[0]):04X}"},
                    _("Type the cell anew."),
                )
            )
    return clean


def write_file(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes a file that `lines_of` reads."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
