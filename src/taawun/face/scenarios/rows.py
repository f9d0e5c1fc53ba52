"""One class per scenario file: its fields are the file's columns (scenarios/README.md says what they mean).

A value that is not known is empty (`""`, `None` or `()`), never a guess.
"""

import datetime as dt
from dataclasses import dataclass, field

from .columns import choice, day, key, moment, number, partial, ref, refs, text, words, yesno

BASES = ("recorded", "documented", "demonstration")
AR_BY = ("source", "project")
CONFIDENCE = ("high", "medium", "low")
QUALIFIERS = ("exact", "more_than", "at_least", "about", "nearly", "expected")
PARTY_KINDS = (
    "nation",
    "alliance",
    "organisation",
    "secretariat",
    "centre",
    "office",
    "agency",
    "ministry",
    "institute",
    "university",
    "centre_of_excellence",
    "school",
    "college",
    "programme",
    "headquarters",
    "embassy",
)
STATUSES = ("member", "partner", "invited", "observer", "host", "founder", "guest")
COURSE_KINDS = (
    "course",
    "workshop",
    "seminar",
    "exercise",
    "mobile_training_team",
    "advanced_training_course",
    "train_the_trainers",
)
RUN_STATES = (
    "planned",
    "announced",
    "nominations_closed",
    "go",
    "postponed",
    "cancelled",
    "under_way",
    "delivered",
    "reported",
    "closed",
)
NOMINATION_STATES = (
    "draft",
    "submitted",
    "returned",
    "endorsed",
    "accepted",
    "waitlisted",
    "declined",
    "confirmed",
    "attending",
    "completed",
    "not_completed",
    "withdrawn",
    "replaced",
    "lapsed",
    "no_show",
    "released",
)
SEAT_STATES = ("offered", "named", "confirmed", "used", "turned_back", "lapsed", "no_show")
POOLS = ("promised", "open")
RESULTS = ("completed", "not_completed")
MARKS = ("present", "late", "excused", "absent")
FIGURES = ("trainees", "completions", "trainers", "participants", "courses", "runs")
ROLES = (
    "liaison_officer",
    "point_of_contact",
    "party_administrator",
    "registrar",
    "course_director",
    "director",
    "analyst",
    "duty_officer",
    "security_officer",
    "auditor",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    code: str = key()
    kind: str = choice(*PARTY_KINDS, required=True)
    parent: str = ref("parties")
    hosted_by: str = ref("parties")
    name_en: str = text(required=True)
    name_ar: str = text(required=True)
    ar_by: str = choice(*AR_BY)
    short_name_en: str = text()
    short_name_ar: str = text()
    protocol_order: int | None = number()
    endorses: bool | None = yesno()
    what_it_does_en: str = text()
    what_it_does_ar: str = text()
    note_en: str = text()
    note_ar: str = text()
    source: str = text()
    confidence: str = choice(*CONFIDENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityRow:
    key: str = key()
    name_en: str = text(required=True)
    name_ar: str = text(required=True)
    ar_by: str = choice(*AR_BY)
    steward: str = ref("parties", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRow:
    community: str = key(refers="communities")
    party: str = key(refers="parties")
    since: str = partial(key=True)
    until: str = partial()
    status: str = choice(*STATUSES, required=True)
    note_en: str = text()
    note_ar: str = text()
    source: str = text()
    confidence: str = choice(*CONFIDENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    key: str = key()
    of_the_eight: bool = yesno(required=True)
    name_en: str = text(required=True)
    name_ar: str = text(required=True)
    ar_by: str = choice(*AR_BY)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    code: str = key()
    title_en: str = text(required=True)
    title_ar: str = text(required=True)
    ar_by: str = choice(*AR_BY)
    kind: str = choice(*COURSE_KINDS, required=True)
    area: str = ref("areas")
    providers: tuple[str, ...] = refs("parties")
    aim_en: str = text()
    aim_ar: str = text()
    english: str = text()
    note_en: str = text()
    note_ar: str = text()
    source: str = text()
    basis: str = choice(*BASES)
    level: int | None = number()
    audience: tuple[str, ...] = refs("communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    code: str = key()
    course: str = ref("courses", required=True)
    title_en: str = text()
    title_ar: str = text()
    ar_by: str = choice(*AR_BY)
    state: str = choice(*RUN_STATES, required=True)
    start: str = partial()
    end: str = partial()
    days: int | None = number()
    venue_en: str = text()
    venue_ar: str = text()
    at_centre: bool = yesno(required=True)
    capacity: int | None = number()
    nominations_until: dt.date | None = field(default=None, metadata=day())
    falls_back_on: dt.date | None = field(default=None, metadata=day())
    offer_hours: int | None = number()
    nations: tuple[str, ...] = refs("parties")
    providers: tuple[str, ...] = refs("parties")
    co_organisers: str = text()
    sponsor: str = ref("parties")
    audience_en: str = text()
    audience_ar: str = text()
    languages: tuple[str, ...] = words()
    note_en: str = text()
    note_ar: str = text()
    source: str = text()
    confidence: str = choice(*CONFIDENCE)
    basis: str = choice(*BASES)
    level: int | None = number()
    audience: tuple[str, ...] = refs("communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadcountRow:
    run: str = key(refers="runs")
    number: int = number(required=True, key=True)
    qualifier: str = choice(*QUALIFIERS, required=True)
    of_en: str = text()
    of_ar: str = text()
    same_group_as: str = ref("runs")
    source: str = text()
    basis: str = choice(*BASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    code: str = key()
    title_en: str = text(required=True)
    title_ar: str = text(required=True)
    ar_by: str = choice(*AR_BY)
    kind_en: str = text(required=True)
    kind_ar: str = text(required=True)
    start: str = partial()
    end: str = partial()
    place_en: str = text()
    place_ar: str = text()
    host: str = ref("parties")
    areas: tuple[str, ...] = refs("areas")
    participants: int | None = number()
    participants_qualifier: str = choice(*QUALIFIERS)
    participants_of_en: str = text()
    participants_of_ar: str = text()
    parties: tuple[str, ...] = refs("parties")
    others_en: str = text()
    others_ar: str = text()
    speakers_en: str = text()
    speakers_ar: str = text()
    note_en: str = text()
    note_ar: str = text()
    source: str = text()
    confidence: str = choice(*CONFIDENCE)
    basis: str = choice(*BASES)
    level: int | None = number()
    audience: tuple[str, ...] = refs("communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    code: str = key()
    title_en: str = text(required=True)
    title_ar: str = text(required=True)
    ar_by: str = choice(*AR_BY)
    kind_en: str = text(required=True)
    kind_ar: str = text(required=True)
    party_a: tuple[str, ...] = refs("parties")
    party_b: tuple[str, ...] = refs("parties")
    areas: tuple[str, ...] = refs("areas")
    signed_on: str = partial()
    approved_on: str = partial()
    in_force_from: str = partial()
    expires: str = partial()
    status_en: str = text()
    status_ar: str = text()
    signatories_en: str = text()
    signatories_ar: str = text()
    note_en: str = text()
    note_ar: str = text()
    source: str = text()
    confidence: str = choice(*CONFIDENCE)
    basis: str = choice(*BASES)
    level: int | None = number()
    audience: tuple[str, ...] = refs("communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    code: str = key()
    figure: str = choice(*FIGURES)
    as_of: str = partial()
    value: int = number(required=True)
    qualifier: str = choice(*QUALIFIERS, required=True)
    measure_en: str = text(required=True)
    measure_ar: str = text(required=True)
    unit_en: str = text()
    unit_ar: str = text()
    period_from: str = partial()
    period_to: str = partial()
    scope_en: str = text()
    scope_ar: str = text()
    stated_by_en: str = text(required=True)
    stated_by_ar: str = text(required=True)
    quote_ar: str = text()
    comparable: bool = yesno(required=True)
    why_not_en: str = text()
    why_not_ar: str = text()
    note_en: str = text()
    note_ar: str = text()
    source_title: str = text()
    source: str = text()
    confidence: str = choice(*CONFIDENCE)
    basis: str = choice(*BASES)
    level: int | None = number()
    audience: tuple[str, ...] = refs("communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    run: str = key(refers="runs")
    party: str = key(refers="parties")
    seats: int = number(required=True)
    promised: int | None = number()
    fallen_back_at: dt.datetime | None = field(default=None, metadata=moment())


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerRow:
    code: str = key()
    party: str = ref("parties", required=True)
    name_en: str = text(required=True)
    name_ar: str = text()
    post_en: str = text()
    post_ar: str = text()
    email: str = text()
    basis: str = choice(*BASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    run: str = key(refers="runs")
    trainer: str = key(refers="trainers")
    subject_en: str = text()
    subject_ar: str = text()
    state: str = choice("assigned", "released")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    code: str = key()
    party: str = ref("parties", required=True)
    steward: str = ref("parties")
    identifier: str = text()
    name_en: str = text()
    name_ar: str = text()
    gender: str = choice("female", "male")
    address_en: str = text()
    address_ar: str = text()
    rank_en: str = text()
    rank_ar: str = text()
    post_en: str = text()
    post_ar: str = text()
    body_en: str = text()
    body_ar: str = text()
    birth_date: dt.date | None = field(default=None, metadata=day())
    birth_typed: str = text()
    email: str = text()
    phone: str = text()
    english: str = text()
    pseudonym: str = text()
    basis: str = choice(*BASES)
    level: int | None = number()
    audience: tuple[str, ...] = refs("communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationRow:
    code: str = key()
    party: str = ref("parties", required=True)
    steward: str = ref("parties")
    run: str = ref("runs", required=True)
    person: str = ref("persons", required=True)
    state: str = choice(*NOMINATION_STATES, required=True)
    remark: str = text()
    reason: str = text()
    submitted_at: dt.datetime | None = field(default=None, metadata=moment())
    endorsed_at: dt.datetime | None = field(default=None, metadata=moment())
    decided_at: dt.datetime | None = field(default=None, metadata=moment())
    waitlisted_at: dt.datetime | None = field(default=None, metadata=moment())
    replaces: str = ref("nominations")
    basis: str = choice(*BASES)
    level: int | None = number()
    audience: tuple[str, ...] = refs("communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    code: str = key()
    run: str = ref("runs", required=True)
    party: str = ref("parties", required=True)
    nomination: str = ref("nominations")
    pseudonym: str = text()
    pool: str = choice(*POOLS, required=True)
    state: str = choice(*SEAT_STATES, required=True)
    offered_until: dt.datetime | None = field(default=None, metadata=moment())
    result: str = choice(*RESULTS)
    completed_on: dt.date | None = field(default=None, metadata=day())
    basis: str = choice(*BASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    seat: str = key(refers="seats")
    day: dt.date = field(default=dt.date.min, metadata=day(key=True))
    mark: str = choice(*MARKS, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    email: str = key()
    party: str = ref("parties", required=True)
    roles: tuple[str, ...] = words(*ROLES)
    name_en: str = text(required=True)
    name_ar: str = text(required=True)
    language: str = choice("ar", "en", required=True)
    level: int = number(required=True)
    level_until: dt.date | None = field(default=None, metadata=day())
    acts_for: str = ref("accounts")
    mandate_from: dt.date | None = field(default=None, metadata=day())
    mandate_until: dt.date | None = field(default=None, metadata=day())
    demonstration: bool = yesno(required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """scenario.csv: key,value."""

    key: str = key()
    name_en: str = text(required=True)
    name_ar: str = text(required=True)
    centre: str = ref("parties", required=True)
    zone: str = text(required=True)
    highest_level: int = number(required=True)
    demonstration: bool = yesno(required=True)
    extends: str = text()
    seed: int | None = number()
    rule_en: str = text()
    rule_ar: str = text()
