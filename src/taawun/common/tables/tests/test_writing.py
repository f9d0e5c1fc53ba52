"""Lists out: what is written comes back equal, nothing in it runs, errors are marked where they are."""

import csv
import datetime as dt
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taawun.common.tables.interface import (
    CellError,
    Row,
    Table,
    mark_errors,
    read_table,
    write_csv,
    write_xlsx,
)

SIGNS = [
    "=1+1",
    "+965 1234",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "\nx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u200f=1",
    "'=1",
    "''+1",
    "'\tx",
]
text = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30).filter(str.strip)
cell = st.one_of(
    st.none(), text, st.sampled_from(SIGNS), st.text("'=+-@ ,;\t؛،\"\n_x0041", min_size=1).filter(str.strip)
)


def xlsx(header, rows, **options) -> bytes:
    return write_xlsx(header, rows, **{"right_to_left": False, "sheet_name": "list", **options})


def read(data: bytes) -> list[list[object]]:
    return [row.cells for row in read_table(data, "list").rows]


@given(st.lists(st.tuples(text, cell, cell), min_size=1, max_size=6))
@settings(deadline=None, max_examples=300)
@pytest.mark.parametrize("write", [write_csv, lambda header, rows: write_csv(header, rows, bom=False), xlsx])
def test_any_text_comes_back_as_it_went(write, rows):
    table = read_table(write(["name", "rank", "remark"], rows), "list")
    assert table.columns == ["name", "rank", "remark"]
    assert [row.cells for row in table.rows] == [list(row) for row in rows]
    assert [row.number for row in table.rows] == list(range(2, len(rows) + 2))


values = st.one_of(
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 3)).filter(lambda number: not number.is_integer()),
    st.dates(dt.date(1900, 3, 1), dt.date(2200, 1, 1)),
)


@given(st.lists(st.tuples(st.just("a"), values), min_size=1, max_size=5))
@settings(deadline=None)
def test_numbers_and_dates_come_back_from_xlsx_as_they_went(rows):
    assert [[type(x) for x in row] for row in read(xlsx(["name", "value"], rows))] == [
        [type(x) for x in row] for row in rows
    ]
    assert read(xlsx(["name", "value"], rows)) == [list(row) for row in rows]


@pytest.mark.parametrize("day", [dt.date(1899, 5, 6), dt.date(1, 1, 1)])
def test_dates_that_excel_has_not_are_text(day):
    assert read(xlsx(["a", "b"], [["x", day]])) == [["x", day.isoformat()]]


@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_begins_as_a_formula_to_another_reader(sign):
    written = write_csv([sign, "b"], [[sign, 1], ["x", sign]]).decode("utf-8-sig")
    found = [cell for row in csv.reader(StringIO(written, newline="")) for cell in row]
    assert [cell for cell in found if cell == sign] == []
    assert found.count(f"'{sign}") == 3


@pytest.mark.parametrize("sign", [*SIGNS, "http://example.org", "mailto:a@example.org", "00123", "{=1}", "<r>x</r>"])
def test_xlsx_holds_text_and_neither_formulas_nor_links(sign):
    data = xlsx(["name", sign], [["a", sign]])
    assert openpyxl.load_workbook(BytesIO(data)).active["B2"].data_type == "s"
    with ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert ("<f" in sheet, "hyperlink" in sheet) == (False, False)
    assert read(data) == [["a", sign.replace("\r", "\n")]] or read(data) == [["a", sign]]


def test_a_text_cannot_write_cells_of_its_own():
    harm = '<r></is></c><c r="C9"><f>HYPERLINK("http://x")</f></c><c><is></r>'
    data = xlsx(["name", harm], [["a", harm], ["b", "<r>" + "&" * 32_000 + "</r>"]])
    assert openpyxl.load_workbook(BytesIO(data)).active["B2"].value == harm
    assert openpyxl.load_workbook(BytesIO(data)).active["B3"].value.startswith("<r>&&")
    assert openpyxl.load_workbook(BytesIO(data)).active.max_row == 3


def test_values_of_csv_are_plain():
    rows = [["a", None, True, -5, 1.5, dt.date(2020, 1, 2), dt.datetime.fromisoformat("2020-01-02T03:04")]]
    assert write_csv(list("abcdefg"), iter(rows), bom=False) == (
        b"a,b,c,d,e,f,g\r\na,,TRUE,-5,1.5,2020-01-02,2020-01-02 03:04:00\r\n"
    )


def test_the_sheet_is_as_its_reader_reads():
    data = xlsx(
        ["الاسم", "born"], [["مريم" * 9, dt.date(1990, 1, 2)]], right_to_left=True, sheet_name="قائمة [1]: 2026/27"
    )
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert (sheet.title, sheet.sheet_view.rightToLeft, sheet.freeze_panes) == ("قائمة  1   2026 27", True, "A2")
    assert (sheet["A1"].font.bold, sheet["B2"].is_date, sheet["B2"].value.date()) == (True, True, dt.date(1990, 1, 2))
    assert sheet.column_dimensions["A"].width > 30
    assert not openpyxl.load_workbook(BytesIO(xlsx(["a"], []))).active.sheet_view.rightToLeft


@pytest.mark.parametrize("name", ["", "'''", "History", "x" * 60, "a/b"])
def test_any_name_of_a_sheet_will_do(name):
    assert read(xlsx(["a", "b"], [["c", "d"]], sheet_name=name)) == [["c", "d"]]


def test_what_no_sheet_can_hold_is_written_without_failing():
    rows = [["a", "\ud800x\uffff"], ["b", 2**70], ["c", float("nan")], ["d", "\x01"]]
    assert read(xlsx(["a", "b"], rows))[:3] == [["a", "\ufffdx\ufffd"], ["b", str(2**70)], ["c", "nan"]]
    assert b"?x" in write_csv(["a"], [["\ud800x"]])


def test_a_long_list_is_passed_through_once():
    rows = ([f"name {n}", n] for n in range(25_000))
    assert openpyxl.load_workbook(BytesIO(xlsx(["name", "n"], rows)), read_only=True).active.max_row == 25_001


LIST = [
    ["قائمة", None, None, None],
    [None, None, None, None],
    ["الاسم", "born", "phone", "n"],
    ["مريم", dt.date(1990, 1, 2), "+965 1", 7],
    [None, None, None, None],
    ["=x", dt.date(2090, 1, 2), None, 1.5],
]


def by_openpyxl(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.active.data_type = "s"
    for line in book.active.iter_rows():
        for one in line:
            one.data_type = "s" if isinstance(one.value, str) else one.data_type
    book.save(written)
    return written.getvalue()


ERRORS = [
    CellError(6, 1, "The date is in the future. Type the year of birth."),
    CellError(6, 2, "There is no phone number. Type it."),
    CellError(6, None, "This person is in the list twice. Delete one of the rows."),
]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_marked_list_says_in_words_and_by_colour_what_is_wrong(language):
    table = read_table(by_openpyxl(LIST), "list.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(mark_errors(table, ERRORS, language))).active
    heading = {"en": "What is wrong, and how to mend it", "ar": "الخطأ وكيفية تصحيحه"}[language]
    assert [cell.value for cell in sheet[3]] == [heading, "الاسم", "born", "phone", "n"]
    assert sheet["A6"].value.splitlines() == [
        "born: The date is in the future. Type the year of birth.",
        "phone: There is no phone number. Type it.",
        "This person is in the list twice. Delete one of the rows.",
    ]
    filled = {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "FFF8D7D3"}
    framed = {
        cell.coordinate for row in sheet for cell in row if cell.border.left and cell.border.left.style == "medium"
    }
    assert filled == framed == {"C6", "D6"}
    assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")
    assert (sheet["A4"].value, sheet["C6"].value) == (None, dt.datetime.fromisoformat("2090-01-02"))


@pytest.mark.parametrize("marked_in", ["en", "ar"])
def test_a_marked_list_can_be_sent_in_again(marked_in):
    table = read_table(by_openpyxl(LIST), "list.xlsx")
    again = read_table(mark_errors(table, ERRORS, marked_in), "list.xlsx")
    assert (again.columns, again.rows, again.header_row) == (table.columns, table.rows, 3)
    assert again.notes == []
    assert again.cell_name(again.rows[1], 1) == "C6"
    twice = read_table(mark_errors(again, ERRORS, "en"), "list.xlsx")
    assert (twice.columns, twice.rows) == (table.columns, table.rows)


@given(st.lists(st.tuples(text, cell), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_marking_changes_no_value(rows):
    table = Table(["name", "remark"], [Row(n, list(row)) for n, row in enumerate(rows, start=2)], "csv", "utf-8")
    again = read_table(mark_errors(table, [CellError(2, 1, "Mend it.")], "ar"), "list.xlsx")
    assert (again.columns, again.rows) == (table.columns, table.rows)
