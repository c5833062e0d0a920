"""What VK takes, with the sources. Checked against the API 5.199 and the documentation of November 2026."""

from smmcore.limits import Limit, Limits, MediaLimits, RateLimit
from smmcore_vk.settings import VKSettings

DOCS = "dev.vk.ru/ru"
_POST = f"{DOCS}/method/wall.post"
_UPLOAD = f"{DOCS}/api/upload"
_RATES = f"{DOCS}/api/api-requests"
_DAILY = "vk.com/dev/data_limits"
MB = 1024 * 1024

ATTACHMENTS = 10
COMMENTS_A_PAGE = 100
THREAD_ITEMS = 10
POSTS_A_CALL = 100
REACH_A_CALL = 30
CALLS_AT_ONCE = 25
"""API calls in one `execute`."""
PAGES_A_CALL = 500

USER = RateLimit(calls=3, seconds=1, per="user token", source=_RATES)
COMMUNITY = RateLimit(calls=20, seconds=1, per="community token", source=_RATES)
PER_DAY = {"newsfeed.search": 1000, "wall.search": 1000, "wall.get": 5000, "video.save": 5000}
"""Calls of one method in a day."""
PHOTOS = (".jpg", ".jpeg", ".png", ".gif")
FILMS = (".avi", ".mp4", ".3gp", ".mpeg", ".mpg", ".mov", ".flv", ".wmv")
DAY = 86_400


def limits(settings: VKSettings) -> Limits:
    """The limits of one account."""
    service = RateLimit(calls=settings.service_rate, seconds=1, per="service token", source=_RATES)
    daily = [
        RateLimit(calls=calls, seconds=DAY, per=f"token, {method}", source=_DAILY)
        for method, calls in PER_DAY.items()
    ]
    text = Limit(settings.text_limit, source="not documented; setting text_limit")
    documents = f"{_UPLOAD}/documents-in-profile"
    return Limits(
        text=text,
        comment=text,
        media=Limit(ATTACHMENTS, "items", source=_POST),
        kinds={
            "photo": MediaLimits(
                size=50 * MB, formats=PHOTOS, sides=14_000, ratio=20, source=f"{_UPLOAD}/wall-photo"
            ),
            "video": MediaLimits(size=256 * 1024 * MB, formats=FILMS, source=f"{_UPLOAD}/video-in-profile"),
            "animation": MediaLimits(size=200 * MB, formats=(".gif",), source=documents),
            "document": MediaLimits(size=4096 * MB, source=documents),
        },
        poll_options=Limit(10, "options", least=1, source="schema polls.create"),
        poll_option=Limit(100, source=_POST),
        rates=(USER, COMMUNITY, service, *daily),
    )
