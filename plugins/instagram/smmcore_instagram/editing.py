"""Removing posts; Instagram's API changes no captions and pins nothing."""

from smmcore.io import IO
from smmcore.models import Account
from smmcore_instagram.acting import deleted
from smmcore_instagram.client import Client
from smmcore_instagram.names import number


class Editing:
    async def delete(self, io: IO, account: Account, id: str) -> None:
        """Delete a post for good."""
        await deleted(Client(io, account), number(id))
