"""`taawun COMMAND …`: one word for everything an installation is asked to do.

`up` is the installation itself; every other command is a management command of Django's or of a room's, for
which the database is started where it does not run, and stopped afterwards.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

# What needs no database; everything else finds one running.
WITHOUT_DATABASE = {
    "help",
    "version",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "diffsettings",
    "findstatic",
}


def main() -> None:
    """Run the command of the command line and exit with its code."""
    argv = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taawun.config.settings")
    if argv[:1] == ["up"]:
        sys.exit(_named("taawun.config.up", "run")(argv[1:]))
    asks_help = "--help" in argv and argv[:1] != ["console"]
    if not argv or argv[0].startswith("-") or argv[0] in WITHOUT_DATABASE or asks_help:
        sys.exit(execute(argv or ["help"]))
    chosen = _named("taawun.config.console", "execute") if argv[0] == "console" else execute
    sys.exit(_named("taawun.config.command", "run")(argv, chosen))


def execute(argv: list[str]) -> int:
    """Run a management command; give its exit code. A reader that has enough (`… | head`) is no fault."""
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["taawun", *argv])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _named(module: str, function: str) -> Callable[..., int]:
    """Load by name, as Django loads its settings: this package may not import what lies above it."""
    return cast("Callable[..., int]", getattr(import_module(module), function))


if __name__ == "__main__":
    main()
