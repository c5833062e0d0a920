"""What is not known of Facebook for sure, or differs from page to page: a test may set it."""

from attrs import define

MB = 1024 * 1024


@define(eq=False)
class Rules:
    duplicates: str = "allow"
    """Whether a text that the page's last post has is taken: `allow`, or `refuse` with error 506."""
    public_access: bool = True
    """Whether the application has the feature Page Public Content Access."""
    list_seconds: float = 0.0
    """How long a new post is missing in the lists of the page's posts."""
    video_seconds: float = 2.0
    """How long a film is being processed."""
    problem: str = ""
    """Why the next film that is finished cannot be processed."""
    problem_form: str = "list"
    """How a problem is told: as `errors`, a `list`, or as `error`, a `single` one; both were seen."""
    note: str = ""
    """What the next film that is finished has wrong with it, which does not keep it from being published."""
    bytes_told: bool = True
    """Whether a film's state tells how many bytes have arrived; some recorded ones do not."""
    story_named: bool = True
    """Whether a photo that becomes a story is answered with the story's identifier."""
    chunk: int = MB
    """Bytes that a part of a film's upload is asked for."""
    taken: int | None = None
    """Bytes that are kept of each part of a film; the next part has to begin there. None keeps all."""
    session_hours: float = 24.0
    """After these hours an upload that was not finished is gone."""
    bare_ids: bool = True
    """Whether films and stories name their posts without the page."""
    photo_bytes: int = 10 * MB
    feed_days: float = 30.0
    """How far ahead a post may be scheduled; older texts say 75 days."""
    video_days: float = 180.0
    reel_days: float = 29.0
    reels_a_day: int = 30
    reply_days: float = 7.0
    """How old a comment may be that is answered in private."""
