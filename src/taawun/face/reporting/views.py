"""The pages of the key figures."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from taawun.common.tables.interface import write_csv, write_xlsx
from taawun.ground.localtime import NotADate, parse_date, today_at
from taawun.ground.policy.door import installation
from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import Party
from taawun.people.accounts.routes import Request, anyone_signed_in, route
from taawun.people.parties.models import Area

from .definitions import BY_KEY, DEFINITIONS
from .figures import DIMENSIONS, UNSTATED, Figure, Period, Reckoning, Tally, by_all
from .verdicts import Compared, Verdict, compared

COMPARED_AS = {
    Verdict.AGREES: ("good", "check"),
    Verdict.DIFFERS: ("warn", "triangle-alert"),
    Verdict.NOT_VERIFIABLE: ("", "circle-question-mark"),
    Verdict.OTHER_MEASURE: ("", "info"),
    Verdict.IN_PART: ("", "info"),
}


def until_of(request: Request) -> tuple[date | None, str, str]:
    """Return the day asked for, what was typed, and what is wrong with it (in the reader's language)."""
    typed = request.GET.get("until", "").strip()
    if not typed:
        return None, "", ""
    try:
        return parse_date(typed, today=today_at(installation().zone)).date, typed, ""
    except NotADate as wrong:
        return None, typed, str(wrong)


def verdict_of(c: Compared) -> dict[str, Any]:
    """Return the chip of a verdict: never a tick, and never green, where demonstration data lies behind."""
    kind, icon = COMPARED_AS[c.verdict]
    if c.on_demonstration and c.verdict == Verdict.AGREES:
        kind, icon = "hold", "flask-conical"
    words = str(c.verdict.label)
    if c.verdict == Verdict.DIFFERS:
        words = _("differs by %(number)s") % {"number": abs(c.differs_by)}
    if c.on_demonstration and c.verdict in (Verdict.AGREES, Verdict.DIFFERS):
        words = _("%(verdict)s, on demonstration data") % {"verdict": words}
    return {"word": words, "kind": kind, "icon": icon}


def lines(figures: list[Figure], statements: dict[str, list[Compared]]) -> list[dict[str, Any]]:
    """Return each figure with its definition and statements, as the page shows them."""
    return [
        {
            "definition": BY_KEY[figure.key],
            "total": figure.total,
            "statements": [{"it": c, "chip": verdict_of(c)} for c in statements.get(figure.key, [])],
        }
        for figure in figures
    ]


def names_of(dimension: str, tallies: dict[str, Tally]) -> list[dict[str, Any]]:
    """Return the rows of a breakdown with their names in the reader's language, largest first (years in order)."""
    language = get_language() or "en"
    known: dict[str, Any] = {}
    if dimension == "nation":
        known = {p.code: getattr(p, f"short_name_{language}") or p.code for p in Party.objects.all()}
    elif dimension == "area":
        known = {a.key: getattr(a, f"name_{language}") for a in Area.objects.all()}
    rows = [
        {
            "key": key,
            "name": _("not stated") if key == UNSTATED else known.get(key, key),
            "iso": key if dimension == "nation" and len(key) == 2 else "",
            "value": tally.recorded,
            "tally": tally,
        }
        for key, tally in tallies.items()
    ]
    if dimension == "year":
        return sorted(rows, key=lambda row: (row["key"] == UNSTATED, row["key"]))
    return sorted(rows, key=lambda row: (row["key"] == UNSTATED, -row["value"], row["name"]))


@route("GET", who=anyone_signed_in)
def figures(request: Request) -> HttpResponse:
    """Show the key figures with their definitions, breakdowns and statements."""
    until, typed, wrong = until_of(request)
    whole = request.viewer.party_id == centre_id()
    reckoning = Reckoning(Period(None, until))
    counted = [reckoning.figure(d.key) for d in DEFINITIONS]
    trained = by_all(reckoning, "trainees")
    courses = by_all(reckoning, "courses")
    page = {
        "lines": lines(counted, compared(until, whole=whole)),
        "nations": names_of("nation", trained["nation"]),
        "years": names_of("year", trained["year"]),
        "areas": names_of("area", courses["area"]),
        "until": until,
        "typed": typed,
        "wrong": wrong,
        "whole": whole,
        "undated": reckoning.undated,
        "installation": installation(),
        "demonstration": any(f.total.demonstration for f in counted),
    }
    return render(request, "reporting/figures.html", page)


@route("GET", who=anyone_signed_in)
def figure(request: Request, key: str) -> HttpResponse:
    """Show one figure: its definition, its breakdowns, its statements and the records behind it."""
    if key not in BY_KEY:
        raise Http404
    until, typed, wrong = until_of(request)
    whole = request.viewer.party_id == centre_id()
    reckoning = Reckoning(Period(None, until))
    broken_down = by_all(reckoning, key)
    counted = reckoning.figure(key)
    page = {
        "line": lines([counted], compared(until, whole=whole))[0],
        "breakdowns": [(dimension_names()[d], names_of(d, broken_down[d])) for d in DIMENSIONS],
        "runs": behind(reckoning, key),
        "until": until,
        "typed": typed,
        "wrong": wrong,
        "whole": whole,
        "undated": reckoning.undated,
        "installation": installation(),
        "demonstration": bool(counted.total.demonstration),
    }
    return render(request, "reporting/figure.html", page)


def behind(reckoning: Reckoning, key: str) -> list[dict[str, Any]]:
    """Return the runs behind a figure with what each adds, in five queries at most however many runs there are."""
    from django.db.models import Count

    rows: dict[Any, int] = {}
    if key in ("trainees", "completions"):
        rows = dict(reckoning.completed().values_list("run").annotate(n=Count("id")).order_by())
    elif key == "participants":
        rows = dict(reckoning.attended().values_list("run").annotate(n=Count("id")).order_by())
    elif key == "trainers":
        rows = dict(reckoning.assignments().values_list("run").annotate(n=Count("id")).order_by())
    stated = {}
    if key in ("trainees", "completions", "participants"):
        stated = {h.run_id: h for h in reckoning.headcounts(groups_once=False)}
    found = []
    for run in sorted(reckoning.runs, key=lambda r: (r.first_day is None, r.first_day or date.min), reverse=True):
        number = rows.get(run.pk, 0)
        if key in ("courses", "runs") or number or run.pk in stated:
            found.append({"run": run, "number": number, "headcount": stated.get(run.pk)})
    return found


def _sheet(request: Request) -> tuple[list[str], list[list[Any]]]:
    until, _typed, _wrong = until_of(request)
    reckoning = Reckoning(Period(None, until))
    header = [_("figure"), _("broken down by"), _("part"), _("recorded"), _("documented"), _("demonstration data")]
    rows: list[list[Any]] = []
    for definition in DEFINITIONS:
        total = reckoning.figure(definition.key).total
        rows.append([str(definition.name), "", "", total.recorded, total.documented, total.demonstration])
        for dimension, tallies in by_all(reckoning, definition.key).items():
            rows += [
                [str(definition.name), dimension_names()[dimension], r["name"], r["tally"].recorded,
                 r["tally"].documented, r["tally"].demonstration]
                for r in names_of(dimension, tallies)
            ]  # fmt: skip
    return header, rows


def dimension_names() -> dict[str, str]:
    """Return the dimensions' names in the reader's language."""
    return {
        "nation": pgettext("dimension", "nation"),
        "year": pgettext("dimension", "year"),
        "area": pgettext("dimension", "area of cooperation"),
    }


@route("GET", who=anyone_signed_in)
def figures_csv(request: Request) -> HttpResponse:
    """Download the key figures as CSV."""
    header, rows = _sheet(request)
    return attachment(write_csv(header, rows), "figures.csv", "text/csv; charset=utf-8")


@route("GET", who=anyone_signed_in)
def figures_xlsx(request: Request) -> HttpResponse:
    """Download the key figures as XLSX."""
    header, rows = _sheet(request)
    data = write_xlsx(header, rows, right_to_left=get_language() == "ar", sheet_name=_("Key figures"))
    return attachment(data, "figures.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def attachment(data: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to keep; it is never shown in the page's own origin."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
