"""Carla looks everywhere among the nominations and finds nothing of Qatar's."""

import pytest

from taawun.people.persons.models import Person
from taawun.work.training.models import Nomination

SECRETS = ["Sheikha Unmistakable", "غريبة الاسم", "QX-99-SECRET", "Secret Post", "a remark for nobody else"]


@pytest.fixture
def qatari(run_in, nomination_in, viewing):
    """Nominations of Qatar in every state, with words that stand nowhere else."""
    run = run_in(capacity=20, code="RUN-C", QA=3)
    states = ("draft", "submitted", "endorsed", "accepted", "confirmed", "waitlisted", "declined", "returned")
    made = [nomination_in(state, run=run) for state in states]
    with viewing("amal"):
        for n, nomination in enumerate(made):
            person = Person.objects.get(pk=nomination.person_id)
            person.name_en, person.name_ar, person.post_en = SECRETS[0], SECRETS[1], SECRETS[3]
            person.identifier = f"{SECRETS[2]}{n}"
            person.save()
            own = Nomination.objects.get(pk=nomination.pk)
            own.remark = SECRETS[4]
            own.save()
    return run, made


def pages(made) -> list[str]:
    lists = [
        f"/nominations/{query}"
        for query in (
            "", "?tab=all", "?tab=all&run=RUN-C", "?tab=all&nation=QA", "?q=Unmistakable", "?q=غريبة", "?q=QX-99-SECRET2",
            "?tab=accepted&sort=name", f"?tab=all&after={made[3].pk}", f"?tab=all&before={made[3].pk}",
        )
    ]  # fmt: skip
    files = [f"/nominations/list.{kind}?tab=all" for kind in ("csv", "xlsx")]
    forms = ["/runs/RUN-C/nominate/", "/runs/RUN-C/nominate/?who=Unmistakable", "/runs/RUN-C/nominate/?new=1"]
    return lists + files + forms


def text_of(answer) -> str:
    if "spreadsheet" in answer.headers["Content-Type"]:
        from taawun.common.tables.interface import read_table

        table = read_table(answer.content, "list.xlsx")
        return "\n".join(str(cell) for row in table.rows for cell in row.cells)
    return answer.content.decode()


def found_in(client, addresses) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        answer = client.get(address)
        text = text_of(answer)
        asked = address.partition("q=")[2] or address.partition("who=")[2]  # what she typed herself comes back
        text = text.replace(asked, "") if asked else text
        hits = [word for word in (*SECRETS, "QX-99") if word in text]
        if hits:
            found[address] = hits
    return found


def test_there_is_something_to_leak(signed_in, qatari):
    _run, made = qatari
    assert len(found_in(signed_in("badr"), pages(made)[:10])) >= 8
    assert len(found_in(signed_in("amal"), pages(made))) >= 8


@pytest.mark.parametrize("who", ["carla", "karim", "nadia"])
def test_no_page_search_or_file_holds_a_word_of_qatars(signed_in, qatari, nomination_in, who):
    run, made = qatari
    nomination_in("endorsed", run=run, who=who)
    assert found_in(signed_in(who), pages(made)) == {}


def test_counts_count_her_own_alone(signed_in, qatari, nomination_in):
    run, _made = qatari
    own = nomination_in("endorsed", run=run, who="carla")
    page = signed_in("carla").get("/nominations/?tab=all&run=RUN-C")
    assert [row.nomination.pk for row in page.context["rows"]] == [own.pk]
    assert {tab["count"] for tab in page.context["tabs"]} == {0, 1}
    assert page.context["room"] is None


def test_filters_offer_no_run_for_which_she_nominated_nobody(signed_in, qatari):
    assert "RUN-C" not in signed_in("carla").get("/nominations/").content.decode()


def test_guessed_ids_are_absent_for_every_step(signed_in, qatari, viewing):
    _run, made = qatari
    client = signed_in("carla")
    for nomination in made:
        for tail in ("", "submit/", "withdraw/", "replace/", "confirm/"):
            assert client.get(f"/nominations/{nomination.pk}/{tail}").status_code == 404
            if tail:
                assert client.post(f"/nominations/{nomination.pk}/{tail}").status_code == 404
    selected = [str(n.pk) for n in made]
    answer = client.post("/nominations/bulk/", {"step": "submit", "selected": selected, "confirmed": "1"})
    assert answer.status_code == 422
    assert not any(word in answer.content.decode() for word in SECRETS)
    with viewing("amal"):
        assert Nomination.objects.filter(state="draft").count() == 1


def test_a_guessed_person_cannot_be_nominated(signed_in, qatari, viewing):
    _run, made = qatari
    answer = signed_in("carla").post("/runs/RUN-C/nominate/", {"person": str(made[2].person_id), "go": "send"})
    assert answer.status_code == 422
    assert not any(word in answer.content.decode() for word in SECRETS)


def test_the_centre_too_finds_no_trace_of_what_is_not_endorsed(signed_in, qatari):
    _run, made = qatari
    client = signed_in("badr")
    page = client.get("/nominations/?tab=all")
    assert {row.nomination.pk for row in page.context["rows"]} == {n.pk for n in made[2:]}
    assert all(client.get(f"/nominations/{n.pk}/").status_code == 404 for n in made[:2])
