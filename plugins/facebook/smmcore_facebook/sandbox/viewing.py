"""What a reader of the page sees."""

from typing import Any

from smmcore_meta.sandbox import JSON

from .commenting import reactions
from .seed import home
from .world import Comment, Post, World


def view(core: Any) -> JSON:
    world: World = core.world
    page = home(world)
    cover = world.photos[page.cover["cover_id"]].file if page.cover else None
    return {
        "name": page.name,
        "handle": page.username,
        "about": page.about,
        "cover": cover,
        "picture": page.picture,
        "posts": [_post(world, post) for post in world.posts_on(page.id)],
    }


def _post(world: World, post: Post) -> JSON:
    comments = world.comments_under(post.id)
    return {
        "id": post.id,
        "text": post.message,
        "date": int(post.created),
        "shown": post.shown,
        "marks": _marks(post),
        "media": _media(world, post),
        "counts": {"reactions": reactions(post), "shares": post.shares, "views": post.views},
        **({"link": post.link} if post.link else {}),
        "comments": [_comment(world, comment) for comment in comments],
    }


def _marks(post: Post) -> list[str]:
    said = {
        post.kind: post.kind != "post",
        post.state: post.state != "published",
        "hidden": post.hidden,
        "pinned": post.pinned,
        "over": post.archived,
    }
    return [word for word, holds in said.items() if holds]


def _media(world: World, post: Post) -> list[JSON]:
    photos = [world.photos[id] for id in post.photos]
    pictures = [{"type": "image", "file": each.file, "alt": each.alt_text} for each in photos]
    film = world.videos.get(post.video or "")
    return [*pictures, *([{"type": "video", "file": film.file, "alt": film.title}] if film else [])]


def _comment(world: World, comment: Comment) -> JSON:
    above = world.comments.get(comment.parent or "")
    return {
        "id": comment.id,
        "author": world.name_of(comment.author),
        "text": comment.message,
        "date": int(comment.created),
        "shown": not comment.hidden and not (above and above.hidden),
        "marks": ["hidden"] if comment.hidden else [],
        "nested": comment.parent is not None,
    }
