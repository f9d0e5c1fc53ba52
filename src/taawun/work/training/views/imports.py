"""Sending in a list: nothing is kept until every row was seen and the officer says so."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from taawun.common.tables.interface import MAX_FILE_BYTES, CellError, mark_errors, read_table, write_csv, write_xlsx
from taawun.ground.ledger.write import write
from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import Refused
from taawun.people.accounts.roles import Role
from taawun.people.accounts.routes import Request, holder, route
from taawun.people.persons.models import Person

from ..imports import background, checking
from ..imports.checking import CHANGED, DUPLICATE, NEW, OUTCOMES, WRONG
from ..imports.columns import COLUMNS
from ..models import NomineeList, Run
from ..steps import lists

State = NomineeList.State
nominators = holder(Role.LIAISON_OFFICER)
PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@route("GET", "POST", who=nominators)
def send_list(request: Request, code: str) -> HttpResponse:
    """Take a list in and look at it at once, or hand a long one to the worker."""
    run = get_object_or_404(Run.objects.select_related("course"), code=code)
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            problem = _("Choose a file: XLSX or CSV.")
        elif (file.size or 0) > MAX_FILE_BYTES:
            problem = _("The file is too big: %(size)s MB. Send at most %(most)s MB, in several lists if need be.") % {
                "size": (file.size or 0) // 1_000_000, "most": MAX_FILE_BYTES // 1_000_000,
            }  # fmt: skip
        else:
            try:
                return _taken(request, lists.receive(run, file.name or "list", file.read()))
            except Refused as refusal:
                problem = str(refusal)
    page = {"run": run, "problem": problem, "columns": COLUMNS, "most": MAX_FILE_BYTES // 1_000_000}
    return render(request, "training/list_send.html", page)


def _taken(request: Request, nominees: NomineeList) -> HttpResponse:
    if bytes(nominees.content).count(b"\n") > background.AT_ONCE or len(nominees.content) > 200_000:
        background.check_list.defer(account=_who(request), nominees=str(nominees.pk))
    else:
        lists.look(nominees)
    return redirect("training:list", nominees.pk)


@route("GET", who=nominators)
def pattern(request: Request, kind: str) -> HttpResponse:
    """Give an empty list with the headings in the reader's language."""
    header = [spec.shown() for spec in COLUMNS if spec.key != "run"]
    if kind == "csv":
        return _file(write_csv(header, []), "nominees.csv", "text/csv; charset=utf-8")
    if kind != "xlsx":
        raise Http404
    data = write_xlsx(header, [], right_to_left=get_language() == "ar", sheet_name=_("Nominees"))
    return _file(data, "nominees.xlsx", XLSX)


@route("GET", who=nominators)
def nominee_list(request: Request, id: uuid.UUID) -> HttpResponse:
    """Show a list: how far it is, or every row with its outcome, or what became of it."""
    nominees = get_object_or_404(NomineeList.objects.select_related("run__course"), pk=id)
    if nominees.state == State.CHECKED and nominees.language != get_language():
        # the findings speak the language that they were made in: say them again, keep nothing
        again = checking.check(bytes(nominees.content), nominees.file_name, nominees.run)
        nominees.findings, nominees.notes = lists.findings(again), again.notes()
    outcome = request.GET.get("outcome", "")
    if outcome not in OUTCOMES:
        outcome = WRONG if nominees.counts.get(WRONG) else ""
    if request.GET.get("outcome") == "all":
        outcome = ""
    rows = [f for f in nominees.findings if not outcome or f["outcome"] == outcome]
    at = _number(request.GET.get("from", ""))
    done, of = background.how_far(nominees.pk)
    page = {
        "nominees": nominees,
        "run": nominees.run,
        "ribbon": ribbon_of(nominees),
        "tabs": _tabs(nominees, outcome),
        "rows": [_row(f) for f in rows[at : at + PAGE]],
        "total": len(rows),
        "previous": _page(nominees, outcome, at - PAGE) if at > 0 else "",
        "following": _page(nominees, outcome, at + PAGE) if at + PAGE < len(rows) else "",
        "may_keep": nominees.state == State.CHECKED and not nominees.counts.get(WRONG) and _does_something(nominees),
        "busy": nominees.state in (State.CHECKING, State.KEEPING),
        "done": done,
        "of": of,
    }
    return render(request, "training/list.html", page)


def _who(request: Request) -> int:
    """Return the account of the officer, who is signed in: the route asks for her role."""
    assert request.viewer.account_id is not None
    return request.viewer.account_id


def _does_something(nominees: NomineeList) -> bool:
    return bool(nominees.counts.get(NEW) or nominees.counts.get(CHANGED))


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


def _page(nominees: NomineeList, outcome: str, at: int) -> str:
    return f"{reverse('training:list', args=[nominees.pk])}?outcome={outcome or 'all'}&from={max(at, 0)}"


def _tabs(nominees: NomineeList, outcome: str) -> list[dict[str, Any]]:
    words = {
        WRONG: _("Wrong"),
        NEW: _("New"),
        CHANGED: pgettext("rows of a list", "Changed"),
        DUPLICATE: _("Duplicate"),
        "": _("All"),
    }
    counts = nominees.counts | {"": sum(nominees.counts.values())}
    return [
        {"label": word, "url": _page(nominees, key, 0), "count": counts.get(key, 0), "current": key == outcome}
        for key, word in words.items()
    ]


def _row(finding: dict[str, Any]) -> dict[str, Any]:
    changes = [
        {"name": str(Person._meta.get_field(name).verbose_name), "before": before, "after": after}  # type: ignore[union-attr]  # fields of Person have names
        for name, before, after in finding["changes"]
    ]
    looks = {NEW: ("good", "plus"), CHANGED: ("info", "pencil"), DUPLICATE: ("hold", "copy"), WRONG: ("bad", "x")}
    words = {NEW: _("new"), CHANGED: _("changed"), DUPLICATE: _("duplicate"), WRONG: _("wrong")}
    kind, icon = looks[finding["outcome"]]
    return finding | {"changes": changes, "kind": kind, "icon": icon, "word": words[finding["outcome"]]}


@route("POST", who=nominators)
def keep(request: Request, id: uuid.UUID) -> HttpResponse:
    """Keep a checked list: all of it, or nothing and the reason."""
    nominees = get_object_or_404(NomineeList, pk=id)
    if sum(nominees.counts.values()) > background.AT_ONCE:
        lists.begin_keeping(nominees)
        background.keep_list.defer(account=_who(request), nominees=str(nominees.pk))
        return redirect("training:list", nominees.pk)
    made = lists.keep(nominees)
    messages.success(
        request,
        ngettext(
            "The list was kept: %(n)s nomination is drafted. Submit it when it is ready.",
            "The list was kept: %(n)s nominations are drafted. Submit them when they are ready.",
            made,
        )
        % {"n": made},
    )
    return redirect(reverse("training:nominations") + f"?tab=draft&run={nominees.run.code}")


@route("POST", who=nominators)
def cancel(request: Request, id: uuid.UUID) -> HttpResponse:
    """Cancel a list: nothing of it stays."""
    nominees = get_object_or_404(NomineeList, pk=id)
    background.ask_to_stop(nominees.pk)
    lists.cancel(nominees)
    messages.success(request, _("The list was cancelled. Nothing was kept."))
    return redirect("training:run", nominees.run.code)


@route("GET", who=nominators)
def marked(request: Request, id: uuid.UUID) -> HttpResponse:
    """Give the list back with its errors marked, to be mended and sent in again."""
    nominees = get_object_or_404(NomineeList, pk=id, state=State.CHECKED)
    errors = [
        CellError(f["row"], column, message) for f in nominees.findings for column, _name, message in f["problems"]
    ]
    table = read_table(bytes(nominees.content), nominees.file_name)
    write("training.nomineelist.download", nominees)
    stem = nominees.file_name.rsplit(".", 1)[0]
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in stem)[:60] or "list"
    return _file(mark_errors(table, errors, get_language() or "en"), f"{name}-marked.xlsx", XLSX)


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
