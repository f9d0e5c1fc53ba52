"""Files made by hand and by the programs that people use."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation

from taawun.config.catalogues import compile_stale

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture(scope="session", autouse=True)
def _catalogues():
    compile_stale()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_of_workbook(sheet: str = "", texts: str = "") -> dict[str, str | bytes]:
    """The parts of the smallest workbook that Excel would open, for tests that spoil one of them."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": texts or f'<sst xmlns="{MAIN}"/>',
        "xl/worksheets/sheet1.xml": sheet or sheet_xml(NAMES),
    }


NAMES = (
    '<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>rank</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>Ali</v></c><c r="B2" t="str"><v>Major</v></c></row>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Make an XLSX file from the XML of its sheet; keywords replace or (None) drop other parts."""

    def make(rows: str = "", *, after: str = "", texts: str = "", sheet: str = "", **others) -> bytes:
        parts = parts_of_workbook(sheet or (sheet_xml(rows, after) if rows else ""), texts)
        for name, content in others.get("parts", {}).items():
            parts.pop(name, None)
            if content is not None:
                parts[name] = content
        return zipped(parts)

    return make


@pytest.fixture
def pack() -> Callable[[dict[str, str | bytes]], bytes]:
    """Zip parts as they are given."""
    return zipped
