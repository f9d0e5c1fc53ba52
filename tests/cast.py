"""The cast of all rooms' tests: amal asks, badr answers, carla sees nothing.

amal   Qatar's liaison officer (Arabic)         dana   Qatar's national point of contact
badr   the centre's registrar                    omar   the centre's course director
carla  Bahrain's liaison officer (English)       huda   the centre's director
karim  Kuwait's liaison officer: Kuwait hosts the centre, which is no reason to see its people
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from taawun.ground.localtime import today_at
from taawun.ground.policy.door import Viewer
from taawun.ground.policy.door import viewing as open_door
from taawun.ground.policy.models import Community, Identity, Installation, Membership, Party
from taawun.people.accounts.enrol import enrol
from taawun.people.accounts.models import Account
from taawun.people.parties.models import Area

PASSWORD = "a long demonstration password"


@dataclass
class World:
    """Who is who."""

    accounts: dict[str, Account] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    communities: dict[str, Community] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Account:
        return self.accounts[name]


PEOPLE = [
    ("amal", "QA", ["liaison_officer"], "ar"),
    ("dana", "QA", ["point_of_contact"], "ar"),
    ("carla", "BH", ["liaison_officer"], "en"),
    ("karim", "KW", ["liaison_officer"], "ar"),
    ("badr", "NIRC", ["registrar"], "en"),
    ("omar", "NIRC", ["course_director"], "en"),
    ("huda", "NIRC", ["director"], "ar"),
    ("nadia", "NATO", ["liaison_officer"], "en"),
]
PARTIES = [
    ("KW", None, "nation", "Kuwait", "الكويت", False),
    ("QA", None, "nation", "Qatar", "قطر", True),
    ("BH", None, "nation", "Bahrain", "البحرين", False),
    ("NATO", None, "alliance", "NATO", "الناتو", False),
    ("NIRC", None, "centre", "Regional Centre", "المركز الإقليمي", False),
    ("QA-MOI", "QA", "ministry", "Interior Ministry", "وزارة الداخلية", False),
]


def build() -> World:
    """Build the small world that the tests of all rooms share."""
    world = World()
    for order, (code, parent, kind, en, ar, endorses) in enumerate(PARTIES):
        party = Party.objects.create(
            code=code, kind=kind, name_en=en, name_ar=ar, short_name_en=en, short_name_ar=ar,
            parent=world.parties.get(parent or ""), protocol_order=order, endorses=endorses,
        )  # fmt: skip
        world.parties[code] = party
        world.communities[code] = Community.objects.create(key=code, party=party, name_en=en, name_ar=ar)
    ici = Community.objects.create(
        key="ici", name_en="the initiative", name_ar="المبادرة", steward=world.parties["NIRC"]
    )
    world.communities["ici"] = ici
    for code in ("KW", "QA", "BH", "NATO", "NIRC"):
        Membership.objects.create(
            community=ici,
            party=world.parties[code],
            status="member",
            valid=DateRange(date(2004, 12, 1), None),
        )
    for key, en, ar in (
        ("maritime", "maritime security", "الأمن البحري"),
        ("cyber", "cyber security", "الأمن السيبراني"),
    ):
        Area.objects.create(key=key, name_en=en, name_ar=ar, of_the_eight=True)
    for name, code, roles, language in PEOPLE:
        world.accounts[name] = enrol(
            f"{name}@example.org", world.parties[code], roles, password=PASSWORD, language=language,
            name_en=name.title(), name_ar=name,
        )  # fmt: skip
    centre = enrol("centre@example.org", world.parties["NIRC"], ["registrar", "course_director"], name_en="The centre")
    Installation.objects.create(
        id=1, centre=world.parties["NIRC"], centre_account=Identity.objects.get(account=centre.pk),
        name_en="Regional Centre", name_ar="المركز الإقليمي",
    )  # fmt: skip
    world.accounts["centre"] = centre
    return world


@pytest.fixture
def world(db: None) -> World:
    """The cast and its parties."""
    return build()


@pytest.fixture
def viewing(world: World) -> Callable[[str | None], AbstractContextManager[Viewer]]:
    """`with viewing("amal"):` opens the door as one of the cast."""
    return lambda name: open_door(world[name].pk if name else None)


@pytest.fixture
def who_sees(world: World) -> Callable[[Any], set[str]]:
    """Who of the cast sees a record: each is asked at the door."""

    def ask(record: Any) -> set[str]:
        seen = set()
        for name, account in world.accounts.items():
            with open_door(account.pk):
                if type(record)._default_manager.filter(pk=record.pk).exists():
                    seen.add(name)
        return seen

    return ask


@pytest.fixture
def offers(world: World) -> Callable[..., dict[str, set[str]]]:
    """Who of the cast is offered which steps on a record (those who are offered none are left out)."""
    from taawun.ground.records.steps import offers as offered

    def ask(module: Any, record: Any) -> dict[str, set[str]]:
        found = {}
        for name, account in world.accounts.items():
            with open_door(account.pk):
                mine = type(record)._default_manager.filter(pk=record.pk).first()
                if mine and (steps := set(offered(module, mine))):
                    found[name] = steps
        return found

    return ask


@pytest.fixture
def signed_in(world: World, client: Any) -> Callable[[str], Any]:
    """A test client signed in as one of the cast: `signed_in("amal").get("/")`."""

    def sign_in(name: str) -> Any:
        client.force_login(world[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def run_in(world: World) -> Callable[..., Any]:
    """A run of the centre for nominations: `run_in(capacity=10, QA=2, BH=2)` promises seats to parties."""
    from taawun.ground.policy.labels import label_of
    from taawun.work.training.models import Run
    from taawun.work.training.steps import courses

    def make(capacity: int = 10, code: str = "RUN-1", state: str = "announced", **promised: int) -> Run:
        with open_door(world["badr"].pk):
            label = label_of(1, [world.communities["ici"], world.communities["NIRC"]])
            course = courses.add_course(label=label, code=f"C-{code}", title_en="Lessons", title_ar="دروس",
                                        area=Area.objects.get(key="maritime"))  # fmt: skip
            start = today_at() + timedelta(days=60)
            run = courses.plan_run(course, label=label, code=code, capacity=capacity, first_day=start,
                                   last_day=start + timedelta(days=4), falls_back_on=start - timedelta(days=42))  # fmt: skip
            for party, seats in promised.items():
                courses.promise(run, world.parties[party], seats)
            if state == "announced":
                courses.announce(run)
        return run

    return make


@pytest.fixture
def nomination_in(world: World, run_in: Callable[..., Any]) -> Callable[..., Any]:
    """A nomination of Qatar's in a state: `nomination_in("endorsed")`."""
    from taawun.people.persons.steps import add_person
    from taawun.work.training.models import Nomination, Run
    from taawun.work.training.steps import nominations as steps

    made = iter(range(10_000))

    def make(state: str = "draft", run: Any = None, who: str = "amal", contact: str = "dana") -> Any:
        n = next(made)
        run = run or (Run.objects.none() and None) or run_in(code=f"RUN-N{n}")
        with open_door(world[who].pk):
            person = add_person(name_en=f"Invented Person {n}", name_ar=f"شخص مخترع {n}", identifier=f"ID{who}{n}")
            nomination = steps.nominate(run, person)
            if state != "draft":
                steps.submit(nomination)
        if state in ("draft", "submitted"):
            return nomination
        if nomination.state == "submitted":
            with open_door(world[contact].pk):
                steps.endorse(nomination)
        if state == "endorsed":
            return nomination
        with open_door(world["badr"].pk):
            own = Nomination.objects.get(pk=nomination.pk)
            {"accepted": steps.accept, "confirmed": steps.accept, "waitlisted": steps.wait_list}.get(
                state, lambda n: None
            )(own)
            if state == "declined":
                steps.decline(own, reason="no room")
            if state == "returned":
                steps.send_back(own, reason="English level missing")
        if state == "confirmed":
            with open_door(world[who].pk):
                steps.confirm(Nomination.objects.get(pk=nomination.pk))
        with open_door(world[who].pk):
            return Nomination.objects.get(pk=nomination.pk)

    return make


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many answers the walks as every viewer searched."""
    passed = terminalreporter.stats.get("passed", [])
    searched = [n for report in passed for name, n in report.user_properties if name == "answers searched"]
    if searched:
        terminalreporter.write_line(
            f"{sum(searched)} answers to {len(searched)} viewers were searched for hidden words"
        )


@pytest.fixture
def cast_iter() -> Iterator[str]:
    """Names of the cast."""
    return iter(name for name, *_ in PEOPLE)
