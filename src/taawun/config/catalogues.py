"""Translations made ready: each .po compiled to the .mo that Django reads, without the gettext programs."""

import os
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]


def stale(root: Path = PACKAGE) -> list[Path]:
    """List the catalogues below `root` whose .mo is missing or older than they are."""
    found = sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))
    return [po for po in found if not _is_fresh(po.with_suffix(".mo"), po)]


def _is_fresh(mo: Path, po: Path) -> bool:
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_stale(root: Path = PACKAGE) -> int:
    """Compile what is stale and give their number. A .mo appears whole or not at all.

    Code that this account may only read was installed by somebody who compiled it: what is stale there stays.
    """
    todo = [po for po in stale(root) if os.access(po.parent, os.W_OK)]
    for po in todo:
        fresh = po.with_suffix(f".{os.getpid()}")
        polib.pofile(str(po)).save_as_mofile(str(fresh))
        fresh.replace(po.with_suffix(".mo"))
    return len(todo)
