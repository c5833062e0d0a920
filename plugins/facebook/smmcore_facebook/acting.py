"""What a moderator does: to comments, and to people."""

from typing import Any

from smmcore.errors import Forbidden, InvalidInput, NotThere, Unsupported
from smmcore.models import Act, Action
from smmcore_facebook.client import Client
from smmcore_facebook.names import NAME, comment_name, is_number
from smmcore_facebook.views import UNKNOWN
from smmcore_meta.deleting import deleted

_LIKES = {"", "👍", "❤", "❤️", "like"}
"""Facebook's API gives one reaction only."""
_UNNAMED = (
    "Facebook does not tell who wrote the comment; name the author, "
    "or give the token's owner the task MODERATE on the Page"
)


async def acted(client: Client, action: Action) -> None:
    """Do it; what is done already is a success. Raises `Unsupported` for what Facebook cannot."""
    match action.act:
        case Act.HIDE | Act.UNHIDE:
            hidden = action.act is Act.HIDE
            await client.graph.post(_comment(action), {"is_hidden": hidden}, safe=True)
        case Act.DELETE:
            await deleted(client.graph, _comment(action))
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
    try:
        await client.graph.delete(edge, {"user": person})
    except NotThere as error:
        # Meta says with the same error that somebody is not banned and that nobody may lift it.
        banned = await client.graph.items(edge, {"user": person}, fields="id")
        if any(str(item.get("id")) == person for item in banned):
            raise Forbidden(
                f"Facebook lets this account not lift the ban of {person}; "
                "the token needs pages_manage_metadata, and its owner the task MODERATE",
                platform=NAME,
            ) from error


def _banned(answer: Any) -> None:
    """Facebook tells for each person whether it happened."""
    if isinstance(answer, dict) and any(value is False for value in answer.values()):
        raise Unsupported("Facebook did not ban this person, and did not say why", platform=NAME)


async def _person(client: Client, action: Action) -> str:
    if action.author == UNKNOWN:
        raise NotThere(_UNNAMED, platform=NAME)
    if action.author:
        if not is_number(action.author):
            raise InvalidInput(f"author: {action.author!r} is nobody on Facebook; take Comment.author.id")
        return action.author
    told = await client.graph.get(_comment(action), fields="from{id}", result=dict)
    if id := (told.get("from") or {}).get("id"):
        return str(id)
    raise NotThere(_UNNAMED, platform=NAME)
