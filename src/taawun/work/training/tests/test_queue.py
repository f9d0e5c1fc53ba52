"""The list of nominations: tabs, filters, search in both scripts, several at once, files; constant cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taawun.common.tables.interface import read_table
from taawun.ground.ledger.models import Entry
from taawun.people.persons.models import Person
from taawun.work.training.models import Nomination
from taawun.work.training.queries import waiting_count
from taawun.work.training.steps import nominations as steps


def listed(client, query="") -> list[str]:
    return re.findall(r'name="selected" value="([^"]+)"', client.get(f"/nominations/{query}").content.decode())


def ids(*nominations) -> list[str]:
    return [str(n.pk) for n in nominations]


def bulk(client, step, *nominations, **more):
    return client.post("/nominations/bulk/", {"step": step, "selected": ids(*nominations), **more})


def states(viewing, who="badr"):
    with viewing(who):
        return dict(Nomination.objects.values_list("pk", "state"))


@pytest.mark.parametrize(
    ("who", "first", "waiting"), [("amal", "waiting", 2), ("dana", "waiting", 1), ("badr", "endorsed", 1)]
)
def test_what_waits_for_me_comes_first(signed_in, run_in, nomination_in, viewing, world, who, first, waiting):
    run = run_in()
    made = {
        state: nomination_in(state, run=run) for state in ("draft", "submitted", "returned", "endorsed", "waitlisted")
    }
    mine = {"amal": ("draft", "returned"), "dana": ("submitted",), "badr": ("endorsed",)}[who]
    client = signed_in(who)
    page = client.get("/nominations/")
    assert page.context["page"].tab == first
    assert {row.nomination.pk for row in page.context["rows"]} == {made[state].pk for state in mine}
    with viewing(who) as viewer:
        assert waiting_count(viewer) == waiting
    with viewing("huda") as viewer:
        assert waiting_count(viewer) == 0


def test_tabs_count_what_the_viewer_sees(signed_in, run_in, nomination_in):
    run = run_in()
    for state in ("submitted", "endorsed", "accepted", "confirmed", "waitlisted", "declined"):
        nomination_in(state, run=run)
    nomination_in("endorsed", run=run, who="carla")

    def counts(who):
        return {tab["url"]: tab["count"] for tab in signed_in(who).get("/nominations/").context["tabs"]}

    assert counts("badr") == {
        "?": 2, "?tab=returned": 0, "?tab=accepted": 2, "?tab=waitlisted": 1, "?tab=declined": 1, "?tab=ended": 0,
        "?tab=all": 6,
    }  # fmt: skip
    assert counts("carla")["?tab=all"] == 1
    assert counts("amal")["?tab=submitted"] == 1


@pytest.mark.parametrize("words", ["محمد", "Mohammed", "mohamad", "مُحَمَّد", "مخطط", "N-17"])
def test_a_name_is_found_from_either_script(signed_in, run_in, nomination_in, viewing, words):
    run = run_in()
    nomination, other = nomination_in("endorsed", run=run), nomination_in("endorsed", run=run)
    with viewing("amal"):
        person = Person.objects.get(pk=nomination.person_id)
        person.name_ar, person.name_en, person.post_ar, person.identifier = "محمد المخترع", "", "مخطّط", "N-17"
        person.save()
    found = listed(signed_in("badr"), f"?q={words}")
    assert str(nomination.pk) in found
    assert str(other.pk) not in found


def test_filters_by_run_and_nation_narrow_and_foreign_words_do_nothing(signed_in, run_in, nomination_in):
    one, two = run_in(code="RUN-1"), run_in(code="RUN-2")
    a, b, c = (
        nomination_in("endorsed", run=one),
        nomination_in("endorsed", run=two),
        nomination_in("endorsed", run=one, who="carla"),
    )
    client = signed_in("badr")
    assert listed(client, "?run=RUN-1") == ids(a, c)
    assert listed(client, "?nation=BH") == ids(c)
    assert listed(client, "?run=RUN-2&nation=QA") == ids(b)
    for sort, expected in (("run", ids(a, c, b)), ("-sent", ids(c, b, a)), ("password", ids(a, b, c))):
        assert listed(client, f"?sort={sort}") == expected


def test_pages_follow_by_key(signed_in, run_in, nomination_in):
    run = run_in(capacity=30)
    made = ids(*(nomination_in("endorsed", run=run) for _ in range(10)))
    client = signed_in("badr")
    first = client.get("/nominations/?size=8")
    second = client.get(f"/nominations/{first.context['page'].next_url}")
    assert [str(r.nomination.pk) for r in (*first.context["rows"], *second.context["rows"])] == made


def test_a_list_costs_the_same_however_long_it_is(signed_in, run_in, nomination_in):
    run = run_in(capacity=30)

    def cost(address):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    nomination_in("endorsed", run=run)
    client = signed_in("badr")
    addresses = ("/nominations/", "/nominations/?run=RUN-1", "/nominations/?tab=waitlisted")
    for_one = [cost(address) for address in addresses]
    for n in range(19):
        nomination_in("endorsed" if n % 2 else "waitlisted", run=run, who=("amal", "carla")[n % 2])
    client = signed_in("badr")
    assert [cost(address) for address in addresses] == for_one


def test_several_are_accepted_and_each_refusal_says_why(signed_in, run_in, nomination_in, viewing):
    run = run_in(capacity=2)
    made = [nomination_in("endorsed", run=run) for _ in range(3)]
    answer = bulk(signed_in("badr"), "accept", *made)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "2 nominees were accepted." in text
    assert text.count("No seat is left") == 1
    assert [states(viewing)[n.pk] for n in made] == ["accepted", "accepted", "endorsed"]
    with viewing("badr"):
        accepted = Entry.objects.filter(act="training.nomination.accept")
        assert {e.subject for e in accepted} == {n.pk for n in made[:2]}


def test_all_done_leads_back_to_the_list_as_it_was(signed_in, run_in, nomination_in):
    made = [nomination_in("endorsed", run=run_in()) for _ in range(1)]
    client = signed_in("badr")
    answer = bulk(client, "wait_list", *made, back="/nominations/?run=RUN-1")
    assert answer.headers["Location"] == "/nominations/?run=RUN-1"
    assert "1 nominee was put on the wait list." in client.get("/nominations/").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/nominations/", "//elsewhere.example", "/sign-out/"])
def test_the_way_back_is_never_another_place(signed_in, nomination_in, back):
    answer = bulk(signed_in("badr"), "wait_list", nomination_in("endorsed"), back=back)
    assert answer.headers["Location"] == "/nominations/"


@pytest.mark.parametrize(("step", "after"), [("decline", "declined"), ("send_back", "returned")])
def test_several_get_one_reason_asked_for_once(signed_in, run_in, nomination_in, viewing, step, after):
    run = run_in()
    made = [nomination_in("endorsed", run=run), nomination_in("waitlisted", run=run)]
    client = signed_in("badr")
    asked = bulk(client, step, *made)
    assert 'name="reason"' in asked.content.decode()
    assert bulk(client, step, *made, confirmed="1", reason="").status_code == 422
    assert set(states(viewing).values()) == {"endorsed", "waitlisted"}
    assert bulk(client, step, *made, confirmed="1", reason="No room").status_code == 302
    with viewing("amal"):
        assert set(Nomination.objects.values_list("state", "reason")) == {(after, "No room")}


def test_several_are_endorsed_once_it_was_said_who_will_see_them(signed_in, run_in, nomination_in, viewing):
    run = run_in()
    made = [nomination_in("submitted", run=run) for _ in range(2)]
    client = signed_in("dana")
    asked = bulk(client, "endorse", *made).content.decode()
    assert "المركز الإقليمي</bdi></li>" in asked
    assert set(states(viewing, "dana").values()) == {"submitted"}
    bulk(client, "endorse", *made, confirmed="1")
    assert set(states(viewing).values()) == {"endorsed"}


def test_several_drafts_are_sent(signed_in, run_in, nomination_in, viewing):
    run = run_in()
    made = [nomination_in("draft", run=run) for _ in range(2)]
    bulk(signed_in("amal"), "submit", *made, confirmed="1")
    assert set(states(viewing, "dana").values()) == {"submitted"}


@pytest.mark.parametrize(
    ("who", "step"),
    [("amal", "accept"), ("badr", "endorse"), ("dana", "submit"), ("badr", "lapse"), ("omar", "accept"), ("badr", "")],
)
def test_a_step_of_others_is_not_taken_on_several(signed_in, nomination_in, viewing, who, step):
    nomination = nomination_in("endorsed")
    assert bulk(signed_in(who), step, nomination, confirmed="1").status_code == 422
    assert set(states(viewing).values()) == {"endorsed"}


def test_a_selection_of_nothing_or_of_nonsense_says_what_to_do(signed_in, nomination_in):
    nomination_in("endorsed")
    client = signed_in("badr")
    for selected in ([], ["x"]):
        answer = client.post("/nominations/bulk/", {"step": "accept", "selected": selected})
        assert answer.status_code == 302
        assert "flash" in client.get("/nominations/").content.decode()


def test_the_verbs_of_the_list_are_kept(signed_in):
    client = signed_in("badr")
    assert client.get("/nominations/bulk/").status_code == 405
    assert client.post("/nominations/").status_code == 405
    assert client.post("/nominations/list.csv").status_code == 405
    assert client.get("/nominations/list.exe").status_code == 404


def test_with_one_run_the_bar_says_how_many_seats_are_left(signed_in, run_in, nomination_in):
    run = run_in(capacity=3)
    nomination_in("accepted", run=run)
    nomination_in("endorsed", run=run)
    client = signed_in("badr")
    assert 'data-left="2"' in client.get("/nominations/?run=RUN-1").content.decode()
    assert "data-left" not in client.get("/nominations/").content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_exactly_what_is_filtered_and_the_ledger_knows(signed_in, run_in, nomination_in, viewing, kind):
    one, two = run_in(code="RUN-1"), run_in(code="RUN-2")
    a, _b = nomination_in("endorsed", run=one), nomination_in("endorsed", run=two)
    with viewing("amal"):
        person = Person.objects.get(pk=a.person_id)
        person.name_en, person.post_en = '=HYPERLINK("http://elsewhere.example")', "+1 planner"
        person.save()
    answer = signed_in("badr").get(f"/nominations/list.{kind}?run=RUN-1")
    assert "attachment" in answer.headers["Content-Disposition"]
    if kind == "csv":
        assert "'=HYPERLINK" in answer.content.decode("utf-8-sig")
    table = read_table(answer.content, f"list.{kind}")
    assert len(table.rows) == 1
    assert '=HYPERLINK("http://elsewhere.example")' in table.rows[0].cells
    with viewing("amal"):  # the nation can prove what went out
        downloads = Entry.objects.filter(act="training.nomination.download")
        assert [(e.subject, e.party.code) for e in downloads] == [(a.pk, "NIRC")]


def test_the_list_says_when_it_is_empty_and_when_the_filter_hides_all(signed_in, nomination_in):
    client = signed_in("badr")
    empty = client.get("/nominations/").content.decode()
    nomination_in("endorsed")
    hidden = client.get("/nominations/?q=nobody-of-that-name").content.decode()
    assert "Nothing is here now" in empty
    assert "Nothing matches this filter" in hidden


def test_a_refusal_in_the_middle_leaves_the_others_done(signed_in, run_in, nomination_in, viewing):
    run = run_in()
    made = [nomination_in("endorsed", run=run) for _ in range(3)]
    with viewing("amal"):
        steps.withdraw(Nomination.objects.get(pk=made[1].pk))
    answer = bulk(signed_in("badr"), "wait_list", *made)
    assert answer.content.decode().count("has changed meanwhile") == 1
    assert [states(viewing)[n.pk] for n in made] == ["waitlisted", "withdrawn", "waitlisted"]
