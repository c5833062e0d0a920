"""A post as the parameters of Facebook's calls."""

from typing import Any

from smmcore.models import Post
from smmcore_facebook.rendering import message
from smmcore_facebook.settings import FacebookOptions, FacebookSettings
from smmcore_meta.times import stamp


def waits(options: FacebookOptions) -> bool:
    """Whether Facebook keeps the post for later, as a draft or for its time."""
    return options.draft or options.scheduled_for is not None


def feed_post(post: Post, settings: FacebookSettings, photos: list[str]) -> dict[str, Any]:
    """A post of text, link and photos; the photos are uploaded already."""
    options = post.options_for(FacebookOptions)
    return {
        "message": message(post, settings) or None,
        "link": post.link,
        "attached_media": [{"media_fbid": id} for id in photos] or None,
        "place": options.place or None,
        "tags": list(options.tags) or None,
        **_audience(options),
        **_later(options),
    }


def film_post(post: Post, settings: FacebookSettings) -> dict[str, Any]:
    options = post.options_for(FacebookOptions)
    return {
        "description": message(post, settings) or None,
        "title": options.title or None,
        **_audience(options),
        **_later(options),
    }


def reel(post: Post, settings: FacebookSettings) -> dict[str, Any]:
    options = post.options_for(FacebookOptions)
    state = "DRAFT" if options.draft else "SCHEDULED" if options.scheduled_for else "PUBLISHED"
    return {
        "description": message(post, settings) or None,
        "title": options.title or None,
        "video_state": state,
        "scheduled_publish_time": stamp(options.scheduled_for) if options.scheduled_for else None,
        **_audience(options),
    }


def _later(options: FacebookOptions) -> dict[str, Any]:
    if options.draft:
        return {"published": False, "unpublished_content_type": "DRAFT"}
    if options.scheduled_for:
        return {"published": False, "scheduled_publish_time": stamp(options.scheduled_for)}
    return {}


def _audience(options: FacebookOptions) -> dict[str, Any]:
    target: dict[str, Any] = {}
    if options.countries:
        target["geo_locations"] = {"countries": list(options.countries)}
    if options.age_min:
        target["age_min"] = options.age_min
    return {"targeting": target} if target else {}
