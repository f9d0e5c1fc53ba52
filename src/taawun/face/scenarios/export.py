"""Writes an installation as a world: what `load` reads back as the same one.

A command of whoever runs the machine: it visits every party in turn, reads what that party originated, and
leaves an entry in the ledger for every person and nomination that it took.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from taawun.face.reporting.models import Statement
from taawun.ground.ledger.write import write_many
from taawun.ground.policy.door import installation, taking_turns
from taawun.ground.policy.models import Community, Identity, Label, Mandate, Membership, Party, RoleGrant
from taawun.people.accounts.models import Account
from taawun.people.parties.models import Area, Profile
from taawun.people.persons.models import Person
from taawun.work.agreements.models import Agreement
from taawun.work.meetings.models import Event
from taawun.work.training.models import (
    Allotment,
    Assignment,
    Attendance,
    Course,
    Headcount,
    Nomination,
    Run,
    Seat,
    Trainer,
)

from . import making, rows
from .archivist import acting_for, retire
from .columns import LIST_SEPARATOR
from .making import same
from .world import World

ACT = "export"
ONE_DAY = dt.timedelta(days=1)
PARTY = ("code", "kind", "name_en", "name_ar", "short_name_en", "short_name_ar", "protocol_order", "endorses")
PROFILE = ("ar_by", "what_it_does_en", "what_it_does_ar", "note_en", "note_ar", "source", "confidence")
MEMBERSHIP = ("status", "since", "until", "note_en", "note_ar", "source", "confidence")
HEADCOUNT = ("number", "qualifier", "of_en", "of_ar", "source", "basis")
TRAINER = ("name_en", "name_ar", "post_en", "post_ar", "email", "basis")
NOMINATION = (
    "state", "remark", "reason", "submitted_at", "endorsed_at", "decided_at", "waitlisted_at", "basis",
)  # fmt: skip
SEAT = ("pool", "state", "offered_until", "result", "completed_on", "basis")


def export() -> World:
    """The installation as a world. Raises `Installation.DoesNotExist` where nothing was ever loaded."""
    with taking_turns() as enter:
        world = _open_facts()
        keys = dict(Community.objects.values_list("pk", "key"))
        with acting_for(enter, installation().centre):
            world = _centres(world, keys)
        for party in Party.objects.order_by("protocol_order", "code"):
            with acting_for(enter, party):
                world = _of_a_party(world, party, keys)
        with acting_for(enter, installation().centre):
            world = _seats(world)
        retire()
    return world


def _open_facts() -> World:
    here = installation()
    return World(
        settings=rows.Settings(
            key=here.scenario,
            name_en=here.name_en,
            name_ar=here.name_ar,
            centre=here.centre.code,
            zone=here.zone,
            highest_level=here.highest_level,
            demonstration=bool(here.demonstration_en),
            rule_en=here.demonstration_en,
            rule_ar=here.demonstration_ar,
        ),
        parties=tuple(_parties()),
        communities=tuple(
            rows.CommunityRow(
                key=each.key,
                name_en=each.name_en,
                name_ar=each.name_ar,
                ar_by=each.ar_by,
                steward=each.steward.code,
            )
            for each in Community.objects.filter(party=None).select_related("steward").order_by("pk")
            if each.steward
        ),
        memberships=tuple(
            rows.MembershipRow(community=each.community.key, party=each.party.code, **same(each, MEMBERSHIP))
            for each in Membership.objects.select_related("community", "party").order_by("pk")
        ),
        areas=tuple(
            rows.AreaRow(**same(each, ("key", "name_en", "name_ar", "ar_by", "of_the_eight")))
            for each in Area.objects.order_by("order", "key")
        ),
        accounts=tuple(_accounts(here.centre_account_id or 0)),
    )


def _parties() -> Iterable[rows.PartyRow]:
    profiles = {profile.party_id: profile for profile in Profile.objects.select_related("hosted_by")}
    for party in Party.objects.select_related("parent").order_by("protocol_order", "code"):
        profile = profiles.get(party.pk) or Profile(party=party)
        yield rows.PartyRow(
            parent=party.parent.code if party.parent else "",
            hosted_by=profile.hosted_by.code if profile.hosted_by else "",
            **same(party, PARTY),
            **same(profile, PROFILE),
        )


def _accounts(centre_account: int) -> Iterable[rows.AccountRow]:
    identities = {each.account: each for each in Identity.objects.select_related("party").filter(active=True)}
    roles: dict[int, list[str]] = {}
    for grant in RoleGrant.objects.extra(where=["valid @> policy.today()"]).order_by("pk"):
        roles.setdefault(grant.account_id, []).append(grant.role)
    mandates = {each.alternate_id: each for each in Mandate.objects.filter(ended_at=None).order_by("-pk")}
    accounts = {account.pk: account for account in Account.objects.exclude(pk=centre_account).order_by("pk")}
    for pk, account in accounts.items():
        if pk not in identities:
            continue
        mandate = mandates.get(pk)
        row = rows.AccountRow(
            party=identities[pk].party.code,
            roles=tuple(roles.get(pk, ())),
            level=identities[pk].level,
            level_until=identities[pk].level_until,
            **same(account, ("email", "name_en", "name_ar", "language", "demonstration")),
        )
        if mandate and mandate.principal_id in accounts:
            row = replace(
                row,
                acts_for=accounts[mandate.principal_id].email,
                mandate_from=mandate.valid.lower,
                mandate_until=mandate.valid.upper - ONE_DAY if mandate.valid.upper else None,
            )
        yield row


def _shown(label: Label, keys: dict[int, str]) -> dict[str, Any]:
    return {"level": label.level, "audience": tuple(sorted(keys[each] for each in label.audience))}


def _centres(world: World, keys: dict[int, str]) -> World:
    """What the centre keeps: catalogue, runs, facts, roster."""
    return replace(
        world,
        courses=tuple(
            rows.CourseRow(
                area=each.area.key if each.area else "",
                providers=tuple(each.providers),
                basis=each.basis,
                **_shown(each.label, keys),
                **same(each, making.COURSE),
            )
            for each in _mine(Course, "area")
        ),
        runs=tuple(_run(each, keys) for each in _mine(Run, "course")),
        headcounts=tuple(
            rows.HeadcountRow(
                run=each.run.code,
                same_group_as=each.same_group_as.code if each.same_group_as else "",
                **same(each, HEADCOUNT),
            )
            for each in _mine(Headcount, "run", "same_group_as")
        ),
        promises=tuple(
            rows.PromiseRow(
                run=each.run.code,
                party=each.party.code,
                seats=each.seats,
                promised=each.promised,
                fallen_back_at=each.fallen_back_at,
            )
            for each in _mine(Allotment, "run", "party")
        ),
        events=tuple(_event(each, keys) for each in _mine(Event)),
        agreements=tuple(_agreement(each, keys) for each in _mine(Agreement)),
        statements=tuple(
            rows.StatementRow(
                figure=each.measures,
                comparable=each.comparable,
                basis=each.basis,
                **_shown(each.label, keys),
                **same(each, making.STATEMENT),
            )
            for each in _mine(Statement)
        ),
        trainers=tuple(
            rows.TrainerRow(code=str(each.pk), party=each.party.code, **same(each, TRAINER))
            for each in _mine(Trainer, "party")
        ),
        assignments=tuple(
            rows.AssignmentRow(
                run=each.run.code,
                trainer=str(each.trainer_id),
                subject_en=each.subject_en,
                subject_ar=each.subject_ar,
                state=each.state,
            )
            for each in _mine(Assignment, "run")
        ),
    )


def _mine(model: Any, *related: str) -> Iterable[Any]:
    """Records of the centre, in the order in which they were made."""
    centre = installation().centre_id
    return model.objects.filter(originator=centre).select_related("label", *related).order_by("pk")  # type: ignore[no-any-return]


def _run(each: Run, keys: dict[int, str]) -> rows.RunRow:
    return rows.RunRow(
        course=each.course.code,
        start=each.when or (each.first_day.isoformat() if each.first_day else ""),
        end=each.until or (each.last_day.isoformat() if each.last_day else ""),
        capacity=each.capacity,
        offer_hours=each.offer_hours,
        nations=tuple(each.nations),
        providers=tuple(each.providers),
        languages=tuple(part for part in each.languages.split(LIST_SEPARATOR) if part),
        basis=each.basis,
        **_shown(each.label, keys),
        **same(each, making.RUN),
    )


def _event(each: Event, keys: dict[int, str]) -> rows.EventRow:
    return rows.EventRow(
        start=each.when,
        end=each.until,
        areas=tuple(each.areas),
        parties=tuple(each.parties),
        basis=each.basis,
        **_shown(each.label, keys),
        **same(each, making.EVENT),
    )


def _agreement(each: Agreement, keys: dict[int, str]) -> rows.AgreementRow:
    return rows.AgreementRow(
        party_a=tuple(each.party_a),
        party_b=tuple(each.party_b),
        areas=tuple(each.areas),
        status_en=each.standing_en,
        status_ar=each.standing_ar,
        basis=each.basis,
        **_shown(each.label, keys),
        **same(each, making.AGREEMENT),
    )


def _of_a_party(world: World, party: Party, keys: dict[int, str]) -> World:
    """The people and nominations that one party originated."""
    people = list(Person.objects.filter(originator=party).select_related("label", "steward").order_by("pk"))
    nominations = list(
        Nomination.objects.filter(originator=party).select_related("label", "steward", "run").order_by("pk")
    )
    for kept in (people, nominations):
        if kept:
            write_many(f"{kept[0]._meta.label_lower}.{ACT}", kept)
    return replace(
        world,
        persons=(
            *world.persons,
            *(
                rows.PersonRow(
                    code=str(each.pk),
                    party=party.code,
                    steward=each.steward.code if each.steward else "",
                    pseudonym=str(each.pseudonym),
                    basis=each.basis,
                    **_shown(each.label, keys),
                    **same(each, making.PERSON),
                )
                for each in people
            ),
        ),
        nominations=(
            *world.nominations,
            *(
                rows.NominationRow(
                    code=str(each.pk),
                    party=party.code,
                    steward=each.steward.code if each.steward else "",
                    run=each.run.code,
                    person=str(each.person_id),
                    replaces=str(each.replaces_id or ""),
                    **_shown(each.label, keys),
                    **same(each, NOMINATION),
                )
                for each in nominations
            ),
        ),
    )


def _seats(world: World) -> World:
    return replace(
        world,
        seats=tuple(
            rows.SeatRow(
                code=str(each.pk),
                run=each.run.code,
                party=each.party.code,
                nomination=str(each.nomination_id or ""),
                pseudonym=str(each.pseudonym),
                **same(each, SEAT),
            )
            for each in _mine(Seat, "run", "party")
        ),
        attendance=tuple(
            rows.AttendanceRow(seat=str(each.seat_id), day=each.day, mark=each.mark)
            for each in Attendance.objects.order_by("seat_id", "day")
        ),
    )
