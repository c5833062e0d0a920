"""Changing and removing posts, and asking whether an account works."""

from typing import TYPE_CHECKING, Any

from smmcore import observing
from smmcore.context import Context
from smmcore.errors import InvalidInput, InvalidPost
from smmcore.models import Account, File, Post, Published
from smmcore.platform import ABILITIES, Authenticator, Checkup, Designer, Editor, Platform

if TYPE_CHECKING:
    from smmcore.context import AnyIO


class Upkeep:
    def __init__(self, context: Context) -> None:
        self._context = context

    async def edit(self, io: "AnyIO", account: Account, id: str, post: Post) -> Published:
        """Raises `InvalidPost` if the network would not take the new content."""
        platform = self._context.capable(account, Editor, "edit")
        prepared = self._context.events.prepared(account, post)
        if wrong := self._context.problems(account, prepared):
            raise InvalidPost(wrong, account.name)
        edited = await platform.edit(self._context.io(io, account), account, id, prepared)
        _note("edited", account, id)
        return edited

    async def delete(self, io: "AnyIO", account: Account, id: str) -> None:
        platform = self._context.capable(account, Editor, "delete")
        await platform.delete(self._context.io(io, account), account, id)
        _note("deleted", account, id)

    async def pin(self, io: "AnyIO", account: Account, id: str, *, pinned: bool) -> None:
        platform = self._context.capable(account, Editor, "pin")
        await platform.pin(self._context.io(io, account), account, id, pinned=pinned)
        _note("pinned" if pinned else "unpinned", account, id)

    async def design(
        self,
        io: "AnyIO",
        account: Account,
        *,
        title: str | None,
        description: str | None,
        picture: File | None,
        cover: File | None,
    ) -> None:
        scoped = self._context.io(io, account)
        if title is not None:
            await self._context.capable(account, Designer, "set_title").set_title(scoped, account, title)
        if description is not None:
            designer = self._context.capable(account, Designer, "set_description")
            await designer.set_description(scoped, account, description)
        if picture is not None:
            designer = self._context.capable(account, Designer, "set_picture")
            await designer.set_picture(scoped, account, picture)
        if cover is not None:
            await self._context.capable(account, Designer, "set_cover").set_cover(scoped, account, cover)

    async def do(self, io: "AnyIO", account: Account, word: str, /, *arguments: Any, **named: Any) -> Any:
        """Call the method of a word that only this network declares. Raises `InvalidInput` for any other word."""
        platform = self._context.platform(account)
        own = [name for name in platform.abilities(account) if name not in ABILITIES]
        if word not in own:
            known = ", ".join(own) or "none"
            raise InvalidInput(f"word: {word!r} is no word of {platform.title}'s own (those are: {known})")
        method = getattr(self._context.capable(account, Platform, word), word)
        return await method(self._context.io(io, account), account, *arguments, **named)

    async def checkup(self, io: "AnyIO", account: Account) -> Checkup:
        platform = self._context.capable(account, Authenticator, "check")
        return await platform.check(self._context.io(io, account), account)


def _note(event: str, account: Account, id: str) -> None:
    observing.event(event, account=account.name, platform=account.platform, id=id)
