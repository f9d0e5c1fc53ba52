"""The open facts of an installation: parties, communities, areas, accounts, and which party is the centre.

The rule is worked out from these, so they stand before the first viewer enters.
"""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange

from taawun.ground.localtime.partial import PartialDate
from taawun.ground.policy.models import Community, Identity, Installation, Membership, Party
from taawun.people.accounts.enrol import enrol, give_mandate
from taawun.people.accounts.roles import Role
from taawun.people.parties.models import Area, Profile

from .rows import MembershipRow
from .world import World

CENTRE_ADDRESS = "centre@taawun.invalid"
ONE_DAY = dt.timedelta(days=1)


def found(world: World) -> dict[str, Party]:
    """Write the open facts of `world`; give the parties by code."""
    parties = _parties(world)
    _communities(world, parties)
    Area.objects.bulk_create(
        Area(
            key=row.key,
            name_en=row.name_en,
            name_ar=row.name_ar,
            ar_by=row.ar_by,
            of_the_eight=bool(row.of_the_eight),
            order=order,
        )
        for order, row in enumerate(world.areas, start=1)
    )
    settings = world.settings
    centre = parties[settings.centre]
    own = enrol(
        CENTRE_ADDRESS,
        centre,
        [Role.REGISTRAR, Role.COURSE_DIRECTOR],
        level=settings.highest_level,
        name_en=centre.short_name_en or centre.name_en,
        name_ar=centre.short_name_ar or centre.name_ar,
    )
    Installation.objects.create(
        id=1,
        centre=centre,
        centre_account=Identity.objects.get(account=own.pk),
        zone=settings.zone,
        highest_level=settings.highest_level,
        name_en=settings.name_en,
        name_ar=settings.name_ar,
        demonstration_en=settings.rule_en,
        demonstration_ar=settings.rule_ar,
        scenario=settings.key,
    )
    _accounts(world, parties)
    return parties


def _parties(world: World) -> dict[str, Party]:
    made = {
        row.code: Party(
            code=row.code,
            kind=row.kind,
            name_en=row.name_en,
            name_ar=row.name_ar,
            short_name_en=row.short_name_en,
            short_name_ar=row.short_name_ar,
            protocol_order=order if row.protocol_order is None else row.protocol_order,
            endorses=bool(row.endorses),
        )
        for order, row in enumerate(world.parties, start=1)
    }
    Party.objects.bulk_create(made.values())
    for row in world.parties:
        made[row.code].parent = made.get(row.parent)
    Party.objects.bulk_update(made.values(), ["parent"])
    Profile.objects.bulk_create(
        Profile(
            party=made[row.code],
            hosted_by=made.get(row.hosted_by),
            what_it_does_en=row.what_it_does_en,
            what_it_does_ar=row.what_it_does_ar,
            note_en=row.note_en,
            note_ar=row.note_ar,
            source=row.source,
            confidence=row.confidence,
            ar_by=row.ar_by,
        )
        for row in world.parties
    )
    return made


def _communities(world: World, parties: dict[str, Party]) -> None:
    own = [
        Community(key=row.code, party=parties[row.code], name_en=row.name_en, name_ar=row.name_ar, ar_by=row.ar_by)
        for row in world.parties
    ]
    named = {
        row.key: Community(
            key=row.key, name_en=row.name_en, name_ar=row.name_ar, ar_by=row.ar_by, steward=parties[row.steward]
        )
        for row in world.communities
    }
    Community.objects.bulk_create([*own, *named.values()])
    Membership.objects.bulk_create(
        Membership(
            community=named[row.community],
            party=parties[row.party],
            status=row.status,
            valid=span(row),
            since=row.since,
            until=row.until,
            note_en=row.note_en,
            note_ar=row.note_ar,
            source=row.source,
            confidence=row.confidence,
        )
        for row in world.memberships
    )


def span(row: MembershipRow) -> DateRange:
    """The days on which a status is valid: an end known to the year lasts to its last day."""
    last = PartialDate(row.until).last
    return DateRange(PartialDate(row.since).first, last + ONE_DAY if last else None)


def _accounts(world: World, parties: dict[str, Party]) -> None:
    identities = {}
    for row in world.accounts:
        account = enrol(
            row.email,
            parties[row.party],
            row.roles,
            level=row.level,
            name_en=row.name_en,
            name_ar=row.name_ar,
            language=row.language,
            demonstration=bool(row.demonstration),
        )
        identity = Identity.objects.get(account=account.pk)
        if row.level_until:
            identity.level_until = row.level_until
            identity.save()
        identities[row.email] = identity
    roles = {row.email: row.roles for row in world.accounts}
    for row in world.accounts:
        if row.acts_for and row.mandate_from and row.mandate_until:
            for role in roles[row.acts_for]:
                give_mandate(identities[row.acts_for], identities[row.email], role, row.mandate_from, row.mandate_until)
