"""Our own cases: each kind of post under each trouble, then settled as a careful user would."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from attrs import define, field, frozen

from smmcore.checking import problems
from smmcore.models import Account, Failed, Post, Published, Result, Scheduled, Unconfirmed
from smmcore.platform import Platform
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import KINDS, Maker, NoSample
from smmcore.uploading import FolderUploader

from . import seeing
from .cases import LONG, NOTHING, TROUBLES, WAIT_LONG, Case, Seen, Trouble
from .seeing import Shown

PAST_GRACE = 61
PAST_FILMS = 60
"""Seconds after which a network has worked on a film."""
_ROUNDS = 4
"""Enough to ask the network, to ask a person and to send once more."""


def _as_it_is(_fake: Fake) -> None:
    pass


@frozen
class Undisturbed:
    """What a post takes and shows when nothing goes wrong."""

    requests: int
    shows: Shown


@frozen(eq=False)
class Stage:
    """One network's fake, running, with its account, a folder for journals, and one that is served on loopback."""

    platform: Platform
    fake: Fake
    folder: Path
    uploader: FolderUploader
    account: Account
    title: str
    arranged: Callable[[Fake], None] = field(default=_as_it_is)
    """What is changed in a fresh fake."""

    def fresh(self) -> None:
        """The fake as at the start."""
        self.fake.reset()
        self.arranged(self.fake)

    @property
    def samples(self) -> Path:
        """Where sample files lie; they are served."""
        folder = self.uploader.folder / "samples"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def maker(self) -> Maker:
        plainest = "text" if self.platform.abilities(self.account).get("text") else "photo"
        limits = self.platform.limits(self.account)
        return Maker(self.samples, limits, plainest=plainest, uploader=self.uploader)

    def posts(self, kinds: Sequence[str]) -> dict[str, Post]:
        """Sample posts of the kinds that the account can publish."""
        found = {kind: self._sample(kind) for kind in KINDS if kind in kinds}
        return {kind: post for kind, post in found.items() if post is not None}

    def undisturbed(self, post: Post) -> "Undisturbed":
        """Publish the post with nothing in its way."""
        self.fresh()
        smm = self.driver()
        try:
            smm.publish(post)
            requests = len(smm.watch.sent)
            self.fake.advance(PAST_FILMS)
            (there,) = self.fake.posts()
            return Undisturbed(requests=requests, shows=seeing.meant(post, self.fake.text(there)))
        finally:
            smm.close()

    def driver(self, journal: Path | None = None) -> Driver:
        """The public API on a journal on disk, with a clock that moves the fake's along."""
        journal = journal or self.new_journal()
        more: dict[str, Any] = {"fake": self.fake, "journal": journal, "uploader": self.uploader}
        return Driver("blocking", self.platform, self.account, **more)

    def new_journal(self) -> Path:
        return self.folder / f"{uuid4().hex}.sqlite3"

    def _sample(self, kind: str) -> Post | None:
        try:
            post = self.maker.post(kind)
        except NoSample:
            return None
        wrong = problems(self.platform, self.account, post, uploader=self.uploader)
        return None if wrong else post


@define(eq=False)
class Trial:
    """One post that something happens to; every result is held against what is on the page."""

    stage: Stage
    smm: Driver
    post: Post
    key: str
    meant: Shown
    lacks: str = ""
    """What is missing in the end, and the last result said so."""
    _last: Result | None = None
    _wrong: list[str] = field(factory=list)

    @property
    def fake(self) -> Fake:
        return self.stage.fake

    @property
    def wrong(self) -> str:
        return "; ".join(self._wrong)

    def publish(self) -> Result:
        return self.smm.publish(self.post, key=self.key)

    def seen(self, result: Result | None) -> Seen:
        """What the result says, and what is there; notes where the two do not agree."""
        there = list(self.fake.posts())
        self._last = result or self._last
        self._wrong.extend(_lies(result, there))
        if self.post.first_comment and any(len(self.fake.comments(id)) > 1 for id in there):
            self._wrong.append("the first comment is there twice")
        return Seen(_word(result), len(there))

    def settled(self, result: Result | None) -> Iterator[Seen]:
        """Ask the network, let waiting posts be sent, and where nobody can tell, be the person who looks."""
        asked = False
        for _ in range(_ROUNDS):
            if isinstance(result, Published):
                return
            if isinstance(result, Scheduled):
                self.smm.pass_time(1)
                result, how = _first(self.smm.work().results), "work"
            elif isinstance(result, Failed):
                self.smm.pass_time(LONG + 1)
                result, how = self.publish(), "later again"
            elif isinstance(result, Unconfirmed) and not asked:
                self.smm.pass_time(PAST_GRACE)
                result, how, asked = _first(self.smm.reconcile().results), "reconcile", True
            else:
                self.smm.pass_time(PAST_GRACE)
                there = [*self.fake.posts(), None][0]
                result, how = self.smm.resolve(self.key, id=there), "a person looks"
            yield self._named(how, result)
        self._wrong.append("it never came to an end")

    def worked(self) -> tuple[Seen, Result | None]:
        """Let a worker look after what is due."""
        result = _first(self.smm.work().results)
        return self._named("work", result), result

    def met(self) -> None:
        """Note it if the fault that was planted was never met: then the case shows nothing."""
        if seeing.waits(self.fake):
            self._wrong.append("the fault was not met")

    def ended(self) -> None:
        """Note it if there is not exactly one post in the end, or not the whole of it and nobody was told."""
        there = list(self.fake.posts())
        if len(there) != 1:
            self._wrong.append(f"{len(there)} posts in the end")
            return
        self.lacks = seeing.shown(self.fake, self.stage.platform.name, there[0]).lacks(self.meant)
        if self.lacks and not (isinstance(self._last, Published) and self._last.warnings):
            self._wrong.append(f"it is there {self.lacks}, and no result says so")

    def _named(self, how: str, result: Result | None) -> Seen:
        seen = self.seen(result)
        return Seen(f"{how}: {seen.says}", seen.posts)


def cases(stage: Stage, kinds: Sequence[str]) -> Iterator[Case]:
    """Each kind of post under each trouble."""
    for kind, post in stage.posts(kinds).items():
        meant = stage.undisturbed(post).shows
        for trouble in (*TROUBLES, WAIT_LONG):
            yield _case(stage, kind, post, trouble, meant)


def _case(stage: Stage, kind: str, post: Post, trouble: Trouble, meant: Shown) -> Case:
    stage.fresh()
    smm = stage.driver()
    try:
        if trouble.fault:
            smm.watch.hasty = trouble.fault.startswith("hang")  # else a hang costs a minute
            stage.fake.fault(trouble.fault, **trouble.details)
        trial = Trial(stage, smm, post, uuid4().hex, meant)
        result = trial.publish()
        trial.met()
        called = trial.seen(result)
        again = None
        if trouble is not NOTHING:
            result = trial.publish()
            again = trial.seen(result)
        then = tuple(trial.settled(result))
        trial.ended()
    finally:
        smm.close()
    return Case(
        network=stage.platform.name,
        kind=kind,
        trouble=trouble.label,
        called=called,
        again=again,
        then=then,
        lacks=trial.lacks,
        wrong=trial.wrong,
    )


def _lies(result: Result | None, there: Sequence[str]) -> Iterator[str]:
    if len(there) > 1:
        yield f"{len(there)} posts"
    if isinstance(result, Published) and [result.id] != list(there):
        yield f"published as {result.id}, but on the page is {', '.join(there) or 'nothing'}"
    if isinstance(result, Failed | Scheduled) and there:
        yield f"{_word(result)}, but {', '.join(there)} is on the page"


def _word(result: Result | None) -> str:
    return type(result).__name__.lower() if result is not None else "nothing to do"


def _first(results: Sequence[Result]) -> Result | None:
    return results[0] if results else None
