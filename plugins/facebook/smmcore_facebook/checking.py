"""What limits and abilities cannot say about a post."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from smmcore.limits import Problem
from smmcore.models import Account, File, Kind, Media, Photo, Post, Remote, Video
from smmcore_facebook.limits import POSTS, REELS, SOONEST, STORIES, STORY_PHOTO
from smmcore_facebook.names import is_number
from smmcore_facebook.settings import FacebookOptions, FacebookSettings

_OPTION = "options.facebook"


class Checking:
    def problems(self, account: Account, post: Post) -> Iterator[Problem]:
        """See `smmcore.platform.Checker`."""
        options = post.options_for(FacebookOptions)
        settings = account.settings_as(FacebookSettings)
        match post.kind:
            case Kind.STORY:
                yield from _story(post, options)
            case Kind.REEL:
                yield from _reel(post)
            case _:
                yield from _feed(post)
        yield from _later(post, options, settings)
        yield from _about(post, options)


def _feed(post: Post) -> Iterator[Problem]:
    films = [place for place, media in enumerate(post.media) if isinstance(media, Video)]
    if films and len(post.media) > 1:
        yield Problem("media", "a film stands alone on Facebook; only photos can be together", source=POSTS)
    if post.link and post.media:
        message = "Facebook shows files or a link's preview, not both; put the link into the text"
        yield Problem("link", message, source=POSTS)
    for place in films:
        cover = getattr(post.media[place], "cover", None)
        if isinstance(cover, Remote):
            yield Problem(
                f"media[{place}].cover", "Facebook takes a film's cover as a file on this machine only"
            )


def _story(post: Post, options: FacebookOptions) -> Iterator[Problem]:
    if len(post.media) != 1 or not isinstance(post.media[0], Photo | Video):
        yield Problem("media", "a story is one photo or one film", source=STORIES)
    elif isinstance(post.media[0], Photo) and _size(post.media[0]) > STORY_PHOTO:
        yield Problem("media[0]", "a story's photo has at most 10 MB", source=STORIES)
    yield from _no_cover(post, "a story")
    if post.plain_text.strip():
        yield Problem("text", "Facebook's stories have no text; write it into the picture", source=STORIES)
    if post.link or post.first_comment or post.disclosure:
        yield Problem("kind", "a story has no link, no comment and no mark for advertising here")
    if options.draft or options.scheduled_for:
        message = "Facebook keeps no stories for later; leave it out and let smmcore wait"
        yield Problem(_OPTION, message, source=STORIES)


def _reel(post: Post) -> Iterator[Problem]:
    if len(post.media) != 1 or not isinstance(post.media[0], Video):
        yield Problem("media", "a reel is one film", source=REELS)
    yield from _no_cover(post, "a reel")
    if post.link:
        yield Problem("link", "a reel has no link's preview; put the link into the text", source=REELS)


def _no_cover(post: Post, what: str) -> Iterator[Problem]:
    if post.media and getattr(post.media[0], "cover", None):
        yield Problem("media[0].cover", f"Facebook chooses the cover of {what} itself; leave it out")


def _later(post: Post, options: FacebookOptions, settings: FacebookSettings) -> Iterator[Problem]:
    """Facebook waits itself, but each kind of post has its own window."""
    at, field = options.scheduled_for, f"{_OPTION}.scheduled_for"
    if at is None:
        return
    if options.draft:
        yield Problem(field, "a draft has no time; take one of both")
    days = _window(post, settings)
    now = datetime.now(UTC)
    if not now + SOONEST <= at <= now + timedelta(days=days):
        allowed = f"10 minutes to {days:g} days ahead"
        message = f"Facebook takes {allowed}; leave it out and let smmcore wait"
        yield Problem(field, message, allowed, at.isoformat(), REELS if post.kind is Kind.REEL else POSTS)


def _window(post: Post, settings: FacebookSettings) -> float:
    if post.kind is Kind.REEL:
        return settings.reel_days
    return settings.video_days if any(isinstance(item, Video) for item in post.media) else settings.feed_days


def _about(post: Post, options: FacebookOptions) -> Iterator[Problem]:
    if options.place and not is_number(options.place):
        yield Problem(f"{_OPTION}.place", "must be the number of a place's Page", given=options.place)
    if options.tags and not options.place:
        yield Problem(f"{_OPTION}.tags", "Facebook takes tags beside a place only; give place", source=POSTS)
    if (options.place or options.tags) and (post.kind is not Kind.FEED or _is_film(post)):
        yield Problem(f"{_OPTION}.place", "a place and tags stand on posts of text, link and photos only")
    if (options.countries or options.age_min) and post.kind is Kind.STORY:
        yield Problem(f"{_OPTION}.countries", "a story is for everybody")
    if options.title and not _is_film(post):
        yield Problem(f"{_OPTION}.title", "only films and reels have a title")


def _is_film(post: Post) -> bool:
    return any(isinstance(item, Video) for item in post.media)


def _size(media: Media) -> int:
    source = media.source
    return source.path.stat().st_size if isinstance(source, File) and source.path.is_file() else 0
