"""The fixtures that every group of tests uses, and the questions that decide which tests run."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

from smmcore.checking import needed, problems
from smmcore.models import Account, Failed, File, Post, Published, Result, Source, Unconfirmed
from smmcore.platform import Platform, Publisher, Sandbox, Sandboxed
from smmcore.sandbox import serving
from smmcore.testing.asking import contract
from smmcore.testing.driver import MODES, Driver, Mode
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker, NoSample

Capability = TypeVar("Capability")
MakeDriver = Callable[..., Driver]

_served = pytest.StashKey[Fake]()


class Fixtures:
    """What a subclass may override: `platform` (must), `sandbox`, `fake`, `account`, `posts`, `as_source`."""

    @pytest.fixture
    def platform(self) -> Platform:
        """The network that is tested. Override it."""
        raise NotImplementedError(
            f"{type(self).__name__} needs a fixture `platform` that gives the network: "
            "see docs/testing-a-network.md#the-class"
        )

    def sandbox(self, platform: Platform) -> Sandbox:
        """The network's fake, made once for the class. Override it to set its options."""
        if not isinstance(platform, Sandboxed):
            pytest.skip(f"{platform.title} brings no fake: it has no method `sandbox`")
        return platform.sandbox()

    @pytest.fixture
    def fake(self, request: pytest.FixtureRequest, platform: Platform) -> Fake:
        """The network's fake, served on loopback for the whole class and fresh for each test."""
        owner = request.node.getparent(pytest.Class)
        if _served not in owner.stash:
            sandbox, ends = self.sandbox(platform), ExitStack()
            owner.addfinalizer(ends.close)
            owner.stash[_served] = Fake(sandbox, ends.enter_context(serving(sandbox.app)))
            ends.callback(owner.stash[_served].close)
        fake: Fake = owner.stash[_served]
        fake.reset()
        return fake

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
        """How sample files are handed over; networks that fetch media themselves serve them and give `Remote`."""
        return File

    @pytest.fixture
    def maker(
        self, platform: Platform, account: Account, tmp_path: Path, as_source: Callable[[Path], Source]
    ) -> Maker:
        """Makes sample posts that fit the network's limits."""
        return Maker(tmp_path, platform.limits(account), as_source)

    @pytest.fixture(params=MODES)
    def mode(self, request: pytest.FixtureRequest) -> Mode:
        """Every test runs over `SMM` and over `AsyncSMM`."""
        mode: Mode = request.param
        return mode

    @pytest.fixture
    def drivers(self, mode: Mode, platform: Platform, account: Account, fake: Fake) -> Iterator[MakeDriver]:
        """Makes further drivers: with another account, journal or patience."""
        with ExitStack() as ends:

            def make(other: Account | None = None, **more: Any) -> Driver:
                driver = Driver(mode, platform, other or account, fake=fake, **more)
                ends.callback(driver.close)
                return driver

            yield make

    @pytest.fixture
    def smm(self, drivers: MakeDriver) -> Driver:
        """The public API over the fake."""
        return drivers()

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
        wrong = problems(platform, account, post)
        if wrong:
            pytest.skip(f"{platform.title} takes no such sample: {'; '.join(map(str, wrong))}")
        return post


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
