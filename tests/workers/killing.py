"""Kills workers at random moments while they publish, and counts what is on the pages afterwards."""

import asyncio
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import frozen

from smmcore import SMM, Account, InvalidInput, Photo, Post, Request
from smmcore.io.blocking import BlockingIO, run
from smmcore.io.request import Answer
from smmcore.journal.entry import Entry, State
from smmcore.journal.health import OPEN
from smmcore.journal.history import Story
from smmcore.platform import FakeNetwork, Sandboxed
from smmcore.plugins import Plugins
from smmcore.sandbox import mounted, public_folder, serving
from smmcore.testing.samples import jpeg

NETWORKS = ("telegram", "vk", "facebook", "instagram")
LEASE = 2
"""Seconds."""
DELAY = 0.15
"""Seconds that requests and answers travel, on average: as long as workers are busy with anything else, or longer."""
MOMENT = 1.2
"""Seconds within which a worker dies that has begun to send; most posts take less."""
LOOKS = 3
"""How often a person looks: what was sent again while they did may be in doubt once more."""
PROCESS = Path(__file__).with_name("process.py")
PATIENCE = 75
"""Seconds without any change after which what is open is not waited for any more: Telegram counts by the minute."""


@frozen
class Stage:
    """One network's fake, served here: it goes on when a worker dies."""

    account: Account
    fake: FakeNetwork
    url: str

    def texts(self, io: BlockingIO) -> list[str]:
        return [text for text, _ in self._shown(io)]

    def there(self, io: BlockingIO) -> dict[str, str]:
        """The posts on the page by their texts."""
        return dict(self._shown(io))

    def _shown(self, io: BlockingIO) -> list[tuple[str, str]]:
        posts = run(self.fake.posts(io, self.url))
        return [(run(self.fake.text(io, self.url, post=post)), post) for post in posts]


@frozen(kw_only=True)
class Result:
    networks: tuple[str, ...]
    kills: int
    sending: int
    """How many kills met a worker that had a post in hand."""
    in_doubt: int
    """How many met one in the middle of a step: nobody knew whether its post was there."""
    posts: int
    lost: int
    """Not on any page."""
    twice: int
    looked_up: int
    """Of which their network could not tell: a person looked at the page, and said what is there."""
    open: int
    """Not known to be published, even so."""
    asked: int
    """How often nobody knew whether a post is there, and its network was asked."""
    seconds: float
    reasons: tuple[str, ...]
    """Of those that are open, why."""
    doubles: tuple[str, ...]
    """The stories of those that are there twice."""


@contextmanager
def stages(names: Sequence[str] = ()) -> Iterator[list[Stage]]:
    """The fakes of all installed networks that have one, or of those named."""
    platforms = {p.name: p for p in Plugins().platforms() if isinstance(p, Sandboxed)}
    fakes = {
        name: fake
        for name, platform in platforms.items()
        if (not names or name in names) and isinstance(fake := platform.sandbox(), FakeNetwork)
    }
    slow = {name: _slowly(fake.app, random.Random(name)) for name, fake in fakes.items()}
    with serving(mounted(slow)) as url:
        yield [
            Stage(fake.account(f"{url}/{name}", name), fake, f"{url}/{name}") for name, fake in fakes.items()
        ]


def _slowly(app: Any, dice: random.Random) -> Any:
    """The app, as far away as networks are: workers spend their time waiting for answers."""

    async def late(scope: Any, receive: Any, send: Any) -> None:
        async def send_late(message: Any) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(dice.uniform(0, 2 * DELAY))
            await send(message)

        await asyncio.sleep(dice.uniform(0, 2 * DELAY))
        await app(scope, receive, send_late)

    return late


def ordeal(
    journal: str, *, posts: int, kills: int, workers: int = 1, seed: int = 1, names: Sequence[str] = ()
) -> Result:
    """Let workers publish posts, kill them so many times, and let them come back under new names."""
    dice, begun = random.Random(seed), time.monotonic()
    with ExitStack() as ends:
        scenes = ends.enter_context(stages(names))
        io = BlockingIO()
        ends.callback(io.close)
        _arrange(scenes, io)
        smm = ends.enter_context(SMM([scene.account for scene in scenes], journal=journal))
        _plan(smm, scenes, ends.enter_context(_picture()), posts)
        crew = [start(scenes, journal) for _ in range(workers)]
        ends.callback(end, crew)
        hits = _kill(smm, crew, lambda: start(scenes, journal), kills, dice)
        _wait(smm)
        looked_up = 0
        for _ in range(LOOKS):
            looked_up += _look(smm, scenes, io)
            _wait(smm)
        seen = Counter(text for scene in scenes for text in scene.texts(io))
        stories = list(smm.journal.stories())
    return Result(
        networks=tuple(scene.account.platform for scene in scenes),
        kills=len(hits),
        sending=sum(hit.posts > 0 for hit in hits),
        in_doubt=sum(hit.in_doubt > 0 for hit in hits),
        posts=posts,
        lost=sum(seen[_text(number)] == 0 for number in range(posts)),
        twice=sum(seen[_text(number)] > 1 for number in range(posts)),
        looked_up=looked_up,
        open=sum(story.entry.state is not State.PUBLISHED for story in stories),
        asked=sum(change.state is State.UNCONFIRMED for story in stories for change in story.changes),
        seconds=time.monotonic() - begun,
        reasons=tuple(
            f"{story.entry.account} {story.entry.key}: {story.entry.state}: {(story.entry.error or {}).get('message')}"
            for story in stories
            if story.entry.state is not State.PUBLISHED
        ),
        doubles=tuple(_told(story) for story in stories if seen[story.entry.post.plain_text] > 1),
    )


def _told(story: Story) -> str:
    """All that is known of a post that is there twice, for whoever has to find out why."""
    lines = [f"{story.entry.account} {story.entry.key} as {story.entry.published}"]
    lines += [f"  {c.at:%H:%M:%S.%f} {c.state} {c.attempt} by {c.owner}: {c.note}" for c in story.changes]
    lines += [f"  step {s.name} begun {s.begun_at:%H:%M:%S.%f} done {s.done_at}" for s in story.steps]
    return "\n".join(lines)


def _arrange(scenes: Sequence[Stage], io: BlockingIO) -> None:
    """No network is to know a repetition by itself, and none is to have enough of posts in a day."""
    changes = {
        "vk": ("settings", {"duplicate_guid": "new"}),
        "instagram": ("rules", {"values": {"quota_total": 10_000}}),
    }
    for scene in scenes:
        if change := changes.get(scene.account.platform):
            action, fields = change
            address = f"{scene.url}/_sandbox/{action}"
            run(io.send(Request("POST", address, json=fields, safe=False, parse=_accepted)))


def _accepted(answer: Answer) -> None:
    assert answer.status == 200, answer.body


@contextmanager
def _picture() -> Iterator[str]:
    """The address of a picture that networks can fetch."""
    with public_folder() as uploader:
        (uploader.folder / "bread.jpg").write_bytes(jpeg())
        yield f"{uploader.url}/bread.jpg"


def _text(number: int) -> str:
    return f"Bread number {number}."


def _plan(smm: SMM, scenes: Sequence[Stage], picture: str, posts: int) -> None:
    """All are due by the time that the first worker looks: nobody is ever idle."""
    for number in range(posts):
        account = scenes[number % len(scenes)].account
        # Some networks take no text alone.
        media = () if smm.abilities(account.name)["text"] else Photo(picture)
        soon = smm.io.now() + timedelta(seconds=1)
        (result,) = smm.publish(
            Post(_text(number), media=media), account.name, key=f"bread-{number}", at=soon
        )
        assert result.key == f"bread-{number}", result


@frozen
class Hit:
    """What a worker had in hand when it died."""

    posts: int
    in_doubt: int
    """Of which so many had a step begun that nobody knows of."""


def _kill(
    smm: SMM,
    crew: "list[subprocess.Popen[bytes]]",
    another: Callable[[], "subprocess.Popen[bytes]"],
    kills: int,
    dice: random.Random,
) -> list[Hit]:
    """Kill workers that are sending, each at a random moment from then on; fewer if nothing is left to send."""
    hits: list[Hit] = []
    while len(hits) < kills and (busy := _busy(smm, crew)):
        victim = dice.choice(busy)
        # The fewer posts are left for each kill, the less of them is sent before the next.
        time.sleep(dice.uniform(0, MOMENT * min(1, _open(smm) / (kills - len(hits)))))
        crew[victim].send_signal(signal.SIGKILL)
        crew[victim].wait()
        hits.append(_hit(smm, crew[victim].pid))
        crew[victim] = another()
    return hits


def _busy(smm: SMM, crew: "Sequence[subprocess.Popen[bytes]]") -> list[int]:
    """Which of the crew are sending now; waits until one is. None if nothing is left, or nobody begins."""
    until = time.monotonic() + PATIENCE
    while _open(smm) and time.monotonic() < until:
        senders = {_pid(entry) for entry in smm.journal.entries(states=[State.SENDING])}
        if busy := [number for number, worker in enumerate(crew) if worker.pid in senders]:
            return busy
        time.sleep(0.02)
    return []


def _hit(smm: SMM, pid: int) -> Hit:
    held = [entry for entry in smm.journal.entries(states=[State.SENDING]) if _pid(entry) == pid]
    stories = [smm.journal.story(entry.account, entry.key) for entry in held]
    in_doubt = sum(any(not step.done for step in story.steps) for story in stories if story)
    return Hit(len(held), in_doubt)


def _pid(entry: Entry) -> int:
    """The process that has the post; its owner is named `machine:process:…`."""
    return int((entry.owner or "::").split(":")[1] or 0)


def _open(smm: SMM) -> int:
    counts = smm.journal.counts()
    return sum(counts.get(state, 0) for state in OPEN)


def _wait(smm: SMM) -> None:
    """Until nothing is open, or nothing changes any more."""
    before, since = smm.journal.counts(), time.monotonic()
    while _open(smm) and time.monotonic() - since < _patience(before):
        time.sleep(0.2)
        if (now := smm.journal.counts()) != before:
            before, since = now, time.monotonic()


def _patience(counts: Mapping[State, int]) -> float:
    """Workers ask every second about what is in doubt; what waits to be sent may wait for its network's pace."""
    waits = counts.get(State.SCHEDULED, 0) + counts.get(State.SENDING, 0)
    return PATIENCE if waits else LEASE + 4


def _look(smm: SMM, scenes: Sequence[Stage], io: BlockingIO) -> int:
    """What a person does: look at the page, and say whether the post is there."""
    began = smm.io.now()
    doubtful = smm.journal.entries(states=[State.UNCONFIRMED])
    looked_at = {entry.account for entry in doubtful}
    pages = {s.account.name: s.there(io) for s in scenes if s.account.name in looked_at}
    for entry in doubtful:
        there = pages[entry.account]
        grace = smm.io.now() - began + timedelta(seconds=LEASE)
        with suppress(InvalidInput):  # a worker has found out meanwhile, or has sent it since
            smm.resolve(entry.account, entry.key, id=there.get(entry.post.plain_text), grace=grace)
    return len(doubtful)


def start(scenes: Sequence[Stage], journal: str, freeze: str = "") -> "subprocess.Popen[bytes]":
    """A worker in a process of its own; `freeze` says where it stops, see `process.py`."""
    return launch([scene.account for scene in scenes], journal, freeze)


def launch(accounts: Sequence[Account], journal: str, freeze: str = "") -> "subprocess.Popen[bytes]":
    """As `start`, for any accounts."""
    told = [
        {
            "name": account.name,
            "platform": account.platform,
            "id": account.id,
            "settings": dict(account.settings),
            "secrets": {name: secret.reveal() for name, secret in account.secrets.items()},
        }
        for account in accounts
    ]
    given = [json.dumps(told), journal, str(LEASE), freeze]
    return subprocess.Popen([sys.executable, str(PROCESS), *given], stderr=subprocess.DEVNULL)


def end(crew: "Sequence[subprocess.Popen[bytes]]") -> None:
    for worker in crew:
        worker.kill()
        worker.wait()
