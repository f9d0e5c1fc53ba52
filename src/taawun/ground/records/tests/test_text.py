"""Text from people: cleaned, refused, isolated, folded."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from taawun.ground.records.text import BadText, clean_line, clean_text, fold_arabic, isolate, light10

SOUND = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r \u00a0\u200b\u200d\u200f")
).filter(lambda text: not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Amal   Qasem ", "Amal Qasem"),
        ("Amal\u00a0\tQasem\r\n", "Amal Qasem"),
        ("Amal\nQasem", "Amal Qasem"),
        ("\ufeff\u200bAmal\u200d\u200f", "Amal"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("McDONALD o’brien", "McDONALD o’brien"),
        ("ﻣﺤﻤﺪ", "ﻣﺤﻤﺪ"),
        ("نی\u200cما", "نی\u200cما"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_a_line_is_cleaned_and_never_rewritten(text, clean):
    assert clean_line(text) == clean


def test_prose_keeps_its_lines_and_its_units():
    assert (
        clean_text("\n First  line \r\n\r\n 30\u00a0km\t away \u2028end \n\n") == "First line\n\n30\u00a0km away\nend"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Amal\0", "Character 5 is the null character (U+0000). Delete it."),
        ("A\x1bmal", "Character 2 is a control character (U+001B). Delete it."),
        ("Amal\x85", "Character 5 is a control character (U+0085). Delete it."),
        ("\u202egpj.exe", "Character 1 (U+202E) turns the direction of the text. Delete it."),
        ("A\u2069", "Character 2 (U+2069) turns the direction of the text. Delete it."),
        ("A\ud83d", "Character 2 is half of a character (U+D83D). Type it again."),
    ],
)
@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_what_deceives_is_refused_by_its_name_and_place(clean, text, sentence):
    with pytest.raises(BadText) as caught, translation.override("en"):
        clean(text)
    with translation.override("en"):
        assert str(caught.value) == sentence


def test_every_control_is_refused_but_tab_and_line_ends():
    refused = set()
    for point in [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]:
        try:
            clean_line(chr(point))
        except BadText:
            refused.add(point)
    assert refused == {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {9, 10, 13}


@given(SOUND)
def test_cleaning_twice_changes_nothing_more(text):
    for clean in (clean_line, clean_text):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)


@given(SOUND)
def test_cleaning_keeps_every_letter(text):
    def letters(value):
        return [c for c in unicodedata.normalize("NFC", value) if c.isalnum()]

    assert letters(clean_line(text)) == letters(text)


def test_an_isolate_cannot_be_ended_from_inside():
    assert isolate("Amal") == "\u2068Amal\u2069"
    assert isolate("A\u2069\u202emal") == "\u2068Amal\u2069"
    assert isolate("") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إدارة الأزمات", "اداره الازمات"),
        ("مُذَكِّرَة", "مذكره"),
        ("على", "علي"),
        ("مسؤول", "مسوول"),
        ("تـعـاون", "تعاون"),
        ("١٢٣ ۴۵۶", "123 456"),
        ("NATO ﻧﺎﺗﻮ", "nato ناتو"),
    ],
)
def test_what_writers_vary_folds_to_one(one, other):
    assert fold_arabic(one) == fold_arabic(other)


@pytest.mark.parametrize("word", ["والدورة", "بالدورة", "الدورة", "للدورة", "دورة", "وللدورة"])
def test_prefixes_and_suffixes_fall(word):
    assert light10(word) == "دور"


def test_two_letters_always_remain():
    assert light10("ال ها ولد هي ين") == "ال ها ولد هي ين"
