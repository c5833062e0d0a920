"""A small network for the core's tests: a real HTTP server on loopback, and the platform that talks to it."""

import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import anyio
from attrs import field, frozen

import smmcore
from smmcore import Absent, Account, Found, Published, RateLimited, Rejected, Request, Timeouts

TOKEN = "4815162342:AAF-ab/cd+ef_gh~ij"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


class FakeClock:
    """Sleeping takes no time and lets it pass."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._lock = threading.Lock()
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        with self._lock:
            self._now += timedelta(**span)

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self.slept.append(seconds)

    async def async_sleep(self, seconds: float) -> None:
        self.sleep(seconds)
        await anyio.lowlevel.checkpoint()


class Fault:
    """What the server does with one call instead of answering it: `acts` says whether the post is there."""

    def __init__(self, kind: str, *, acts: bool = False, **details: Any) -> None:
        self.kind, self.acts, self.details = kind, acts, details
        self.reached, self.go_on = threading.Event(), threading.Event()


class Wall:
    """One page on the server: its posts, what it was asked, and what goes wrong next."""

    def __init__(self, server: "Server", name: str) -> None:
        self.server, self.name = server, name
        self.posts: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.faults: deque[Fault | None] = deque()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"{self.server.url}/{self.name}"

    @property
    def texts(self) -> list[str]:
        return [post["text"] for post in self.posts]

    @property
    def sent(self) -> int:
        """How many requests to publish came."""
        return sum(method == "POST" for method, *_ in self.requests)

    def fault(self, kind: str, **details: Any) -> Fault:
        fault = Fault(kind, **details)
        self.faults.append(fault)
        return fault

    def fine(self) -> None:
        """Let one call go well before the next fault."""
        self.faults.append(None)

    def add(self, body: bytes) -> dict[str, Any]:
        with self.lock:
            post = {**json.loads(body), "id": str(len(self.posts) + 1)}
            self.posts.append(post)
            return post


class Server:
    def __init__(self) -> None:
        walls: dict[str, Wall] = {}

        class Handler(_Handler):
            def wall(self) -> Wall:
                return walls[self.path.strip("/").partition("/")[0]]

        self._walls = walls
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def wall(self) -> Wall:
        name = f"w{len(self._walls)}"
        self._walls[name] = Wall(self, name)
        return self._walls[name]

    def close(self) -> None:
        for wall in self._walls.values():
            for fault in wall.faults:
                if fault:
                    fault.go_on.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def wall(self) -> Wall:
        raise NotImplementedError

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        wall = self._received(b"")
        self._json(200, {"posts": wall.posts})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        wall = self._received(body)
        fault = wall.faults.popleft() if wall.faults else None
        if fault is None:
            self._json(200, {"id": wall.add(body)["id"]})
            return
        if fault.acts:
            wall.add(body)
        fault.reached.set()
        getattr(self, f"_{fault.kind}")(fault)

    def _received(self, body: bytes) -> Wall:
        wall = self.wall()
        wall.requests.append((self.command, self.path, dict(self.headers.items()), body))
        return wall

    def _error(self, fault: Fault) -> None:
        self._json(fault.details.get("status", 500), {"error": "oops"})

    def _limited(self, fault: Fault) -> None:
        self._json(429, {"retry_after": fault.details.get("retry_after")})

    def _garbage(self, _: Fault) -> None:
        self._body(200, b"<html>not what you asked for</html>", "text/html")

    def _list(self, _: Fault) -> None:
        self._json(200, ["not", "a", "table"])

    def _reset(self, _: Fault) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _truncated(self, _: Fault) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"id": "')
        self.close_connection = True

    def _hang(self, fault: Fault) -> None:
        fault.go_on.wait(20)
        self.close_connection = True

    def _slow(self, fault: Fault) -> None:
        fault.go_on.wait(20)
        self._json(200, {"id": str(len(self.wall().posts))})

    def _json(self, status: int, value: Any) -> None:
        self._body(status, json.dumps(value).encode(), "application/json")

    def _body(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.close()


@frozen
class WallSettings:
    url: str = ""
    patient: bool = False
    """Whether to wait long for answers."""


@frozen
class WallOptions(smmcore.Options):
    platform = "wall"
    loud: bool = False


@frozen(eq=False)
class WallPlatform:
    """Publishes every line of a text as one message, each in a step of its own."""

    name: str = "wall"
    title: str = "Wall"
    settings: type = WallSettings
    options: type[smmcore.Options] = WallOptions
    secrets: tuple[str, ...] = ("token",)
    before: Callable[[], Any] = field(default=lambda: None)
    """Called before the first step, and may raise."""
    after: Callable[[Published], Any] = field(default=lambda published: published)
    """What becomes of the result after the last step."""
    finding: Callable[[], Any] = field(default=lambda: None)
    """What `find` says, where it is not to look."""

    def abilities(self, account: Account) -> smmcore.Abilities:
        return {"text": smmcore.YES, "poll": smmcore.no("walls hold no polls")}

    def limits(self, account: Account) -> smmcore.Limits:
        return smmcore.Limits(text=smmcore.Limit(50, source="the wall's height"))

    async def publish(self, io, account, post, steps):
        self.before()
        ids = []
        for number, line in enumerate(post.plain_text.split("\n")):
            ids.append(
                await steps.run(f"line{number}", self._request(account, line, f"{steps.key}#{number}"))
            )
        return self.after(Published(account=account.name, id=ids[0], parts=ids))

    async def find(self, io, account, post, steps):
        if (said := self.finding()) is not None:
            return said
        wall = account.settings_as(WallSettings)
        answer = await io.send(Request("GET", f"{wall.url}/posts", safe=True))
        ids = {p["guid"]: p["id"] for p in answer["posts"]}
        found = {name: ids.get(f"{steps.key}#{name.removeprefix('line')}") for name in steps.in_doubt}
        if not all(found.values()):
            return Absent("the wall shows all posts")
        await steps.confirm(found)
        lines = post.plain_text.count("\n") + 1
        if len(steps.done) < lines:
            return Absent("the wall shows its beginning only")
        return Found(Published(account=account.name, id=steps.value("line0")))

    def _request(self, account, line, guid):
        wall, token = account.settings_as(WallSettings), account.secret("token")
        return Request(
            "POST",
            f"{wall.url}/bot{token}/posts",
            json={"text": line, "guid": guid},
            safe=False,
            secrets=[token],
            parse=_parse,
            timeouts=Timeouts(read=20 if wall.patient else 0.3),
        )


def _parse(answer):
    data = answer.json()
    if answer.status == 429:
        raise RateLimited("too many", platform="wall", code=429, retry_after=data["retry_after"])
    if answer.status >= 400:
        raise Rejected("the wall refuses it", platform="wall", code=answer.status)
    return data["id"]


def account(wall: Wall, name: str = "bakery", **settings: Any) -> Account:
    return Account(name, "wall", settings={"url": wall.url, **settings}, secrets={"token": TOKEN})
