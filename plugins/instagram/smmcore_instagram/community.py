"""Comments under the account's posts: reading, answering, moderating."""

from smmcore.io import IO
from smmcore.models import Account, Action, Author, AuthorKind, Comment, Text
from smmcore.platform import Page
from smmcore_instagram.acting import acted, conversations
from smmcore_instagram.client import Client
from smmcore_instagram.containers import id_of
from smmcore_instagram.hearing import MENTIONS
from smmcore_instagram.listening import Listening
from smmcore_instagram.names import number
from smmcore_instagram.profile import own
from smmcore_instagram.reading import recent, under
from smmcore_meta.texts import rendered


class Community(Listening):
    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        """Comments under one post, or under the posts of the last days (`comment_days`), in one page."""
        client = Client(io, account)
        return Page(await (recent(client) if post is None else under(client, number(post, "post"))))

    async def reply(self, io: IO, account: Account, comment: str, text: Text) -> Comment:
        """Answer a comment, or a mention that was heard of, in the account's name."""
        client = Client(io, account)
        me = await own(client)
        words = rendered(text)
        named = await io.store.get(MENTIONS, number(comment, "comment"))
        if named is None:
            made = await client.graph.post(f"{comment}/replies", {"message": words}, result=id_of)
        else:
            data = {"media_id": named["media"], "comment_id": named["comment"], "message": words}
            made = await client.graph.post(f"{client.id}/mentions", data, result=id_of)
        return Comment(
            id=made,
            author=Author(id=client.id, name=me.username, handle=me.username, kind=AuthorKind.OWNER),
            text=words,
            at=io.now(),
            parent=comment,
            thread=comment,
        )

    async def reply_privately(self, io: IO, account: Account, comment: str, text: Text) -> str:
        """Answer a comment by a message to its author, once for each comment and within a week."""
        client = Client(io, account)
        data = {
            "recipient": {"comment_id": number(comment, "comment")},
            "message": {"text": rendered(text)},
        }
        graph, sender = client.messenger
        made = await graph.post(
            f"{sender}/messages", data, result=lambda told: str(told.get("message_id") or "")
        )
        return str(made)

    async def act(self, io: IO, account: Account, action: Action) -> None:
        await acted(Client(io, account), action)

    async def block(self, io: IO, account: Account, person: str) -> None:
        """Take no messages of somebody any more, by `Author.id`; there must be a conversation with them."""
        await conversations(Client(io, account), person, "BLOCK_USER")

    async def unblock(self, io: IO, account: Account, person: str) -> None:
        await conversations(Client(io, account), person, "UNBLOCK_USER")
