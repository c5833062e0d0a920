"""What a moderator does: to comments, to the comments of a post, to people in messages."""

from typing import Any

from smmcore.errors import Unsupported
from smmcore.models import Act, Action
from smmcore_instagram.client import Client
from smmcore_instagram.names import NAME, number
from smmcore_meta.deleting import deleted


async def acted(client: Client, action: Action) -> None:
    """Do it; what is done already is a success. Raises `Unsupported` for what Instagram cannot."""
    match action.act:
        case Act.HIDE | Act.UNHIDE:
            comment = number(action.comment or "", "comment")
            await client.graph.post(comment, {"hide": action.act is Act.HIDE}, safe=True)
        case Act.DELETE:
            await deleted(client.graph, number(action.comment or "", "comment"))
        case Act.CLOSE | Act.OPEN:
            post = number(action.post or "", "post")
            await client.graph.post(post, {"comment_enabled": action.act is Act.OPEN}, safe=True)
        case _:
            raise Unsupported(f"Instagram's API cannot {action.act.value}", platform=NAME)


async def conversations(client: Client, person: str, action: str) -> None:
    """Block or unblock somebody in messages: only those who have written some."""
    data: dict[str, Any] = {"user_ids": [{"id": number(person, "person")}], "actions": [action]}
    graph, sender = client.messenger
    await graph.post(f"{sender}/moderate_conversations", data, safe=True)
