"""One account's calls, each with a token that may make it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from smmcore.errors import Forbidden, InvalidInput, PersonNeeded, RateLimited, Unsupported
from smmcore.io import IO, Request
from smmcore.models import Account
from smmcore.steps import Steps
from smmcore_vk.calls import Call, Result, Token, as_it_is, execute
from smmcore_vk.errors import Expired, WrongToken
from smmcore_vk.limits import CALLS_AT_ONCE
from smmcore_vk.names import NAME, community_number, page_name
from smmcore_vk.pausing import Pauses
from smmcore_vk.renewing import Tokens
from smmcore_vk.settings import VKSettings
from smmcore_vk.tokens import Kind, allowed, held, needed

Send = Callable[[Request[Any]], Awaitable[Any]]


class Client:
    def __init__(self, io: IO, account: Account) -> None:
        self.io = io
        self.account = account
        self.settings = account.settings_as(VKSettings)
        self.pauses = Pauses(io, account)
        self._tokens = Tokens(io, account)

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        safe: bool = True,
        result: Result = as_it_is,
        send: Send | None = None,
        kinds: Sequence[Kind] = (),
    ) -> Any:
        """Call a method by the best token that may, of `kinds` only where they are given.

        Where VK does not take a token of that kind, or that one lacks the right, nothing was done and the next
        one is tried.
        """
        await self.pauses.check(method)
        call = Call(method=method, params=params or {}, safe=safe, result=result)
        ways = [kind for kind in needed(self.account, method) if not kinds or kind in kinds]
        if not ways:
            wanted = " or ".join(f"secrets.{kind}" for kind in kinds)
            raise Unsupported(f"{self.account.name}: {method} needs {wanted} for this", platform=NAME)
        for kind in ways[:-1]:
            try:
                return await self.sent(call, kind, send)
            except (WrongToken, Forbidden):
                continue
        return await self.sent(call, ways[-1], send)

    async def sent(self, call: Call, kind: Kind, send: Send | None = None, *, about: str = "") -> Any:
        """Send a call by that token, whether or not the account pauses; once more if the token had to be renewed.

        `about` is the method that pauses if VK wants that, where it is not the call's own.
        """
        try:
            return await self._renewing(call, await self._tokens.token(kind), send or self.io.send)
        except (PersonNeeded, RateLimited) as error:
            await self.pauses.begin(about or call.method, error, kind)
            raise

    async def _renewing(self, call: Call, token: Token, send: Send) -> Any:
        try:
            return await send(call.by(token, self.io, self.settings))
        except Expired:
            renewed = await self._tokens.after(token)
            if renewed is None:
                raise
            return await send(call.by(renewed, self.io, self.settings))

    async def all_of(self, calls: Sequence[Call], kind: Kind) -> list[Any]:
        """The results of reading calls of one method, 25 in a request; False where one was refused."""
        batches = [calls[start : start + CALLS_AT_ONCE] for start in range(0, len(calls), CALLS_AT_ONCE)]
        results: list[Any] = []
        for batch in batches:
            method = batch[0].method
            await self.pauses.check(method)
            results += await self.sent(execute(batch), kind, about=method)
        return results

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return held(self.account)

    def may(self, method: str) -> bool:
        return bool(allowed(self.account, method))

    async def community(self) -> int:
        """The community's number. Raises `InvalidInput` if the account's id is no community."""
        name = self.account.id
        number = community_number(page_name(name) or name)
        if number is None:
            number = await self.io.store.get("communities", name)
        if number is None:
            number = await self._resolved(name)
            await self.io.store.put("communities", name, number)
        return int(number)

    async def _resolved(self, name: str) -> int:
        short = page_name(name)
        found = await self.call("utils.resolveScreenName", {"screen_name": short}) if short else None
        if isinstance(found, dict) and found.get("type") in {"group", "page", "event"}:
            return int(found["object_id"])
        hint = "give its number, as club123, or the short name in its address"
        raise InvalidInput(f"account {self.account.name}: id: {name!r} is no community of VK's; {hint}")


def step(steps: Steps, name: str) -> Send:
    """Sends a request as a step of a publication."""
    return partial(steps.run, name)
