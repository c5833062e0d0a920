"""Bringing films to Facebook, in the two ways that it has: in chunks for posts, in one stream for reels and stories.

Both go on where the server says that it stands, after a lost answer as after a restart. Nobody sees the film yet.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from smmcore.errors import AnswerLost, NotSent, NotThere
from smmcore.io import Upload
from smmcore.models import File, Source
from smmcore.steps import Steps
from smmcore_facebook.client import Client
from smmcore_facebook.films import film
from smmcore_facebook.uploading import unseen
from smmcore_meta.uploading import send_video, send_video_from

FILM = "film"
"""The step that opens an upload; its value has the film's identifier."""
_LOST = 3
"""Lost answers of one upload that are made good; more is an outage."""


async def sent_in_chunks(client: Client, path: Path, steps: Steps) -> Mapping[str, Any]:
    """Bring a file to Facebook whole; gives what it said when the upload was opened."""
    size = _size(path)
    opened, again = await _opened(client, "videos", {"file_size": size}, steps, host="video")
    chunk = max(1, opened["end"] - opened["start"])
    start, end = opened["start"], opened["end"]
    if again:
        start, end = await _standing(client, opened, size, chunk)
    lost = 0
    while start < min(end, size):
        try:
            start, end = await _transferred(client, opened, path, start, min(end, size))
        except AnswerLost as error:
            lost += 1
            if lost > _LOST:
                raise NotSent(f"{error}; nothing is published, and publishing it again is safe") from error
            start, end = await _standing(client, opened, size, chunk)
    return opened


async def sent_whole(client: Client, edge: str, source: Source, steps: Steps) -> str:
    """Bring a film for a reel (`video_reels`) or a story (`video_stories`); gives the film's identifier."""
    opened, again = await _opened(client, edge, {}, steps)
    id = str(opened["film"])

    async def received() -> int:
        return (await film(client, id)).received or 0

    try:
        if isinstance(source, File):
            await send_video(client.graph, "video-upload", id, source.path, resume_at=received, begun=again)
        else:
            await send_video_from(client.graph, "video-upload", id, source.url)
    except AnswerLost as error:
        raise NotSent(f"{error}; nothing is published, and publishing it again is safe") from error
    return id


def _size(path: Path) -> int:
    return path.stat().st_size


async def _opened(
    client: Client,
    edge: str,
    more: Mapping[str, Any],
    steps: Steps,
    host: Literal["graph", "video"] = "graph",
) -> tuple[Mapping[str, Any], bool]:
    """An upload, and whether it was opened before; one that Facebook gave up is forgotten."""
    if (known := steps.value(FILM)) and await _lives(client, str(known["film"])):
        return known, True
    if known:
        await steps.forget([FILM])
    made = await unseen(
        steps,
        FILM,
        lambda send: client.graph.post(
            client.edge(edge),
            {"upload_phase": "start", **more},
            host=host,
            safe=True,
            send=send,
            result=_session,
        ),
    )
    return made, False


async def _lives(client: Client, id: str) -> bool:
    try:
        return not (await film(client, id)).problem
    except NotThere:
        return False


def _session(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Only uploads in chunks have a session and offsets."""
    return {
        "film": str(answer["video_id"]),
        "session": str(answer.get("upload_session_id") or ""),
        "start": int(answer.get("start_offset") or 0),
        "end": int(answer.get("end_offset") or 0),
    }


async def _transferred(
    client: Client, opened: Mapping[str, Any], path: Path, start: int, end: int
) -> tuple[int, int]:
    """Send one chunk; gives where the next one begins and ends, the same number twice after the last."""
    told: tuple[int, int] = await client.graph.post(
        client.edge("videos"),
        {"upload_phase": "transfer", "upload_session_id": opened["session"], "start_offset": start},
        files=[Upload("video_file_chunk", path, start=start, size=end - start)],
        host="video",
        result=lambda answer: (int(answer["start_offset"]), int(answer["end_offset"])),
    )
    return told


async def _standing(client: Client, opened: Mapping[str, Any], size: int, chunk: int) -> tuple[int, int]:
    """Where the server stands, and where the chunk from there on ends."""
    found = await film(client, str(opened["film"]))
    arrived = found.received if found.received is not None else opened["start"]
    start = size if found.state in {"upload_complete", "processing", "ready"} else arrived
    return start, min(size, start + chunk)
