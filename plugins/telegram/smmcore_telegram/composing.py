"""A post as calls of the Bot API: which method, which parameters, which files."""

from collections.abc import Sequence
from html import escape
from typing import Any

from attrs import frozen

from smmcore.io import Upload
from smmcore.models import (
    Audio,
    Bold,
    Code,
    File,
    Italic,
    Link,
    Media,
    Poll,
    Post,
    Pre,
    Quote,
    Source,
    Spoiler,
    Strike,
    Styled,
    Text,
    Underline,
    Video,
    as_text,
    plain,
)
from smmcore_telegram.limits import TEXT
from smmcore_telegram.rendering import rendered
from smmcore_telegram.settings import TelegramOptions, TelegramSettings

_METHODS = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "animation": "sendAnimation",
    "audio": "sendAudio",
    "voice": "sendVoice",
    "document": "sendDocument",
}


@frozen
class Draft:
    """One call that would publish."""

    method: str
    params: dict[str, Any]
    files: tuple[Upload, ...] = ()
    parts: int = 1
    """How many messages it makes."""


def compose(post: Post, chat: int | str, settings: TelegramSettings) -> Draft:
    """The one call that publishes the post."""
    options = post.options_for(TelegramOptions)
    common: dict[str, Any] = {
        "chat_id": chat,
        "disable_notification": options.silent or None,
        "protect_content": options.protect or None,
    }
    text = marked(post, settings)
    if post.poll:
        return Draft("sendPoll", {**common, **_poll(post.poll, text)})
    if len(post.media) > 1:
        return _album(post.media, text, common, options)
    if post.media:
        return _single(post.media[0], text, common, options)
    return _words(post, text, common, options)


def marked(post: Post, settings: TelegramSettings) -> Text:
    """The text as readers see it: advertising ends with who pays for it."""
    text = post.text if post.text or not post.link else as_text(post.link)
    if not post.disclosure:
        return text
    line = post.disclosure.line(settings.ad_label)
    return as_text([*text, f"\n\n{line}" if plain(text).strip() else line])


def _words(post: Post, text: Text, common: dict[str, Any], options: TelegramOptions) -> Draft:
    words, entities = rendered(text)
    if len(words) > TEXT:
        return Draft("sendRichMessage", {**common, "rich_message": {"html": rich_html(text)}})
    preview = _preview(post.link, options)
    params = {**common, "text": words, "entities": entities or None, "link_preview_options": preview}
    return Draft("sendMessage", params)


def _preview(link: str | None, options: TelegramOptions) -> dict[str, Any] | None:
    if options.preview == "none":
        return {"is_disabled": True}
    shape: dict[str, Any] = {"url": link} if link else {}
    if options.preview == "small":
        shape["prefer_small_media"] = True
    if options.preview == "large":
        shape["prefer_large_media"] = True
    if options.preview == "above":
        shape["show_above_text"] = True
    return shape or None


def _single(media: Media, text: Text, common: dict[str, Any], options: TelegramOptions) -> Draft:
    files = _Files()
    caption = _captioned(text)
    place = files.place(media.source, media.word, direct=True)
    params = {
        **common,
        media.word: place,
        **caption,
        **_about(media, files),
        **_look(media, options, caption),
    }
    if place is None:
        del params[media.word]  # the form's file field of that name is the parameter
    return Draft(_METHODS[media.word], params, tuple(files.uploads))


def _album(media: Sequence[Media], text: Text, common: dict[str, Any], options: TelegramOptions) -> Draft:
    files = _Files()
    items = []
    for number, item in enumerate(media):
        caption = _captioned(text) if number == 0 else {}
        place = files.place(item.source, f"file{number}")
        look = _look(item, options, caption)
        items.append({"type": item.word, "media": place, **caption, **_about(item, files), **look})
    return Draft("sendMediaGroup", {**common, "media": items}, tuple(files.uploads), len(media))


def replacement(post: Post, settings: TelegramSettings) -> tuple[dict[str, Any], tuple[Upload, ...]]:
    """A post's single medium as `editMessageMedia` wants it."""
    files = _Files()
    media, caption = post.media[0], _captioned(marked(post, settings))
    options = post.options_for(TelegramOptions)
    item = {"type": media.word, "media": files.place(media.source, "file0"), **caption}
    item |= {**_about(media, files), **_look(media, options, caption)}
    return item, tuple(files.uploads)


def _captioned(text: Text) -> dict[str, Any]:
    words, entities = rendered(text)
    caption: dict[str, Any] = {"caption": words} if words else {}
    return {**caption, "caption_entities": entities} if entities else caption


def _look(media: Media, options: TelegramOptions, caption: dict[str, Any]) -> dict[str, Any]:
    visual = media.word in {"photo", "video", "animation"}
    look: dict[str, Any] = {"has_spoiler": True} if options.spoiler and visual else {}
    return (
        {**look, "show_caption_above_media": True} if options.caption_above and visual and caption else look
    )


def _about(media: Media, files: "_Files") -> dict[str, Any]:
    if isinstance(media, Video):
        about: dict[str, Any] = {"supports_streaming": True}
        if media.cover:
            about["cover"] = files.place(media.cover, f"cover{len(files.uploads)}")
        return about
    if isinstance(media, Audio):
        return {k: v for k, v in (("title", media.title), ("performer", media.performer)) if v}
    return {}


class _Files:
    """Collects what has to be uploaded beside a call's parameters."""

    def __init__(self) -> None:
        self.uploads: list[Upload] = []

    def place(self, source: Source, name: str, *, direct: bool = False) -> str | None:
        """What stands in the parameter: an address, `attach://name`, or nothing where the file itself is it."""
        if not isinstance(source, File):
            return source.url
        self.uploads.append(Upload(name, source.path))
        return None if direct else f"attach://{name}"


def _poll(poll: Poll, text: Text) -> dict[str, Any]:
    description, entities = rendered(text)
    return {
        "question": poll.question,
        "options": [{"text": option} for option in poll.options],
        "is_anonymous": poll.anonymous,
        "allows_multiple_answers": poll.multiple or None,
        "type": "quiz" if poll.correct is not None else None,
        "correct_option_ids": None if poll.correct is None else [poll.correct],
        "explanation": poll.explanation or None,
        "close_date": int(poll.closes.timestamp()) if poll.closes else None,
        "description": description or None,
        "description_entities": entities or None,
    }


_TAGS: dict[type[Styled], str] = {
    Bold: "b",
    Italic: "i",
    Underline: "u",
    Strike: "s",
    Spoiler: "tg-spoiler",
    Code: "code",
}


def rich_html(text: Text) -> str:
    """The text as the HTML of a rich message, which knows no entities. Lines are kept."""
    return _html(text, "", "")


def _html(text: Text, begin: str, end: str) -> str:
    """Lines are blocks there, and styles must not reach over them: each line gets its own tags."""
    return "".join(_html_part(part, begin, end) for part in text)


def _html_part(part: str | Styled, begin: str, end: str) -> str:
    if isinstance(part, str):
        lines = escape(part, quote=False).split("\n")
        return "<br>".join(f"{begin}{line}{end}" if line else "" for line in lines)
    if isinstance(part, Quote):
        return f"<blockquote>{_html(part.content, begin, end)}</blockquote>"
    if isinstance(part, Pre):
        return f"<pre>{escape(plain(part.content), quote=False)}</pre>"
    if isinstance(part, Link):
        return _html(part.content, f'{begin}<a href="{escape(part.url)}">', f"</a>{end}")
    tag = _TAGS[type(part)]
    return _html(part.content, f"{begin}<{tag}>", f"</{tag}>{end}")
