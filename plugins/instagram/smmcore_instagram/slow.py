"""Posts whose files Instagram does not come to an end with: they hold nobody up, and are told in the end."""

from collections.abc import Collection, Mapping
from typing import Any

from attrs import frozen

from smmcore.io import IO

_KIND = "slow containers"
_EXPIRIES = 2
"""So many containers, of a day each, are enough to say that a post's files are never processed."""


@frozen(eq=False)
class Slow:
    """What is known of the containers of one post that outlasted the patience."""

    io: IO
    key: str

    async def knows(self, containers: Collection[str]) -> bool:
        """Whether one of them was waited for before."""
        return (await self._kept()).get("container") in containers

    async def add(self, container: str) -> None:
        kept = await self._kept()
        if self.key and kept.get("container") != container:
            await self._keep({**kept, "container": container})

    async def hopeless(self, expired: Collection[str]) -> bool:
        """Take note of those that expired; whether that happened too often without their having been processed."""
        kept = await self._kept()
        if kept.get("container") not in expired:
            return False
        times = int(kept.get("expired", 0)) + 1
        if times >= _EXPIRIES:
            await self.forget()
            return True
        await self._keep({"expired": times})
        return False

    async def forget(self) -> None:
        if await self._kept():
            await self.io.store.remove(_KIND, self.key)

    async def _kept(self) -> Mapping[str, Any]:
        return (await self.io.store.get(_KIND, self.key) if self.key else None) or {}

    async def _keep(self, value: Mapping[str, Any]) -> None:
        await self.io.store.put(_KIND, self.key, dict(value))
