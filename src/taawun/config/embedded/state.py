"""Where the database is, for everything that only wants to use it. Nothing here starts or asks a server."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from taawun.config.embedded.account import Account, write_private
from taawun.config.embedded.bootstrap import Dsns
from taawun.config.embedded.server import socket_folder

REPOSITORY = Path(__file__).resolve().parents[4]


def var() -> Path:
    """Give the folder for what an installation keeps: TAAWUN_VAR, or `var` in the repository."""
    return Path(os.environ.get("TAAWUN_VAR") or REPOSITORY / "var").absolute()


def source() -> str:
    """Name the database in use: `embedded`, or a digest of the DATABASE_URL (which holds a password)."""
    url = os.environ.get("DATABASE_URL", "")
    return hashlib.sha256(url.encode()).hexdigest() if url else "embedded"


def _kept() -> dict[str, dict[str, str]]:
    try:
        kept = json.loads((var() / "database.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def kept_dsns() -> Dsns | None:
    """Give what an earlier start kept for this database, or None."""
    entry = _kept().get(source())
    return Dsns(entry["app"], entry["owner"]) if entry and {"app", "owner"} <= entry.keys() else None


def keep(dsns: Dsns, account: Account | None = None) -> None:
    """Keep the ways in, in `var/database.json`, which only the account that runs the application can read."""
    text = json.dumps(_kept() | {source(): {"app": dsns.app, "owner": dsns.owner}}, indent=2)
    write_private(var() / "database.json", text + "\n", account)


def dsns() -> Dsns:
    """Give the ways in: the environment's first, then those an earlier start kept, then where they will be.

    Never raises and never starts anything: before the first start the answer leads to a socket that is not
    there.
    """
    url, owner = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
    if url and owner:
        return Dsns(url, owner)
    kept = kept_dsns()
    if kept:
        return kept
    if url:
        return Dsns(url, url)
    place = {"host": str(socket_folder((var() / "postgres").resolve())), "port": "5432", "dbname": "taawun"}
    return Dsns(make_conninfo("", user="taawun_app", **place), make_conninfo("", user="taawun_owner", **place))


def django_database(dsn: str, **more: Any) -> dict[str, Any]:
    """Turn a conninfo or URL into an entry of Django's DATABASES; a malformed one leads nowhere."""
    try:
        parts = dict(conninfo_to_dict(dsn))
    except psycopg.ProgrammingError:
        parts = {"host": "/DATABASE_URL-is-malformed", "dbname": "taawun"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(parts.pop("dbname", "") or "taawun"),
        "USER": str(parts.pop("user", "") or ""),
        "PASSWORD": str(parts.pop("password", "") or ""),
        "HOST": str(parts.pop("host", "") or ""),
        "PORT": str(parts.pop("port", "") or ""),
        "OPTIONS": {"connect_timeout": 5} | parts,
        **more,
    }


def database_settings() -> dict[str, dict[str, Any]]:
    """Give Django's DATABASES: `default` as the application's role, `owner` as the role that migrates.

    Health checks mend a connection whose server was restarted; the owner's connections are not kept.
    """
    ways = dsns()
    return {
        "default": django_database(ways.app, CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True),
        "owner": django_database(ways.owner, CONN_MAX_AGE=0),
    }
