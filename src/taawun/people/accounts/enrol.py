"""Making accounts, and giving roles and mandates."""

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from taawun.ground.policy.models import Identity, Mandate, Party, RoleGrant

from .models import Account


def enrol(
    email: str,
    party: Party,
    roles: Iterable[str],
    *,
    password: str | None = None,
    level: int = 1,
    since: date | None = None,
    **fields: object,
) -> Account:
    """Make an account of `party` with roles valid from `since` on (None: always). For commands and scenarios."""
    account = Account.objects.create_user(email, password, **fields)
    identity = Identity.objects.create(account=account.pk, party=party, level=level)
    RoleGrant.objects.bulk_create(
        RoleGrant(account=identity, role=role, valid=DateRange(since, None)) for role in roles
    )
    return account


def give_mandate(principal: Identity, alternate: Identity, role: str, first: date, last: date) -> Mandate:
    """Let `alternate` act in `role` for `principal` from `first` to `last`, both days included."""
    return Mandate.objects.create(
        principal=principal, alternate=alternate, role=role, valid=DateRange(first, last, "[]")
    )
