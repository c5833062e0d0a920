"""What plugins keep from call to call, in the journal's database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ParamSpec, Protocol, TypeVar

from attrs import evolve, frozen

from smmcore.journal.journal import Journal

T = TypeVar("T")
P = ParamSpec("P")


class _Threads(Protocol):
    def now(self) -> datetime: ...

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


@frozen(eq=False)
class JournalStore:
    """One account's things: see `smmcore.io.Store`."""

    journal: Journal
    account: str
    io: _Threads

    async def get(self, kind: str, key: str) -> Any:
        return (await self.io.in_thread(self.journal.kept.all, self.account, kind, key)).get(key)

    async def put(self, kind: str, key: str, value: Any) -> None:
        await self.io.in_thread(self.journal.kept.put, self.account, kind, key, value, self.io.now())

    async def add(self, kind: str, key: str, value: Any) -> bool:
        return await self.io.in_thread(self.journal.kept.add, self.account, kind, key, value, self.io.now())

    async def all(self, kind: str) -> dict[str, Any]:
        return await self.io.in_thread(self.journal.kept.all, self.account, kind)

    async def remove(self, kind: str, key: str) -> bool:
        return await self.io.in_thread(self.journal.kept.drop, self.account, kind, key)

    def shared(self, name: str) -> "JournalStore":
        # No account can be called so: names of accounts do not begin with this sign.
        return evolve(self, account=f"~{name}")
