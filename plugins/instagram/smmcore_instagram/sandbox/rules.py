"""What is not known of Instagram for sure, or differs between accounts; the control API sets it."""

from attrs import define


@define(eq=False)
class Rules:
    image_seconds: float = 2.0
    """How long a picture is being processed."""
    video_seconds: float = 5.0
    """How long a film is."""
    quota_total: int = 50
    """Posts in `quota_duration`; Meta's pages say 50 here and 100 there."""
    quota_duration: int = 86_400
    republish: str = "error"
    """What publishing a container again does: an `error`, or a second post (`again`). It is not documented."""
    deletes: bool = True
    """DELETE of media with the Facebook login: it stands in the specification, and no page speaks of it."""
    quota_read: bool = True
    """content_publishing_limit answers; without, it has nothing to say."""
    least_viewers: int = 5
    """A story seen by fewer has no figures."""
    hashtags_a_week: int = 30
    list_seconds: float = 0.0
    """How long a new post is missing in the lists of posts: nothing promises that they are up to date."""
    forgotten: str = "unknown"
    """How a container is told that nobody knows any more: as `unknown` (100/33), or as `not found` (24/2207008)."""
    container_days: float = 30.0
    """After so many days nobody knows a container any more: how long its status is told is not documented."""
