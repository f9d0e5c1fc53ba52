"""Lists of nominees: every row is seen, all is kept or nothing, corrected lists can be sent in again."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils.translation import override

from taawun.common.tables.interface import match_columns
from taawun.people.persons.models import Person
from taawun.work.training.imports.columns import COLUMNS
from taawun.work.training.models import Nomination, NomineeList
from taawun.work.training.steps import lists

HEADER_EN = ["Name", "Name in Arabic", "Passport number", "Date of birth", "E-mail"]
HEADER_AR = ["البريد الإلكتروني", "تاريخ الميلاد", "رقم الجواز", "الاسم بالعربية", "الاسم بالإنجليزية"]
ROWS = [
    ["Tajribi Alif", "تجريبي ألف", "A100", "28/2/1985", "alif@example.org"],
    ["Tajribi Ba", "تجريبي باء", "A101", "٩/٦/١٤٠٥", "ba@example.org"],
]


def as_csv(rows, header=HEADER_EN, encoding="utf-8", comma=","):
    return "\r\n".join(comma.join(row) for row in [header, *rows]).encode(encoding)


def as_xlsx(rows, header=HEADER_EN):
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def send(signed_in, run_in):
    """Send a list in as somebody: `send(data, "list.csv")` gives the list and the page that it leads to."""
    run = run_in(code="RUN-L")

    def post(data, name="list.csv", who="amal"):
        return signed_in(who).post(f"/runs/{run.code}/import/", {"file": SimpleUploadedFile(name, data)}, follow=True)

    return post


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_headings_that_the_page_shows_are_understood(language):
    with override(language):
        shown = [spec.shown() for spec in COLUMNS]
    match = match_columns(shown, COLUMNS)
    assert match.index == {spec.key: at for at, spec in enumerate(COLUMNS)}
    assert match.notes == []


def counts(page):
    return page.context["nominees"].counts


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (as_csv(ROWS), "list.csv"),
        (as_csv(ROWS, encoding="utf-8-sig", comma=";"), "list.csv"),
        (as_csv(ROWS, encoding="utf-16"), "list.csv"),
        (as_csv([ROWS[0]], encoding="cp1256") , "list.csv"),
        (as_csv([row[::-1] for row in ROWS], HEADER_AR), "list.csv"),
        (as_xlsx(ROWS), "list.xlsx"),
        (as_xlsx([row[::-1] for row in ROWS], HEADER_AR), "list.xlsx"),
    ],
)  # fmt: skip
def test_lists_are_read_in_every_encoding_header_and_calendar(send, viewing, data, name):
    page = send(data, name)
    assert counts(page)["wrong"] == 0
    assert counts(page)["new"] in (1, 2)
    with viewing("amal"):
        assert Person.objects.count() == 0  # nothing is kept yet
        lists.keep(NomineeList.objects.get())
        kept = {p.identifier: p for p in Person.objects.all()}
        assert kept["A100"].name_ar == "تجريبي ألف"
        assert kept["A100"].birth_date.isoformat() == "1985-02-28"
        if len(kept) > 1:
            assert kept["A101"].birth_date.isoformat() == "1985-02-28"
            assert kept["A101"].birth_typed == "٩/٦/١٤٠٥"
        assert Nomination.objects.filter(state="draft").count() == len(kept)


def test_one_wrong_row_keeps_nothing_and_says_where(send, viewing, signed_in):
    page = send(as_csv([*ROWS, ["Tajribi Ta", "تجريبي تاء", "A102", "31/2/1985", "no-at-sign.example"]]))
    assert counts(page) == {"new": 2, "changed": 0, "duplicate": 0, "wrong": 1}
    (wrong,) = [f for f in page.context["nominees"].findings if f["outcome"] == "wrong"]
    assert wrong["row"] == 4
    assert {p[0] for p in wrong["problems"]} == {3, 4}
    nominees = page.context["nominees"]
    assert signed_in("amal").post(f"/lists/{nominees.pk}/keep/").status_code == 422
    with viewing("amal"):
        assert (Person.objects.count(), Nomination.objects.count()) == (0, 0)


def test_the_list_with_errors_marked_can_be_mended_and_sent_in_again(send, signed_in, viewing):
    page = send(as_csv([["Tajribi Ta", "تجريبي تاء", "A102", "31/2/1985", "ta@example.org"]]))
    data = signed_in("amal").get(f"/lists/{page.context['nominees'].pk}/marked/").content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [c for row in sheet.iter_rows() for c in row if c.value == "31/2/1985"]
    assert len(cells) == 1
    cells[0].value = "28/2/1985"
    out = io.BytesIO()
    sheet.parent.save(out)
    assert counts(send(out.getvalue(), "mended.xlsx"))["new"] == 1


def test_known_people_are_updated_not_refused(send, signed_in, viewing):
    first = send(as_csv(ROWS)).context["nominees"]
    signed_in("amal").post(f"/lists/{first.pk}/keep/")
    again = send(as_csv([[*ROWS[0][:4], "new@example.org"], ROWS[1]]))
    assert counts(again) == {"new": 0, "changed": 1, "duplicate": 1, "wrong": 0}
    signed_in("amal").post(f"/lists/{again.context['nominees'].pk}/keep/")
    with viewing("amal"):
        assert Person.objects.get(identifier="A100").email == "new@example.org"
        assert (Person.objects.count(), Nomination.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    "row",
    [
        ["Tajribi Ta", "", "A102", "1/1/2099", ""],  # born in the future
        ["Tajribi \u202eTa", "", "A102", "1/1/1985", ""],  # a bidi control
        ["Tajribi Ta", "", "", "", ""],  # nothing to know her by
        ["", "", "A102", "1/1/1985", ""],  # no name
        ["12345", "", "A102", "1/1/1985", ""],  # no letters
    ],
)
def test_what_cannot_be_is_told(send, row):
    page = send(as_csv([row]))
    assert counts(page)["wrong"] == 1
    assert page.context["nominees"].findings[0]["problems"]


def test_a_person_who_stands_twice_with_other_details_is_told(send):
    other = [*ROWS[0][:4], "other@example.org"]
    assert counts(send(as_csv([ROWS[0], ROWS[0], other]))) == {"new": 1, "changed": 0, "duplicate": 1, "wrong": 1}


def test_an_unknown_course_is_told_with_what_was_meant(send):
    page = send(as_csv([[*ROWS[0], "RUN-I"]], [*HEADER_EN, "Course"]))
    (finding,) = page.context["nominees"].findings
    assert "RUN-L" in finding["problems"][0][2]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 not a list", "list.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "list.xls"),
        (b"PK\x03\x04broken", "list.xlsx"),
        (b"", "list.csv"),
        (b"Name,Passport number\r\nA\x00B,1\r\n", "list.csv"),
        (b"Something,Else\r\n1,2\r\n", "list.csv"),
    ],
)
def test_a_file_that_is_no_list_is_told_and_nothing_kept(send, viewing, data, name):
    page = send(data, name)
    assert page.status_code == 200
    assert page.context["nominees"].state == "unreadable" if "nominees" in page.context else page.context["problem"]
    with viewing("amal"):
        assert not NomineeList.objects.exclude(state="unreadable").exists()


def test_fifty_megabytes_are_refused_before_they_are_read(send, viewing):
    page = send(bytes(50 * 1024 * 1024), "list.csv")
    assert page.context["problem"]
    with viewing("amal"):
        assert not NomineeList.objects.exists()


def test_others_see_nothing_of_a_list(send, signed_in, who_sees):
    nominees = send(as_csv(ROWS)).context["nominees"]
    assert who_sees(nominees) == {"amal", "dana"}
    hidden, absent = (
        signed_in("carla").get(f"/lists/{key}/") for key in (nominees.pk, "018f0000-0000-7000-8000-000000000000")
    )
    assert (hidden.status_code, absent.status_code) == (404, 404)


def test_the_command_answers_as_the_page_does(send, world, tmp_path, capsys, viewing):
    rows = [*ROWS, ["Tajribi Ta", "تجريبي تاء", "A102", "31/2/1985", ""]]
    page = send(as_csv(rows))
    file = tmp_path / "list.csv"
    file.write_bytes(as_csv(rows))
    with pytest.raises(SystemExit):
        call_command(
            "nominations",
            "import",
            str(file),
            "--run",
            "RUN-L",
            "--as",
            "amal@example.org",
            "--dry-run",
            "--format",
            "json",
        )
    told = json.loads(capsys.readouterr().out)
    findings = page.context["nominees"].findings
    assert told["counts"] == counts(page)
    assert [(r["row"], r["outcome"], [p["message"] for p in r["problems"]]) for r in told["rows"]] == [
        (f["row"], f["outcome"], [p[2] for p in f["problems"]]) for f in findings
    ]
    with viewing("amal"):
        assert Person.objects.count() == 0


def test_the_command_keeps_a_whole_list(world, run_in, tmp_path, viewing):
    run_in(code="RUN-L")
    file = tmp_path / "list.csv"
    file.write_bytes(as_csv(ROWS))
    call_command("nominations", "import", str(file), "--run", "RUN-L", "--as", "amal@example.org")
    with viewing("amal"):
        assert Nomination.objects.count() == 2
    with pytest.raises(CommandError):
        call_command("nominations", "import", str(file), "--run", "RUN-L", "--as", "badr@example.org")
