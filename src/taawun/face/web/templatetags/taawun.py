"""The components of the product, for templates: `{% load taawun %}`.

Words in a reader's language, dates, labels, states, bars, fields. Each tag says what it takes; templates give it plain
values, so that nothing here asks the database.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from taawun.face.web import drawing, fields, reading, states

register = template.Library()


def _reader(context: Context) -> reading.Reader:
    found = context.get("reader")
    return found if isinstance(found, reading.Reader) else reading.reader_of(context.get("request"))


def _of(item: Any, name: str, default: Any = "") -> Any:
    return item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)


# pictures


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "check" %}: an icon of the lucide set; words stand beside it."""
    return drawing.icon(name)


@register.simple_tag
def mark(width: float = 4.5) -> SafeString:
    """{% mark %}: the star of eight points."""
    return drawing.mark(width)


@register.simple_tag
def motif() -> SafeString:
    """{% motif %}: the star as a pattern of lines."""
    return drawing.motif()


@register.simple_tag
def bar(percent: float, *, soft: bool = False) -> SafeString:
    """{% bar 46 %}: a bar in a table row; the value stands beside it."""
    return drawing.bar(float(percent), soft=soft)


@register.simple_tag
def seatbar(taken: int, waiting: int, total: int) -> SafeString:
    """{% seatbar accepted to_decide promised %}: seats of a party or of a run."""
    return drawing.seat_bar(int(taken), int(waiting), int(total))


# words, names, numbers, dates


@register.simple_tag(takes_context=True)
def text(context: Context, record: Any, field: str, *, say: bool = True) -> SafeString:
    """{% text course "title" %}: the reader's language, or the other one marked so (`say=False`: unmarked)."""
    return reading.text(record, field, _reader(context), say=say)


@register.simple_tag(takes_context=True)
def other_text(context: Context, record: Any, field: str) -> SafeString:
    """{% other_text course "title" %}: the same in the other language, where both exist."""
    return reading.other_text(record, field, _reader(context))


@register.simple_tag(takes_context=True)
def plain(context: Context, record: Any, field: str) -> str:
    """{% plain course "title" %}: the text alone, for titles of pages and attributes."""
    return reading.plain(record, field, _reader(context))


@register.simple_tag(takes_context=True)
def person_name(context: Context, person: Any) -> SafeString:
    """{% person_name person %}: as that person writes it, in the reader's script."""
    return reading.person_name(person, _reader(context))


@register.simple_tag(takes_context=True)
def party_name(context: Context, party: Any, *, short: bool = True) -> SafeString:
    """{% party_name party %}: the short name, or the full one with `short=False`; the code where there is neither."""
    reader = _reader(context)
    order = ("short_name", "name") if short else ("name", "short_name")
    for field in order:
        if found := reading.text(party, field, reader, say=False):
            return found
    return format_html('<span class="code">{}</span>', _of(party, "code"))


@register.simple_tag
def iso(code: str) -> SafeString:
    """{% iso "QA" %}: a quiet tag with the code of a party."""
    return format_html('<span class="iso">{}</span>', code)


@register.simple_tag
def code(value: Any) -> SafeString:
    """{% code run.code %}: a code, a file name, an address: always from left to right."""
    return format_html('<span class="code">{}</span>', value)


@register.simple_tag(takes_context=True)
def count(context: Context, number: float | None) -> str:
    """{% count n %}: a number in the reader's digits; — where there is none."""
    return reading.count(number, _reader(context))


@register.simple_tag(takes_context=True)
def numerals(context: Context, words: Any) -> str:
    """{% numerals words %}: prose in the reader's digits."""
    return _reader(context).numerals(str(words))


@register.simple_tag(takes_context=True, name="date")
def date_tag(
    context: Context, value: Any, *, hijri: bool = False, weekday: bool = False, year: bool = True
) -> SafeString:
    """{% date run.first_day hijri=True weekday=True %}: a day, or a partial date as its text."""
    return reading.day(value, _reader(context), hijri=hijri, weekday=weekday, year=year)


@register.simple_tag(takes_context=True, name="hijri")
def hijri_tag(context: Context, value: date | None) -> str:
    """{% hijri run.first_day %}: the Hijri day alone."""
    return reading.hijri(value, _reader(context))


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None, *, year: bool = True) -> SafeString:
    """{% moment entry.at %}: an instant at the centre, with its time."""
    return reading.moment(value, _reader(context), year=year)


@register.simple_tag(takes_context=True)
def span(context: Context, first: date, last: date, *, hijri: bool = False) -> str:
    """{% span run.first_day run.last_day %}: 9 to 13 February 2020; with `hijri=True` in that calendar alone."""
    return reading.span(first, last, _reader(context), hijri=hijri)


# labels and states


@register.inclusion_tag("web/parts/ribbon.html", takes_context=True)
def ribbon(context: Context, label: Any) -> dict[str, Any]:
    """{% ribbon ribbon %}: who sees this record, always the first thing on it.

    Takes `level`, `audience_names_en`, `audience_names_ar`, `others`, `own`, `originator_name` (or …_en, …_ar).
    """
    reader = _reader(context)
    names = _of(label, f"audience_names_{reader.language}", None) or []
    level = int(_of(label, "level", 0))
    originator = _of(label, f"originator_name_{reader.language}") or _of(label, "originator_name")
    return {
        "level": level,
        "look": states.LEVEL_LOOKS[level],
        "public": bool(_of(label, "public", default=False)),
        "names": list(names),
        "joined": ("، " if reader.language == "ar" else ", ").join(str(n) for n in names),
        "others": bool(_of(label, "others", default=False)),
        "own": bool(_of(label, "own", default=False)),
        "originator": originator,
    }


@register.inclusion_tag("web/parts/level.html")
def level_chip(level: int) -> dict[str, Any]:
    """{% level_chip document.label.level %}: the level in a list, where the ribbon has no room."""
    look = states.LEVEL_LOOKS[int(level)]
    kind = {"public": "good", "official": "info", "restricted": "warn", "confidential": "bad"}[look.kind]
    return {"kind": kind, "icon": look.icon, "word": look.word}


@register.inclusion_tag("web/parts/level.html")
def chip(word: Any, kind: str = "", icon: str = "") -> dict[str, Any]:
    """{% chip _("Demonstration data") "warn" "flask-conical" %}: icon and word; kinds quiet info good warn bad hold."""
    return {"kind": "" if kind == "quiet" else kind, "icon": icon, "word": word}


@register.inclusion_tag("web/parts/level.html")
def state_chip(record: Any, state: str = "") -> dict[str, Any]:
    """{% state_chip nomination %}: the state of a record, or `{% state_chip None "accepted" %}` for a bare state."""
    key = state or str(_of(record, "state"))
    look = states.look_of(key)
    display = getattr(record, "get_state_display", None)
    word = display() if callable(display) and not state else (look.word or key)
    return {"kind": "" if look.kind == "quiet" else look.kind, "icon": look.icon, "word": word}


# parts of pages


@register.inclusion_tag("web/parts/crumbs.html")
def crumbs(*steps: Any) -> dict[str, Any]:
    """{% crumbs _("Courses") courses_url title %}: pairs of words and address; the last words are the page itself."""
    pairs = [{"label": steps[i], "url": steps[i + 1]} for i in range(0, len(steps) - 1, 2)]
    return {"pairs": pairs, "last": steps[-1] if len(steps) % 2 else ""}


@register.inclusion_tag("web/parts/steps.html")
def stepline(items: Sequence[Any]) -> dict[str, Any]:
    """{% stepline items %}: a record's way; items with `label`, `when`, `state` (done, current or todo)."""
    return {"items": items}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(items: Sequence[Any]) -> dict[str, Any]:
    """{% timeline items %}: what happened, newest first; items with `what`, `when`, and `who` where it may be told."""
    return {"items": items}


@register.inclusion_tag("web/parts/facts.html")
def facts(items: Sequence[Any], *, plain: bool = False) -> dict[str, Any]:
    """{% facts items %}: items with `name`, `value`, `more`; those without a value are left out."""
    return {"items": [i for i in items if _of(i, "value") not in ("", None)], "plain": plain}


@register.inclusion_tag("web/parts/tabs.html", takes_context=True)
def tabs(context: Context, items: Sequence[Any], label: str) -> dict[str, Any]:
    """{% tabs items _("Nominations by state") %}: items with `label`, `url`, `count` (or None), `current`."""
    return {"items": items, "label": label, "reader": _reader(context)}


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: Context, previous: str = "", following: str = "", says: str = "") -> dict[str, Any]:
    """{% pager prev_url next_url says %}: keyset paging; `says` is a line such as *1 to 8 of 26*."""
    return {"previous": previous, "following": following, "says": says, "reader": _reader(context)}


@register.inclusion_tag("web/parts/columns.html", takes_context=True)
def columns(context: Context, rows: Sequence[Any], caption: str) -> dict[str, Any]:
    """{% columns rows _("People trained by year") %}: rows with `name`, `value`, `url`; a table says the same."""
    reader = _reader(context)
    drawn = [
        (reader.numerals(str(_of(r, "name"))), int(_of(r, "value")), reading.count(int(_of(r, "value")), reader))
        for r in rows
    ]
    return {
        "chart": drawing.columns(drawn, from_right=reader.language == "ar"),
        "rows": [
            {"name": name, "written": written, "url": _of(r, "url")}
            for r, (name, _v, written) in zip(rows, drawn, strict=True)
        ],
        "caption": caption,
        "linked": any(_of(r, "url") for r in rows),
    }


@register.inclusion_tag("web/parts/bars.html", takes_context=True)
def bars(
    context: Context, rows: Sequence[Any], caption: str, *, thin: bool = False, total: int | None = None
) -> dict[str, Any]:
    """{% bars rows _("People trained by nation") total=889 %}: a table with bars.

    Rows have `name` and `value`, and may have `iso` and `url`; with `total` each shows its share.
    """
    reader = _reader(context)
    most = max((float(_of(r, "value")) for r in rows), default=0) or 1
    return {
        "rows": [
            {
                "name": _of(r, "name"),
                "iso": _of(r, "iso"),
                "url": _of(r, "url"),
                "written": reading.count(_of(r, "value"), reader),
                "bar": drawing.bar(100 * float(_of(r, "value")) / most),
                "share": reader.numerals(f"{100 * float(_of(r, 'value')) / total:.0f}%") if total else "",
            }
            for r in rows
        ],
        "caption": caption,
        "thin": thin,
    }


@register.inclusion_tag("web/parts/todo.html", takes_context=True)
def todo(context: Context, items: Sequence[Any]) -> dict[str, Any]:
    """{% todo items %}: what waits for the reader; items with `count`, `label`, `url`, `more`, `warn`."""
    return {"items": items, "reader": _reader(context)}


@register.inclusion_tag("web/parts/figures.html", takes_context=True)
def figures(context: Context, items: Sequence[Any]) -> dict[str, Any]:
    """{% figures items %}: key figures.

    Items have `name`, `value` (a number or words), `url`, and may have `recorded`, `reported`, `verdict`,
    `verdict_kind`, `verdict_icon`, `documented`, `demonstration`, `definition_url`.
    """
    return {"items": items, "reader": _reader(context)}


@register.inclusion_tag("web/parts/empty.html")
def empty(heading: str, says: str = "", action: str = "", url: str = "") -> dict[str, Any]:
    """{% empty heading says action url %}: what will be here, who fills it, the one action."""
    return {"heading": heading, "says": says, "action": action, "url": url}


@register.inclusion_tag("web/parts/nothing.html")
def nothing_matches(clear_url: str) -> dict[str, Any]:
    """{% nothing_matches clear_url %}: the filter hides everything, which is another thing than an empty list."""
    return {"clear_url": clear_url}


@register.inclusion_tag("web/parts/progress.html", takes_context=True)
def progress(context: Context, done: int, of: int, says: str, key: str = "progress") -> dict[str, Any]:
    """{% progress done total says %}: what is done of how much; `says` is the whole sentence."""
    return {"done": int(done), "of": int(of), "says": says, "key": key, "reader": _reader(context)}


# forms


@register.inclusion_tag("web/parts/field.html")
def field(
    bound: BoundField, *, hint: str | None = None, short: bool = False, mandatory: bool = False, label: str = ""
) -> dict[str, Any]:
    """{% field form.name %}: label, hint, message, control, in that order."""
    made = fields.control(bound, hint=hint, short=short, mandatory=mandatory)
    return {"c": made, "label": label or bound.label}


@register.inclusion_tag("web/parts/pair.html")
def pair(first: BoundField, second: BoundField, legend: str, hint: str = "") -> dict[str, Any]:
    """{% pair form.title_en form.title_ar _("Title") %}: one text in both languages, side by side."""
    return {
        "controls": [fields.control(first, mandatory=True), fields.control(second, mandatory=True)],
        "legend": legend,
        "hint": hint,
        "key": first.auto_id or first.html_name,
    }


@register.inclusion_tag("web/parts/errors.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """{% error_summary form %}: what is wrong, above the title, with links to the fields; else nothing."""
    return {"problems": fields.problems(list(forms))}


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Return *Error:* for the title of a page whose `form` (or one of `forms`) has errors, or with `errors`."""
    given = [context.get("form"), *(context.get("forms") or [])]
    wrong = bool(context.get("errors")) or any(getattr(f, "errors", None) for f in given)
    return gettext("Error:") + " " if wrong else ""


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """{% address_with sort="name" after=None %}: this page's address with parts of its query changed or left out."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return "?"
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("web/parts/sorted.html", takes_context=True)
def sort_header(context: Context, words: str, key: str, current: str) -> dict[str, Any]:
    """{% sort_header _("Submitted") "submitted" sort %}: a header cell that sorts; `-key` is from the end."""
    falling = current == f"-{key}"
    rising = current == key
    return {
        "words": words,
        "url": address_with(context, sort=f"-{key}" if rising else key, after=None, before=None),
        "order": "descending" if falling else "ascending" if rising else "",
        "icon": "arrow-down" if falling else "arrow-up",
    }
