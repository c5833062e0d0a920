"""Films on Facebook: how far one is, and waiting until it is ready."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from smmcore.errors import Rejected
from smmcore_facebook.client import Client
from smmcore_facebook.names import NAME, whole

FIELDS = "id,status,post_id,published"
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 30.0
_FAILED = {"error", "expired", "upload_failed"}
_BEGUN = {"complete", "completed", "in_progress", "published", "scheduled", "draft"}


@frozen(kw_only=True)
class Film:
    """What Facebook says about a film."""

    id: str
    post: str | None
    """The identifier of the post that shows it, once there is one."""
    state: str
    received: int | None
    """Bytes that have arrived, where Facebook tells."""
    finished: bool
    """Its upload was declared finished: Facebook publishes it when it can."""
    untouched: bool
    """Nobody has asked to publish it, as far as Facebook tells."""
    problem: str
    """Why Facebook will not show it; empty while all is well."""

    @property
    def ready(self) -> bool:
        return self.state == "ready" and not self.problem


async def film(client: Client, id: str) -> Film:
    """Raises `NotThere` where Facebook does not know it any more."""
    found: Film = await client.graph.get(id, fields=FIELDS, result=lambda answer: _film(client.page, answer))
    return found


def _film(page: str, item: Mapping[str, Any]) -> Film:
    status = item.get("status") or {}
    phases = {name: status.get(f"{name}_phase") or {} for name in ("uploading", "processing", "publishing")}
    state = str(status.get("video_status") or "")
    post = item.get("post_id")
    publishing = phases["publishing"]
    return Film(
        id=str(item["id"]),
        post=whole(page, str(post)) if post else None,
        state=state,
        received=_received(phases["uploading"]),
        finished=bool(post)
        or str(publishing.get("status")) in _BEGUN
        or str(publishing.get("publish_status")) in _BEGUN,
        untouched=str(publishing.get("status") or "not_started") == "not_started" and not post,
        problem=_problem(state, phases),
    )


def _received(phase: Mapping[str, Any]) -> int | None:
    """Facebook's own files spell it both ways."""
    for name in ("bytes_transferred", "bytes_transfered"):
        if name in phase:
            return int(phase[name])
    return None


def _problem(state: str, phases: Mapping[str, Mapping[str, Any]]) -> str:
    told = [error for phase in phases.values() for error in _errors(phase)]
    if told:
        return "; ".join(told)
    broken = [name for name, phase in phases.items() if phase.get("status") == "error"]
    if broken:
        return f"{broken[0]} failed"
    return f"its state is {state}" if state in _FAILED else ""


def _errors(phase: Mapping[str, Any]) -> list[str]:
    """Facebook tells one error or several."""
    errors = [*(phase.get("errors") or ()), phase.get("error")]
    return [str(error.get("message") or error) for error in errors if isinstance(error, Mapping)]


async def ready_film(client: Client, id: str, *, with_post: bool) -> Film:
    """Wait until the film is ready, as long as the setting `processing_wait` says; it may not be by then.

    `with_post` waits for the identifier of its post, too. Raises `Rejected` if Facebook cannot use it.
    """
    waited, pause = 0.0, _FIRST_PAUSE
    while True:
        found = await film(client, id)
        if found.problem:
            raise Rejected(f"Facebook cannot use the film: {found.problem}", platform=NAME)
        if (found.ready and (found.post or not with_post)) or waited >= client.settings.processing_wait:
            return found
        await client.io.sleep(pause)
        waited += pause
        pause = min(pause * 1.5, _LONGEST_PAUSE)
