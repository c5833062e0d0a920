"""The four ways in which parameters arrive, and the front server's limit on their size."""

import json
from collections.abc import AsyncGenerator
from typing import Any

from attrs import Factory, define
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from . import limits
from .envelope import strict

_TEXT_PART_BYTES = 4 * limits.MEGABYTE


class TooLargeError(Exception):
    """The whole request is larger than the front server lets through."""


@define
class Incoming:
    raw: dict[str, Any] = Factory(dict)
    files: dict[str, UploadFile] = Factory(dict)

    async def close(self) -> None:
        for file in self.files.values():
            await file.close()


async def read(request: Request, *, local: bool) -> Incoming:
    incoming = Incoming(dict(request.query_params))
    most = limits.LOCAL_UPLOAD_BYTES if local else limits.UPLOAD_BYTES
    limited = _Limited(request, most + limits.FORM_OVERHEAD)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        await _read_body(request, limited, kind, incoming)
    except TooLargeError:
        await limited.drain()
        raise
    except MultiPartException as error:
        raise strict(f"the form cannot be read: {error.message}") from None
    return incoming


async def _read_body(request: Request, limited: "_Limited", kind: str, incoming: Incoming) -> None:
    if kind == "multipart/form-data":
        # Files spool to disk, so the size of an upload costs no memory.
        parser = MultiPartParser(request.headers, limited.stream(), max_part_size=_TEXT_PART_BYTES)
        _sort(incoming, (await parser.parse()).multi_items())
    elif kind == "application/x-www-form-urlencoded":
        _sort(incoming, (await FormParser(request.headers, limited.stream()).parse()).multi_items())
    else:
        body = b"".join([chunk async for chunk in limited.stream()])
        if kind == "application/json" and body:
            incoming.raw |= _object(body)


def _sort(incoming: Incoming, items: list[tuple[str, str | UploadFile]]) -> None:
    for name, value in items:
        if isinstance(value, str):
            incoming.raw[name] = value
        else:
            incoming.files[name] = value


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise strict("the request body is not JSON") from None
    if not isinstance(value, dict):
        raise strict("the request body must be a JSON object")
    # The server reads a null like a parameter that is not there.
    return {name: each for name, each in value.items() if each is not None}


class _Limited:
    """The request's body, until it grows too large."""

    def __init__(self, request: Request, most: int) -> None:
        self._chunks = request.stream()
        self._most = most
        self._declared = int(request.headers.get("content-length") or 0)

    async def stream(self) -> AsyncGenerator[bytes, None]:
        seen = 0
        if self._declared > self._most:
            raise TooLargeError
        async for chunk in self._chunks:
            seen += len(chunk)
            if seen > self._most:
                raise TooLargeError
            yield chunk

    async def drain(self) -> None:
        """Read the rest away: a client that still sends would not see the answer."""
        try:
            async for _chunk in self._chunks:
                pass
        except ClientDisconnect:
            return
