"""Headings in either language, in any order and spelling."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from taawun.common.tables.interface import BadTable, ColumnSpec, Row, match_columns

SPEC = [
    ColumnSpec("name_ar", required=True, names=("الاسم بالعربية", "الاسم", "Name in Arabic")),
    ColumnSpec("rank", names={"الرتبة", "Rank"}),
    ColumnSpec("born", required=True, names=("تاريخ الميلاد", "Date of birth")),
]


def refusal(*columns: str, spec=SPEC) -> str:
    with pytest.raises(BadTable) as refused:
        match_columns(columns, spec)
    return str(refused.value)


@pytest.mark.parametrize(
    "heading",
    [
        "Date of birth",
        "DATE_OF_BIRTH",
        " date  of-birth * ",
        "Date of birth:",
        "born",
        "تاريخ الميلاد",
        "تَارِيخ المـيلاد",
        "تاريخ_الميلاد",
    ],
)
def test_spellings_of_one_heading_are_equal(heading):
    assert match_columns(["Rank", heading, "الإسم"], SPEC).index == {"rank": 0, "born": 1, "name_ar": 2}


@pytest.mark.parametrize("heading", ["الرتبة", "الرتبه", "الرُّتبة"])
def test_variants_of_arabic_letters_are_equal(heading):
    assert match_columns([heading, "الاسم", "born"], SPEC).index["rank"] == 0


def test_unknown_columns_are_noted_and_left_alone():
    match = match_columns(["shoe size", "", "الاسم", "born"], SPEC)
    assert (match.index, match.unknown) == ({"name_ar": 2, "born": 3}, ["shoe size"])
    assert match.notes == ["The column “\u2068shoe size\u2069” is not known here and is left out."]


def test_cells_are_taken_by_key():
    match = match_columns(["born", "الاسم"], SPEC)
    row = Row(2, ["1990", "مريم"])
    assert [match.cell(row, key) for key in ("name_ar", "born", "rank")] == ["مريم", "1990", None]


def test_two_columns_of_one_meaning_are_refused():
    assert "“\u2068الاسم\u2069” and “\u2068Name in Arabic\u2069”" in refusal("الاسم", "born", "Name in Arabic")


def test_a_missing_column_is_named_with_what_may_be_meant():
    assert refusal("الاسم", "Dat of brith") == (
        "The list has no column “\u2068Date of birth\u2069”. Did you mean “\u2068Dat of brith\u2069”? Write the heading so."
    )
    assert refusal("الاسم", "rank", "shoe size") == (
        "The list has no column “\u2068Date of birth\u2069”. Add it with this heading."
    )


def test_every_missing_column_is_named_in_the_language_of_the_reader():
    assert refusal("rank").count("The list has no column") == 2
    with translation.override("ar"):
        assert "«\u2068تاريخ الميلاد\u2069»" in refusal("الاسم")
    labelled = [ColumnSpec("born", required=True, names=("x",), label=gettext_lazy("List with errors"))]
    with translation.override("ar"):
        assert "«\u2068القائمة مع الأخطاء\u2069»" in refusal("rank", spec=labelled)
