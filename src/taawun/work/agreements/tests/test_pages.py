"""Agreements as anybody reads them: what was found, and nothing worked out from it."""

from datetime import date

import pytest

from taawun.ground.policy.labels import own_label, public_label
from taawun.ground.records.steps import create
from taawun.work.agreements.models import Agreement

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def some(world, viewing):
    """A signed agreement, an accession with a month, and one that is the centre's own."""

    def make(code, *, public=True, **fields):
        label = public_label(world.parties["NIRC"].pk) if public else own_label()
        return create(
            Agreement,
            label=label,
            act="add",
            code=code,
            **{"title_en": f"Agreement {code}", "title_ar": f"اتفاقية {code}"} | fields,
        )

    with viewing("badr"):
        make(
            "SIGNED",
            kind_en="transit agreement",
            kind_ar="اتفاقية عبور",
            party_a=["KW"],
            party_b=["NATO"],
            areas=["maritime"],
            signed_on="2016-02-29",
            sort_day=date(2016, 2, 29),
            standing_en="signed",
            standing_ar="موقَّعة",
        )
        make(
            "JOINS",
            kind_en="accession",
            kind_ar="انضمام",
            party_a=["QA"],
            party_b=["NATO"],
            signed_on="2005-02",
            sort_day=date(2005, 2, 1),
        )
        make("INNER", public=False, party_a=["BH"], kind_en="inner kind")


def codes(page):
    return [row.agreement.code for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["SIGNED", "JOINS"]),
        ("area=maritime", ["SIGNED"]),
        ("kind=accession", ["JOINS"]),
        ("party=NATO", ["SIGNED", "JOINS"]),
        ("party=QA", ["JOINS"]),
        ("party=BH", ["SIGNED", "JOINS"]),  # only the hidden one names it, so it is no filter here
        ("q=موقعة", ["SIGNED"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_reader_sees(client, some, query, found):
    assert codes(client.get(f"/agreements/?{query}")) == found


def test_signed_is_not_in_force(client, some):
    text = client.get("/agreements/SIGNED/", headers=ENGLISH).content.decode()
    assert "29 February 2016" in text
    assert "Signed is not in force." in text
    row = text[text.index("In force from") :][:120]
    assert "not known" in row


def test_a_month_stays_a_month(client, some):
    assert "February 2005" in client.get("/agreements/JOINS/", headers=ENGLISH).content.decode()


def test_what_is_hidden_reads_like_what_is_absent(client, signed_in, some):
    assert client.get("/agreements/INNER/").status_code == client.get("/agreements/NONE/").status_code == 404
    assert signed_in("badr").get("/agreements/INNER/").status_code == 200
