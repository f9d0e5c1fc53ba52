"""A scenario as a whole: which files there are, and the rows of all of them."""

from dataclasses import dataclass

from .rows import (
    AccountRow,
    AgreementRow,
    AreaRow,
    AttendanceRow,
    CommunityRow,
    CourseRow,
    EventRow,
    MembershipRow,
    NameRow,
    NominationRow,
    OpenRunRow,
    PartyRow,
    PersonRow,
    PromiseRow,
    RuleRow,
    RunRow,
    Settings,
    ShareRow,
    StatementRow,
    TrainerRow,
)


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
    events: tuple[EventRow, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    promises: tuple[PromiseRow, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    trainers: tuple[TrainerRow, ...] = ()
    nominations: tuple[NominationRow, ...] = ()
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
    | EventRow
    | AgreementRow
    | StatementRow
    | PromiseRow
    | PersonRow
    | TrainerRow
    | NominationRow
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
    "events": EventRow,
    "agreements": AgreementRow,
    "statements": StatementRow,
    "promises": PromiseRow,
    "persons": PersonRow,
    "trainers": TrainerRow,
    "nominations": NominationRow,
    "attendance": AttendanceRow,
    "accounts": AccountRow,
    "rules": RuleRow,
    "shares": ShareRow,
    "names": NameRow,
    "open_runs": OpenRunRow,
}
NEEDED = ("parties", "communities", "areas", "courses")
