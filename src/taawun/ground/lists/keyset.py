"""Pages by key: a page begins after a row, not after a number of rows.

It costs the same on page 1 and on page 1,000, and rows that come or go meanwhile shift nothing. The URL names
that row by its id alone, and its sort value is asked from what the viewer sees: no name of a person stands in
an address, and an id that is guessed, hidden or gone gives the first page.
"""

from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy

from taawun.ground.lists.listing import expression, may_be_null

M = TypeVar("M", bound=Model)
VALUE = "list_sort_value"


@dataclass(frozen=True, slots=True)
class Rows(Generic[M]):
    """One page of rows, and whether there are others before and after it."""

    rows: list[M]
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows: by a value, then by id, so that no two rows stand equal. Rows without a value come last."""

    by: Combinable
    falling: bool
    nullable: bool

    @classmethod
    def of(cls, queryset: QuerySet[Any], order: str | Combinable, *, falling: bool) -> Self:
        """Return the order of a queryset by a field's path or an expression."""
        return cls(expression(order), falling, may_be_null(queryset, order))

    def sorted(self, queryset: QuerySet[M], *, backwards: bool = False) -> QuerySet[M]:
        """Return the queryset in this order, or in the exact reverse."""
        descending = self.falling != backwards
        # NULLS LAST is spelt only where it matters: an index on a column without NULL would not serve it.
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.nullable else {}
        value = OrderBy(F(VALUE), descending=descending, **nulls)
        valued: QuerySet[M] = queryset.alias(**{VALUE: self.by})
        return valued.order_by(value, "-pk" if descending else "pk")

    def beyond(self, value: Any, pk: Any, *, backwards: bool) -> Q:
        """Return the condition for rows that follow (or, backwards, precede) the row with that value and id."""
        side = "lt" if self.falling != backwards else "gt"
        nulls = Q(**{f"{VALUE}__isnull": True})
        next_by_id = Q(**{f"pk__{side}": pk})
        if value is None:
            return (~nulls | next_by_id) if backwards else (nulls & next_by_id)
        # The first condition lets an index begin at the value; the second breaks the tie.
        found = Q(**{f"{VALUE}__{side}e": value}) & (Q(**{f"{VALUE}__{side}": value}) | next_by_id)
        return found | nulls if self.nullable and not backwards else found


def page_of(whole: QuerySet[M], shown: QuerySet[M], order: Order, *, size: int, after: str, before: str) -> Rows[M]:
    """Return the rows of `shown` after (or before) a row of `whole`; the first page where that leads nowhere.

    The row is looked for in `whole`: accepted meanwhile, it has left the tab and still marks the place.
    """
    backwards = bool(before) and not after
    mark = _mark(whole, order, after or before)
    if mark is not None:
        place = order.sorted(shown, backwards=backwards).filter(order.beyond(*mark, backwards=backwards))
        rows = list(place[: size + 1])
        if backwards and len(rows) >= size:
            return Rows(rows[size - 1 :: -1], before=len(rows) > size, after=True)
        if rows and not backwards:
            return Rows(rows[:size], before=True, after=len(rows) > size)
    rows = list(order.sorted(shown)[: size + 1])
    return Rows(rows[:size], before=False, after=len(rows) > size)


def _mark(whole: QuerySet[M], order: Order, text: str) -> tuple[Any, Any] | None:
    """Return sort value and id of the row that a URL names, or None."""
    if not text:
        return None
    try:
        pk = whole.model._meta.pk.to_python(text)
    except ValidationError:
        return None
    found = whole.annotate(**{VALUE: order.by}).filter(pk=pk).order_by().values_list(VALUE, "pk")[:1]
    return next(iter(found), None)
