"""Pages by key, on the real database."""

import pytest
from django.db import connection
from django.db.models import F, Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from taawun.ground.lists import Column, Filter, Listing, ListPage, Tab
from taawun.ground.policy.models import Party

LISTING = Listing(
    columns=[
        Column(key="code", title="Code", order="code"),
        Column(key="kind", title="Kind", order="kind"),
        Column(key="parent", title="Part of", order="parent__protocol_order"),
        Column(key="rank", title="Rank", order=F("protocol_order") % 3),
    ],
    tabs=[
        Tab(key="all", title="All"),
        Tab(key="nations", title="Nations", condition=Q(kind="nation")),
        Tab(key="offices", title="Offices", condition=Q(kind="office")),
    ],
    filters=[
        Filter(
            key="root",
            title="Root",
            choices=[("yes", "Yes")],
            apply=lambda rows, value: rows.filter(parent=None),
        )
    ],
    search=lambda rows, q: rows.filter(code__icontains=q),
    sort="code",
    size=8,
)
SORTS = {
    "code": lambda p: p.code,
    "kind": lambda p: p.kind,
    "parent": lambda p: p.parent.protocol_order if p.parent else None,
    "rank": lambda p: p.protocol_order % 3,
}


@pytest.fixture
def parties(db):
    """Thirty parties: three roots, the rest below the first two; many of a kind."""
    made = []
    for n in range(30):
        made.append(
            Party.objects.create(
                code=f"P{n * 7 % 30:02}",
                kind="nation" if n < 3 else "office",
                name_en=f"Party {n}",
                name_ar=f"طرف {n}",
                short_name_en=f"Party {n}",
                short_name_ar=f"طرف {n}",
                parent=made[n % 2] if n >= 3 else None,
                protocol_order=n,
            )
        )
    return made


def page(query=""):
    return ListPage(LISTING, Party.objects.filter(code__startswith="P"), QueryDict(query))


def walk(step, first):
    pages, at = [first], first
    while url := getattr(at, step):
        at = page(url.removeprefix("?"))
        pages.append(at)
        assert len(pages) < 10
    return pages


def expected(parties, sort):
    value, falling = SORTS[sort.removeprefix("-")], sort.startswith("-")
    known = sorted((p for p in parties if value(p) is not None), key=lambda p: (value(p), p.pk), reverse=falling)
    unknown = sorted((p for p in parties if value(p) is None), key=lambda p: p.pk, reverse=falling)
    return [p.code for p in [*known, *unknown]]


@pytest.mark.parametrize("sort", [sign + key for key in SORTS for sign in ("", "-")])
def test_pages_show_every_row_once_in_order_and_back(parties, sort):
    forth = walk("next_url", page(f"sort={sort}"))
    assert [p.code for at in forth for p in at.rows] == expected(parties, sort)
    assert [len(at.rows) for at in forth] == [8, 8, 8, 6]
    back = walk("previous_url", forth[-1])
    assert [[p.code for p in at.rows] for at in back[1:]] == [[p.code for p in at.rows] for at in forth[-2::-1]]


def test_an_export_holds_all_rows_of_the_tab_in_order(parties):
    assert [p.code for p in page("sort=-kind&tab=offices").queryset] == expected(parties[3:], "-kind")


def test_tabs_count_under_the_search_and_the_filters(parties):
    assert [(t.tab.key, t.count, t.current) for t in page().tabs] == [
        ("all", 30, True),
        ("nations", 3, False),
        ("offices", 27, False),
    ]
    assert [t.count for t in page("q=p0&tab=offices").tabs] == [10, 2, 8]
    assert [t.count for t in page("root=yes").tabs] == [3, 3, 0]
    assert (page("tab=offices").total, page("q=p0").total) == (27, 10)


def test_a_page_costs_two_queries_and_a_later_one_three(parties):
    for query, cost in (("", 2), (page().next_url[1:], 3)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            at = page(query)
            assert at.rows
            assert at.tabs
            assert at.total
            assert at.next_url
        assert len(queries) == cost


@pytest.mark.parametrize(
    "mark", ["x", "-1", "99999999999999999999", "%00", "%F0%9F%98%80", "00000000-0000-7000-8000-000000000000"]
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_mark_that_leads_nowhere_gives_the_first_page(parties, way, mark):
    assert [p.code for p in page(f"{way}={mark}").rows] == [p.code for p in page().rows]
    assert page(f"{way}={mark}").previous_url == ""


def test_a_mark_outside_what_the_viewer_sees_gives_the_first_page(parties):
    hidden = Party.objects.create(
        code="Q", kind="office", name_en="Q", name_ar="ق", short_name_en="Q", short_name_ar="ق", protocol_order=0
    )
    assert [p.code for p in page(f"after={hidden.pk}").rows] == [p.code for p in page().rows]


def test_a_row_that_has_left_the_tab_still_marks_its_place(parties):
    first = page("tab=offices")
    rest = [p.code for at in walk("next_url", first)[1:] for p in at.rows]
    Party.objects.filter(pk=first.rows[-1].pk).update(kind="agency")
    assert [p.code for at in walk("next_url", page(first.next_url[1:])) for p in at.rows] == rest


def test_going_back_past_the_beginning_gives_a_whole_first_page(parties):
    third = page().rows[2]
    assert [p.code for p in page(f"before={third.pk}").rows] == [p.code for p in page().rows]


def test_an_empty_list_has_no_other_pages(parties):
    empty = page("q=nobody")
    assert (empty.rows, empty.total, empty.next_url, empty.previous_url) == ([], 0, "", "")
    assert empty.narrowed
