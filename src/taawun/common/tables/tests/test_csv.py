"""CSV in: the encodings and separators that people's programs write."""

import pytest

from taawun.common.tables.interface import MAX_ROWS, BadTable, read_table

ARABIC = "الاسم,الرتبة,سنة\r\nمريم العلي,نقيب,1990\r\nمحمد,رائد,1985\r\n"
CELLS = [["مريم العلي", "نقيب", "1990"], ["محمد", "رائد", "1985"]]


def cells(data: str | bytes) -> list[list[object]]:
    raw = data.encode() if isinstance(data, str) else data
    return [row.cells for row in read_table(raw, "list.csv").rows]


def refusal(data: str | bytes) -> BadTable:
    with pytest.raises(BadTable) as refused:
        cells(data)
    return refused.value


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ARABIC.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + ARABIC.encode(), "utf-8"),
        (b"\xff\xfe" + ARABIC.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + ARABIC.encode("utf-16-be"), "utf-16-be"),
        (ARABIC.encode("utf-16-le"), "utf-16-le"),
        (ARABIC.encode("utf-16-be"), "utf-16-be"),
        (ARABIC.encode("cp1256"), "windows-1256"),
    ],
)
def test_each_encoding_is_told_from_the_bytes(data, encoding):
    table = read_table(data, "list.csv")
    assert table.columns == ["الاسم", "الرتبة", "سنة"]
    assert ([row.cells for row in table.rows], table.encoding) == (CELLS, encoding)


def test_latin_names_may_stand_beside_arabic_ones_in_windows_1256():
    text = "name,الاسم\nJosé Müller,يوسف\n".replace("ü", "ü")
    assert cells(text.encode("cp1256", "replace").replace(b"?", b"")) == [["José Müller", "يوسف"]]


@pytest.mark.parametrize(
    "data",
    [
        "name,rank\nJosé Peña,Major\nÑandú,Captain\n".encode("latin-1"),
        ARABIC.replace("محمد", "قطر يقول في هذا المكان").encode("iso-8859-6"),
        "имя,звание\nИван,майор\n".encode("cp1251"),
        ARABIC.encode("utf-32"),
        b"\xff\xfe" + ARABIC.encode("utf-16-le") + b"\x00\xd8a\x00",
        b"name,rank\na,\xed\xa0\x80\n",
    ],
)
def test_letters_that_cannot_be_told_are_never_guessed(data):
    assert "The letters of this file cannot be read." in str(refusal(data))


@pytest.mark.parametrize(
    "data", [b"name,rank\na,\x00b\n", b"\xff\xfea\x00,\x00b\x00\n\x00\x00\x00,\x00c\x00", b"\x00\x01\x02,"]
)
def test_zero_characters_are_refused(data):
    assert "zero characters" in str(refusal(data))


@pytest.mark.parametrize("separator", [",", ";", "\t", "؛", "،"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_separator_and_line_end_is_told_from_the_headings(separator, end):
    rows = [["name", "rank", "remark"], ["a", "b", "one, two; three"], ["c", "d", "x"]]
    text = end.join(separator.join(f'"{cell}"' if " " in cell else cell for cell in row) for row in rows)
    assert cells(text) == rows[1:]


def test_commas_inside_texts_do_not_outvote_the_headings():
    assert cells("name;remark\na;x, y, z\nb;u, v, w\n") == [["a", "x, y, z"], ["b", "u, v, w"]]


def test_a_title_with_an_arabic_comma_is_no_heading():
    table = read_table("قائمة المرشحين، قطر\n\nالاسم,الرتبة\nعلي,رائد\nمحمد,نقيب\n".encode(), "list.csv")
    assert (table.columns, table.header_row) == (["الاسم", "الرتبة"], 3)
    assert [row.number for row in table.rows] == [4, 5]


def test_the_line_that_names_the_separator_is_not_counted():
    table = read_table(b"sep=;\r\nname;rank\r\na;b,c,d\r\n", "list.csv")
    assert (table.rows[0].number, table.rows[0].cells) == (2, ["a", "b,c,d"])


def test_a_text_over_two_lines_is_one_row():
    table = read_table(b'name,rank\n"a\nb",c\n\nd,"say ""hi"""\n', "list.csv")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ["a\nb", "c"]), (4, ["d", 'say "hi"'])]


def test_short_rows_are_filled_and_long_ones_refused():
    assert cells("name,rank\na\nb,c,,\n") == [["a", None], ["b", "c"]]
    refused = refusal("name,rank\na,b\nal-Sabah, Ali,Major\n")
    assert (str(refused)[:45], refused.row) == ("Row 3 has 3 cells, but there are 2 headings. ", 3)


@pytest.mark.parametrize("text", ['name,rank\na,b\nc,"d\ne,f\n', 'name,rank\na,b\n"c"d,e\n'])
def test_quotation_marks_that_do_not_match_are_refused_with_their_line(text):
    refused = refusal(text)
    assert "row 3 (line 3 of the file)" in str(refused)
    assert refused.row == 3


def test_a_quotation_mark_that_swallows_the_file_is_refused():
    assert "line 2 of the file" in str(refusal('name,rank\n"a,b\n' + "c,d\n" * 90_000))


def test_the_guard_against_formulas_is_taken_off_and_nothing_else():
    assert cells("name,phone\n'Ali,'+965 1234\n''=x,+965\n'',=1\n") == [
        ["'Ali", "+965 1234"],
        ["'=x", "+965"],
        ["''", "=1"],
    ]


def test_limits_name_themselves():
    assert "has 20,001 rows; it may have at most 20,000" in str(refusal("a,b\n" + "c,d\n" * (MAX_ROWS + 1)))
    assert "more than 20,000 rows" in str(refusal("a,b\n" + "c,d\n" * 40_000))
    assert "more than 100 columns" in str(refusal("a," * 101 + "b\n"))
    assert "Cell \u2068B2\u2069 has 2,001 characters; at most 2,000" in str(refusal("a,b\nc," + "d" * 2001))
    assert "more than 2,000 characters" in str(refusal("a,b\nc," + "d" * 140_000))


def test_the_bytes_count_and_the_name_is_only_remarked():
    assert read_table(b"a,b\nc,d\n", "list.xlsx").notes == [
        "The file \u2068list.xlsx\u2069 was read as CSV, which is what it holds."
    ]
    assert read_table(b"a,b\nc,d\n", "list.txt").notes == []
