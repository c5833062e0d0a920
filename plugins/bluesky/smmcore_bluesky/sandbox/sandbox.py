"""The real network as smmcore's sandboxes are driven: its people are accounts, and they use it as apps do."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from smmcore.errors import Forbidden, NotThere, Unsupported
from smmcore.io import IO, Request
from smmcore.io.blocking import BlockingIO, run
from smmcore.models import Account
from smmcore_bluesky.sandbox.people import HANDLE, People
from smmcore_bluesky.sandbox.records import LIKE, POST, PROFILE, emptied, listed, mentions, written
from smmcore_bluesky.sandbox.xrpc import Params, Person, answered, call, query

if TYPE_CHECKING:
    from smmcore_bluesky.network import Network

_SHOWN = "app.bsky.unspecced.defs#threadItemPost"
_DEEPEST, _BROADEST = 20, 100
"""The most levels, and answers to one answer, that a view of a thread has."""


class BlueskySandbox:
    """See `smmcore.platform.RealNetwork`. Posts and comments are named by their `at://` addresses.

    What readers see is what the AppView shows to somebody else. `page` is the list of the account's posts as the PDS
    gives it, in JSON: a network on this machine has no web client.
    """

    def __init__(self) -> None:
        self.network: Network | None = None
        """The network with its other servers, while it runs."""
        self._people: dict[str, People] = {}
        self._accounts: dict[str, Account] = {}
        self._clean: dict[str, str] = {}
        self._open: dict[tuple[str, str], tuple[str, Mapping[str, Any]]] = {}

    @contextmanager
    def running(self) -> Iterator[str]:
        from smmcore_bluesky.network import Network

        with Network() as self.network:
            yield self.network.pds

    def account(self, url: str, name: str = "sandbox") -> Account:
        """The account `bakery.test` with an app password; whatever the name, it is the only one."""
        if url not in self._accounts:
            io = BlockingIO()
            password = run(self._of(url).app_password(io))
            io.close()
            self._accounts[url] = Account(
                "sandbox", "bluesky", HANDLE, settings={"url": url}, secrets={"password": password}
            )
        known = self._accounts[url]
        return Account(name, "bluesky", known.id, settings=known.settings, secrets=known.secrets)

    async def comment(
        self,
        io: IO,
        url: str,
        *,
        post: str,
        person: str,
        text: str,
        reply_to: str | None = None,
        as_page: bool = False,
    ) -> str:
        """Handles in the text are mentions. On Bluesky a page is an account like all others."""
        author = await self._of(url).named(io, person)
        parent = await self._answerable(io, url, author, reply_to or post)
        reference = {"uri": parent["uri"], "cid": parent["cid"]}
        root = parent["record"].get("reply", {}).get("root", reference)
        record: dict[str, Any] = {"$type": POST, "text": text, "reply": {"root": root, "parent": reference}}
        if "@" in text:
            record["facets"] = await mentions(io, url, text)
        return await written(io, url, author, record)

    async def react(self, io: IO, url: str, *, post: str, emoji: str, count: int) -> None:
        """So many people like it; Bluesky knows no other reaction."""
        view = await self._seen(io, url, post)
        subject = {"uri": view["uri"], "cid": view["cid"]}
        for number in range(count):
            liker = await self._of(url).named(io, f"Liker {number + 1}")
            await written(io, url, liker, {"$type": LIKE, "subject": subject})

    async def vote(self, io: IO, url: str, *, post: str, option: int, count: int) -> None:
        raise Unsupported("sandbox: Bluesky has no polls", platform="bluesky")

    async def posts(self, io: IO, url: str) -> Sequence[str]:
        records = await listed(io, url, await self._of(url).account(io), POST)
        # Keys of records need not follow time.
        records.sort(key=lambda record: datetime.fromisoformat(record["value"]["createdAt"]))
        return [record["uri"] for record in records if "reply" not in record["value"]]

    async def text(self, io: IO, url: str, *, post: str) -> str:
        return str((await self._seen(io, url, post))["record"]["text"])

    async def comments(self, io: IO, url: str, *, post: str) -> Sequence[str]:
        await self.settle(io, url)
        params: Params = {"anchor": post, "below": _DEEPEST, "branchingFactor": _BROADEST, "sort": "oldest"}
        reader = await self._of(url).reader(io)
        thread = await query(io, url, "app.bsky.unspecced.getPostThreadV2", params, reader)
        shown = [item["value"]["post"] for item in thread["thread"] if item["value"]["$type"] == _SHOWN]
        return [view["uri"] for view in sorted(shown, key=_age) if view["uri"] != post]

    async def reset(self, io: IO, url: str) -> None:
        people = self._of(url)
        account = await people.account(io)
        wrote = people.wrote()
        await self._unmuted(io, url, account)
        if wrote or self._clean.get(url) != await self._revision(io, url):
            audience = [emptied(io, url, person, keep=[PROFILE]) for person in wrote]
            await io.gather(emptied(io, url, account), *audience)
            await self.settle(io, url)
            self._clean[url] = await self._revision(io, url)

    async def settle(self, io: IO, url: str) -> None:
        """Wait for the AppView; the network's own start script offers this beside the servers' APIs."""
        await io.send(Request("GET", f"{url}/_settled", safe=True, parse=answered))

    def page(self, url: str) -> str:
        return f"{url}/xrpc/com.atproto.repo.listRecords?repo={HANDLE}&collection={POST}"

    def _of(self, url: str) -> People:
        return self._people.setdefault(url, People(url))

    async def _seen(self, io: IO, url: str, post: str) -> Mapping[str, Any]:
        """A post as a reader sees it now. Raises `NotThere`."""
        return await self._view(io, url, await self._of(url).reader(io), post)

    async def _answerable(self, io: IO, url: str, author: Person, post: str) -> Mapping[str, Any]:
        """A post that somebody may answer. Raises `NotThere`, also to whom the account has blocked, or `Forbidden`."""
        # Who may answer is decided in the account's repository, so it holds until something is written there.
        revision = await self._revision(io, url)
        seen, view = self._open.get((author.did, post), ("", {}))
        if seen != revision:
            view = await self._view(io, url, author, post)
            if view["viewer"].get("replyDisabled"):
                raise Forbidden(f"sandbox: {author.handle} may not answer {post}", platform="bluesky")
            self._open[author.did, post] = (revision, view)
        return view

    async def _revision(self, io: IO, url: str) -> str:
        """Of the account's repository: another one after everything that is written there."""
        account = await self._of(url).account(io)
        return str((await query(io, url, "com.atproto.sync.getLatestCommit", {"did": account.did}))["rev"])

    async def _view(self, io: IO, url: str, viewer: Person, post: str) -> Mapping[str, Any]:
        await self.settle(io, url)
        found = await query(io, url, "app.bsky.feed.getPosts", {"uris": [post]}, viewer)
        if not found["posts"]:
            raise NotThere(f"sandbox: {viewer.handle} sees no {post}", platform="bluesky")
        view: Mapping[str, Any] = found["posts"][0]
        return view

    async def _unmuted(self, io: IO, url: str, account: Person) -> None:
        found = await query(io, url, "app.bsky.graph.getMutes", {"limit": 100}, account)
        for muted in found["mutes"]:
            await call(io, url, "app.bsky.graph.unmuteActor", {"actor": muted["did"]}, account)


def _age(view: Mapping[str, Any]) -> datetime:
    """Where a post stands among others, as the AppView sorts them."""
    times = view["indexedAt"], view["record"]["createdAt"]
    return min(datetime.fromisoformat(time) for time in times)
