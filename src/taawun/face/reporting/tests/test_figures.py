"""Figures are counted from records, and statements stand beside them."""

from datetime import date

import pytest

from taawun.face.reporting.figures import Period, Reckoning
from taawun.face.reporting.models import Statement
from taawun.face.reporting.verdicts import Verdict, compared
from taawun.ground.policy.door import viewing as open_door
from taawun.ground.policy.labels import label_for, public_label
from taawun.ground.records.stepping import stepping
from taawun.ground.records.steps import create
from taawun.work.training.models import Course, Headcount, Run, Seat


@pytest.fixture
def delivered(world):
    """A delivered run of the centre: `delivered("R1", QA=3, BH=2)` with completed seats by nation."""

    def make(code, course=None, last=date(2019, 4, 11), basis="demonstration", headcount=None, **nations):
        with open_door(world["badr"].pk):
            label = public_label(world.parties["NIRC"].pk)
            course = course or create(Course, label=label, code=f"C-{code}", title_en="Lessons", basis=basis)
            run = create(
                Run, label=label, course=course, code=code, capacity=100, state="closed", first_day=last,
                last_day=last, at_centre=True, basis=basis, nations=list(nations) if headcount else [],
            )  # fmt: skip
            if headcount:
                create(Headcount, label=label, run=run, number=headcount[0], qualifier=headcount[1], basis=basis)
            else:
                for party, number in nations.items():
                    for _n in range(number):
                        create(
                            Seat, label=label_for(world.parties["NIRC"].pk, world.parties[party].pk), run=run,
                            party=world.parties[party], pool="open", state="used", result="completed", basis=basis,
                        )  # fmt: skip
            return run

    return make


@pytest.fixture
def stated(world):
    """A public statement of a figure."""

    def make(measures, value, qualifier="exact", comparable=True):
        with open_door(world["badr"].pk):
            create(
                Statement, label=public_label(world.parties["NIRC"].pk), code=f"F-{measures}", as_of="2019-12-16",
                as_of_last=date(2019, 12, 16), measures=measures, measure_en=measures, value=value,
                qualifier=qualifier, stated_by_en="an official", comparable=comparable,
            )  # fmt: skip

    return make


def count(who, world, key, by=""):
    with open_door(world[who].pk):
        return Reckoning(Period()).figure(key, by)


def test_a_person_who_completed_two_runs_is_one_trainee_and_two_completions(world, delivered):
    delivered("R1", QA=3)
    second = delivered("R2", QA=2)
    with open_door(world["badr"].pk):
        seat, other = Seat.objects.filter(run=second).first(), Seat.objects.exclude(run=second).first()
        with stepping():
            seat.pseudonym = other.pseudonym
            seat.save()
    assert count("huda", world, "trainees").total.recorded == 4
    assert count("huda", world, "completions").total.recorded == 5


def test_documented_headcounts_and_demonstration_data_are_told_apart(world, delivered):
    delivered("R1", QA=3)
    delivered("D1", basis="documented", headcount=(30, "more_than"), KW=1)
    total = count("huda", world, "trainees", "nation")
    assert (total.total.recorded, total.total.documented, total.total.demonstration) == (33, 30, 3)
    assert total.total.at_least
    assert {key: tally.recorded for key, tally in total.by.items()} == {"QA": 3, "KW": 30}


def test_a_nation_counts_its_own_people_alone(world, delivered):
    delivered("R1", QA=3, BH=2)
    assert count("huda", world, "trainees").total.recorded == 5
    assert count("amal", world, "trainees").total.recorded == 3
    assert count("carla", world, "trainees").total.recorded == 2


def test_one_completion_less_differs_by_one(world, delivered, stated):
    delivered("R1", QA=3)
    stated("trainees", 3)
    with open_door(world["huda"].pk):
        (found,) = compared(None, whole=True)["trainees"]
        assert (found.verdict, found.on_demonstration) == (Verdict.AGREES, True)
    with open_door(world["badr"].pk), stepping():
        seat = Seat.objects.first()
        seat.result = ""
        seat.save()
    with open_door(world["huda"].pk):
        (found,) = compared(None, whole=True)["trainees"]
        assert (found.verdict, found.differs_by) == (Verdict.DIFFERS, -1)


def test_what_is_documented_alone_proves_nothing(world, delivered, stated):
    delivered("D1", basis="documented", headcount=(93, "more_than"), KW=1)
    stated("trainees", 889)
    with open_door(world["huda"].pk):
        (found,) = compared(None, whole=True)["trainees"]
    assert found.verdict == Verdict.NOT_VERIFIABLE


@pytest.mark.parametrize("who", ["amal", "huda", "badr"])
def test_pages_never_tick_demonstration_data(world, delivered, stated, signed_in, who):
    delivered("R1", QA=3)
    stated("trainees", 3)
    page = signed_in(who).get("/figures/").content.decode()
    assert "demonstration data" in page or "بيانات للعرض" in page
    assert 'class="chip good"' not in page
