"""The account in whose name a scenario is written and copied, one party after the other.

It has no e-mail and no password, so nobody can sign in with it; between two scenarios it is inactive,
and then the rule takes it for anybody.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from taawun.ground.policy.door import Viewer, installation
from taawun.ground.policy.models import Identity, Party

ARCHIVIST = 0
Enter = Callable[[int | None], AbstractContextManager[Viewer]]


def acting_for(enter: Enter, party: Party) -> AbstractContextManager[Viewer]:
    """Enter in the name of `party`, seeing what it sees at the highest level that the installation accepts."""
    Identity.objects.update_or_create(
        account=ARCHIVIST, defaults={"party": party, "level": installation().highest_level, "active": True}
    )
    return enter(ARCHIVIST)


def retire() -> None:
    """Leave the account with nothing: inactive, at the centre, without a level."""
    Identity.objects.filter(pk=ARCHIVIST).update(party=installation().centre, level=0, active=False)
