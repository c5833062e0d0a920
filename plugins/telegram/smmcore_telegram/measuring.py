"""Figures that the Bot API has. It has no views and no shares, and so there are none here."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from smmcore.io import IO
from smmcore.models import Account, Comment, CommentState, Metric, MetricName, Subject, SubjectKind
from smmcore.models.converting import load
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import channel_of
from smmcore_telegram.messages import moment

VERSION = "10.3"


class Measuring:
    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]:
        bot = Bot(io, account)
        count = await bot.call("getChatMemberCount", {"chat_id": await bot.chat()}, result=int)
        now = io.now()
        followers = Metric(
            subject=Subject(account.name),
            name=MetricName.FOLLOWERS,
            value=count,
            end=now,
            read_at=now,
            source=f"telegram:getChatMemberCount@{VERSION}",
        )
        return [followers]

    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]:
        """Reactions, votes and comments, as far as `receive` was told of them; no call for each post."""
        bot = Bot(io, account)
        channel = (await channel_of(bot)).id
        told = _Told(
            account=account.name,
            now=io.now(),
            reactions=await bot.store.all(f"reactions:{channel}"),
            copies=await bot.store.all(f"copies:{channel}"),
            comments=[load(Comment, c) for c in (await bot.store.all(f"comments:{channel}")).values()],
            polls=await bot.store.all("polls"),
            poll_of=await bot.store.all(f"polls:{channel}"),
        )
        return [metric for id in ids for metric in told.about(id)]


class _Told:
    """All that updates have told about a channel's posts."""

    def __init__(
        self,
        *,
        account: str,
        now: datetime,
        reactions: dict[str, Any],
        copies: dict[str, Any],
        comments: list[Comment],
        polls: dict[str, Any],
        poll_of: dict[str, Any],
    ) -> None:
        self._account, self._now = account, now
        self._reactions, self._copies = reactions, copies
        self._polls, self._poll_of = polls, poll_of
        self._comments: dict[str | None, int] = {}
        for comment in comments:
            if comment.state is not CommentState.DELETED:
                self._comments[comment.post] = self._comments.get(comment.post, 0) + 1

    def about(self, id: str) -> Iterator[Metric]:
        yield from self._reactions_of(id)
        if id in self._copies:  # its comments are told to us; without the copy, none is no proof of none
            source = f"telegram:update.message@{VERSION}"
            yield self._metric(id, MetricName.COMMENTS, self._comments.get(id, 0), self._now, source)
        if poll := self._polls.get(self._poll_of.get(id, "")):
            yield from self._votes(id, poll)

    def _reactions_of(self, id: str) -> Iterator[Metric]:
        told = self._reactions.get(id)
        if told is None:
            return
        source, at = f"telegram:update.message_reaction_count@{VERSION}", moment(told.get("date"))
        counts = told.get("reactions") or []
        yield self._metric(id, MetricName.REACTIONS, sum(int(c["total_count"]) for c in counts), at, source)
        for count in counts:
            kind = count.get("type") or {}
            word = kind.get("emoji") or kind.get("custom_emoji_id") or kind.get("type", "")
            yield self._metric(
                id, MetricName.REACTIONS, int(count["total_count"]), at, source, detail=str(word)
            )

    def _votes(self, id: str, poll: dict[str, Any]) -> Iterator[Metric]:
        source = f"telegram:update.poll@{VERSION}"
        yield self._metric(id, MetricName.VOTES, int(poll.get("total_voter_count", 0)), self._now, source)
        for option in poll.get("options") or []:
            votes, text = int(option.get("voter_count", 0)), str(option.get("text", ""))
            yield self._metric(id, MetricName.VOTES, votes, self._now, source, detail=text)

    def _metric(
        self, id: str, name: MetricName, value: int, end: datetime, source: str, detail: str = ""
    ) -> Metric:
        return Metric(
            subject=Subject(self._account, SubjectKind.POST, id),
            name=name,
            value=value,
            detail=detail,
            end=end,
            read_at=self._now,
            source=source,
        )
