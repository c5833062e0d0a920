"""The page that shows what readers see."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from .core import Core

PATH = "/_sandbox/page"
_TEMPLATE = Path(__file__).with_name("page.html")
_SCRIPT = Path(__file__).with_name("page.js")
# Nothing from elsewhere can be loaded, whatever the posts contain.
_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def routes(core: Core[Any]) -> list[Route]:
    return [Route(PATH, partial(_page, core), methods=["GET"])]


async def _page(core: Core[Any], request: Request) -> HTMLResponse:
    """Serve the page, which fetches the view itself and only needs to know where it is."""
    known = {"root": request.scope.get("root_path", "").rstrip("/") + "/", "network": core.network.name}
    # In a script element only "<" could end the text early.
    settings = json.dumps(known).replace("<", "\\u003c")
    page = _TEMPLATE.read_text("utf-8").replace('{"settings": 0}', settings)
    page = page.replace("/* script */", _SCRIPT.read_text("utf-8"))
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})
