"""What an account and a post may configure for Bluesky."""

from collections.abc import Iterable
from typing import Any, ClassVar

from attrs import Attribute, field, frozen

from smmcore.models import Options
from smmcore.models.campaign import as_strings
from smmcore.models.validating import Validator, not_blank, number, web_address

ENTRYWAY = "https://bsky.social"
REPLIES_FROM = ("everybody", "nobody", "followers", "following", "mentioned")
LABELS = ("porn", "sexual", "nudity", "graphic-media", "!no-unauthenticated")
MOST_LANGUAGES = 3


def _without_slash(url: str) -> str:
    return url.rstrip("/")


def _each_of(words: Iterable[str]) -> Validator:
    def check(_: Any, attribute: "Attribute[Any]", value: str | tuple[str, ...]) -> None:
        for word in (value,) if isinstance(value, str) else value:
            if word not in words:
                raise ValueError(f"{attribute.name}: must be one of {', '.join(words)}, not {word!r}")

    return check


def _few(_: Any, attribute: "Attribute[Any]", value: tuple[str, ...]) -> None:
    if len(value) > MOST_LANGUAGES:
        raise ValueError(f"{attribute.name}: Bluesky takes at most {MOST_LANGUAGES}, not {len(value)}")


def _no_blanks(_: Any, attribute: "Attribute[Any]", value: tuple[str, ...]) -> None:
    for item in value:
        not_blank(_, attribute, item)


@frozen(kw_only=True)
class BlueskySettings:
    """An account's settings; its `id` is a handle such as `bakery.bsky.social`, or a DID."""

    url: str = field(default=ENTRYWAY, converter=_without_slash, validator=web_address)
    """Where to sign in. Bluesky's own entryway leads on to the account's server; any other address is that server."""
    appview: str = ""
    """The service that shows the network, such as `did:web:api.bsky.app#bsky_appview`; empty: the server's own."""
    moderation: str = ""
    """The service that gets reports, such as `did:plc:…#atproto_labeler`; empty: the server's own."""
    labelers: tuple[str, ...] = field(default=(), converter=as_strings)
    """DIDs of labelers whose labels are applied to what is read."""
    comment_days: int = field(default=30, validator=number(least=1))
    """How old, in days, posts may be whose comments are read when no post is named."""


@frozen(kw_only=True)
class BlueskyOptions(Options):
    """One post's options."""

    platform: ClassVar[str] = "bluesky"
    languages: tuple[str, ...] = field(default=(), converter=as_strings, validator=_few)
    """Languages of the text, such as `en` or `pt-BR`."""
    labels: tuple[str, ...] = field(default=(), converter=as_strings, validator=_each_of(LABELS))
    """Warnings that the account itself puts on the post."""
    thread: tuple[str, ...] = field(default=(), converter=as_strings, validator=_no_blanks)
    """Further texts, each of them a post that answers the one before."""
    reply_to: str = ""
    """The post that this one answers: an `at://` address or a link of bsky.app."""
    quote: str = ""
    """The post that this one shows: an `at://` address or a link of bsky.app."""
    who_can_reply: str = field(default="everybody", validator=_each_of(REPLIES_FROM))
    card_title: str = ""
    """The title on the link's card; without one, the link's host."""
    card_description: str = ""
