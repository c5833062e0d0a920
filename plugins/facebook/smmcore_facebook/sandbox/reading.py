"""Posts as Graph shows them: their fields, and the edges that list them."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from smmcore_meta.sandbox import JSON, Listing, Node, missing

from .kinds import OTHERS, PAGE, POST, READ
from .world import Page, Post
from .writing import FBCall, rules

SITE = "https://www.facebook.com"
_LIST = "include_hidden:flag show_expired:flag with:one{LOCATION}"

POST.plain("id", "message")


@POST.field("created_time")
def _created(call: FBCall, post: Post) -> str:
    return call.iso(post.created)


@POST.field("updated_time")
def _updated(call: FBCall, post: Post) -> str:
    return call.iso(post.updated or post.created)


@POST.field("from")
def _from(call: FBCall, post: Post) -> JSON:
    return {"id": post.author, "name": call.world.name_of(post.author)}


@POST.field("permalink_url")
def _permalink(_call: FBCall, post: Post) -> str:
    if post.kind == "reel":
        return f"{SITE}/reel/{post.video}/"
    return f"{SITE}/{post.owner}/posts/{post.number}"


@POST.field("is_published")
def _is_published(_call: FBCall, post: Post) -> bool:
    return post.state == "published"


@POST.field("is_hidden")
def _is_hidden(_call: FBCall, post: Post) -> bool:
    return post.hidden


@POST.field("scheduled_publish_time")
def _scheduled(_call: FBCall, post: Post) -> int | None:
    return int(post.scheduled) if post.state == "scheduled" and post.scheduled else None


@POST.field("status_type")
def _status_type(_call: FBCall, post: Post) -> str:
    if post.video:
        return "added_video"
    if post.photos:
        return "added_photos"
    return "shared_story" if post.link else "mobile_status_update"


@POST.field("full_picture")
def _full_picture(call: FBCall, post: Post) -> str | None:
    return picture_url(call, call.world.photos[post.photos[0]].file) if post.photos else None


@POST.field("shares")
def _shares(_call: FBCall, post: Post) -> JSON | None:
    """Left out where there are none."""
    return {"count": post.shares} if post.shares else None


@POST.field("place")
def _place(_call: FBCall, post: Post) -> JSON | None:
    return {"id": post.place} if post.place else None


@POST.field("targeting")
def _targeting(_call: FBCall, post: Post) -> JSON | None:
    return post.targeting


@POST.field("can_reply_privately")
def _can_reply_privately(_call: FBCall, post: Post) -> bool:
    return post.author != post.owner


def picture_url(call: FBCall, file: str | None) -> str:
    return f"{call.base}/_sandbox/files/{file}"


@POST.get("attachments", paging="none", scopes=READ)
def _attachments(call: FBCall, post: Post) -> Listing:
    if post.video:
        return Listing([_film(call, post)])
    if post.link:
        link = urlsplit(post.link)
        there = urlunsplit(link._replace(path=link.path or "/"))
        shim = f"https://l.facebook.com/l.php?{urlencode({'u': there, 'h': 'AT0'})}"
        shared = {"type": "share", "media_type": "link", "url": shim, "unshimmed_url": there}
        return Listing([{**shared, "title": post.link, "target": {"url": shim}}])
    parts = [_photo(call, post, id) for id in post.photos]
    if len(parts) < 2:
        return Listing(parts)
    album = {
        "type": "album",
        "media_type": "album",
        "url": _permalink(call, post),
        "target": {"id": post.number},
    }
    return Listing([{**album, "subattachments": {"data": parts}}])


def _photo(call: FBCall, post: Post, id: str) -> JSON:
    photo = call.world.photos[id]
    url = f"{SITE}/photo.php?fbid={id}"
    image = {"height": photo.height, "width": photo.width, "src": picture_url(call, photo.file)}
    return {
        "type": "photo",
        "media_type": "photo",
        "media": {"image": image},
        "target": {"id": id, "url": url},
        "url": url,
        **({"description": photo.caption} if photo.caption and photo.caption != post.message else {}),
    }


def _film(_call: FBCall, post: Post) -> JSON:
    url = f"{SITE}/reel/{post.video}/" if post.kind == "reel" else f"{SITE}/{post.owner}/videos/{post.video}/"
    return {
        "type": "video_inline",
        "media_type": "video",
        "target": {"id": post.video, "url": url},
        "url": url,
    }


def _time(node: Any) -> float:
    return float(node.object.created)


def listed(posts: list[Post]) -> Listing:
    return Listing([Node(POST, post, post.id) for post in posts], time=_time)


def readable(call: FBCall, page: Page) -> None:
    """Other pages' posts take a feature of the application. Raises error 100."""
    if call.token.profile != page.id and not rules(call).public_access:
        raise missing(page.id)


def _published(call: FBCall, page: Page) -> list[Post]:
    """What stands on the page for good: stories do not."""
    own = call.token.profile == page.id
    hidden = own and call.args.flag("include_hidden", True)
    listed_since = call.now() - rules(call).list_seconds
    return [
        post
        for post in call.world.posts_on(page.id)
        if post.state == "published" and post.kind != "story" and (hidden or not post.hidden)
        if post.created <= listed_since
    ]


@PAGE.get("feed", _LIST, paging="time", scopes=READ)
def _feed(call: FBCall, page: Page) -> Listing:
    readable(call, page)
    return listed(_published(call, page))


@PAGE.get("posts", f"{_LIST} q:str", paging="time", scopes=READ)
@PAGE.get("published_posts", _LIST, paging="time", scopes=READ)
def _published_posts(call: FBCall, page: Page) -> Listing:
    readable(call, page)
    return listed([post for post in _published(call, page) if post.author == page.id])


@PAGE.get("visitor_posts", _LIST, paging="time", scopes=f"{READ},{OTHERS}", token="page")  # noqa: S106 - a kind
def _visitor_posts(call: FBCall, page: Page) -> Listing:
    return listed([post for post in _published(call, page) if post.author != page.id])


@PAGE.get("scheduled_posts", scopes=READ, token="page")  # noqa: S106
def _scheduled_posts(call: FBCall, page: Page) -> Listing:
    waiting = [post for post in call.world.posts_on(page.id) if post.state == "scheduled"]
    return listed(sorted(waiting, key=lambda post: post.scheduled or 0))


@PAGE.get("tagged", paging="time", scopes=f"{READ},{OTHERS}", token="page")  # noqa: S106
def _tagged(call: FBCall, page: Page) -> Listing:
    naming = [call.world.posts[id] for id in call.world.mentioned.get(page.id, ()) if id in call.world.posts]
    return listed(naming[::-1])


@PAGE.get(
    "stories",
    "since:time until:time status:list",
    scopes=READ,
    token="page",  # noqa: S106
)
def _stories(call: FBCall, page: Page) -> Listing:
    wanted = set(call.args.get("status", ("PUBLISHED", "ARCHIVED")))
    stories = [
        post for post in call.world.posts_on(page.id) if post.kind == "story" and post.state == "published"
    ]
    return Listing([each for each in map(_story, stories) if each["status"] in wanted])


def _story(post: Post) -> JSON:
    media = post.video or post.photos[0]
    return {
        "post_id": post.number,
        "status": "ARCHIVED" if post.archived else "PUBLISHED",
        "creation_time": str(int(post.created)),
        "media_type": "video" if post.video else "photo",
        "media_id": media,
        "url": f"{SITE}/stories/{post.owner}/{post.number}",
    }
