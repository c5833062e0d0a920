"""Accounts and their media: fields, lists, comments on and off, and deleting."""

from typing import Any

from smmcore_meta.sandbox import JSON, Listing, Node, missing

from .nodes import MEDIA, ONLY_MEDIA, ONLY_USER, USER, InstagramCall, node_of
from .scopes import BASIC, COMMENTS, ONLY_BASIC, ONLY_COMMENTS, PUBLISH
from .world import Media, Professional, Upload

_WINDOW = "since:time until:time"


def permalink(media: Media) -> str:
    folder = {"REELS": "reel", "STORY": "stories"}.get(media.product, "p")
    return f"https://www.instagram.com/{folder}/{media.shortcode}/"


def _is_own(call: InstagramCall, media: Media) -> bool:
    return media.user == call.world.home


def _comments_count(call: InstagramCall, media: Media) -> int:
    return sum(not call.world.comments[id].deleted for id in media.comments)


def _first(media: Media) -> Upload:
    return media.uploads[0] if media.uploads else Upload(None)


def _media_url(call: InstagramCall, media: Media) -> str | None:
    return _file_url(call, _first(media).file)


def _file_url(call: InstagramCall, file: Any) -> str | None:
    return f"{call.base}/_sandbox/files/{file.sha256}" if file is not None else None


for _kind in (USER, ONLY_USER):
    _kind.plain("username", "name")
    _kind.field("biography")(lambda _call, user: user.biography or None)
    _kind.field("website")(lambda _call, user: user.website or None)
    _kind.field("followers_count")(lambda _call, user: user.followers)
    _kind.field("follows_count")(lambda _call, user: user.follows)
    _kind.field("media_count")(
        lambda call, user: sum(
            not (m.deleted or m.parent) for m in call.world.media.values() if m.user == user.id
        )
    )
    _kind.field("profile_picture_url")(lambda call, user: _file_url(call, user.picture))
USER.field("ig_id")(lambda _call, user: int(user.id))
USER.field("has_profile_pic")(lambda _call, user: user.picture is not None)
ONLY_USER.plain("account_type")
ONLY_USER.field("user_id")(lambda _call, user: user.id)

for _kind in (MEDIA, ONLY_MEDIA):
    _kind.plain("media_type", "shortcode")
    _kind.field("media_product_type")(lambda _call, media: media.product)
    _kind.field("caption")(lambda _call, media: media.caption or None)
    _kind.field("timestamp")(lambda call, media: call.iso(media.at))
    _kind.field("username")(lambda call, media: call.world.username(media.user))
    _kind.field("owner")(lambda call, media: node_of(call, call.world.professionals[media.user]))
    _kind.field("permalink")(lambda _call, media: permalink(media))
    _kind.field("like_count")(lambda _call, media: None if media.likes_hidden else media.likes)
    _kind.field("comments_count")(_comments_count)
    _kind.field("is_comment_enabled")(lambda _call, media: media.comments_open)
    _kind.field("is_shared_to_feed")(
        lambda _call, media: (
            bool(media.details.get("share_to_feed", True)) if media.product == "REELS" else None
        )
    )
    _kind.field("is_ai_generated")(lambda _call, media: bool(media.details.get("is_ai_generated")))
    _kind.field("alt_text")(lambda _call, media: (_first(media).alt or None) if not media.children else None)
    _kind.field("media_url")(_media_url)
    _kind.field("thumbnail_url")(
        lambda call, media: _media_url(call, media) if media.media_type == "VIDEO" else None
    )
MEDIA.field("ig_id")(lambda _call, media: media.id)
MEDIA.field("view_count")(lambda call, media: None if _is_own(call, media) else media.figures.get("views"))
MEDIA.field("shares_count")(lambda _call, media: media.figures.get("shares"))
MEDIA.field("saved_count")(lambda _call, media: media.figures.get("saved"))
MEDIA.field("reposts_count")(lambda _call, media: media.figures.get("reposts"))


@USER.get("media", _WINDOW, scopes=BASIC)
@ONLY_USER.get("media", _WINDOW, scopes=ONLY_BASIC)
def media_of(call: InstagramCall, user: Professional) -> Listing:
    since, until = call.args.get("since", 0.0), call.args.get("until", float("inf"))
    newest = call.world.media_of(user.id, call.now())
    return Listing([node_of(call, media) for media in newest if since <= media.at <= until])


@USER.get("stories", scopes=BASIC)
@ONLY_USER.get("stories", scopes=ONLY_BASIC)
def stories_of(call: InstagramCall, user: Professional) -> Listing:
    return Listing([node_of(call, media) for media in call.world.stories_of(user.id, call.now())])


@USER.get("tags", "media_type:str posted_after:str posted_before:str", scopes=COMMENTS)
@ONLY_USER.get("tags", "media_type:str posted_after:str posted_before:str", scopes=ONLY_COMMENTS)
def tags_of(call: InstagramCall, user: Professional) -> Listing:
    """Media of others that shows the account, newest first."""
    found = [call.world.media[id] for id, whom in call.world.tagged if whom == user.id]
    there = sorted((m for m in found if m.is_there(call.now())), key=lambda m: m.at, reverse=True)
    return Listing([node_of(call, media) for media in there])


@MEDIA.get("children", scopes=BASIC, paging="none")
@ONLY_MEDIA.get("children", scopes=ONLY_BASIC, paging="none")
def children_of(call: InstagramCall, media: Media) -> list[Node]:
    return [node_of(call, call.world.media[id]) for id in media.children]


@MEDIA.update("comment_enabled!:flag", scopes=COMMENTS)
@ONLY_MEDIA.update("comment_enabled!:flag", scopes=ONLY_COMMENTS)
def update(call: InstagramCall, media: Media) -> JSON:
    own(call, media)
    media.comments_open = call.args.flag("comment_enabled")
    return {"success": True}


@MEDIA.delete(scopes=PUBLISH)
def delete(call: InstagramCall, media: Media) -> JSON:
    if not call.world.rules.deletes or media.parent:
        raise missing(media.id, "DELETE")
    own(call, media).deleted = True
    return {"success": True}


def own(call: InstagramCall, media: Media) -> Media:
    """The media, if the token's account may change it. Raises error 100/33."""
    if not _is_own(call, media):
        raise missing(media.id, call.verb)
    return media
