import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

import smmcore
from smmcore import (
    SMM,
    AsyncSMM,
    Failed,
    Found,
    InvalidInput,
    InvalidPost,
    JournalError,
    NotSent,
    PluginError,
    Post,
    Published,
    RateLimited,
    Rejected,
    Scheduled,
    Unclear,
    Unconfirmed,
    UnknownAccount,
    Unsupported,
)
from smmcore.journal.entry import State
from smmcore.journal.journal import LEASE, Journal
from smmcore.reconciling import GRACE

from .network import START, WallPlatform, account

LATER = START + timedelta(hours=1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.db"


@pytest.fixture
def smm(opened, wall, path):
    return opened(account(wall), journal=path)


def only(outcome):
    (result,) = outcome
    return result


# The plain case


def test_a_post_is_published_and_the_outcome_tells_where(smm, wall):
    result = only(smm.publish(Post("Fresh bread!"), to="bakery"))
    assert isinstance(result, Published)
    assert (result.account, result.id, result.repeated) == ("bakery", "1", False)
    assert wall.texts == ["Fresh bread!"]


def test_the_same_key_is_the_same_post_and_is_sent_once(smm, wall):
    first = only(smm.publish(Post("Fresh bread!"), to="bakery", key="monday"))
    second = only(smm.publish(Post("Fresh bread!"), to="bakery", key="monday"))
    assert (second.id, second.key, second.repeated, second.warnings) == (first.id, "monday", True, ())
    assert wall.texts == ["Fresh bread!"]


def test_without_a_key_every_call_is_a_post_of_its_own(smm, wall):
    smm.publish(Post("Hello"), to="bakery")
    smm.publish(Post("Hello"), to="bakery")
    assert wall.texts == ["Hello", "Hello"]


def test_a_key_reused_with_another_text_sends_nothing_and_says_so(smm, wall):
    smm.publish(Post("Fresh bread!"), to="bakery", key="monday")
    again = only(smm.publish(Post("Fresh rolls!"), to="bakery", key="monday"))
    assert again.repeated
    assert "monday was used for another text" in again.warnings[0]
    assert wall.texts == ["Fresh bread!"]


def test_one_key_on_two_accounts_is_two_posts(opened, server):
    walls = [server.wall(), server.wall()]
    smm = opened(*[account(wall, name) for wall, name in zip(walls, "ab", strict=True)])
    outcome = smm.publish(Post("Hi"), to=["a", "b"], key="k")
    assert [r.account for r in outcome] == ["a", "b"]
    assert [wall.texts for wall in walls] == [["Hi"], ["Hi"]]


def test_a_key_that_no_journal_could_keep_is_refused_before_anything_is_sent(smm, wall):
    assert smm.publish(Post("Hi"), to="bakery", key="k" * 300).ok
    with pytest.raises(InvalidInput, match="key: is longer than 300 characters"):
        smm.publish(Post("Ho"), to="bakery", key="k" * 301)
    assert wall.texts == ["Hi"]


def test_an_account_that_is_named_twice_gets_one_post(smm, wall):
    outcome = smm.publish(Post("Hi"), to=["bakery", "bakery"])
    assert [type(r) for r in outcome] == [Published]
    assert wall.texts == ["Hi"]


def test_publishing_to_nobody_is_an_empty_outcome(smm):
    outcome = smm.publish(Post("Hi"), to=[])
    assert len(outcome) == 0
    assert outcome.ok


def test_an_unknown_account_stops_everything_before_anything_is_sent(smm, wall):
    with pytest.raises(UnknownAccount, match=r"'butcher' .known: bakery."):
        smm.publish(Post("Hi"), to=["bakery", "butcher"])
    assert wall.requests == []


def test_what_was_published_is_known_after_a_restart(opened, wall, path):
    opened(account(wall), journal=path).publish(Post("Hi"), to="bakery", key="k")
    again = only(opened(account(wall), journal=path).publish(Post("Hi"), to="bakery", key="k"))
    assert again.repeated
    assert wall.texts == ["Hi"]


def test_every_message_of_a_long_post_is_sent_once_and_in_order(smm, wall):
    result = only(smm.publish(Post("one\ntwo\nthree"), to="bakery", key="k"))
    assert result.parts == ("1", "2", "3")
    assert wall.texts == ["one", "two", "three"]


# Refusals


def test_a_refused_post_fails_and_is_sent_again_when_it_is_corrected(smm, wall):
    wall.fault("error", status=400)
    failed = only(smm.publish(Post("Bad"), to="bakery", key="k"))
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, Rejected)
    assert smm.journal.get("bakery", "k").state is State.FAILED
    assert isinstance(only(smm.publish(Post("Good"), to="bakery", key="k")), Published)
    assert wall.texts == ["Good"]


def test_a_post_that_breaks_limits_is_not_sent(smm, wall):
    failed = only(smm.publish(Post("x" * 51), to="bakery", key="k"))
    assert isinstance(failed.error, InvalidPost)
    assert failed.error.problems[0].source == "the wall's height"
    assert wall.requests == []
    assert isinstance(only(smm.publish(Post("short"), to="bakery", key="k")), Published)


def test_one_account_that_fails_leaves_the_others(opened, server):
    walls = [server.wall() for _ in range(4)]
    walls[1].fault("error", status=400)
    smm = opened(*[account(wall, f"a{n}") for n, wall in enumerate(walls)])
    outcome = smm.publish(Post("Hi"), to=[f"a{n}" for n in range(4)])
    assert [type(r) for r in outcome] == [Published, Failed, Published, Published]
    assert not outcome.ok
    with pytest.raises(ExceptionGroup) as caught:
        outcome.raise_for_failures()
    assert [type(e) for e in caught.value.exceptions] == [Rejected]


def test_a_refusal_in_the_middle_names_what_was_reached_and_goes_on_from_there(smm, wall):
    wall.fine()
    wall.fault("error", status=400)
    failed = only(smm.publish(Post("one\ntwo"), to="bakery", key="k"))
    assert isinstance(failed, Failed)
    assert failed.reached == ("line0",)
    assert isinstance(only(smm.publish(Post("one\ntwo"), to="bakery", key="k")), Published)
    assert wall.texts == ["one", "two"]


def test_a_post_that_is_half_there_does_not_change_its_text(smm, wall):
    wall.fine()
    wall.fault("error", status=400)
    assert only(smm.publish(Post("one\ntwo"), to="bakery", key="k")).reached == ("line0",)
    changed = only(smm.publish(Post("uno\ndos"), to="bakery", key="k"))
    assert isinstance(changed.error, InvalidInput)
    assert "parts of it are on the network with its earlier text" in str(changed.error)
    assert only(smm.publish(Post("one\ntwo"), to="bakery", key="k")).parts == ("1", "2")
    assert wall.texts == ["one", "two"]


def test_an_account_that_cannot_publish_fails_with_the_reason(opened, wall):
    class Closed(WallPlatform):
        def abilities(self, account):
            return {"publish": smmcore.no("the page is archived")}

    failed = only(opened(account(wall), plugins=[Closed()]).publish(Post("Hi"), to="bakery"))
    assert isinstance(failed.error, Unsupported)
    assert "the page is archived" in str(failed.error)


def test_a_rate_limit_is_waited_for_within_patience(smm, wall, clock):
    wall.fault("limited", retry_after=7)
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery")), Published)
    assert 7 in clock.slept
    assert wall.texts == ["Hi"]


def test_a_rate_limit_beyond_patience_fails_a_post_that_somebody_waits_for(smm, wall):
    for _ in range(2):
        wall.fault("limited", retry_after=3600)
        failed = only(smm.publish(Post("Hi"), to="bakery", key="k"))
        assert isinstance(failed, Failed)
        assert isinstance(failed.error, RateLimited)
        smm.io.clock.advance(hours=2)
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery", key="k")), Published)
    assert wall.texts == ["Hi"]


def test_a_network_that_cannot_be_reached_is_asked_again_and_then_the_post_fails(opened, wall):
    smm = opened(account(wall, url="http://127.0.0.1:1"))
    failed = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(failed.error, NotSent)
    assert smm.journal.get("bakery", "k").state is State.FAILED


# Lost answers

LOST = ["error", "hang", "reset", "garbage", "list", "truncated"]


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
@pytest.mark.parametrize("kind", LOST)
def test_a_lost_answer_leaves_the_post_unconfirmed_until_the_network_tells(smm, wall, clock, kind, acts):
    wall.fault(kind, acts=acts)
    lost = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(lost, Unconfirmed)
    assert wall.sent == 1

    again = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(again, Unconfirmed)
    assert "reconcile it first" in again.reason
    assert list(smm.work()) == []
    assert wall.sent == 1

    clock.advance(seconds=GRACE.total_seconds())
    told = only(smm.reconcile())
    assert type(told) is (Published if acts else Scheduled)
    smm.work()
    assert only(smm.publish(Post("Hi"), to="bakery", key="k")).repeated
    assert wall.texts == ["Hi"]


def test_a_network_is_not_asked_before_it_can_know(smm, wall):
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    early = only(smm.reconcile())
    assert isinstance(early, Unconfirmed)
    assert "ask again in 60 s" in early.reason
    assert wall.sent == len(wall.requests) == 1
    assert isinstance(only(smm.reconcile(grace=timedelta(0))), Published)


def test_a_network_has_its_time_from_when_the_answer_was_lost(opened, wall, clock):
    class Uploading(WallPlatform):
        async def publish(self, io, account, post, steps):
            try:
                return await super().publish(io, account, post, steps)
            finally:
                clock.advance(minutes=10)  # the upload took so long

    smm = opened(account(wall), plugins=[Uploading()])
    wall.fault("error", acts=False)
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery", key="k")), Unconfirmed)
    assert "ask again in 60 s" in only(smm.reconcile()).reason
    clock.advance(minutes=1)
    assert isinstance(only(smm.reconcile()), Scheduled)


def test_what_nobody_can_tell_stays_unconfirmed(opened, wall, clock):
    smm = opened(account(wall), plugins=[WallPlatform(finding=lambda: Unclear("walls have no ears"))])
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    clock.advance(minutes=5)
    told = only(smm.reconcile())
    assert (type(told), told.reason) == (Unconfirmed, "walls have no ears")
    assert smm.journal.get("bakery", "k").state is State.UNCONFIRMED


@pytest.mark.parametrize(
    "finding",
    [TypeError("a bug"), NotSent("no route"), "nonsense", Found(None)],
    ids=["raises", "unreachable", "no finding", "nothing in it"],
)
def test_a_search_that_breaks_leaves_the_post_unconfirmed_and_the_others_are_searched(
    opened, server, clock, finding
):
    def say():
        if isinstance(finding, Exception):
            raise finding
        return finding

    class Broken(WallPlatform):
        async def find(self, io, account, post, steps):
            return say() if account.name == "a" else await super().find(io, account, post, steps)

    walls = [server.wall(), server.wall()]
    smm = opened(account(walls[0], "a"), account(walls[1], "b"), plugins=[Broken()])
    for wall in walls:
        wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to=["a", "b"], key="k")
    clock.advance(minutes=5)
    assert {r.account: type(r) for r in smm.reconcile()} == {"a": Unconfirmed, "b": Published}
    assert smm.journal.get("a", "k").state is State.UNCONFIRMED


def test_a_lost_answer_in_the_middle_repeats_only_what_is_proven_absent(smm, wall, clock):
    wall.fine()
    wall.fault("error", acts=False)
    lost = only(smm.publish(Post("one\ntwo\nthree"), to="bakery", key="k"))
    assert lost.reached == ("line0",)
    clock.advance(minutes=5)
    assert isinstance(only(smm.reconcile()), Scheduled)
    assert isinstance(only(smm.work()), Published)
    assert wall.texts == ["one", "two", "three"]


def test_a_person_says_that_a_post_is_there(smm, wall):
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    told = smm.resolve("bakery", "k", id="1")
    assert (type(told), told.id, told.key) == (Published, "1", "k")
    assert only(smm.publish(Post("Hi"), to="bakery", key="k")).repeated
    assert wall.texts == ["Hi"]


def test_a_person_says_that_a_post_is_not_there_and_it_is_sent(smm, wall, clock):
    wall.fault("error")
    smm.publish(Post("Hi"), to="bakery", key="k")
    with pytest.raises(InvalidInput, match="look again in 60 s"):
        smm.resolve("bakery", "k", id=None)
    assert only(smm.publish(Post("Hi"), to="bakery", key="k")).reason
    clock.advance(minutes=1)
    assert isinstance(smm.resolve("bakery", "k", id=None), Scheduled)
    assert isinstance(only(smm.work()), Published)
    assert wall.texts == ["Hi"]


def test_only_unconfirmed_posts_are_resolved(smm):
    with pytest.raises(InvalidInput, match="key: k on bakery is unknown"):
        smm.resolve("bakery", "k", id="1")
    smm.publish(Post("Hi"), to="bakery", key="k")
    with pytest.raises(InvalidInput, match="key: k on bakery is published"):
        smm.resolve("bakery", "k", id=None)


def test_a_second_proof_of_absence_does_not_forget_what_was_sent_since(path, wall, clock):
    journal = Journal(path)
    with SMM([account(wall)], plugins=[WallPlatform()], installed=False, journal=path, clock=clock) as smm:
        wall.fault("error")
        smm.publish(Post("Hi"), to="bakery", key="k")
        seen_before = journal.get("bakery", "k")
        clock.advance(minutes=1)
        smm.resolve("bakery", "k", id=None)
        wall.fault("error", acts=True)
        smm.work()
        journal.taken_up(seen_before)[0].forget(["line0"])
        assert [step.done for step in journal.steps(seen_before).values()] == [False]
    journal.close()


# Crashes


class Died(BaseException):
    """The process is gone: from here on nothing reaches the journal."""


class DyingJournal(Journal):
    """Dies before or after the n-th write."""

    def __init__(self, path, *, writes, after):
        super().__init__(path)
        self.writes, self.after, self.dead = writes, after, False

    def _write(self, write, *args, **more):
        if self.dead:
            raise Died
        self.writes -= 1
        if self.writes > 0:
            return write(*args, **more)
        self.dead = True
        if self.after:
            write(*args, **more)
        raise Died

    def _dying(name):  # noqa: N805 - used while the class is made
        def method(self, *args, **more):
            return self._write(getattr(Journal, name).__get__(self), *args, **more)

        return method

    for _name in (
        "add",
        "claim",
        "begin_steps",
        "finish_steps",
        "publish",
        "settle",
        "forget_steps",
        "expire",
    ):
        locals()[_name] = _dying(_name)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("writes", range(1, 9))
def test_a_crash_at_any_write_leaves_exactly_one_post(opened, wall, path, clock, writes, after):
    # The writes: expire, add, claim, begin and finish of two steps, publish.
    post, planned = Post("one\ntwo"), account(wall)
    with pytest.raises(Died):
        opened(planned, journal=DyingJournal(path, writes=writes, after=after)).publish(
            post, to="bakery", key="k"
        )
    clock.advance(seconds=LEASE.total_seconds() + 1)
    smm = opened(planned, journal=path)
    for _ in range(3):
        smm.work()
        smm.reconcile()
        clock.advance(minutes=5)
    smm.publish(post, to="bakery", key="k")
    assert smm.journal.get("bakery", "k").state is State.PUBLISHED
    assert wall.texts == ["one", "two"]


@pytest.mark.parametrize("writes", range(1, 9))
def test_a_caller_that_simply_tries_again_after_a_crash_never_doubles_a_post(
    opened, wall, path, clock, writes
):
    post, planned = Post("one\ntwo"), account(wall)
    with pytest.raises(Died):
        opened(planned, journal=DyingJournal(path, writes=writes, after=False)).publish(
            post, to="bakery", key="k"
        )
    smm = opened(planned, journal=path)
    for _ in range(3):
        smm.publish(post, to="bakery", key="k")
        clock.advance(minutes=10)
    assert wall.texts in (["one", "two"], ["one"])  # the latter waits to be reconciled
    assert wall.sent == len(wall.texts)


CHILD = """
import sys, json
sys.path.insert(0, sys.argv[1])
from network import WallPlatform
from smmcore import SMM, Account, Post
url, journal, key = sys.argv[2:]
bakery = Account("bakery", "wall", settings={"url": url, "patient": True}, secrets={"token": "1:a"})
with SMM([bakery], plugins=[WallPlatform()], installed=False, journal=journal) as smm:
    (result,) = smm.publish(Post("one\\ntwo"), to="bakery", key=key)
print(json.dumps([type(result).__name__, getattr(result, "reason", "")]), flush=True)
"""


def child(wall, path, key="k"):
    words = [sys.executable, "-c", CHILD, str(Path(__file__).parent), wall.url, str(path), key]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
@pytest.mark.parametrize("step", [0, 1])
def test_a_process_that_is_killed_while_it_waits_for_an_answer_has_posted_once(
    opened, wall, path, step, acts, mode, clock
):
    if mode == "async":
        pytest.skip("the process is blocking; only its successor differs, and that is tested above")
    for _ in range(step):
        wall.fine()
    fault = wall.fault("slow", acts=acts)
    process = child(wall, path)
    assert fault.reached.wait(20)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    fault.go_on.set()

    smm = opened(account(wall), journal=path)
    clock.advance(days=3650)
    assert isinstance(only(smm.publish(Post("one\ntwo"), to="bakery", key="k")), Unconfirmed)
    smm.reconcile()
    smm.work()
    clock.advance(minutes=5)
    smm.reconcile()
    smm.work()
    assert only(smm.publish(Post("one\ntwo"), to="bakery", key="k")).repeated
    assert wall.texts == ["one", "two"]


def test_ctrl_c_while_a_post_is_on_its_way_is_raised_and_leaves_it_unconfirmed(wall, path):
    fault = wall.fault("slow", acts=True)
    process = child(wall, path)
    assert fault.reached.wait(20)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    fault.go_on.set()
    assert errors.strip().endswith("KeyboardInterrupt")
    journal = Journal(path)
    assert journal.get("bakery", "k").state is State.UNCONFIRMED
    journal.close()


def test_two_processes_with_one_key_and_one_journal_post_once(wall, path):
    processes = [child(wall, path) for _ in range(3)]
    results = [json.loads(process.communicate()[0])[0] for process in processes]
    assert wall.texts == ["one", "two"]
    assert "Published" in results
    assert set(results) <= {"Published", "Unconfirmed"}


def test_many_threads_with_one_key_and_one_journal_post_once(opened, wall, path):
    smms = [opened(account(wall), journal=path) for _ in range(2)]
    blocking = [s for s in smms if isinstance(s, SMM)]
    if not blocking:
        pytest.skip("threads belong to blocking callers")
    results = []
    go = threading.Barrier(8)

    def publish(number):
        go.wait()
        results.append(only(blocking[number % 2].publish(Post("Hi"), to="bakery", key="k")))

    threads = [threading.Thread(target=publish, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wall.texts == ["Hi"]
    assert {type(r) for r in results} <= {Published, Unconfirmed}
    assert sum(isinstance(r, Published) and not r.repeated for r in results) == 1


def test_many_tasks_with_one_key_post_once(wall, path, clock):
    async def main():
        async with AsyncSMM(
            [account(wall)], plugins=[WallPlatform()], installed=False, journal=path, clock=clock
        ) as smm:
            outcomes = await asyncio.gather(
                *[smm.publish(Post("Hi"), to="bakery", key="k") for _ in range(8)]
            )
        return [only(outcome) for outcome in outcomes]

    results = asyncio.run(main())
    assert wall.texts == ["Hi"]
    assert sum(isinstance(r, Published) and not r.repeated for r in results) == 1


# Whose turn it is


def sending(journal, clock, *, owner="another", in_doubt=False):
    """An entry that somebody else is at."""
    entry, _ = journal.add(
        account="bakery",
        platform="wall",
        key="k",
        post=Post("Hi"),
        digest="d",
        due_at=clock.now(),
        now=clock.now(),
    )
    entry = journal.claim(entry, owner, clock.now())
    if in_doubt:
        journal.begin_steps(entry, ["line0"], clock.now())
    return entry


def test_what_another_worker_sends_is_left_to_it(smm, wall, clock):
    sending(smm.journal, clock)
    held = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(held, Unconfirmed)
    assert "being sent by another" in held.reason
    assert list(smm.work()) == []
    assert wall.requests == []


def test_a_worker_that_fell_silent_between_steps_is_replaced(smm, wall, clock):
    sending(smm.journal, clock)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert isinstance(only(smm.work()), Published)
    assert wall.texts == ["Hi"]


def test_a_worker_that_fell_silent_within_a_step_leaves_the_post_unconfirmed_and_people_are_told(
    opened, wall, clock, path
):
    told = []

    class Ear:
        @smmcore.hookimpl
        def smm_unconfirmed(self, account, unconfirmed):
            told.append((account.name, unconfirmed.key))

    smm = opened(account(wall), plugins=[WallPlatform(), Ear()], journal=path)
    sending(smm.journal, clock, in_doubt=True)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert isinstance(only(smm.work()), Unconfirmed)
    assert told == [("bakery", "k")]
    assert list(smm.work()) == []
    assert wall.requests == []


def test_a_post_whose_worker_fell_silent_takes_over_a_new_text_and_a_new_time(smm, wall, clock):
    sending(smm.journal, clock)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    later = clock.now() + timedelta(hours=1)
    assert isinstance(only(smm.publish(Post("Ho"), to="bakery", key="k", at=later)), Scheduled)
    assert list(smm.work()) == []
    clock.advance(hours=1)
    smm.work()
    assert wall.texts == ["Ho"]


def test_people_are_told_of_a_doubt_by_a_program_that_knows_the_account(opened, wall, clock, path):
    told = []

    class Ear:
        @smmcore.hookimpl
        def smm_unconfirmed(self, unconfirmed):
            told.append(unconfirmed.key)

    stranger = opened(account(wall, "other"), journal=path)
    smm = opened(account(wall), plugins=[WallPlatform(), Ear()], journal=path)
    sending(smm.journal, clock, in_doubt=True)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert list(stranger.work()) == []
    smm.work()
    assert told == ["k"]


def test_a_worker_whose_turn_was_taken_sends_nothing_more(smm, wall, clock, path):
    class Slow(WallPlatform):
        async def publish(self, io, account, post, steps):
            clock.advance(seconds=LEASE.total_seconds() + 1)
            smm.work()
            return await super().publish(io, account, post, steps)

    with SMM([account(wall)], plugins=[Slow()], installed=False, journal=path, clock=clock) as slow:
        if isinstance(smm, SMM):
            late = only(slow.publish(Post("Hi"), to="bakery", key="k"))
            assert isinstance(late, Published)
            assert late.repeated
            assert smm.journal.get("bakery", "k").state is State.PUBLISHED
            assert wall.texts == ["Hi"]


# Later


def test_a_post_waits_for_its_time(smm, wall, clock):
    planned = only(smm.publish(Post("Hi"), to="bakery", key="k", at=LATER))
    assert (type(planned), planned.at) == (Scheduled, LATER)
    assert list(smm.work()) == []
    clock.advance(hours=1)
    assert isinstance(only(smm.work()), Published)
    assert list(smm.work()) == []
    assert wall.texts == ["Hi"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"post": "Hi"}, "post: must be a Post, not str"),
        ({"key": " "}, "key: must not be empty"),
        ({"zone": "Mars/Base"}, "zone: 'Mars/Base' is not an IANA zone"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(smm, wall, wrong, words):
    with pytest.raises(InvalidInput, match=words):
        smm.publish(**{"post": Post("Hi"), "to": "bakery", **wrong})
    assert wall.texts == []


def test_a_time_without_a_zone_is_refused(smm):
    with pytest.raises(InvalidInput, match="at: 2030-01-01T00:00:00 has no UTC offset"):
        smm.publish(Post("Hi"), to="bakery", at=START.replace(year=2030, month=1, day=1, hour=0, tzinfo=None))


def test_a_time_in_the_past_is_now(smm, wall):
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery", at=START - timedelta(days=1))), Published)
    assert wall.texts == ["Hi"]


def test_a_planned_post_takes_over_a_new_text_and_a_new_time(smm, wall, clock):
    smm.publish(Post("Hi"), to="bakery", key="k", at=LATER)
    smm.publish(Post("Ho"), to="bakery", key="k", at=LATER + timedelta(hours=1))
    clock.advance(hours=1)
    assert list(smm.work()) == []
    clock.advance(hours=1)
    smm.work()
    assert wall.texts == ["Ho"]


def test_posts_of_one_account_go_out_in_the_order_of_their_times(smm, wall, clock):
    for number in (3, 1, 2):
        smm.publish(Post(f"{number}"), to="bakery", at=LATER + timedelta(minutes=number))
    clock.advance(hours=2)
    smm.work()
    assert wall.texts == ["1", "2", "3"]


def test_a_post_that_is_taken_back_or_moved_while_those_before_it_are_sent_is_not_sent(opened, wall, clock):
    changes = []

    class Meddling(WallPlatform):
        async def publish(self, io, account, post, steps):
            while changes:
                changes.pop()()
            return await super().publish(io, account, post, steps)

    smm = opened(account(wall), plugins=[Meddling()])
    for number in (1, 2, 3):
        smm.publish(Post(f"{number}"), to="bakery", key=f"{number}", at=LATER + timedelta(minutes=number))
    journal, tomorrow = smm.journal, START + timedelta(days=1)

    def change():
        journal.settle(journal.get("bakery", "2"), State.CANCELLED, clock.now())
        moved = {"account": "bakery", "platform": "wall", "key": "3", "post": Post("3"), "digest": "3"}
        journal.add(**moved, due_at=tomorrow, now=clock.now())

    changes.append(change)
    clock.advance(hours=2)
    first, second, third = smm.work()
    assert isinstance(first, Published)
    assert isinstance(second, Failed)
    assert "it was cancelled" in str(second.error)
    assert (type(third), third.at) == (Scheduled, tomorrow)
    assert wall.texts == ["1"]
    assert journal.get("bakery", "2").state is State.CANCELLED


def test_a_network_with_a_long_queue_does_not_hold_up_the_others(opened, wall, path, clock):
    away = account(wall, "away", url="http://127.0.0.1:1")
    smm = opened(away, account(wall), journal=path, patience=0)
    for number in range(101):
        smm.journal.add(
            account="away",
            platform="wall",
            key=f"{number}",
            post=Post("Hi"),
            digest="d",
            due_at=clock.now(),
            now=clock.now(),
        )
    smm.publish(Post("Mine"), to="bakery", at=START + timedelta(minutes=1))
    clock.advance(minutes=2)
    assert {r.account: type(r) for r in smm.work()} == {"away": Scheduled, "bakery": Published}


def test_a_planned_post_that_cannot_be_sent_any_more_fails_and_people_are_told(opened, wall, clock, tmp_path):
    class Pictures(WallPlatform):
        def abilities(self, account):
            return {**super().abilities(account), "photo": smmcore.YES}

    failures = []

    class Ear:
        @smmcore.hookimpl
        def smm_failed(self, failed):
            failures.append(failed.key)

    picture = tmp_path / "rye.jpg"
    picture.write_bytes(b"rye")
    smm = opened(account(wall), plugins=[Pictures(), Ear()])
    post = Post("Rye", media=smmcore.Photo(picture))
    assert isinstance(only(smm.publish(post, to="bakery", key="k", at=LATER)), Scheduled)
    picture.unlink()
    clock.advance(hours=2)
    failed = only(smm.work())
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, InvalidPost)
    assert failures == ["k"]
    assert wall.requests == []


def test_a_planned_post_that_meets_a_rate_limit_waits_and_holds_up_those_behind_it(smm, wall, clock):
    for number in (1, 2):
        smm.publish(Post(f"{number}"), to="bakery", at=LATER + timedelta(minutes=number))
    clock.advance(hours=2)
    wall.fault("limited", retry_after=600)
    waiting = smm.work()
    assert isinstance(waiting.results[0], Scheduled)
    assert waiting.results[0].at == clock.now() + timedelta(seconds=600)
    assert wall.texts == []
    clock.advance(seconds=601)
    smm.work()
    assert sorted(wall.texts) == ["1", "2"]


def test_a_planned_post_whose_network_cannot_be_reached_is_tried_again(opened, wall, path, clock):
    away = opened(account(wall, url="http://127.0.0.1:1"), journal=path)
    away.publish(Post("Hi"), to="bakery", at=LATER)
    clock.advance(hours=2)
    assert isinstance(only(away.work()), Scheduled)
    assert list(opened(account(wall), journal=path).work()) == []
    clock.advance(minutes=16)
    assert isinstance(only(opened(account(wall), journal=path).work()), Published)
    assert wall.texts == ["Hi"]


def test_a_planned_post_that_is_refused_fails_and_is_not_tried_again(smm, wall, clock):
    smm.publish(Post("Hi"), to="bakery", at=LATER)
    wall.fault("error", status=400)
    clock.advance(hours=2)
    assert isinstance(only(smm.work()), Failed)
    assert list(smm.work()) == []


def test_posts_of_accounts_that_are_not_here_do_not_hold_up_the_others(opened, wall, path, clock):
    left = opened(account(wall, "left"), journal=path)
    for number in range(101):
        left.journal.add(
            account="left",
            platform="wall",
            key=f"{number}",
            post=Post("Hi"),
            digest="d",
            due_at=clock.now(),
            now=clock.now(),
        )
    smm = opened(account(wall), journal=path)
    smm.publish(Post("Mine"), to="bakery", at=START + timedelta(minutes=1))
    clock.advance(minutes=2)
    assert isinstance(only(smm.work()), Published)
    assert wall.texts == ["Mine"]


def test_a_network_whose_plugin_is_gone_takes_no_other_down(opened, wall, path, clock):
    smm = opened(account(wall), smmcore.Account("lost", "pinboard"), journal=path)
    for name, network in (("bakery", "wall"), ("lost", "pinboard")):
        smm.journal.add(
            account=name,
            platform=network,
            key="k",
            post=Post("Hi"),
            digest="d",
            due_at=clock.now(),
            now=clock.now(),
        )
    assert {r.account: type(r) for r in smm.work()} == {"bakery": Published, "lost": Failed}


# The journal fails


def unreachable():
    return Journal("postgresql://nobody:hidden@127.0.0.1:1/none")


def not_a_database(path):
    path.write_bytes(b"this is a diary, not a database" * 50)
    return Journal(path)


def a_folder(path):
    path.mkdir()
    return Journal(path)


def below_a_file(path):
    path.write_text("x")
    return Journal(path / "journal.db")


@pytest.mark.parametrize("broken", [not_a_database, a_folder, below_a_file, lambda _: unreachable()])
def test_without_a_journal_nothing_is_sent(opened, wall, path, broken):
    smm = opened(account(wall), account(wall, "b"), journal=broken(path))
    for result in smm.publish(Post("Hi"), to=["bakery", "b"], key="k"):
        assert isinstance(result, Failed)
        assert isinstance(result.error, JournalError)
        assert "hidden" not in str(result.error)
    assert wall.requests == []


def test_a_journal_that_somebody_holds_locked_stops_the_post(opened, wall, path, monkeypatch):
    import sqlite3

    from smmcore.journal import database

    monkeypatch.setattr(database, "BUSY", 0.05)
    smm = opened(account(wall), journal=path)
    smm.journal.counts()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    failed = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(failed.error, JournalError)
    assert "locked" in str(failed.error)
    other.close()
    assert wall.requests == []
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery", key="k")), Published)


def test_a_journal_that_may_not_be_written_stops_the_post(opened, wall, path):
    Journal(path).counts()
    smm = opened(account(wall), journal=f"sqlite:///file:{path}?mode=ro&uri=true")
    failed = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(failed.error, JournalError)
    assert wall.requests == []


def test_a_full_disk_stops_the_post(opened, wall, path):
    from sqlalchemy import event

    smm = opened(account(wall), journal=path)
    smm.publish(Post("Hi"), to="bakery", key="before")
    journal = smm.journal

    def full(connection, *_):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    journal.close()
    event.listen(journal._database._engine, "connect", full)
    results = [only(smm.publish(Post("x" * 50), to="bakery", key=f"{n:0200}")) for n in range(40)]
    failed = [r for r in results if isinstance(r, Failed)]
    assert failed
    assert all("full" in str(r.error) for r in failed)
    assert wall.sent == 1 + sum(not isinstance(r, Failed) for r in results)


class FailingJournal(Journal):
    """Fails at one kind of write, as if the disk had filled up then."""

    failing: tuple[str, ...] = ()

    def _failing(name):  # noqa: N805 - used while the class is made
        def method(self, *args, **more):
            if name in self.failing:
                raise JournalError("the journal cannot be written: disk full")
            return getattr(Journal, name)(self, *args, **more)

        return method

    for _name in (
        "claim",
        "taken_up",
        "begin_steps",
        "finish_steps",
        "publish",
        "settle",
        "forget_steps",
        "expire",
    ):
        locals()[_name] = _failing(_name)


@pytest.mark.parametrize("write", ["expire", "claim", "taken_up", "begin_steps"])
def test_a_journal_that_fails_before_sending_means_that_nothing_is_sent(opened, wall, path, clock, write):
    journal = FailingJournal(path)
    journal.failing = (write,)
    smm = opened(account(wall), journal=journal)
    result = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    # From `claim` on it stands in the journal as due, and a worker may be faster than whoever asks again.
    assert isinstance(result, Unconfirmed if write in {"claim", "taken_up"} else Failed)
    assert "disk full" in str(result.reason if isinstance(result, Unconfirmed) else result.error)
    assert wall.requests == []
    journal.failing = ()
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery", key="k")), Published)
    assert wall.texts == ["Hi"]


@pytest.mark.parametrize(
    "writes", [("publish",), ("publish", "settle"), ("finish_steps", "publish", "settle")]
)
def test_a_journal_that_fails_after_the_network_confirmed_does_not_hide_the_post(
    opened, wall, path, clock, writes
):
    journal = FailingJournal(path)
    smm = opened(account(wall), journal=journal)
    journal.failing = writes
    result = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(result, Published)
    assert "not recorded" in result.warnings[0]
    journal.failing = ()
    for _ in range(2):
        clock.advance(seconds=LEASE.total_seconds() + 1)
        smm.work()
        smm.reconcile()
    assert only(smm.publish(Post("Hi"), to="bakery", key="k")).repeated
    assert wall.texts == ["Hi"]


@pytest.mark.parametrize("kind", ["error", "limited"])
def test_a_failure_that_cannot_be_written_down_is_not_told_as_one(opened, wall, path, kind, clock):
    journal = FailingJournal(path)
    journal.failing = ("settle",)
    smm = opened(account(wall), journal=journal)
    wall.fault(kind, status=400, retry_after=9999)
    unknown = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(unknown, Unconfirmed)
    assert "could not be recorded" in unknown.reason
    journal.failing = ()
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert isinstance(only(smm.work()), Published)
    assert wall.texts == ["Hi"]


def test_a_journal_that_fails_while_it_forgets_a_refused_step_leaves_the_post_unconfirmed(
    opened, wall, path, clock
):
    journal = FailingJournal(path)
    journal.failing = ("forget_steps",)
    smm = opened(account(wall), journal=journal)
    wall.fault("error", status=400)
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery", key="k")), Unconfirmed)
    clock.advance(minutes=5)
    journal.failing = ("settle",)
    assert isinstance(only(smm.reconcile()), Unconfirmed)
    journal.failing = ()
    smm.reconcile()
    smm.work()
    assert wall.texts == ["Hi"]


# Listeners and plugins that break


class Listening:
    """Hears everything, and does as it is told then."""

    def __init__(self, do=lambda: None):
        self.heard, self.do = [], do

    @smmcore.hookimpl
    def smm_published(self, published):
        self.heard.append(published)
        return self.do()

    @smmcore.hookimpl
    def smm_failed(self, failed):
        self.heard.append(failed)
        return self.do()

    @smmcore.hookimpl
    def smm_unconfirmed(self, unconfirmed):
        self.heard.append(unconfirmed)
        return self.do()


def broken():
    raise RuntimeError("the listener broke")


async def broken_later():
    raise RuntimeError("the listener broke")


async def suspending():
    await asyncio.sleep(0)
    raise RuntimeError("the listener broke")


class Suspending:
    def __await__(self):
        yield
        raise RuntimeError("the listener broke")


@pytest.mark.parametrize("do", [broken, broken_later, suspending, Suspending])
def test_a_listener_that_breaks_is_named_and_harms_nobody(opened, wall, path, caplog, do):
    first, second = Listening(do), Listening()
    smm = opened(account(wall), plugins=[WallPlatform(), second, first], journal=path)
    result = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert result == first.heard[0] == second.heard[0]
    assert smm.journal.get("bakery", "k").state is State.PUBLISHED
    assert [r.levelname for r in caplog.records if "Listening" in r.getMessage()] == ["WARNING"]


def test_listeners_hear_of_failures_and_doubts(opened, wall):
    ear = Listening()
    smm = opened(account(wall), plugins=[WallPlatform(), ear])
    wall.fault("error", status=400)
    wall.fault("error", status=500)
    results = [only(smm.publish(Post("Hi"), to="bakery")) for _ in range(2)]
    assert [type(r) for r in results] == [Failed, Unconfirmed]
    assert ear.heard == results


def test_a_post_that_is_known_already_is_not_told_again(opened, wall):
    ear = Listening()
    smm = opened(account(wall), plugins=[WallPlatform(), ear])
    smm.publish(Post("Hi"), to="bakery", key="k")
    smm.publish(Post("Hi"), to="bakery", key="k")
    assert len(ear.heard) == 1


def test_a_plugin_that_breaks_while_it_prepares_a_post_stops_it(opened, wall):
    class Broken:
        @smmcore.hookimpl
        def smm_prepare_post(self, account, post):
            raise KeyError("signature")

    failed = only(opened(account(wall), plugins=[WallPlatform(), Broken()]).publish(Post("Hi"), to="bakery"))
    assert isinstance(failed.error, PluginError)
    assert "Broken" in str(failed.error)
    assert "KeyError" in str(failed.error)
    assert wall.requests == []


@pytest.mark.parametrize("method", ["abilities", "limits"])
def test_a_network_that_breaks_before_sending_fails_and_leaves_the_others(opened, server, method):
    walls = [server.wall(), server.wall()]

    def breaks(self, account):
        return getattr(WallPlatform, method)(self, account) if account.name == "b" else None.nothing

    broken = type("Broken", (WallPlatform,), {method: breaks})
    smm = opened(account(walls[0], "a"), account(walls[1], "b"), plugins=[broken()])
    a, b = smm.publish(Post("Hi"), to=["a", "b"])
    assert isinstance(a, Failed)
    assert isinstance(a.error, PluginError)
    assert "wall: AttributeError" in str(a.error)
    assert isinstance(b, Published)


def test_a_network_that_breaks_before_its_first_step_fails(opened, wall):
    smm = opened(account(wall), plugins=[WallPlatform(before=lambda: None.nothing)])
    failed = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(failed.error, PluginError)
    assert smm.journal.get("bakery", "k").state is State.FAILED


@pytest.mark.parametrize("wrong", [None, "1", {"id": 1}], ids=repr)
def test_a_network_that_returns_nonsense_breaks_its_contract_and_doubles_nothing(opened, wall, path, wrong):
    smm = opened(account(wall), plugins=[WallPlatform(after=lambda _: wrong)], journal=path)
    result = only(smm.publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(result, Failed)
    assert isinstance(result.error, PluginError)
    assert "Published" in str(result.error)
    assert result.reached == ("line0",)
    mended = only(opened(account(wall), journal=path).publish(Post("Hi"), to="bakery", key="k"))
    assert isinstance(mended, Published)
    assert wall.texts == ["Hi"]


def test_a_network_that_awaits_something_else_than_io_fails_for_blocking_callers_alone(opened, server, mode):
    class Sleepy(WallPlatform):
        async def publish(self, io, account, post, steps):
            if account.name == "a":
                await asyncio.sleep(0)
            return await super().publish(io, account, post, steps)

    walls = [server.wall(), server.wall()]
    smm = opened(account(walls[0], "a"), account(walls[1], "b"), plugins=[Sleepy()])
    for to in (["a"], ["a", "b"]):
        results = smm.publish(Post("Hi"), to=to)
        assert [type(r) for r in results][1:] == [Published][: len(to) - 1]
        if mode == "blocking":
            assert isinstance(results.results[0].error, PluginError)
            assert "something else than io" in str(results.results[0].error)
        else:
            assert isinstance(results.results[0], Published)


# Cancelling


@pytest.mark.parametrize("how", ["task", "timeout", "scope"])
def test_a_post_that_is_cancelled_on_its_way_is_unconfirmed(wall, path, clock, how):
    import anyio

    fault = wall.fault("slow", acts=True)

    async def main():
        async with AsyncSMM(
            [account(wall, patient=True)],
            plugins=[WallPlatform()],
            installed=False,
            journal=path,
            clock=clock,
        ) as smm:

            async def reached():
                await asyncio.to_thread(fault.reached.wait)

            publishing = smm.publish(Post("Hi"), to="bakery", key="k")
            if how == "task":
                task = asyncio.create_task(publishing)
                await reached()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            elif how == "timeout":
                with pytest.raises(TimeoutError):  # noqa: PT012 - the block is what times out
                    async with asyncio.timeout(None) as timeout:
                        watch = asyncio.create_task(reached())
                        watch.add_done_callback(lambda _: timeout.reschedule(0))
                        await publishing
            else:
                async with anyio.create_task_group() as group:
                    group.start_soon(lambda: publishing)
                    await reached()
                    group.cancel_scope.cancel()
            fault.go_on.set()
            assert smm.journal.get("bakery", "k").state is State.UNCONFIRMED
            clock.advance(minutes=5)
            return only(await smm.reconcile())

    assert isinstance(asyncio.run(main()), Published)
    assert wall.texts == ["Hi"]


@pytest.mark.parametrize("write", ["add", "claim", "begin_steps", "finish_steps", "publish"])
@pytest.mark.parametrize("how", ["task", "scope"])
def test_a_post_that_is_cancelled_while_the_journal_writes_is_sent_at_most_once(
    wall, path, clock, write, how
):
    import anyio

    class SlowJournal(Journal):
        pass

    entered, go_on = threading.Event(), threading.Event()

    def slowly(self, *args, **more):
        entered.set()
        go_on.wait(20)
        return getattr(Journal, write)(self, *args, **more)

    setattr(SlowJournal, write, slowly)

    async def main():
        journal = SlowJournal(path)
        async with AsyncSMM(
            [account(wall)], plugins=[WallPlatform()], installed=False, journal=journal, clock=clock
        ) as smm:
            publishing = smm.publish(Post("Hi"), to="bakery", key="k")
            if how == "task":
                task = asyncio.create_task(publishing)
                await asyncio.to_thread(entered.wait)
                task.cancel()
                asyncio.get_running_loop().call_later(0.02, go_on.set)
                with pytest.raises(asyncio.CancelledError):
                    await task
            else:
                async with anyio.create_task_group() as group:
                    group.start_soon(lambda: publishing)
                    await asyncio.to_thread(entered.wait)
                    group.cancel_scope.cancel()
                    go_on.set()
        return smm

    asyncio.run(main())
    setattr(SlowJournal, write, getattr(Journal, write))
    clock.advance(seconds=LEASE.total_seconds() + 1)
    with SMM([account(wall)], plugins=[WallPlatform()], installed=False, journal=path, clock=clock) as smm:
        for _ in range(2):
            smm.work()
            smm.reconcile()
            clock.advance(minutes=5)
        smm.publish(Post("Hi"), to="bakery", key="k")
        smm.work()
        assert smm.journal.get("bakery", "k").state is State.PUBLISHED
    assert wall.texts == ["Hi"]


# Jobs


def test_a_job_runs_once_per_period(opened, clock):
    runs = []

    async def count(_, io):
        runs.append(io.now())

    class Counting:
        @smmcore.hookimpl
        def smm_jobs(self):
            yield smmcore.Job("count", every=timedelta(hours=1), run=count)

    smm = opened(plugins=[Counting()])
    for minutes in (0, 59, 1, 59, 1):
        clock.advance(minutes=minutes)
        smm.work()
    assert runs == [START, START + timedelta(hours=1), START + timedelta(hours=2)]


def test_a_job_runs_again_after_a_clock_that_was_wrong_was_set_back(opened, clock):
    runs = []

    class Counting:
        @smmcore.hookimpl
        def smm_jobs(self):
            yield smmcore.Job("count", every=timedelta(hours=1), run=lambda *_: runs.append(clock.now()))

    smm = opened(plugins=[Counting()])
    clock.advance(days=1000)
    smm.work()
    clock.advance(days=-1000)
    smm.work()
    assert len(runs) == 2


def test_a_journal_that_was_given_stays_open(wall):
    journal = Journal()
    for _ in range(2):
        with SMM([account(wall)], plugins=[WallPlatform()], installed=False, journal=journal) as smm:
            smm.publish(Post("Hi"), to="bakery", key="k")
    assert journal.get("bakery", "k").state is State.PUBLISHED
    assert wall.texts == ["Hi"]
    journal.close()


def test_a_job_that_breaks_is_named_and_stops_neither_posts_nor_other_jobs(opened, wall, clock, caplog):
    runs = []

    async def count(_, io):
        runs.append(io.now())

    async def fail(_engine, _io):
        raise RuntimeError("the job broke")

    class Failing:
        @smmcore.hookimpl
        def smm_jobs(self):
            yield smmcore.Job("fail", every=timedelta(hours=1), run=fail)

    class Worse:
        @smmcore.hookimpl
        def smm_jobs(self):
            raise RuntimeError("no jobs today")

    class Counting:
        @smmcore.hookimpl
        def smm_jobs(self):
            yield smmcore.Job("count", every=timedelta(hours=1), run=count)

    smm = opened(account(wall), plugins=[WallPlatform(), Counting(), Failing(), Worse()])
    smm.publish(Post("Hi"), to="bakery", at=LATER)
    clock.advance(hours=2)
    assert isinstance(only(smm.work()), Published)
    assert len(runs) == 1
    assert {"fail", "Worse"} <= {
        word for r in caplog.records for word in r.getMessage().replace("-", " ").split()
    }
