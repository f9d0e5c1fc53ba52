"""Who is offered what on a nomination, and who sees it when."""

import pytest

from taawun.ground.records.steps import Refused
from taawun.work.training.models import Nomination
from taawun.work.training.steps import nominations as steps

CENTRE_DECIDES = {"accept", "wait_list", "decline", "send_back", "lapse"}


@pytest.mark.parametrize(
    ("state", "amal", "dana", "centre"),
    [
        ("draft", {"submit", "withdraw"}, {"withdraw"}, set()),
        ("submitted", {"withdraw"}, {"endorse", "hand_back", "withdraw"}, set()),
        ("endorsed", {"withdraw"}, {"withdraw"}, CENTRE_DECIDES),
        ("accepted", {"confirm", "withdraw"}, {"confirm", "withdraw", "replace"}, {"release_seat"}),
        (
            "waitlisted",
            {"take_offer", "turn_down_offer", "withdraw"},
            {"take_offer", "turn_down_offer", "withdraw"},
            CENTRE_DECIDES - {"wait_list"},
        ),
        ("returned", {"correct", "submit", "withdraw"}, {"withdraw"}, set()),
        ("declined", set(), set(), set()),
        ("confirmed", {"withdraw"}, {"withdraw", "replace"}, {"release_seat"}),
    ],
)
def test_who_is_offered_what(offers, nomination_in, state, amal, dana, centre):
    expected = {"amal": amal, "dana": dana, "badr": centre, "centre": centre}
    assert offers(steps, nomination_in(state)) == {who: steps for who, steps in expected.items() if steps}


def test_the_centre_sees_a_nomination_only_once_the_nation_has_endorsed_it(nomination_in, who_sees, viewing):
    nomination = nomination_in("submitted")
    assert who_sees(nomination) == who_sees(nomination.person) == {"amal", "dana"}
    with viewing("dana"):
        steps.endorse(Nomination.objects.get(pk=nomination.pk))
    centre = {"badr", "omar", "huda", "centre"}
    assert who_sees(nomination) == who_sees(nomination.person) == {"amal", "dana"} | centre


def test_a_nation_that_asks_for_no_endorsement_submits_to_the_centre(run_in, nomination_in, who_sees):
    nomination = nomination_in("endorsed", who="carla")
    assert nomination.state == "endorsed"
    assert who_sees(nomination) == {"carla", "badr", "omar", "huda", "centre"}


def test_the_last_seat_goes_once(run_in, nomination_in, viewing):
    run = run_in(capacity=1)
    first, second = nomination_in("endorsed", run=run), nomination_in("endorsed", run=run)
    with viewing("badr"):
        steps.accept(Nomination.objects.get(pk=first.pk))
        with pytest.raises(Refused, match="No seat is left"):
            steps.accept(Nomination.objects.get(pk=second.pk))
        assert Nomination.objects.get(pk=second.pk).state == "endorsed"


def test_a_promised_seat_is_kept_for_its_nation(run_in, nomination_in, viewing):
    run = run_in(capacity=1, BH=1)
    qatari = nomination_in("endorsed", run=run)
    with viewing("badr"), pytest.raises(Refused, match="No seat is left"):
        steps.accept(Nomination.objects.get(pk=qatari.pk))
    bahraini = nomination_in("endorsed", run=run, who="carla")
    with viewing("badr"):
        steps.accept(Nomination.objects.get(pk=bahraini.pk))
    with viewing("carla"):
        assert Nomination.objects.get(pk=bahraini.pk).state == "accepted"


def test_promises_never_eat_into_open_seats_that_are_taken(world, run_in, nomination_in, viewing):
    from taawun.work.training.models import Run
    from taawun.work.training.steps import courses

    run = run_in(capacity=2)
    nomination_in("accepted", run=run)
    with viewing("badr"):
        own = Run.objects.get(pk=run.pk)
        courses.promise(own, world.parties["BH"], 1)
        with pytest.raises(Refused, match="More seats are promised"):
            courses.promise(own, world.parties["KW"], 1)


def test_the_seats_of_a_run_never_sink_below_what_is_promised(world, run_in, viewing):
    from taawun.ground.records.steps import edit
    from taawun.work.training.models import Run

    run = run_in(capacity=4, BH=3)
    with viewing("badr"), pytest.raises(Refused, match="promised or taken"):
        edit(Run.objects.get(pk=run.pk), capacity=2)


def test_the_ledger_names_for_whom_an_alternate_acted(world, nomination_in, viewing):
    from datetime import timedelta

    from taawun.ground.ledger.models import Entry
    from taawun.ground.localtime import today_at
    from taawun.ground.policy.models import Identity
    from taawun.people.accounts.enrol import enrol, give_mandate

    # salma is a liaison officer herself and stands in for the point of contact
    salma = enrol("salma@example.org", world.parties["QA"], ["liaison_officer"])
    identities = {a.account: a for a in Identity.objects.all()}
    give_mandate(
        identities[world["dana"].pk],
        identities[salma.pk],
        "point_of_contact",
        today_at(),
        today_at() + timedelta(days=5),
    )
    nomination = nomination_in("submitted")
    from taawun.ground.policy.door import viewing as open_door

    with open_door(salma.pk):
        steps.endorse(Nomination.objects.get(pk=nomination.pk))
        steps.withdraw(Nomination.objects.get(pk=nomination.pk))
        acted = dict(Entry.objects.filter(subject=nomination.pk).values_list("act", "for_account"))
    assert acted["training.nomination.endorse"] == world["dana"].pk
    assert acted["training.nomination.withdraw"] is None


def test_what_is_corrected_after_a_return_is_the_nations_alone_until_it_is_endorsed(nomination_in, who_sees, viewing):
    nomination = nomination_in("returned")
    assert "badr" in who_sees(nomination)
    with viewing("amal"):
        steps.change_remark(Nomination.objects.get(pk=nomination.pk), remark="B2 since May")
    assert who_sees(nomination) == {"amal", "dana"}


def test_a_seat_freed_past_the_date_is_the_open_pools(world, run_in, nomination_in, viewing):
    from taawun.ground.policy.door import viewing as open_door
    from taawun.work.training.models import Allotment
    from taawun.work.training.steps import courses
    from taawun.work.training.tasks import offer_next

    run = run_in(capacity=1, BH=1)
    bahraini = nomination_in("accepted", run=run, who="carla")
    waiting = nomination_in("waitlisted", run=run)
    with viewing("badr"):
        courses.fall_back(Allotment.objects.get(run=run))
        with pytest.raises(Refused, match="fallen back"):
            courses.promise(run, world.parties["BH"], 1)
    with viewing("carla"):
        steps.withdraw(Nomination.objects.get(pk=bahraini.pk))
    offer_next(run_id=str(run.pk))
    with open_door(world["badr"].pk):
        assert list(Nomination.objects.get(pk=waiting.pk).seats.values_list("state", flat=True)) == ["offered"]
