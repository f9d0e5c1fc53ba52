"""Migration operations that make labels bite. A catalogue test names the table that lacks one."""

from pathlib import Path

from django.db.migrations.operations import RunSQL


class Protect(RunSQL):
    """Protect a table of records: row-level security by label, written by its originator and steward alone."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"SELECT policy.protect('{table}')", RunSQL.noop)

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (type(self).__name__, [self.table], {})


class ProtectPart(RunSQL):
    """Protect a table of parts: `key` is the column that points at the parent, whose label the part carries."""

    def __init__(self, table: str, parent: str, key: str) -> None:
        self.given = (table, parent, key)
        super().__init__(f"SELECT policy.protect_part('{table}', '{parent}', '{key}')", RunSQL.noop)

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (type(self).__name__, list(self.given), {})


class Open(RunSQL):
    """Open a table that carries no label to the application: `why` is for the reader and for the test."""

    def __init__(self, table: str, rights: str, why: str) -> None:
        self.given = (table, rights, why)
        super().__init__(f"SELECT policy.open('{table}', '{rights}')", RunSQL.noop)

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (type(self).__name__, list(self.given), {})


class RunFile(RunSQL):
    """Run a file of SQL that stands beside the migrations' folder, in sql/."""

    def __init__(self, migration: str, name: str) -> None:
        self.given = (migration, name)
        super().__init__((Path(migration).parent.parent / "sql" / name).read_text(encoding="utf-8"), RunSQL.noop)
