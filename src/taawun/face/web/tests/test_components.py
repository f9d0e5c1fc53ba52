"""Components say what they mean in both languages and keep to the policy of the pages."""

import re
from datetime import date
from types import SimpleNamespace as Thing

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from taawun.config.catalogues import compile_stale
from taawun.face.web import drawing, navigation
from taawun.face.web.tests import kit

LANGUAGES = ["ar", "en"]


@pytest.fixture(autouse=True, scope="module")
def catalogues():
    compile_stale()


def render(words, language="en", digits="latn", **context):
    template = engines["django"].from_string("{% load i18n taawun %}" + words)
    with translation.override(language):
        return template.render(context, kit.request_of(language, digits)).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_all_components_keeps_to_the_policy(language):
    html = kit.page(language)
    assert 'style="' not in html
    assert re.findall(r"<script(?![^>]* src=)", html) == []
    assert re.findall(r'\son\w+="', html) == []
    assert html.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    described = {i for group in re.findall(r'aria-describedby="([^"]+)"', html) for i in group.split()}
    assert described
    assert described <= set(ids)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_page_says_its_language_and_direction(language, direction):
    assert f'<html lang="{language}" dir="{direction}">' in kit.page(language)


def test_a_text_in_the_other_language_alone_says_so():
    record = Thing(title_en="Lessons", title_ar="")
    shown = render('{% text r "title" %}', "ar", r=record)
    assert '<bdi lang="en" dir="ltr">Lessons</bdi>' in shown
    assert "بالإنجليزية فقط" in shown
    assert render('{% text r "title" %}', "en", r=record) == "<bdi>Lessons</bdi>"


def test_the_title_in_the_other_language_is_not_said_twice():
    assert render('{% other_text r "title" %}', "ar", r=Thing(title_en="Lessons", title_ar="")) == ""
    assert "دروس" in render('{% other_text r "title" %}', "en", r=Thing(title_en="Lessons", title_ar="دروس"))


def test_data_is_escaped():
    hostile = Thing(title_en="<img src=x>", title_ar="")
    assert "<img" not in render('{% text r "title" %}{% code r.title_en %}', r=hostile)


def test_a_reader_of_arabic_digits_has_them_in_counts_and_dates_and_never_in_codes():
    words = '{% count 6240 %} {% date d %} {% code "CEIP-20" %}'
    shown = render(words, "ar", "arab", d=date(2019, 12, 16))
    assert "٦٬٢٤٠" in shown
    assert ">١٦ ديسمبر ٢٠١٩<" in shown
    assert "CEIP-20" in shown
    assert 'datetime="2019-12-16"' in shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(date(2019, 12, 16), "16 December 2019"), ("2004-12", "December 2004"), ("", "not known"), (None, "")],
)
def test_dates_whole_partial_and_unknown(value, shown):
    written = render("{% date d %}", d=value)
    assert re.sub("<[^>]+>", "", written) == shown


@pytest.mark.parametrize(("level", "word"), [(0, "عام"), (1, "رسمي (1)"), (2, "محدود التداول (2)"), (3, "سري (3)")])
def test_the_ribbon_names_the_level_with_its_number(level, word):
    assert word in render("{% ribbon r %}", "ar", r=kit.label(level))


def test_the_ribbon_says_that_there_are_others_and_names_none_of_them():
    ribbon = Thing(level=1, audience_names_en=["Qatar"], audience_names_ar=["قطر"], others=True, public=False,
                   own=False, originator_name="Qatar")  # fmt: skip
    shown = render("{% ribbon r %}", r=ribbon)
    assert "Released to: Qatar and others" in shown
    assert "this list is complete" not in shown


def test_a_state_that_nobody_has_drawn_keeps_its_own_word():
    strange = Thing(state="strange", get_state_display=lambda: "Strange")
    assert "Strange" in render("{% state_chip r %}", r=strange)


def test_time_runs_from_the_right_in_arabic():
    def first(language):
        rows = [{"name": "2017", "value": 1}, {"name": "2018", "value": 2}]
        drawn = render('{% columns rows "x" %}', language, rows=rows)
        return [float(x) for x in re.findall(r'class="v" x="([\d.]+)"', drawn)]

    english, arabic = first("en"), first("ar")
    assert english[0] < english[1]
    assert arabic[0] > arabic[1]


def test_an_empty_field_is_named_in_the_summary_and_linked():
    form = kit.Form({"title_en": "x"})
    shown = render("{% error_summary form %}", form=form)
    assert '<a href="#id_title_ar">“Title ar” is empty. Fill it in.</a>' in shown
    assert '<a href="#id_kind_0">Choose one under “Kind”.</a>' in shown


def test_the_title_of_a_page_with_errors_begins_with_error():
    assert "<title>Error: Kit" in kit.page("en")
    assert render("{% error_prefix %}", form=kit.Form()) == ""


def test_a_field_puts_its_message_between_hint_and_control():
    form = kit.Form({"start": "31/2/1985"})
    shown = render('{% field form.start hint="For example" %}', form=form)
    assert shown.index("<label") < shown.index("For example") < shown.index('class="err"') < shown.index("<input")
    assert 'aria-invalid="true"' in shown
    assert "placeholder" not in shown
    assert " required" not in shown


def test_fields_of_a_pair_carry_their_own_language():
    shown = render('{% pair form.title_en form.title_ar "Title" %}', form=kit.Form())
    assert 'lang="ar" dir="rtl"' in shown
    assert 'lang="en" dir="ltr"' in shown
    assert "optional" not in shown


def test_what_is_optional_says_so():
    assert "(اختياري)" in render("{% field form.email %}", "ar", form=kit.Form())
    assert "(اختياري)" not in render("{% field form.start %}", "ar", form=kit.Form())


def test_a_misspelt_icon_is_seen_at_once():
    with pytest.raises(KeyError):
        drawing.icon("chekc")


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_page_of_last_resort_needs_nothing(name):
    shown = render_to_string(name)
    assert "<html" in shown
    assert 'lang="en"' in shown


def test_the_way_through_the_house_leaves_out_rooms_that_are_not_there(monkeypatch):
    monkeypatch.setattr(navigation, "address", {"home": "/", "training:courses": "/courses/"}.get)
    monkeypatch.setattr(navigation, "_admits", lambda url, viewer: True)
    groups = navigation.navigation(RequestFactory().get("/courses/7/"), None, {})
    assert [(i.name, i.current) for g in groups for i in g.items] == [("home", ""), ("training:courses", "true")]


@pytest.mark.parametrize(("language", "says"), [("en", "Acting for <b>Regional Centre</b> · registrar"),
                                               ("ar", "بصفتك <b>مسؤول التسجيل</b> · المركز الإقليمي")])  # fmt: skip
def test_a_page_always_says_for_whom_one_acts(monkeypatch, language, says):
    from taawun.face.web import context

    facts = Thing(name_en="Centre", name_ar="المركز", demonstration_en="x", demonstration_ar="")
    monkeypatch.setattr(context, "is_open", lambda: True)
    monkeypatch.setattr(context, "installation", lambda: facts)
    monkeypatch.setattr(context, "counts_for", lambda viewer: {})
    html = kit.page(language)
    assert says in html
    assert "Badr" in html


def test_an_error_page_reads_nothing_from_the_database(monkeypatch):
    from taawun.face.web import context

    def trap():
        raise AssertionError("asked")

    monkeypatch.setattr(context, "installation", trap)
    with translation.override("en"):
        assert "Not found" in render_to_string("404.html", {}, request=kit.request_of("en"))
