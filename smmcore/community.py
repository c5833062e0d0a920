"""Hearing, answering and moderating what people write."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from smmcore import observing
from smmcore.context import Context
from smmcore.errors import SMMError
from smmcore.models import (
    Account,
    Action,
    AuthorKind,
    Comment,
    CommentState,
    Event,
    EventKind,
    TextLike,
    Verdict,
    as_text,
)
from smmcore.platform import KnowsByHearing, Listener, Moderator, Page, PrivateReplier, Scout

if TYPE_CHECKING:
    from smmcore.context import AnyIO

log = logging.getLogger("smmcore.community")


class Community:
    def __init__(self, context: Context) -> None:
        self._context = context

    async def receive(self, io: "AnyIO", account: Account, wait: float) -> Sequence[Event]:
        """What has happened since the last call, with listeners told."""
        platform = self._context.capable(account, Listener, "receive")
        events = await platform.receive(self._context.io(io, account), account, wait=wait)
        await self._tell(io, account, events)
        return events

    async def hear_first(self, io: "AnyIO", account: Account) -> None:
        """Let a network hear that could not read otherwise."""
        if isinstance(self._context.platform(account), KnowsByHearing):
            await self.receive(io, account, 0)

    async def webhook(
        self, io: "AnyIO", account: Account, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Event]:
        platform = self._context.capable(account, Listener, "webhook")
        lower = {name.lower(): value for name, value in headers.items()}
        events = await platform.webhook(self._context.io(io, account), account, lower, body)
        await self._tell(io, account, events)
        return events

    async def page(
        self, io: "AnyIO", account: Account, post: str | None, cursor: str | None
    ) -> Page[Comment]:
        platform = self._context.capable(account, Moderator, "comments")
        if cursor is None:
            await self.hear_first(io, account)
        return await platform.comments(self._context.io(io, account), account, post=post, cursor=cursor)

    async def comments(self, io: "AnyIO", account: Account, post: str | None) -> AsyncIterator[Comment]:
        """All comments, page by page as they are asked for."""
        async for comment in _paged(partial(self.page, io, account, post)):
            yield comment

    async def mentions(self, io: "AnyIO", account: Account) -> AsyncIterator[Comment]:
        """All mentions, page by page as they are asked for."""
        async for mention in _paged(partial(self.mentions_page, io, account)):
            yield mention

    async def mentions_page(self, io: "AnyIO", account: Account, cursor: str | None) -> Page[Comment]:
        platform = self._context.capable(account, Scout, "mentions")
        return await platform.mentions(self._context.io(io, account), account, cursor=cursor)

    async def reply(self, io: "AnyIO", account: Account, comment: str, text: TextLike) -> Comment:
        platform = self._context.capable(account, Moderator, "reply")
        answer = await platform.reply(self._context.io(io, account), account, comment, as_text(text))
        _note("replied", account, comment=comment, id=answer.id)
        return answer

    async def reply_privately(self, io: "AnyIO", account: Account, comment: str, text: TextLike) -> str:
        platform = self._context.capable(account, PrivateReplier, "reply_privately")
        scoped = self._context.io(io, account)
        answer = await platform.reply_privately(scoped, account, comment, as_text(text))
        _note("replied_privately", account, comment=comment)
        return answer

    async def moderate(self, io: "AnyIO", account: Account, action: Action) -> None:
        platform = self._context.capable(account, Moderator, action.act.value)
        scoped = self._context.io(io, account)
        await platform.act(scoped, account, action)
        target = action.comment or action.author or action.post
        _note("moderated", account, act=action.act.value, target=target)
        await self._context.events.tell(scoped, "smm_moderated", account=account, action=action)

    async def judge(
        self, io: "AnyIO", account: Account, post: str | None, *, act: bool
    ) -> list[tuple[Comment, Verdict]]:
        """What the judges say of all visible comments of others; with `act`, what of it was done.

        A verdict that the network refuses to carry out is logged and left out; the others are carried out.
        """
        judged = []
        async for comment in self.comments(io, account, post):
            verdict = self._verdict(account, comment)
            if verdict:
                judged.append((comment, verdict))
        return [found for found in judged if await self._done(io, account, found[1])] if act else judged

    async def _done(self, io: "AnyIO", account: Account, verdict: Verdict) -> bool:
        try:
            await self.moderate(io, account, verdict.action)
        except SMMError as error:
            log.warning("%s: comment %s: %s", account.name, verdict.action.comment, error)
            return False
        return True

    def _verdict(self, account: Account, comment: Comment) -> Verdict | None:
        own = comment.author.kind is AuthorKind.OWNER
        if own or comment.state is not CommentState.VISIBLE:
            return None
        return self._context.events.verdict(account, comment)

    async def _tell(self, io: "AnyIO", account: Account, events: Sequence[Event]) -> None:
        scoped = self._context.io(io, account)
        for event in events:
            if event.kind is EventKind.COMMENTED and event.comment:
                facts = {"account": account, "comment": event.comment}
                await self._context.events.tell(scoped, "smm_commented", **facts)


async def _paged(page_at: Callable[[str | None], Awaitable[Page[Comment]]]) -> AsyncIterator[Comment]:
    """The items of all pages; the next page is fetched when its first item is asked for."""
    cursor = None
    while True:
        page = await page_at(cursor)
        for item in page.items:
            yield item
        if (cursor := page.next) is None:
            return


def _note(event: str, account: Account, **facts: object) -> None:
    observing.event(event, account=account.name, platform=account.platform, **facts)
