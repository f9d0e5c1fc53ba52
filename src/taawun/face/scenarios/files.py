"""Reads a scenario folder and finds everything that is wrong with it, in one pass.

A folder may extend another beside it (`extends` in scenario.csv): a row whose keys the base has
already changes the cells that it fills, any other row is added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from taawun.ground.localtime.clock import today_at

from .columns import Wrong, cell_of, columns_of, parse
from .consistency import disagreements
from .form import Problem, lines_of, write_file
from .generate import complete
from .room import overfull
from .rows import Settings
from .rule import WrongRule
from .world import NEEDED, TABLES, Row, World

SETTINGS_FILE = "scenario"
DEEPEST_BASE = 4
PUBLIC_KEY = "public"


class WrongFolder(ValueError):
    """The folder cannot be loaded; `problems` says why, in the order of the files."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(slots=True)
class _Placed:
    """The cells of a row, and where they were read last."""

    cells: dict[str, str]
    file: str
    row: int
    value: Row | None = None


@dataclass(slots=True)
class _Reading:
    problems: list[Problem] = field(default_factory=list)
    settings: dict[str, _Placed] = field(default_factory=dict)
    tables: dict[str, dict[tuple[str, ...], _Placed]] = field(default_factory=lambda: {t: {} for t in TABLES})

    def wrong(self, file: str, row: int | None, column: str, what: str, mend: str) -> None:
        self.problems.append(Problem(file, row, column, what, mend))


def read(folder: Path) -> World:
    """The world that `folder` describes. Raises `WrongFolder` with every problem found."""
    world, problems = check(folder)
    if world is None or problems:
        raise WrongFolder(problems)
    return world


def check(folder: Path) -> tuple[World | None, list[Problem]]:
    """The world and the problems of `folder`; no world where a row could not be read."""
    reading = _Reading()
    if not folder.is_dir():
        reading.wrong(str(folder), None, "", _("There is no such folder."), _("Check the path."))
        return None, reading.problems
    _read_folder(reading, folder, ())
    settings = _parse_settings(reading)
    tables = {name: _parse_table(reading, name) for name in TABLES}
    for name in NEEDED:
        if not tables[name] and not any(p.file.endswith(f"{name}.csv") for p in reading.problems):
            reading.wrong(
                f"{name}.csv",
                None,
                "",
                _("The file is missing or has no rows."),
                _("Add it: a scenario needs it."),
            )
    _check_references(reading, settings)
    if settings is None or reading.problems:
        return None, reading.problems
    world = World(settings=settings, **tables)  # type: ignore[arg-type]  # the tables are typed by TABLES
    for table, index, column, what, mend in disagreements(world):
        placed = list(reading.tables[table].values())[index]
        reading.wrong(placed.file, placed.row, column, what, mend)
    if not reading.problems:
        try:
            complete(world, today_at(settings.zone))
        except WrongRule as wrong:
            reading.wrong("rules.csv", None, "", str(wrong), "")
    return world, reading.problems


def write(world: World, folder: Path, *, private: bool = False) -> None:
    """Write `world` as a folder that `read` gives back unchanged; the folder must be empty or new.

    A `private` folder is open to its owner alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(_("The folder %(folder)s is not empty.") % {"folder": folder})
    if private:
        folder.chmod(0o700)
    settings = {name: cell_of(getattr(world.settings, name)) for name in columns_of(Settings)}
    write_file(folder / f"{SETTINGS_FILE}.csv", ("key", "value"), [pair for pair in settings.items() if pair[1]])
    for table, row_class in TABLES.items():
        rows: tuple[Row, ...] = getattr(world, table)
        if rows:
            columns = columns_of(row_class)
            cells = ([cell_of(getattr(row, name)) for name in columns] for row in rows)
            write_file(folder / f"{table}.csv", tuple(columns), cells)


def _read_folder(reading: _Reading, folder: Path, above: tuple[Path, ...]) -> None:
    """Reads the base first, then what `folder` adds to it."""
    shown = f"{folder.name}/" if above else ""
    lines = lines_of(reading.problems, folder / f"{SETTINGS_FILE}.csv", shown)
    own = {line["key"]: (number, line) for number, line in lines}
    if "extends" in own:
        _read_base(reading, folder, own["extends"], above)
    for key, (number, line) in own.items():
        reading.settings[key] = _Placed({"value": line["value"]}, f"{shown}{SETTINGS_FILE}.csv", number)
    known = {SETTINGS_FILE, *TABLES}
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in known:
            reading.wrong(
                f"{shown}{path.name}",
                None,
                "",
                _("No scenario has a file of this name."),
                _("Rename it to one of: %(files)s.") % {"files": ", ".join(sorted(known))},
            )
    for table in TABLES:
        if (folder / f"{table}.csv").exists():
            _read_table(reading, folder / f"{table}.csv", table, shown)


def _read_base(reading: _Reading, folder: Path, said: tuple[int, Mapping[str, str]], above: tuple[Path, ...]) -> None:
    number, line = said
    name = line["value"]
    base = folder.resolve().parent / name
    wrong = ""
    if not name or "/" in name or "\\" in name or name.startswith("."):
        wrong = _("“%(name)s” is not the name of a folder beside this one.") % {"name": name}
    elif base in above or base == folder.resolve() or len(above) >= DEEPEST_BASE:
        wrong = _("The folder extends itself, or too many folders extend one another.")
    elif not base.is_dir():
        wrong = _("There is no folder “%(name)s” beside this one.") % {"name": name}
    if wrong:
        reading.wrong("scenario.csv", number, "value", wrong, _("Name the folder that this one adds to."))
        return
    _read_folder(reading, base, (*above, folder.resolve()))


def _read_table(reading: _Reading, path: Path, table: str, shown: str) -> None:
    columns = columns_of(TABLES[table])
    keys = [name for name, column in columns.items() if column.key]
    rows = reading.tables[table]
    seen: dict[tuple[str, ...], int] = {}
    for number, line in lines_of(reading.problems, path, shown, columns):
        named = tuple(line.get(name, "") for name in keys)
        if named in seen:
            reading.wrong(
                f"{shown}{path.name}",
                number,
                keys[0],
                _("Row %(row)s has the same key.") % {"row": seen[named]},
                _("Give each row a key of its own."),
            )
            continue
        seen[named] = number
        before = rows[named].cells if named in rows else {}
        filled = {name: cell for name, cell in line.items() if cell or name not in before}
        rows[named] = _Placed({**before, **filled}, f"{shown}{path.name}", number)


def _parse_settings(reading: _Reading) -> Settings | None:
    columns = columns_of(Settings)
    unread = {Path(problem.file).stem for problem in reading.problems}
    values: dict[str, Any] = {}
    sound = SETTINGS_FILE not in unread
    file = f"{SETTINGS_FILE}.csv"
    for name, placed in reading.settings.items():
        if name not in columns:
            reading.wrong(
                placed.file,
                placed.row,
                "key",
                _("“%(name)s” is not a setting.") % {"name": name},
                _("Use: %(columns)s.") % {"columns": ", ".join(columns)},
            )
            sound = False
        elif placed.cells["value"]:
            try:
                values[name] = parse(columns[name], placed.cells["value"])
            except Wrong as wrong:
                reading.wrong(placed.file, placed.row, "value", wrong.what, wrong.mend)
                sound = False
    for name, column in columns.items():
        if column.required and name not in values and SETTINGS_FILE not in unread:
            reading.wrong(
                file,
                None,
                "key",
                _("The setting “%(name)s” is missing.") % {"name": name},
                _("Add a row with this key and its value."),
            )
            sound = False
    zone = str(values.get("zone", ""))
    if zone and not _is_zone(zone):
        placed = reading.settings["zone"]
        reading.wrong(
            placed.file,
            placed.row,
            "value",
            _("“%(zone)s” is not a time zone.") % {"zone": zone},
            _("Use a name such as Asia/Kuwait."),
        )
        sound = False
    values.pop("extends", None)  # the rows of the base are among this world's own by now
    settings = Settings(**values) if sound else None
    for name, what, mend in overfull(SETTINGS_FILE, settings):
        reading.wrong(reading.settings[name].file, reading.settings[name].row, "value", what, mend)
    return settings


def _is_zone(zone: str) -> bool:
    return zone in available_timezones() and bool(ZoneInfo(zone))


def _parse_table(reading: _Reading, table: str) -> tuple[Row, ...]:
    row_class = TABLES[table]
    columns = columns_of(row_class)
    rows: list[Row] = []
    for placed in reading.tables[table].values():
        values: dict[str, Any] = {}
        sound = True
        for name, column in columns.items():
            cell = placed.cells.get(name, "")
            try:
                if cell:
                    values[name] = parse(column, cell)
                elif column.required:
                    raise Wrong(_("The cell is empty."), _("Fill it in: it is needed."))  # noqa: TRY301 -- one way to note what is wrong with a cell
            except Wrong as wrong:
                reading.wrong(placed.file, placed.row, name, wrong.what, wrong.mend)
                sound = False
        if sound:
            placed.value = row_class(**values)
            rows.append(placed.value)
            for name, what, mend in overfull(table, placed.value):
                reading.wrong(placed.file, placed.row, name, what, mend)
    return tuple(rows)


def _check_references(reading: _Reading, settings: Settings | None) -> None:
    """Names of rows that are nowhere; silent about a table that could not be read whole itself."""
    unread = {Path(problem.file).stem for problem in reading.problems}
    known = {table: {key[0] for key in rows} for table, rows in reading.tables.items() if table not in unread}
    if "communities" in known and "parties" in known:  # each party has a community of its own, and all have one
        known["communities"] |= {PUBLIC_KEY, *known["parties"]}
    if settings is not None and settings.centre not in known.get("parties", {settings.centre}):
        placed = reading.settings["centre"]
        reading.wrong(placed.file, placed.row, "value", *_unknown("parties", settings.centre))
    for table, row_class in TABLES.items():
        refers = {name: column for name, column in columns_of(row_class).items() if column.refers in known}
        for placed in reading.tables[table].values():
            if placed.value is None:
                continue
            for name, column in refers.items():
                value = getattr(placed.value, name)
                for each in value if column.many else (value,):
                    if each and each not in known[column.refers]:
                        reading.wrong(placed.file, placed.row, name, *_unknown(column.refers, each))


def _unknown(table: str, name: str) -> tuple[str, str]:
    return (
        _("“%(name)s” has no row in %(table)s.csv.") % {"name": name, "table": table},
        _("Correct it, or add the row."),
    )
