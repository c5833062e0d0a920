"""What VK does not want for now: all calls of an account, or those of one method. Kept from run to run."""

import logging
from collections.abc import Collection
from typing import Any

from smmcore.errors import PersonNeeded, RateLimited
from smmcore.io import IO
from smmcore.models import Account
from smmcore_vk.names import NAME
from smmcore_vk.tokens import Kind

_KIND = "pauses"
_ALL = "*"
log = logging.getLogger("smmcore.vk")


class Pauses:
    def __init__(self, io: IO, account: Account) -> None:
        self._io, self._account = io, account
        self._known: dict[str, Any] | None = None

    async def check(self, method: str) -> None:
        """Raises what VK said, as long as it holds."""
        known = await self._all()
        if pause := known.get(_ALL):
            raise PersonNeeded(pause["message"], platform=NAME, code=pause["code"], url=pause["url"])
        if pause := known.get(method):
            left = pause["until"] - self._io.now().timestamp()
            if left > 0:
                raise RateLimited(
                    pause["message"], platform=NAME, code=pause["code"], retry_after=left, keys=()
                )

    async def begin(self, method: str, error: PersonNeeded | RateLimited, kind: Kind) -> None:
        """Remember that nothing (a person is needed) or nothing of this method is wanted, and by whose token."""
        pause: dict[str, Any] = {"message": str(error), "code": error.code}
        if isinstance(error, PersonNeeded):
            log.warning("%s pauses: %s", self._account.name, error)
            await self._put(_ALL, {**pause, "url": error.url, "kind": kind.value})
        elif error.keys == () and error.retry_after:
            until = self._io.now().timestamp() + error.retry_after
            await self._put(method, {**pause, "until": until})

    async def end(self, working: Collection[Kind], *, every: bool) -> None:
        """A person has looked, as the token shows for which VK wanted one: calls are sent again."""
        pause = await self._io.store.get(_KIND, _ALL)
        if not (every or (pause and pause.get("kind") in working)):
            return
        await self._io.store.remove(_KIND, _ALL)
        self._known = None

    async def _all(self) -> dict[str, Any]:
        if self._known is None:
            self._known = await self._io.store.all(_KIND)
        return self._known

    async def _put(self, key: str, pause: dict[str, Any]) -> None:
        await self._io.store.put(_KIND, key, pause)
        self._known = None
