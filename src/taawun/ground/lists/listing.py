"""What a list offers. Nothing that a request says reaches the ORM: it only picks among what is declared here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

Title = str | Promise
RESERVED = frozenset({"q", "tab", "sort", "size", "after", "before"})
SMALLEST, USUAL, LARGEST = 8, 25, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its word in the URL, its heading, and what it sorts by (a field's path or an expression).

    Without `order` it does not sort. An expression carries its own collation and output field.
    """

    key: str
    title: Title
    order: str | Combinable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab: its word in the URL, its name, and the rows that stand under it (all, by default).

    A condition across a relation to many would count rows twice: use `Exists`.
    """

    key: str
    title: Title
    condition: Q = field(default_factory=Q)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter: its word in the URL, its name, the values it takes with their names, and what a value does.

    Choices come from what the viewer sees; any other value in the URL is as if it were not there.
    """

    key: str
    title: Title
    choices: Sequence[tuple[str, Title]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as declared: columns, tabs (the first is where one begins), filters, search, first sort, rows a page.

    `sort` is a column's key, with `-` in front for descending. `search` narrows by text that is already clean
    and not empty. ValueError where the declaration contradicts itself.
    """

    columns: Sequence[Column]
    sort: str
    tabs: Sequence[Tab] = ()
    filters: Sequence[Filter] = ()
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    size: int = USUAL

    def __post_init__(self) -> None:
        for declared in (self.columns, self.tabs, self.filters):
            keys = [one.key for one in declared]
            if len(set(keys)) < len(keys):
                raise ValueError(f"declared twice: {keys}")
        if taken := RESERVED & {one.key for one in self.filters}:
            raise ValueError(f"words of every list: {sorted(taken)}")
        if self.sort not in self.sorts():
            raise ValueError(f"no column sorts by {self.sort!r}")
        if not SMALLEST <= self.size <= LARGEST:
            raise ValueError(f"a page has {SMALLEST} to {LARGEST} rows, not {self.size}")

    def sorts(self) -> frozenset[str]:
        """Return every sort that a URL may name."""
        keys = [column.key for column in self.columns if column.order is not None]
        return frozenset([*keys, *(f"-{key}" for key in keys)])

    def order_of(self, sort: str) -> str | Combinable:
        """Return what stands behind one of `sorts`."""
        order = next(column.order for column in self.columns if column.key == sort.removeprefix("-"))
        assert order is not None
        return order


def may_be_null(queryset: QuerySet[Any], order: str | Combinable) -> bool:
    """Say whether a sort may meet NULL. Of an expression nobody knows; of a path each step is asked."""
    if not isinstance(order, str):
        return True
    model: Any = queryset.model
    for step in order.split("__"):
        try:
            named = model._meta.pk if step == "pk" else model._meta.get_field(step)
        except FieldDoesNotExist:  # an annotation
            return True
        if named.null:
            return True
        model = named.related_model
    return False


def expression(order: str | Combinable) -> Combinable:
    """Return a sort as an expression."""
    return F(order) if isinstance(order, str) else order
