"""From a step to those whom it tells: what is queued in the step's transaction, and who they are when it runs."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from taawun.ground.policy.door import current
from taawun.ground.policy.models import Identity, Installation
from taawun.ground.records.models import Record
from taawun.ground.records.steps import Step, Telling
from taawun.people.accounts.models import Account

if TYPE_CHECKING:
    from procrastinate.types import JSONDict


def queue(step: Step, record: Record, entry: Any, tellings: Sequence[Telling]) -> None:
    """Queue one task for each telling, on the connection and in the transaction of the step.

    Whoever took the step is not told of it: she knows.
    """
    act = f"{record._meta.app_label}.{record._meta.model_name}.{step.name}"
    tell_later(act, record, entry, tellings)


def tell_later(act: str, record: Record, entry: Any, tellings: Iterable[Telling]) -> None:
    """Queue the telling of `act` on `record` in this transaction; tasks take ids only."""
    from .tasks import tell

    jobs: list[JSONDict] = [
        {
            "party_id": telling.party_id,
            "roles": list(telling.roles),
            "act": act,
            "subject_type": record._meta.label_lower,
            "subject": str(record.pk),
            "entry": str(entry),
            "by": current().account_id,
        }
        for telling in tellings
    ]
    if jobs:
        tell.batch_defer(*jobs)


def readers(party_id: int, roles: Sequence[str], by: int | None = None) -> list[Account]:
    """Return who may have to be told: active accounts of a party that have, had or will have one of the roles.

    Which of them hold it today is for the door to say, which works out grants and mandates. Nobody reads the
    centre's own account, so it is told nothing.
    """
    found = Identity.objects.filter(party_id=party_id, active=True).exclude(account=by or 0)
    found = found.exclude(
        account__in=Installation.objects.filter(centre_account__isnull=False).values("centre_account")
    )
    if roles:
        found = found.filter(Q(grants__role__in=roles) | Q(mandates_held__role__in=roles))
    return list(Account.objects.filter(pk__in=found.values("account"), is_active=True).order_by("pk"))
