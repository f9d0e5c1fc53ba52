"""Attendance by day, its list on paper, and completion."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from taawun.ground.ledger.write import write
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import Refused
from taawun.people.accounts.language import language
from taawun.people.accounts.roles import Role
from taawun.people.accounts.routes import Request, anyone_signed_in, holder, route

from ..models import Attendance, Run, Seat
from ..queries import delivery as queries
from ..steps import delivery as steps
from .courses import run_or_404

S = Run.State
DIRECTOR = holder(Role.COURSE_DIRECTOR)
MARKS = tuple(Attendance.Mark)
A_SHEET = 10  # days that stand side by side on paper
RESULTS = (
    ("complete", gettext_lazy("Completed")),
    ("not_complete", gettext_lazy("Not completed")),
    ("no_show", gettext_lazy("No-show")),
)


def _common(request: Request, run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "titled": run if run.title_en or run.title_ar else run.course,
        "at_centre": request.viewer.party_id == centre_id(),
        "may_keep": steps.course_director(request.viewer, run) and run.state in steps.KEEPS_ATTENDANCE,
        "share": steps.COMPLETION_SHARE,
    }


def day_of(run: Run, asked: str) -> date | None:
    """Return the day asked for where the run has it; else today, or the day nearest to it; None without any days."""
    days = steps.run_days(run)
    if not days:
        return None
    try:
        wanted = date.fromisoformat(asked)
    except ValueError:
        wanted = steps.today()
    return wanted if wanted in days else min(days, key=lambda d: abs(d - steps.today()))


@route("GET", "POST", who=anyone_signed_in)
def attendance(request: Request, code: str) -> HttpResponse:
    """Keep the sheet of one day; whoever does not keep it reads what concerns the seats that she sees."""
    run = run_or_404(code)
    day = day_of(run, request.POST.get("day", request.GET.get("day", "")))
    if request.method == "POST":
        return _keep_sheet(request, run, day)
    lines = queries.sheet(run, day, language()) if day else []
    days = queries.days_of(run)
    at = next((n for n, one in enumerate(days) if one.day == day), 0)
    return render(
        request,
        "training/attendance.html",
        {
            **_common(request, run),
            "ribbon": ribbon_of(lines[0].seat) if lines and len({x.seat.label_id for x in lines}) == 1 else None,
            "day": day,
            "days": days,
            "before": days[at - 1].day if at else None,
            "after": days[at + 1].day if at + 1 < len(days) else None,
            "lines": lines,
            "marks": MARKS,
            "future": day is not None and day > steps.today(),
        },
    )


def _keep_sheet(request: Request, run: Run, day: date | None) -> HttpResponse:
    if day is None or request.POST.get("day") != day.isoformat():
        raise Refused(_("This day lies outside the run."))
    marks = chosen(request.POST, "mark")
    if request.POST.get("rest"):
        for line in queries.sheet(run, day, language()):
            if line.seat.state != Seat.State.NO_SHOW and not line.marks:
                marks.setdefault(line.seat.pk, Attendance.Mark.PRESENT.value)
    changed = steps.mark_day(run, day, marks)
    messages.success(
        request,
        ngettext("The sheet was kept: %(count)s mark changed.", "The sheet was kept: %(count)s marks changed.", changed)
        % {"count": changed},
    )
    return redirect(f"{reverse('training:attendance', args=[run.code])}?day={day.isoformat()}")


def chosen(post: QueryDict, name: str) -> dict[uuid.UUID, str]:
    """Return what was chosen by seat, from fields such as `mark-<id>`; an id that is none is left out."""
    found = {}
    for key, value in post.items():
        word, _dash, text = key.partition("-")
        if word == name and value:
            try:
                found[uuid.UUID(text)] = str(value)
            except ValueError:
                continue
    return found


@route("GET", who=DIRECTOR)
def attendance_print(request: Request, code: str) -> HttpResponse:
    """Show the list with empty boxes, to be printed. It holds names: the ledger keeps who took it."""
    run = run_or_404(code)
    lines, held = queries.whole_list(run, language())
    write("training.run.print_list", run, before=run.state, after=run.state)
    return render(
        request,
        "training/attendance_print.html",
        {
            **_common(request, run),
            "lines": lines,
            "sheets": [held[n : n + A_SHEET] for n in range(0, len(held), A_SHEET)],
        },
    )


@route("GET", "POST", who=anyone_signed_in)
def completion(request: Request, code: str) -> HttpResponse:
    """Show days present and what the rule proposes; decide all at once, after a page that is checked."""
    run = run_or_404(code)
    lines, held = queries.whole_list(run, language())
    wanted = chosen(request.POST, "result") if request.method == "POST" else {}
    if request.method == "POST" and request.POST.get("go") == "keep":
        done = steps.decide(run, wanted)
        messages.success(
            request, ngettext("%(count)s result was set.", "%(count)s results were set.", done) % {"count": done}
        )
        return redirect("training:completion", code=run.code)
    context = {**_common(request, run), "lines": lines, "held": held, "results": RESULTS, "wanted": wanted}
    open_lines = [line for line in lines if not line.result]
    context |= {
        "open": len(open_lines),
        "last_day_to_come": run.last_day is not None and run.last_day > steps.today(),
        "chosen": {line.seat.pk: wanted.get(line.seat.pk, line.proposal) for line in open_lines},
    }
    if request.method == "POST" and request.POST.get("go") == "check":
        decided = [(line, wanted[line.seat.pk]) for line in open_lines if line.seat.pk in wanted]
        if not decided:
            raise Refused(_("Nothing is chosen yet. Choose a result for one nominee at least."))
        words = dict(RESULTS)
        context |= {
            "decided": [(line, value, words.get(value, value)) for line, value in decided],
            "sums": [(words[key], sum(v == key for _l, v in decided)) for key in words],
        }
        return render(request, "training/completion_check.html", context)
    return render(request, "training/completion.html", context)


@route("POST", who=DIRECTOR)
def reopen(request: Request, code: str, seat: uuid.UUID) -> HttpResponse:
    """Take a wrong result back, before the run closes."""
    run = run_or_404(code)
    found = get_object_or_404(Seat.objects.select_related("nomination"), pk=seat, run=run)
    if found.nomination is not None:
        steps.reopen(found.nomination)
    else:
        steps.settle(found, result="")
    messages.success(request, _("The result was taken back."))
    return redirect("training:completion", code=run.code)
