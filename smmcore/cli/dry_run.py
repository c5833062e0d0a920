"""What `smm publish --dry-run` shows: the very requests that would be sent, with stand-ins for secrets."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from smmcore.cli import output
from smmcore.cli.errors import DONE, FAILED
from smmcore.cli.publishing import missed
from smmcore.cli.state import State
from smmcore.errors import PluginError, SMMError
from smmcore.io.request import Body, Request, Upload
from smmcore.models import Account, PlannedPost, Post, Secret

if TYPE_CHECKING:
    from smmcore.journal.entry import Entry
    from smmcore.platform import Platform
    from smmcore.smm import SMM


@frozen
class Rehearsal:
    """One post on one account."""

    account: str
    key: str
    at: Any = None
    already: str = ""
    """Why nothing would be sent."""
    problems: tuple[str, ...] = ()
    requests: tuple[Request[Any], ...] = ()
    whole: bool = True
    """False where what comes next depends on an answer of the network."""


def rehearse(state: State, smm: "SMM", turns: Sequence[tuple[PlannedPost, Sequence[str]]]) -> int:
    found = [_one(smm, planned, account) for planned, accounts in turns for account in accounts]
    state.secrets += [secret for one in found for request in one.requests for secret in request.secrets]
    if state.json:
        output.document({"dry_run": [_as_data(rehearsal) for rehearsal in found]}, hide=state.hidden)
    else:
        for rehearsal in found:
            output.line(state.hidden("\n".join(_lines(rehearsal))))
        output.note("Nothing was sent.")
    return FAILED if any(rehearsal.problems for rehearsal in found) else DONE


def _one(smm: "SMM", planned: PlannedPost, name: str) -> Rehearsal:
    rehearsal = Rehearsal(name, planned.key, planned.at)
    account = _disguised(smm, name)
    entry = _entry(smm, name, planned.key)
    if entry and (already := _already(entry)):
        return evolve(rehearsal, already=already)
    if entry is None and (late := missed(smm, planned)):
        return evolve(rehearsal, problems=(late,))
    try:
        problems = smm.engine.publishing.check(planned.post, account)
        if problems:
            return evolve(rehearsal, problems=tuple(str(problem) for problem in problems))
        prepared = smm.engine.context.events.prepared(account, planned.post)
        requests, whole = requests_of(smm.engine.context.platform(account), account, prepared, planned.key)
    except SMMError as error:
        return evolve(rehearsal, problems=(str(error),))
    return evolve(rehearsal, requests=tuple(requests), whole=whole)


def _entry(smm: "SMM", account: str, key: str) -> "Entry | None":
    """What the journal knows of the post; a journal that does not exist yet is not begun for that."""
    is_file = "://" not in smm.journal.name
    if is_file and not Path(smm.journal.name).is_file():
        return None
    try:
        return smm.journal.get(account, key)
    except SMMError:
        return None


def _already(entry: "Entry") -> str:
    """What the journal says against sending."""
    if entry.published:
        return f"already published ({entry.published.url or entry.published.id}): nothing would be sent"
    if entry.state.value in {"unconfirmed", "sending"}:
        return f"{entry.state.value}: nothing would be sent before `smm reconcile {entry.account}`"
    return ""


def _disguised(smm: "SMM", name: str) -> Account:
    """The account with an invented secret for each that is missing: a rehearsal needs none."""
    from smmcore.platform import ManyTokens

    account = smm.engine.context.account(name)
    try:
        platform = smm.engine.context.platform(account)
    except SMMError:
        return account
    absent = {*platform.secrets, *account.missing} - account.secrets.keys()
    if isinstance(platform, ManyTokens) and not account.secrets.keys() & {*platform.tokens}:
        absent |= {*platform.tokens}
    if not absent:
        return account
    shaped = _of_the_fake(platform)
    invented = {word: shaped.get(word, Secret(token_hex(16), word)) for word in absent}
    return evolve(account, secrets={**account.secrets, **invented}, missing={})


def _of_the_fake(platform: "Platform") -> Mapping[str, Secret]:
    """Secrets that look as the network wants them, where its fake is installed; a real network would be asked."""
    from smmcore.platform import FakeNetwork, Sandboxed

    if not isinstance(platform, Sandboxed):
        return {}
    try:
        sandbox = platform.sandbox()
        return sandbox.account("http://sandbox.invalid").secrets if isinstance(sandbox, FakeNetwork) else {}
    except (SMMError, ImportError):
        return {}


def requests_of(
    platform: "Platform", account: Account, post: Post, key: str
) -> tuple[list[Request[Any]], bool]:
    """What the network would be sent, and whether that is all of it."""
    from smmcore.io.blocking import run
    from smmcore.io.rehearsal import RehearsalIO, Unknown
    from smmcore.platform import Publisher, Rehearser
    from smmcore.steps import Steps

    io = RehearsalIO(platform.rehearse if isinstance(platform, Rehearser) else None)
    if not isinstance(platform, Publisher):
        raise PluginError(f"{platform.title} publishes nothing")
    try:
        run(platform.publish(io, account, post, Steps(io=io, key=key)))
    except Unknown:
        return io.requests, False
    except SMMError:
        raise
    except Exception as error:
        raise PluginError(f"{platform.name}: the rehearsal broke: {type(error).__name__}: {error}") from error
    return io.requests, True


def _shown(request: Request[Any], text: str) -> str:
    """The text with stand-ins as people see them."""
    for secret in request.secrets:
        text = text.replace(secret.placeholder, secret.shown)
    return text


def _as_data(rehearsal: Rehearsal) -> dict[str, Any]:
    return {
        "account": rehearsal.account,
        "key": rehearsal.key,
        "at": rehearsal.at.isoformat() if rehearsal.at else None,
        "already": rehearsal.already or None,
        "problems": list(rehearsal.problems),
        "requests": [_request(request) for request in rehearsal.requests],
        "whole": rehearsal.whole,
    }


def _request(request: Request[Any]) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": _shown(request, request.url),
        "headers": dict(request.headers),
        "params": dict(request.params),
        "data": dict(request.data) if request.data is not None else None,
        "json": request.json,
        "files": [
            {"name": upload.name, "path": str(upload.path), "size": _size(upload)} for upload in request.files
        ],
        "body": _file(request.body) if request.body else None,
    }


def _file(body: Body) -> dict[str, Any]:
    return {"path": str(body.path), "size": _size(body), "type": body.content_type}


def _size(file: Body | Upload) -> int:
    """Bytes that are sent of the file."""
    rest = max(0, file.path.stat().st_size - file.start)
    return rest if file.size is None else min(rest, file.size)


def _lines(rehearsal: Rehearsal) -> Iterator[str]:
    at = f", {output.when(rehearsal.at)}" if rehearsal.at else ""
    yield f"{output.clean(rehearsal.key)} → {rehearsal.account}{at}"
    if rehearsal.already:
        yield f"  {rehearsal.already}"
    for problem in rehearsal.problems:
        yield f"  problem: {output.clean(problem)}"
    for request in rehearsal.requests:
        yield f"  {request.method} {_shown(request, request.url)}"
        yield from (f"    {_shown(request, text)}" for text in _body(request))
    if not rehearsal.whole:
        yield "  … and then what the answer calls for"


def _body(request: Request[Any]) -> list[str]:
    lines = [f"{name}: {value}" for name, value in (*request.headers.items(), *request.params.items())]
    lines += [f"{name}: {_quoted(value)}" for name, value in (request.data or {}).items()]
    if request.json is not None:
        lines += json.dumps(request.json, ensure_ascii=False, indent=2).splitlines()
    files = [(upload.name, upload.path, _size(upload)) for upload in request.files]
    if request.body:
        files.append(("body", request.body.path, _size(request.body)))
    return lines + [f"{name}: file {path} ({size:,} bytes)" for name, path, size in files]


def _quoted(value: str) -> str:
    """As it is where that is one line, else as JSON writes it: nothing is lost."""
    return value if output.clean(value) == value else json.dumps(value, ensure_ascii=False)
