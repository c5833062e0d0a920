"""Files on their way to Facebook. Nothing here shows anything to anybody.

So a lost answer is no doubt about the post: what it may have left behind is seen by nobody, and is made anew.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from smmcore.errors import AnswerLost, NotSent
from smmcore.io import Upload
from smmcore.models import File, Photo, Source
from smmcore.steps import Steps
from smmcore_facebook.client import Client
from smmcore_meta.graph import Send, step

T = TypeVar("T")

_KEPT = timedelta(hours=20)
"""Facebook keeps unpublished photos for a day where they wait for a scheduled post."""


async def unseen(steps: Steps, name: str, send: Callable[[Send], Awaitable[T]]) -> T:
    """Do a step that shows nothing. Raises `NotSent` if its answer is lost: doing it again is safe."""
    if name in steps.in_doubt:
        await steps.forget([name])
    try:
        return await send(step(steps, name))
    except AnswerLost as error:
        await steps.forget([name])
        raise NotSent(f"{error}; nothing is published, and publishing it again is safe") from error


async def uploaded_photos(client: Client, photos: list[Photo], steps: Steps, *, waits: bool) -> list[str]:
    """Identifiers of the photos, which nobody sees yet; `waits` says that they are for a scheduled post."""
    return [
        await uploaded_photo(client, photo, steps, f"photo {place}", waits=waits)
        for place, photo in enumerate(photos, start=1)
    ]


async def uploaded_photo(
    client: Client, photo: Photo, steps: Steps, name: str = "photo 1", *, waits: bool = False
) -> str:
    known = steps.value(name)
    now = client.io.now()
    if known and known["at"] > (now - _KEPT).timestamp():
        return str(known["id"])
    if known:
        await steps.forget([name])
    made = await unseen(
        steps,
        name,
        lambda send: unpublished_photo(
            client,
            photo.source,
            {"alt_text_custom": photo.alt or None, "temporary": waits or None},
            send=send,
            result=lambda answer: {"id": str(answer["id"]), "at": now.timestamp()},
        ),
    )
    return str(made["id"])


async def unpublished_photo(
    client: Client,
    source: Source,
    data: dict[str, Any],
    *,
    send: Send | None = None,
    result: Callable[[Any], T],
) -> T:
    """A photo that stands nowhere. Repeating it is harmless."""
    files = [Upload("source", source.path)] if isinstance(source, File) else []
    url = None if isinstance(source, File) else source.url
    made: T = await client.graph.post(
        client.edge("photos"),
        {**data, "published": False, "url": url},
        files=files,
        safe=True,
        send=send,
        result=result,
    )
    return made
