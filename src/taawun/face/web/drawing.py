"""Pictures made on the server: icons, the mark, bars, columns. Attributes size them: the policy forbids styles."""

import math
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# icons that point along the line turn with it; a check, a clock and a lens do not
MIRRORED = frozenset(
    {
        "arrow-right", "arrow-left", "chevron-right", "chevron-left", "list", "list-checks", "log-out",
        "redo-2", "send", "share-2", "undo-2",
    }
)  # fmt: skip


@cache
def _icons() -> dict[str, str]:
    archive = ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
    return {name.rsplit("/", 1)[-1].removesuffix(".svg"): name for name in archive.namelist() if name.endswith(".svg")}


@cache
def icon(name: str) -> SafeString:
    """Return an icon of the lucide set as inline SVG, hidden from screen readers: the words beside it speak.

    KeyError when the set has no such icon, so that a misspelt name is seen at once.
    """
    archive = ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
    whole = archive.read(_icons()[name]).decode()
    found = re.search(r"<svg[^>]*>(.*)</svg>", whole, re.DOTALL)
    assert found
    turned = " mirror" if name in MIRRORED else ""
    lines = re.sub(r"\s+", " ", found[1]).strip()
    return mark_safe(  # noqa: S308 the shapes come from the pinned icon set, never from a person
        f'<svg class="icon{turned}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true" focusable="false">{lines}</svg>'
    )


def _star(radius: float) -> str:
    def square(turn: int) -> str:
        points = (math.radians(turn + 90 * corner) for corner in range(4))
        return " ".join(f"{50 + radius * math.cos(a):.2f},{50 + radius * math.sin(a):.2f}" for a in points)

    return "".join(f'<polygon vector-effect="non-scaling-stroke" points="{square(turn)}"/>' for turn in (0, 45))


@cache
def mark(width: float = 4.5) -> SafeString:
    """Return the mark: a star of two squares, eight points for eight areas of cooperation."""
    shape = _star(44).replace(' vector-effect="non-scaling-stroke"', "")
    return mark_safe(  # noqa: S308 drawn here, from numbers alone
        f'<svg class="mark" viewBox="0 0 100 100" fill="none" stroke="currentColor" stroke-width="{width}" '
        f'stroke-linejoin="miter" aria-hidden="true" focusable="false">{shape}<circle cx="50" cy="50" r="17"/></svg>'
    )


@cache
def motif() -> SafeString:
    """Return the star as a pattern of lines; never behind running text."""
    shapes = "".join(_star(radius) for radius in (48, 43, 38, 33, 28, 23))
    return mark_safe(  # noqa: S308 drawn here, from numbers alone
        '<svg class="motif" viewBox="0 0 100 100" fill="none" stroke="currentColor" stroke-width="1" '
        f'aria-hidden="true" focusable="false">{shapes}</svg>'
    )


def bar(percent: float, *, soft: bool = False) -> SafeString:
    """Return a bar filled to `percent` (0 to 100). Its value stands beside it as text."""
    return format_html(
        '<svg aria-hidden="true" focusable="false" preserveAspectRatio="none">'
        '<rect class="fill-track" width="100%" height="100%" rx="3"/>'
        '<rect class="{}" width="{}%" height="100%" rx="3"/></svg>',
        "fill-soft" if soft else "fill-bar",
        f"{min(max(percent, 0), 100):.1f}",
    )


def seat_bar(taken: int, waiting: int, total: int) -> SafeString:
    """Return a bar of seats: taken, then waiting for a decision, of `total`; what does not fit is cut off."""
    whole = max(total, 1)
    first = min(100 * taken / whole, 100)
    second = min(100 * waiting / whole, 100 - first)
    return format_html(
        '<svg class="meter" aria-hidden="true" focusable="false" preserveAspectRatio="none">'
        '<rect class="fill-free" width="100%" height="100%"/><rect class="fill-held" width="{}%" height="100%"/>'
        '<rect class="fill-wait" x="{}%" width="{}%" height="100%"/></svg>',
        f"{first:.1f}",
        f"{first:.1f}",
        f"{second:.1f}",
    )


def columns(rows: Sequence[tuple[str, int, str]], *, from_right: bool) -> SafeString:
    """Return columns for `(name, value, value as written)`; in Arabic time runs from the right as well."""
    width, height, floor, top = 320, 190, 28, 26
    if not rows:
        return SafeString("")
    most = max(value for _, value, _ in rows) or 1
    pitch = width / len(rows)
    thick = min(56.0, pitch * 0.66)
    parts = []
    for place, (name, value, written) in enumerate(rows):
        middle = pitch * (place + 0.5)
        middle = width - middle if from_right else middle
        tall = (height - floor - top) * value / most
        parts.append(
            format_html(
                '<rect class="fill-bar" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
                '<text class="v" x="{}" y="{}" text-anchor="middle">{}</text>'
                '<text x="{}" y="{}" text-anchor="middle">{}</text>',
                f"{middle - thick / 2:.1f}",
                f"{height - floor - tall:.1f}",
                f"{thick:.1f}",
                f"{tall:.1f}",
                f"{middle:.1f}",
                f"{height - floor - tall - 8:.1f}",
                written,
                f"{middle:.1f}",
                height - 8,
                name,
            )
        )
    return format_html(
        '<svg class="colchart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<line x1="0" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        width,
        height,
        width,
        height - floor + 0.5,
        height - floor + 0.5,
        SafeString("".join(parts)),
    )
