"""Files that are no lists, or that mean harm: a plain sentence, little memory, nothing run."""

import random
import struct
import time
import tracemalloc
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation

from taawun.common.tables import sheets
from taawun.common.tables.interface import BadTable, read_table, refuse_if_too_big

MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(data: bytes, filename: str = "list.xlsx") -> str:
    with pytest.raises(BadTable) as refused:
        read_table(data, filename)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n \r\n", "The file is empty."),
        (b",,\r\n,,\r\n", "The file is empty."),
        (bytes(9 * MEGABYTE), "The file is empty."),
        (OLE + "Workbook".encode("utf-16-le"), "This is a file of an old version of Excel (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "The workbook is protected by a password."),
        (b"%PDF-1.7\n...", "This is a PDF file."),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "This is not a spreadsheet but a file of another kind."),
        (b"\xff\xd8\xff\xe0" + bytes(40), "This is not a spreadsheet but a file of another kind."),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "This is not a spreadsheet but a file of another kind."),
        (b"BM\x00\x00\x01\x00\x00\x00", "This is not a spreadsheet but a file of another kind."),
        (b"\n<html><table><tr><td>name</td></tr></table>", "This is a web page"),
        ("\ufeff<table><tr>".encode("utf-16-le"), "This is a web page"),
        (b"MIME-Version: 1.0\r\n", "This is a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "This is not a spreadsheet that can be read here."),
        (b"PK\x05\x06" + bytes(18), "This is not a spreadsheet but another kind of document"),
        (b"PK\x03\x04 cut short", "The workbook is damaged"),
    ],
)
def test_each_wrong_kind_of_file_has_its_sentence(data, sentence):
    assert refusal(data).startswith(sentence)


def test_a_heading_may_begin_as_some_files_do():
    assert read_table(b"BMI,MZ\n1,2\n", "list.csv").columns == ["BMI", "MZ"]


@pytest.mark.parametrize("size", [10 * MEGABYTE + 1, 50 * MEGABYTE])
def test_too_many_bytes_are_refused_unread(size):
    assert "a list may have at most 10 MB" in refusal(bytes(size))
    with pytest.raises(BadTable, match="at most 10 MB"):
        refuse_if_too_big(size)


def test_ten_megabytes_pass():
    refuse_if_too_big(10 * MEGABYTE)
    assert len(read_table(b"name,rank\n" + b"a,b\n" * 20_000, "list.csv").rows) == 20_000


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("xl/vbaProject.bin", "The workbook holds macros"),
        ("xl/externalLinks/externalLink1.xml", "The workbook refers to other files."),
        ("xl/workbook.bin", "This is a binary workbook (.xlsb)."),
        ("word/document.xml", "This is not a spreadsheet but another kind of document"),
        ("../../etc/passwd", "The workbook is damaged"),
        ("/etc/passwd", "The workbook is damaged"),
        ("xl\\..\\..\\x.xml", "The workbook is damaged"),
        ("C:/x.xml", "The workbook is damaged"),
    ],
)
def test_parts_that_no_list_has_are_refused(workbook, part, sentence):
    assert refusal(workbook(parts={part: "<x/>"})).startswith(sentence)


def test_macros_told_by_the_kind_alone_are_refused(workbook):
    kinds = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refusal(workbook(parts={"[Content_Types].xml": kinds})).startswith("The workbook holds macros")


def test_an_open_document_is_named(pack):
    data = pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
    assert refusal(data).startswith("This is an OpenDocument file (.ods).")


def test_two_parts_of_one_name_are_refused(workbook):
    written = BytesIO(workbook())
    with ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", archive.read("xl/workbook.xml"))
    assert refusal(written.getvalue()).startswith("The workbook is damaged")


def test_a_part_that_is_absent_or_packed_otherwise_is_refused(workbook):
    assert refusal(workbook(parts={"xl/worksheets/sheet1.xml": None})).startswith("The workbook is damaged")
    written = BytesIO(workbook(parts={"xl/worksheets/sheet1.xml": None}))
    with ZipFile(written, "a", ZIP_BZIP2) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert refusal(written.getvalue()).startswith("The workbook is damaged")


def test_a_relation_leads_nowhere_outside(workbook):
    escape = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>'
    )
    assert refusal(workbook(parts={"xl/_rels/workbook.xml.rels": escape})).startswith("The workbook is damaged")


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused_in_every_part_and_encoding(workbook, part, encoding):
    spoilt = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITIES}<x>&b;&f;</x>'.encode(encoding)
    assert refusal(workbook(parts={part: spoilt})).startswith("The workbook is damaged")


def test_a_document_type_alone_is_refused_too(workbook):
    texts = f'<!DOCTYPE sst><sst xmlns="{MAIN}"><si><t>x</t></si></sst>'
    assert refusal(workbook(texts=texts)).startswith("The workbook is damaged")


@pytest.mark.parametrize("text", ["a&#xD800;", "a&#0;", "a&nothing;", "a\x01"])
def test_characters_that_xml_does_not_have_are_refused(workbook, text):
    rows = f'<row><c t="str"><v>{text}</v></c></row>'
    assert refusal(workbook(rows)).startswith("The workbook is damaged")


def test_lone_surrogates_in_bytes_are_refused(workbook):
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>X</v></c></row></sheetData></worksheet>'
    spoilt = sheet.encode().replace(b"X", b"\xed\xa0\x80")
    assert refusal(workbook(parts={"xl/worksheets/sheet1.xml": spoilt})).startswith("The workbook is damaged")


def measured(data: bytes) -> tuple[str, float, float]:
    tracemalloc.start()
    began = time.perf_counter()
    try:
        sentence = refusal(data)
        return sentence, time.perf_counter() - began, tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


def bomb(workbook, megabytes: int, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    written = BytesIO(workbook(parts={name: None}))
    with ZipFile(written, "a", ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=False) as part:
        for _ in range(megabytes):
            part.write(b" " * MEGABYTE)
    return written.getvalue()


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/unread.xml"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(workbook, name):
    data = bomb(workbook, 300, name)
    assert len(data) < MEGABYTE
    sentence, seconds, megabytes = measured(data)
    assert sentence.startswith("The workbook unpacks to more than 64 MB")
    assert (seconds < 0.5, megabytes < 5) == (True, True)


def test_a_small_file_that_swells_a_hundredfold_is_refused(workbook):
    assert "unpacks to more than" in refusal(bomb(workbook, 25))


def test_a_bomb_whose_directory_lies_is_cut_off_while_it_unpacks(workbook):
    data = bytearray(bomb(workbook, 300))
    true = struct.pack("<L", 300 * MEGABYTE)
    assert data.count(true) == 2  # the directory and the head of the part
    small = bytes(data.replace(true, struct.pack("<L", 1000)))
    sentence, seconds, megabytes = measured(small)
    assert sentence.startswith("The workbook is damaged")
    assert (seconds < 0.5, megabytes < 5) == (True, True)


def test_parts_that_are_small_alone_count_together(workbook, monkeypatch):
    monkeypatch.setattr("taawun.common.tables.archive.MAX_INFLATED_BYTES", 800)
    monkeypatch.setattr("taawun.common.tables.archive._judge_sizes", lambda _entries, _packed: None)
    assert "unpacks to more than" in refusal(workbook())


def test_one_long_text_named_by_every_cell_is_refused_before_it_is_copied(workbook):
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_900}</t></si><si><t>short</t></si></sst>'
    row = '<c t="s"><v>{}</v></c>' * 60
    many = "".join(f"<row>{row.format(*[0] * 60)}</row>" for _ in range(1_000))
    sentence, _seconds, megabytes = measured(workbook(many, texts=texts))
    assert sentence.startswith("The sheet holds more than 64 MB of text")
    assert megabytes < 60
    few = f"<row>{row.format(*range(60))}</row>".replace("<v>0</v>", "<v>1</v>", 1)
    assert refusal(workbook(few, texts=texts)).startswith("The workbook is damaged")  # names texts that are absent


def test_short_texts_beside_one_long_one_are_no_bomb(workbook):
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_900}</t></si><si><t>short</t></si></sst>'
    rows = ("<row>" + '<c t="s"><v>1</v></c>' * 60 + "</row>") * 1_000
    assert len(read_table(workbook(rows, texts=texts), "list.xlsx").rows) == 999


def test_many_sheets_cost_no_more_than_a_few(workbook):
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v> </v></c></row><row r="30000"><c r="CV30000" t="str"><v> </v></c></row></sheetData></worksheet>'
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(500))
    relations = "".join(
        f'<Relationship Id="r{n}" Type="x/worksheet" Target="worksheets/s{n}.xml"/>' for n in range(500)
    )
    parts = {f"xl/worksheets/s{n}.xml": sheet for n in range(500)}
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    )
    began = time.perf_counter()
    assert "More than one sheet holds data" in refusal(workbook(parts=parts))
    assert time.perf_counter() - began < 10


def test_refusals_speak_arabic():
    with translation.override("ar"):
        assert refusal(b"%PDF-1.7").startswith("هذا ملف PDF.")


def test_files_broken_anywhere_are_read_or_refused_and_nothing_else(workbook):
    chance = random.Random(7)
    whole = workbook()
    texts = ['name;rank\n"a";b\n', "الاسم,الرتبة\nعلي,رائد\n"]
    seeds = [whole, *(text.encode(code) for text in texts for code in ("utf-8", "utf-16", "cp1256"))]
    for _ in range(3_000):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            if chance.random() < 0.2:
                del data[at : at + chance.randint(1, 30)]
            else:
                data[at] = chance.choice(b'\x00\xff"<>&;,=') if chance.random() < 0.5 else chance.randrange(256)
            data = data or bytearray(b"x")
        with suppress(BadTable):
            read_table(bytes(data), "list.xlsx")


def test_sheets_broken_anywhere_are_read_or_refused_and_nothing_else(workbook):
    chance = random.Random(11)
    sheet = (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><dimension ref="A1:C3"/><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2" s="1"><v>41000</v></c>'
        '<c r="B2" t="inlineStr"><is><r><t>a_x0041_</t></r></is></c><c r="C2" t="b"><v>1</v></c><c t="d"><v>2020-01-01T00:00:00</v></c>'
        '</row></sheetData><mergeCells><mergeCell ref="F9:G9"/></mergeCells></worksheet>'
    )
    texts = f'<sst xmlns="{MAIN}"><si><t>rank</t></si></sst>'
    assert read_table(workbook(sheet=sheet, texts=texts), "list.xlsx").columns[:2] == ["name", "rank"]
    for _ in range(5_000):
        spoilt = list(sheet)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(60, len(spoilt))
            spoilt[at] = chance.choice(["", *'<>/"=& 0123456789:-ABCZrscvtft\u0661', "9999999", "&#65;", "<f/>"])
        with suppress(BadTable):
            read_table(workbook(sheet="".join(spoilt), texts=texts), "list.xlsx")


def test_what_passes_without_the_parser_is_what_the_parser_would_pass():
    chance = random.Random(13)
    cells = ['<c r="A1" t="s"><v>0</v></c>', '<c r="CV29999" s="1"/>', '<c r="B2" s="3" t="str"><v>x</v></c>']
    odd = [
        "<f/>",
        "<x:c/>",
        ' r="XFD9"',
        ' t="e"',
        "'",
        "!",
        ":",
        "<c",
        "<row",
        "<c>",
        "&#65;",
        "/",
        " ",
        "\n",
        '"',
        ">",
        "9",
    ]
    plain = 0
    for _ in range(20_000):
        row = f'<row r="{chance.randint(1, 40_000)}" spans="1:3">' + "".join(chance.choices(cells, k=2)) + "</row>"
        spoilt = list(f'<worksheet xmlns:x="y"><sheetData>{row}</sheetData></worksheet>')
        for _ in range(chance.randint(0, 3)):
            at = chance.randrange(len(spoilt))
            spoilt[at : at + chance.randint(0, 2)] = chance.choice(odd)
        xml = "".join(spoilt).encode()
        if sheets._UNUSUAL.search(xml):
            continue
        quick = sheets.Sheet(xml)
        thorough = sheets.Sheet.__new__(sheets.Sheet)
        thorough.xml, thorough.merged, thorough._valued = xml, [], []
        thorough.formula, thorough.error, thorough.shared = None, None, 0
        try:
            thorough._scan()
        except BadTable:
            continue  # not well-formed: the fast parser may say so
        plain += 1
        assert (thorough.formula, thorough.error, thorough.merged) == (None, None, quick.merged)
        assert (thorough.shared <= quick.shared, bool(thorough._valued) <= quick.holds_values) == (True, True)
        if thorough._valued:
            thorough._refuse_area()
    assert plain > 1_000
