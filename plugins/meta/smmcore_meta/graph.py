"""One account's calls of the Graph API."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from attrs import field, frozen

from smmcore.errors import (
    AnswerLost,
    PersonNeeded,
    PlatformError,
    RateLimited,
    Rejected,
    SMMError,
    Unauthorized,
)
from smmcore.io import IO, Answer, Request, Upload
from smmcore.models import Account
from smmcore.platform import Page
from smmcore.steps import Steps
from smmcore_meta import paging
from smmcore_meta.api import Api
from smmcore_meta.calls import Call, Result, Token, answers_in, as_it_is, inner, joined, refused
from smmcore_meta.errors import Asked, DeadMetric
from smmcore_meta.granting import Granting
from smmcore_meta.pausing import Pauses
from smmcore_meta.settings import GraphSettings, graph_url, video_url
from smmcore_meta.tokens import Tokens
from smmcore_meta.usage import Usage, keys_of

log = logging.getLogger("smmcore.meta")
AT_ONCE = 50
"""Ids in one call, and calls in one request."""
_STOP = 60
"""Seconds; shorter waits only space calls out, and are not worth remembering."""
CONCERN_ALL = (RateLimited, PersonNeeded, Unauthorized)
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
        """Do something. `send` may be a `step`; what `result` makes of the answer is what the step keeps.

        Where it is `safe` to repeat, `Rejected` if Meta says no more than that it did not happen; else `result` has
        to look whether it did.
        """
        what = self._what("POST", path)
        call = Call(
            verb="POST",
            url=self._address(path, host),
            what=what,
            data=data or {},
            files=tuple(files),
            safe=safe,
            result=self._done(what, result) if safe else result,
        )
        return await self.send(call, send)

    async def delete(
        self, path: Path, params: Mapping[str, Any] | None = None, *, result: Result = as_it_is
    ) -> Any:
        """Take away. Harmless when repeated; of what is gone already, `NotThere`."""
        url, what = self._address(path), self._what("DELETE", path)
        done = self._done(what, result)
        return await self.send(Call(verb="DELETE", url=url, what=what, params=params or {}, result=done))

    def _done(self, what: str, result: Result) -> Result:
        def checked(body: Any) -> Any:
            if refused(body):
                raise Rejected(
                    f"{self.api.title} did not do {what.removeprefix(f'{self.api.platform} ')}, and did not say why",
                    platform=self.api.platform,
                )
            return result(body)

        return checked

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
        """One page of a list. `lone_cursor` is for lists that give a cursor and never the next address.

        Raises `PagesEnd` where Meta gives no more of a list that goes on.
        """
        where = {**(params or {}), "limit": limit, **paging.params_of(cursor)}
        result = partial(paging.page_in, cursor=cursor, lone_cursor=lone_cursor)
        page: Page[Mapping[str, Any]] = await self.get(path, where, fields=fields, result=result)
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
        found: dict[str, Any] = {}
        pieces: list[Sequence[str]] = _chunks(unique)
        calls = [_together(piece, fields, params) for piece in pieces]
        while pieces:
            refused: list[Sequence[str]] = []
            for call, piece, answer in zip(calls, pieces, await self.batch(calls), strict=True):
                if isinstance(answer, DeadMetric) and not apart:
                    raise answer
                if call.path:
                    found[piece[0]] = answer
                elif isinstance(answer, Mapping):
                    found |= {id: answer[id] for id in piece if id in answer}
                else:
                    refused.append(piece)  # one that is gone fails all of its call
            pieces = [part for piece in refused for part in self._parts(piece)]
            calls = [
                _together(piece, fields, params) if len(piece) > 1 else Get(piece[0], params or {}, fields)
                for piece in pieces
            ]
        return {id: found[id] for id in unique if id in found}

    def _parts(self, ids: Sequence[str]) -> list[Sequence[str]]:
        """Each alone where that is still one request; else halves, which are far fewer where few are gone."""
        size = 1 if self.api.batches else max(1, len(ids) // 2)
        return [ids[start : start + size] for start in range(0, len(ids), size)]

    async def batch(self, calls: Sequence[Get]) -> list[Any]:
        """What reading calls give, in their order; instead of one that is refused, its error.

        Raises what meets all of them: limits, tokens, a person who is needed.
        """
        if len(calls) < 2 or not self.api.batches:
            return await self._one_after_another(calls)
        results = await self._round(calls)
        late = [place for place, result in enumerate(results) if isinstance(result, AnswerLost)]
        again = await self._round([calls[place] for place in late])
        for place, result in zip(late, again, strict=True):
            results[place] = result
        return results

    async def _round(self, calls: Sequence[Get]) -> list[Any]:
        """Each batch in turn. Where Meta does not answer one of them, the rest is not waited for either."""
        results: list[Any] = []
        try:
            for some in _chunks(calls):
                results += await self._batch(some)
        except AnswerLost as error:
            results += [error] * (len(calls) - len(results))
        return results

    async def _one_after_another(self, calls: Sequence[Get]) -> list[Any]:
        answers: list[Any] = []
        for call in calls:
            answers.append(await self._alone(call))
            if len(answers) > 1 and all(isinstance(answer, AnswerLost) for answer in answers[-2:]):
                # Meta is out of order; each more would be waited for as long.
                return answers + [answers[-1]] * (len(calls) - len(answers))
        return answers

    async def _alone(self, call: Get) -> Any:
        try:
            return await self.get(call.path, call.params, fields=call.fields)
        except CONCERN_ALL:
            raise
        except (PlatformError, AnswerLost) as error:
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
            data={"batch": batch},  # with headers: each item tells what is used up
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
            waits, now = self._waits(answer), self.io.now().timestamp()
            stops.update({key: now + wait for key, wait in waits.items() if wait >= _STOP})
            return waits

        try:
            return await (send or self.io.send)(call.by(token, self._asked(call.what), told))
        finally:
            await self._noted(stops)

    def _waits(self, answer: Answer) -> dict[str, float]:
        """For how long calls with which key have to wait: the longest that an answer or one within it says."""
        longest: dict[str, float] = {}
        for one in answers_in(answer):
            for key, wait in self.usage.waits(one).items():
                longest[key] = max(wait, longest.get(key, 0))
        return longest

    async def _noted(self, stops: Mapping[str, float]) -> None:
        """What was done stays done, though it could not be written down that others have to wait."""
        try:
            await self.pauses.note(stops)
        except SMMError as error:
            log.warning("%s: a pause could not be kept: %s", self.account.name, error)

    def _asked(self, what: str) -> Asked:
        return Asked(what, self.api, self.settings, self.usage)

    def _address(self, path: Path, host: Literal["graph", "video"] = "graph") -> str:
        base = (video_url if host == "video" else graph_url)(self.api, self.settings)
        return f"{base}/{self.settings.version}/{_joined(path)}"

    def _what(self, verb: str, path: Path, params: Mapping[str, Any] | None = None) -> str:
        name = _joined(path) or ("ids" if "ids" in (params or {}) else "")
        return f"{self.api.platform} {verb} {name}"


def _joined(path: Path) -> str:
    return path if isinstance(path, str) else "/".join(path)


def _chunks(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]


def _together(ids: Sequence[str], fields: str | Sequence[str], params: Mapping[str, Any] | None) -> Get:
    return Get("", {**(params or {}), "ids": ",".join(ids)}, fields)


def _value_or_error(asked: Asked, item: Any) -> Any:
    try:
        return inner(asked, as_it_is, item)
    except CONCERN_ALL:
        raise
    except SMMError as error:
        return error
