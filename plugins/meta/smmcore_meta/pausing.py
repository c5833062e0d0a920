"""What Meta does not want for now, kept from run to run: nothing is called again before its time."""

import logging
from collections.abc import Mapping
from typing import Any

from smmcore.errors import PersonNeeded, RateLimited
from smmcore.io import IO, Store
from smmcore.models import Account
from smmcore_meta.api import Api
from smmcore_meta.times import span
from smmcore_meta.usage import Keys

_KIND = "pauses"
_PERSON = "person"
_LONGEST = 86_400.0
"""Seconds; whatever Meta says, it is asked once a day."""
_CLOCKS_DIFFER = 60
"""Seconds by which clocks of several machines may differ."""
log = logging.getLogger("smmcore.meta")


class Pauses:
    """The account's pauses; those of its app are shared by all accounts that name it."""

    def __init__(self, io: IO, account: Account, api: Api, keys: Keys) -> None:
        self._io, self._account, self._api, self._keys = io, account, api, keys
        self._known: dict[str, Any] | None = None
        self._lifted = False

    async def check(self) -> None:
        """Raises what Meta said, as long as it holds."""
        known = await self._all()
        if (pause := known.get(_PERSON)) and not self._lifted:
            raise PersonNeeded(pause["message"], platform=self._api.platform, code=pause["code"])
        for key in (self._keys.app, self._keys.account):
            if (left := self._left(pause := known.get(key, {}))) > 0:
                raise RateLimited(
                    f"{self._api.title} takes no calls of {self._account.name} for another {span(left)}",
                    platform=self._api.platform,
                    code=pause.get("code"),
                    retry_after=left,
                    keys=(key,),
                )

    async def begin(self, error: PersonNeeded | RateLimited) -> None:
        """Remember that a person is needed, or how long which calls have to wait."""
        if isinstance(error, PersonNeeded):
            log.warning("%s pauses: %s", self._account.name, error)
            await self._put(_PERSON, {"message": str(error), "code": error.code})
        elif error.platform and error.retry_after:
            until = self._io.now().timestamp() + error.retry_after
            await self.note(dict.fromkeys(error.keys or (), until), error.code)

    async def note(self, stops: Mapping[str, float], code: Any = None) -> None:
        """Remember until when, as a timestamp, which calls have to wait; not what was waited for already."""
        now = self._io.now().timestamp()
        for key, until in stops.items():
            seconds = min(until - now, _LONGEST)
            if seconds > self._left((await self._all()).get(key, {})):
                log.warning("%s: calls wait for %s, as %s wants", key, span(seconds), self._api.title)
                await self._put(key, {"since": now, "seconds": seconds, "code": code})

    def lift(self) -> None:
        """Let this one's calls through though a person is needed: they find out whether one has looked."""
        self._lifted = True

    async def end(self) -> None:
        """A person has looked: calls are sent again."""
        await self._io.store.remove(_KIND, _PERSON)
        self._known = None

    def _left(self, pause: Mapping[str, Any]) -> float:
        """Seconds for which a pause still holds. One that begins in the future was written by a wrong clock."""
        since, seconds = pause.get("since", 0), pause.get("seconds", 0)
        passed = self._io.now().timestamp() - since
        return max(0.0, seconds - passed) if passed > -_CLOCKS_DIFFER else 0.0

    async def _all(self) -> dict[str, Any]:
        if self._known is None:
            shared = await self._io.store.shared(self._keys.app).all(_KIND)
            self._known = {**shared, **await self._io.store.all(_KIND)}
        return self._known

    async def _put(self, key: str, pause: dict[str, Any]) -> None:
        store: Store = self._io.store
        await (store.shared(key) if key == self._keys.app else store).put(_KIND, key, pause)
        self._known = None
