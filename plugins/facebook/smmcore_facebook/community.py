"""Comments under the Page's posts: reading, answering, moderating."""

from collections.abc import Mapping
from typing import Any

from smmcore.io import IO
from smmcore.models import Account, Action, Author, AuthorKind, Comment, Text
from smmcore.platform import Page
from smmcore_facebook.acting import acted
from smmcore_facebook.client import client
from smmcore_facebook.listening import Listening
from smmcore_facebook.names import comment_name, post_name, post_of
from smmcore_facebook.reading import page_under, recent
from smmcore_facebook.views import author
from smmcore_meta.texts import rendered


class Community(Listening):
    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        """Comments under one post, or under the posts of the last days (`comment_days`), in one page."""
        page = client(io, account)
        if post is not None:
            return await page_under(page, post_name(post, "post"), cursor)
        return Page(await recent(page))

    async def reply(self, io: IO, account: Account, comment: str, text: Text) -> Comment:
        """Answer in the Page's name. Raises `AnswerLost` where nobody knows whether it is there."""
        page = client(io, account)
        words, asked = rendered(text), comment_name(comment)
        id = await page.graph.post(f"{asked}/comments", {"message": words}, result=_id)
        return Comment(
            id=id,
            post=post_of(page.page, id),
            author=Author(id=page.page, kind=AuthorKind.OWNER),
            text=words,
            at=io.now(),
            parent=asked,
            thread=asked,
        )

    async def reply_privately(self, io: IO, account: Account, comment: str, text: Text) -> str:
        """Write to the author of a comment: once, and within seven days. Gives the message's identifier."""
        page = client(io, account)
        data = {"recipient": {"comment_id": comment_name(comment)}, "message": {"text": rendered(text)}}
        sent: str = await page.graph.post(page.edge("messages"), data, result=_message_id)
        return sent

    async def act(self, io: IO, account: Account, action: Action) -> None:
        await acted(client(io, account), action)

    async def blocked(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Author]:
        """Who is banned from the Page now."""
        page = client(io, account)
        found = await page.graph.page(page.edge("blocked"), {}, fields="id,name", limit=100, cursor=cursor)
        return Page([author(item, page.page) for item in found.items], found.next)


def _id(answer: Mapping[str, Any]) -> str:
    return str(answer["id"])


def _message_id(answer: Mapping[str, Any]) -> str:
    return str(answer.get("message_id") or "")
