"""Deleting and pinning posts."""

from smmcore.errors import InvalidInput
from smmcore.io import IO
from smmcore.models import Account
from smmcore_bluesky.client import Client
from smmcore_bluesky.composing import reply_to
from smmcore_bluesky.names import GATE, POST, Address
from smmcore_bluesky.profile import changed_profile


class Editing:
    async def delete(self, io: IO, account: Account, id: str) -> None:
        """Delete the post and its gate. Texts that continue it, and its first comment, are posts of their own."""
        client = Client(io, account)
        where = await _own(client, id)
        await client.remove(where)
        await client.remove(Address(where.repo, GATE, where.key))

    async def pin(self, io: IO, account: Account, id: str, *, pinned: bool) -> None:
        """The profile has one pinned post; another one takes its place."""
        client = Client(io, account)
        where = await _own(client, id)
        if pinned:
            reference = (await reply_to(client, str(where), "id")).parent
            await changed_profile(client, "pinnedPost", reference)
        else:
            await changed_profile(client, "pinnedPost", None, only_if={"uri": str(where)})


async def _own(client: Client, id: str) -> Address:
    where = await client.located(id)
    if where.repo != await client.did() or where.collection != POST:
        raise InvalidInput(f"id: {id} is not a post of the account's own")
    return where
