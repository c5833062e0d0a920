"""Whether a post that Facebook lists is the one that is looked for: by its files, its words, its link, its time."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from smmcore.models import Photo, Post, Video
from smmcore_facebook.rendering import message
from smmcore_facebook.settings import FacebookOptions, FacebookSettings
from smmcore_meta.texts import normalized
from smmcore_meta.times import moment

FIELDS = (
    "id,message,created_time,scheduled_publish_time,"
    "attachments{media_type,target,unshimmed_url,url,subattachments}"
)
"""Of a post in a list."""
_ALIKE = 0.6
"""From this ratio on, one text may be what Facebook made of the other."""
_COMPARED = 1000
"""Characters of a text by which it is compared."""
_SAME_TIME = timedelta(minutes=1)
_SHIMS = {"l.facebook.com", "lm.facebook.com"}
"""Addresses of Facebook's that lead to others, which they have in `u`."""
_TRACKING = {"fbclid"}
"""Facebook adds it to addresses."""


def is_it(item: Mapping[str, Any], post: Post, settings: FacebookSettings, photos: set[str]) -> bool:
    """Whether it can only be this post; `photos` are those that were uploaded for it alone."""
    if photos:
        return photos <= set(attached(item))
    text = message(post, settings)
    if normalized(text) != normalized(str(item.get("message") or "")):
        return False
    if post.link and _address(post.link) in {_address(each) for each in attached(item)}:
        return True
    return bool(text) and _shows(item) == _brings(post)


def is_near(item: Mapping[str, Any], post: Post, settings: FacebookSettings) -> bool:
    """Whether Facebook may have made this of it: a person has to look."""
    text, shown = message(post, settings), str(item.get("message") or "")
    if not text:
        return not shown
    return SequenceMatcher(None, text[:_COMPARED], shown[:_COMPARED], autojunk=False).ratio() >= _ALIKE


def in_time(item: Mapping[str, Any], post: Post, now: datetime) -> bool:
    """Whether it is out, or waits, as this post should."""
    planned, waits = (
        post.options_for(FacebookOptions).scheduled_for,
        moment(item.get("scheduled_publish_time")),
    )
    if planned is None:
        return waits is None
    return abs(waits - planned) <= _SAME_TIME if waits else now >= planned - _SAME_TIME


def attached(item: Mapping[str, Any]) -> Iterator[str]:
    """Identifiers and addresses of all that hangs on a post."""
    for attachment in _attachments(item):
        target = attachment.get("target") or {}
        told = (target.get("id"), attachment.get("unshimmed_url"), attachment.get("url"))
        yield from (str(value) for value in told if value)


def _attachments(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for attachment in (item.get("attachments") or {}).get("data") or ():
        yield attachment
        yield from _attachments({"attachments": attachment.get("subattachments")})


def _shows(item: Mapping[str, Any]) -> str:
    """What the post shows besides words. The preview of a link is nothing: Facebook makes one of any address."""
    kinds = {str(attachment.get("media_type") or "") for attachment in _attachments(item)}
    if any(kind.startswith("video") for kind in kinds):
        return "film"
    return "photos" if kinds & {"photo", "album"} else ""


def _brings(post: Post) -> str:
    if any(isinstance(media, Video) for media in post.media):
        return "film"
    return "photos" if any(isinstance(media, Photo) for media in post.media) else ""


def _address(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """An address for comparing: Facebook adds and leaves out what does not matter."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host in _SHIMS and (there := parse_qs(parts.query).get("u")):
        return _address(there[0])
    query = tuple(sorted(pair for pair in parse_qsl(parts.query, True) if pair[0] not in _TRACKING))
    return host, parts.path.rstrip("/"), query
