"""Deleting, of which Meta says with the same error that something is gone and that nobody may."""

from smmcore.errors import Forbidden, NotThere
from smmcore_meta.graph import Graph


async def deleted(graph: Graph, id: str) -> None:
    """Delete a post or a comment; one that is gone is a success. What still can be read, is there: `Forbidden`."""
    try:
        await graph.delete(id)
    except NotThere as error:
        if await _is_there(graph, id):
            raise Forbidden(
                f"{graph.api.title} does not let this account delete {id}; "
                "its own posts can be deleted, and comments under them, with the scope and the role for it",
                platform=graph.api.platform,
            ) from error


async def _is_there(graph: Graph, id: str) -> bool:
    try:
        await graph.get(id, fields="id")
    except NotThere:
        return False
    return True
