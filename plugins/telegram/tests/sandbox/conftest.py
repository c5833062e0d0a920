"""A client for the sandbox, in memory or over a real server."""

import asyncio
import contextlib
import json
import struct
import zlib
from pathlib import Path

import httpx
import pytest
import uvicorn

from smmcore_telegram.sandbox import DEMO_TOKEN, TelegramSandbox

SHARED = Path(__file__).resolve().parents[5] / "shared"
CHANNEL = "@sandbox_channel"


def png(width=4, height=3, color=0):
    """A real picture, small whatever its size in pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = (b"\0" + bytes([color]) * ((width + 7) // 8)) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


class Client:
    """Calls of a bot and of the control API; `call` wants success, `fail` wants the error."""

    def __init__(self, http, sandbox, token=DEMO_TOKEN):
        self.http = http
        self.sandbox = sandbox
        self.token = token
        self.channel = -1001000000001
        self.group = -1001000000002

    async def raw(self, method, files=None, token=None, **params):
        url = f"/bot{token or self.token}/{method}"
        if files:
            data = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
            return await self.http.post(url, data=data, files=files)
        return await self.http.post(url, json=params)

    async def call(self, method, **params):
        response = await self.raw(method, **params)
        assert response.status_code == 200, response.text
        assert response.json()["ok"] is True
        return response.json()["result"]

    async def fail(self, method, **params):
        response = await self.raw(method, **params)
        body = response.json()
        assert body["ok"] is False, body
        assert body["error_code"] == response.status_code
        return body["error_code"], body["description"]

    async def control(self, path, **body):
        response = await self.http.post(f"/_sandbox/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    async def refused(self, path, **body):
        response = await self.http.post(f"/_sandbox/{path}", json=body)
        assert response.status_code == 400, response.text
        return response.json()["error"]

    async def post(self, text="A post", **params):
        return (await self.call("sendMessage", chat_id=CHANNEL, text=text, **params))["message_id"]

    async def updates(self, **params):
        got = await self.call("getUpdates", **params)
        if got:
            await self.call("getUpdates", offset=got[-1]["update_id"] + 1, timeout=0)
        return got

    def is_polling(self):
        return any(queue.poller is not None for queue in self.sandbox.core.queues.values())

    async def state(self):
        return (await self.http.get("/_sandbox/state")).json()

    async def chat(self, number=None):
        chats = (await self.state())["chats"]
        return next(c for c in chats if c["id"] == (number or self.channel))

    async def message(self, message_id, chat=None):
        messages = (await self.chat(chat))["messages"]
        return next((m for m in messages if m["message_id"] == message_id), None)

    async def add_bot(self, username="other_bot", **known):
        token = f"70000{sum(username.encode()):05d}:{'x' * 35}"
        await self.control("bots", token=token, username=username, **known)
        return token


@contextlib.asynccontextmanager
async def memory(**settings):
    """The application without a server; breaking a connection off raises in the client."""
    sandbox = TelegramSandbox(**settings)
    try:
        transport = httpx.ASGITransport(with_reset(sandbox.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox.test") as http:
            yield Client(http, sandbox)
    finally:
        await sandbox.close()


def with_reset(app):
    async def wrapped(scope, receive, send):
        def reset():
            raise httpx.ReadError("reset")

        extended = {**scope, "extensions": {**scope.get("extensions", {}), "smmcore.reset": reset}}
        await app(extended, receive, send)

    return wrapped


@contextlib.asynccontextmanager
async def serving(app, graceful=5):
    """A real server on a free port; its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="critical", ws="none", timeout_graceful_shutdown=graceful)
    )
    server.install_signal_handlers = lambda: None
    task = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


@contextlib.asynccontextmanager
async def served(**settings):
    sandbox = TelegramSandbox(**settings)
    async with serving(sandbox.app) as url:
        try:
            async with httpx.AsyncClient(base_url=url, timeout=20, trust_env=False) as http:
                yield Client(http, sandbox)
        finally:
            await sandbox.close()


async def eventually(check, seconds=5.0):
    """Poll until the check gives something true."""
    until = asyncio.get_running_loop().time() + seconds
    while True:
        found = check()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        assert asyncio.get_running_loop().time() < until, "it did not happen in time"
        await asyncio.sleep(0.01)


@pytest.fixture
def run():
    """Run a test's coroutine function with a client in memory (or served, or other settings)."""

    def runner(test, *, real=False, **settings):
        async def main():
            async with (served if real else memory)(**settings) as client:
                return await test(client)

        return asyncio.run(main())

    return runner


@pytest.fixture(scope="session")
def spec():
    path = SHARED / "specs/telegram/bot-api-10.3.json"
    if not path.exists():
        pytest.skip("the official description of the API is not there: ../shared is missing")
    return json.loads(path.read_text("utf-8"))
