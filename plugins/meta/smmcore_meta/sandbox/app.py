"""The sandbox as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Generic

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smmcore.faking import Clock

from . import dispatch
from .control import routes as control_routes
from .core import Core, Settings, W
from .network import Network
from .page import routes as page_routes
from .usage import Usage

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_VERBS = ["GET", "POST", "DELETE"]


class MetaSandbox(Generic[W]):
    """A fake of Meta's Graph API for one network: `app` is to be served, or mounted below a prefix.

    All hosts of Facebook stand at its root and each host below its own name: `/graph.instagram.com/v26.0/…`.
    """

    def __init__(self, network: Network[W], **settings: Any) -> None:
        clock = Clock()
        self.core: Core[W] = Core(network, Settings(**settings), clock, network.seed(clock), Usage(clock))
        self.app: ASGIApp = Starlette(routes=self._routes(), lifespan=self._lifespan)

    async def close(self) -> None:
        """End what waits, so that a server can shut down."""
        self.core.stopping.set()

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self.core.stopping = asyncio.Event()  # served again, perhaps by another loop
        yield
        await self.close()

    def _routes(self) -> list[Route]:
        return [
            *control_routes(self.core),
            *page_routes(self.core),
            Route("/{rest:path}", self._official, methods=_VERBS),
        ]

    async def _official(self, request: Request) -> Response:
        return await dispatch.official(self.core, request)
