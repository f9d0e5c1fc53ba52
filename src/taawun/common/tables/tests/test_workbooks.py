"""XLSX in: what the programs write is read, what would mislead is refused with the place named."""

import datetime as dt
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.merge import MergedCellRange

from taawun.common.tables import sheets
from taawun.common.tables.interface import MAX_ROWS, BadTable, read_table


def by_openpyxl(*rows, book=None, change=None) -> bytes:
    book = book or openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def by_xlsxwriter(rows, **options) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "dd/mm/yyyy", **options}) as book:
        sheet = book.add_worksheet("القائمة")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return written.getvalue()


def cells(data: bytes) -> list[list[object]]:
    return [row.cells for row in read_table(data, "list.xlsx").rows]


LIST = [
    ["الاسم", "rank", "born", "seniority", "average"],
    ["مريم", "Captain", dt.date(1990, 2, 28), 12, 1.5],
    [" محمد بن علي ", "Major", dt.datetime.fromisoformat("1985-05-06T07:30"), 0, -2.25],
]


@pytest.mark.parametrize("make", [lambda: by_openpyxl(*LIST), lambda: by_xlsxwriter(LIST)])
def test_text_numbers_and_dates_come_as_they_are(make):
    table = read_table(make(), "list.xlsx")
    assert table.columns == LIST[0]
    assert [row.cells for row in table.rows] == LIST[1:]
    assert [type(cell) for cell in table.rows[0].cells] == [str, str, dt.date, int, float]
    assert (table.source, table.encoding, table.notes, table.header_row) == ("xlsx", "utf-8", [], 1)


@pytest.mark.parametrize("make", [lambda: by_openpyxl(*LIST), lambda: by_xlsxwriter(LIST)])
def test_sheets_as_programs_write_them_need_no_second_parser(make):
    with ZipFile(BytesIO(make())) as archive:
        assert sheets._UNUSUAL.search(archive.read("xl/worksheets/sheet1.xml")) is None


def test_both_date_systems_give_the_same_date():
    since_1904 = openpyxl.Workbook()
    since_1904.epoch = CALENDAR_MAC_1904
    rows = [["name", "born"], ["a", dt.date(1990, 1, 31)]]
    assert cells(by_openpyxl(*rows, book=since_1904)) == cells(by_openpyxl(*rows)) == rows[1:]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows():
    data = by_openpyxl(["List of nominees"], [], ["name", "rank"], [], ["a", "b"], [None, "  "], ["c", None], [None])
    table = read_table(data, "list.xlsx")
    assert table.header_row == 3
    assert [(row.number, row.cells) for row in table.rows] == [(5, ["a", "b"]), (7, ["c", None])]


def test_empty_columns_are_left_out_and_cells_keep_their_names():
    table = read_table(by_openpyxl([None, "name", None, "rank"], [None, "a", None, "b"]), "list.xlsx")
    assert (table.columns, table.rows[0].cells) == (["name", "rank"], ["a", "b"])
    assert table.cell_name(table.rows[0], 1) == "D2"


def test_a_column_without_heading_is_kept_and_noted():
    table = read_table(by_openpyxl(["name", None, "rank"], ["a", "x", "b"]), "list.xlsx")
    assert table.columns == ["name", "", "rank"]
    assert table.notes == ["Column \u2068B\u2069 has no heading and is left out."]


def test_a_list_of_one_column_is_a_list():
    assert cells(by_openpyxl(["name"], ["a"], ["b"])) == [["a"], ["b"]]


def test_further_sheets_may_be_there_if_they_are_empty():
    def add(book):
        book.create_sheet("Sheet2")["C3"].font = openpyxl.styles.Font(bold=True)

    assert cells(by_openpyxl(["name", "rank"], ["a", "b"], change=add)) == [["a", "b"]]


def test_the_list_may_stand_on_the_second_sheet():
    book = openpyxl.Workbook()
    other = book.create_sheet("list")
    other.append(["name", "rank"])
    other.append(["a", "b"])
    assert cells(by_openpyxl(book=book)) == [["a", "b"]]


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_two_sheets_with_data_are_refused_by_name(state):
    def add(book):
        book.create_sheet("قائمة ثانية")["A1"] = "x"
        book.worksheets[1].sheet_state = state

    with pytest.raises(BadTable, match=r"“\u2068Sheet\u2069” and “\u2068قائمة ثانية\u2069”"):
        cells(by_openpyxl(["name", "rank"], ["a", "b"], change=add))


def test_a_formula_is_refused_with_its_cell():
    with pytest.raises(BadTable, match=r"Cell \u2068B3\u2069 holds a formula") as refusal:
        cells(by_openpyxl(["name", "rank"], ["a", "b"], ["c", '=HYPERLINK("http://x")']))
    assert (refusal.value.row, refusal.value.column) == (3, "B")


def test_a_formula_with_a_last_value_is_a_formula_still():
    written = BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "rank"])
        sheet.write_formula(1, 1, "=1+1", None, "2")
    with pytest.raises(BadTable, match=r"B2.*formula"):
        cells(written.getvalue())


def test_choices_and_conditions_of_cells_are_no_formulas():
    written = BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "rank"])
        sheet.write_row(1, 0, ["a", "Major"])
        sheet.data_validation("B2:B9", {"validate": "list", "source": "=$Z$1:$Z$3"})
        sheet.conditional_format("B2:B9", {"type": "formula", "criteria": "=$B2=1"})
        sheet.conditional_format(
            "A2:A9", {"type": "data_bar", "bar_solid": True, "min_type": "formula", "min_value": "=$B$1"}
        )
        sheet.write_url(2, 0, "mailto:a@example.org")
        sheet.write_comment(1, 1, "a remark")
    assert cells(written.getvalue()) == [["a", "Major"], ["a@example.org", None]]


def test_merged_cells_in_the_list_are_refused_with_their_range():
    with pytest.raises(BadTable, match=r"\u2068B2:B3\u2069 are merged") as refusal:
        cells(by_openpyxl(["name", "rank"], ["a", "b"], ["c"], change=lambda book: book.active.merge_cells("B2:B3")))
    assert refusal.value.row == 2


def test_a_merged_title_above_the_list_is_no_matter():
    def merge(book):
        book.active.merged_cells.add(MergedCellRange(book.active, "A1:B1"))

    assert cells(by_openpyxl(["Nominees"], ["name", "rank"], ["a", "b"], change=merge)) == [["a", "b"]]


def test_an_error_of_the_spreadsheet_is_refused_and_not_read_as_empty(workbook):
    rows = '<row r="1"><c r="A1" t="str"><v>n</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'
    with pytest.raises(BadTable, match=r"\u2068B1\u2069 holds an error"):
        cells(workbook(rows))


@pytest.mark.parametrize(("rows", "refused"), [(MAX_ROWS, False), (MAX_ROWS + 1, True)])
def test_the_limit_of_rows_is_exact(rows, refused):
    data = by_xlsxwriter([["name", "rank"], *([["a", "b"]] * rows)])
    if refused:
        with pytest.raises(BadTable, match="has 20,001 rows; it may have at most 20,000"):
            cells(data)
    else:
        assert len(cells(data)) == MAX_ROWS


@pytest.mark.parametrize(("columns", "refused"), [(100, False), (101, True)])
def test_the_limit_of_columns_is_exact(columns, refused):
    data = by_xlsxwriter([[f"h{n}" for n in range(columns)], ["a"] * columns])
    if refused:
        with pytest.raises(BadTable, match=r"reaches column \u2068CW\u2069; a list may have at most 100"):
            cells(data)
    else:
        assert cells(data) == [["a"] * columns]


@pytest.mark.parametrize(("characters", "refused"), [(2000, False), (2001, True)])
def test_the_limit_of_a_cell_is_exact(characters, refused):
    data = by_xlsxwriter([["name", "rank"], ["a", "س" * characters]])
    if refused:
        with pytest.raises(BadTable, match=r"B2\u2069 has 2,001 characters; at most 2,000"):
            cells(data)
    else:
        assert cells(data) == [["a", "س" * characters]]


def test_a_cell_far_away_is_refused_before_the_room_between_is_laid_out(workbook):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(BadTable, match="reaches row 1,048,576"):
        cells(workbook(far))


def test_cells_that_do_not_say_where_they_are_are_counted(workbook):
    wide = "<row>" + "<c><v>1</v></c>" * 101 + "</row>"
    with pytest.raises(BadTable, match=r"column \u2068CW\u2069"):
        cells(workbook(wide))
    assert cells(workbook("<row><c><v>1</v></c><c><v>2</v></c></row>" * 2)) == [[1, 2]]


def test_other_prefixes_and_quotes_do_not_hide_a_cell(workbook):
    sheet = (
        "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData>"
        "<x:row r = '1'><x:c\nr\n=\n'XFD9' ><x:f>1+1</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    with pytest.raises(BadTable, match=r"XFD9.*formula"):
        cells(workbook(sheet=sheet))
    with pytest.raises(BadTable, match="reaches column"):
        cells(workbook(sheet=sheet.replace("<x:f>1+1</x:f>", "")))


def test_numbers_that_are_none_come_as_text(workbook):
    rows = '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c><v>1e999</v></c><c><v>7</v></c></row>'
    assert cells(workbook(rows)) == [["inf", 7]]


def test_a_zero_character_is_refused_with_its_cell(workbook):
    rows = '<row><c t="str"><v>a</v></c><c t="inlineStr"><is><t>b_x0000_</t></is></c></row>'
    with pytest.raises(BadTable, match=r"Cell \u2068B1\u2069 holds a zero character"):
        cells(workbook(rows))
