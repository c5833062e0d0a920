"""One account's calls of the Graph API."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from attrs import field, frozen

from smmcore.errors import AnswerLost, PersonNeeded, PlatformError, RateLimited, SMMError, Unauthorized
from smmcore.io import IO, Answer, Request, Upload
from smmcore.models import Account
from smmcore.platform import Page
from smmcore.steps import Steps
from smmcore_meta import paging
from smmcore_meta.api import Api
from smmcore_meta.calls import Call, Result, Token, as_it_is, inner, joined
from smmcore_meta.errors import Asked, DeadMetric, PagesEnd
from smmcore_meta.granting import Granting
from smmcore_meta.pausing import Pauses
from smmcore_meta.settings import GraphSettings, graph_url, upload_url, video_url
from smmcore_meta.tokens import Tokens
from smmcore_meta.usage import Usage, keys_of

log = logging.getLogger("smmcore.meta")
AT_ONCE = 50
"""Ids in one call, and calls in one request."""
_STOP = 60
"""Seconds; shorter waits only space calls out, and are not worth remembering."""
_CONCERN_ALL = (RateLimited, PersonNeeded, Unauthorized)
"""Refusals that meet every other call as well."""
Send = Callable[[Request[Any]], Awaitable[Any]]
Path = str | Sequence[str]


def step(steps: Steps, name: str) -> Send:
    """Sends a request as a step of a publication."""
    return partial(steps.run, name)


@frozen
class Get:
    """A reading call within a batch."""

    path: Path = ""
    params: Mapping[str, Any] = field(factory=dict)
    fields: str | Sequence[str] = ""


class Graph:
    """Made anew for each operation, and used by one at a time."""

    def __init__(self, io: IO, account: Account, api: Api, settings: GraphSettings) -> None:
        self.io, self.account, self.api, self.settings = io, account, api, settings
        self.keys = keys_of(api, account, settings)
        self.usage = Usage(api, account.id, self.keys, settings)
        self.pauses = Pauses(io, account, api, self.keys)
        self.granting = Granting(api, account, settings, self.usage)
        self.tokens = Tokens(io, account, self.granting)

    async def get(
        self,
        path: Path,
        params: Mapping[str, Any] | None = None,
        *,
        fields: str | Sequence[str] = "",
        result: Result = as_it_is,
        send: Send | None = None,
    ) -> Any:
        asked_for = {**(params or {}), "fields": joined(fields)}
        url, what = self._address(path), self._what("GET", path, params)
        return await self.send(Call(url=url, what=what, params=asked_for, result=result), send)

    async def post(
        self,
        path: Path,
        data: Mapping[str, Any] | None = None,
        *,
        files: Sequence[Upload] = (),
        host: Literal["graph", "video"] = "graph",
        safe: bool = False,
        send: Send | None = None,
        result: Result = as_it_is,
    ) -> Any:
        """Do something. `send` may be a `step`; what `result` makes of the answer is what the step keeps."""
        call = Call(
            verb="POST",
            url=self._address(path, host),
            what=self._what("POST", path),
            data=data or {},
            files=tuple(files),
            safe=safe,
            result=result,
        )
        return await self.send(call, send)

    async def delete(
        self, path: Path, params: Mapping[str, Any] | None = None, *, result: Result = as_it_is
    ) -> Any:
        """Take away. Harmless when repeated; of what is gone already, `NotThere`."""
        url, what = self._address(path), self._what("DELETE", path)
        return await self.send(Call(verb="DELETE", url=url, what=what, params=params or {}, result=result))

    async def page(
        self,
        path: Path,
        params: Mapping[str, Any] | None = None,
        *,
        fields: str | Sequence[str] = "",
        limit: int | None = None,
        cursor: str | None = None,
        lone_cursor: bool = False,
    ) -> Page[Mapping[str, Any]]:
        """One page of a list. `lone_cursor` is for lists that give a cursor and never the next address."""
        where = {**(params or {}), "limit": limit, **paging.params_of(cursor)}
        result = partial(paging.page_in, cursor=cursor, lone_cursor=lone_cursor)
        try:
            page: Page[Mapping[str, Any]] = await self.get(path, where, fields=fields, result=result)
        except PagesEnd:
            return Page(())
        return page

    async def items(
        self,
        path: Path,
        params: Mapping[str, Any] | None = None,
        *,
        fields: str | Sequence[str] = "",
        limit: int = 100,
        most: int | None = None,
        enough: Callable[[Mapping[str, Any]], bool] | None = None,
    ) -> list[Mapping[str, Any]]:
        """A list, page by page: up to `most` items, or up to the first that is `enough`, which is left out."""
        found: list[Mapping[str, Any]] = []
        cursor: str | None = None
        while True:
            page = await self.page(path, params, fields=fields, limit=limit, cursor=cursor)
            for item in page.items:
                if enough and enough(item):
                    return found
                found.append(item)
                if most is not None and len(found) >= most:
                    return found
            if page.next is None:
                return found
            cursor = page.next

    async def many(
        self,
        ids: Sequence[str],
        *,
        fields: str | Sequence[str],
        params: Mapping[str, Any] | None = None,
        apart: bool = False,
    ) -> dict[str, Any]:
        """Objects by their ids, in as few requests as can be; instead of one that is refused, its error.

        Raises what meets all of them: limits, tokens, and a `DeadMetric` unless these are to be kept `apart`, too.
        """
        unique = list(dict.fromkeys(ids))
        chunks = _chunks(unique)
        calls = [Get("", {**(params or {}), "ids": ",".join(chunk)}, fields) for chunk in chunks]
        found: dict[str, Any] = {}
        for chunk, answer in zip(chunks, await self.batch(calls), strict=True):
            if isinstance(answer, DeadMetric) and not apart:
                raise answer
            if isinstance(answer, SMMError):
                # One that is gone fails all of its call.
                alone = [Get(id, params or {}, fields) for id in chunk]
                found |= dict(zip(chunk, await self.batch(alone), strict=True))
            elif isinstance(answer, Mapping):
                found |= {id: answer[id] for id in chunk if id in answer}
        return found

    async def batch(self, calls: Sequence[Get]) -> list[Any]:
        """What reading calls give, in their order; instead of one that is refused, its error.

        Raises what meets all of them: limits, tokens, a person who is needed.
        """
        if len(calls) < 2 or not self.api.batches:
            return [await self._alone(call) for call in calls]
        results = await self._round(calls)
        late = [place for place, result in enumerate(results) if isinstance(result, AnswerLost)]
        again = await self._round([calls[place] for place in late])
        for place, result in zip(late, again, strict=True):
            results[place] = result
        return results

    async def _round(self, calls: Sequence[Get]) -> list[Any]:
        return [result for some in _chunks(calls) for result in await self._batch(some)]

    async def _alone(self, call: Get) -> Any:
        try:
            return await self.get(call.path, call.params, fields=call.fields)
        except _CONCERN_ALL:
            raise
        except PlatformError as error:
            return error

    async def _batch(self, calls: Sequence[Get]) -> list[Any]:
        asked = [self._asked(self._what("GET", call.path, call.params)) for call in calls]

        def result(body: Any) -> list[Any]:
            if not isinstance(body, list) or len(body) != len(calls):
                raise AnswerLost("the answer has other items than the batch had")
            return [_value_or_error(one, item) for one, item in zip(asked, body, strict=True)]

        batch = [{"method": "GET", "relative_url": self._relative(call)} for call in calls]
        call = Call(
            verb="POST",
            url=self._address(""),
            what=f"{self.api.platform} batch",
            data={"batch": batch, "include_headers": False},
            result=result,
        )
        found: list[Any] = await self.send(call)
        return found

    def _relative(self, call: Get) -> str:
        return paging.relative(_joined(call.path), {**call.params, "fields": joined(call.fields)})

    async def send(self, call: Call, send: Send | None = None) -> Any:
        """Send a call by the account's token; once more if Meta does not take that one and there is another."""
        await self.pauses.check()
        try:
            token = await self.tokens.token()
            try:
                return await self._sent(call, token, send)
            except Unauthorized:
                other = await self.tokens.after(token)
                if other is None:
                    raise
                return await self._sent(call, other, send)
        except (PersonNeeded, RateLimited) as error:
            await self.pauses.begin(error)
            raise

    async def _sent(self, call: Call, token: Token, send: Send | None) -> Any:
        stops: dict[str, float] = {}

        def told(answer: Answer) -> Mapping[str, float]:
            waits, now = self.usage.waits(answer), self.io.now().timestamp()
            stops.update({key: now + wait for key, wait in waits.items() if wait >= _STOP})
            return waits

        try:
            return await (send or self.io.send)(call.by(token, self._asked(call.what), told))
        finally:
            await self._noted(stops)

    async def _noted(self, stops: Mapping[str, float]) -> None:
        """What was done stays done, though it could not be written down that others have to wait."""
        try:
            await self.pauses.note(stops)
        except SMMError as error:
            log.warning("%s: a pause could not be kept: %s", self.account.name, error)

    def _asked(self, what: str) -> Asked:
        return Asked(what, self.api, self.settings, self.usage)

    def _address(self, path: Path, host: str = "graph") -> str:
        base = {"graph": graph_url, "video": video_url, "upload": upload_url}[host](self.api, self.settings)
        return f"{base}/{self.settings.version}/{_joined(path)}"

    def _what(self, verb: str, path: Path, params: Mapping[str, Any] | None = None) -> str:
        name = _joined(path) or ("ids" if "ids" in (params or {}) else "")
        return f"{self.api.platform} {verb} {name}"


def _joined(path: Path) -> str:
    return path if isinstance(path, str) else "/".join(path)


def _chunks(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]


def _value_or_error(asked: Asked, item: Any) -> Any:
    try:
        return inner(asked, as_it_is, item)
    except _CONCERN_ALL:
        raise
    except SMMError as error:
        return error
