"""Calls of the Graph API as requests."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from attrs import field, frozen

from smmcore.errors import AnswerLost
from smmcore.io import Answer, Body, Request, Upload
from smmcore.models import Secret
from smmcore_meta.errors import Asked, said_by
from smmcore_meta.shapes import mappings

Result = Callable[[Any], Any]


def as_it_is(body: Any) -> Any:
    return body


@frozen
class Token:
    """A token with which calls are sent."""

    secret: Secret
    proof: Secret | None = None
    """Shows Meta that the caller knows the app's secret; made from both, so as secret as they are."""


def proof_of(token: Secret, app_secret: Secret) -> Secret:
    value = hmac.new(app_secret.reveal().encode(), token.reveal().encode(), hashlib.sha256).hexdigest()
    return Secret(value, "appsecret_proof")


@frozen(kw_only=True)
class Call:
    """One call. `params` travel in the address, `data` and `files` in a form; None is left out."""

    verb: str = "GET"
    url: str
    what: str
    """What errors and logs call it."""
    params: Mapping[str, Any] = field(factory=dict)
    data: Mapping[str, Any] | None = None
    files: tuple[Upload, ...] = ()
    headers: Mapping[str, str] = field(factory=dict)
    body: Body | None = None
    scheme: str = "Bearer"
    """How the token is announced."""
    safe: bool = True
    """Whether doing it twice does no harm."""
    result: Result = as_it_is

    def by(self, token: Token, asked: Asked, told: Callable[[Answer], Mapping[str, float]]) -> Request[Any]:
        """The call as a request with that token, which travels in a header: addresses get logged."""
        proof = {"appsecret_proof": str(token.proof)} if token.proof and not self.body else {}
        form = self.data is not None or bool(self.files)
        return Request(
            self.verb,
            self.url,
            params=encoded({**self.params, **({} if form else proof)}),
            headers={**self.headers, "Authorization": f"{self.scheme} {token.secret}"},
            data=encoded({**(self.data or {}), **proof}) if form else None,
            files=self.files,
            body=self.body,
            parse=partial(parsed, asked, self.result),
            doubtful=_in_doubt,
            safe=self.safe,
            rates=asked.usage.keys.rates,
            told=told,
            secrets=[token.secret, *([token.proof] if token.proof else [])],
            label=asked.what,
        )


def encoded(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as Meta reads them in addresses and forms: what is nested is JSON."""
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Secret):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def joined(fields: str | Sequence[str]) -> str | None:
    """Fields as Meta reads them."""
    return (fields if isinstance(fields, str) else ",".join(fields)) or None


def parsed(asked: Asked, result: Result, answer: Answer) -> Any:
    """The value that an answer holds. Raises what Meta meant where it refused."""
    if said := said_by(answer):
        raise asked.error(said, answer)
    if 400 <= answer.status < 500:
        raise asked.front(answer)
    return result(answer.json())


def succeeded(body: Any) -> bool:
    """Whether Meta says of something that it was done."""
    return body is True or (isinstance(body, Mapping) and body.get("success") is True)


def refused(body: Any) -> bool:
    """Whether Meta says, without any reason, that something was not done."""
    return body is False or (isinstance(body, Mapping) and body.get("success") is False)


def _in_doubt(answer: Answer) -> bool:
    """A refusal is a refusal with any status; without one, nobody knows what a broken server has done."""
    return answer.status >= 500 and said_by(answer) is None


def inner(asked: Asked, result: Result, item: Any) -> Any:
    """The value of one item of a batch. Raises as `parsed` does; null is an item that took too long."""
    if not isinstance(item, Mapping):
        raise AnswerLost(f"{asked.what}: it took too long within a batch")
    answer = _answer(item)
    if _in_doubt(answer):
        raise AnswerLost(f"{asked.what}: status {answer.status} within a batch")
    return parsed(asked, result, answer)


def answers_in(answer: Answer) -> Iterator[Answer]:
    """An answer, and those within it if it is a batch's."""
    yield answer
    with suppress(AnswerLost):
        yield from map(_answer, mappings(answer.json()))


def _answer(item: Mapping[str, Any]) -> Answer:
    headers = {
        str(header.get("name", "")).lower(): str(header.get("value", ""))
        for header in mappings(item.get("headers"))
    }
    body = str(item.get("body") or "")
    code = item.get("code")
    return Answer(code if isinstance(code, int) else 200, headers, body.encode())
