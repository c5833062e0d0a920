"""A served fake with blocking calls to play its audience."""

from collections.abc import Sequence
from typing import Any

from smmcore.io.blocking import BlockingIO, run
from smmcore.models import Account
from smmcore.platform import Sandbox


class Fake:
    """One fake network, served at `url`. Not a part of what is tested: it has an IO of its own."""

    def __init__(self, sandbox: Sandbox, url: str) -> None:
        self.sandbox = sandbox
        self.url = url
        self._io = BlockingIO()

    @property
    def account(self) -> Account:
        """An account that is ready in a fresh sandbox."""
        return self.sandbox.account(self.url)

    def comment(
        self, post: str, person: str, text: str, *, reply_to: str | None = None, as_page: bool = False
    ) -> str:
        """Somebody comments; gives the comment's identifier."""
        work = self.sandbox.comment(
            self._io, self.url, post=post, person=person, text=text, reply_to=reply_to, as_page=as_page
        )
        return run(work)

    def react(self, post: str, emoji: str, count: int) -> None:
        run(self.sandbox.react(self._io, self.url, post=post, emoji=emoji, count=count))

    def vote(self, post: str, option: int, count: int) -> None:
        run(self.sandbox.vote(self._io, self.url, post=post, option=option, count=count))

    def advance(self, seconds: float) -> None:
        """Let time pass in the fake."""
        run(self.sandbox.advance(self._io, self.url, seconds))

    def fault(self, kind: str, **details: Any) -> None:
        """Let the next call that publishes go wrong."""
        run(self.sandbox.fault(self._io, self.url, kind, **details))

    def posts(self) -> Sequence[str]:
        """Identifiers of the posts on the page now, one for each post."""
        return list(run(self.sandbox.posts(self._io, self.url)))

    def text(self, post: str) -> str:
        """The post's text as readers see it, without styles."""
        return run(self.sandbox.text(self._io, self.url, post=post))

    def comments(self, post: str) -> Sequence[str]:
        """Identifiers of the comments that readers see under a post now."""
        return list(run(self.sandbox.comments(self._io, self.url, post=post)))

    def reset(self) -> None:
        run(self.sandbox.reset(self._io, self.url))

    def close(self) -> None:
        self._io.close()
