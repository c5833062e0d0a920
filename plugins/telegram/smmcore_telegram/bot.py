"""Calls of the Bot API as requests."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from attrs import frozen

from smmcore.errors import AnswerLost, InvalidInput, RateLimited, Rejected, Unauthorized
from smmcore.io import IO, Answer, Rate, Request, Store, Timeouts, Upload
from smmcore.models import Account, Secret
from smmcore_telegram.errors import NAME, Migrated, failure, seconds
from smmcore_telegram.limits import PER_CHAT, PER_MINUTE, PER_SECOND
from smmcore_telegram.settings import TelegramSettings

T = TypeVar("T")

_TOKEN = re.compile(r"(\d+):[A-Za-z0-9_-]+")
_UPLOADING = Timeouts(read=300, write=120)
"""The server may chew on a film for minutes before it answers."""


def _as_it_is(result: Any) -> Any:
    return result


@frozen
class Bot:
    """One account's bot."""

    io: IO
    account: Account

    @property
    def settings(self) -> TelegramSettings:
        return self.account.settings_as(TelegramSettings)

    @property
    def id(self) -> str:
        """The bot's public number. Raises `Unauthorized` if the token is none."""
        match = _TOKEN.fullmatch(self.account.secret("token").reveal())
        if match is None:
            hint = "a token looks like 123456789:AAE…; get one from @BotFather"
            raise Unauthorized(f"{self.account.name}: token: {hint}", platform=NAME)
        return match[1]

    @property
    def store(self) -> Store:
        """What the bot knows, for all accounts that it serves: updates are told to a bot only once."""
        return self.io.store.shared(f"{NAME}:{self.id}")

    async def chat(self) -> int | str:
        """The channel's identifier as the API wants it."""
        moved = await self.store.get("moved", self.account.id)
        return chat_id(moved or self.account.id)

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        safe: bool = True,
        files: Sequence[Upload] = (),
        result: Callable[[Any], Any] = _as_it_is,
    ) -> Any:
        """Call a method and follow a group that has moved."""
        given = params or {}
        try:
            return await self.io.send(self.request(method, given, safe=safe, files=files, result=result))
        except Migrated as moved:
            given = await self.follow(moved, given)
            return await self.io.send(self.request(method, given, safe=safe, files=files, result=result))

    async def follow(self, moved: Migrated, params: Mapping[str, Any]) -> dict[str, Any]:
        """Remember where a group went; gives the parameters with its new identifier."""
        await self.store.put("moved", str(params["chat_id"]), str(moved.chat_id))
        return {**params, "chat_id": moved.chat_id}

    def request(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        safe: bool,
        files: Sequence[Upload] = (),
        result: Callable[[Any], T] = _as_it_is,
        timeout: float | None = None,
        cost: int = 1,
        secrets: Sequence[Secret] = (),
    ) -> Request[T]:
        token = self.account.secret("token")
        given = {name: value for name, value in params.items() if value is not None}
        plain = {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()} if files else None
        number = self.id  # checks the token before it becomes part of an address
        return Request(
            "POST",
            f"{self.settings.base_url}/bot{token}/{method}",
            json=None if files else given,
            data=plain,
            files=files,
            parse=partial(_parsed, method, result),
            safe=safe,
            rates=() if safe else self._rates(number, params.get("chat_id")),
            cost=cost,
            secrets=[token, *secrets],
            timeouts=_UPLOADING if files else Timeouts(read=timeout or 60),
            label=f"telegram {method}",
        )

    def _rates(self, number: str, chat: Any) -> list[Rate]:
        key = f"{NAME}:{number}"
        rates = [Rate(key, PER_SECOND.calls, PER_SECOND.seconds)]
        if chat is not None:
            rates.append(Rate(f"{key}:{chat}", PER_CHAT.calls, PER_CHAT.seconds))
            if self.settings.channel_minute_limit:
                rates.append(Rate(f"{key}:{chat}", PER_MINUTE.calls, PER_MINUTE.seconds))
        return rates


def chat_id(value: str | int) -> int | str:
    """A number where it is one: names need their @, numbers must not be text in JSON."""
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() else text


def identifier(field: str, value: str) -> int:
    """One of Telegram's identifiers. Raises `InvalidInput` if it is none."""
    try:
        return int(value)
    except ValueError:
        raise InvalidInput(f"{field}: {value!r} is no identifier of Telegram's, they are numbers") from None


def _parsed(method: str, result: Callable[[Any], T], answer: Answer) -> T:
    try:
        body = answer.json()
    except AnswerLost:
        if 400 <= answer.status < 500:
            # The front server refuses by itself, in HTML: it never reached the API.
            raise _by_the_front(method, answer) from None
        raise
    if isinstance(body, dict) and body.get("ok"):
        return result(body["result"])
    if not isinstance(body, dict) or "ok" not in body:
        raise AnswerLost(f"telegram {method}: the answer is no answer of the Bot API")
    raise failure(method, answer, body)


def _by_the_front(method: str, answer: Answer) -> Rejected | RateLimited:
    said, code = f"Telegram refused {method}", answer.status
    if code == 429:
        after = seconds(answer.headers.get("retry-after"))
        return RateLimited(f"{said}: status 429", platform=NAME, code=code, retry_after=after)
    if code == 413:
        return Rejected(f"{said}: the file is too large", platform=NAME, code=code)
    reason = f"{said}: status {code}, and no answer of the Bot API; check base_url"
    return Rejected(reason, platform=NAME, code=code)
