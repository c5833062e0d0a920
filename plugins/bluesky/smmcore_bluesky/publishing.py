"""Publishing, and finding a post whose answer was lost.

Each record has a key that is made of the account and the journal's key, and is written only where nothing stands. So
every request may be sent again: what is there already is seen to be there, and nothing is doubled or overwritten.
"""

from typing import Any
from uuid import uuid4

from attrs import frozen

from smmcore.errors import PlatformError, Rejected, SMMError
from smmcore.io import IO
from smmcore.models import Account, Post, Published, as_text
from smmcore.platform import Absent, Finding, Found, Unclear
from smmcore.steps import Step, Steps
from smmcore_bluesky.client import Client, step
from smmcore_bluesky.composing import Reference, Reply, allowed, described, post_record, reply_to, words_of
from smmcore_bluesky.errors import BlobGone, Swapped
from smmcore_bluesky.names import GATE, NAME, POST, Address, address, link, record_key
from smmcore_bluesky.rich_text import spans_of
from smmcore_bluesky.settings import BlueskyOptions
from smmcore_bluesky.times import moment, written

_ROOT = "post"
_COMPARED = ("text", "embed", "reply")
"""What makes two posts the same. Times differ from attempt to attempt, and handles may lead elsewhere by then."""


class Publishing:
    """The post first, then who may answer it, the texts that continue it, and the first comment."""

    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        writing = _Writing(Client(io, account), steps, steps.key or uuid4().hex)
        options = post.options_for(BlueskyOptions)
        root, above = await writing.root(post, options)
        here = {"uri": root["uri"], "cid": root["cid"]}
        top = above.root if above else here
        warnings = await writing.gate(options, root["uri"])
        parts = [root["uri"]]
        last = here
        for number, text in enumerate(options.thread, start=1):
            record = await words_of(writing.client, as_text(text), Reply(top, last))
            part = await writing.write(f"thread {number}", {**record, **described(options)})
            last = {"uri": part["uri"], "cid": part["cid"]}
            parts.append(part["uri"])
        warnings += await writing.first_comment(post, Reply(top, here))
        return Published(
            account=account.name,
            id=root["uri"],
            url=link(root["uri"]),
            at=moment(root["at"]),
            parts=parts,
            warnings=warnings,
        )

    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> Finding:
        """Look for the post on the account's own server, which knows for certain.

        What should follow a post that is there is written now: it may be done again without harm.
        """
        client = Client(io, account)
        try:
            where = await _place(client, steps.key, _ROOT)
            there = await client.record(where)
        except SMMError as error:
            return Unclear(f"the account's own server does not tell whether the post is there: {error}")
        if there is None:
            return Absent(f"the account's own server has no {where}")
        if there["value"].get("text") != spans_of(post.text)[0]:
            return Unclear(f"another text stands at its key: {link(str(where))}")
        done = {name: Step(name, done=True, value=steps.value(name)) for name in steps.done}
        done[_ROOT] = Step(_ROOT, done=True, value={"uri": there["uri"], "cid": there["cid"]})
        return Found(await self.publish(io, account, post, Steps(io=io, key=steps.key, steps=done)))


@frozen(eq=False)
class _Writing:
    """The records of one post."""

    client: Client
    steps: Steps
    key: str

    async def root(self, post: Post, options: BlueskyOptions) -> tuple[Reference, Reply | None]:
        """The post with its `uri`, `cid` and `at`, and what it answers."""
        if _ROOT in self.steps.done:
            return await self._standing()
        above = await _above(self.client, options)
        return await self._written(post, above), above

    async def _standing(self) -> tuple[Reference, Reply | None]:
        """The post as it stands. It is not made anew: its files, or what it quotes or answers, may be gone."""
        reference = self.steps.value(_ROOT)
        there = await self.client.record(address(reference["uri"]))
        value = there["value"] if there else {}
        reply = value.get("reply")
        at = str(value.get("createdAt") or written(self.client.io.now()))
        return {**reference, "at": at}, Reply(reply["root"], reply["parent"]) if reply else None

    async def _written(self, post: Post, above: Reply | None) -> Reference:
        try:
            return await self.write(_ROOT, await post_record(self.client, post, above, self.steps))
        except BlobGone:
            # The server throws away files that no record names; these were sent long ago.
            await self.steps.forget([name for name in self.steps.done if name.startswith("upload ")])
            return await self.write(_ROOT, await post_record(self.client, post, above, self.steps))

    async def gate(self, options: BlueskyOptions, uri: str) -> list[str]:
        """Say who may answer; a refusal is a warning, the post is there."""
        rules = allowed(options)
        if rules is None:
            return []
        try:
            await self.write("gate", {"post": uri, "allow": rules}, GATE)
        except PlatformError as error:
            return [f"who can reply was not set: {error}"]
        return []

    async def first_comment(self, post: Post, reply: Reply) -> list[str]:
        """Answer the post in the account's own name; a refusal is a warning, the post is there."""
        if not post.first_comment:
            return []
        try:
            await self.write("first comment", await words_of(self.client, post.first_comment, reply))
        except SMMError as error:
            return [f"no first comment: {error}"]
        return []

    async def write(self, name: str, record: dict[str, Any], collection: str = POST) -> Reference:
        """Write a record once, as a step of this name; gives its `uri`, `cid` and `at`."""
        # A gate has the key of its post: that is how the network knows which post it is about.
        where = await _place(self.client, self.key, _ROOT if collection == GATE else name, collection)
        now = written(self.client.io.now())
        given = {**record, "createdAt": now}
        try:
            reference = await self.client.put(where, given, instead_of=None, send=step(self.steps, name))
        except Swapped:
            reference, now = await self._there(where, record)
            await self.steps.confirm({name: reference})
        return {**reference, "at": now}

    async def _there(self, where: Address, record: dict[str, Any]) -> tuple[Reference, str]:
        """The record that stands there already, if it is this one."""
        there = await self.client.record(where)
        value = there["value"] if there else {}
        if there is None or any(value.get(field) != record.get(field) for field in _COMPARED):
            raise Rejected(f"the key {self.key} was used for another post: {link(str(where))}", platform=NAME)
        return {"uri": there["uri"], "cid": there["cid"]}, str(value.get("createdAt"))


async def _place(client: Client, key: str, name: str, collection: str = POST) -> Address:
    did = await client.did()
    return Address(did, collection, record_key(did, key, name))


async def _above(client: Client, options: BlueskyOptions) -> Reply | None:
    """What the post answers, where it answers one."""
    return await reply_to(client, options.reply_to, "options.bluesky.reply_to") if options.reply_to else None
