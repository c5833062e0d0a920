"""Films to Meta's upload server; what was cut off goes on where the server stands."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

from smmcore.errors import AnswerLost
from smmcore.io import Body
from smmcore_meta.calls import Call
from smmcore_meta.graph import Graph
from smmcore_meta.settings import upload_url

Place = Literal["video-upload", "ig-api-upload"]
ATTEMPTS = 3
"""How often in a row an upload may be cut off without having come further."""
_PAUSE = 2
log = logging.getLogger("smmcore.meta")


async def send_video(
    graph: Graph,
    place: Place,
    id: str,
    path: Path,
    *,
    resume_at: Callable[[], Awaitable[int]] | None = None,
    begun: bool = False,
) -> None:
    """Upload a film for what was prepared under that id.

    `resume_at` asks Meta how many bytes it has: after each cut, and at first where an upload had `begun`. Without
    it, a lost answer is an `AnswerLost`.
    """
    size = (await graph.io.in_thread(path.stat)).st_size
    offset = await resume_at() if begun and resume_at else 0
    stuck = 0
    while offset < size:
        try:
            await graph.send(_call(graph, place, id, size, Body(path, start=offset), offset))
        except AnswerLost as error:
            if resume_at is None:
                raise
            await graph.io.sleep(_PAUSE)
            there = await resume_at()
            stuck = stuck + 1 if there <= offset else 0
            if stuck >= ATTEMPTS:
                raise
            log.info("%s: goes on at byte %d of %d (%s)", graph.account.name, there, size, error)
            offset = there
        else:
            return


async def send_video_from(graph: Graph, place: Place, id: str, url: str) -> None:
    """Let Meta fetch the film from a public address."""
    await graph.send(_call(graph, place, id, None, None, None, url))


def _call(
    graph: Graph,
    place: Place,
    id: str,
    size: int | None,
    body: Body | None,
    offset: int | None,
    url: str | None = None,
) -> Call:
    given = {"offset": offset, "file_size": size, "file_url": url}
    return Call(
        verb="POST",
        url=f"{upload_url(graph.api, graph.settings)}/{place}/{graph.settings.version}/{id}",
        what=f"{graph.api.platform} upload",
        headers={name: str(value) for name, value in given.items() if value is not None},
        body=body,
        scheme="OAuth",
        safe=False,
        result=_done,
    )


def _done(body: Any) -> None:
    if body.get("success") is not True:
        raise AnswerLost("the upload server did not say that the film is there")
