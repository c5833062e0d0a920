"""What limits and abilities cannot say about a post."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from smmcore.limits import Problem
from smmcore.models import Account, File, Kind, Post, Remote, Video
from smmcore_vk.limits import ATTACHMENTS, DOCS
from smmcore_vk.names import SITE
from smmcore_vk.settings import VKOptions
from smmcore_vk.tokens import lacking

_POST = f"{DOCS}/method/wall.post"
_STORY = f"{DOCS}/method/stories.getPhotoUploadServer"
_OWN = re.compile(r"https?://(?:[\w-]+\.)*vk\.(?:com|ru|cc)(?:/|$)")
_STORY_MEDIA = {"photo", "video"}
_STORY_PHOTO = 10 * 1024 * 1024
_HORIZON = timedelta(days=365)
_LINK = 2048


class Checking:
    def problems(self, account: Account, post: Post) -> Iterator[Problem]:
        """See `smmcore.platform.Checker`."""
        if post.kind is Kind.STORY:
            yield from _story(post)
            return
        yield from _media(post)
        yield from _together(post)
        yield from _postponed(account, post.options_for(VKOptions).publish_at)


def _media(post: Post) -> Iterator[Problem]:
    for place, item in enumerate(post.media):
        if isinstance(item.source, Remote) and not isinstance(item, Video):
            yield Problem(
                f"media[{place}]", "VK fetches no files by their address; give a file on this machine"
            )
        if isinstance(item, Video) and item.cover:
            yield Problem(f"media[{place}].cover", "VK chooses a film's cover itself; leave it out")


def _together(post: Post) -> Iterator[Problem]:
    options = post.options_for(VKOptions)
    count = len(options.attachments) + len(post.media) + bool(post.poll) + bool(post.link)
    if count > ATTACHMENTS:
        given = f"{count} attachments with link, poll and options"
        yield Problem("media", f"{given}, allowed are {ATTACHMENTS}", str(ATTACHMENTS), given, _POST)
    words = {item.word for item in post.media}
    if post.poll and post.poll.correct is not None:
        yield Problem("poll.correct", "VK has no quizzes; leave out the right answer", source=_POST)
    if words and words <= {"document", "animation"} and not post.plain_text.strip():
        yield Problem("text", "a document stands beside a text here", source=_POST)
    if sum(item.word == "document" for item in post.media) > 1:
        yield Problem("media", "a post takes one document here", source=_POST)


def _postponed(account: Account, at: datetime | None) -> Iterator[Problem]:
    field = "options.vk.publish_at"
    if at is None:
        return
    if reason := lacking(account, "wall.edit", "a post that waits on VK"):
        yield Problem(field, f"{reason}; or leave it out and let smmcore wait")
    now = datetime.now(UTC)
    if not now < at < now + _HORIZON:
        yield Problem(field, "must lie ahead, and within a year", given=at.isoformat())


def _story(post: Post) -> Iterator[Problem]:
    if len(post.media) != 1 or post.media[0].word not in _STORY_MEDIA:
        yield Problem("media", "a story is one photo or one film", source=_STORY)
    elif isinstance(post.media[0].source, Remote):
        yield Problem("media[0]", "VK fetches no files by their address; give a file on this machine")
    elif post.media[0].word == "photo" and _size(post.media[0].source) > _STORY_PHOTO:
        yield Problem("media[0]", "a story's photo has at most 10 MB", source=_STORY)
    if post.plain_text.strip():
        yield Problem("text", "VK's stories have no text; write it into the picture", source=_STORY)
    if post.poll or post.first_comment or post.disclosure:
        yield Problem("kind", "a story has no poll, no comment and no mark for advertising here")
    if post.link and not (_OWN.match(post.link) and len(post.link) <= _LINK):
        yield Problem("link", f"a story links to VK's own pages only, such as {SITE}/bakery", source=_STORY)


def _size(source: File | Remote) -> int:
    return source.path.stat().st_size if isinstance(source, File) and source.path.is_file() else 0
