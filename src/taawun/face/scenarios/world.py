"""A scenario as a whole: which files there are, and the rows of all of them."""

from dataclasses import dataclass

from .rows import (
    AccountRow,
    AgreementRow,
    AreaRow,
    AssignmentRow,
    AttendanceRow,
    CommunityRow,
    CourseRow,
    EventRow,
    HeadcountRow,
    MembershipRow,
    NominationRow,
    PartyRow,
    PersonRow,
    PromiseRow,
    RunRow,
    SeatRow,
    Settings,
    StatementRow,
    TrainerRow,
)
from .rule_rows import NameRow, OpenRunRow, RuleRow, ShareRow


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that a scenario folder says, its base folder's rows among them."""

    settings: Settings
    parties: tuple[PartyRow, ...] = ()
    communities: tuple[CommunityRow, ...] = ()
    memberships: tuple[MembershipRow, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    courses: tuple[CourseRow, ...] = ()
    runs: tuple[RunRow, ...] = ()
    headcounts: tuple[HeadcountRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    promises: tuple[PromiseRow, ...] = ()
    trainers: tuple[TrainerRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    nominations: tuple[NominationRow, ...] = ()
    seats: tuple[SeatRow, ...] = ()
    attendance: tuple[AttendanceRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    shares: tuple[ShareRow, ...] = ()
    names: tuple[NameRow, ...] = ()
    open_runs: tuple[OpenRunRow, ...] = ()


Row = (
    PartyRow
    | CommunityRow
    | MembershipRow
    | AreaRow
    | CourseRow
    | RunRow
    | HeadcountRow
    | EventRow
    | AgreementRow
    | StatementRow
    | PromiseRow
    | TrainerRow
    | AssignmentRow
    | PersonRow
    | NominationRow
    | SeatRow
    | AttendanceRow
    | AccountRow
    | RuleRow
    | ShareRow
    | NameRow
    | OpenRunRow
)

TABLES: dict[str, type[Row]] = {
    "parties": PartyRow,
    "communities": CommunityRow,
    "memberships": MembershipRow,
    "areas": AreaRow,
    "courses": CourseRow,
    "runs": RunRow,
    "headcounts": HeadcountRow,
    "events": EventRow,
    "agreements": AgreementRow,
    "statements": StatementRow,
    "promises": PromiseRow,
    "trainers": TrainerRow,
    "assignments": AssignmentRow,
    "persons": PersonRow,
    "nominations": NominationRow,
    "seats": SeatRow,
    "attendance": AttendanceRow,
    "accounts": AccountRow,
    "rules": RuleRow,
    "shares": ShareRow,
    "names": NameRow,
    "open_runs": OpenRunRow,
}
NEEDED = ("parties", "communities", "areas", "courses")
