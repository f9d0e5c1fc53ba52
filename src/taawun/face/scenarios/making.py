"""Rows into records, field by field; who writes them and under which label is `load`'s business."""

import datetime as dt
from typing import Any, Protocol

from taawun.face.reporting.models import Statement
from taawun.ground.localtime.partial import PartialDate
from taawun.ground.policy.models import Label, Party
from taawun.ground.records.models import Basis
from taawun.people.parties.models import Area
from taawun.people.persons.models import Person
from taawun.work.agreements.models import Agreement
from taawun.work.meetings.models import Event
from taawun.work.training.models import Course, Run

from .columns import LIST_SEPARATOR
from .rows import AgreementRow, CourseRow, EventRow, PersonRow, RunRow, StatementRow


class Labelled(Protocol):
    """A row that says who may see its record, or leaves it to the usual."""

    @property
    def basis(self) -> str: ...
    @property
    def level(self) -> int | None: ...
    @property
    def audience(self) -> tuple[str, ...]: ...


COURSE = (
    "code",
    "title_en",
    "title_ar",
    "ar_by",
    "kind",
    "aim_en",
    "aim_ar",
    "english",
    "note_en",
    "note_ar",
    "source",
)
RUN = (
    "code", "state", "title_en", "title_ar", "ar_by", "days", "venue_en", "venue_ar", "at_centre", "nominations_until",
    "falls_back_on", "co_organisers", "sponsor", "audience_en", "audience_ar", "note_en", "note_ar", "source",
    "confidence",
)  # fmt: skip
EVENT = (
    "code", "title_en", "title_ar", "ar_by", "kind_en", "kind_ar", "place_en", "place_ar", "host", "participants",
    "participants_qualifier", "participants_of_en", "participants_of_ar", "others_en", "others_ar", "speakers_en",
    "speakers_ar", "note_en", "note_ar", "source", "confidence",
)  # fmt: skip
AGREEMENT = (
    "code", "title_en", "title_ar", "ar_by", "kind_en", "kind_ar", "signed_on", "approved_on", "in_force_from",
    "expires", "signatories_en", "signatories_ar", "note_en", "note_ar", "source", "confidence",
)  # fmt: skip
STATEMENT = (
    "code", "as_of", "measure_en", "measure_ar", "value", "qualifier", "unit_en", "unit_ar", "period_from",
    "period_to", "scope_en", "scope_ar", "stated_by_en", "stated_by_ar", "quote_ar", "why_not_en", "why_not_ar",
    "note_en", "note_ar", "source_title", "source", "confidence",
)  # fmt: skip
PERSON = (
    "identifier", "name_en", "name_ar", "gender", "address_en", "address_ar", "rank_en", "rank_ar", "post_en",
    "post_ar", "body_en", "body_ar", "birth_date", "birth_typed", "email", "phone", "english",
)  # fmt: skip


def same(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields that a row and its record call by the same name."""
    return {name: getattr(row, name) for name in names}


def basis(written: str) -> str:
    """What a record rests on; work done with the system where the row does not say."""
    return written or Basis.RECORDED


def course(row: CourseRow, area: Area | None, *, originator: Party, label: Label) -> Course:
    """A course of the catalogue."""
    return Course(
        originator=originator,
        label=label,
        area=area,
        providers=list(row.providers),
        basis=basis(row.basis),
        **same(row, COURSE),
    )


def run(row: RunRow, of: Course, *, originator: Party, label: Label) -> Run:
    """A holding of a course; its days stand only where they are known to the day."""
    return Run(
        originator=originator,
        label=label,
        course=of,
        when=row.start,
        until=row.end,
        first_day=whole(row.start),
        last_day=whole(row.end),
        capacity=row.capacity or 0,
        offer_hours=row.offer_hours or Run._meta.get_field("offer_hours").default,
        nations=list(row.nations),
        providers=list(row.providers),
        languages=LIST_SEPARATOR.join(row.languages),
        basis=basis(row.basis),
        **same(row, RUN),
    )


def event(row: EventRow, *, originator: Party, label: Label) -> Event:
    """A meeting, panel, conference or visit."""
    return Event(
        originator=originator,
        label=label,
        when=row.start,
        until=row.end,
        sort_day=PartialDate(row.start).first,
        areas=list(row.areas),
        parties=list(row.parties),
        basis=basis(row.basis),
        **same(row, EVENT),
    )


def agreement(row: AgreementRow, *, originator: Party, label: Label) -> Agreement:
    """An agreement, in the words of what was found."""
    days = (PartialDate(each).first for each in (row.signed_on, row.approved_on, row.in_force_from))
    return Agreement(
        originator=originator,
        label=label,
        party_a=list(row.party_a),
        party_b=list(row.party_b),
        areas=list(row.areas),
        standing_en=row.status_en,
        standing_ar=row.status_ar,
        sort_day=min((day for day in days if day), default=None),
        basis=basis(row.basis),
        **same(row, AGREEMENT),
    )


def statement(row: StatementRow, *, originator: Party, label: Label) -> Statement:
    """What somebody said of a figure."""
    return Statement(
        originator=originator,
        label=label,
        measures=row.figure,
        as_of_last=PartialDate(row.as_of).last,
        comparable=bool(row.comparable),
        basis=basis(row.basis),
        **same(row, STATEMENT),
    )


def person(row: PersonRow, **given: Any) -> Person:
    """A person; `given` are the id, the pseudonym, the key to find her by, the owner and the label."""
    return Person(basis=basis(row.basis), **given, **same(row, PERSON))


def whole(written: str) -> dt.date | None:
    """The day that a partial date names, where it is known to the day."""
    partial = PartialDate(written)
    return partial.first if partial.precision == "day" else None
