"""The catalogue: every table is a record, a part or open by name; every function beyond the viewer is listed."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from taawun.ground.records.models import Part, Record

# Tables without labels: each with its reason beside the `Open` of its migration, or one of the rule's own facts.
OPEN = {
    "accounts_account", "account_emailaddress", "account_emailconfirmation", "django_session", "django_content_type",
    "django_migrations", "parties_profile", "parties_area", "policy_party", "policy_community", "policy_membership",
    "policy_label", "policy_identity", "policy_rolegrant", "policy_mandate", "policy_installation",
    "procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers",
}  # fmt: skip
# Protected by policies of their own: a notice is its reader's; the ledger is written by all and read under its label.
OWN_POLICIES = {"notices_notice", "ledger_entry"}
# Written and never read by the application.
WRITE_ONLY = {"ledger_salt", "ledger_pending"}
# No right at all.
CLOSED = {"auth_group", "auth_group_permissions", "auth_permission"}
# Functions that look beyond what a viewer sees: docs/reference/listed-functions.md says what each discloses.
LISTED = {
    "label_of",
    "hold_run",
    "seats_left",
    "wait_place",
    "check_seat",
    "check_allotment",
    "check_capacity",
    "open_taken",
    "search",
}
PAGE = Path(__file__).parents[5] / "docs" / "reference" / "listed-functions.md"

pytestmark = pytest.mark.django_db


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def tables():
    return {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
    }


def test_every_table_is_on_one_of_the_lists():
    protected = {m._meta.db_table for m in apps.get_models() if issubclass(m, Record | Part)}
    known = protected | OPEN | OWN_POLICIES | WRITE_ONLY | CLOSED
    assert tables() - known == set()
    assert known - tables() == set()


def test_every_record_and_part_forces_its_policies():
    protected = {m._meta.db_table for m in apps.get_models() if issubclass(m, Record | Part)} | OWN_POLICIES
    forced = {name for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")}
    assert protected - forced == set()


def test_the_application_deletes_no_record_and_reads_no_salt():
    may_delete = {
        t
        for (t,) in rows(
            "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'taawun_app' AND privilege_type = 'DELETE'"
        )
    }
    records = {m._meta.db_table for m in apps.get_models() if issubclass(m, Record)}
    assert may_delete & (records | OWN_POLICIES | WRITE_ONLY) == set()
    may_read = {
        t
        for (t,) in rows(
            "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'taawun_app' AND privilege_type = 'SELECT'"
        )
    }
    assert may_read & (WRITE_ONLY | CLOSED) == set()


def test_functions_beyond_the_viewer_are_listed():
    owned = {name for (name,) in rows("SELECT proname FROM pg_proc WHERE proowner = 'taawun_fn'::regrole")}
    assert owned == LISTED


def test_the_page_of_listed_functions_lists_them_and_where_they_stand():
    rows_of_the_page = re.findall(r"^\| `(\w+)` \| `([\w/.]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name, _file in rows_of_the_page} == LISTED
    for name, file in rows_of_the_page:
        text = (Path(__file__).parents[3] / file).read_text(encoding="utf-8")
        assert f"ALTER FUNCTION policy.{name}(" in text, file


def test_every_function_with_its_owners_rights_fixes_its_search_path():
    loose = rows(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'policy'::regnamespace AND NOT coalesce(array_to_string(proconfig, ','), '') LIKE '%search_path%'"
    )
    assert loose == []


def test_there_are_no_views_and_no_materialized_views():
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace IN ('public'::regnamespace, 'policy'::regnamespace)"
        )
        == []
    )


def test_the_application_role_is_neither_owner_nor_above_the_policies():
    assert rows("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [(False, False)]
    assert rows("SELECT current_user::text") == [("taawun_app",)]
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == [(0,)]
