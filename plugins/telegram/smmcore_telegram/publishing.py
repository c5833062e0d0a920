"""Publishing a post, and what follows it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from smmcore.errors import AnswerLost, SMMError
from smmcore.io import IO
from smmcore.limits import Problem
from smmcore.models import Account, Poll, Post, Published, plain
from smmcore.steps import Steps
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import discussion
from smmcore_telegram.composing import Draft, compose, marked
from smmcore_telegram.errors import Migrated
from smmcore_telegram.limits import DOCS, RICH_TEXT, TEXT
from smmcore_telegram.messages import address, moment, slim
from smmcore_telegram.rendering import rendered
from smmcore_telegram.settings import TelegramOptions, TelegramSettings
from smmcore_telegram.updates import LONGEST_WAIT, fetch

_DESCRIPTION = 1024
_CAPTION = 1024


class Publishing:
    """Posts are sent in one call; what follows it (first comment, pin) can fail without harming the post."""

    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        bot = Bot(io, account)
        return await followed_up(bot, post, await _send(bot, post, steps), steps)

    def problems(self, account: Account, post: Post) -> Iterator[Problem]:
        """Yield what limits cannot say: what goes together, and what is too long once it is marked as an ad."""
        yield from _mixture(post)
        settings = account.settings_as(TelegramSettings)
        yield from _poll(post, settings)
        length = len(rendered(marked(post, settings))[0])
        limit = _CAPTION if post.media else RICH_TEXT if settings.rich_messages else TEXT
        if post.disclosure and not post.poll and length > limit:
            given = f"{length} characters"
            yield Problem(
                "text", f"{given} with the advertising mark, allowed are {limit}", str(limit), given, DOCS
            )


async def followed_up(bot: Bot, post: Post, sent: Sequence[dict[str, Any]], steps: Steps) -> Published:
    """Do what follows a post that is there. What was done before is not done again."""
    channel = sent[0]["chat"]
    warnings = [
        *(await _remembered(bot, channel, post, sent, steps.key)),
        *(await _pin(bot, post, channel, sent)),
        *(await _first_comment(bot, post, channel, sent, steps)),
    ]
    return published_as(bot.account, sent, warnings)


def names_of(parts: int) -> list[str]:
    """The steps of a post with so many messages."""
    return ["message"] if parts == 1 else [f"item {number + 1}" for number in range(parts)]


def published_as(account: Account, sent: Sequence[dict[str, Any]], warnings: Sequence[str]) -> Published:
    """What was sent, as the core wants it."""
    first = sent[0]
    return Published(
        account=account.name,
        id=str(first["id"]),
        url=address(first.get("chat"), first.get("username"), first["id"]),
        at=moment(first.get("date")),
        parts=[str(item["id"]) for item in sent],
        warnings=warnings,
    )


async def _send(bot: Bot, post: Post, steps: Steps) -> list[dict[str, Any]]:
    draft = compose(post, await bot.chat(), bot.settings)
    try:
        return await _run(bot, draft, steps)
    except Migrated as moved:
        params = await bot.follow(moved, draft.params)
        return await _run(bot, Draft(draft.method, params, draft.files, draft.parts), steps)


async def _run(bot: Bot, draft: Draft, steps: Steps) -> list[dict[str, Any]]:
    names = names_of(draft.parts)
    if draft.parts == 1:
        request = bot.request(draft.method, draft.params, safe=False, files=draft.files, result=slim)
        return [await steps.run(names[0], request)]
    album = bot.request(
        draft.method, draft.params, safe=False, files=draft.files, result=_slim_all, cost=draft.parts
    )
    return await steps.run_many(names, album)


def _slim_all(messages: list[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    return [slim(message) for message in messages]


async def _remembered(
    bot: Bot, channel: int, post: Post, sent: Sequence[dict[str, Any]], key: str
) -> list[str]:
    try:
        await _remember(bot, channel, post, sent, key)
    except SMMError as error:
        return [f"published, but not remembered: {error}"]
    return []


async def _remember(bot: Bot, channel: int, post: Post, sent: Sequence[dict[str, Any]], key: str) -> None:
    """Bots are not told of their own posts; without this, one could be taken for another that was lost."""
    parts = [str(item["id"]) for item in sent]
    for item in sent:
        known = {"date": item.get("date"), "own": True, "key": key, "parts": parts, "words": plain(post.text)}
        await bot.store.put(f"posts:{channel}", str(item["id"]), known)
    if poll := sent[0].get("poll"):
        await bot.store.put(f"polls:{channel}", parts[0], poll)


async def _pin(bot: Bot, post: Post, channel: int, sent: Sequence[dict[str, Any]]) -> list[str]:
    if not post.options_for(TelegramOptions).pin:
        return []
    try:
        params = {"chat_id": channel, "message_id": sent[0]["id"], "disable_notification": True}
        await bot.call("pinChatMessage", params)
    except SMMError as error:
        return [f"not pinned: {error}"]
    return []


async def _first_comment(
    bot: Bot, post: Post, channel: int, sent: Sequence[dict[str, Any]], steps: Steps
) -> list[str]:
    if not post.first_comment:
        return []
    try:
        copy = await _copy_of(bot, channel, str(sent[0]["id"]))
    except SMMError as error:
        return [f"no first comment: {error}"]
    if copy is None:
        return ["no first comment: the post did not show up in the discussion group in time"]
    try:
        words, entities = rendered(post.first_comment)
        params = {
            "chat_id": copy["group"],
            "text": words,
            "entities": entities or None,
            "reply_parameters": {"message_id": copy["id"]},
        }
        await steps.run("first comment", bot.request("sendMessage", params, safe=False, result=slim))
    except AnswerLost as error:
        return [f"whether the first comment was written is unknown: {error}"]
    except SMMError as error:
        return [f"no first comment: {error}"]
    return []


async def _copy_of(bot: Bot, channel: int, post: str) -> dict[str, Any] | None:
    """A post's copy in the group, waiting a little for it to arrive."""
    where, group = await discussion(bot)
    if where.type != "channel":
        return {"group": group, "id": int(post)}  # in a group, the post itself is answered
    ends = bot.io.now() + timedelta(seconds=bot.settings.copy_wait)
    while True:
        if copy := await bot.store.get(f"copies:{channel}", post):
            return dict(copy)
        left = (ends - bot.io.now()).total_seconds()
        if left <= 0:
            return None
        # Elsewhere (a webhook, another process) somebody takes the updates in; then the store has to be watched.
        if not await fetch(bot, wait=min(left, LONGEST_WAIT, 5)):
            await bot.io.sleep(1)


def _mixture(post: Post) -> Iterator[Problem]:
    kinds = {media.word for media in post.media}
    source = f"{DOCS}#sendmediagroup"
    if len(post.media) > 1 and kinds & {"animation", "voice"}:
        yield Problem("media", "animations and voice notes cannot be in an album", source=source)
    if len(post.media) > 1 and len(kinds) > 1 and kinds & {"document", "audio"}:
        yield Problem("media", "an album of documents or audio takes nothing else", source=source)
    if post.link and post.media:
        yield Problem(
            "link", "there is no link preview beside media; put the link into the text", source=DOCS
        )


def _poll(post: Post, settings: TelegramSettings) -> Iterator[Problem]:
    poll: Poll | None = post.poll
    if poll is None:
        return
    if post.media or post.link:
        yield Problem("poll", "a poll stands without media and link preview here", source=f"{DOCS}#sendpoll")
    if len(rendered(marked(post, settings))[0]) > _DESCRIPTION:
        yield Problem(
            "text", f"a poll's text has at most {_DESCRIPTION} characters", source=f"{DOCS}#sendpoll"
        )
    if not poll.anonymous:
        yield Problem("poll.anonymous", "polls in channels are anonymous", source=f"{DOCS}#sendpoll")
    if poll.correct is not None and poll.multiple:
        yield Problem("poll.multiple", "a quiz has one answer here", source=f"{DOCS}#sendpoll")
