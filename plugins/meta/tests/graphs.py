"""Graphs over an IO that answers by a script, and the folder of official data."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smmcore.io.blocking import BlockingIO
from smmcore.models import Account
from smmcore.testing.scripted import answer
from smmcore_meta.api import Api, Way
from smmcore_meta.graph import Graph
from smmcore_meta.settings import GraphSettings

TOKEN = "EAAtoken-of-the-page"
FACEBOOK = Api(platform="facebook", title="Facebook", use_case="pages", way=Way.PAGE)
INSTAGRAM = Api(platform="instagram", title="Instagram", use_case="instagram", way=Way.USER)
LOGIN = Api(
    platform="instagram",
    title="Instagram",
    host="https://graph.instagram.com",
    use_case="instagram",
    way=Way.INSTAGRAM,
    batches=False,
)


def bakery(id="123", settings=None, platform="facebook", **secrets):
    return Account("bakery", platform, id, settings=settings or {}, secrets=secrets or {"token": TOKEN})


def graph(io, api=FACEBOOK, account=None, **settings):
    return Graph(io, account or bakery(platform=api.platform), api, GraphSettings(**settings))


def refusal(code, subcode=None, message="no", status=400, **more):
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Abc", **more}
    if subcode:
        error["error_subcode"] = subcode
    return answer({"error": error}, status)


def item(body, code=200):
    """One item of a batch's answer."""
    return {"code": code, "body": json.dumps(body)}


class StillClock:
    """Time that only sleeping moves."""

    def __init__(self):
        self.time = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()

    def now(self):
        return datetime.fromtimestamp(self.time, UTC)

    def sleep(self, seconds):
        self.time += seconds

    async def async_sleep(self, seconds):
        self.time += seconds


class Line(BlockingIO):
    """The real IO with its waiting and repeating, over scripted answers instead of a socket."""

    def __init__(self, answers: Iterable[object], store=None, clock=None):
        super().__init__(clock=clock or StillClock(), store=store)
        self.sent = []
        self.times = []
        self._answers = list(answers)

    async def _exchange(self, request):
        self.sent.append(request)
        self.times.append(self.clock.time)
        script = self._answers.pop(0)
        if isinstance(script, BaseException):
            raise script
        return script if hasattr(script, "status") else answer(script)


def shared(*parts):
    """A folder of the facts that lie beside the checkout; skips where they do not."""
    path = Path(__file__).resolve().parents[4].joinpath("shared", *parts)
    if not path.exists():
        pytest.skip(f"the official facts are not here: {'/'.join(parts)} is to lie beside the checkout")
    return path


def recorded(name):
    return json.loads((shared("samples", "meta") / f"{name}.json").read_text("utf-8"))
