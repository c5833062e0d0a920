"""Films on Facebook: how far one is, and waiting until it is ready."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from smmcore.steps import Steps
from smmcore_facebook.client import Client
from smmcore_facebook.names import whole

FIELDS = "id,status,post_id,published"
"""Of a film."""
LISTED = f"{FIELDS},description,created_time,scheduled_publish_time"
"""Of a film in a list."""
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 30.0
_DEAD = {"error", "expired", "upload_failed"}
_ARRIVED = {"upload_complete", "processing", "ready"}
_COMPLETE = {"complete", "completed"}
_KEPT = {"published", "scheduled", "draft"}


@frozen(kw_only=True)
class Film:
    """What Facebook says about a film. What it does not say is no proof of anything."""

    id: str
    post: str | None
    """The identifier of the post that shows it; Facebook may name it before it is there."""
    state: str
    received: int | None
    """Bytes that have arrived, where Facebook tells."""
    whole: bool
    """All bytes have arrived; Facebook says so without their number, too."""
    out: bool
    """It is published, or kept for its time or as a draft: nothing undoes that."""
    finished: bool
    """Its upload was declared finished: Facebook publishes it when it can."""
    untouched: bool
    """Nobody has asked to publish it: Facebook says so."""
    failed: bool
    """Facebook will not show it: it says so."""
    problem: str
    """What Facebook has against it, which may be little; empty while all is well."""

    @property
    def ready(self) -> bool:
        return self.state == "ready" and not self.failed


async def film(client: Client, id: str) -> Film:
    """Raises `NotThere` where Facebook does not know it any more, or does not let it be seen."""
    found: Film = await client.graph.get(
        id, fields=FIELDS, result=lambda answer: film_of(client.page, answer)
    )
    return found


def film_of(page: str, item: Mapping[str, Any]) -> Film:
    status = item.get("status") or {}
    phases = {name: status.get(f"{name}_phase") or {} for name in ("uploading", "processing", "publishing")}
    state, post = str(status.get("video_status") or ""), item.get("post_id")
    publishing = {str(phases["publishing"].get(name)) for name in ("status", "publish_status")}
    idle = phases["publishing"].get("status") == "not_started"
    published = item.get("published") is True
    out = bool(publishing & (_KEPT | _COMPLETE)) or (published and not idle)
    arrived = state in _ARRIVED or phases["uploading"].get("status") in _COMPLETE
    finished = out or "in_progress" in publishing or (bool(post) and arrived)
    broken = any(_is_broken(phase) for phase in phases.values()) and "in_progress" not in publishing
    return Film(
        id=str(item["id"]),
        post=whole(page, str(post)) if post else None,
        state=state,
        received=_received(phases["uploading"]),
        whole=arrived,
        out=out,
        finished=finished,
        untouched=idle and not finished and not published,
        failed=not out and (broken or state in _DEAD),
        problem=_problem(state, phases),
    )


def _received(phase: Mapping[str, Any]) -> int | None:
    """Facebook's own files spell it both ways."""
    for name in ("bytes_transferred", "bytes_transfered"):
        if name in phase:
            return int(phase[name])
    return None


def _is_broken(phase: Mapping[str, Any]) -> bool:
    """Whether a phase ended in an error. One that is complete may have errors that stop nothing, such as lost sound."""
    return phase.get("status") == "error" or (phase.get("status") == "not_started" and bool(_errors(phase)))


def _problem(state: str, phases: Mapping[str, Mapping[str, Any]]) -> str:
    told = [error for phase in phases.values() for error in _errors(phase)]
    if told:
        return "; ".join(told)
    broken = [name for name, phase in phases.items() if phase.get("status") == "error"]
    if broken:
        return f"{broken[0]} failed"
    return f"its state is {state}" if state in _DEAD else ""


def _errors(phase: Mapping[str, Any]) -> list[str]:
    """Facebook tells one error or several."""
    errors = [*(phase.get("errors") or ()), phase.get("error")]
    return [str(error.get("message") or error) for error in errors if isinstance(error, Mapping)]


async def ready_film(client: Client, id: str, steps: Steps, *, with_post: bool) -> Film:
    """Wait until the film is ready or has failed, as long as the setting `processing_wait` says; or neither by then.

    `with_post` waits for the identifier of its post, too.
    """
    waited, pause = 0.0, _FIRST_PAUSE
    while True:
        found = await film(client, id)
        done = found.failed or ((found.ready or found.out) and (found.post or not with_post))
        if done or waited >= client.settings.processing_wait:
            return found
        await steps.renew()
        await client.io.sleep(pause)
        waited += pause
        pause = min(pause * 1.5, _LONGEST_PAUSE)
