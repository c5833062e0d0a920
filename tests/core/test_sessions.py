"""What networks give to accounts that sign in: kept where the owner said, and nowhere else."""

import asyncio
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Mapping

import pytest

import smmcore
from smmcore import SMM, YES, Account, AsyncSMM, Checkup, InvalidInput, Request, Secret
from smmcore.sessions import FileSessions, KeyringSessions, owner_of

PAGE = Account("bakery", "gate", "@bakery", secrets={"password": "crumbs-1"})


class Gate:
    """A network that signs its accounts in and wants the token with every call."""

    name, title = "gate", "Gate"
    settings, options, secrets = smmcore.NoSettings, smmcore.NoOptions, ("password",)

    def __init__(self, url):
        self.url = url

    def abilities(self, account):
        return {"check": YES}

    def limits(self, account):
        return smmcore.Limits()

    async def check(self, io, account):
        async with io.locked("session"):
            session = await io.vault.get() or await io.vault.put(await self.sign_in(io, account))
        token = session["token"]
        headers = {"Authorization": f"Bearer {token}"}
        await io.send(Request("GET", f"{self.url}/me", headers=headers, secrets=[token], safe=True))
        return Checkup(account=account.name, ok=True)

    async def sign_in(self, io, account):
        password = account.secret("password")
        body = {"password": str(password)}
        return await io.send(
            Request("POST", f"{self.url}/login", json=body, secrets=[password], safe=False, parse=_token)
        )


def _token(answer):
    return {"token": answer.json()["token"]}


@pytest.fixture
def gate(web):
    def answer(handler):
        handler.json(200, {"token": f"session-{len(web.requests)}"} if handler.path == "/login" else {})

    web.answer = answer
    return Gate(web.url)


def paths(web):
    return [path for _, path, *_ in web.requests]


def test_an_account_signs_in_once_while_the_object_lives(gate, web):
    with SMM([PAGE], plugins=[gate], installed=False) as smm:
        smm.checkup("bakery")
        smm.checkup("bakery")
    assert paths(web) == ["/login", "/me", "/me"]
    with SMM([PAGE], plugins=[gate], installed=False) as smm:
        smm.checkup("bakery")
    assert paths(web).count("/login") == 2


@pytest.mark.parametrize("mode", ["blocking", "async"])
def test_of_several_that_need_a_session_at_once_one_signs_in(gate, web, mode):
    if mode == "blocking":
        with SMM([PAGE], plugins=[gate], installed=False) as smm:
            threads = [threading.Thread(target=smm.checkup, args=("bakery",)) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    else:

        async def main():
            async with AsyncSMM([PAGE], plugins=[gate], installed=False) as smm:
                await asyncio.gather(*(smm.checkup("bakery") for _ in range(4)))

        asyncio.run(main())
    assert paths(web).count("/login") == 1
    assert paths(web).count("/me") == 4


def test_a_file_keeps_sessions_for_the_next_process(gate, web, tmp_path):
    file = tmp_path / "below" / "sessions.json"
    for _ in range(2):
        with SMM([PAGE], plugins=[gate], installed=False, sessions=file) as smm:
            smm.checkup("bakery")
    assert paths(web).count("/login") == 1
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"crumbs" not in file.read_bytes()
    assert {path.name for path in file.parent.iterdir()} == {"sessions.json", ".sessions.json.lock"}


@pytest.mark.parametrize(
    "other",
    [
        Account("bakery", "gate", "@bakery", secrets={"password": "crumbs-2"}),
        Account("bakery", "gate", "@mill", secrets={"password": "crumbs-1"}),
        Account("mill", "gate", "@bakery", secrets={"password": "crumbs-1"}),
        Account(
            "bakery",
            "gate",
            "@bakery",
            secrets={"password": "crumbs-1"},
            settings={"url": "https://x.example"},
        ),
    ],
    ids=["another password", "another page", "another name", "another server"],
)
def test_nobody_gets_the_session_of_another_account(gate, web, tmp_path, other):
    for account in (PAGE, other):
        with SMM([account], plugins=[gate], installed=False, sessions=tmp_path / "s.json") as smm:
            smm.checkup(account.name)
    assert paths(web).count("/login") == 2
    assert owner_of(PAGE) != owner_of(other)


@pytest.mark.parametrize(
    ("opened_by", "again"), [(None, 2), (("password",), 1), (("password", "listen_every"), 2)]
)
def test_a_session_outlives_changes_of_what_does_not_open_the_account(gate, web, tmp_path, opened_by, again):
    if opened_by is not None:
        gate.opened_by = opened_by
    changed = {"settings": {"listen_every": 60}, "secrets": {"password": "crumbs-1", "verify_token": "x"}}
    for more in ({"secrets": {"password": "crumbs-1"}}, changed):
        account = Account("bakery", "gate", "@bakery", **more)
        with SMM([account], plugins=[gate], installed=False, sessions=tmp_path / "s.json") as smm:
            smm.checkup("bakery")
    assert paths(web).count("/login") == again
    new = Account("bakery", "gate", "@bakery", secrets={"password": "crumbs-2"})
    with SMM([new], plugins=[gate], installed=False, sessions=tmp_path / "s.json") as smm:
        smm.checkup("bakery")
    assert paths(web).count("/login") == again + 1


def test_it_is_known_whether_sessions_outlive_the_process(gate, tmp_path):
    for sessions, lasts in ((None, False), (tmp_path / "s.json", True)):
        with SMM([PAGE], plugins=[gate], installed=False, sessions=sessions) as smm:
            assert smm.engine.context.io(smm.io, PAGE).vault.lasts is lasts


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_a_file_that_others_can_read_is_refused(gate, web, tmp_path):
    file = tmp_path / "s.json"
    file.write_text("{}")
    file.chmod(0o644)
    with (
        SMM([PAGE], plugins=[gate], installed=False, sessions=file) as smm,
        pytest.raises(InvalidInput, match="run: chmod 600"),
    ):
        smm.checkup("bakery")
    assert "/me" not in paths(web)


@pytest.mark.parametrize("content", ["{", "[]", ""])
def test_a_file_that_holds_something_else_is_left_alone(tmp_path, content):
    file = tmp_path / "s.json"
    file.touch(mode=0o600)
    file.write_text(content)
    with pytest.raises(InvalidInput, match="delete it to sign in anew"):
        FileSessions(file).load("x")
    with pytest.raises(InvalidInput, match="delete it to sign in anew"):
        FileSessions(file).save("x", {})
    assert file.read_text() == content


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InvalidInput, match="cannot be"):
        FileSessions(tmp_path / "file" / "s.json").save("x", {"token": Secret("t")})


def test_many_writers_keep_all_sessions(tmp_path):
    file = tmp_path / "s.json"

    def work(number):
        sessions = FileSessions(file)
        for turn in range(20):
            sessions.save(f"{number}-{turn}", {"token": Secret("t")})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sessions = FileSessions(file)
    assert all(sessions.load(f"{number}-{turn}") for number in range(4) for turn in range(20))
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_several_processes_keep_all_sessions(tmp_path):
    code = """
import sys
from pathlib import Path
from smmcore import Secret
from smmcore.sessions import FileSessions
for turn in range(20):
    FileSessions(Path(sys.argv[1])).save(f"{sys.argv[2]}-{turn}", {"token": Secret("t")})
"""
    file = tmp_path / "s.json"
    processes = [subprocess.Popen([sys.executable, "-c", code, str(file), name]) for name in "ab"]
    assert [process.wait() for process in processes] == [0, 0]
    assert all(FileSessions(file).load(f"{name}-{turn}") for name in "ab" for turn in range(20))


def test_a_keyring_keeps_sessions(monkeypatch):
    kept = {}
    keyring = type(
        "Keyring",
        (),
        {
            "get_password": staticmethod(lambda service, user: kept.get((service, user))),
            "set_password": staticmethod(lambda service, user, value: kept.update({(service, user): value})),
        },
    )
    monkeypatch.setitem(__import__("sys").modules, "keyring", keyring)
    sessions = KeyringSessions("smmcore")
    assert sessions.load("x") == {}
    sessions.save("x", {"token": Secret("t-1")})
    assert sessions.load("x")["token"].reveal() == "t-1"


@pytest.mark.parametrize("mode", ["blocking", "async"])
def test_the_tokens_stay_out_of_the_journal_and_of_errors(gate, web, tmp_path, mode):
    web.answer = lambda handler: (
        handler.json(200, {"token": "very-secret-token"})
        if handler.path == "/login"
        else handler.json(500, {"you sent": dict(handler.headers)})
    )
    journal = tmp_path / "journal.db"
    if mode == "blocking":
        with (
            SMM([PAGE], plugins=[gate], installed=False, journal=journal, patience=0) as smm,
            pytest.raises(smmcore.SMMError) as raised,
        ):
            smm.checkup("bakery")
    else:

        async def main():
            async with AsyncSMM([PAGE], plugins=[gate], installed=False, journal=journal, patience=0) as smm:
                await smm.checkup("bakery")

        with pytest.raises(smmcore.SMMError) as raised:
            asyncio.run(main())
    assert "very-secret-token" not in repr(raised.value)
    assert all(b"very-secret-token" not in path.read_bytes() for path in tmp_path.iterdir())
    sent = [headers for _, path, headers, _ in web.requests if path == "/me"]
    assert isinstance(sent[0], Mapping)
    assert {name.lower(): value for name, value in sent[0].items()}[
        "authorization"
    ] == "Bearer very-secret-token"
