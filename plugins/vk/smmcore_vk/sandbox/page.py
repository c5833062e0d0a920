"""The page that shows a community's wall."""

import json
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from .core import Core
from .seed import home

_TEMPLATE = Path(__file__).with_name("page.html")
_SCRIPT = Path(__file__).with_name("page.js")
# Nothing from elsewhere can be loaded, whatever the posts contain.
_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def routes(core: Core) -> list[Route]:
    return [
        Route("/", partial(_page, core), methods=["GET"]),
        Route("/communities/{name}", partial(_page, core), methods=["GET"]),
    ]


async def _page(core: Core, request: Request) -> HTMLResponse:
    """Serve the page, which fetches the state itself and only needs to know where it is."""
    known = {
        "root": request.scope.get("root_path", "").rstrip("/") + "/",
        "community": request.path_params.get("name", home(core.world).screen_name),
    }
    # In a script element only "<" could end the text early.
    settings = json.dumps(known).replace("<", "\\u003c")
    page = _TEMPLATE.read_text("utf-8").replace('{"settings": 0}', settings)
    page = page.replace("/* script */", _SCRIPT.read_text("utf-8"))
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})
