"""The fixtures that every group of tests uses, and the questions that decide which tests run."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from attrs import frozen

from smmcore.checking import needed, problems
from smmcore.errors import InvalidInput
from smmcore.models import Account, Failed, File, Post, Published, Result, Source, TextLike, Unconfirmed
from smmcore.platform import YES, FakeNetwork, FetchesMedia, Platform, Publisher, RealNetwork, Sandboxed
from smmcore.sandbox import public_folder
from smmcore.sessions import Sessions
from smmcore.testing.asking import contract
from smmcore.testing.disturbing import Fault
from smmcore.testing.driver import MODES, Driver, Mode
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker, NoSample
from smmcore.testing.watching import Sort, alike, writes
from smmcore.uploading import FolderUploader

Capability = TypeVar("Capability")
MakeDriver = Callable[..., Driver]
Disturb = Callable[..., None]

_running = pytest.StashKey[Fake]()
_publishing = pytest.StashKey[FolderUploader]()
_rehearsed = pytest.StashKey[dict[str, "Rehearsed"]]()


@frozen
class Rehearsed:
    """What publishing a post takes when nothing goes wrong, and what readers see then."""

    requests: int
    publishing: Sort
    """What the request after which the post is there looks like."""
    number: int
    """Which of these it is, from 1."""
    text: str
    comments: int


class Fixtures:
    """What a subclass may override; `platform` it must."""

    @pytest.fixture
    def platform(self) -> Platform:
        """The network that is tested. Override it."""
        raise NotImplementedError(
            f"{type(self).__name__} needs a fixture `platform` that gives the network: "
            "see docs/testing-a-network.md#the-class"
        )

    def sandbox(self, platform: Platform) -> FakeNetwork | RealNetwork:
        """The network's sandbox, made once for the class. Override it to set its options."""
        if not isinstance(platform, Sandboxed):
            pytest.skip(f"{platform.title} brings no fake: it has no method `sandbox`")
        return platform.sandbox()

    @pytest.fixture
    def network(self, request: pytest.FixtureRequest, platform: Platform) -> Fake:
        """The sandbox, running on loopback for the whole class. Override it to start one for several classes."""
        owner = request.node.getparent(pytest.Class)
        if _running not in owner.stash:
            sandbox, ends = self.sandbox(platform), ExitStack()
            owner.addfinalizer(ends.close)
            owner.stash[_running] = _started(ends, sandbox, platform)
        fake: Fake = owner.stash[_running]
        return fake

    @pytest.fixture
    def fake(self, network: Fake) -> Fake:
        """The running sandbox, fresh for each test."""
        network.fresh()
        return network

    @pytest.fixture
    def account(self, fake: Fake) -> Account:
        """The account that is tested."""
        return fake.account

    @pytest.fixture
    def posts(self) -> Mapping[str, Post]:
        """Further posts of the author's own, by any name; each is tried as the suite's are."""
        return {}

    @pytest.fixture
    def as_source(self) -> Callable[[Path], Source]:
        """How sample files are handed over: as they are, or as addresses (`Remote`) where you serve them."""
        return File

    @pytest.fixture
    def uploader(self, request: pytest.FixtureRequest, platform: Platform) -> FolderUploader | None:
        """Gives files a public address, for networks that fetch media: a folder that is served on loopback."""
        if not isinstance(platform, FetchesMedia):
            return None
        owner = request.node.getparent(pytest.Class)
        if _publishing not in owner.stash:
            ends = ExitStack()
            owner.addfinalizer(ends.close)
            owner.stash[_publishing] = ends.enter_context(public_folder())
        uploader: FolderUploader = owner.stash[_publishing]
        return uploader

    @pytest.fixture
    def maker(
        self,
        platform: Platform,
        account: Account,
        tmp_path: Path,
        as_source: Callable[[Path], Source],
        uploader: FolderUploader | None,
    ) -> Maker:
        """Makes sample posts that fit the network's limits."""
        plainest = "text" if platform.abilities(account).get("text", YES) else "photo"
        return Maker(tmp_path, platform.limits(account), as_source, plainest, uploader)

    @pytest.fixture(params=MODES)
    def mode(self, request: pytest.FixtureRequest) -> Mode:
        """Every test runs over `SMM` and over `AsyncSMM`."""
        mode: Mode = request.param
        return mode

    @pytest.fixture
    def sessions(self) -> Sessions | None:
        """Where drivers keep sessions; each signs in anew. Override it where signing in is slow or limited."""
        return None

    @pytest.fixture
    def drivers(
        self,
        mode: Mode,
        platform: Platform,
        account: Account,
        fake: Fake,
        sessions: Sessions | None,
        uploader: FolderUploader | None,
    ) -> Iterator[MakeDriver]:
        """Makes further drivers: with another account, journal or patience."""
        with ExitStack() as ends:

            def make(other: Account | None = None, **more: Any) -> Driver:
                more = {"sessions": sessions, "uploader": uploader, **more}
                driver = Driver(mode, platform, other or account, fake=fake, **more)
                ends.callback(driver.close)
                return driver

            yield make

    @pytest.fixture
    def smm(self, drivers: MakeDriver) -> Driver:
        """The public API over the fake."""
        return drivers()

    @pytest.fixture
    def rehearsed(
        self,
        request: pytest.FixtureRequest,
        drivers: MakeDriver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
    ) -> Callable[[str], Rehearsed]:
        """What publishing a kind of post takes; tried once for the class, and the sandbox is fresh afterwards."""
        owner = request.node.getparent(pytest.Class)
        known: dict[str, Rehearsed] = owner.stash.setdefault(_rehearsed, {})

        def rehearsed(kind: str) -> Rehearsed:
            if kind not in known:
                known[kind] = _rehearse(drivers(), fake, self.sample(platform, account, maker, kind))
                fake.reset()
            return known[kind]

        return rehearsed

    @pytest.fixture
    def disturb(self, fake: Fake, rehearsed: Callable[[str], Rehearsed]) -> Disturb:
        """Lets the next publishing of a kind of post go wrong: in the sandbox, or on the way to it."""

        def disturb(driver: Driver, kind: str, fault: str, **details: Any) -> None:
            if fake.faulty:
                driver.watch.hasty = fault.startswith("hang")
                fake.fault(fault, **details)
            else:
                usual = rehearsed(kind)
                driver.watch.disturb(Fault(fault, **details), usual.number, among=usual.publishing)

        return disturb

    # Which tests run

    def able(self, platform: Platform, account: Account, *words: str) -> None:
        """Skip, with the account's own reason, unless it can do all of that."""
        for word in words:
            ability = platform.abilities(account).get(word)
            if not ability:
                reason = ability.reason if ability is not None else "its abilities do not name it"
                pytest.skip(f"{platform.title} cannot {word}: {reason}")

    def capable(self, platform: Platform, kind: type[Capability]) -> Capability:
        """The platform, if it has the capability; else skip."""
        if not isinstance(platform, kind):
            methods = ", ".join(methods_of(kind))
            pytest.skip(f"{platform.title} is no {kind.__name__}: it does not have all of {methods}")
        return platform

    def sample(self, platform: Platform, account: Account, maker: Maker, kind: str) -> Post:
        """A sample post; skips where the account cannot publish such posts."""
        self.capable(platform, Publisher)
        try:
            post = maker.post(kind)
        except NoSample as error:
            pytest.skip(f"{platform.title}: {error}")
        self.able(platform, account, *[word for word, _ in needed(post)])
        wrong = problems(platform, account, post, uploader=maker.uploader)
        if wrong:
            pytest.skip(f"{platform.title} takes no such sample: {'; '.join(map(str, wrong))}")
        return post

    def plain(self, platform: Platform, account: Account, maker: Maker, text: TextLike | None = None) -> Post:
        """The plainest post that the account can publish, with that text; skips where it can publish none."""
        post = self.sample(platform, account, maker, maker.plainest)
        return post if text is None else post.with_text(text)


def _started(ends: ExitStack, sandbox: FakeNetwork | RealNetwork, platform: Platform) -> Fake:
    try:
        return ends.enter_context(Fake.running(sandbox))
    except InvalidInput as error:
        if not isinstance(sandbox, RealNetwork):
            raise
        pytest.skip(f"{platform.title} cannot run here: {error}")


def _rehearse(driver: Driver, fake: Fake, post: Post) -> Rehearsed:
    before, seen = set(fake.posts()), list[bool]()

    def look() -> None:
        if not any(seen):
            fake.stir()
            seen.append(set(fake.posts()) != before)

    driver.watch.after_writing = look
    done = published(driver, post)
    driver.watch.after_writing = None
    last = max(1, seen.index(True) + 1 if any(seen) else len(seen))
    # A sandbox may serve many tests with one session, so the place among all requests says nothing.
    writing = [request for request in driver.watch.sent if writes(request)][:last] or driver.watch.sent
    meant = alike(writing[-1])
    number = sum(meant(request) for request in writing)
    return Rehearsed(len(driver.watch.sent), meant, number, fake.text(done.id), len(fake.comments(done.id)))


def methods_of(protocol: type) -> list[str]:
    """The methods that a protocol asks for."""
    return [name for name in vars(protocol) if not name.startswith("_") and callable(vars(protocol)[name])]


def published(driver: Driver, post: Post, *, key: str | None = None, at: str = "publishing") -> Published:
    """Publish a post that nothing disturbs."""
    result = driver.publish(post, key=key)
    contract(
        isinstance(result, Published),
        asks="a post that the account's abilities and limits allow is published",
        found=told(result),
        mend="let `abilities` say no with its reason, or let `publish` send it",
        at=at,
    )
    assert isinstance(result, Published)
    return result


def told(result: Result) -> str:
    """A result in words."""
    if isinstance(result, Failed):
        return f"Failed: {type(result.error).__name__}: {result.error}"
    if isinstance(result, Unconfirmed):
        return f"Unconfirmed: {result.reason}"
    return repr(result)
