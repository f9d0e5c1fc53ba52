"""Lists of nominees: checking ──found──▶ checked ──keep──▶ kept; begin_keeping for long lists; cancel; unreadable.

A list is kept in one step: all of it or nothing.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.common.tables.interface import BadTable, refuse_if_too_big
from taawun.ground.policy.door import current
from taawun.ground.policy.labels import own_label
from taawun.ground.records.steps import Refused, create, step
from taawun.people.accounts.roles import Role
from taawun.people.accounts.rules import liaison_of

from ..imports import checking, keeping
from ..imports.checking import Checked, Progress
from ..models import NomineeList, Run

State = NomineeList.State
liaison = liaison_of("originator")


def receive(run: Run, file_name: str, data: bytes) -> NomineeList:
    """Take in a list for a run; nothing of it is read yet. Raises `Refused`, also for a file that is too big."""
    if not current().holds(Role.LIAISON_OFFICER):
        raise Refused(_("Liaison officers nominate for their party."))
    if not run.takes_nominations:
        raise Refused(_("This run takes no nominations now."))
    try:
        refuse_if_too_big(len(data))
    except BadTable as bad:
        raise Refused(str(bad), field="file") from bad
    return create(NomineeList, label=own_label(), act="receive", run=run, file_name=file_name[-200:], content=data)


@step(State.CHECKING, State.CHECKED, by=liaison)
def look(nominees: NomineeList, *, checked: Checked | None = None, progress: Progress = lambda done, of: None) -> str:
    """Find what each row would do. A list that cannot be read ends as unreadable, with the reason in its notes."""
    nominees.language = (get_language() or "en")[:2]
    try:
        checked = checked or checking.check(bytes(nominees.content), nominees.file_name, nominees.run, progress)
    except BadTable as bad:
        nominees.notes, nominees.content = [str(bad)], b""
        return State.UNREADABLE
    nominees.counts = checked.counts()
    nominees.findings = findings(checked)
    nominees.notes = checked.notes()
    return State.CHECKED


@step(State.CHECKED, to=State.KEEPING, by=liaison)
def begin_keeping(nominees: NomineeList) -> None:
    """Hand a long list to the worker, which keeps it; the page shows how far it is."""
    _refuse_wrong(nominees)


@step(State.CHECKED, State.KEEPING, to=State.KEPT, by=liaison)
def keep(nominees: NomineeList, *, progress: Progress = lambda done, of: None) -> int:
    """Keep the list: people made or updated, nominations drafted. Returns how many were drafted.

    The list is looked at again first: what changed meanwhile is found, and then nothing is kept.
    """
    _refuse_wrong(nominees)
    checked = checking.check(bytes(nominees.content), nominees.file_name, nominees.run)
    if checked.counts() != nominees.counts:
        raise Refused(_("Your records changed since the list was checked. Check it again; nothing was kept."))
    made = keeping.keep(checked.rows, progress)
    nominees.content, nominees.findings = b"", []
    return len(made)


@step(State.CHECKING, State.CHECKED, State.KEEPING, to=State.CANCELLED, by=liaison)
def cancel(nominees: NomineeList) -> None:
    """Cancel: nothing of the list stays, its content goes."""
    nominees.content, nominees.findings = b"", []


@step(State.KEEPING, to=State.CHECKED, by=liaison)
def give_up(nominees: NomineeList, *, reason: str = "") -> None:
    """Go back to the checked list when keeping it was refused; the reason stands in its notes."""
    nominees.notes = [reason, *nominees.notes]


def _refuse_wrong(nominees: NomineeList) -> None:
    if nominees.counts.get(checking.WRONG):
        raise Refused(_("Some rows are wrong. Mend them in the list and send it in again; nothing was kept."))


def findings(checked: Checked) -> list[dict[str, object]]:
    """Return what the page shows of each row: its number, outcome, names, problems and changes."""
    return [
        {
            "row": found.row.number,
            "outcome": found.outcome,
            "name_en": found.fields.get("name_en", ""),
            "name_ar": found.fields.get("name_ar", ""),
            "run": found.run.code if found.run else "",
            "problems": [[p.column, p.name, p.message] for p in found.problems],
            "changes": [[name, *values] for name, values in found.changes.items()],
            "nominates": found.nominates,
        }
        for found in checked.rows
    ]
