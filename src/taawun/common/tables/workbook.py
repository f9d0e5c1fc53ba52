"""XLSX read into a grid. The fast parser gets a workbook of one sheet that we pack ourselves, so that it sees
exactly the parts that were judged, and no picture, link, name or query beside them."""

import datetime as dt
import math
import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from .archive import Archive, damaged, refuse_macros
from .limits import MAX_SHEETS_READ
from .sheets import Sheet
from .table import BadTable, Cell, isolated

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NO_TEXTS = f'<sst xmlns="{_MAIN}"/>'.encode()
_EXACT_INTEGER = 2**53


@dataclass(frozen=True, slots=True)
class Grid:
    """Every row of the one sheet that holds data, from its first, and the ranges that are merged in it."""

    rows: list[list[Cell]]
    merged: list[str]


@dataclass(frozen=True, slots=True)
class _Book:
    archive: Archive
    sheets: list[tuple[str, str]]  # the name that people see, and the part
    from_1904: bool
    styles: bytes
    texts: bytes


def read_workbook(data: bytes) -> Grid:
    """The grid of the one sheet with data; BadTable for everything that is no plain list."""
    book = _open(data)
    found: list[tuple[str, Grid]] = []
    read = 0
    for name, part in book.sheets:
        sheet = Sheet(book.archive.read(part))
        if not sheet.holds_values:
            continue
        read += 1
        if read > MAX_SHEETS_READ:
            _refuse_sheets([name for name, _part in book.sheets])
        sheet.refuse_what_cannot_be_read(book.texts)
        grid = Grid(_rows(_packed(sheet.xml, book)), sheet.merged)
        if any(not _blank(cell) for row in grid.rows for cell in row):
            found.append((name, grid))
        if len(found) > 1:
            _refuse_sheets([name for name, _grid in found])
    if not found:
        raise BadTable(_("The workbook is empty. Choose the file that holds the list."))
    return found[0][1]


def _refuse_sheets(names: list[str]) -> NoReturn:
    raise BadTable(
        _(
            "More than one sheet holds data: “%(first)s” and “%(second)s”. Keep the sheet with the list "
            "and delete the others (also hidden ones), then send the workbook again."
        )
        % {"first": isolated(names[0]), "second": isolated(names[1])}
    )


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _open(data: bytes) -> _Book:
    archive = Archive(data)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        refuse_macros()
    home = _part_of_kind(_relations(archive, ""), "officeDocument") or "xl/workbook.xml"
    relations = _relations(archive, home)
    parts = {ident: part for ident, kind, part in relations if kind == "worksheet"}
    root = _tree(archive.read(home))
    sheets = [
        (element.get("name", ""), parts[ident])
        for element in root.iter()
        if _local(element.tag) == "sheet" and (ident := _relation_id(element)) in parts
    ]
    if not sheets:
        raise damaged()
    settings = next((element for element in root.iter() if _local(element.tag) == "workbookPr"), None)
    styles, texts = _part_of_kind(relations, "styles"), _part_of_kind(relations, "sharedStrings")
    return _Book(
        archive,
        sheets,
        from_1904=settings is not None and settings.get("date1904") in {"1", "true"},
        styles=archive.read(styles) if styles else b"",
        texts=archive.read(texts) if texts else _NO_TEXTS,
    )


def _tree(xml: bytes) -> Element:
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise damaged() from error
    return root


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _relation_id(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("relationships}id")), "")


def _relations(archive: Archive, part: str) -> list[tuple[str, str, str]]:
    """Id, kind and target part of each relation of `part` ("" for the file as a whole)."""
    folder, name = posixpath.split(part)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    if where not in archive:
        return []
    found = []
    for element in _tree(archive.read(where)).iter():
        if _local(element.tag) != "Relationship" or element.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
        found.append((element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target))
    return found


def _part_of_kind(relations: list[tuple[str, str, str]], kind: str) -> str | None:
    return next((part for _id, its_kind, part in relations if its_kind == kind), None)


def _packed(sheet: bytes, book: _Book) -> BytesIO:
    """A workbook of this one sheet, not compressed, since it is unpacked again at once."""
    date1904 = "1" if book.from_1904 else "0"
    kinds = {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("sharedStrings", "sharedStrings.xml")}
    if book.styles:
        kinds["rId3"] = ("styles", "styles.xml")
    relations = "".join(
        f'<Relationship Id="{ident}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for ident, (kind, target) in kinds.items()
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><workbookPr date1904="{date1904}"/>'
            '<sheets><sheet name="list" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "xl/sharedStrings.xml": book.texts,
        "xl/worksheets/sheet1.xml": sheet,
    }
    if book.styles:
        parts["xl/styles.xml"] = book.styles
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def _rows(packed: BytesIO) -> list[list[Cell]]:
    try:
        sheet = python_calamine.load_workbook(packed).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except BaseException as error:
        # A panic of the parser is no Exception in Python; a file that causes one is damaged, and no more.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise damaged() from error
        raise
    return [[_PLAIN.get(type(value), _other)(value) for value in row] for row in rows]


def _text(value: str) -> str | None:
    return value or None


def _number(value: float) -> Cell:
    """Sheets know only one kind of number; whole ones come out whole."""
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() and abs(value) < _EXACT_INTEGER else value


def _same(value: Cell) -> Cell:
    return value


def _moment(value: dt.datetime) -> Cell:
    return value.date() if value.time() == dt.time() else value


def _other(value: object) -> Cell:
    """A time of day or a length of time, as text: nothing in a list of ours is one."""
    return str(value)


_PLAIN: dict[type, Callable[[Any], Cell]] = {
    str: _text,
    float: _number,
    int: _same,
    bool: _same,
    dt.date: _same,
    dt.datetime: _moment,
}
