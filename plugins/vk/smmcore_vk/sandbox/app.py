"""The sandbox as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from smmcore.faking import Clock

from . import dispatch, longpoll, vkid
from .control import routes as control_routes
from .core import Core, Settings
from .page import routes as page_routes
from .rates import Rates
from .seed import seeded

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class VKSandbox:
    """A fake of VK's API 5.199 that keeps its rules: `app` is to be served, or mounted below a prefix.

    `limits_on=False` lets tokens call as fast as they like. `community_posts` and `duplicate_guid` decide what is not
    documented: whether community tokens may post, and whether a repeated guid answers the `same` post, an `error` or a
    `new` post.
    """

    def __init__(
        self, *, limits_on: bool = True, community_posts: bool = True, duplicate_guid: str = "same"
    ) -> None:
        clock = Clock()
        settings = Settings(community_posts=community_posts, duplicate_guid=duplicate_guid)
        self.core = Core(settings, clock, seeded(), Rates(clock, limits_on))
        self.app: ASGIApp = Starlette(routes=self._routes(), lifespan=self._lifespan)

    async def close(self) -> None:
        """End what waits (long polls, hanging answers), so that a server can shut down."""
        self.core.stopping.set()
        for channel in self.core.channels.values():
            channel.wake()

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self.core.stopping = asyncio.Event()  # served again, perhaps by another loop
        yield
        await self.close()

    def _routes(self) -> list[Route]:
        return [
            Route("/method/{name}", self._official, methods=["GET", "POST"]),
            Route("/upload/{kind}/{ticket}", self._upload, methods=["POST"]),
            Route("/upload/{kind}/{ticket}", _visited, methods=["GET"]),
            Route("/longpoll/{group:int}", self._long_poll, methods=["GET", "POST"]),
            Route("/oauth2/auth", self._renew, methods=["POST"]),
            *control_routes(self.core),
            *page_routes(self.core),
        ]

    async def _official(self, request: Request) -> Response:
        return await dispatch.official(self.core, request)

    async def _upload(self, request: Request) -> Response:
        return await dispatch.upload(self.core, request)

    async def _long_poll(self, request: Request) -> Response:
        return await longpoll.poll(self.core, request)

    async def _renew(self, request: Request) -> Response:
        return await vkid.renew(self.core, request)


async def _visited(_request: Request) -> Response:
    """The address of a video that lies elsewhere has only to be visited."""
    return JSONResponse({"response": 1})
