"""The refusals of a date in Arabic: every one is translated, and what was typed stands apart in it."""

from pathlib import Path

import polib
from django.utils import translation

from taawun.ground.localtime.parsing import _MESSAGES

CATALOGUE = Path(__file__).parents[1] / "locale" / "ar" / "LC_MESSAGES" / "django.po"


def test_every_refusal_has_its_arabic_and_isolates_what_was_typed():
    arabic = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    with translation.override("en"):
        messages = [str(message) for message in _MESSAGES.values()]
    for english in messages:
        assert arabic[english]
        assert ("%(text)s" in english) == ("«\u2068%(text)s\u2069»" in arabic[english])
