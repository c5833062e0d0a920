"""Whether a network would take a post: everything that can be known before a call, all at once."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import imagesize

from smmcore.io.interface import Uploader
from smmcore.io.publicity import ADVICE
from smmcore.limits import Limit, Limits, MediaLimits, Problem
from smmcore.models import Account, File, Kind, Media, Photo, Poll, Post, Remote, Source, plain
from smmcore.platform import Checker, FetchesMedia, Platform


def problems(
    platform: Platform, account: Account, post: Post, *, uploader: Uploader | None = None
) -> list[Problem]:
    """All that is wrong with the post for this account, in the order of its fields. Reads files, asks nobody.

    `uploader` is what gives files a public address, if there is something. Raises `InvalidInput` if the post's
    options do not fit the network.
    """
    post.options_for(platform.options)
    limits = platform.limits(account)
    found = [
        *_abilities(platform, account, post),
        *_texts(limits, post),
        *_media(limits, post),
        *(_poll(limits, post.poll) if post.poll else ()),
    ]
    if isinstance(platform, FetchesMedia) and uploader is None:
        found += _not_public(platform.fetched(account, post), platform.title)
    if isinstance(platform, Checker):
        found += platform.problems(account, post)
    return found


def needed(post: Post) -> Iterator[tuple[str, str]]:
    """The abilities that a post asks for, each with the field that asks."""
    if post.plain_text.strip() and not post.media:
        yield "text", "text"
    if post.link:
        yield "link", "link"
    for place, media in enumerate(post.media):
        yield media.word, f"media[{place}]"
    if len(post.media) > 1:
        yield "album", "media"
    if post.poll:
        yield "poll", "poll"
    if post.kind is not Kind.FEED:
        yield post.kind.value, "kind"
    if post.first_comment:
        yield "first_comment", "first_comment"
    if post.disclosure:
        yield "disclosure", "disclosure"


def limit_of_text(limits: Limits, post: Post) -> Limit | None:
    """How long the text of such a post may be; None where nobody knows."""
    return limits.caption if post.media and limits.caption else limits.text


def _abilities(platform: Platform, account: Account, post: Post) -> Iterator[Problem]:
    abilities = platform.abilities(account)
    for word, field in needed(post):
        ability = abilities.get(word)
        if ability is None:
            yield Problem(field, f"{platform.title} cannot publish this ({word})")
        elif not ability:
            yield Problem(field, ability.reason)


def _texts(limits: Limits, post: Post) -> Iterator[Problem]:
    if limit := limit_of_text(limits, post):
        what = "as a caption of media" if post.media and limits.caption else ""
        yield from _length("text", plain(post.text).strip(), limit, limits, what)
    if post.first_comment is not None and limits.comment:
        yield from _length("first_comment", plain(post.first_comment).strip(), limits.comment, limits)


def _length(field: str, text: str, limit: Limit, limits: Limits, what: str = "") -> Iterator[Problem]:
    yield from _against(field, limits.measure(text), limit, what)


def _against(field: str, given: int, limit: Limit, what: str = "") -> Iterator[Problem]:
    if not limit.allows(given):
        words = f" {what}" if what else ""
        yield Problem(
            field, f"{given} {limit.unit}{words}, allowed are {limit}", str(limit), str(given), limit.source
        )


def _media(limits: Limits, post: Post) -> Iterator[Problem]:
    if limits.media and len(post.media) > limits.media.most:
        yield from _against("media", len(post.media), limits.media)
    for place, media in enumerate(post.media):
        yield from _file(f"media[{place}]", media, limits.kinds.get(media.word))


def _file(field: str, media: Media, limits: MediaLimits | None) -> Iterator[Problem]:
    if isinstance(media.source, Remote):
        return
    path = media.source.path
    if not path.is_file():
        yield Problem(field, f"there is no file {path}", given=str(path))
        return
    if limits is None:
        return
    yield from _size(field, path, limits)
    if limits.formats and path.suffix.lower() not in limits.formats:
        allowed = ", ".join(limits.formats)
        yield Problem(field, f"{path.name} is none of {allowed}", allowed, path.suffix, limits.source)
    elif isinstance(media, Photo) and (limits.sides or limits.ratio):
        yield from _dimensions(field, path, limits)


def _size(field: str, path: Path, limits: MediaLimits) -> Iterator[Problem]:
    size = path.stat().st_size
    if size == 0:
        yield Problem(field, f"{path.name} is empty", given="0 bytes")
    if size > limits.size:
        given, allowed = f"{size / 1e6:.1f} MB", f"{limits.size / 1e6:g} MB"
        yield Problem(field, f"{path.name} has {given}, allowed are {allowed}", allowed, given, limits.source)


def _dimensions(field: str, path: Path, limits: MediaLimits) -> Iterator[Problem]:
    width, height = _picture_size(path)
    if width <= 0 or height <= 0:
        yield Problem(field, f"{path.name} is not a picture that can be read")
        return
    given = f"{width}x{height}"
    if limits.sides and width + height > limits.sides:
        allowed = f"width and height together at most {limits.sides}"
        yield Problem(field, f"{path.name} is {given}, allowed is {allowed}", allowed, given, limits.source)
    if limits.ratio and max(width, height) / min(width, height) > limits.ratio:
        allowed = f"a ratio of at most {limits.ratio:g}"
        yield Problem(field, f"{path.name} is {given}, allowed is {allowed}", allowed, given, limits.source)


def _picture_size(path: Path) -> tuple[int, int]:
    try:
        size: Any = imagesize.get(path)
    except (ValueError, OSError):
        return -1, -1
    return int(size[0]), int(size[1])


def _not_public(sources: Iterable[Source], title: str) -> Iterator[Problem]:
    for source in sources:
        if isinstance(source, File):
            name = source.path.name
            yield Problem(
                "media", f"{title} fetches {name} from a public address; {ADVICE}", given=str(source.path)
            )


def _poll(limits: Limits, poll: Poll) -> Iterator[Problem]:
    if limits.poll_question:
        yield from _length("poll.question", poll.question, limits.poll_question, limits)
    if limits.poll_options:
        yield from _against("poll.options", len(poll.options), limits.poll_options)
    if limits.poll_option:
        for place, option in enumerate(poll.options):
            yield from _length(f"poll.options[{place}]", option, limits.poll_option, limits)
    if limits.poll_explanation and poll.explanation:
        yield from _length("poll.explanation", poll.explanation, limits.poll_explanation, limits)
