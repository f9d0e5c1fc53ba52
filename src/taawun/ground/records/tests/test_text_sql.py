"""The database folds and stems as Python does."""

import itertools
import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taawun.ground.records.text import fold_arabic, light10

pytestmark = pytest.mark.django_db

# Unassigned code points are left out: the database's Unicode may be newer than Python's.
ANY = st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0")
ARABIC = st.sampled_from(
    "ابتةثجدرسعفقكلمنهويىءأإآٱؤئـًَُِّْٰ٠۴ پچگڤکیہھ،؟()ﻻﷺ" + "ال" * 8 + "وبكفل" * 3 + "انتيهون" * 3 + " " * 8
)
TEXTS = st.lists(st.text(ANY, max_size=30) | st.text(ARABIC, max_size=60), min_size=1, max_size=50)


def ask(function, texts):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT public.{function}(t) FROM unnest(%s::text[]) WITH ORDINALITY AS a(t, n) ORDER BY n", [texts]
        )
        return [text for (text,) in cursor.fetchall()]


def test_every_character_of_the_scripts_that_we_use_folds_alike(db):
    points = itertools.chain(range(1, 0x250), range(0x600, 0x780), range(0x2000, 0x2070), range(0xFB50, 0xFF00))
    characters = [c for c in map(chr, points) if unicodedata.category(c) not in {"Cs", "Cn"}]
    assert ask("taawun_ar_fold", characters) == [fold_arabic(c) for c in characters]


def test_every_affix_falls_alike_from_words_of_every_length(db):
    befores = ("", "و", "ال", "وال", "بال", "كال", "فال", "لل", "ولل", "ب", "وو")
    afters = ("", "ها", "ان", "ات", "ون", "ين", "ية", "ه", "ي", "يه", "اتها", "ونه")
    parts = itertools.product(("", "a", "،"), befores, ("", "د", "در", "درس", "مدرس"), afters, ("", " در", "1"))
    words = ["".join(part) for part in parts]
    assert ask("taawun_ar_light10", words) == [light10(word) for word in words]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=TEXTS)
def test_the_database_folds_as_python_does(db, texts):
    assert ask("taawun_ar_fold", texts) == [fold_arabic(text) for text in texts]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=TEXTS)
def test_the_database_stems_as_python_does(db, texts):
    assert ask("taawun_ar_light10", texts) == [light10(text) for text in texts]
