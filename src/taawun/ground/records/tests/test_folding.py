"""Searching by folded text: spelling does not hide a row, and every word counts."""

import pytest

from taawun.ground.policy.models import Party
from taawun.ground.records.folding import holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties(db):
    Party.objects.create(code="A", kind="office", name_en="Maritime Office", name_ar="مكتب الأمن البحريّ")
    Party.objects.create(code="B", kind="office", name_en="Maritime School", name_ar="مدرسة")


@pytest.mark.parametrize(
    ("words", "found"),
    [("MARITIME", {"A", "B"}), ("office maritime", {"A"}), ("الامن البحري", {"A"}), ("مدرسه", {"B"}), ("navy", set())],
)
def test_every_word_is_found_in_whatever_spelling(parties, words, found):
    assert {p.code for p in holding(Party.objects.all(), words, "name_en", "name_ar")} == found
