"""Events as anybody reads them: as partial as they are known, and hidden where the label hides them."""

from datetime import date

import pytest

from taawun.ground.policy.labels import own_label, public_label
from taawun.ground.records.steps import create
from taawun.work.meetings.models import Event

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def event(world, viewing):
    """An event of the centre: public, or the centre's own."""

    def make(code, *, public=True, **fields):
        with viewing("badr"):
            label = public_label(world.parties["NIRC"].pk) if public else own_label()
            return create(
                Event,
                label=label,
                act="add",
                code=code,
                **{"title_en": f"Event {code}", "title_ar": f"فعالية {code}"} | fields,
            )

    return make


@pytest.fixture
def some(event):
    """Three public events, of which one is undated, and one that is the centre's own."""
    event(
        "OLD",
        when="2004-12",
        sort_day=date(2004, 12, 1),
        kind_en="panel",
        kind_ar="حلقة نقاشية",
        areas=["cyber"],
        title_ar="حلقة الأمن السيبرانيّ",
    )
    event(
        "NEW",
        when="2017-09-17",
        until="2017-09-19",
        sort_day=date(2017, 9, 17),
        kind_en="workshops",
        kind_ar="ورش عمل",
        parties=["QA", "KW"],
        host="NIRC",
        participants=120,
        participants_qualifier="about",
        ar_by="project",
        source="https://example.org/a",
        confidence="medium",
    )
    event("UNDATED")
    event("INNER", public=False, when="2020", sort_day=date(2020, 1, 1), kind_en="secret kind")


def codes(page):
    return [row.event.code for row in page.context["rows"]]


def test_anybody_reads_public_events_the_newest_first_and_the_undated_last(client, some):
    assert codes(client.get("/events/")) == ["NEW", "OLD", "UNDATED"]


def test_what_is_the_centres_own_is_absent_for_others(client, signed_in, some):
    assert client.get("/events/INNER/").status_code == 404
    assert "secret kind" not in client.get("/events/", headers=ENGLISH).content.decode()
    assert codes(signed_in("badr").get("/events/"))[0] == "INNER"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=panel", ["OLD"]),
        ("year=2017", ["NEW"]),
        ("area=cyber", ["OLD"]),
        ("q=السيبراني", ["OLD"]),
        ("q=event new", ["NEW"]),
        ("year=2020", ["NEW", "OLD", "UNDATED"]),  # a year that no visible event has is no filter
        ("q=nothing of the kind", []),
    ],
)
def test_the_list_is_narrowed(client, some, query, found):
    assert codes(client.get(f"/events/?{query}")) == found


def test_a_page_says_what_is_known_in_words(client, some):
    text = client.get("/events/NEW/", headers=ENGLISH).content.decode()
    assert "17 to 19 September 2017" in text
    assert "about 120 participants" in text
    assert "translated by the project" in text
    assert "medium" in text
    assert "Anyone may see this" in text
    assert text.index("/parties/KW/") < text.index("/parties/QA/")  # protocol order


def test_a_month_stays_a_month_and_what_is_not_known_stays_unknown(client, some):
    assert "December 2004" in client.get("/events/OLD/", headers=ENGLISH).content.decode()
    text = client.get("/events/UNDATED/", headers=ENGLISH).content.decode()
    assert "not known" in text
    assert "number not known" in text


def test_the_list_asks_the_same_however_long_it_is(client, event, django_assert_max_num_queries):
    for n in range(12):
        event(f"E{n}", sort_day=date(2010, 1, n + 1), when="2010", parties=["QA", "KW"], host="BH")
    with django_assert_max_num_queries(22):
        client.get("/events/")
