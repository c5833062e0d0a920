"""What limits cannot say about a post: what goes together, and lengths in bytes."""

from collections.abc import Iterator

from smmcore.errors import InvalidInput
from smmcore.limits import Problem
from smmcore.models import Account, Photo, Post, Remote, Text, Video, plain
from smmcore_bluesky.limits import (
    FILM_ALT,
    FILM_ALT_BYTES,
    TEXT,
    TEXT_BYTES,
    graphemes,
)
from smmcore_bluesky.names import address
from smmcore_bluesky.settings import BlueskyOptions

_POST = "lexicon app.bsky.feed.post"
_VIDEO = "lexicon app.bsky.embed.video"


class Checking:
    def problems(self, account: Account, post: Post) -> Iterator[Problem]:
        """See `smmcore.platform.Checker`."""
        options = post.options_for(BlueskyOptions)
        yield from _bytes("text", post.text)
        if post.first_comment is not None:
            yield from _bytes("first_comment", post.first_comment)
        yield from _media(post)
        yield from _thread(options)
        yield from _addresses(options)
        if post.link and post.media:
            yield Problem(
                "link", "Bluesky shows files or a link's card, not both; put the link into the text"
            )
        if options.reply_to and options.who_can_reply != "everybody":
            yield Problem("options.bluesky.who_can_reply", "only the first post of a thread can say that")


def _bytes(field: str, text: str | Text) -> Iterator[Problem]:
    given = len(plain(text).strip().encode())
    if given > TEXT_BYTES:
        message = f"{given} bytes, allowed are at most {TEXT_BYTES} bytes"
        yield Problem(field, message, str(TEXT_BYTES), str(given), _POST)


def _media(post: Post) -> Iterator[Problem]:
    if len(post.media) > 1 and not all(isinstance(item, Photo) for item in post.media):
        yield Problem("media", "a film stands alone on Bluesky; only photos can be together", source=_POST)
    for place, item in enumerate(post.media):
        field = f"media[{place}]"
        if isinstance(item.source, Remote):
            yield Problem(field, "Bluesky fetches no files by their address; give a file on this machine")
        if isinstance(item, Video) and item.cover:
            yield Problem(f"{field}.cover", "Bluesky takes a film's first picture as its cover; leave it out")
        alt = "" if isinstance(item, Photo) else str(getattr(item, "alt", ""))
        if graphemes(alt) > FILM_ALT or len(alt.encode()) > FILM_ALT_BYTES:
            given = f"{graphemes(alt)} characters"
            message = f"{given}, allowed are at most {FILM_ALT}"
            yield Problem(f"{field}.alt", message, str(FILM_ALT), given, _VIDEO)


def _thread(options: BlueskyOptions) -> Iterator[Problem]:
    for place, text in enumerate(options.thread):
        field = f"options.bluesky.thread[{place}]"
        yield from _bytes(field, text)
        given = graphemes(text.strip())
        if not TEXT.allows(given):
            yield Problem(field, f"{given} graphemes, allowed are {TEXT}", str(TEXT), str(given), TEXT.source)


def _addresses(options: BlueskyOptions) -> Iterator[Problem]:
    for field in ("reply_to", "quote"):
        value = getattr(options, field)
        try:
            if value:
                address(value, field)
        except InvalidInput as error:
            yield Problem(f"options.bluesky.{field}", str(error).partition(": ")[2])
