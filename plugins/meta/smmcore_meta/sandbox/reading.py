"""A request as it arrives: host, version, path, parameters, files and token, whatever way they came."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import Factory, evolve, frozen
from starlette.datastructures import UploadFile
from starlette.requests import Request

from .errors import JSON, GraphError, invalid
from .files import Files, Stored

GRAPH, INSTAGRAM, RUPLOAD = "graph.facebook.com", "graph.instagram.com", "rupload.facebook.com"
HOSTS = (GRAPH, "graph-video.facebook.com", RUPLOAD, INSTAGRAM)
"""Each is served below its name; without one, all hosts of Facebook are served together."""
HIDDEN = {"access_token", "appsecret_proof", "client_secret", "fb_exchange_token", "input_token", "batch"}
"""What is not logged; the calls of a batch are listed by themselves."""
_LONGEST = 1024 * 1024
_SHOWN = 500
_VERSION = re.compile(r"v\d+\.\d+")
_NESTED = re.compile(r"(\w+)\[(\w*)\]")


@frozen
class Incoming:
    """One call; those inside of a batch look the same."""

    host: str
    verb: str
    version: str
    """Empty where none stands in the path."""
    parts: tuple[str, ...]
    """The path without the version."""
    params: Mapping[str, Any] = Factory(dict)
    files: Mapping[str, Stored] = Factory(dict)
    token: str = ""
    token_in: str = ""
    proof: str = ""

    @property
    def path(self) -> str:
        return "/" + "/".join(self.parts)

    @property
    def name(self) -> str:
        """What faults are matched against."""
        return f"{self.verb} {self.path}"

    def shown(self) -> JSON:
        """The parameters without secrets, and long ones cut."""
        texts = {name: "…" if name in HIDDEN else _short(given) for name, given in self.params.items()}
        return {
            **texts,
            **{name: {"file": each.name, "size": each.size} for name, each in self.files.items()},
        }


async def read(request: Request, path: str, files: Files, *, body: bool = True) -> Incoming:
    """Query, form or JSON. Raises error 100 where a body cannot be read."""
    host, version, parts = split(path)
    sent, stored = await _body(request, files) if body else ([], {})
    query = dict(request.query_params)
    incoming = Incoming(host, request.method, version, parts, files=stored)
    header = _authorization(request.headers.get("authorization", ""))
    if header:
        return taken(incoming, [*query.items(), *sent], header, "header")
    return taken(incoming, [*query.items(), *sent], "", "query" if "access_token" in query else "body")


def split(path: str) -> tuple[str, str, tuple[str, ...]]:
    """Host, version and the other parts of a path."""
    parts = [part for part in path.split("/") if part]
    host = parts.pop(0) if parts and parts[0] in HOSTS else GRAPH
    version = parts.pop(0) if parts and _VERSION.fullmatch(parts[0]) else ""
    return host, version, tuple(parts)


def taken(incoming: Incoming, sent: Iterable[tuple[str, Any]], token: str, token_in: str) -> Incoming:
    """The call with its parameters; a token among them counts where no other is given."""
    params = _joined(sent)
    own = params.pop("access_token", None)
    proof = str(params.pop("appsecret_proof", ""))
    found, place = (token, token_in) if token else (str(own or ""), token_in if own else "")
    return evolve(incoming, params=params, token=found, token_in=place, proof=proof)


def inner(outer: Incoming, item: Mapping[str, Any]) -> Incoming:
    """A call out of a batch."""
    parts = urlsplit(str(item.get("relative_url", "")))
    _, version, path = split(parts.path)
    sent = [*parse_qsl(parts.query, keep_blank_values=True)]
    sent += parse_qsl(str(item.get("body", "")), keep_blank_values=True)
    verb = str(item.get("method", "GET")).upper()
    call = Incoming(outer.host, verb, version or outer.version, path)
    own = dict(sent).get("access_token") or item.get("access_token")
    call = taken(call, sent, str(own or outer.token), "body" if own else outer.token_in)
    return call if call.proof or own else evolve(call, proof=outer.proof)


async def _body(request: Request, files: Files) -> tuple[list[tuple[str, Any]], dict[str, Stored]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _json(await request.body()), {}
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return [], {}
    async with request.form(max_part_size=_LONGEST) as form:
        fields = [(name, given) for name, given in form.multi_items() if isinstance(given, str)]
        stored = {
            name: _kept(files, given) for name, given in form.multi_items() if isinstance(given, UploadFile)
        }
    return [*fields], stored


def _json(raw: bytes) -> list[tuple[str, Any]]:
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise invalid("The body is not valid JSON") from None
    if not isinstance(body, dict):
        raise GraphError(100, "(#100) The body must be an object")
    return list(body.items())


def _kept(files: Files, file: UploadFile) -> Stored:
    return files.keep(file.file, file.filename or "file", file.content_type or "application/octet-stream")


def _joined(sent: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """`name[0]` and `name[key]` are put together, as PHP does."""
    params: dict[str, Any] = {}
    for name, given in sent:
        found = _NESTED.fullmatch(name)
        if found is None:
            params[name] = given
        elif found[2].isdigit() or not found[2]:
            params.setdefault(found[1], []).append(_value(given))
        else:
            params.setdefault(found[1], {})[found[2]] = _value(given)
    return params


def _value(given: Any) -> Any:
    if isinstance(given, str) and given[:1] in {"{", "["}:
        try:
            return json.loads(given)
        except ValueError:
            return given
    return given


def _authorization(header: str) -> str:
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() in {"bearer", "oauth"} else ""


def _short(given: Any) -> Any:
    text = given if isinstance(given, str) else json.dumps(given)
    return given if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
