"""What happened, in words of both languages."""

import pytest
from django.utils import translation

from taawun.config.catalogues import compile_stale
from taawun.ground.policy.models import Party
from taawun.ground.records.steps import declared
from taawun.work.training.history import RULES, SENTENCES, sentence
from taawun.work.training.steps import courses, delivery, nominations, seats


def acts():
    for module in (nominations, seats, courses, delivery):
        for step in declared(module).values():
            (of, *_rest) = step.body.__annotations__.values()
            yield f"training.{getattr(of, '__name__', of).lower()}.{step.name}", step.rule


@pytest.mark.parametrize(("act", "rule"), sorted(a for a in acts() if not a[0].startswith("training.seat.")))
def test_every_step_has_its_sentence_and_every_rule_its_own(act, rule):
    assert act in SENTENCES
    assert not rule or rule in RULES


def test_a_party_is_named_in_the_readers_language_and_isolated():
    compile_stale()
    party = Party(code="X", short_name_en="A & B", short_name_ar="جهة")
    with translation.override("en"):
        assert sentence("training.nomination.endorse", party) == "Endorsed by <bdi>A &amp; B</bdi>"
        assert sentence("training.nomination.unheard_of", party, "accepted") == (
            "Changed to “accepted” by <bdi>A &amp; B</bdi>"
        )
    with translation.override("ar"):
        assert "<bdi>جهة</bdi>" in sentence("training.nomination.endorse", party)
