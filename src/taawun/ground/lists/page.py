"""One page of a list, as a request asks for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

from django.db.models import Count, Model, QuerySet
from django.http import QueryDict

from taawun.ground.lists.keyset import Order, Rows, page_of
from taawun.ground.lists.listing import LARGEST, SMALLEST, Column, Filter, Listing, Tab, Title
from taawun.ground.records.text import BadText, clean_line

M = TypeVar("M", bound=Model)
LONGEST_SEARCH = 100
ALL = "list_all_rows"


@dataclass(frozen=True, slots=True)
class ShownTab:
    """A tab with the number of its rows under the present search and filters."""

    tab: Tab
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; `url` sorts by it (again: the other way) and is empty where it does not sort."""

    column: Column
    url: str
    aria_sort: Literal["ascending", "descending", ""]


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter with the value that is in force, '' where none is."""

    filter: Filter
    value: str
    choices: tuple[tuple[str, Title, bool], ...]


class ListPage(Generic[M]):
    """A page of a queryset: `rows` and `tabs` are one query each, made when first asked for.

    Parameters that are not declared, or not sound, are as if they were not there; `problem` says in the
    reader's language what was wrong with a search. The queryset is what the viewer sees, in any order.
    """

    def __init__(self, listing: Listing, queryset: QuerySet[M], params: QueryDict) -> None:
        self.listing = listing
        self.problem = ""
        self.q = self._search_of(params.get("q", ""))
        self.tab = _declared(params.get("tab", ""), [tab.key for tab in listing.tabs])
        self.sort = _declared(params.get("sort", ""), listing.sorts(), listing.sort)
        self.size = _size_of(params.get("size", ""), listing.size)
        self.filtered = {
            one.key: value
            for one in listing.filters
            if (value := params.get(one.key, "")) and value in {choice for choice, _name in one.choices}
        }
        self._after, self._before = params.get("after", ""), params.get("before", "")
        self._whole = queryset
        self._found = self._narrowed(queryset)

    def _search_of(self, text: str) -> str:
        if self.listing.search is None:
            return ""
        try:
            return clean_line(text)[:LONGEST_SEARCH].rstrip()
        except BadText as error:
            self.problem = str(error)
            return ""

    def _narrowed(self, queryset: QuerySet[M]) -> QuerySet[M]:
        for one in self.listing.filters:
            if one.key in self.filtered:
                queryset = one.apply(queryset, self.filtered[one.key])
        if self.q and self.listing.search is not None:
            queryset = self.listing.search(queryset, self.q)
        return queryset

    @property
    def order(self) -> Order:
        """The order in force."""
        by = self.listing.order_of(self.sort)
        return Order.of(self._whole, by, falling=self.sort.startswith("-"))

    @property
    def queryset(self) -> QuerySet[M]:
        """All rows of this tab, search and filters in the order of the page: what an export holds."""
        return self.order.sorted(self._of_tab)

    @property
    def _of_tab(self) -> QuerySet[M]:
        tab = next((tab for tab in self.listing.tabs if tab.key == self.tab), None)
        return self._found.filter(tab.condition) if tab else self._found

    @cached_property
    def _page(self) -> Rows[M]:
        return page_of(self._whole, self._of_tab, self.order, size=self.size, after=self._after, before=self._before)

    @property
    def rows(self) -> list[M]:
        """The rows of this page."""
        return self._page.rows

    @cached_property
    def _counts(self) -> dict[str, int]:
        counts = {f"list_tab_{at}": Count("pk", filter=tab.condition) for at, tab in enumerate(self.listing.tabs)}
        return self._found.order_by().aggregate(**{ALL: Count("pk")}, **counts)

    @property
    def total(self) -> int:
        """The number of rows in this tab, on all pages."""
        keys = [tab.key for tab in self.listing.tabs]
        return self._counts[f"list_tab_{keys.index(self.tab)}" if self.tab else ALL]

    @property
    def tabs(self) -> list[ShownTab]:
        """The tabs with their counts."""
        return [
            ShownTab(tab, self._counts[f"list_tab_{at}"], self.url_with(tab=tab.key), tab.key == self.tab)
            for at, tab in enumerate(self.listing.tabs)
        ]

    @property
    def headings(self) -> list[Heading]:
        """The columns' headings."""
        return [self._heading(column) for column in self.listing.columns]

    def _heading(self, column: Column) -> Heading:
        if column.order is None:
            return Heading(column, "", "")
        if self.sort == column.key:
            return Heading(column, self.url_with(sort=f"-{column.key}"), "ascending")
        url = self.url_with(sort=column.key)
        return Heading(column, url, "descending" if self.sort == f"-{column.key}" else "")

    @property
    def filters(self) -> list[ShownFilter]:
        """The filters with their values."""
        return [self._shown(one, self.filtered.get(one.key, "")) for one in self.listing.filters]

    @staticmethod
    def _shown(one: Filter, value: str) -> ShownFilter:
        return ShownFilter(one, value, tuple((choice, name, choice == value) for choice, name in one.choices))

    @property
    def narrowed(self) -> bool:
        """Whether a search or a filter is in force: an empty page then says *nothing matches*."""
        return bool(self.q or self.filtered)

    @property
    def clear_url(self) -> str:
        """The same tab and sort without search and filters."""
        return self.url_with(q="", **dict.fromkeys(self.filtered, ""))

    @property
    def next_url(self) -> str:
        """The next page, '' on the last."""
        return self.url_with(after=str(self.rows[-1].pk)) if self._page.after else ""

    @property
    def previous_url(self) -> str:
        """The page before, '' on the first."""
        return self.url_with(before=str(self.rows[0].pk)) if self._page.before else ""

    def url_with(self, **changes: str | int | None) -> str:
        """Return this page's query string with changes, '' or None taking a part away.

        Every change leads to the first page, unless it names another itself. Only what is in force is
        written, and nothing that is in force anyway; KeyError for a word that the list does not know.
        """
        usual = {"tab": self.listing.tabs[0].key if self.listing.tabs else "", "sort": self.listing.sort}
        usual["size"] = str(self.listing.size)
        now: dict[str, Any] = dict.fromkeys([one.key for one in self.listing.filters], "")
        now |= {"q": self.q, "tab": self.tab, "sort": self.sort, "size": self.size, "after": "", "before": ""}
        now |= self.filtered
        if unknown := set(changes) - set(now):
            raise KeyError(f"not a word of this list: {sorted(unknown)}")
        parts = {key: str(value) for key, value in (now | changes).items() if value not in {None, ""}}
        return "?" + urlencode({key: value for key, value in parts.items() if usual.get(key) != value})


def _declared(asked: str, declared: Any, usual: str | None = None) -> str:
    if asked in declared:
        return asked
    return usual if usual is not None else next(iter(declared), "")


def _size_of(asked: str, usual: int) -> int:
    return (
        min(max(int(asked), SMALLEST), LARGEST) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else usual
    )
