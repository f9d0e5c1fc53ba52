"""Mandates: written authority by which an alternate acts in a role of a colleague of the same party, for dated days.

A mandate is no record (the rule is worked out from it), so it is given and ended here alone, and each leaves an entry
in the ledger under a label of the party's own.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.ground.ledger.write import write_fact
from taawun.ground.localtime import today_at
from taawun.ground.policy.door import Viewer, current, installation
from taawun.ground.policy.labels import own_label
from taawun.ground.policy.models import Identity, Mandate, RoleGrant
from taawun.ground.records.steps import Refused

from .enrol import give_mandate
from .models import Account
from .roles import Role

GIVERS = (Role.POINT_OF_CONTACT, Role.PARTY_ADMINISTRATOR)
LONGEST = timedelta(days=365)
_SUBJECT = "policy.mandate"


def today() -> date:
    """Return the centre's day, by which mandates begin and end."""
    return today_at(installation().zone)


def own_roles(account_id: int | None) -> set[str]:
    """Return the roles that an account holds today itself: what it holds by mandate cannot be passed on."""
    if account_id is None:
        return set()
    held = RoleGrant.objects.filter(account=account_id, valid__contains=today())
    return set(held.values_list("role", flat=True))


def roles_to_give(viewer: Viewer) -> list[Role]:
    """Return the roles for which the viewer may name an alternate; none where she holds no giver's role herself."""
    own = own_roles(viewer.account_id)
    return [role for role in Role if role in own] if own & set(GIVERS) else []


def colleagues(viewer: Viewer) -> QuerySet[Account]:
    """Return those whom the viewer may name: other people of the same party with an active account."""
    mine = {pk for pk in (viewer.account_id, installation().centre_account_id) if pk is not None}
    # the centre's own account acts by stated rules and stands in for nobody
    people = Identity.objects.filter(party=viewer.party_id, active=True).exclude(account__in=mine)
    return Account.objects.filter(pk__in=people.values("account"), is_active=True).order_by("name_en", "name_ar", "pk")


def give(alternate: Account, role: str, first: date, last: date) -> Mandate:
    """Let a colleague act in a role that the viewer holds herself, from `first` to `last`, both included.

    Raises `Refused` with the field that it is about: another party's person, a role held by mandate or not at all,
    days that lie in the past or more than a year ahead, days for which she is named already.
    """
    viewer = current()
    if role not in roles_to_give(viewer):
        raise Refused(_("You name an alternate only for a role that you hold yourself."), "role")
    if not colleagues(viewer).filter(pk=alternate.pk).exists():
        raise Refused(_("Choose a colleague of your own party."), "alternate")
    _refuse_days(first, last)
    principal, other = (Identity.objects.get(account=pk) for pk in (viewer.account_id or 0, alternate.pk))
    days = DateRange(first, last, "[]")
    if Mandate.objects.filter(
        principal=principal, alternate=other, role=role, ended_at=None, valid__overlap=days
    ).exists():
        raise Refused(_("This colleague already has a mandate for this role on one of these days."), "first")
    mandate = give_mandate(principal, other, role, first, last)
    _note("give", mandate, before="", after="given")
    return mandate


def _refuse_days(first: date, last: date) -> None:
    now = today()
    if first < now:
        raise Refused(_("A mandate begins today or later."), "first")
    if last < first:
        raise Refused(_("The last day cannot be before the first."), "last")
    if last > now + LONGEST:
        raise Refused(_("A mandate ends within a year. Choose an earlier last day."), "last")


def may_end(viewer: Viewer, mandate: Mandate) -> bool:
    """Say whether the viewer may end a mandate: who gave it, or an administrator of the same party."""
    if mandate.principal_id == viewer.account_id:
        return True
    return mandate.principal.party_id == viewer.party_id and Role.PARTY_ADMINISTRATOR in own_roles(viewer.account_id)


def end(mandate: Mandate) -> None:
    """End a mandate at once; the alternate's next request is her own again."""
    held = Mandate.objects.select_for_update(no_key=True, of=("self",)).select_related("principal").get(pk=mandate.pk)
    if not may_end(current(), held):
        raise Refused(_("Whoever gave a mandate ends it, or an administrator of the same party."))
    if held.ended_at is not None:
        raise Refused(_("This mandate was ended already."))
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    _note("end", held, before="given", after="ended")


def _note(act: str, mandate: Mandate, *, before: str, after: str) -> None:
    """Leave the trace. Mandates are numbered, not identified by UUID: the number stands in the entry's subject."""
    write_fact(
        f"{_SUBJECT}.{act}",
        {
            "mandate": mandate.pk,
            "principal": mandate.principal_id,
            "alternate": mandate.alternate_id,
            "role": mandate.role,
            "first": mandate.valid.lower,
            "end": mandate.valid.upper,
        },
        label=own_label(),
        originator_id=mandate.principal.party_id,
        subject_type=_SUBJECT,
        subject=uuid.UUID(int=mandate.pk),
        before=before,
        after=after,
    )


@dataclass(frozen=True)
class Shown:
    """A mandate as the list shows it."""

    mandate: Mandate
    principal: Account
    alternate: Account
    role: str
    first: date | None
    last: date | None
    standing: str  # valid, ahead, over or ended
    may_end: bool


def of_party(viewer: Viewer) -> list[Shown]:
    """Return the mandates of the viewer's own party, those that count first, then the newest."""
    held = Mandate.objects.filter(principal__party=viewer.party_id).select_related("principal")
    accounts = Account.objects.in_bulk({pk for m in held for pk in (m.principal_id, m.alternate_id)})
    day, own = today(), own_roles(viewer.account_id)
    rows = []
    for mandate in held.order_by("-pk"):
        standing = _standing(mandate, day)
        mine = mandate.principal_id == viewer.account_id or Role.PARTY_ADMINISTRATOR in own
        rows.append(
            Shown(
                mandate=mandate,
                principal=accounts[mandate.principal_id],
                alternate=accounts[mandate.alternate_id],
                role=str(Role(mandate.role).label),
                first=mandate.valid.lower,
                last=mandate.valid.upper - timedelta(days=1) if mandate.valid.upper else None,
                standing=standing,
                may_end=mine and standing in ("valid", "ahead"),
            )
        )
    return sorted(rows, key=lambda row: ("valid", "ahead", "over", "ended").index(row.standing))


def _standing(mandate: Mandate, day: date) -> str:
    if mandate.ended_at is not None:
        return "ended"
    if mandate.valid.upper is not None and day >= mandate.valid.upper:
        return "over"
    return "ahead" if mandate.valid.lower is not None and day < mandate.valid.lower else "valid"


@dataclass(frozen=True)
class Colleague:
    """An account of a party with what it may do today."""

    account: Account
    identity: Identity
    roles: list[str]
    by_mandate: list[str]


def people_of(viewer: Viewer) -> list[Colleague]:
    """Return the accounts of the viewer's own party with their roles, and those held by mandate, today."""
    day = today()
    identities = {i.account: i for i in Identity.objects.filter(party=viewer.party_id)}
    grants = RoleGrant.objects.filter(account__in=identities, valid__contains=day)
    valid = Q(valid__contains=day, ended_at=None)
    mandates = Mandate.objects.filter(valid, alternate__in=identities)
    accounts = Account.objects.filter(pk__in=identities).order_by("name_en", "name_ar", "pk")
    return [
        Colleague(
            account=account,
            identity=identities[account.pk],
            roles=[
                str(role.label) for role in Role if any(g.account_id == account.pk and g.role == role for g in grants)
            ],
            by_mandate=[str(Role(m.role).label) for m in mandates if m.alternate_id == account.pk],
        )
        for account in accounts
    ]
