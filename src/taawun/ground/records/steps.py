"""Steps: the only way in which a record is made, and its state, owner or label changes.

A room declares its steps once, in `steps.py`:

    @step(State.DRAFT, to=State.SUBMITTED, by=liaison_of("originator"), tells=contact)
    def submit(nomination): ...

Calling `submit(nomination, …)` takes the step under the viewer of the open door: the row is locked, who may and from
where are checked, the body runs, the state is set, constraints are checked, one ledger entry is written and those
named by `tells` are told; all in one savepoint, or nothing. What cannot be is `Refused`, with a message for the reader.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from types import ModuleType
from typing import Any, TypeVar

from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from taawun.ground.ledger.write import write
from taawun.ground.policy.door import Viewer, current
from taawun.ground.policy.labels import label_of, own_community
from taawun.ground.policy.models import Community, Label, Party

from .models import Record
from .stepping import stepping

R = TypeVar("R", bound=Record)
By = Callable[[Viewer, Any], bool]


class Refused(Exception):
    """A step was refused. `str()` is a message in the reader's language; `field` names the input it is about."""

    def __init__(self, message: str | Promise, field: str = "") -> None:
        super().__init__(str(message))
        self.field = field


@dataclass(frozen=True)
class Telling:
    """Whom to tell of a step: accounts of `party` that hold one of `roles` (all of them when empty)."""

    party_id: int
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A declared step."""

    name: str
    sources: frozenset[str]
    to: str | None
    by: By
    tells: Callable[[Any], Iterable[Telling]] | None
    body: Callable[..., Any]
    rule: str = ""

    def offered(self, viewer: Viewer, record: Record) -> bool:
        """Say whether this viewer is offered this step on this record now."""
        return (not self.sources or str(getattr(record, "state", "")) in self.sources) and self.by(viewer, record)


Listener = Callable[[Step, Record, Any, Sequence[Telling]], None]
_listeners: list[Listener] = []
_messages: dict[str, Promise | str] = {}


def on_step(listener: Listener) -> Listener:
    """Have `listener(step, record, entry_id, tellings)` called in the transaction of each step that tells somebody."""
    _listeners.append(listener)
    return listener


def explain(constraint: str, message: Promise | str) -> None:
    """Give the message for a constraint that a trigger raises (constraints of models carry their own)."""
    _messages[constraint] = message


def step(
    *sources: str,
    to: str | None = None,
    by: By,
    tells: Callable[[Any], Iterable[Telling]] | None = None,
    rule: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a step: from-states (none: any), the state that follows (None: as the body returns, or unchanged).

    `rule` names the stated rule by which the centre's own account takes it; the ledger keeps it.
    """

    def declare(body: Callable[..., Any]) -> Callable[..., Any]:
        declared = Step(body.__name__, frozenset(map(str, sources)), to, by, tells, body, rule)

        @wraps(body)
        def call(record: Record, **given: Any) -> Any:
            return _take(declared, record, given)

        call.step = declared  # type: ignore[attr-defined]  # found again by offers() and take()
        return call

    return declare


def declared(module: ModuleType) -> Mapping[str, Step]:
    """Return the steps that a room's module declares, by name."""
    found = (getattr(thing, "step", None) for thing in vars(module).values())
    return {s.name: s for s in found if isinstance(s, Step)}


def offers(module: ModuleType, record: Record) -> list[str]:
    """Return the names of the steps that the viewer is offered on a record now, in the order of declaration."""
    viewer = current()
    return [name for name, s in declared(module).items() if s.offered(viewer, record)]


def take(module: ModuleType, name: str, record: Record, **given: Any) -> Any:
    """Take a step by its name; an unknown name is refused like one that is not offered."""
    known = declared(module)
    if name not in known:
        raise Refused(_("This cannot be done here."))
    return _take(known[name], record, given)


def _take(step_: Step, record: Record, given: dict[str, Any]) -> Any:
    viewer = current()
    model = type(record)
    try:
        with transaction.atomic(), stepping():
            locked = model._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk=record.pk).first()
            if locked is None or not step_.by(viewer, locked):
                raise Refused(_("You cannot do this: it is for others to do, or it is no longer yours."))
            before = str(getattr(locked, "state", ""))
            if step_.sources and before not in step_.sources:
                raise Refused(
                    _("This has changed meanwhile: it is now “%(state)s”. Open the page again.")
                    % {"state": state_name(locked)}
                )
            principal = _principal(viewer, step_.by, locked)
            result = step_.body(locked, **given)
            after = str(step_.to or (result if isinstance(result, str) else "") or before)
            if hasattr(locked, "state"):
                locked.state = after
            locked.version += 1
            locked.save()
            settle()
            entry = write(
                f"{model._meta.app_label}.{model._meta.model_name}.{step_.name}", locked,
                before=before, after=after, rule=step_.rule, for_account=principal,
            )  # fmt: skip
            tellings = tuple(step_.tells(locked)) if step_.tells else ()
            for listener in _listeners if tellings else ():
                listener(step_, locked, entry, tellings)
    except IntegrityError as clash:
        raise Refused(message_of(clash)) from clash
    except DatabaseError as refusal:
        if getattr(refusal.__cause__, "sqlstate", "") == "42501":
            raise Refused(_("You cannot do this: it is for others to do, or it is no longer yours.")) from refusal
        raise
    record.__dict__.update({k: v for k, v in locked.__dict__.items() if k != "_state"})
    return result


def _principal(viewer: Viewer, by: By | None = None, record: Record | None = None) -> int | None:
    """Return for whom an alternate acts: the principal of the mandate without which she could not have done this."""
    if not viewer.mandates:
        return None
    if by is None or record is None:
        return next((m.principal_id for m in viewer.mandates if m.role not in viewer.own_roles), None)
    if by(replace(viewer, roles=viewer.own_roles), record):
        return None
    for mandate in viewer.mandates:
        if by(replace(viewer, roles=viewer.own_roles | {mandate.role}), record):
            return mandate.principal_id
    return None


def settle() -> None:
    """Check deferred constraints now, so that their failure belongs to this step."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def state_name(record: Record) -> str:
    """Return the reader's word for the state of a record."""
    get = getattr(record, "get_state_display", None)
    return str(get()) if get else ""


def message_of(clash: IntegrityError) -> str:
    """Turn the failure of a constraint into its message; an unknown one into a neutral sentence."""
    diag = getattr(clash.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None) or ""
    if name in _messages:
        return str(_messages[name])
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
    return _("This does not fit with what is already recorded. Nothing was kept.")


def create(model: type[R], *, label: Label, act: str = "create", **fields: Any) -> R:
    """Make a record of the viewer's party under `label`, with its ledger entry. Called from steps modules alone.

    Raises `Refused` when a constraint says no.
    """
    viewer = current()
    if viewer.party_id is None:
        raise Refused(_("Sign in first."))
    record = model(originator_id=viewer.party_id, label=label, **fields)
    try:
        with transaction.atomic(), stepping():
            record.save(force_insert=True)
            settle()
            write(f"{model._meta.app_label}.{model._meta.model_name}.{act}", record,
                  after=str(getattr(record, "state", "")), for_account=_principal(viewer))  # fmt: skip
    except IntegrityError as clash:
        raise Refused(message_of(clash)) from clash
    return record


def edit(record: R, *, version: int | None = None, act: str = "edit", **changes: Any) -> R:
    """Change what a record says (never state, owner or label). `version` is the one the reader had on the page.

    Raises `Refused` when somebody else changed it meanwhile, when it is not the viewer's to change, or on a constraint.
    """
    if set(changes) & {*record.kept, "label", "originator", "steward"}:
        raise TypeError("States, owners and labels are set by steps.")
    try:
        with transaction.atomic():
            locked = (
                type(record)._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk=record.pk).first()
            )
            if locked is None:
                raise Refused(_("You cannot do this: it is for others to do, or it is no longer yours."))
            if version is not None and locked.version != version:
                raise Refused(
                    _("Somebody else changed this meanwhile. Open the page again; what you typed is kept below.")
                )
            for name, value in changes.items():
                setattr(locked, name, value)
            locked.version += 1
            locked.save()
            settle()
            write(f"{record._meta.app_label}.{record._meta.model_name}.{act}", locked,
                  before=str(getattr(locked, "state", "")), after=str(getattr(locked, "state", "")))  # fmt: skip
    except IntegrityError as clash:
        raise Refused(message_of(clash)) from clash
    record.__dict__.update({k: v for k, v in locked.__dict__.items() if k != "_state"})
    return record


def release(record: Record, *to: Party | Community | int) -> None:
    """Widen the audience of a record by parties (their own community; ids are parties') or communities.

    Only inside a step of its originator: the database refuses anybody else.
    """
    more = {c.pk if isinstance(c, Community) else own_community(c if isinstance(c, int) else c.pk) for c in to}
    record.label = label_of(record.label.level, {*record.label.audience, *more})


def narrow(record: Record, *gone: Party | Community | int) -> None:
    """Take parties or communities out of the audience, never the originator's own community."""
    less = {c.pk if isinstance(c, Community) else own_community(c if isinstance(c, int) else c.pk) for c in gone}
    left = set(record.label.audience) - (less - {own_community(record.originator_id)})
    record.label = label_of(record.label.level, left)


def hand_over(record: Record, *, steward: Party | int | None) -> None:
    """Name the party that may also act on a record, or nobody."""
    record.steward_id = steward.pk if isinstance(steward, Model) else steward
