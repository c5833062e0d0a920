"""New posts and photos."""

import json
from typing import Any

from smmcore_meta.sandbox import JSON, GraphError, Stored, Unfetchable, invalid

from .kinds import PAGE, WRITE
from .world import Page, Photo, Post
from .writing import FBCall, own, rules, shown, state_of, unlike_the_last

PICTURES = ("image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff", "image/webp")
_KINDS = "|".join(
    (
        *("ADS_POST", "DRAFT", "INLINE_CREATED", "PUBLISHED", "PUBLISH_PENDING"),
        *("REVIEWABLE_BRANDED_CONTENT", "SCHEDULED", "SCHEDULED_RECURRING"),
    )
)
SHOWING = f"published:flag unpublished_content_type:one{{{_KINDS}}} scheduled_publish_time:time"
"""The parameters that say when something is shown, and to whom."""
ABOUT = "targeting:json feed_targeting:json"


@PAGE.post(
    "feed",
    f"message:str link:str attached_media:json tags:list place:str {SHOWING} {ABOUT}",
    scopes=WRITE,
    token="page",  # noqa: S106 - a kind
)
def _feed(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("CREATE_CONTENT", page.id)
    state, when = state_of(call, rules(call).feed_days)
    photos = [_attached(call, page, item) for item in call.args.json("attached_media", [])]
    message, link = call.args.text("message"), call.args.text("link")
    if not (message.strip() or link or photos):
        raise invalid("You must provide a message, a link or media to post")
    if link and photos:
        raise invalid("A post has either a link or attached media")
    return {"id": _made(call, page, state, when, message=message, link=link, photos=photos).id}


def _made(call: FBCall, page: Page, state: str, when: float | None, **more: Any) -> Post:
    post = Post(
        *(call.world.new_id(), page.id, page.id, call.now()),
        state="draft" if state == "unpublished" else state,
        scheduled=when,
        place=call.args.get("place"),
        tags=[str(tag) for tag in call.args.get("tags", ())],
        targeting=call.args.json("feed_targeting") or call.args.json("targeting"),
        updated=call.now(),
        **more,
    )
    unlike_the_last(call, page, post)
    call.world.add_post(post)
    if post.shown:
        shown(call, post)
    return post


def _attached(call: FBCall, page: Page, item: Any) -> str:
    """An unpublished photo of the page that nothing shows yet. Raises error 100."""
    try:
        id = str((json.loads(item) if isinstance(item, str) else item)["media_fbid"])
    except (ValueError, TypeError, KeyError):
        raise invalid('Param attached_media must be a list of {"media_fbid": ID}') from None
    photo = call.world.photos.get(id)
    if photo is None or photo.page != page.id:
        raise invalid(f"attached_media: there is no photo {id} of this page's")
    if photo.published or photo.post or photo.story:
        raise GraphError(100, "These photos were already posted.", 1366051)
    return id


@PAGE.post(
    "photos",
    f"url:str caption:str message:str alt_text_custom:str no_story:flag temporary:flag place:str {SHOWING} {ABOUT}",
    beside="source:file",
    why="the file itself is a part of the form; Meta's files list only what is text",
    scopes=WRITE,
    token="page",  # noqa: S106
)
async def _photos(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("CREATE_CONTENT", page.id)
    state, when = state_of(call, rules(call).feed_days)
    if call.args.flag("temporary") and state == "published":
        raise invalid("A temporary photo cannot be published")
    stored = await _picture(call)
    photo = Photo(
        *(call.world.new_id(), page.id, call.now(), stored.sha256, stored.width, stored.height),
        caption=call.args.text("caption") or call.args.text("message"),
        alt_text=call.args.text("alt_text_custom"),
        published=state != "unpublished",
        temporary=call.args.flag("temporary"),
    )
    call.world.add_photo(photo)
    if state == "unpublished" or call.args.flag("no_story"):
        return {"id": photo.id}
    return {"id": photo.id, "post_id": _post_of(call, page, photo, state, when).id}


def _post_of(call: FBCall, page: Page, photo: Photo, state: str, when: float | None) -> Post:
    try:
        return _made(call, page, state, when, message=photo.caption, photos=[photo.id])
    except GraphError:
        call.world.photos.pop(photo.id)
        call.world.remove(photo.id)
        raise


async def _picture(call: FBCall) -> Stored:
    """The file, or what lies at the address. Raises error 100 for what is no picture or is too large."""
    stored = call.files.get("source")
    if stored is None:
        if "url" not in call.args:
            raise GraphError(324, "(#324) Requires upload file")
        try:
            stored = await call.fetch(call.args.text("url"), types=PICTURES, most=rules(call).photo_bytes)
        except Unfetchable as error:
            raise invalid(f"Missing or invalid image file: {error}") from None
    if stored.width <= 0 or stored.size > rules(call).photo_bytes:
        raise GraphError(100, "Invalid parameter", 1366046)
    return stored
