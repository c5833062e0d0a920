"""Finding a post whose answer was lost, without taking another for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from smmcore.io import IO
from smmcore.models import Account, Post, Published
from smmcore.platform import Absent, Finding, Found, Unclear
from smmcore.steps import Steps
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import Channel, channel_of
from smmcore_telegram.composing import marked
from smmcore_telegram.messages import MEDIA, moment
from smmcore_telegram.probing import EARLIER, LATER, probe
from smmcore_telegram.publishing import followed_up, names_of, published_as
from smmcore_telegram.rendering import normalized, rendered
from smmcore_telegram.settings import TelegramOptions
from smmcore_telegram.updates import fetch

CHEWING = timedelta(minutes=15)
"""How long Telegram may work on a file before the post gets its number."""
SAME = timedelta(days=1)
"""Within that time a key means the same post; it may come again when the journal has forgotten it."""
_FILES = {"video", "animation", "document", "audio", "voice"}
"""Telegram may make one of the other: a film without sound becomes an animation."""
_APART = 2
"""How many seconds may lie between the items of an album."""
_LOOK = "look into the channel, or ask again after its next post"


class LostPosts:
    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> Finding:
        """Look for the post where the bot can see it: bots cannot read a channel's history.

        That is its copy in the discussion group, or what the bot itself forwards to the account's `probe_chat`. What
        should follow a post that is there is done now.
        """
        bot = Bot(io, account)
        if "first comment" in steps.in_doubt:
            sent = [steps.value(name) for name in steps.done]
            return Found(published_as(account, sent, ["whether the first comment was written is unknown"]))
        channel = await channel_of(bot)
        if channel.group is None:
            channel = await channel_of(bot, fresh=True)
        listening = await fetch(bot)
        finding = await _looked_up(bot, post, channel, steps)
        if isinstance(finding, Found | Absent):
            return finding
        if (chat := bot.settings.probe_chat) is None:
            return finding or Unclear(f"{_why_not_heard(channel, listening)}; {_LOOK}")
        reason = await _probed(bot, chat, post, steps.sent_at)
        return await _looked_up(bot, post, channel, steps) or Unclear(f"{reason}; {_LOOK}")


def _why_not_heard(channel: Channel, listening: bool) -> str:
    if channel.group is None:
        return "bots cannot read a channel, and it has no discussion group"
    if listening:
        return "no copy of it came to the discussion group"
    return "another program gets the bot's updates"


async def _probed(bot: Bot, chat: int, post: Post, sent_at: datetime | None) -> str:
    """Look at posts by way of the probe chat; gives what to say if the lost one is not among them."""
    if sent_at is None:
        return "when it was sent is not known"
    if post.options_for(TelegramOptions).protect:
        return "it is protected, so the bot cannot forward it to the probe chat"
    if reason := await probe(bot, chat, sent_at):
        return reason
    if not _words_of(post, bot):
        return "it has no words, and media alone are not enough to know it again in the probe chat"
    return "it is not among the posts that the bot could forward to the probe chat"


async def _looked_up(bot: Bot, post: Post, channel: Channel, steps: Steps) -> Finding | None:
    """What is known of the post by now; None where that is nothing."""
    known = await bot.store.all(f"posts:{channel.id}")
    if found := _known_as(known, steps):
        return Found(await _taken_up(bot, post, channel, found, steps))
    shown = await _shown(bot, channel.id, known, steps.sent_at)
    parts = _match(shown, post, bot)
    wanted = max(len(post.media), 1)
    if len(parts) == wanted:
        return Found(await _taken_up(bot, post, channel, {part: shown[part] for part in parts}, steps))
    if parts:
        return Unclear(
            f"{len(parts)} of {wanted} parts are there ({', '.join(parts)}); delete them or complete the album"
        )
    proof = await _gapless(bot, channel.id, known, steps.sent_at, CHEWING if post.media else EARLIER)
    return Absent(proof) if proof else None


def _known_as(known: dict[str, dict[str, Any]], steps: Steps) -> dict[str, dict[str, Any]]:
    """The messages of this very post, where an earlier search has found them and ended before it said so."""
    for post in known.values():
        mine = bool(steps.key) and post.get("key") == steps.key
        if mine and (steps.sent_at is None or abs(moment(post["date"]) - steps.sent_at) < SAME):
            return {part: dict(post) for part in post["parts"]}
    return {}


async def _shown(
    bot: Bot, channel: int, known: dict[str, dict[str, Any]], sent_at: datetime | None
) -> dict[str, dict[str, Any]]:
    """Posts from that time that are nobody else's, by their numbers: their copies, and what was forwarded."""
    seen = {**await bot.store.all(f"probes:{channel}"), **await bot.store.all(f"copies:{channel}")}
    return {
        number: post
        for number, post in seen.items()
        if number not in known
        and "kind" in post
        and (sent_at is None or sent_at - EARLIER <= moment(post["date"]) <= sent_at + LATER)
    }


def _match(shown: dict[str, dict[str, Any]], post: Post, bot: Bot) -> list[str]:
    """Numbers of posts that look like the lost one, in their order."""
    wanted = _words_of(post, bot)
    kinds = [media.word for media in post.media] or ["poll" if post.poll else "text"]
    for number in sorted(shown, key=int):
        item = shown[number]
        if normalized(item["words"]) != wanted or not _alike(item["kind"], kinds[0]):
            continue
        if item.get("probed") and not wanted:
            continue  # any picture without words would be taken for it
        if len(kinds) > 1 or not _in_album(number, shown):
            return _together(number, shown, kinds)
    return []


def _alike(shown: str, sent: str) -> bool:
    return shown == sent or (shown, sent) == ("rich_message", "text") or {shown, sent} <= _FILES


def _words_of(post: Post, bot: Bot) -> str:
    text = post.poll.question if post.poll else rendered(marked(post, bot.settings))[0]
    return normalized(text)


def _in_album(number: str, shown: dict[str, dict[str, Any]]) -> bool:
    item = shown[number]
    if not item.get("probed") or item["kind"] not in MEDIA:
        return bool(item.get("album"))
    beside = (shown.get(str(int(number) + step)) for step in (-1, 1))
    return any(other is not None and other["kind"] in MEDIA and _at_once(item, other) for other in beside)


def _at_once(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return abs(int(one["date"]) - int(other["date"])) <= _APART


def _together(number: str, shown: dict[str, dict[str, Any]], kinds: Sequence[str]) -> list[str]:
    """The items of an album: they follow each other, and share a mark where the server sends it."""
    parts, first = [number], shown[number]
    while len(parts) < len(kinds) and (following := shown.get(str(int(parts[-1]) + 1))):
        same = following.get("album") == first.get("album") and not following["words"]
        # A post that is forwarded by itself has lost the mark of its album.
        near = not following.get("probed") or _at_once(first, following)
        if not (same and near and _alike(following["kind"], kinds[len(parts)])):
            break
        parts.append(str(int(parts[-1]) + 1))
    return parts


async def _taken_up(
    bot: Bot, post: Post, channel: Channel, items: dict[str, dict[str, Any]], steps: Steps
) -> Published:
    sent = [
        {"id": int(number), "chat": channel.id, "username": channel.username, "date": item["date"]}
        for number, item in items.items()
    ]
    # Written down before anything follows: if this ends here, nobody has to look for the post again.
    await steps.confirm(dict(zip(names_of(len(sent)), sent, strict=True)))
    return await followed_up(bot, post, sent, steps)


async def _gapless(
    bot: Bot, channel: int, known: dict[str, dict[str, Any]], sent_at: datetime | None, takes: timedelta
) -> str | None:
    """The proof that nothing was posted: numbers are given in order, and every number since is another's.

    A post that was seen proves nothing by its words: bots are told of all posts but their own, so it may be the
    lost one, changed. By its date it does, where that is long before or long after.
    """
    if sent_at is None:
        return None
    seen = _dated(await bot.store.all(f"probes:{channel}"))
    dates = _dated(known)
    before = [number for number, date in {**seen, **dates}.items() if date < sent_at - EARLIER]
    after = [number for number, date in dates.items() if date > sent_at + takes]
    after += [number for number, date in seen.items() if date > sent_at + LATER]
    if not before or not after:
        return None
    first, last = max(before), min(after)
    if all(str(number) in known for number in range(first + 1, last)):
        return f"posts {first} and {last} are known, and nothing unknown was posted between them"
    return None


def _dated(posts: dict[str, dict[str, Any]]) -> dict[int, datetime]:
    return {int(number): moment(post["date"]) for number, post in posts.items() if post.get("date")}
