"""A running sandbox with blocking calls to play its audience."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from smmcore.io.blocking import BlockingIO, run
from smmcore.models import Account
from smmcore.platform import FakeNetwork, Faulty, RealNetwork
from smmcore.sandbox import opened


class Fake:
    """One sandbox, running at `url`: a fake, or the network's own server.

    Not a part of what is tested: it has an IO of its own.
    """

    def __init__(self, sandbox: FakeNetwork | RealNetwork, url: str) -> None:
        self.sandbox = sandbox
        self.url = url
        self.faulty = isinstance(sandbox, Faulty)
        """Whether it can fail at will."""
        self._unsettled = self._used = True
        self._io = BlockingIO()

    @classmethod
    @contextmanager
    def running(cls, sandbox: FakeNetwork | RealNetwork) -> Iterator[Self]:
        """A block in which the sandbox runs. Raises `InvalidInput` if this machine lacks what it needs."""
        with opened(sandbox) as url:
            fake = cls(sandbox, url)
            try:
                yield fake
            finally:
                fake.close()

    @property
    def account(self) -> Account:
        """An account that is ready in a fresh sandbox."""
        return self.sandbox.account(self.url)

    # What its audience does

    def comment(
        self, post: str, person: str, text: str, *, reply_to: str | None = None, as_page: bool = False
    ) -> str:
        """Somebody comments; gives the comment's identifier."""
        self.stir()
        work = self.sandbox.comment(
            self._io, self.url, post=post, person=person, text=text, reply_to=reply_to, as_page=as_page
        )
        return run(work)

    def react(self, post: str, emoji: str, count: int) -> None:
        self.stir()
        run(self.sandbox.react(self._io, self.url, post=post, emoji=emoji, count=count))

    def vote(self, post: str, option: int, count: int) -> None:
        self.stir()
        run(self.sandbox.vote(self._io, self.url, post=post, option=option, count=count))

    # What its readers see

    def posts(self) -> Sequence[str]:
        """Identifiers of the posts on the page now, one for each post."""
        self.settle()
        return list(run(self.sandbox.posts(self._io, self.url)))

    def text(self, post: str) -> str:
        """The post's text as readers see it, without styles."""
        self.settle()
        return run(self.sandbox.text(self._io, self.url, post=post))

    def comments(self, post: str) -> Sequence[str]:
        """Identifiers of the comments that readers see under a post now."""
        self.settle()
        return list(run(self.sandbox.comments(self._io, self.url, post=post)))

    # Its time and its moods

    def advance(self, seconds: float) -> None:
        """Let time pass in a fake. A real network's time is the machine's: there, what is under way is waited for."""
        if isinstance(self.sandbox, FakeNetwork):
            run(self.sandbox.advance(self._io, self.url, seconds))
        else:
            self.stir()
            self.settle()

    def stir(self) -> None:
        """Something is written, which a real network may show later."""
        self._unsettled = self._used = True

    def settle(self) -> None:
        """Wait until readers see all that was written; a fake shows it at once."""
        if self._unsettled and isinstance(self.sandbox, RealNetwork):
            run(self.sandbox.settle(self._io, self.url))
        self._unsettled = False

    def fault(self, kind: str, **details: Any) -> None:
        """Let the next call that publishes go wrong; only where the sandbox is `faulty`."""
        assert isinstance(self.sandbox, Faulty)
        run(self.sandbox.fault(self._io, self.url, kind, **details))

    def reset(self) -> None:
        self.stir()
        run(self.sandbox.reset(self._io, self.url))
        self._used = False

    def fresh(self) -> None:
        """Reset it; a real network, which takes its time for that, only if something was written since."""
        if self._used or not isinstance(self.sandbox, RealNetwork):
            self.reset()

    def close(self) -> None:
        self._io.close()
