"""Kills workers at random moments while they publish, and counts what is on the pages afterwards."""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from attrs import frozen

from smmcore import SMM, Account, Post
from smmcore.io.blocking import BlockingIO, run
from smmcore.journal.entry import State
from smmcore.platform import FakeNetwork, Sandboxed
from smmcore.plugins import Plugins
from smmcore.sandbox import mounted, serving

LEASE = 2
PROCESS = Path(__file__).with_name("process.py")


@frozen
class Stage:
    """One network's fake, served here: it goes on when a worker dies."""

    account: Account
    fake: FakeNetwork
    url: str

    def texts(self, io: BlockingIO) -> list[str]:
        posts = run(self.fake.posts(io, self.url))
        return [run(self.fake.text(io, self.url, post=post)) for post in posts]


@contextmanager
def stages(names: Sequence[str] = ()) -> Iterator[list[Stage]]:
    """The fakes of all installed networks that have one, or of those named."""
    platforms = {p.name: p for p in Plugins().platforms() if isinstance(p, Sandboxed)}
    fakes = {
        name: fake
        for name, platform in platforms.items()
        if (not names or name in names) and isinstance(fake := platform.sandbox(), FakeNetwork)
    }
    with serving(mounted({name: fake.app for name, fake in fakes.items()})) as url:
        yield [
            Stage(fake.account(f"{url}/{name}", name), fake, f"{url}/{name}") for name, fake in fakes.items()
        ]


@frozen
class Result:
    kills: int
    posts: int
    lost: int
    twice: int
    asked: int
    waiting: int
    """Posts of which nobody knows at the end: they wait for a person."""
    seconds: float


def ordeal(
    journal: str, *, posts: int, kills: int, workers: int, seed: int, names: Sequence[str] = ()
) -> Result:
    """Let workers publish posts, kill them so many times, and let them come back under new names."""
    dice, begun = random.Random(seed), time.monotonic()
    with ExitStack() as ends, stages(names) as scenes:
        smm = ends.enter_context(SMM([scene.account for scene in scenes], journal=journal))
        for number in range(posts):
            scene = scenes[number % len(scenes)]
            now = smm.io.now()
            outcome = smm.publish(
                Post(f"Bread number {number}."), scene.account.name, key=f"n{number}", at=now_plus(now, dice)
            )
            assert not outcome.failed, outcome
        crew = [_start(scenes, journal) for _ in range(workers)]
        ends.callback(_end, crew)
        done = 0
        while done < kills and not _finished(smm):
            time.sleep(dice.uniform(0.05, 1.2) / workers)
            victim = dice.randrange(workers)
            crew[victim].send_signal(signal.SIGKILL)
            crew[victim].wait()
            crew[victim] = _start(scenes, journal)
            done += 1
        deadline = time.monotonic() + 120
        while not _finished(smm) and time.monotonic() < deadline:
            time.sleep(0.2)
        io = BlockingIO()
        ends.callback(io.close)
        seen = Counter(text for scene in scenes for text in scene.texts(io))
        entries = smm.journal.entries()
    texts = [f"Bread number {number}." for number in range(posts)]
    return Result(
        kills=done,
        posts=posts,
        lost=sum(seen[text] == 0 for text in texts),
        twice=sum(seen[text] > 1 for text in texts),
        asked=0,
        waiting=sum(entry.state is not State.PUBLISHED for entry in entries),
        seconds=time.monotonic() - begun,
    )


def now_plus(now, dice):
    from datetime import timedelta

    return now + timedelta(seconds=dice.uniform(0.5, 3))


def _start(scenes: Sequence[Stage], journal: str) -> "subprocess.Popen[bytes]":
    accounts = [
        {
            "name": scene.account.name,
            "platform": scene.account.platform,
            "id": scene.account.id,
            "settings": dict(scene.account.settings),
            "secrets": {name: secret.reveal() for name, secret in scene.account.secrets.items()},
        }
        for scene in scenes
    ]
    return subprocess.Popen(
        [sys.executable, str(PROCESS), json.dumps(accounts), journal, str(LEASE)], stdout=subprocess.DEVNULL
    )


def _finished(smm: SMM) -> bool:
    counts = smm.journal.counts()
    return not any(counts.get(state) for state in (State.SCHEDULED, State.SENDING, State.UNCONFIRMED))


def _end(crew: "Sequence[subprocess.Popen[bytes]]") -> None:
    for worker in crew:
        worker.kill()
        worker.wait()
