"""What limits and abilities cannot say about a post."""

from collections.abc import Iterator, Sequence
from typing import Any

import imagesize

from smmcore.limits import Problem
from smmcore.models import Account, File, Kind, Media, Photo, Post, Source, Video
from smmcore_instagram.composing import fetched, is_reel
from smmcore_instagram.limits import (
    ALT,
    CAPTION,
    COLLABORATORS,
    ERRORS,
    HASHTAGS,
    MEDIA,
    MENTIONS,
    MIB,
    NARROWEST,
    PICTURES,
    PUBLISHING,
    ROUNDING,
    STORY_FILM,
    WIDEST,
)
from smmcore_instagram.rendering import caption, hashtags, mentions
from smmcore_instagram.settings import InstagramOptions, InstagramSettings, UserTag
from smmcore_meta.texts import rendered

_OPTIONS = "options.instagram"
_JPEG = b"\xff\xd8\xff"
_REEL_ONLY = ("thumb_offset", "share_to_feed", "audio_name", "trial")


class Checking:
    """Asks nobody; reads only the files of a post."""

    def fetched(self, account: Account, post: Post) -> Sequence[Source]:
        """Which files Instagram fetches by itself: see `smmcore.platform.FetchesMedia`."""
        return fetched(account.settings_as(InstagramSettings), post)

    def problems(self, account: Account, post: Post) -> Iterator[Problem]:
        """See `smmcore.platform.Checker`."""
        settings = account.settings_as(InstagramSettings)
        yield from _kind(post)
        yield from _caption(post, settings)
        for place, media in enumerate(post.media):
            yield from _item(f"media[{place}]", media, post)
        yield from _options(post, post.options_for(InstagramOptions))


def _kind(post: Post) -> Iterator[Problem]:
    words = [media.word for media in post.media]
    if post.kind is Kind.REEL and words != ["video"]:
        yield Problem("media", "a reel is one film", source=PUBLISHING)
    if post.kind is not Kind.STORY:
        return
    if len(words) != 1:
        yield Problem("media", "a story is one photo or one film", source=PUBLISHING)
    if post.plain_text.strip():
        yield Problem("text", "stories have no text here; write it into the picture", source=PUBLISHING)
    if post.first_comment:
        yield Problem("first_comment", "stories have no comments")
    if post.disclosure:
        yield Problem(
            "disclosure", "a story has no text that could say so; write it into the picture, and leave it out"
        )


def _caption(post: Post, settings: InstagramSettings) -> Iterator[Problem]:
    text = caption(post, settings)
    whole = f"{len(text)} characters with its addresses and marks, allowed are at most {CAPTION}"
    if len(text) > CAPTION >= len(post.plain_text.strip()):
        yield Problem("text", whole, str(CAPTION), str(len(text)), ERRORS)
    yield from _counted("text", text)
    if post.first_comment:
        yield from _counted("first_comment", rendered(post.first_comment))


def _counted(field: str, text: str) -> Iterator[Problem]:
    counts = (("hashtags", len(hashtags(text)), HASHTAGS), ("mentions", len(mentions(text)), MENTIONS))
    for what, given, most in counts:
        if given > most:
            yield Problem(
                field, f"{given} {what}, allowed are at most {most}", str(most), str(given), source=ERRORS
            )


def _item(field: str, media: Media, post: Post) -> Iterator[Problem]:
    if isinstance(media, Photo):
        if len(media.alt) > ALT:
            given = f"{len(media.alt)} characters"
            yield Problem(f"{field}.alt", f"{given}, allowed are at most {ALT}", str(ALT), given, MEDIA)
        yield from _picture(field, media.source, in_feed=post.kind is Kind.FEED)
    if isinstance(media, Video):
        yield from _film(field, media, post)


def _film(field: str, film: Video, post: Post) -> Iterator[Problem]:
    if post.kind is Kind.STORY and _size(film.source) > STORY_FILM:
        given = f"{_size(film.source) / MIB:.1f} MiB"
        yield Problem(field, f"a story's film has at most 100 MiB, this one {given}", "100 MiB", given, MEDIA)
    if film.cover is None:
        return
    if not is_reel(post):
        yield Problem(f"{field}.cover", "only a film that stands alone in the feed has a cover", source=MEDIA)
        return
    yield from _picture(f"{field}.cover", film.cover, in_feed=False)
    if _size(film.cover) > 8 * MIB:
        yield Problem(f"{field}.cover", "a cover has at most 8 MiB", "8 MiB", source=MEDIA)


def _picture(field: str, source: Source, *, in_feed: bool) -> Iterator[Problem]:
    """Whether a file is a JPEG of a shape that the feed takes; what has a wrong suffix, the limits tell."""
    if not isinstance(source, File) or not source.path.is_file():
        return
    name = source.path.name
    if source.path.suffix.lower() not in PICTURES:
        if field.endswith(".cover"):
            yield Problem(field, f"{name} is none of {', '.join(PICTURES)}", source=MEDIA)
        return
    with source.path.open("rb") as file:
        if file.read(len(_JPEG)) != _JPEG:
            yield Problem(field, f"{name} is no JPEG inside; save it as one", source=MEDIA)
            return
    if in_feed:
        yield from _shape(field, source)


def _shape(field: str, source: File) -> Iterator[Problem]:
    width, height = _dimensions(source)
    if width <= 0 or height <= 0:
        yield Problem(field, f"{source.path.name} is not a picture that can be read")
        return
    if not NARROWEST - ROUNDING <= width / height <= WIDEST + ROUNDING:
        given, allowed = f"{width}x{height}", "from 4:5 (upright) to 1.91:1 (wide)"
        words = f"{source.path.name} is {given}, allowed are shapes {allowed}; crop it"
        yield Problem(field, words, allowed, given, ERRORS)


def _dimensions(source: File) -> tuple[int, int]:
    try:
        size: Any = imagesize.get(source.path)
    except (ValueError, OSError):
        return -1, -1
    return int(size[0]), int(size[1])


def _options(post: Post, options: InstagramOptions) -> Iterator[Problem]:
    given = len(options.collaborators)
    if given > COLLABORATORS:
        words = f"{given} collaborators, allowed are at most {COLLABORATORS}"
        yield Problem(f"{_OPTIONS}.collaborators", words, str(COLLABORATORS), str(given), MEDIA)
    if options.collaborators and post.kind is Kind.STORY:
        yield Problem(f"{_OPTIONS}.collaborators", "stories have no collaborators", source=MEDIA)
    for name in _REEL_ONLY:
        if getattr(options, name) not in {None, ""} and not is_reel(post):
            yield Problem(f"{_OPTIONS}.{name}", "is for reels and single films only", source=MEDIA)
    for place, tag in enumerate(options.user_tags):
        yield from _tag(f"{_OPTIONS}.user_tags[{place}]", tag, post)


def _tag(field: str, tag: UserTag, post: Post) -> Iterator[Problem]:
    if tag.item > len(post.media):
        yield Problem(field, f"there is no item {tag.item} among {len(post.media)}")
        return
    is_photo = isinstance(post.media[tag.item - 1], Photo)
    places = [place for place in (tag.x, tag.y) if place is not None]
    if is_photo and post.kind is Kind.FEED and len(places) != 2:
        yield Problem(field, "a tag in a picture needs x and y, from 0 to 1", source=MEDIA)
    if not is_photo and places:
        yield Problem(field, "a tag in a film has no x and y", source=MEDIA)
    if any(not 0 <= place <= 1 for place in places):
        yield Problem(field, "x and y go from 0 to 1", source=MEDIA)


def _size(source: Source) -> int:
    return source.path.stat().st_size if isinstance(source, File) and source.path.is_file() else 0
