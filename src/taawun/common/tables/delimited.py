"""CSV read into a grid: the encoding is told from the bytes, the separator from the headings."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import NoReturn

from django.utils.translation import gettext as _

from .limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_LAST_ROW, MAX_ROWS
from .table import BadTable, Cell

SEPARATORS = ",;\t؛،"  # in this order where two fit equally
_ROWS_LOOKED_AT = 20
_CHARACTERS_LOOKED_AT = 100_000
_QUOTED_TEXT = re.compile(rf'(?:(?<=[{SEPARATORS}\r\n])|\A)"(?:[^"]|"")*+"')
_NAMED_SEPARATOR = re.compile(r"sep=(.)(?:\r\n|\r|\n|$)", re.IGNORECASE)
_ARABIC = "\u0621-\u064a\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06d2"
_ARABIC_LETTER = re.compile(f"[{_ARABIC}]")
_ARABIC_WORD = re.compile(f"[{_ARABIC}]{{2,}}")
_MIXED_WORD = re.compile("[\u0621-\u064a](?:[A-Za-z\u00c0-\u024f×÷])|[A-Za-z\u00c0-\u024f×÷][\u0621-\u064a]")
_USUAL = re.compile("[\t\r\n\x20-\u036f\u0600-\u06ff\u0750-\u077f\u2000-\u206f\ufb50-\ufdff\ufe70-\ufeff]")


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a CSV file and the name of its encoding; BadTable where it cannot be told.

    UTF-8 and UTF-16 (with a byte order mark, or told from where the zero bytes stand) decode strictly, so that a
    lone surrogate is refused. What remains may be Windows-1256, if it reads as Arabic.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        _refuse_encoding()
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _without_zeros(_strictly(data[len(mark) :], encoding)), encoding
    if b"\x00" in data:
        return _utf16_without_mark(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("cp1256")
        if not _reads_as_arabic(text):
            _refuse_encoding()
        return text, "windows-1256"


def read_delimited(data: bytes) -> tuple[list[list[Cell]], str]:
    """Every record of the file, blank ones too (their number counts), and the encoding."""
    text, encoding = decoded(data)
    named = _NAMED_SEPARATOR.match(text)  # the line that Excel itself reads, and does not show
    if named:
        text = text[named.end() :]
    separator = named[1] if named else _separator(text)
    rows: list[list[Cell]] = []
    for number, record in enumerate(_records(text, separator), start=1):
        if number > MAX_LAST_ROW:
            raise BadTable(
                _("The list has more than %(limit)s rows. Divide the list.") % {"limit": f"{MAX_ROWS:,}"},
                row=number,
            )
        if len(record) > MAX_COLUMNS and any(record[MAX_COLUMNS:]):
            raise BadTable(
                _("Row %(row)s has more than %(limit)s columns. Delete the columns that are not needed.")
                % {"row": number, "limit": MAX_COLUMNS},
                row=number,
            )
        rows.append([cell or None for cell in record])
    return rows, encoding


def _records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number, line = 0, 0
    while True:
        number, line = number + 1, reader.line_num + 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                message = _(
                    "A cell of row %(row)s has more than %(limit)s characters, or its closing quotation mark is "
                    "missing (line %(line)s of the file). Shorten the text or mend the quotation marks."
                )
            else:
                message = _(
                    "The quotation marks in row %(row)s (line %(line)s of the file) do not match. "
                    'Close each text that begins with ", and write "" for a mark inside it.'
                )
            raise BadTable(
                message % {"row": number, "line": line, "limit": f"{MAX_CELL_CHARACTERS:,}"}, row=number
            ) from error


def _separator(text: str) -> str:
    """The separator under which the headings have most cells, and the rows below as many as they.

    Quoted texts are taken out first: they may hold any separator, and lines of their own.
    """
    bare = _QUOTED_TEXT.sub("q", text[:_CHARACTERS_LOOKED_AT])
    lines = list(islice(filter(None, re.split(r"[\r\n]+", bare)), _ROWS_LOOKED_AT))

    def fit(separator: str) -> tuple[int, int]:
        records = [line.split(separator) for line in lines]
        heading: list[str] = next((record for record in records if sum(map(bool, record)) > 1), [])
        return sum(len(record) == len(heading) for record in records), len(heading)

    return max(SEPARATORS, key=fit)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        _refuse_encoding()


def _without_zeros(text: str) -> str:
    if "\x00" in text:
        raise BadTable(
            _("The file holds zero characters, which no text has. Save the list again as CSV UTF-8 or as .xlsx.")
        )
    return text


def _utf16_without_mark(data: bytes) -> tuple[str, str]:
    for encoding, side_that_never_is_zero in (("utf-16-le", 0), ("utf-16-be", 1)):
        if len(data) % 2 or b"\x00" in data[side_that_never_is_zero::2]:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_USUAL.findall(text)) >= 0.9 * len(text):
            return text, encoding
    return _without_zeros("\x00"), ""


def _reads_as_arabic(text: str) -> bool:
    """Whether Windows-1256 gave words.

    In another encoding its Arabic letters stand among Latin ones, or (in UTF-8 that is broken) alone.
    """
    letters = len(_ARABIC_LETTER.findall(text))
    in_words = sum(map(len, _ARABIC_WORD.findall(text)))
    return letters > 0 and in_words >= 0.8 * letters and len(_MIXED_WORD.findall(text)) <= 0.05 * letters


def _refuse_encoding() -> NoReturn:
    raise BadTable(
        _(
            "The letters of this file cannot be read. In Excel choose Save As, CSV UTF-8 (Comma delimited), "
            "or save it as an Excel workbook (.xlsx), and send that."
        )
    )
