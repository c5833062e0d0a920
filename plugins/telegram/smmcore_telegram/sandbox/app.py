"""The sandbox as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smmcore.faking import Clock

from . import dispatch, page
from .control import routes as control_routes
from .core import Core, Settings
from .files import file_store
from .rates import Rates
from .seed import seeded

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_ANY = ["GET", "POST", "HEAD", "PUT", "DELETE"]


class TelegramSandbox:
    """A fake of the Bot API that keeps its rules: `app` is to be served, or mounted below a prefix.

    `local` is a server of one's own with its larger limits; `limits_on=False` lets a bot send as fast as
    it likes. Whether channels have a limit per minute is not known for sure: `channels_per_minute`.
    """

    def __init__(
        self,
        *,
        local: bool = False,
        limits_on: bool = True,
        burst: int = 5,
        channels_per_minute: bool = True,
    ) -> None:
        settings = Settings(local, limits_on, burst, channels_per_minute)
        clock, store = Clock(), file_store(self)
        rates = Rates(clock, limits_on, burst, channels_per_minute)
        self.core = Core(settings, store, clock, seeded(clock, store), rates)
        self.app: ASGIApp = Starlette(routes=self._routes(), lifespan=self._lifespan)

    async def close(self) -> None:
        """End what waits (long polls, hanging answers, webhooks), so that a server can shut down."""
        self.core.stopping.set()
        for task in list(self.core.tasks):
            task.cancel()
        await asyncio.gather(*self.core.tasks, return_exceptions=True)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self.core.stopping = asyncio.Event()  # served again, perhaps by another loop
        yield
        await self.close()

    def _routes(self) -> list[Route]:
        return [
            Route("/file/bot{rest:path}", self._file),
            Route("/bot{rest:path}", self._official, methods=_ANY),
            *control_routes(self.core),
            *page.routes(self.core),
        ]

    async def _official(self, request: Request) -> Response:
        return await dispatch.official(self.core, request)

    async def _file(self, request: Request) -> Response:
        return await dispatch.serve_file(self.core, request)
