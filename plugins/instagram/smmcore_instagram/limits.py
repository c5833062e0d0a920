"""What Instagram takes, with the sources. Read in Meta's documentation of 2026; the quota is read from the network."""

from smmcore.limits import Limit, Limits, MediaLimits

DOCS = "developers.facebook.com/docs/instagram-platform"
MEDIA = f"{DOCS}/instagram-graph-api/reference/ig-user/media"
PUBLISHING = f"{DOCS}/content-publishing"
ERRORS = f"{DOCS}/instagram-graph-api/reference/error-codes"
MIB = 1024 * 1024

CAPTION = 2200
HASHTAGS = 30
MENTIONS = 20
ALT = 1000
COLLABORATORS = 3
CAROUSEL = (2, 10)
NARROWEST, WIDEST = 4 / 5, 1.91
"""Width by height of pictures in the feed."""
ROUNDING = 0.01
"""A picture is whole pixels, so its ratio is never exactly 1.91."""
PICTURES = (".jpg", ".jpeg")
FILMS = (".mp4", ".mov")
STORY_FILM = 100 * MIB
PAGE = 50
"""Comments on one page."""
MEDIA_PAGE = 100


def limits() -> Limits:
    """The same for all accounts; how many posts a day, Instagram tells itself."""
    return Limits(
        caption=Limit(CAPTION, source=ERRORS),
        media=Limit(CAROUSEL[1], "items", source=PUBLISHING),
        kinds={
            "photo": MediaLimits(size=8 * MIB, formats=PICTURES, source=MEDIA),
            "video": MediaLimits(size=300 * MIB, formats=FILMS, source=MEDIA),
        },
    )
