"""Writing to the ledger, in the transaction of the act."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import BinaryField, JSONField
from django.utils import timezone

from taawun.ground.policy.door import current
from taawun.ground.policy.models import Label
from taawun.ground.records.bulk import insert
from taawun.ground.records.ids import uuid7
from taawun.ground.records.models import Protected, Record

from .models import Entry, Pending, Salt


def digest_of(salt: bytes, content: Mapping[str, Any]) -> bytes:
    """Return SHA-256 over the salt and the canonical JSON of what an entry commits to."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(salt + canonical.encode()).digest()


def _content(record: Protected) -> dict[str, Any]:
    """Return what an entry commits to: every field but times and files (a file has a digest of its own)."""
    fields = (f for f in record._meta.concrete_fields if not isinstance(f, BinaryField | JSONField))
    return {f.attname: getattr(record, f.attname) for f in fields if f.attname not in ("updated_at", "created_at")}


def write(
    act: str,
    record: Record,
    *,
    before: str = "",
    after: str = "",
    rule: str = "",
    for_account: int | None = None,
) -> uuid.UUID:
    """Write one entry about `record` under its label, and return the entry's id."""
    return write_many(act, [record], before=before, after=after, rule=rule, for_account=for_account)[0]


def write_many(
    act: str,
    records: Sequence[Record],
    *,
    before: str = "",
    after: str = "",
    rule: str = "",
    for_account: int | None = None,
) -> list[uuid.UUID]:
    """Write one entry for each record (a list that was kept, a file that was downloaded), in three statements."""
    viewer, now = current(), timezone.now()
    entries, salts = [], []
    for record in records:
        salt, key = secrets.token_bytes(16), uuid7()
        content = {"act": act, "id": key, "before": before, "after": after, "record": _content(record)}
        salts.append(Salt(entry=key, salt=salt))
        entries.append(
            Entry(
                id=key,
                at=now,
                act=act,
                account=viewer.account_id,
                party_id=viewer.party_id or record.originator_id,
                for_account=for_account,
                subject=record.pk,
                subject_type=record._meta.label_lower,
                originator_id=record.originator_id,
                label_id=record.label_id,
                state_before=before,
                state_after=after,
                rule=rule,
                digest=digest_of(salt, content),
            )
        )
    insert(entries)
    insert(salts)
    insert([Pending(entry=e.id) for e in entries])
    return [e.id for e in entries]


def write_fact(
    act: str,
    content: Mapping[str, Any],
    *,
    label: Label,
    originator_id: int,
    subject_type: str,
    subject: uuid.UUID | None = None,
    before: str = "",
    after: str = "",
) -> uuid.UUID:
    """Write one entry about what is no record (a mandate, an account) under a label of the acting party's.

    `content` is what the entry commits to by its digest; it is not kept here.
    """
    viewer, salt, key = current(), secrets.token_bytes(16), uuid7()
    whole = {"act": act, "id": key, "before": before, "after": after, "fact": dict(content)}
    entry = Entry(
        id=key,
        at=timezone.now(),
        act=act,
        account=viewer.account_id,
        party_id=viewer.party_id or originator_id,
        subject=subject,
        subject_type=subject_type,
        originator_id=originator_id,
        label_id=label.pk,
        state_before=before,
        state_after=after,
        digest=digest_of(salt, whole),
    )
    insert([entry])
    insert([Salt(entry=key, salt=salt)])
    insert([Pending(entry=key)])
    return key
