"""Bringing films to Facebook, in the two ways that it has: in chunks for posts, in one stream for reels and stories.

Both go on where the server says that it stands, after a lost answer as after a restart. Nobody sees the film yet.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from smmcore.errors import AnswerLost, NotSent, NotThere, Rejected
from smmcore.io import Upload
from smmcore.models import File, Source
from smmcore.steps import Steps
from smmcore_facebook.client import Client
from smmcore_facebook.films import Film, film
from smmcore_facebook.limits import MB
from smmcore_facebook.uploading import unseen
from smmcore_meta.errors import data_of
from smmcore_meta.uploading import send_video, send_video_from

FILM = "film"
"""The step that opens an upload; its value has the film's identifier."""
_LOST = 3
"""How often in a row a part may bring the upload no further; more is an outage."""
_AGAIN = "nothing is published, and publishing it again is safe"


async def earlier_film(client: Client, steps: Steps) -> Film | None:
    """The film of an upload that was begun before; one that Facebook gave up is forgotten."""
    known = steps.value(FILM)
    if not known:
        return None
    try:
        found = await film(client, str(known["film"]))
    except NotThere:
        found = None
    if found is None or found.failed:
        await steps.forget([FILM])
        return None
    return found


async def sent_in_chunks(client: Client, path: Path, steps: Steps, known: Film | None) -> Mapping[str, Any]:
    """Bring a file to Facebook whole; gives what it said when the upload was opened."""
    size = await client.io.in_thread(_size, path)
    opened = steps.value(FILM) or await _opened(
        client, "videos", {"file_size": size}, steps, _chunked, "video"
    )
    upload = _Chunks(client, opened, path, size)
    start, end = upload.standing(known) if known else (opened["start"], opened["end"])
    furthest, stuck = start, 0
    while start < size:
        if end <= start:
            await steps.forget([FILM])  # the next try begins anew
            raise NotSent(f"Facebook wants no more of the film at byte {start} of {size}; {_AGAIN}")
        try:
            start, end = await _after(upload, start, min(end, size), stuck)
        except (NotThere, Rejected):
            await steps.forget([FILM])
            raise
        stuck = 0 if start > furthest else stuck + 1
        if stuck > _LOST:
            await steps.forget([FILM])
            raise NotSent(f"Facebook takes nothing more of the film at byte {start} of {size}; {_AGAIN}")
        furthest = max(furthest, start)
        await steps.renew()
    return opened


async def sent_whole(client: Client, edge: str, source: Source, steps: Steps, known: Film | None) -> str:
    """Bring a film for a reel (`video_reels`) or a story (`video_stories`); gives the film's identifier."""
    if known and known.whole:
        return known.id
    if known and known.received is None:
        # Where the server stands is not told: what is there is seen by nobody, and left.
        await steps.forget([FILM])
        known = None
    opened = steps.value(FILM) or await _opened(client, edge, {}, steps, _streamed)
    id = str(opened["film"])

    async def standing() -> int:
        await steps.renew()
        found = await film(client, id)
        return size if found.whole else found.received or 0

    try:
        if isinstance(source, File):
            size = await client.io.in_thread(_size, source.path)
            begun = known is not None
            await send_video(client.graph, "video-upload", id, source.path, resume_at=standing, begun=begun)
        else:
            await send_video_from(client.graph, "video-upload", id, source.url)
    except AnswerLost as error:
        raise NotSent(f"{error}; {_AGAIN}") from error
    except (NotThere, Rejected):
        await steps.forget([FILM])
        raise
    return id


def _size(path: Path) -> int:
    return path.stat().st_size


async def _opened(
    client: Client,
    edge: str,
    more: Mapping[str, Any],
    steps: Steps,
    result: Callable[[Any], dict[str, Any]],
    host: Literal["graph", "video"] = "graph",
) -> Mapping[str, Any]:
    return await unseen(
        steps,
        FILM,
        lambda send: client.graph.post(
            client.edge(edge),
            {"upload_phase": "start", **more},
            host=host,
            safe=True,
            send=send,
            result=result,
        ),
    )


def _streamed(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"film": str(answer["video_id"])}


def _chunked(answer: Mapping[str, Any]) -> dict[str, Any]:
    start, end = _offsets(answer)
    session = str(answer["upload_session_id"])
    return {"film": str(answer["video_id"]), "session": session, "start": start, "end": end}


def _offsets(answer: Mapping[str, Any]) -> tuple[int, int]:
    """Which bytes Facebook wants next. Raises `KeyError` where it does not say."""
    return int(answer["start_offset"]), int(answer["end_offset"])


@frozen(eq=False)
class _Chunks:
    """An upload in chunks that is open."""

    client: Client
    opened: Mapping[str, Any]
    path: Path
    size: int

    async def transferred(self, start: int, end: int) -> tuple[int, int]:
        """Send one chunk; gives where the next one begins and ends, the same number twice after the last."""
        told: tuple[int, int] = await self.client.graph.post(
            self.client.edge("videos"),
            {"upload_phase": "transfer", "upload_session_id": self.opened["session"], "start_offset": start},
            files=[Upload("video_file_chunk", self.path, start=start, size=end - start)],
            host="video",
            result=_offsets,
        )
        return told

    async def looked(self) -> tuple[int, int]:
        return self.standing(await film(self.client, str(self.opened["film"])))

    def standing(self, found: Film) -> tuple[int, int]:
        """Where the server stands, and where the chunk from there on ends.

        Where it does not tell, the beginning: it refuses a chunk at the wrong place, and tells the right one then.
        """
        start = (
            self.size if found.whole else self.opened["start"] if found.received is None else found.received
        )
        chunk = self.opened["end"] - self.opened["start"]
        return start, start + (chunk if chunk > 0 else MB)


async def _after(upload: _Chunks, start: int, end: int, stuck: int) -> tuple[int, int]:
    """Where the upload goes on after one more chunk, whether its answer came or not."""
    try:
        return await upload.transferred(start, end)
    except AnswerLost as error:
        if stuck >= _LOST:
            raise NotSent(f"{error}; {_AGAIN}") from error
        try:
            return _offsets(data_of(error))
        except (KeyError, TypeError, ValueError):
            return await upload.looked()
