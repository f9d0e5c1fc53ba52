"""Passwords of demonstration accounts: made for each installation, kept in a file that its owner alone reads."""

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taawun.ground.policy.models import Identity, RoleGrant
from taawun.people.accounts.models import Account

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT = "demo-accounts.json"
_SOUNDS = tuple(first + second for first in "bdfgklmnprstvz" for second in "aeiou")
_GROUPS, _SOUNDS_A_GROUP = 4, 3  # 70 sounds, twelve of them: 73 bits


@dataclass(frozen=True, slots=True)
class Key:
    """How one signs in as somebody of the demonstration."""

    party: str
    role: str
    language: str
    email: str
    password: str
    stamp: str = ""


def demonstration_keys(folder: Path) -> list[Key]:
    """The keys of all demonstration accounts, those kept in `folder` where they still fit, else new ones.

    Writes them to `demo-accounts.json` (mode 0600). The stamp tells whether a kept password is still
    the account's, without the cost of trying it.
    """
    kept = {key.email: key for key in _read(folder / KEPT)}
    identities = {
        identity.account: identity
        for identity in Identity.objects.select_related("party").filter(account__in=_accounts().values("pk"))
    }
    roles: dict[int, list[str]] = {}
    for holder, role in RoleGrant.objects.order_by("id").values_list("account", "role"):
        roles.setdefault(holder, []).append(role)
    keys = []
    for account in _accounts():
        known = kept.get(account.email)
        if known is not None and known.stamp == _stamp(account):
            password = known.password
        else:
            password = new_password()
            account.set_password(password)
            account.save(update_fields=["password"])
        keys.append(
            Key(
                party=identities[account.pk].party.code,
                role=", ".join(roles.get(account.pk, [])),
                language=account.language,
                email=account.email,
                password=password,
                stamp=_stamp(account),
            )
        )
    _write(folder / KEPT, keys)
    return keys


def new_password() -> str:
    """A password that can be read out and typed: four groups of three sounds."""
    groups = ("".join(secrets.choice(_SOUNDS) for _ in range(_SOUNDS_A_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def table(keys: list[Key]) -> str:
    """The keys as columns for a terminal."""
    rows = [("party", "role", "language", "e-mail", "password")]
    rows += [(key.party, key.role.replace("_", " "), key.language, key.email, key.password) for key in keys]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _accounts() -> "QuerySet[Account]":
    return Account.objects.filter(demonstration=True).order_by("pk")


def _stamp(account: Account) -> str:
    return hashlib.sha256(account.password.encode()).hexdigest()[:16]


def _read(path: Path) -> list[Key]:
    try:
        return [Key(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []  # lost or broken: new passwords are made


def _write(path: Path, keys: list[Key]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump([asdict(key) for key in keys], out, ensure_ascii=False, indent=1)
        out.write("\n")
    fresh.replace(path)
