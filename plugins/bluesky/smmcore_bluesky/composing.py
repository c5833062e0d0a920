"""A post as Bluesky's record: text with facets, what is embedded, and what it answers."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import imagesize
from attrs import frozen

from smmcore.errors import InvalidInput, NotThere, Unsupported
from smmcore.io import Body
from smmcore.models import Animation, File, Media, Photo, Post, Text, Video
from smmcore.steps import Steps
from smmcore_bluesky.client import Client, step
from smmcore_bluesky.names import NAME
from smmcore_bluesky.rich_text import rendered
from smmcore_bluesky.settings import BlueskyOptions

_EMBED = "app.bsky.embed"
_RULES = {"followers": "followerRule", "following": "followingRule", "mentioned": "mentionRule"}

Reference = dict[str, str]
"""A record's `uri`, and `cid`, which is its version."""


@frozen
class Reply:
    """What a post answers, and the first post of that thread."""

    root: Reference
    parent: Reference

    def as_json(self) -> dict[str, Any]:
        return {"root": self.root, "parent": self.parent}


async def words_of(client: Client, text: Text, reply: Reply | None = None) -> dict[str, Any]:
    """The part of a record that every post has, answers included."""
    words, facets = await rendered(client, text)
    record: dict[str, Any] = {"text": words}
    if facets:
        record["facets"] = facets
    if reply:
        record["reply"] = reply.as_json()
    return record


async def post_record(client: Client, post: Post, above: Reply | None, steps: Steps) -> dict[str, Any]:
    """The whole record of a post, its files uploaded. All of it may be done again."""
    options = post.options_for(BlueskyOptions)
    record = await words_of(client, post.text, above)
    if embed := await _embed(client, post, options, steps):
        record["embed"] = embed
    return {**record, **described(options)}


def described(options: BlueskyOptions) -> dict[str, Any]:
    """What options say about a post and the texts that continue it."""
    said: dict[str, Any] = {}
    if options.languages:
        said["langs"] = list(options.languages)
    if options.labels:
        values = [{"val": label} for label in options.labels]
        said["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": values}
    return said


async def reply_to(client: Client, value: str, field: str) -> Reply:
    """How to answer a post, given by its address or its link."""
    parent, record = await _seen(client, value, field)
    above = record.get("reply") or {}
    root = above.get("root") or parent
    return Reply({"uri": root["uri"], "cid": root["cid"]}, parent)


async def _seen(client: Client, value: str, field: str) -> tuple[Reference, dict[str, Any]]:
    """A post of anybody's. The account's own server knows its own posts at once, the network some time later."""
    where = await client.located(value, field)
    try:
        there = await client.record(where)
    except NotThere:
        there = None  # nobody knows its owner
    if there is None:
        raise NotThere(f"{field}: there is no post {value}", platform=NAME)
    return {"uri": there["uri"], "cid": there["cid"]}, there["value"]


async def _embed(client: Client, post: Post, options: BlueskyOptions, steps: Steps) -> dict[str, Any] | None:
    shown = await _media(client, post.media, steps) or _card(post, options)
    if not options.quote:
        return shown
    reference, _ = await _seen(client, options.quote, "options.bluesky.quote")
    quoted = {"$type": f"{_EMBED}.record", "record": reference}
    if shown is None:
        return quoted
    return {"$type": f"{_EMBED}.recordWithMedia", "record": quoted, "media": shown}


def _card(post: Post, options: BlueskyOptions) -> dict[str, Any] | None:
    if not post.link:
        return None
    title = options.card_title or urlsplit(post.link).netloc
    external = {"uri": post.link, "title": title, "description": options.card_description}
    return {"$type": f"{_EMBED}.external", "external": external}


async def _media(client: Client, media: Sequence[Media], steps: Steps) -> dict[str, Any] | None:
    if not media:
        return None
    blobs = [
        await _uploaded(client, item, steps, f"upload {number}") for number, item in enumerate(media, start=1)
    ]
    if isinstance(media[0], Video | Animation):
        return _film(media[0], blobs[0])
    images = [await _image(client, item, blob) for item, blob in zip(media, blobs, strict=True)]
    return {"$type": f"{_EMBED}.images", "images": images}


async def _uploaded(client: Client, media: Media, steps: Steps, name: str) -> dict[str, Any]:
    if not isinstance(media, Photo | Video | Animation):
        raise Unsupported(f"Bluesky has no {media.word} in posts", platform=NAME)
    return await client.upload(body_of(media.source), step(steps, name))


def _film(media: Video | Animation, blob: dict[str, Any]) -> dict[str, Any]:
    film: dict[str, Any] = {"$type": f"{_EMBED}.video", "video": blob}
    if media.alt:
        film["alt"] = media.alt
    if isinstance(media, Animation):
        film["presentation"] = "gif"
    return film


def body_of(source: Any) -> Body:
    """A file as the body of an upload. Raises `InvalidInput` where it is none."""
    if not isinstance(source, File):
        raise InvalidInput("media: Bluesky fetches no files by their address; give a file on this machine")
    kind, _ = mimetypes.guess_type(source.path.name)
    return Body(source.path, kind or "application/octet-stream")


async def _image(client: Client, media: Media, blob: dict[str, Any]) -> dict[str, Any]:
    image: dict[str, Any] = {"image": blob, "alt": getattr(media, "alt", "")}
    width, height = await client.io.in_thread(_size, body_of(media.source).path)
    if width > 0 and height > 0:
        image["aspectRatio"] = {"width": width, "height": height}
    return image


def _size(path: Path) -> tuple[int, int]:
    width, height = imagesize.get(path)
    return int(width), int(height)


def allowed(options: BlueskyOptions) -> list[dict[str, Any]] | None:
    """Who may answer, as a gate has it; None for everybody."""
    if options.who_can_reply == "everybody":
        return None
    rule = _RULES.get(options.who_can_reply)
    return [{"$type": f"app.bsky.feed.threadgate#{rule}"}] if rule else []
