"""Which of Meta's APIs is called, and how its tokens come about."""

from enum import StrEnum

from attrs import frozen


class Way(StrEnum):
    """Where the token comes from that calls are sent with."""

    PAGE = "page"
    """A Page's own: given, or asked for by its administrator's `user_token`."""
    USER = "user"
    """A user's or a Page's, whichever is given."""
    INSTAGRAM = "instagram"
    """Of Instagram Login: lives for 60 days and is refreshed."""


@frozen(kw_only=True)
class Api:
    """One network as it is reached by one kind of login."""

    platform: str
    title: str
    host: str = "https://graph.facebook.com"
    video_host: str = "https://graph-video.facebook.com"
    upload_host: str = "https://rupload.facebook.com"
    use_case: str
    """What `X-Business-Use-Case-Usage` calls this network's calls: `pages` or `instagram`."""
    way: Way
    batches: bool = True
    """Whether several calls may travel in one request."""
