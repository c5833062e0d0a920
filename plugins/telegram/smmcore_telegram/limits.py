"""What Telegram takes, with the sources. Checked against the Bot API 10.3 of 24 August 2026."""

from smmcore.limits import Limit, Limits, MediaLimits, RateLimit
from smmcore_telegram.settings import TelegramSettings

DOCS = "core.telegram.org/bots/api"
FAQ = "core.telegram.org/bots/faq"
MB = 1024 * 1024

TEXT = 4096
RICH_TEXT = 32768
ALBUM = 10
PER_SECOND = RateLimit(calls=30, seconds=1, per="bot", source=f"{FAQ}#broadcasting-to-users")
PER_MINUTE = RateLimit(calls=20, seconds=60, per="chat", source=f"{FAQ}#my-bot-is-hitting-limits")
PER_CHAT = RateLimit(calls=1, seconds=1, per="chat", source=f"{FAQ}#my-bot-is-hitting-limits")

_PHOTOS = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp", ".webp")


def limits(settings: TelegramSettings) -> Limits:
    """The limits of one account. Texts are counted in code points, after formatting is taken out."""
    other = 2000 * MB if settings.local else 50 * MB
    photo = MediaLimits(
        size=10 * MB,
        remote_size=5 * MB,
        formats=_PHOTOS,
        sides=10_000,
        ratio=20,
        source=f"{DOCS}#sendphoto",
    )

    def file(method: str, formats: tuple[str, ...] = ()) -> MediaLimits:
        return MediaLimits(size=other, remote_size=20 * MB, formats=formats, source=f"{DOCS}#{method}")

    return Limits(
        text=Limit(RICH_TEXT if settings.rich_messages else TEXT, source=f"{DOCS}#sendmessage"),
        caption=Limit(1024, source=f"{DOCS}#sendphoto"),
        comment=Limit(TEXT, source=f"{DOCS}#sendmessage"),
        media=Limit(ALBUM, "items", source=f"{DOCS}#sendmediagroup"),
        kinds={
            "photo": photo,
            "video": file("sendvideo", (".mp4", ".m4v", ".mov")),
            "animation": file("sendanimation", (".gif", ".mp4")),
            "audio": file("sendaudio", (".mp3", ".m4a")),
            "voice": file("sendvoice", (".ogg", ".oga", ".mp3", ".m4a")),
            "document": file("senddocument"),
        },
        poll_question=Limit(300, least=1, source=f"{DOCS}#sendpoll"),
        poll_options=Limit(12, "options", least=1, source=f"{DOCS}#sendpoll"),
        poll_option=Limit(100, least=1, source=f"{DOCS}#inputpolloption"),
        poll_explanation=Limit(200, source=f"{DOCS}#sendpoll"),
        rates=(PER_SECOND, PER_CHAT, PER_MINUTE),
    )
