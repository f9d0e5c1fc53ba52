"""Translations: compiled at the start, and held complete by `tools/check_messages.py`."""

import gettext
import importlib.util
import os
from pathlib import Path

import polib
import pytest

from taawun.config.catalogues import compile_stale

TOOL = Path(__file__).resolve().parents[4] / "tools" / "check_messages.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("check_messages", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "app" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    po = polib.POFile()
    po.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    po.append(polib.POEntry(msgid="seat", msgstr="مقعد"))
    po.save(str(path))
    return path


def test_a_stale_catalogue_is_compiled_once(catalogue, tmp_path):
    assert compile_stale(tmp_path) == 1
    assert compile_stale(tmp_path) == 0
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("seat") == "مقعد"
    later = catalogue.with_suffix(".mo").stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert compile_stale(tmp_path) == 1


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Seat %(n)s", "المقعد %(n)s", None),
        ("Seat %(n)s", "المقعد", "placeholders differ"),
        ("Seat", "", "not translated"),
        ("50%% of %(n)s", "٥٠٪ من %(n)s", None),
    ],
)
def test_an_entry_is_held_to_its_english(tool, msgid, msgstr, fault):
    found = list(tool.faults_of_entry(polib.POEntry(msgid=msgid, msgstr=msgstr)))
    assert [one.startswith(fault or "") for one in found] == ([True] if fault else [])


def test_a_plural_needs_six_forms(tool):
    def entry(forms):
        return polib.POEntry(msgid="%(n)s seat", msgid_plural="%(n)s seats", msgstr_plural=dict(enumerate(forms)))

    assert list(tool.faults_of_entry(entry(["لا مقاعد", "مقعد", "مقعدان", *["%(n)s مقاعد"] * 3]))) == []
    assert list(tool.faults_of_entry(entry(["مقعد", "مقاعد"]))) == ["2 plural forms instead of 6"]


def one_entry(path, msgstr, msgctxt=None):
    po = polib.POFile()
    po.append(polib.POEntry(msgid="Closed", msgstr=msgstr, msgctxt=msgctxt))
    po.save(str(path))
    return path


@pytest.mark.parametrize(
    ("other", "context", "found"), [("مغلق", None, 0), ("الإغلاق", "a step", 0), ("الإغلاق", None, 1)]
)
def test_one_english_has_one_arabic_in_all_catalogues(tool, tmp_path, other, context, found):
    paths = [one_entry(tmp_path / "a.po", "مغلق"), one_entry(tmp_path / "b.po", other, context)]
    faults = list(tool.conflicts(paths))
    assert len(faults) == found
    assert all(str(path) in fault for fault in faults for path in paths)


@pytest.mark.parametrize(
    ("template", "found"),
    [
        (
            '<p title="{% translate "Seats" %}">{{ seats }} – {% blocktranslate %}free {{ n }}{% endblocktranslate %}</p>',
            [],
        ),
        ("<p>Seats</p>", ["Seats"]),
        ("<p>مقاعد</p>", ["مقاعد"]),
        ('<input placeholder="Name">', ["Name"]),
        ('<a class="btn" href="/x">CSV</a><!-- why --><script>var x</script>', []),
        ("{% comment %}why{% endcomment %}{# why #}<b>&nbsp;12</b>", []),
    ],
)
def test_text_outside_gettext_is_found(tool, template, found):
    scan = tool.Scan()
    scan.feed(tool.without_template(template))
    assert [text for _, text in scan.found] == found
