# ruff: noqa: ARG001, ARG005 - jobs are called with what they may not need
"""What a worker is given to do."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

import smmcore
from smmcore import SMM, InvalidInput, Job, Post, Unclear
from smmcore.io.blocking import run
from smmcore.journal.entry import State
from smmcore.tasks import LOOK_AGAIN, Task, TaskKind

from .network import START, WallPlatform, account


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
    ("given", "message"),
    [
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


def test_a_lease_that_a_dead_worker_held_ends(make, wall, clock):
    smm = make(evolve(account(wall)), lease=timedelta(seconds=30))
    smm.publish(Post("Hi"), to="bakery", key="k", at=START + timedelta(minutes=5))
    clock.advance(minutes=6)
    entry = smm.journal.due(clock.now())[0]
    smm.journal.claim(entry, "dead", clock.now())
    assert tasks(smm) == []
    smm.journal.alive("dead", clock.now() + timedelta(seconds=20), [entry.id])
    clock.advance(seconds=31)
    assert tasks(smm) == []
    clock.advance(seconds=30)
    assert tasks(smm) == ["posts of bakery"]
    do(smm, Task(TaskKind.POSTS, "bakery"))
    assert wall.texts == ["Hi"]
