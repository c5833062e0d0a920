"""What Facebook takes, with the sources. Checked against the Graph API v26.0 and the documentation of November 2026."""

from datetime import timedelta

from smmcore.limits import Limit, Limits, MediaLimits, RateLimit
from smmcore_facebook.settings import FacebookSettings

DOCS = "developers.facebook.com/documentation"
POSTS = f"{DOCS}/pages-api/posts"
REELS = f"{DOCS}/video-api/guides/reels-publishing"
STORIES = f"{DOCS}/video-api/page-stories-api"
MB = 1024 * 1024

SOONEST = timedelta(minutes=10)
"""Facebook schedules nothing earlier than that."""
STORY_PHOTO = 10 * MB
ABOUT = 100
"""Characters of the Page's short description."""
PAGE_OF_POSTS = 100
PAGE_OF_COMMENTS = 50
IDS_A_CALL = 50
REELS_A_DAY = 30
DAY = 86_400


def limits(settings: FacebookSettings) -> Limits:
    """The limits of one account."""
    return Limits(
        text=Limit(settings.text_limit, source="not documented; setting text_limit"),
        comment=Limit(settings.comment_limit, source="not documented; setting comment_limit"),
        kinds={
            "photo": MediaLimits(size=settings.photo_limit, source="sources disagree; setting photo_limit"),
            "video": MediaLimits(
                size=settings.video_limit,
                formats=(".mp4", ".mov"),
                source="sizes are not documented; setting video_limit",
            ),
        },
        rates=(RateLimit(calls=REELS_A_DAY, seconds=DAY, per="Page, reels", source=REELS),),
    )
