"""A post as the parameters of Instagram's containers."""

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from smmcore.errors import InvalidInput
from smmcore.models import File, Kind, Media, Photo, Post, Source, Video
from smmcore_instagram.rendering import caption
from smmcore_instagram.settings import FACEBOOK, InstagramOptions, InstagramSettings

CAROUSEL, REELS, STORIES, VIDEO = "CAROUSEL", "REELS", "STORIES", "VIDEO"


@frozen
class Draft:
    """One container that is to be made: its parameters, and which files stand behind them."""

    params: dict[str, Any]
    fetched: dict[str, Source]
    """Files that Instagram fetches, by the parameter that takes their address."""
    uploaded: File | None = None
    """A film that is sent to Meta itself."""


def is_reel(post: Post) -> bool:
    """A film that stands alone in the feed is a reel."""
    return post.kind is not Kind.STORY and len(post.media) == 1 and isinstance(post.media[0], Video)


def single(post: Post, settings: InstagramSettings) -> Draft:
    """The container of a post of one picture or film."""
    media, options = _only(post), post.options_for(InstagramOptions)
    params: dict[str, Any] = {
        "media_type": _media_type(post, media),
        "caption": caption(post, settings) or None,
        "user_tags": _tags(options, 1),
        "collaborators": list(options.collaborators) or None,
        "location_id": options.location_id or None,
        "is_ai_generated": options.ai_generated or None,
    }
    if is_reel(post):
        params |= _reel(post, options)
    return _with_file(media, params, settings)


def item(post: Post, place: int, settings: InstagramSettings) -> Draft:
    """The container of one item of a carousel, by its place from 1."""
    media = post.media[place - 1]
    params = {
        "media_type": VIDEO if isinstance(media, Video) else None,
        "is_carousel_item": True,
        "user_tags": _tags(post.options_for(InstagramOptions), place),
    }
    return _with_file(media, params, settings)


def carousel(post: Post, children: Sequence[str], settings: InstagramSettings) -> Draft:
    """The container around the items."""
    options = post.options_for(InstagramOptions)
    params: dict[str, Any] = {
        "media_type": CAROUSEL,
        "children": ",".join(children),
        "caption": caption(post, settings) or None,
        "collaborators": list(options.collaborators) or None,
        "location_id": options.location_id or None,
        "is_ai_generated": options.ai_generated or None,
    }
    return Draft(params, {})


def fetched(settings: InstagramSettings, post: Post) -> list[Source]:
    """All files of a post that Instagram fetches itself."""
    films = (media.cover for media in post.media if isinstance(media, Video) and media.cover)
    own = (media.source for media in post.media if not _uploads(media, settings))
    return [*own, *films]


def _only(post: Post) -> Media:
    if not post.media:
        raise InvalidInput("media: Instagram publishes no text alone; add a photo or a film")
    return post.media[0]


def _media_type(post: Post, media: Media) -> str | None:
    if post.kind is Kind.STORY:
        return STORIES
    return REELS if isinstance(media, Video) else None


def _reel(post: Post, options: InstagramOptions) -> dict[str, Any]:
    share = options.share_to_feed
    if share is None and post.kind is Kind.FEED:
        share = True
    return {
        "share_to_feed": share,
        "thumb_offset": options.thumb_offset,
        "audio_name": options.audio_name or None,
        "trial_params": {"graduation_strategy": options.trial} if options.trial else None,
    }


def _tags(options: InstagramOptions, place: int) -> list[dict[str, Any]] | None:
    tags = [tag for tag in options.user_tags if tag.item == place]
    return [{"username": tag.username.removeprefix("@"), **_spot(tag.x, tag.y)} for tag in tags] or None


def _spot(x: float | None, y: float | None) -> dict[str, float]:
    return {} if x is None or y is None else {"x": x, "y": y}


def _with_file(media: Media, params: dict[str, Any], settings: InstagramSettings) -> Draft:
    source = media.source
    if isinstance(media, Photo):
        return Draft({**params, "alt_text": media.alt or None}, {"image_url": source})
    if not isinstance(media, Video):
        raise InvalidInput(f"media: Instagram takes photos and films, no {media.word}")
    covers = {"cover_url": media.cover} if media.cover else {}
    if _uploads(media, settings) and isinstance(source, File):
        return Draft({**params, "upload_type": "resumable"}, {**covers}, source)
    return Draft(params, {"video_url": source, **covers})


def _uploads(media: Media, settings: InstagramSettings) -> bool:
    """Whether the bytes go to Meta itself: only films, only with Facebook's login."""
    is_file = isinstance(media, Video) and isinstance(media.source, File)
    return is_file and settings.resumable and settings.login == FACEBOOK
