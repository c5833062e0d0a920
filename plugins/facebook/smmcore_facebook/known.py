"""Which posts are known as ours: a lost post must not be taken for another one."""

from collections.abc import Collection, Iterable

from smmcore_facebook.client import Client
from smmcore_facebook.names import NAME

_POSTS = f"{NAME}:posts"


async def remember(client: Client, ids: Iterable[str], key: str) -> None:
    """The post with that key of the journal's is this one: by its own identifier, and by that of its film."""
    for id in ids:
        await client.io.store.put(_POSTS, id, {"key": key, "at": client.io.now().timestamp()})


async def anothers(client: Client, key: str) -> Collection[str]:
    """Identifiers of all posts and films of ours but those with that key."""
    kept = await client.io.store.all(_POSTS)
    return {id for id, value in kept.items() if value.get("key") != key}
