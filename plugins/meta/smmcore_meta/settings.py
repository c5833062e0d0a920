"""What an account on either network may configure about the Graph API."""

import re
from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from smmcore.models.validating import Validator, number, web_address
from smmcore_meta.api import Api

_VERSION = re.compile(r"v\d{1,3}\.\d{1,2}")


def without_slash(url: str) -> str:
    return url.rstrip("/")


def one_of(words: Iterable[Any]) -> Validator:
    """The value must be one of these; the empty string may stand for "not set"."""
    allowed = tuple(words)

    def check(_: Any, attribute: "Attribute[Any]", value: Any) -> None:
        if value not in allowed:
            shown = ", ".join(str(word) for word in allowed if word != "")
            raise ValueError(f"{attribute.name}: must be one of {shown}, not {value!r}")

    return check


def _version(_: Any, attribute: "Attribute[Any]", value: str) -> None:
    if not _VERSION.fullmatch(value):
        raise ValueError(f"{attribute.name}: {value!r} is no version of the Graph API such as v26.0")


def _address(_: Any, attribute: "Attribute[Any]", value: str) -> None:
    web_address(_, attribute, value or None)


@frozen(kw_only=True)
class GraphSettings:
    version: str = field(default="v26.0", validator=_version)
    """Versions live for about two years; calls to a dead one are answered by the oldest that lives."""
    base_url: str = field(default="", converter=without_slash, validator=_address)
    """Where the API is; empty means Meta's own host."""
    video_url: str = field(default="", converter=without_slash, validator=_address)
    """Where films go in pieces; empty means `base_url` if that is set, else Meta's own host."""
    upload_url: str = field(default="", converter=without_slash, validator=_address)
    """Where whole films go; empty as with `video_url`."""
    app_id: str = field(default="", converter=str)
    """The app's number; with `secrets.app_secret`, tokens are exchanged and looked into."""
    slow_from: int = field(default=75, validator=number(least=1))
    """Percent of what Meta allows, from which calls are spaced out."""
    limit_pause: int = field(default=900, validator=number(least=1))
    """Seconds to leave Meta alone after it said "too many calls" and not for how long."""
    quota_pause: int = field(default=3600, validator=number(least=1))
    """Seconds until a post is tried again that a daily quota refused."""
    renew_days: int = field(default=10, validator=number(least=1))
    """Days before its end in which a token of 60 days is renewed."""
    metric_days: int = field(default=30, validator=number(least=1))
    """Days after which a metric is asked for again that Meta did not know."""


def graph_url(api: Api, settings: GraphSettings) -> str:
    return settings.base_url or api.host


def video_url(api: Api, settings: GraphSettings) -> str:
    return settings.video_url or settings.base_url or api.video_host


def upload_url(api: Api, settings: GraphSettings) -> str:
    return settings.upload_url or settings.base_url or api.upload_host
