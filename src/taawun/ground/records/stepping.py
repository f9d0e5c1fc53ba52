"""Whether a step is under way: only then may a record be made or its state, owner or label change."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_under_way: ContextVar[bool] = ContextVar("stepping", default=False)


def is_stepping() -> bool:
    """Say whether a step is under way."""
    return _under_way.get()


@contextmanager
def stepping() -> Iterator[None]:
    """Mark a step as under way."""
    token = _under_way.set(True)
    try:
        yield
    finally:
        _under_way.reset(token)
