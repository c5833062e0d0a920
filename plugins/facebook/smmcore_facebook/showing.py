"""The one call that shows a post, with everything that has to be there before it.

Its step keeps `{"post": …, "film": …}`: what Facebook said at once. Of a film, the post comes later. Of a story,
`{"photo": …}` is there, too.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from smmcore.errors import AnswerLost, Rejected
from smmcore.io import Upload
from smmcore.models import File, Kind, Photo, Post, Video
from smmcore.steps import Steps
from smmcore_facebook.client import Client
from smmcore_facebook.composing import feed_post, film_post, reel, waits
from smmcore_facebook.films import Film
from smmcore_facebook.names import NAME, whole
from smmcore_facebook.sending_films import earlier_film, sent_in_chunks, sent_whole
from smmcore_facebook.settings import FacebookOptions
from smmcore_facebook.uploading import uploaded_photo, uploaded_photos
from smmcore_meta.graph import step

POST = "post"
Shown = Mapping[str, Any]


async def shown(client: Client, post: Post, steps: Steps) -> Shown:
    """Do what is left to do until Facebook has taken the post."""
    if known := steps.value(POST):
        return dict(known)
    media = post.media[0] if post.media else None
    if post.kind is Kind.REEL and isinstance(media, Video):
        return await _streamed(client, "video_reels", media, steps, reel(post, client.settings))
    if post.kind is Kind.STORY and isinstance(media, Video):
        return await _streamed(client, "video_stories", media, steps, {})
    if post.kind is Kind.STORY and isinstance(media, Photo):
        photo = await uploaded_photo(client, media, steps)
        return await _show(
            client, "photo_stories", {"photo_id": photo}, steps, _success(client.page, photo=photo)
        )
    if isinstance(media, Video):
        return await _film(client, post, media, steps)
    photos = [item for item in post.media if isinstance(item, Photo)]
    later = waits(post.options_for(FacebookOptions))
    ids = await uploaded_photos(client, photos, steps, waits=later)
    return await _show(client, "feed", feed_post(post, client.settings, ids), steps, _made(client.page))


async def _streamed(client: Client, edge: str, video: Video, steps: Steps, about: Mapping[str, Any]) -> Shown:
    known = await earlier_film(client, steps)
    if known and known.finished:
        return await _finished(known, steps)
    id = await sent_whole(client, edge, video.source, steps, known)
    data = {"upload_phase": "finish", "video_id": id, **about}
    return await _show(client, edge, data, steps, _success(client.page, film=id))


async def _film(client: Client, post: Post, video: Video, steps: Steps) -> Shown:
    about = film_post(post, client.settings)
    files = [Upload("thumb", video.cover.path)] if isinstance(video.cover, File) else []
    if not isinstance(video.source, File):
        data = {"file_url": video.source.url, **about}
        return await _show(client, "videos", data, steps, _fetched, files=files, host="video")
    known = await earlier_film(client, steps)
    if known and known.finished:
        return await _finished(known, steps)
    opened = await sent_in_chunks(client, video.source.path, steps, known)
    data = {"upload_phase": "finish", "upload_session_id": opened["session"], **about}
    result = _success(client.page, film=str(opened["film"]))
    return await _show(client, "videos", data, steps, result, files=files, host="video")


async def _finished(known: Film, steps: Steps) -> Shown:
    """Facebook was told before to publish it, though that did not show at once: it is not told again."""
    value = {"post": known.post, "film": known.id}
    await steps.doubt(POST)
    await steps.confirm({POST: value})
    return value


async def _show(
    client: Client,
    edge: str,
    data: Mapping[str, Any],
    steps: Steps,
    result: Callable[[Any], Shown],
    *,
    files: list[Upload] | None = None,
    host: Literal["graph", "video"] = "graph",
) -> Shown:
    done: Shown = await client.graph.post(
        client.edge(edge), data, files=files or [], host=host, send=step(steps, POST), result=result
    )
    return done


def _made(page: str) -> Callable[[Any], Shown]:
    return lambda answer: {"post": whole(page, str(answer["id"])), "film": None}


def _fetched(answer: Any) -> Shown:
    return {"post": None, "film": str(answer["id"])}


def _success(page: str, film: str | None = None, photo: str | None = None) -> Callable[[Any], Shown]:
    def result(answer: Any) -> Shown:
        post = answer.get("post_id")
        if answer.get("success") is False:
            raise Rejected("Facebook did not take it, and did not say why", platform=NAME)
        if answer.get("success") is not True and not post:
            raise AnswerLost("Facebook did not say whether it took it")
        value = {"post": whole(page, str(post)) if post else None, "film": film}
        return {**value, "photo": photo} if photo else value

    return result
