"""A real process with a journal on disk that is killed before or after one of its requests."""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from attrs import frozen

from smmcore import SMM
from smmcore.io.blocking import BlockingIO
from smmcore.io.interface import Clock
from smmcore.io.request import Answer, Request
from smmcore.journal.journal import LEASE
from smmcore.models import Post
from smmcore.plugins import Plugins
from smmcore.sandbox import SandboxClock
from smmcore.testing.fake import Fake
from smmcore.uploading import FolderUploader

from .cases import Case, Seen
from .ours import Stage, Trial
from .seeing import Shown

_LIMIT = 60
"""Seconds that a process may take; it needs less than one."""
WHENS = ("before", "after")
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    ["smmcore.testing.driver", "smmcore.journal.journal", "smmcore.io.http", "click"]
)


@frozen
class Doom:
    """What a process is to do, and at which moment it dies: before or after its n-th request."""

    network: str
    url: str
    journal: Path
    uploader: FolderUploader
    post: Post
    key: str
    number: int
    when: str


class _Mortal(BlockingIO):
    """Kills its process as no handler can notice; nothing is tidied up."""

    def __init__(self, doom: Doom, *, clock: Clock) -> None:
        super().__init__(clock=clock)
        self._doom = doom
        self._numbers, self._counting = count(1), Lock()  # shared by all copies of this IO

    async def _exchange(self, request: Request[Any]) -> Answer:
        with self._counting:
            mine = next(self._numbers) == self._doom.number
        if mine and self._doom.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = await super()._exchange(request)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def perish(doom: Doom, waited: Any) -> None:
    """Publish, until the moment comes; `waited` tells the survivors how far the clock was moved."""
    platform = Plugins().platform(doom.network)
    sandbox = platform.sandbox()
    fake = Fake(sandbox, doom.url)

    def advance(seconds: float) -> None:
        fake.advance(seconds)
        waited.value += seconds

    account, clock = sandbox.account(doom.url), SandboxClock(advance)
    more: dict[str, Any] = {"installed": False, "journal": doom.journal, "uploader": doom.uploader}
    smm = SMM([account], plugins=[platform], **more)
    smm.io = _Mortal(doom, clock=clock)
    smm.publish(doom.post, account.name, key=doom.key)


def cases(stage: Stage, kinds: Sequence[str]) -> Iterator[Case]:
    """Each kind of post, killed before and after each of its requests."""
    for kind, post in stage.posts(kinds).items():
        undisturbed = stage.undisturbed(post)
        for number in range(1, undisturbed.requests + 1):
            for when in WHENS:
                yield _case(stage, kind, post, number, when, undisturbed.shows)


def _case(stage: Stage, kind: str, post: Post, number: int, when: str, meant: Shown) -> Case:
    stage.fresh()
    doom = Doom(
        network=stage.platform.name,
        url=stage.fake.url,
        journal=stage.new_journal(),
        uploader=stage.uploader,
        post=post,
        key=uuid4().hex,
        number=number,
        when=when,
    )
    waited = _killed(doom)
    smm = stage.driver(doom.journal)
    try:
        trial = Trial(stage, smm, post, doom.key, meant)
        called = Seen("killed", len(stage.fake.posts()))
        again = trial.seen(trial.publish())
        smm.pass_time(LEASE.total_seconds() + waited + 1)
        work, result = trial.worked()
        then = (work, *trial.settled(result or trial.publish()))
        trial.ended()
    finally:
        smm.close()
    return Case(
        network=stage.platform.name,
        kind=kind,
        trouble=f"killed {when} a request",
        called=called,
        again=again,
        then=then,
        lacks=trial.lacks,
        wrong=f"request {number}: {trial.wrong}" if trial.wrong else "",
    )


def _killed(doom: Doom) -> float:
    """Let the process run into its end; gives the seconds that it let pass. Raises `RuntimeError` if it lives."""
    waited = _processes.Value("d", 0, lock=False)
    process = _processes.Process(target=perish, args=(doom, waited))
    process.start()
    process.join(_LIMIT)
    if process.exitcode != -signal.SIGKILL:
        process.kill()
        process.join()
        raise RuntimeError(f"{doom.network}: no process died {doom.when} request {doom.number}")
    return float(waited.value)
