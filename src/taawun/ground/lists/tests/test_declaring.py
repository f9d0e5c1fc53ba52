"""What a list may declare, and what a request may ask of it. No database is asked here."""

import uuid

import pytest
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import translation

from taawun.ground.lists import BadSelection, Column, Filter, Listing, ListPage, Tab, selected_ids
from taawun.ground.policy.models import Party

COLUMNS = [
    Column(key="name", title="Name", order="name_en"),
    Column(key="order", title="Order", order="protocol_order"),
    Column(key="note", title="Note"),
]
KIND = Filter(
    key="kind",
    title="Kind",
    choices=[("nation", "Nation"), ("office", "Office")],
    apply=lambda rows, value: rows.filter(kind=value),
)
TABS = [Tab(key="all", title="All"), Tab(key="nations", title="Nations", condition=Q(kind="nation"))]


def find(rows: QuerySet, q: str) -> QuerySet:
    return rows.filter(name_en__icontains=q)


LISTING = Listing(columns=COLUMNS, tabs=TABS, filters=[KIND], search=find, sort="name")


def page(query="", listing=LISTING):
    return ListPage(listing, Party.objects.all(), QueryDict(query))


@pytest.mark.parametrize(
    "change",
    [
        {"sort": "note"},
        {"sort": "-unknown"},
        {"size": 7},
        {"size": 51},
        {"columns": [*COLUMNS, COLUMNS[0]]},
        {"tabs": [TABS[0], TABS[0]]},
        {"filters": [Filter(key="sort", title="", choices=[], apply=lambda rows, value: rows)]},
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(change):
    with pytest.raises(ValueError):
        Listing(**{"columns": COLUMNS, "tabs": TABS, "sort": "name"} | change)


def test_a_list_begins_as_declared():
    first = page()
    assert (first.q, first.tab, first.sort, first.size, first.filtered) == ("", "all", "name", 25, {})
    assert first.url_with() == "?"


def test_what_is_asked_is_in_force():
    asked = page("q=%20Amal%20%20Q%20&tab=nations&sort=-order&size=10&kind=office")
    assert (asked.q, asked.tab, asked.sort, asked.size) == ("Amal Q", "nations", "-order", 10)
    assert asked.filtered == {"kind": "office"}
    assert asked.narrowed


@pytest.mark.parametrize(
    "query",
    [
        "tab=secret",
        "sort=label__level",
        "sort=-note",
        "sort=--name",
        "sort=",
        "size=x",
        "size=-3",
        "size=99999",
        "size=%D9%A3",
        "kind=centre",
        "kind=",
        "state__in=draft",
    ],
)
def test_what_is_not_declared_is_as_if_it_were_not_there(query):
    assert page(query).url_with() == "?"
    assert str(page(query).queryset.query) == str(page().queryset.query)


@pytest.mark.parametrize(("asked", "given"), [("1", 8), ("8", 8), ("50", 50), ("5000", 50)])
def test_a_page_has_8_to_50_rows(asked, given):
    assert page(f"size={asked}").size == given


def test_a_search_that_deceives_is_refused_in_words():
    with translation.override("en"):
        asked = page("q=a%E2%80%AEb")
    assert (asked.q, asked.problem) == ("", "Character 2 (U+202E) turns the direction of the text. Delete it.")


def test_a_list_without_search_does_not_search():
    quiet = Listing(columns=COLUMNS, sort="name")
    assert page("q=amal", quiet).q == ""


def test_a_change_keeps_the_rest_and_leads_to_the_first_page():
    asked = page("q=%D8%A3%D9%85%D9%84&tab=nations&kind=office&after=5")
    assert asked.url_with(sort="-order") == ("?kind=office&q=%D8%A3%D9%85%D9%84&tab=nations&sort=-order")
    assert asked.url_with(tab="all", q=None, kind="") == "?"
    assert asked.url_with(after="7", q="", kind="") == "?tab=nations&after=7"
    assert asked.clear_url == "?tab=nations"


def test_a_change_of_a_word_that_the_list_does_not_know_is_a_fault():
    with pytest.raises(KeyError):
        page().url_with(page=2)


def test_a_heading_sorts_and_sorts_back():
    headings = {h.column.key: (h.url, h.aria_sort) for h in page("sort=order").headings}
    assert headings == {"name": ("?", ""), "order": ("?sort=-order", "ascending"), "note": ("", "")}
    headings = {h.column.key: (h.url, h.aria_sort) for h in page("sort=-order").headings}
    assert headings["order"] == ("?sort=order", "descending")


def test_a_filter_shows_its_value():
    (shown,) = page("kind=office").filters
    assert (shown.value, shown.choices) == ("office", (("nation", "Nation", False), ("office", "Office", True)))


def test_only_a_sort_that_may_be_absent_spells_where_null_goes():
    assert "NULLS" not in str(page().queryset.query)
    parents = Listing(columns=[Column(key="parent", title="", order="parent__name_en")], sort="-parent")
    assert "DESC NULLS LAST" in str(page("", parents).queryset.query)


def selection(*texts):
    post = QueryDict(mutable=True)
    post.setlist("selected", texts)
    return post


def test_selected_ids_come_once_and_in_order():
    one, other = uuid.uuid4(), uuid.uuid4()
    assert selected_ids(selection(str(other), str(one), str(other))) == [other, one]


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([], "Nothing is selected. Select at least one row."),
        (["7"], "The selection could not be read. Open the list again and select the rows."),
        (["\0"], "The selection could not be read. Open the list again and select the rows."),
        ([str(uuid.uuid4())] * 1001, "More than 1000 rows are selected. Select fewer."),
    ],
)
def test_a_selection_that_cannot_be_used_says_what_to_do(texts, sentence):
    with translation.override("en"), pytest.raises(BadSelection) as caught:
        selected_ids(selection(*texts))
    with translation.override("en"):
        assert str(caught.value) == sentence
