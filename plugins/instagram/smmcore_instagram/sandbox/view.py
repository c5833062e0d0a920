"""What readers see of the account: for the page in the browser, and for whoever plays the audience."""

from typing import Any

from smmcore_meta.sandbox import JSON, Core

from .world import Comment, Container, InstagramWorld, Media

_FILES = {True: "video", False: "image"}


def view(core: Core[InstagramWorld]) -> JSON:
    world, now = core.world, core.clock.now()
    own = world.own
    every = [m for m in world.media.values() if m.user == own.id and not m.parent]
    return {
        "name": own.name,
        "handle": own.username,
        "about": own.biography,
        "cover": None,
        "picture": own.picture.sha256 if own.picture is not None else None,
        "posts": [_post(world, media, now) for media in sorted(every, key=lambda m: m.at, reverse=True)],
    }


def _post(world: InstagramWorld, media: Media, now: float) -> JSON:
    marks = [{"REELS": "reel", "STORY": "story"}.get(media.product, "")]
    marks += ["deleted"] * media.deleted + ["over"] * media.is_over(now)
    marks += [] if media.comments_open else ["comments off"]
    return {
        "id": media.id,
        "text": media.caption,
        "date": int(media.at),
        "shown": media.is_there(now),
        "marks": [mark for mark in marks if mark],
        "media": [
            {
                "type": _FILES[upload.video],
                "file": upload.file and upload.file.sha256,
                "url": None,
                "alt": upload.alt,
            }
            for upload in media.uploads
        ],
        "counts": {"likes": media.likes},
        "details": {**media.details, "tags": [upload.tags for upload in media.uploads]},
        "comments": list(_comments(world, media)),
    }


def _comments(world: InstagramWorld, media: Media) -> Any:
    for top in world.comments_of(media):
        yield _comment(world, top)
        yield from (_comment(world, reply) for reply in world.comments_of(media, top.id))


def _comment(world: InstagramWorld, comment: Comment) -> JSON:
    return {
        "id": comment.id,
        "author": world.username(comment.author),
        "text": comment.text,
        "date": int(comment.at),
        "shown": not comment.hidden,
        "marks": ["hidden"] if comment.hidden else [],
        "nested": bool(comment.parent),
    }


def container_json(container: Container, now: float) -> JSON:
    """One container, for tests."""
    return {
        "id": container.id,
        "kind": container.kind,
        "status": container.status(now),
        "caption": container.caption,
        "item": container.item,
        "children": container.children,
        "published": container.published,
        "details": container.details,
    }
