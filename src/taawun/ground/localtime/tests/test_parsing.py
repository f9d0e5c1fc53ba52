"""Dates as they are typed."""

import pickle
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from taawun.ground.localtime import NotADate, format_date, format_hijri, parse_date, to_digits

TODAY = date(2026, 1, 1)
BIRTH = date(1985, 2, 28)
SAID = date(2019, 12, 16)
DAYS = st.dates(date(1937, 1, 1), date(2077, 11, 16))


def read(text, **options):
    return parse_date(text, today=TODAY, **options)


def refusal(text, **options):
    with pytest.raises(NotADate) as caught:
        read(text, **options)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "1985-02-28",
        "28/2/1985",
        "28-02-1985",
        "28.2.1985",
        "28 / 2 / 1985",
        "1985/2/28",
        "٢٨/٢/١٩٨٥",
        "٢٨؍٢؍١٩٨٥",
        "۲۸/۲/۱۹۸۵",
        "28/2/1985م",
        "28/2/1985 ميلادي",
        "28 February 1985",
        "28th of Feb. 1985",
        "28-Feb-1985",
        "February 28, 1985",
        "28 فبراير 1985",
        "٢٨ شباط ١٩٨٥",
        "28 شباط/فبراير 1985",
        "28 من شهر فبراير عام 1985م",
        "Thursday, 28 February 1985",
        "يوم الخميس 28 فبراير 1985",
        "\u200f28/2/1985\u200e",
        "\u2068\u202a28/2/1985\u202c\u2069",
        "1985-02-28T00:00:00",
        "28/2/1985 00:00",
    ],
)
def test_a_gregorian_day_is_read_in_all_its_forms(text):
    parsed = read(text)
    assert (parsed.date, parsed.calendar) == (BIRTH, "gregorian")


@pytest.mark.parametrize(
    "text",
    [
        "19/4/1441",
        "1441-04-19",
        "١٩/٤/١٤٤١هـ",
        "19/4/1441 ه",
        "19-4-1441 AH",
        "19 Rabi al-Akhir 1441 AH",
        "19 Rabi' al-Thani 1441",
        "19 Rabi II 1441",
        "Rabi II 19, 1441",
        "19 ربيع الآخر 1441",
        "١٩ ربيع الثاني ١٤٤١ هـ",
        "19 ربيع ثاني 1441 هجري",
        "الإثنين 19 ربيع الآخر 1441هـ",
        "16 December 2019 · 19 Rabi al-Akhir 1441 AH",
    ],
)
def test_a_hijri_day_is_read_in_all_its_forms(text):
    assert read(text).date == SAID


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("كانون الثاني", 1),
        ("شباط", 2),
        ("آذار", 3),
        ("نيسان", 4),
        ("أيار", 5),
        ("حزيران", 6),
        ("تموز", 7),
        ("آب", 8),
        ("أيلول", 9),
        ("تشرين الأول", 10),
        ("تشرين الثاني", 11),
        ("كانون الأول", 12),
        ("يوليوز", 7),
        ("أوت", 8),
    ],
)
def test_months_of_the_levant_and_the_maghreb_are_read(name, month):
    assert read(f"5 {name} 2019").date == date(2019, month, 5)


def test_day_comes_before_month():
    assert read("3/4/2019").date == date(2019, 4, 3)


def test_what_was_typed_is_kept_with_the_day():
    parsed = read(" ١٩/٤/١٤٤١هـ\u200f ")
    assert (parsed.date, parsed.calendar, parsed.typed) == (SAID, "hijri", "١٩/٤/١٤٤١هـ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31/2/1985", "“31/2/1985” is not a date. Write day/month/year."),
        ("2/28/1985", "“2/28/1985” is not a date. Write day/month/year."),
        ("soon", "“soon” is not a date. Write day/month/year."),
        ("5 Brumaire 1985", "“5 Brumaire 1985” is not a date. Write day/month/year."),
        ("28021985", "“28021985” is not a date. Write day/month/year."),
        ("28/2/85", "The year of “28/2/85” has fewer than four digits. Write all four."),
        ("28/2/20199", "“28/2/20199” is not a date. Write day/month/year."),
        ("28/2/2919", "The year of “28/2/2919” must be from 1600 to 2126."),
        ("30/4/1441", "“30/4/1441” is not a date: that Hijri month has 29 days."),
        ("31/4/1441", "“31/4/1441” is not a date. Write day/month/year."),
        ("1/13/1441", "“1/13/1441” is not a date. Write day/month/year."),
        (
            "1/1/1342",
            "Only Hijri years from 1343 to 1500 can be converted. Write “1/1/1342” in the Gregorian calendar.",
        ),
        ("5 May 1441", "“5 May 1441” mixes the two calendars. Write day/month/year of one of them."),
        ("5 Rajab 2019", "“5 Rajab 2019” mixes the two calendars. Write day/month/year of one of them."),
        ("5/5/2019 AH", "“5/5/2019 AH” mixes the two calendars. Write day/month/year of one of them."),
        (
            "16/12/2019 · 1/1/1441",
            "The two dates in “16/12/2019 · 1/1/1441” are different days. Write one of them.",
        ),
        ("Friday 16/12/2019", "“Friday 16/12/2019” falls on another day of the week. Write day/month/year."),
        ("  ", "Write the date as day/month/year."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_how_to_mend_it(text, message):
    with translation.override("en"):
        assert str(refusal(text)) == message


def test_text_from_the_right_is_isolated_in_the_sentence():
    with translation.override("en"):
        assert str(refusal("٣٠ فبراير ١٩٨٥")).startswith("“\u2068٣٠ فبراير ١٩٨٥\u2069” is not a date")


def test_long_text_is_cut_in_the_sentence():
    with translation.override("en"):
        assert str(refusal("9" * 5000)) == f"“{'9' * 40}…” is not a date. Write day/month/year."


def test_a_calendar_that_is_not_wanted_is_refused():
    assert refusal("19/4/1441", allow=("gregorian",)).reason == "gregorian_only"
    assert refusal("16/12/2019", allow=("hijri",)).reason == "hijri_only"


def test_a_refusal_survives_the_way_to_another_process():
    error = pickle.loads(pickle.dumps(refusal("28/2/2919")))
    assert str(error) == str(refusal("28/2/2919"))


@given(DAYS, st.sampled_from(["ar", "en"]), st.sampled_from(["arab", "latn"]), st.booleans(), st.booleans())
def test_every_day_that_we_write_is_read_back(day, language, digits, weekday, both):
    text = to_digits(format_date(day, language, weekday=weekday, hijri=both), digits)
    assert read(text).date == day


@given(DAYS, st.sampled_from(["ar", "en"]), st.sampled_from(["arab", "latn"]))
def test_every_hijri_day_that_we_write_is_read_back(day, language, digits):
    parsed = read(to_digits(format_hijri(day, language), digits))
    assert (parsed.date, parsed.calendar) == (day, "hijri")


@given(DAYS)
def test_iso_is_read_back(day):
    assert read(day.isoformat()).date == day


@given(st.text() | st.text("0123456789/-. هـم٣٤ الأولربيعMay·", max_size=30))
def test_any_text_is_a_date_or_a_refusal(text):
    try:
        parsed = read(text)
    except NotADate as error:
        assert str(error)  # noqa: PT017 - either end is right
    else:
        assert isinstance(parsed.date, date)
