"""What may be typed about a person, and what is kept of it."""

from datetime import date

import pytest

from taawun.people.persons.forms import PersonForm

PERSON = {"name_en": "Invented Person", "name_ar": "شخص مخترع"}


def filled(**typed):
    form = PersonForm(PERSON | typed)
    form.is_valid()
    return form


def test_a_name_is_kept_as_it_was_typed():
    assert filled(name_ar="  عبدالله  آل مُخترَع ").person_fields()["name_ar"] == "عبدالله آل مُخترَع"


@pytest.mark.parametrize("typed", ["28/2/1985", "٢٨/٢/١٩٨٥", "9/6/1405", "28 فبراير 1985"])
def test_a_birth_date_is_read_in_either_calendar_and_any_digits(typed):
    kept = filled(birth=typed).person_fields()
    assert (kept["birth_date"], kept["birth_typed"]) == (date(1985, 2, 28), typed)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birth", "31/2/1985"),
        ("birth", "1/1/2090"),
        ("birth", "1/1/1850"),
        ("name_en", "شخص"),
        ("name_ar", "person"),
        ("post_en", "clerk\u202e"),
        ("rank_ar", "رائد\0"),
        ("phone", "call me"),
        ("english", "fluent"),
        ("email", "nobody"),
    ],
)
def test_what_cannot_be_kept_is_an_error_of_its_field(field, typed):
    assert set(filled(**{field: typed}).errors) == {field}


def test_one_name_is_asked_for():
    assert set(PersonForm({}).errors) == {"name_en"}
    assert PersonForm({"name_ar": "شخص مخترع"}).is_valid()


def test_a_number_is_kept_in_latin_digits():
    assert filled(identifier="٢٩٠١").person_fields()["identifier"] == "2901"
