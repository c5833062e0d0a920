"""Removing posts; Instagram's API changes no captions and pins nothing."""

from smmcore.io import IO
from smmcore.models import Account
from smmcore_instagram.client import Client
from smmcore_instagram.names import number
from smmcore_meta.deleting import deleted


class Editing:
    async def delete(self, io: IO, account: Account, id: str) -> None:
        """Delete a post for good."""
        await deleted(Client(io, account).graph, number(id))
