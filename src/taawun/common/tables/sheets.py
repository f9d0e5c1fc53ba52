"""What a sheet of an XLSX file holds, told from its XML before the fast parser sees it.

The fast parser hands back the last values that formulas gave, leaves errors empty, and lays out the whole area
between two cells however far apart. What must be refused for one of these reasons is found here.
"""

import re
from collections.abc import Callable
from xml.parsers import expat

from django.utils.translation import gettext as _

from .archive import damaged
from .limits import MAX_COLUMNS, MAX_LAST_ROW, MAX_ROWS, MAX_TEXT_BYTES
from .table import BadTable, column_letters, isolated

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Whatever a sheet as the programs write it does not have: a formula, a comment or a declaration, a prefix, and
# a row or cell whose tag is not wholly of the usual form, in a place within the limits. A sheet without any
# needs no parser to be judged, which is most of the time that reading would take.
_ROW = rb"(?:[1-9][0-9]{0,3}|[12][0-9]{4})"
_PLAIN_CELL = rb' r="(?:[A-Z]|[AB][A-Z]|C[A-V])' + _ROW + rb'"(?: s="[0-9]+")?(?: t="(?:s|str|n|b|inlineStr)")?/?>'
_PLAIN_ROW = rb' r="' + _ROW + rb'"(?: [A-Za-z0-9:]+="[^"<>&]*")*+/?>'
_UNUSUAL = re.compile(rb"<(?:f[\s/>]|!|[^\s<>]*:|c(?!" + _PLAIN_CELL + rb")[\s/>]|row(?!" + _PLAIN_ROW + rb")[\s/>])")
_VALUE = re.compile(rb"<(?:v|is)[\s/>]")
_MERGED = re.compile(rb"""<mergeCell\s[^>]*?\bref\s*=\s*["']([A-Z0-9:]+)["']""")


class Sheet:
    """One worksheet: which cells hold a value, and what stands in the way of reading them."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.merged: list[str] = []
        self.formula: str | None = None
        self.error: str | None = None
        self.shared = 0  # how many cells name a shared text
        self._valued: list[str] = []
        if _UNUSUAL.search(xml):
            self._scan()
            self.holds_values = bool(self._valued)
        else:
            self.merged = [area.decode() for area in _MERGED.findall(xml)]
            self.shared = xml.count(b't="s"')
            self.holds_values = bool(_VALUE.search(xml))

    def refuse_what_cannot_be_read(self, shared_texts: bytes) -> None:
        """Raise BadTable for formulas, errors, an area or an amount of text beyond the limits."""
        if self.formula:
            raise BadTable(
                _(
                    "Cell %(cell)s holds a formula. Copy the column and paste it as values "
                    "(Paste Special, Values), then send the list again."
                )
                % {"cell": isolated(self.formula)},
                row=_row_of(self.formula),
                column=self.formula.rstrip(_DIGITS),
            )
        if self.error:
            raise BadTable(
                _("Cell %(cell)s holds an error of the spreadsheet. Type the value in its place.")
                % {"cell": isolated(self.error)},
                row=_row_of(self.error),
                column=self.error.rstrip(_DIGITS),
            )
        if self._valued:
            self._refuse_area()
        self._refuse_text(shared_texts)

    def _refuse_area(self) -> None:
        rows = {reference.lstrip(_LETTERS) for reference in self._valued}
        columns = {reference.rstrip(_DIGITS) for reference in self._valued}
        if not all(row.isascii() and row.isdigit() for row in rows):
            raise damaged()
        if not all(0 < len(column) <= len("XFD") and not column.strip(_LETTERS) for column in columns):
            raise damaged()
        last_row = max(map(int, rows))
        last_column = max(columns, key=_order_of_column)
        if last_row > MAX_LAST_ROW:
            raise BadTable(
                _(
                    "The sheet reaches row %(row)s; a list may have at most %(limit)s rows. "
                    "Delete the rows below the list, or divide the list."
                )
                % {"row": f"{last_row:,}", "limit": f"{MAX_ROWS:,}"},
                row=last_row,
            )
        if _order_of_column(last_column) > _order_of_column(column_letters(MAX_COLUMNS - 1)):
            raise BadTable(
                _(
                    "The sheet reaches column %(column)s; a list may have at most %(limit)s columns. "
                    "Delete the columns beside the list."
                )
                % {"column": isolated(last_column), "limit": MAX_COLUMNS},
                column=last_column,
            )

    def _refuse_text(self, shared_texts: bytes) -> None:
        if self.shared * _longest_text(shared_texts) <= MAX_TEXT_BYTES:
            return
        lengths = [len(piece) for piece in shared_texts.split(b"</si>")]
        if b"<!" in shared_texts or b":si" in shared_texts or _named_text(self.xml, lengths) > MAX_TEXT_BYTES:
            raise BadTable(
                _(
                    "The sheet holds more than %(limit)s MB of text. "
                    "Shorten the texts that are repeated in many cells, or divide the list."
                )
                % {"limit": MAX_TEXT_BYTES // (1024 * 1024)}
            )

    def _scan(self) -> None:
        kind_of = _LocalNames()
        row, cell, kind_of_cell = 0, "", ""
        valued = self._valued.append

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, cell, kind_of_cell
            element = kind_of[name]
            if element == "c":
                cell = attributes.get("r") or _cell_after(cell, row)
                kind_of_cell = attributes.get("t", "")
            elif element in {"v", "is"}:
                valued(cell)
                if kind_of_cell == "s":
                    self.shared += 1
                elif kind_of_cell == "e":
                    self.error = self.error or cell
            elif element == "row":
                row, cell = _row_after(attributes.get("r"), row), ""
            elif element == "f":
                self.formula = self.formula or cell
            elif element == "mergeCell":
                self.merged.append(attributes.get("ref", ""))

        parse(self.xml, start)


class _LocalNames(dict[str, str]):
    """Names of elements without their prefix, worked out once for each name."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        # `f` outside the cells (conditions, choices of a cell) carries a prefix and is no formula of a cell.
        self[name] = "" if local == "f" and name.startswith("xm:") else local
        return self[name]


def parse(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    characters: Callable[[str], None] | None = None,
) -> None:
    """Run `xml` through the parser; what is not well-formed, or declares a document type, is damaged."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    if characters:
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        if isinstance(error, BadTable):
            raise
        raise damaged() from error


def _refuse_doctype(*_declaration: object) -> None:
    raise damaged()


def _row_after(given: str | None, previous: int) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else previous + 1


def _cell_after(previous: str, row: int) -> str:
    """The name of a cell that does not say it: next to the one before, or the first of its row."""
    letters = previous.rstrip(_DIGITS)
    if not letters or letters.strip(_LETTERS):
        return f"A{row}"
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return f"{column_letters(position)}{previous.lstrip(_LETTERS)}"


def _order_of_column(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _row_of(reference: str) -> int | None:
    digits = reference.lstrip(_LETTERS)
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _longest_text(shared_texts: bytes) -> int:
    if b"<!" in shared_texts or b":si" in shared_texts:  # an end of text may then stand where it ends nothing
        return len(shared_texts)
    return max(map(len, shared_texts.split(b"</si>")))


def _named_text(xml: bytes, lengths: list[int]) -> int:
    """How many bytes of shared text the cells of a sheet name in all, each as often as it is named."""
    total, kind_of_cell, inside = 0, "", False
    kind_of = _LocalNames()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kind_of_cell, inside
        element = kind_of[name]
        inside = element == "v" and kind_of_cell == "s"
        if element == "c":
            kind_of_cell = attributes.get("t", "")

    def characters(text: str) -> None:
        nonlocal total
        number = text.strip()
        if inside and number.isascii() and number.isdigit() and len(number) < 10:
            index = int(number)
            total += lengths[index] if index < len(lengths) else 0

    parse(xml, start, characters)
    return total
