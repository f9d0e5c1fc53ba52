"""A world in which every record carries words of its own, under labels of every kind.

Who should see which record is worked out here from the bare facts (party tree, memberships, levels, read as SQL) and
the five-line statement of the rule; the door is not asked.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import psycopg
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.testing import InMemoryConnector

from taawun.common.notices.models import Notice
from taawun.ground.localtime import today_at
from taawun.ground.policy.door import viewing
from taawun.ground.policy.labels import label_of
from taawun.ground.policy.models import Community, Identity, Label, Mandate, Membership, Party
from taawun.ground.policy.spec import visible
from taawun.ground.records.ids import uuid7
from taawun.ground.records.models import Part, Protected, Record, protected_models
from taawun.ground.records.steps import create
from taawun.people.accounts.enrol import enrol, give_mandate
from taawun.people.persons.models import Person
from taawun.work.training.models import Allotment, Assignment, Attendance, Headcount, Nomination, NomineeList, Run, Seat
from tests.cast import World, build

PREFIX = "kanari"  # every word begins with it, so that one expression finds them all
_letters = random.Random(20260216)

# kind: who makes the record, its level, the communities that it is for
KINDS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "public": ("badr", 0, ("public", "NIRC")),
    "community": ("badr", 1, ("ici", "NIRC")),
    "working_group": ("badr", 1, ("group", "NIRC")),
    "former_group": ("badr", 1, ("former", "NIRC")),
    "centre_and_qatar": ("badr", 1, ("NIRC", "QA")),
    "centre_alone": ("badr", 1, ("NIRC",)),
    "community_by_qatar": ("amal", 1, ("ici", "QA")),
    "qatar_and_centre": ("amal", 1, ("QA", "NIRC")),
    "qatar_alone": ("amal", 1, ("QA",)),
    "ministry_alone": ("mona", 1, ("QA-MOI",)),
    "bahrain_and_centre": ("carla", 1, ("BH", "NIRC")),
    "bahrain_alone": ("carla", 1, ("BH",)),
    "host_alone": ("karim", 1, ("KW",)),
}
# who asks beside the cast: name, party, roles, language
MORE_PEOPLE = [
    ("mona", "QA-MOI", ["liaison_officer"], "en"),
    ("salma", "QA", ["party_administrator"], "ar"),
    ("alternate", "QA", [], "en"),
    ("not_cleared", "QA", ["liaison_officer"], "en"),
    ("revoked", "QA", ["liaison_officer", "point_of_contact"], "en"),
    ("kawthar", "KW", ["point_of_contact"], "en"),
    ("former_member", "OM", ["liaison_officer"], "en"),
    ("observer", "JO", ["liaison_officer"], "en"),
    ("analyst", "NIRC", ["analyst"], "en"),
    ("duty", "NIRC", ["duty_officer"], "ar"),
    ("security", "NIRC", ["security_officer"], "en"),
    ("auditor", "NIRC", ["auditor"], "en"),
]
ANONYMOUS = "anonymous"
WHO = (
    ANONYMOUS, "amal", "dana", "carla", "karim", "badr", "omar", "huda", "nadia",
    *(name for name, *_ in MORE_PEOPLE),
)  # fmt: skip


def word() -> str:
    """Return a word that stands nowhere else."""
    return PREFIX + "".join(_letters.choices("bcdfghjklmnpqrstvwxz", k=10))


@dataclass(frozen=True)
class Canary:
    """A record that is stored, the words that only it holds, and the facts that say who may see it."""

    model: type[models.Model]
    pk: Any
    kind: str
    words: tuple[str, ...]
    code: str
    level: int
    audience: frozenset[int]
    reader: int | None = None  # a notice is its reader's alone
    run: Any = None

    @property
    def maker(self) -> str:
        """Who of the cast made it."""
        return KINDS[self.kind][0]


@dataclass(frozen=True)
class Asker:
    """Who asks, as the facts say: never as the door says."""

    name: str
    account: int | None
    party: int | None
    level: int
    communities: frozenset[int]
    roles: frozenset[str]

    def sees(self, canary: Canary) -> bool:
        """Say by the five-line statement whether this viewer may see a record."""
        if canary.reader is not None:
            return canary.reader == self.account
        return visible(self.level, self.communities, canary.level, canary.audience)


@dataclass
class Cage:
    """The world, its canaries, and who asks."""

    world: World
    canaries: list[Canary] = field(default_factory=list)
    askers: dict[str, Asker] = field(default_factory=dict)

    def of(self, model: type[models.Model]) -> list[Canary]:
        """Return the canaries of one kind of record."""
        return [c for c in self.canaries if c.model is model]


def fill(cage: Cage, superuser: str) -> None:
    """Build the world and store records of every kind in it (committed), then read the facts."""
    with queue.replace_connector(InMemoryConnector()):  # nothing may be left to do for a worker
        mandate = _people(cage.world)
        qatar = frozenset({cage.world.communities["QA"].pk})
        cage.canaries.append(Canary(Mandate, mandate.pk, "qatar_alone", (), "", 1, qatar))
        _records(cage)
        _around_one_run(cage)
        _notices(cage)
    cage.askers = {asker.name: asker for asker in facts(cage.world, superuser)}


def caged(superuser: str) -> Cage:
    """Return a world full of canaries."""
    cage = Cage(build())
    fill(cage, superuser)
    return cage


def _people(world: World) -> Mandate:
    today = today_at("Asia/Kuwait")
    for code, en in (("OM", "Oman"), ("JO", "Jordan")):
        party = Party.objects.create(code=code, kind="nation", name_en=en, name_ar=en, short_name_en=en)
        world.parties[code] = party
        world.communities[code] = Community.objects.create(key=code, party=party, name_en=en, name_ar=en)
    for key in ("group", "former"):
        world.communities[key] = Community.objects.create(
            key=key, name_en=key, name_ar=key, steward=world.parties["NIRC"]
        )
    ended, open_ = DateRange(date(2010, 1, 1), today), DateRange(date(2010, 1, 1), None)
    for community, code, status, valid in (
        ("ici", "OM", "member", ended), ("ici", "JO", "observer", open_),
        ("group", "NIRC", "member", open_), ("group", "QA", "member", open_), ("group", "BH", "partner", open_),
        ("group", "KW", "host", ended), ("former", "QA", "member", ended), ("former", "BH", "member", ended),
    ):  # fmt: skip
        Membership.objects.create(
            community=world.communities[community], party=world.parties[code], status=status, valid=valid
        )
    for name, code, roles, language in MORE_PEOPLE:
        world.accounts[name] = enrol(
            f"{name}@example.org", world.parties[code], roles, language=language, name_en=name.title(), name_ar=name
        )
    Identity.objects.filter(account=world["not_cleared"].pk).update(level_until=today - timedelta(days=1))
    Identity.objects.filter(account=world["revoked"].pk).update(active=False)
    dana, alternate = (Identity.objects.get(account=world[name].pk) for name in ("dana", "alternate"))
    return give_mandate(dana, alternate, "point_of_contact", today, today + timedelta(days=30))


# records


def _label(cage: Cage, level: int, keys: Sequence[str]) -> Label:
    return label_of(level, [1 if key == "public" else cage.world.communities[key] for key in keys])


def _fields(cage: Cage, model: type[Protected], kind: str, say: str, code: str, made: dict[Any, Any]) -> dict[str, Any]:
    """Fill every field that can hold a text with the word; choose something fitting for the others."""
    base = {f.name for f in Record._meta.get_fields()} | {"id", "label"}
    given: dict[str, Any] = {}
    for f in model._meta.concrete_fields:
        if f.name in base or f.name in PLAIN:
            continue
        if isinstance(f, models.ForeignKey):
            related = f.related_model
            if related in made:
                given[f.name] = made[related]
            elif related is Party:
                given[f.name] = cage.world.parties["QA" if "qatar" in kind else "BH"]
            elif not f.null:
                raise AssertionError(f"tests/canaries.py needs a sample for {model.__name__}.{f.name}")
        elif isinstance(f, models.EmailField):
            given[f.name] = f"{say}@example.org"
        elif isinstance(f, models.CharField | models.TextField) and not f.choices and (f.max_length or 99) >= 20:
            given[f.name] = code if f.name == "code" else f"{say} {f.name}"
    return given | SPECIAL.get(model.__name__, lambda say: {})(say)


# Fields whose values are keys of something else: a word in them would be no text that anybody wrote.
PLAIN = {"measures", "sponsor", "host", "replaces", "same_group_as", "area", "version", "key"}
TODAY = today_at("Asia/Kuwait")
SPECIAL: dict[str, Any] = {
    "Run": lambda say: {
        "state": "announced", "capacity": 90, "first_day": TODAY + timedelta(days=60),
        "last_day": TODAY + timedelta(days=64), "nominations_until": TODAY + timedelta(days=30),
        "languages": "en",
    },
    "Headcount": lambda say: {"number": 7, "qualifier": "exact"},
    "Nomination": lambda say: {"state": "accepted"} | DATED,
    "Seat": lambda say: {"pool": "open", "state": "used", "result": "completed", "completed_on": TODAY},
    "Allotment": lambda say: {"seats": 2, "promised": 2},
    "Attendance": lambda say: {"day": TODAY, "mark": "present"},
    "NomineeList": lambda say: {
        "content": f"Name (English)\n{say}\n".encode(), "state": "checked", "language": "en", "file_name": f"{say}.csv",
        "counts": {"wrong": 1}, "notes": [f"{say} note"],
        "findings": [{"row": 2, "outcome": "wrong", "name_en": f"{say} row", "name_ar": say, "run": "",
                      "problems": [[0, "name", f"{say} problem"]], "changes": [], "nominates": False}],
    },
    "Event": lambda say: {"when": "2019-02", "sort_day": date(2019, 2, 1)},
    "Agreement": lambda say: {"signed_on": "2019", "sort_day": date(2019, 1, 1)},
    "Statement": lambda say: {
        "value": 889, "qualifier": "exact", "measures": "trainees", "as_of": "2019-12-16",
        "as_of_last": date(2019, 12, 16), "comparable": True,
    },
    "Person": lambda say: {"birth_date": date(1990, 1, 1), "gender": "female", "phone": f"{say}"},
}  # fmt: skip
DATED = {
    name: timezone.now()
    for name in ("submitted_at", "endorsed_at", "decided_at", "waitlisted_at")
}  # fmt: skip


def _in_order() -> list[type[Protected]]:
    """Return the kinds of record, each after those that it points at."""
    waiting, ordered = list(protected_models()), []
    while waiting:
        ready = [
            m
            for m in waiting
            if not any(
                f.related_model in waiting and f.related_model is not m
                for f in m._meta.concrete_fields
                if isinstance(f, models.ForeignKey)
            )
        ]
        assert ready, waiting
        ordered += sorted(ready, key=lambda m: m.__name__)
        waiting = [m for m in waiting if m not in ready]
    return ordered


def _store(cage: Cage, model: type[Protected], kind: str, made: dict[Any, Any], **changes: Any) -> Any:
    """Store one record of a kind inside the open door, and remember what is in it."""
    _maker, level, keys = KINDS[kind]
    say, code = word(), word()
    label = changes.pop("label", None) or _label(cage, level, keys)
    given = _fields(cage, model, kind, say, code, made) | changes
    if issubclass(model, Part):
        record: Any = model.objects.create(label=label, **given)  # type: ignore[attr-defined]  # every model has a manager
    else:
        record = create(model, label=label, **given)  # type: ignore[type-var]  # what is no part is a record
    words = [say, str(record.pk)]
    words += [code] if given.get("code") == code else []
    words += [str(record.pseudonym)] if hasattr(record, "pseudonym") else []
    run = given.get("run")
    cage.canaries.append(
        Canary(model, record.pk, kind, tuple(words), given.get("code", ""), label.level, frozenset(label.audience),
               run=run.pk if run else None)
    )  # fmt: skip
    return record


def _records(cage: Cage) -> None:
    """One record of every model under every kind of label; each chain stands under one label."""
    for kind, (maker, _level, _keys) in KINDS.items():
        with viewing(cage.world[maker].pk):
            made: dict[Any, Any] = {}
            for model in _in_order():
                made[model] = _store(cage, model, kind, made)


def _around_one_run(cage: Cage) -> None:
    """What a centre really holds: runs in every state, and one run with nominations of several nations."""
    world = cage.world
    with viewing(world["badr"].pk):
        made: dict[Any, Any] = {}
        from taawun.work.training.models import Course

        made[Course] = _store(cage, Course, "community", made)
        for state in Run.State.values:
            begun = state not in {"planned", "announced", "nominations_closed", "go", "postponed"}
            days = {"first_day": TODAY - timedelta(days=2), "last_day": TODAY} if begun else {}
            run = _store(cage, Run, "community", made, state=state, **days)
            _filled(cage, run, made)
            if state in {"announced", "under_way"}:
                made[state] = run
        # looser than its run: the nation sees what concerns it, never the run that is the centre's alone
        hidden = made | {Run: _store(cage, Run, "centre_alone", made)}
        for kind in ("centre_and_qatar", "public"):
            own = hidden | {cls: _store(cage, cls, kind, hidden) for cls in (_trainer(),)}
            for model in (Headcount, Allotment, Assignment):
                party = {"party": world.parties["QA" if kind == "centre_and_qatar" else "NATO"]}
                _store(cage, model, kind, own, **(party if model is Allotment else {}))
    _nominations(cage, made["announced"], made["under_way"], made)


def _trainer() -> Any:
    from taawun.work.training.models import Trainer

    return Trainer


def _filled(cage: Cage, run: Run, made: dict[Any, Any]) -> None:
    """Seats promised, a trainer assigned, a headcount: under the label of the centre and Qatar."""
    own = made | {Run: run}
    own[_trainer()] = _store(cage, _trainer(), "centre_and_qatar", own, party=cage.world.parties["QA"])
    for model in (Allotment, Assignment, Headcount):
        changes = {"party": cage.world.parties["QA"]} if model is Allotment else {}
        _store(cage, model, "centre_and_qatar", own, **changes)


def _nominations(cage: Cage, announced: Run, under_way: Run, made: dict[Any, Any]) -> None:
    """Nominations of three nations in every state; where the centre gave a seat, that seat, its sheet and result."""
    world, states = cage.world, Nomination.State
    inside = (states.DRAFT, states.SUBMITTED, states.RETURNED)
    for maker, code, alone, released in (
        ("amal", "QA", "qatar_alone", "qatar_and_centre"),
        ("carla", "BH", "bahrain_alone", "bahrain_and_centre"),
        ("karim", "KW", "host_alone", "host_alone"),
    ):
        nominations = []
        with viewing(world[maker].pk):
            for state in states.values:
                kind = alone if state in inside else released
                run = under_way if state in {"attending", "completed", "not_completed", "no_show"} else announced
                own = made | {Run: run}
                own[Person] = _store(cage, Person, kind, own)
                centre = world.parties["NIRC"].pk if kind == released else None
                times = {} if state in inside else DATED
                nomination = _store(cage, Nomination, kind, own, state=state, steward_id=centre, **(
                    dict.fromkeys(DATED, None) | times))  # fmt: skip
                nominations.append((nomination, own, kind))
            _store(cage, NomineeList, alone, made | {Run: announced})
        if code != "KW":
            _seats(cage, nominations, world.parties[code])


def _seats(cage: Cage, nominations: list[Any], party: Party) -> None:
    label_kind = {"QA": "centre_and_qatar", "BH": "bahrain_and_centre"}[party.code]
    used = {"attending": "", "completed": "completed", "not_completed": "not_completed"}
    with viewing(cage.world["badr"].pk):
        for nomination, own, kind in nominations:
            held = {"accepted": "named", "confirmed": "confirmed", "waitlisted": "offered", "no_show": "no_show"}
            state = held.get(nomination.state) or ("used" if nomination.state in used else "")
            if not state or kind.endswith("_alone"):
                continue
            mine = own | {Nomination: nomination}
            until = timezone.now() + timedelta(days=2) if state == "offered" else None
            mine[Seat] = _store(
                cage, Seat, label_kind, mine, party=party, state=state, steward_id=party.pk, offered_until=until,
                result=used.get(nomination.state, ""), completed_on=TODAY if nomination.state == "completed" else None,
            )  # fmt: skip
            if state == "used":
                _store(cage, Attendance, label_kind, mine, day=TODAY - timedelta(days=1))


def _notices(cage: Cage) -> None:
    """A notice to each: its own alone, whatever its party."""
    for name, account in cage.world.accounts.items():
        if name == "revoked":
            continue
        say = word()
        with viewing(account.pk):
            notice = Notice.objects.create(
                id=uuid7(), account_id=account.pk, entry=uuid7(), act="training.nomination.accept", url="/nominations/",
                title_en=f"{say} title", title_ar=f"{say} عنوان", detail_en=say, detail_ar=say,
            )  # fmt: skip
        cage.canaries.append(
            Canary(Notice, notice.pk, f"notice of {name}", (say, str(notice.pk)), "", 0, frozenset(), account.pk)
        )


# who asks: the facts, by SQL


def facts(world: World, superuser: str) -> Iterator[Asker]:
    """Work out each viewer's level, communities and roles from the stored facts, without the door."""
    with psycopg.connect(superuser) as admin:
        parents = dict(admin.execute("SELECT id, parent_id FROM policy_party").fetchall())
        own = dict(admin.execute("SELECT party_id, id FROM policy_community WHERE party_id IS NOT NULL").fetchall())
        memberships = admin.execute("SELECT party_id, community_id, lower(valid), upper(valid) FROM policy_membership")
        members = [(party, community) for party, community, first, end in memberships.fetchall() if _on(first, end)]
        grants = admin.execute("SELECT account_id, role, lower(valid), upper(valid) FROM policy_rolegrant").fetchall()
        mandates = admin.execute("SELECT alternate_id, role FROM policy_mandate WHERE ended_at IS NULL").fetchall()
        identities = admin.execute("SELECT account, party_id, level, level_until, active FROM policy_identity")
        known = {account: rest for account, *rest in identities.fetchall()}
    yield Asker(ANONYMOUS, None, None, 0, frozenset({1}), frozenset())
    for name, account in world.accounts.items():
        party, level, until, active = known[account.pk]
        if not active:
            yield Asker(name, None, None, 0, frozenset({1}), frozenset())
            continue
        line, at = [], party
        while at is not None:
            line.append(at)
            at = parents[at]
        held = {1} | {own[p] for p in line} | {community for p, community in members if p in line}
        roles = {role for holder, role, first, end in grants if holder == account.pk and _on(first, end)}
        roles |= {role for holder, role in mandates if holder == account.pk}
        cleared = level if until is None or until >= TODAY else 0
        yield Asker(name, account.pk, party, cleared, frozenset(held), frozenset(roles))


def _on(first: date | None, end: date | None) -> bool:
    return (first is None or first <= TODAY) and (end is None or end > TODAY)
