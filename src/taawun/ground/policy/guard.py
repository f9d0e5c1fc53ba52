"""A query on a record without a viewer raises in Python too.

The database would answer with no rows: that reads like an empty list, and a forgotten door would go unseen.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from .door import NoViewer, is_open


@cache
def _protected() -> re.Pattern[str] | None:
    names = [re.escape(m._meta.db_table) for m in apps.get_models() if getattr(m, "is_protected", False)]
    return re.compile(r'"(' + "|".join(names) + r')"') if names else None


def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    pattern = _protected()
    if pattern and not is_open() and isinstance(sql, str) and (found := pattern.search(sql)):
        raise NoViewer(f"{found[1]} was asked for without a viewer.")
    return execute(sql, params, many, context)


def install(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Put the guard on a new connection of the application; the owner's migrations see no rows anyway."""
    if connection.alias == "default" and _refuse not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse)
