"""What Bluesky takes, with the sources. Checked against the lexicons of November 2026 and the server's own code."""

import regex

from smmcore.limits import Limit, Limits, MediaLimits, RateLimit

RATES = "docs.bsky.app/docs/advanced-guides/rate-limits"
TEXT_BYTES = 3000
FILM_ALT = 1000
FILM_ALT_BYTES = 10_000
_POST = "lexicon app.bsky.feed.post"
_IMAGES = "lexicon app.bsky.embed.images"
_VIDEO = "lexicon app.bsky.embed.video"

PICTURE_BYTES = 1_000_000
FILM_BYTES = 100_000_000
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
AVATARS = (".jpg", ".jpeg", ".png")

CREATE, UPDATE, DELETE = 3, 2, 1
"""Points of writing a new record, changing one and deleting one."""
PER_HOUR = RateLimit(calls=5000, seconds=3600, per="account, in points", source=RATES)
PER_DAY = RateLimit(calls=35_000, seconds=86_400, per="account, in points", source=RATES)
PER_ADDRESS = RateLimit(calls=3000, seconds=300, per="IP address", source=RATES)
SIGN_IN = (
    RateLimit(calls=30, seconds=300, per="account signing in", source=RATES),
    RateLimit(calls=300, seconds=86_400, per="account signing in", source=RATES),
)


def graphemes(text: str) -> int:
    """How many characters people see; that is what Bluesky counts."""
    return len(regex.findall(r"\X", text))


TEXT = Limit(300, "graphemes", source=_POST)

LIMITS = Limits(
    text=TEXT,
    comment=TEXT,
    media=Limit(4, "items", source=_IMAGES),
    kinds={
        "photo": MediaLimits(size=PICTURE_BYTES, formats=PICTURES, source=_IMAGES),
        "video": MediaLimits(size=FILM_BYTES, formats=(".mp4",), source=_VIDEO),
        "animation": MediaLimits(size=FILM_BYTES, formats=(".mp4",), source=_VIDEO),
    },
    rates=(PER_HOUR, PER_DAY, PER_ADDRESS, *SIGN_IN),
    measure=graphemes,
)
