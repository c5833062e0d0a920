"""Comments under the community's posts: reading, answering, moderating."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from smmcore.io import IO
from smmcore.models import Account, Action, Author, Comment, Text
from smmcore.platform import Page
from smmcore_vk.acting import acted, remember_authors
from smmcore_vk.client import Client
from smmcore_vk.composing import guid
from smmcore_vk.hearing import Hearing
from smmcore_vk.listening import Listening
from smmcore_vk.names import CommentName, comment_link, comment_name, post_number
from smmcore_vk.reading import discussed, under
from smmcore_vk.rendering import rendered
from smmcore_vk.views import author, names_in

_BANNED_A_PAGE = 200


class Community(Listening):
    """Comments are read where a token may read them; by community token they are known from what was heard."""

    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        """Comments under one post, or under the posts of the last days (`comment_days`), in one page."""
        client = Client(io, account)
        if not client.may("wall.getComments"):
            hearing = Hearing(client)
            if client.may("groups.getLongPollServer"):
                await hearing.take_in()
            return Page(await hearing.comments(post))
        posts = [post_number(post, "post")] if post is not None else await discussed(client)
        threads = await io.gather(*[under(client, number) for number in posts])
        found = {comment.id: comment for thread in threads for comment in thread}
        await remember_authors(client, found.values())
        return Page(sorted(found.values(), key=lambda item: (item.at, comment_name(item.id).number)))

    async def reply(self, io: IO, account: Account, comment: str, text: Text) -> Comment:
        """Answer in the community's name."""
        client = Client(io, account)
        asked = comment_name(comment)
        community = await client.community()
        words = rendered(text)
        params = {
            "owner_id": -community,
            "post_id": asked.post,
            "from_group": community,
            "message": words,
            "reply_to_comment": asked.number,
            "guid": guid(community, uuid4().hex, "comment"),
        }
        made = await client.call("wall.createComment", params, safe=False, result=_made)
        name = CommentName(asked.post, made["id"])
        above = made["above"] or [asked.number]
        return Comment(
            id=str(name),
            post=str(asked.post),
            author=author(-community, community, {}),
            text=words,
            at=io.now(),
            parent=comment,
            thread=str(CommentName(asked.post, above[0])),
            url=comment_link(community, name),
        )

    async def act(self, io: IO, account: Account, action: Action) -> None:
        await acted(Client(io, account), action)

    async def banned(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Author]:
        """Who is banned from the community now."""
        client = Client(io, account)
        community = await client.community()
        offset = int(cursor or 0)
        params = {"group_id": community, "count": _BANNED_A_PAGE, "offset": offset}
        found = await client.call("groups.getBanned", params, result=dict)
        items = [_banned(item, community) for item in found["items"]]
        more = offset + len(items)
        return Page(items, str(more) if items and more < found["count"] else None)


def _made(response: Mapping[str, Any]) -> dict[str, Any]:
    above = [int(number) for number in response.get("parents_stack") or ()]
    return {"id": int(response["comment_id"]), "above": above}


def _banned(item: Mapping[str, Any], community: int) -> Author:
    is_page = item.get("type") == "group"
    one = item["group"] if is_page else item["profile"]
    number = -int(one["id"]) if is_page else int(one["id"])
    return author(number, community, names_in({"groups" if is_page else "profiles": [one]}))
