"""Dates that are known to the day, to the month, to the year, or not at all."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["unknown", "year", "month", "day"]

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An ISO date that ends where knowledge ends: '2019-12-16', '2004-12', '2019', or '' for not known.

    Two partial dates are equal when the same thing is known of them. There is no `<`: whether
    2004 lies before 2004-12 is not known, so callers ask `possibly_before` or `certainly_before`.
    ValueError for any other text.
    """

    text: str = ""

    def __post_init__(self) -> None:
        if self.text:
            self._span()

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def precision(self) -> Precision:
        """How much is known."""
        return _PRECISIONS[self.text.count("-")] if self.text else "unknown"

    @property
    def first(self) -> date | None:
        """The earliest day that it can be."""
        return self._span()[0] if self.text else None

    @property
    def last(self) -> date | None:
        """The latest day that it can be."""
        return self._span()[1] if self.text else None

    def possibly_before(self, other: "date | PartialDate") -> bool:
        """Say whether this may lie before `other`: true unless what is known rules it out."""
        end = other.last if isinstance(other, PartialDate) else other
        return self.first is None or end is None or self.first < end

    def certainly_before(self, other: "date | PartialDate") -> bool:
        """Say whether this lies before `other` whatever the missing parts are."""
        start = other.first if isinstance(other, PartialDate) else other
        return self.last is not None and start is not None and self.last < start

    def _span(self) -> tuple[date, date]:
        parts = _ISO.fullmatch(self.text)
        if parts is None:
            raise ValueError(f"not a partial date: {self.text!r}")
        year, month, day = (int(part) if part else None for part in parts.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        if day is not None:
            return first, first
        last_month = month or 12
        return first, date(year, last_month, calendar.monthrange(year, last_month)[1])
