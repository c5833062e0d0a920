# ruff: noqa: ARG001, ARG005 - jobs are called with what they may not need
"""What a worker is given to do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from attrs import evolve

import smmcore
from smmcore import SMM, InvalidInput, Job, Post, Unclear
from smmcore.io.blocking import run
from smmcore.journal.entry import State
from smmcore.reconciling import LOOK_AGAIN
from smmcore.tasks import Task, TaskKind

from .network import START, WallPlatform, account

MINUTE = timedelta(minutes=1)


def tasks(smm):
    found = [str(task) for task in run(smm.engine.tasks.due(smm.io))]
    return [task for task in found if task != "job remove old uploads"]  # the core's own


def do(smm, task):
    return list(run(smm.engine.tasks.do(smm.io, task)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.db"


@pytest.fixture
def make(clock, path):
    made = []

    def make(*accounts, plugins=(), platform=None, **more):
        made.append(
            SMM(
                accounts,
                clock=clock,
                installed=False,
                plugins=[platform or WallPlatform(), *plugins],
                journal=path,
                **more,
            )
        )
        return made[-1]

    yield make
    for smm in made:
        smm.close()


def test_nothing_is_due(make, wall):
    assert tasks(make(account(wall))) == []


def test_posts_are_due_by_account(make, server, clock):
    smm = make(account(server.wall(), "a"), account(server.wall(), "b"))
    for name in ("a", "b"):
        smm.publish(Post("Hi"), to=name, key="k", at=START + timedelta(minutes=5))
    smm.publish(Post("Hi"), to="a", key="later", at=START + timedelta(days=1))
    clock.advance(minutes=6)
    assert tasks(smm) == ["posts of a", "posts of b"]
    do(smm, Task(TaskKind.POSTS, "a"))
    assert tasks(smm) == ["posts of b"]


def test_one_worker_at_a_time_has_the_posts_of_an_account(make, wall, clock):
    one, other = make(account(wall)), make(account(wall))
    one.publish(Post("Hi"), to="bakery", key="k", at=START + timedelta(minutes=5))
    clock.advance(minutes=6)
    other.journal.leases.take("posts of bakery", "other", clock.now(), timedelta(minutes=1))
    assert tasks(one) == []
    assert do(one, Task(TaskKind.POSTS, "bakery")) == []
    assert wall.texts == []
    clock.advance(minutes=1)
    assert len(do(one, Task(TaskKind.POSTS, "bakery"))) == 1
    assert wall.texts == ["Hi"]


def test_networks_are_asked_about_doubts_when_they_have_had_time_and_not_every_second(make, wall, clock):
    said = [Unclear("the wall is dark")]
    smm = make(account(wall), platform=WallPlatform(finding=lambda: said[0] if said else None))
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    assert tasks(smm) == []
    clock.advance(minutes=1)
    assert tasks(smm) == ["doubts of bakery"]
    do(smm, Task(TaskKind.DOUBTS, "bakery"))
    assert smm.journal.get("bakery", "k").state is State.UNCONFIRMED
    assert tasks(smm) == []
    said.clear()
    clock.advance(seconds=LOOK_AGAIN.total_seconds() + 1)
    assert tasks(smm) == ["doubts of bakery"]
    do(smm, Task(TaskKind.DOUBTS, "bakery"))
    assert smm.journal.get("bakery", "k").state is State.PUBLISHED


class Brings:
    def __init__(self, *jobs):
        self.jobs = jobs

    @smmcore.hookimpl
    def smm_jobs(self):
        return self.jobs


def test_a_job_by_cron_runs_in_the_clock_of_its_zone(make, wall, clock):
    runs = []

    async def greet(engine, io):
        runs.append(io.now())

    smm = make(
        account(wall), plugins=[Brings(Job("greet", cron="30 9 * * *", zone="Europe/Warsaw", run=greet))]
    )
    assert tasks(smm) == []
    clock.advance(minutes=29)
    assert tasks(smm) == []
    clock.advance(minutes=1)
    assert tasks(smm) == ["job greet"]
    do(smm, Task(TaskKind.JOB, "greet"))
    assert runs == [datetime(2026, 3, 1, 8, 30, tzinfo=UTC)]
    assert tasks(smm) == []
    clock.advance(days=3)
    do(smm, Task(TaskKind.JOB, "greet"))
    assert len(runs) == 2
    assert tasks(smm) == []


def test_cron_keeps_to_the_wall_clock_when_the_hour_changes():
    job = Job("x", cron="0 9 * * *", zone="Europe/Warsaw", run=lambda engine, io: None)
    assert job.due_at(datetime(2026, 3, 28, 9, tzinfo=UTC)) == datetime(2026, 3, 29, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "then"),
    [
        ("0", 1),
        ("7", 1),
        ("1", 2),
        ("1-5", 2),
        ("6,2", 3),
        ("mon", 2),
        ("tue-thu", 3),
        ("4-6/2", 5),
        ("*/3", 1),
        ("5-7", 1),
        ("*", 1),
    ],
)
def test_days_of_the_week_are_counted_from_sunday(days, then):
    job = Job("x", cron=f"0 9 * * {days}", run=lambda engine, io: None)
    assert job.due_at(datetime(2026, 3, 1, 8, tzinfo=UTC)).day == then  # the first is a Sunday


def test_a_time_that_comes_twice_counts_once():
    job = Job("x", cron="30 2 * * *", zone="Europe/Warsaw", run=lambda engine, io: None)
    first = job.due_at(datetime(2026, 10, 24, 22, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert job.due_at(first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_every_hour_means_every_hour_when_clocks_are_put_back():
    job = Job("x", cron="30 * * * *", zone="Europe/Warsaw", run=lambda engine, io: None)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert job.due_at(first) == first + timedelta(hours=1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"cron": "0 9 * * 8"}, "job x: cron"),
        ({"cron": "0 9 * * 1/0"}, "job x: cron"),
        ({"cron": "at nine"}, "job x: cron"),
        ({"cron": "0 9 * * *", "zone": "Mars/Base"}, "job x: cron"),
    ],
)
def test_cron_that_says_nothing_is_refused_at_once(given, message):
    with pytest.raises(InvalidInput, match=message):
        Job("x", run=lambda engine, io: None, **given)


@pytest.mark.parametrize(
    "given", [{}, {"every": timedelta(hours=1), "cron": "0 9 * * *"}, {"every": timedelta(0)}]
)
def test_a_job_says_when_in_one_way(given):
    with pytest.raises(ValueError, match="every"):
        Job("x", run=lambda engine, io: None, **given)


def test_a_job_runs_in_one_process_at_a_time(make, wall):
    runs = []

    async def count(engine, io):
        runs.append(1)
        assert do(other, Task(TaskKind.JOB, "count")) == []

    job = Job("count", every=timedelta(hours=1), run=count)
    one, other = (make(account(wall), plugins=[Brings(job)]) for _ in range(2))
    do(one, Task(TaskKind.JOB, "count"))
    assert runs == [1]


def test_a_job_runs_once_at_a_time_in_one_process_too(make, wall):
    runs = []

    async def count(engine, io):
        runs.append(1)
        assert do(smm, Task(TaskKind.JOB, "count")) == []

    smm = make(account(wall), plugins=[Brings(Job("count", every=timedelta(hours=1), run=count))])
    do(smm, Task(TaskKind.JOB, "count"))
    assert runs == [1]


def test_a_job_that_fails_is_tried_again_later_and_later(make, wall, clock):
    runs = []

    def fails(engine, io):
        runs.append(io.now())
        raise ValueError("no")

    smm = make(account(wall), plugins=[Brings(Job("weekly", every=timedelta(days=7), run=fails))])
    for _ in range(60 * 5):
        if "job weekly" in tasks(smm):
            do(smm, Task(TaskKind.JOB, "weekly"))
        clock.advance(minutes=1)
    waits = [(later - earlier).total_seconds() / 60 for earlier, later in pairwise(runs)]
    assert waits[:6] == [1, 2, 4, 8, 16, 32]
    assert set(waits[6:]) == {60}


def test_what_was_begun_longest_ago_comes_first(make, server, clock):
    names = "abc"
    smm = make(*(account(server.wall(), name) for name in names))
    for name in names:
        for number in range(3):
            at = START + timedelta(minutes=1, seconds=number)
            smm.publish(Post("Hi"), to=name, key=f"{name}{number}", at=at)
    clock.advance(minutes=2)
    assert tasks(smm) == ["posts of a", "posts of b", "posts of c"]
    smm.engine.tasks.rest()
    do(smm, Task(TaskKind.POSTS, "a"))
    clock.advance(seconds=1)
    do(smm, Task(TaskKind.POSTS, "b"))
    assert tasks(smm) == ["posts of c", "posts of a", "posts of b"]


def test_a_long_queue_lets_others_in_between(make, wall, clock):
    slow = WallPlatform(before=lambda: clock.advance(seconds=4))
    smm = make(account(wall), platform=slow)
    for number in range(8):
        smm.publish(Post("Hi"), to="bakery", key=f"{number}", at=START + timedelta(minutes=1))
    clock.advance(minutes=2)
    assert len(do(smm, Task(TaskKind.POSTS, "bakery"))) == 3
    assert tasks(smm) == ["posts of bakery"]


def test_one_whose_worker_died_is_told_when_its_lease_ends_whatever_else_was_asked(make, wall, clock, caplog):
    smm = make(account(wall), platform=WallPlatform(finding=lambda: Unclear("dark")), lease=MINUTE)
    wall.fault("error", acts=True)
    smm.publish(Post("Old"), to="bakery", key="old")
    clock.advance(minutes=1)
    do(smm, Task(TaskKind.DOUBTS, "bakery"))
    dead = smm.journal.add(
        account="bakery",
        platform="wall",
        key="dead",
        post=Post("Hi"),
        digest="1",
        due_at=START,
        now=clock.now(),
    )[0]
    claimed = smm.journal.claim(dead, "dead", clock.now())
    smm.journal.begin_steps(claimed, ["line0"], clock.now())
    clock.advance(seconds=61)
    assert tasks(smm) == []
    assert smm.journal.get("bakery", "dead").state is State.UNCONFIRMED
    assert "bakery: dead is unconfirmed: it was interrupted" in caplog.text
    clock.advance(seconds=60)
    assert tasks(smm) == ["doubts of bakery"]


def test_what_is_being_sent_here_is_not_given_up_here(make, wall, clock):
    lost = []

    async def publish(io, account, post, steps):
        await io.in_thread(steps.log.begin, ["line0"], io.now())
        clock.advance(days=1)
        lost.extend(tasks(smm))
        lost.extend(run(smm.engine.sending.expire(smm.io)))
        await io.in_thread(steps.log.forget, ["line0"])
        return smmcore.Published(account=account.name, id="1")

    class Long(WallPlatform):
        async def publish(self, io, account, post, steps):
            return await publish(io, account, post, steps)

    smm = make(account(wall), platform=Long())
    (result,) = smm.publish(Post("Hi"), to="bakery", key="k")
    assert isinstance(result, smmcore.Published)
    assert lost == []


def test_a_lease_that_a_dead_worker_held_ends(make, wall, clock):
    smm = make(evolve(account(wall)), lease=timedelta(seconds=30))
    smm.publish(Post("Hi"), to="bakery", key="k", at=START + timedelta(minutes=5))
    clock.advance(minutes=6)
    entry = smm.journal.due(clock.now())[0]
    smm.journal.claim(entry, "dead", clock.now())
    assert tasks(smm) == []
    smm.journal.alive("dead", clock.now() + timedelta(seconds=20), at_work=[entry.id])
    clock.advance(seconds=31)
    assert tasks(smm) == []
    clock.advance(seconds=30)
    assert tasks(smm) == ["posts of bakery"]
    do(smm, Task(TaskKind.POSTS, "bakery"))
    assert wall.texts == ["Hi"]
