"""Nominations as files: exactly what is filtered, guarded against formulas, and kept in the ledger."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.common.tables.interface import Cell, write_csv, write_xlsx
from taawun.ground.ledger.write import write_many
from taawun.ground.localtime import CENTRE_ZONE
from taawun.ground.localtime.clock import zone_of
from taawun.people.persons.models import Person

from .history import party_words
from .queries.nominations import Row

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PERSON = (
    "name_en", "name_ar", "gender", "rank_en", "rank_ar", "post_en", "post_ar", "body_en", "body_ar", "identifier",
    "birth_date", "email", "phone", "english",
)  # fmt: skip
_HEADINGS: tuple[str | Promise, ...] = (
    gettext_lazy("Run"), gettext_lazy("Nation"),
)  # fmt: skip
_LAST: tuple[str | Promise, ...] = (
    gettext_lazy("State"), gettext_lazy("Place in the wait list"), gettext_lazy("Sent"), gettext_lazy("Decided"),
    gettext_lazy("Remark for the centre"), gettext_lazy("Reason"),
)  # fmt: skip


def nominations(rows: Sequence[Row], kind: str, language: str) -> bytes:
    """Return a file of these rows, of a kind in `KINDS`; each nomination's download is written to the ledger."""
    write_many("training.nomination.download", [row.nomination for row in rows])
    header = [str(h) for h in (*_HEADINGS, *(_field(name).verbose_name for name in _PERSON), *_LAST)]
    cells = [_cells(row, language) for row in rows]
    if kind == "csv":
        return write_csv(header, cells)
    return write_xlsx(header, cells, right_to_left=language == "ar", sheet_name=_("Nominations"))


def _field(name: str) -> Any:
    return Person._meta.get_field(name)


def _cells(row: Row, language: str) -> list[Cell]:
    n, person = row.nomination, row.nomination.person
    known: list[Cell] = [getattr(person, name) for name in _PERSON]
    known[_PERSON.index("gender")] = str(person.get_gender_display()) if person.gender else ""
    return [
        n.run.code, party_words(row.nation, language), *known, str(n.get_state_display()), row.place,
        _moment(n.submitted_at), _moment(n.decided_at), n.remark, n.reason,
    ]  # fmt: skip


def _moment(value: Any) -> Cell:
    """Return an instant as the clock on the wall at the centre, without a zone: a sheet has none."""
    return value.astimezone(zone_of(CENTRE_ZONE)).replace(tzinfo=None, second=0, microsecond=0) if value else None
