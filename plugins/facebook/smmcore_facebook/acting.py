"""What a moderator does: to comments, and to people."""

from contextlib import suppress
from typing import Any

from smmcore.errors import InvalidInput, NotThere, Unsupported
from smmcore.models import Act, Action
from smmcore_facebook.client import Client
from smmcore_facebook.names import NAME, comment_name, is_number

_LIKES = {"", "👍", "❤", "❤️", "like"}
"""Facebook's API gives one reaction only."""


async def acted(client: Client, action: Action) -> None:
    """Do it; what is done already is a success. Raises `Unsupported` for what Facebook cannot."""
    match action.act:
        case Act.HIDE | Act.UNHIDE:
            hidden = action.act is Act.HIDE
            await client.graph.post(_comment(action), {"is_hidden": hidden}, safe=True)
        case Act.DELETE:
            with suppress(NotThere):
                await client.graph.delete(_comment(action))
        case Act.REACT:
            if action.reaction.lower() not in _LIKES:
                raise InvalidInput(f"reaction: a Page can only like (👍) comments, not {action.reaction!r}")
            await client.graph.post(f"{_comment(action)}/likes", safe=True)
        case Act.BAN | Act.UNBAN:
            await _to_author(client, action)
        case _:
            raise Unsupported(f"Facebook cannot {action.act.value}", platform=NAME)


def _comment(action: Action) -> str:
    if not action.comment:
        raise InvalidInput("comment: say which comment is meant")
    return comment_name(action.comment)


async def _to_author(client: Client, action: Action) -> None:
    if action.until:
        raise InvalidInput("until: Facebook's bans do not end by themselves; leave it out, and lift it later")
    person, edge = await _person(client, action), client.edge("blocked")
    if action.act is Act.BAN:
        await client.graph.post(edge, {"user": [person]}, safe=True, result=_banned)
        return
    with suppress(NotThere):
        await client.graph.delete(edge, {"user": person})


def _banned(answer: Any) -> None:
    """Facebook tells for each person whether it happened."""
    if isinstance(answer, dict) and any(value is False for value in answer.values()):
        raise Unsupported("Facebook did not ban this person, and did not say why", platform=NAME)


async def _person(client: Client, action: Action) -> str:
    if action.author:
        if not is_number(action.author):
            raise InvalidInput(f"author: {action.author!r} is nobody on Facebook; take Comment.author.id")
        return action.author
    told = await client.graph.get(_comment(action), fields="from{id}", result=dict)
    if id := (told.get("from") or {}).get("id"):
        return str(id)
    raise NotThere("Facebook does not tell who wrote the comment; name the author", platform=NAME)
