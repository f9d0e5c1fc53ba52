"""Which column of a list is which: by its heading, in either language, in any order."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from .folding import fold_heading
from .table import BadTable, Cell, Row, isolated


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column that a list may have.

    `names` are the headings that are taken, Arabic and English, in any spelling that
    `fold_heading` makes equal. `label` is how messages call the column; without one, a name in the
    reader's script.
    """

    key: str
    required: bool = False
    names: Collection[str] = ()
    label: str | Promise = ""

    def shown(self) -> str:
        """The name of the column in the language of the reader."""
        if self.label:
            return str(self.label)
        arabic = (get_language() or "").startswith("ar")
        names = self.names if isinstance(self.names, Sequence) else sorted(self.names)
        return next((name for name in names if name.isascii() != arabic), self.key)

    def said(self) -> list[str]:
        """The name that pages show, in every language: whoever copies it into a list is understood."""
        said = []
        for language, _name in settings.LANGUAGES if self.label else ():
            with override(language):
                said.append(str(self.label))
        return said


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """Where each known column stands in the rows of a table; and what was not known, as notes."""

    index: Mapping[str, int]
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def cell(self, row: Row, key: str) -> Cell:
        """The cell of `row` under the column `key`; None where the list has no such column."""
        at = self.index.get(key)
        return None if at is None else row.cells[at]


def match_columns(columns: Sequence[str], spec: Sequence[ColumnSpec]) -> ColumnMatch:
    """Find the columns of `spec` among the headings `columns`.

    Raises BadTable where two headings mean the same column, or a required one is missing; headings that mean
    nothing here are noted and left alone.
    """
    by_name = {fold_heading(name): wanted for wanted in spec for name in wanted.said()}
    by_name |= {fold_heading(name): wanted for wanted in spec for name in (*wanted.names, wanted.key)}
    index: dict[str, int] = {}
    unknown: list[str] = []
    for at, heading in enumerate(columns):
        wanted = by_name.get(fold_heading(heading)) if heading else None
        if wanted is None:
            unknown += [heading] if heading else []
        elif wanted.key in index:
            _refuse_twice(columns[index[wanted.key]], heading)
        else:
            index[wanted.key] = at
    missing = [wanted for wanted in spec if wanted.required and wanted.key not in index]
    if missing:
        _refuse_missing(missing, unknown)
    notes = [
        _("The column “%(column)s” is not known here and is left out.") % {"column": isolated(heading)}
        for heading in unknown
    ]
    return ColumnMatch(index, unknown, notes)


def _refuse_twice(first: str, second: str) -> None:
    raise BadTable(
        _("Two columns mean the same: “%(first)s” and “%(second)s”. Keep one of them.")
        % {"first": isolated(first), "second": isolated(second)},
        column=second,
    )


def _refuse_missing(missing: list[ColumnSpec], unknown: list[str]) -> None:
    sentences = []
    by_fold = {fold_heading(heading): heading for heading in reversed(unknown)}
    for wanted in missing:
        names = [fold_heading(name) for name in wanted.names]
        near = [fold for name in names for fold in difflib.get_close_matches(name, by_fold, n=1, cutoff=0.7)]
        if near:
            sentences.append(
                _("The list has no column “%(column)s”. Did you mean “%(near)s”? Write the heading so.")
                % {"column": isolated(wanted.shown()), "near": isolated(by_fold[near[0]])}
            )
        else:
            sentences.append(
                _("The list has no column “%(column)s”. Add it with this heading.")
                % {"column": isolated(wanted.shown())}
            )
    raise BadTable(" ".join(sentences), column=missing[0].shown())
