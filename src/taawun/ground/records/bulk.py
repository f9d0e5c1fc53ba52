"""Many rows in one statement: `INSERT … SELECT FROM unnest(…)`, one array a column.

`COPY` is refused under row-level security, and a statement with a placeholder for each value costs more in Python than
in the database. Policies, triggers and constraints see the rows as they see any others.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

BATCH = 5000
_TYPES = {"varchar": "text", "character": "text", "serial": "integer", "bigserial": "bigint"}


def insert(objects: Sequence[models.Model]) -> None:
    """Insert new objects of one model. Called where a step is under way; signals are not sent.

    Raises `TypeError` for fields that have no plain array (JSON, arrays): those are few, and saved one by one.
    """
    if not objects:
        return
    model = type(objects[0])
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    arrays = ", ".join(f"%s::{_array_type(f)}[]" for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) SELECT * FROM unnest({arrays})"  # noqa: S608 names of our own models
    with connection.cursor() as cursor:
        for start in range(0, len(objects), BATCH):
            chunk = objects[start : start + BATCH]
            cursor.execute(sql, [[f.pre_save(o, add=True) for o in chunk] for f in fields])


def _array_type(field: models.Field[Any, Any]) -> str:
    kind = field.db_type(connection) or ""
    if isinstance(field, models.JSONField) or kind.endswith("[]"):
        raise TypeError(f"{field}: has no plain array")
    bare = kind.split("(")[0].split(" ")[0] if not kind.startswith("timestamp") else kind
    return _TYPES.get(bare, bare)
