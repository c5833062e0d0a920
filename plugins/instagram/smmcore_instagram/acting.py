"""What a moderator does: to comments, to the comments of a post, to people in messages."""

from typing import Any

from smmcore.errors import Forbidden, NotThere, Unsupported
from smmcore.models import Act, Action
from smmcore_instagram.client import Client
from smmcore_instagram.names import NAME, number


async def acted(client: Client, action: Action) -> None:
    """Do it; what is done already is a success. Raises `Unsupported` for what Instagram cannot."""
    match action.act:
        case Act.HIDE | Act.UNHIDE:
            comment = number(action.comment or "", "comment")
            await client.graph.post(comment, {"hide": action.act is Act.HIDE}, safe=True)
        case Act.DELETE:
            await deleted(client, number(action.comment or "", "comment"))
        case Act.CLOSE | Act.OPEN:
            post = number(action.post or "", "post")
            await client.graph.post(post, {"comment_enabled": action.act is Act.OPEN}, safe=True)
        case _:
            raise Unsupported(f"Instagram's API cannot {action.act.value}", platform=NAME)


async def deleted(client: Client, id: str) -> None:
    """Delete a post or a comment; one that is gone is a success.

    Meta says with the same error that something is gone and that nobody may: what still can be read, is there.
    """
    try:
        await client.graph.delete(id)
    except NotThere as error:
        if await _is_there(client, id):
            raise Forbidden(f"Instagram lets this account not delete {id}", platform=NAME) from error


async def _is_there(client: Client, id: str) -> bool:
    try:
        await client.graph.get(id, fields="id")
    except NotThere:
        return False
    return True


async def conversations(client: Client, person: str, action: str) -> None:
    """Block or unblock somebody in messages: only those who have written some."""
    data: dict[str, Any] = {"user_ids": [{"id": number(person, "person")}], "actions": [action]}
    graph, sender = client.messenger
    await graph.post(f"{sender}/moderate_conversations", data, safe=True)
