"""Who the account itself is, to tell its own words from those of others."""

from typing import Any

from attrs import frozen

from smmcore_instagram.client import Client

_KIND, _KEY = "profile", "own"
_DAY = 86_400


@frozen
class Own:
    """The account's own identifiers and user name."""

    ids: frozenset[str]
    username: str

    def wrote(self, item: Any) -> bool:
        """Whether a comment, or what a webhook tells of one, is the account's own."""
        author = item.get("from") or {}
        names = {author.get("username"), item.get("username")}
        return str(author.get("id")) in self.ids or bool(self.username and self.username in names)


async def own(client: Client) -> Own:
    """As Instagram told within the last day; user names can be changed."""
    now = client.io.now().timestamp()
    kept = await client.io.store.get(_KIND, _KEY)
    if kept is None or kept["at"] < now - _DAY:
        kept = {"at": now, "told": await told(client)}
        await client.io.store.put(_KIND, _KEY, kept)
    shown = kept["told"]
    ids = {client.id, *(str(shown[name]) for name in ("id", "user_id") if shown.get(name))}
    return Own(frozenset(ids), str(shown.get("username") or ""))


async def told(client: Client) -> dict[str, Any]:
    """What Instagram tells about the account now."""
    fields = "id,username,name" if client.by_facebook else "id,user_id,username,name,account_type"
    return dict(await client.graph.get(client.id, fields=fields))
