"""Which posts are known as ours: a lost post must not be taken for another one."""

from collections.abc import Collection

from smmcore_facebook.client import Client
from smmcore_facebook.names import NAME

_POSTS = f"{NAME}:posts"


async def remember(client: Client, id: str, key: str) -> None:
    """The post with that key of the journal's is this one."""
    await client.io.store.put(_POSTS, id, {"key": key, "at": client.io.now().timestamp()})


async def anothers(client: Client, key: str) -> Collection[str]:
    """Identifiers of all posts of ours but the one with that key."""
    kept = await client.io.store.all(_POSTS)
    return {id for id, value in kept.items() if value.get("key") != key}
