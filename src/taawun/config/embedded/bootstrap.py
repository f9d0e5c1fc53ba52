"""The roles and the database, made by a superuser; safe to run any number of times.

taawun_owner   migrates and owns the tables; sees no rows (its tables FORCE row-level security)
taawun_app     the application: web, worker and commands
taawun_fn      no login; owns the listed functions that count beyond what a viewer sees
taawun_backup  no login; BYPASSRLS, for pg_dump and nothing else
"""

import secrets
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from taawun.config.embedded.binaries import EXTENSIONS, OLDEST
from taawun.config.embedded.faults import DatabaseFault

ROLES = {
    "taawun_owner": "LOGIN NOINHERIT NOCREATEROLE NOCREATEDB",
    "taawun_app": "LOGIN INHERIT NOCREATEROLE NOCREATEDB",
    "taawun_fn": "NOLOGIN NOCREATEROLE NOCREATEDB",
    "taawun_backup": "NOLOGIN NOCREATEROLE NOCREATEDB BYPASSRLS",
}


@dataclass(frozen=True, repr=False)
class Passwords:
    """The passwords of the two roles that sign in; kept out of every repr, and so out of every traceback."""

    app: str
    owner: str

    @classmethod
    def new(cls) -> "Passwords":
        """Make passwords that nobody has to type."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32))


@dataclass(frozen=True, repr=False)
class Dsns:
    """How to reach the database as the application (`app`) and as the owner of its tables (`owner`)."""

    app: str
    owner: str


def bootstrap(superuser: str, database: str = "taawun", *, passwords: Passwords) -> Dsns:
    """Make roles and `database` as they should be, and give the ways in. Idempotent; it repairs.

    `superuser` is a conninfo or URL of a superuser, or of a role with CREATEROLE and CREATEDB (which cannot
    make taawun_backup: a backup is then the superuser's). Raises DatabaseFault with what is missing.
    """
    try:
        with _connect(superuser) as connection:
            _refuse_old(connection)
            # Two starts against one server would trip over each other's CREATE ROLE.
            connection.execute("SELECT pg_advisory_lock(hashtext('taawun bootstrap'))")
            _roles(connection, passwords)
            _database(connection, database)
        with psycopg.connect(make_conninfo(superuser, dbname=database), autocommit=True) as connection:
            _inside(connection)
    except psycopg.Error as error:
        raise DatabaseFault(f"The database could not be prepared: {error}") from error
    place = {key: value for key, value in conninfo_to_dict(superuser).items() if key not in {"user", "password"}}
    return Dsns(
        app=make_conninfo("", **place | {"user": "taawun_app", "password": passwords.app, "dbname": database}),
        owner=make_conninfo("", **place | {"user": "taawun_owner", "password": passwords.owner, "dbname": database}),
    )


def may_bootstrap(dsn: str) -> bool:
    """Tell whether the role of `dsn` is a superuser or may make roles and databases. Raises DatabaseFault."""
    try:
        with _connect(dsn) as connection:
            row = connection.execute(
                "SELECT rolsuper OR rolcreaterole AND rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        raise DatabaseFault(f"DATABASE_URL does not lead to a database: {error}") from error
    return bool(row and row[0])


def _connect(dsn: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect to the database that `dsn` names or, where it is yet to be made, to the one every server has."""
    try:
        return psycopg.connect(dsn, autocommit=True)
    except psycopg.OperationalError as error:
        try:
            return psycopg.connect(make_conninfo(dsn, dbname="postgres"), autocommit=True)
        except psycopg.OperationalError:
            raise error from None


def _refuse_old(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    if connection.info.server_version < OLDEST * 10_000:
        version = connection.info.parameter_status("server_version")
        raise DatabaseFault(f"This server is PostgreSQL {version}; {OLDEST} or newer is needed.")


def _roles(connection: "psycopg.Connection[tuple[object, ...]]", passwords: Passwords) -> None:
    superuser = _is_superuser(connection)
    have = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'taawun%'")}
    for name, attributes in ROLES.items():
        if "BYPASSRLS" in attributes and not superuser:
            continue
        verb = "ALTER" if name in have else "CREATE"
        if superuser and "BYPASSRLS" not in attributes:
            attributes += " NOSUPERUSER NOBYPASSRLS NOREPLICATION"  # noqa: PLW2901  the rest only a superuser may say
        connection.execute(sql.SQL("{} ROLE {} {}").format(sql.SQL(verb), sql.Identifier(name), sql.SQL(attributes)))
    for name, password in (("taawun_app", passwords.app), ("taawun_owner", passwords.owner)):
        # Sent as a verifier: the password itself would stand in the server's log if statements are logged.
        verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(verifier)))
    if superuser:
        # pg_dump reads every table; BYPASSRLS alone gives no right to one
        connection.execute("GRANT pg_read_all_data TO taawun_backup")
    # The owner hands functions over to taawun_fn, but must not read by its policies: a member that inherits
    # would.
    grant = "GRANT taawun_fn TO taawun_owner"
    connection.execute(grant + (" WITH INHERIT FALSE, SET TRUE" if _version(connection) >= 16 else ""))
    if not superuser:
        connection.execute("GRANT taawun_owner TO CURRENT_USER")


def _version(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    return connection.info.server_version // 10_000


def _database(connection: "psycopg.Connection[tuple[object, ...]]", database: str) -> None:
    name = sql.Identifier(database)
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER taawun_owner TEMPLATE template0 ENCODING 'UTF8'").format(name)
        )
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO taawun_owner").format(name))
    connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO taawun_app").format(name))
    connection.execute(sql.SQL("GRANT CONNECT, CREATE ON DATABASE {} TO taawun_owner").format(name))


def _inside(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    superuser = _is_superuser(connection)
    if not superuser:  # the schema is the database owner's, and so is the right to add a trusted extension
        connection.execute("SET ROLE pg_database_owner")
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    # Said outright: on 15 a role that does not inherit has nothing of pg_database_owner.
    connection.execute("GRANT USAGE, CREATE ON SCHEMA public TO taawun_owner")
    connection.execute("GRANT USAGE ON SCHEMA public TO taawun_app, taawun_fn")
    if not superuser:
        connection.execute("SET ROLE taawun_owner")
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _is_superuser(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])
