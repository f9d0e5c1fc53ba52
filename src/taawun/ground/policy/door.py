"""The one door: who asks is set for one transaction, and nothing is read or written outside it.

An exception, or an answer of 400 and above (`turn_back`), leaves nothing behind. Doors do not nest: a view or a task
that opens a second one would act as two people in one transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db import connection, transaction

from .models import Identity, Installation, Mandate, Party, RoleGrant


class NoViewer(RuntimeError):
    """A record was asked for outside the door."""


class DoorsDoNotNest(RuntimeError):
    """A door was opened inside another."""


@dataclass(frozen=True)
class MandateHeld:
    """An alternate's mandate that is valid today: in which role, for whom, until when."""

    role: str
    principal_id: int
    until: date | None


@dataclass(frozen=True)
class Viewer:
    """Who asks, as the database worked it out when the door opened.

    `communities` are ids valid on the centre's day; `roles` are the account's own and those held by mandate.
    """

    account_id: int | None
    party_id: int | None
    level: int
    communities: frozenset[int]
    roles: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def party(self) -> Party | None:
        """The party in whose name the viewer acts."""
        return Party.objects.get(pk=self.party_id) if self.party_id else None

    @cached_property
    def mandates(self) -> tuple[MandateHeld, ...]:
        """The mandates by which this viewer acts as an alternate today."""
        if self.account_id is None:
            return ()
        held = Mandate.objects.filter(alternate_id=self.account_id, ended_at=None).extra(
            where=["valid @> policy.today()"]
        )
        return tuple(MandateHeld(m.role, m.principal_id, _last_day(m)) for m in held if m.role in self.roles)

    @cached_property
    def own_roles(self) -> frozenset[str]:
        """The roles that the account holds itself today, those held by mandate left out."""
        held = RoleGrant.objects.filter(account=self.account_id).extra(where=["valid @> policy.today()"])
        return frozenset(held.values_list("role", flat=True))

    def holds(self, *roles: str) -> bool:
        """Say whether the viewer holds one of `roles`."""
        return not self.roles.isdisjoint(roles)


def _last_day(mandate: Mandate) -> date | None:
    """Return the last day on which a mandate is valid: a range of the database ends before its upper bound."""
    return mandate.valid.upper - timedelta(days=1) if mandate.valid.upper else None


_current: ContextVar[Viewer | None] = ContextVar("viewer", default=None)


def current() -> Viewer:
    """Return the viewer of this transaction; raise `NoViewer` outside the door."""
    viewer = _current.get()
    if viewer is None:
        raise NoViewer("Open the door first: policy.door.viewing(account_id).")
    return viewer


def is_open() -> bool:
    """Say whether a viewer is set."""
    return _current.get() is not None


def turn_back() -> None:
    """Roll the transaction of this door back when it closes, without an exception."""
    transaction.set_rollback(True)


@contextmanager
def viewing(account_id: int | None) -> Iterator[Viewer]:
    """Open the door for an account (None: anybody), in one transaction.

    Raises `DoorsDoNotNest` inside another door. The viewer is cleared on the way out, whatever happens.
    """
    if _current.get() is not None:
        raise DoorsDoNotNest("A viewer is set already.")
    with transaction.atomic(durable=True), _entered(account_id) as viewer:
        yield viewer


@contextmanager
def taking_turns() -> Iterator[Callable[[int | None], AbstractContextManager[Viewer]]]:
    """Open one transaction in which accounts act one after the other: all of it is kept, or nothing.

    For what founds or copies a whole installation (a scenario): each record is still written by its own originator.
    Requests and tasks act for one account and open `viewing`.
    """
    if _current.get() is not None:
        raise DoorsDoNotNest("A viewer is set already.")
    with transaction.atomic(durable=True):
        yield _entered


@contextmanager
def _entered(account_id: int | None) -> Iterator[Viewer]:
    if _current.get() is not None:
        raise DoorsDoNotNest("A viewer is set already.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM policy.enter(%s)", [account_id])
        account, party, level, communities, roles = cursor.fetchone()
    viewer = Viewer(account, party, level, frozenset(communities), frozenset(roles))
    token = _current.set(viewer)
    try:
        yield viewer
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                # what was deferred must not fail at COMMIT, where nobody can explain it
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SELECT policy.leave()")
    finally:
        _current.reset(token)


def installation() -> Installation:
    """Return the facts of this installation; raise `Installation.DoesNotExist` before a scenario is loaded."""
    return Installation.objects.select_related("centre").get(pk=1)


def centre_account() -> int:
    """Return the account in whose name the centre itself acts (clock, wait list, notices)."""
    account = installation().centre_account_id
    if account is None:
        raise Identity.DoesNotExist("The installation has no account of its own.")
    return account
