"""Replies under the account's posts: reading, answering, moderating."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from smmcore.io import IO
from smmcore.models import Account, Action, Author, AuthorKind, Comment, CommentState, Text
from smmcore.platform import Page
from smmcore_bluesky.acting import acted
from smmcore_bluesky.client import Client
from smmcore_bluesky.composing import reply_to, words_of
from smmcore_bluesky.errors import Swapped
from smmcore_bluesky.listening import Listening
from smmcore_bluesky.names import POST, Address, link, record_key
from smmcore_bluesky.times import moment, written
from smmcore_bluesky.views import comment as as_comment
from smmcore_bluesky.views import muted, understood, when

_FEED = 100
"""Posts on a page of the account's feed; more than that the network does not give."""
_DEPTH = 1000
"""Answers to answers to answers: as deep as the network goes."""


class Community(Listening):
    """Everything is asked of the network anew; nothing has to be heard first."""

    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        """Comments under one post, or under the account's posts of the last days (`comment_days`), in one page."""
        client = Client(io, account)
        own = await client.did()
        if post is not None:
            posts = [str(await client.located(post, "post"))]
        else:
            posts = await _discussed(client)
        threads = await io.gather(*[_thread(client, uri) for uri in posts])
        found = [item for thread in threads for item in _answers(thread, own)]
        return Page(sorted(found, key=lambda item: (item.at, item.id)))

    async def reply(self, io: IO, account: Account, comment: str, text: Text) -> Comment:
        client = Client(io, account)
        reply = await reply_to(client, comment, "comment")
        now = io.now()
        record = {**await words_of(client, text, reply), "createdAt": written(now)}
        session = await client.session()
        # The same words to the same comment are the same answer: it may be sent again.
        where = Address(
            session.did, POST, record_key(session.did, "reply", reply.parent["uri"], record["text"])
        )
        with suppress(Swapped):  # it is there, from before
            await client.put(where, record, instead_of=None)
        uri, root = str(where), reply.root["uri"]
        return Comment(
            id=uri,
            post=root,
            author=Author(id=session.did, name=session.handle, handle=session.handle, kind=AuthorKind.OWNER),
            text=record["text"],
            at=moment(record["createdAt"]) or now,
            parent=reply.parent["uri"] if reply.parent["uri"] != root else None,
            thread=root,
            url=link(uri),
        )

    async def act(self, io: IO, account: Account, action: Action) -> None:
        await acted(Client(io, account), action)


async def _discussed(client: Client) -> list[str]:
    """The account's own posts of the last days that have answers."""
    oldest = client.io.now() - timedelta(days=client.settings.comment_days)
    params: dict[str, Any] = {"actor": await client.did(), "filter": "posts_no_replies", "limit": _FEED}
    found: list[str] = []
    while True:
        feed = await client.query("app.bsky.feed.getAuthorFeed", params, dict)
        posts = [item["post"] for item in feed["feed"] if "reason" not in item]
        recent = [post for post in posts if when(post) >= oldest]
        found += [post["uri"] for post in recent if post.get("replyCount") != 0]
        if not feed.get("cursor") or len(recent) < len(posts):
            return found
        params["cursor"] = feed["cursor"]


async def _thread(client: Client, uri: str) -> dict[str, Any]:
    params: dict[str, Any] = {"uri": uri, "depth": _DEPTH, "parentHeight": 0}
    thread: dict[str, Any] = await client.query("app.bsky.feed.getPostThread", params, dict)
    return thread


def _answers(answer: dict[str, Any], own: str) -> Iterator[Comment]:
    """All answers in a thread, however deep, but those of people whom the account has muted.

    Those of people who are blocked, and deleted ones, the network does not show by itself.
    """
    thread = answer["thread"]
    post = str((thread.get("post") or {}).get("uri"))
    gate = (answer.get("threadgate") or {}).get("record") or {}
    hidden = set(gate.get("hiddenReplies") or ())
    waiting = list(thread.get("replies") or ())
    while waiting:
        node = waiting.pop()
        waiting += understood(_below, node) or ()
        if found := understood(_answer, node, own, post, hidden):
            yield found


def _below(node: dict[str, Any]) -> list[dict[str, Any]]:
    return list(node.get("replies") or ())


def _answer(node: dict[str, Any], own: str, post: str, hidden: set[str]) -> Comment | None:
    shown = node.get("post")
    if not shown or muted(shown):
        return None
    state = CommentState.HIDDEN if shown["uri"] in hidden else CommentState.VISIBLE
    return as_comment(shown, own, post=post, state=state)
