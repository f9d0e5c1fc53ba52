"""Long lists are checked and kept by the worker, in the name of the officer who sent them in.

How far it is stands in the cache, outside the transaction that keeps all or nothing. A worker that is killed leaves
the list as it was; the job is taken up again.
"""

import uuid

from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from taawun.ground.policy.door import viewing
from taawun.ground.records.steps import Refused
from taawun.people.accounts.models import Account

from ..models import NomineeList
from ..steps import lists
from .checking import Progress
from .keeping import Cancelled

AT_ONCE = 1000  # rows that a page checks and keeps by itself
_KEEP = 3600
# The database went away in the middle: nothing was kept, and the list is taken up again when it is back.
AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3, retry_exceptions=[OperationalError, InterfaceError])


def how_far(key: uuid.UUID) -> tuple[int, int]:
    """Return how many rows of how many are done."""
    return cache.get(f"list:{key}:far", (0, 0))  # type: ignore[no-any-return]  # what `reporter` put there


def ask_to_stop(key: uuid.UUID) -> None:
    """Have the worker stop at its next word of progress; nothing of the list stays."""
    cache.set(f"list:{key}:stop", True, _KEEP)


def reporter(key: uuid.UUID) -> Progress:
    """Return what writes progress, and raises `Cancelled` once somebody asked to stop."""

    def report(done: int, of: int) -> None:
        if cache.get(f"list:{key}:stop"):
            raise Cancelled
        cache.set(f"list:{key}:far", (done, of), _KEEP)

    return report


def _language(account: int) -> str:
    return Account.objects.values_list("language", flat=True).get(pk=account)


@app.task(name="training.check_list", queue="lists", retry=AGAIN, pass_context=False)
def check_list(account: int, nominees: str) -> None:
    """Check a long list."""
    _work(account, nominees, NomineeList.State.CHECKING, lists.look)


@app.task(name="training.keep_list", queue="lists", retry=AGAIN, pass_context=False)
def keep_list(account: int, nominees: str) -> None:
    """Keep a long list, or say why not."""
    _work(account, nominees, NomineeList.State.KEEPING, lists.keep)


def _work(account: int, nominees: str, state: str, step: object) -> None:
    key = uuid.UUID(nominees)
    try:
        with translation.override(_language(account)), viewing(account):
            found = NomineeList.objects.filter(pk=key, state=state).first()
            if found is not None:
                step(found, progress=reporter(key))  # type: ignore[operator]  # a declared step
    except Cancelled:
        return
    except Refused as refusal:
        with translation.override(_language(account)), viewing(account):
            found = NomineeList.objects.filter(pk=key, state=NomineeList.State.KEEPING).first()
            if found is not None:
                lists.give_up(found, reason=str(refusal))
