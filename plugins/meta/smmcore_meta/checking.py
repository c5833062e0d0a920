"""What a checkup can tell about an account's token: when it ends and what it may not do."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import evolve, frozen

from smmcore.errors import SMMError
from smmcore_meta.api import Way
from smmcore_meta.graph import Graph
from smmcore_meta.times import moment

_UNKEPT = (
    "the tokens that Meta gives are kept by this process only, and the given one ends: name a place for them, "
    'such as sessions = { file = "sessions.json" } in smm.toml'
)


@frozen
class TokenFacts:
    expires_at: datetime | None = None
    facts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    scopes: frozenset[str] | None = None
    """None where Meta does not tell."""


async def token_checkup(graph: Graph, wanted: Mapping[str, str]) -> TokenFacts:
    """Ask about the account's token. `wanted` are scopes, each with what needs it, such as "publishing"."""
    told = await _told(graph, wanted)
    if graph.granting.gains and not graph.io.vault.lasts:
        told = evolve(told, warnings=(*told.warnings, _UNKEPT))
    return told


async def _told(graph: Graph, wanted: Mapping[str, str]) -> TokenFacts:
    kept = await graph.tokens.ends()
    ends = datetime.fromtimestamp(kept, UTC) if kept else None
    if graph.api.way is Way.INSTAGRAM:
        # Instagram Login's tokens cannot be looked into.
        return _about(graph, {}, ends, None, wanted)
    if not graph.granting.knows_app:
        hint = "set app_id and secrets.app_secret, and the check tells when the token ends and which scopes it lacks"
        return TokenFacts(ends, (_ending(ends), hint) if ends else (hint,))
    try:
        data = await graph.io.send(graph.granting.inspection(await graph.tokens.token()))
    except SMMError as error:
        return TokenFacts(ends, warnings=(f"Meta did not tell about the token: {error}",))
    scopes = data.get("scopes")
    known = frozenset(map(str, scopes)) if isinstance(scopes, list) else None
    return _about(graph, data, _time(data.get("expires_at")) or ends, known, wanted)


def _about(
    graph: Graph,
    data: Mapping[str, Any],
    ends: datetime | None,
    scopes: frozenset[str] | None,
    wanted: Mapping[str, str],
) -> TokenFacts:
    facts = [_ending(ends)] if ends or "expires_at" in data else []
    if ends is None and graph.api.way is Way.INSTAGRAM:
        facts.append("when the token ends is known after it was refreshed for the first time, a day from now")
    warnings: list[str] = []
    if access := _time(data.get("data_access_expires_at")):
        advice = f"Meta gives data until {access:%Y-%m-%d}; the token's owner has to log in to the app again before"
        (warnings if _soon(graph, access) else facts).append(advice)
    warnings += [
        f"the token has no {scope}, so {what} will be refused; make a new one that has it"
        for scope, what in wanted.items()
        if scopes is not None and scope not in scopes
    ]
    if ends and _soon(graph, ends):
        warnings.append(f"the token ends on {ends:%Y-%m-%d %H:%M} UTC; make a new one before")
    return TokenFacts(ends, tuple(facts), tuple(warnings), scopes)


def _soon(graph: Graph, time: datetime) -> bool:
    return (time - graph.io.now()).days < graph.settings.renew_days


def _ending(ends: datetime | None) -> str:
    return f"the token ends on {ends:%Y-%m-%d %H:%M} UTC" if ends else "the token does not end by itself"


def _time(stamp: Any) -> datetime | None:
    """Meta writes 0 for never."""
    return moment(stamp) if stamp else None
