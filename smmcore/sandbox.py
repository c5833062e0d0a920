"""Serving fakes on this machine: for `smm sandbox`, tests and demos. Needs the extra `sandbox`."""

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any

from smmcore.errors import InvalidInput, SMMError
from smmcore.io.interface import SystemClock
from smmcore.platform import FakeNetwork, RealNetwork
from smmcore.uploading import FolderUploader

try:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles
    from uvicorn.protocols.http.h11_impl import H11Protocol
except ImportError:
    raise InvalidInput("the sandbox needs its extra: pip install 'smmcore[sandbox]'") from None

RESET = "smmcore.reset"
"""The key in an ASGI scope's extensions under which a fake finds a callable that resets the connection."""


class _ResettableHTTP(H11Protocol):
    """uvicorn's protocol, with a way for the app to cut the connection as a failing network would."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        inner = self.app

        def reset() -> None:
            # No lingering: the kernel drops what is queued and tells the other side by RST.
            sock = transport.get_extra_info("socket")
            with suppress(OSError):  # the other side has gone already
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})[RESET] = reset
            await inner(scope, receive, send)

        self.app = app


def opened(sandbox: FakeNetwork | RealNetwork, *, port: int = 0) -> AbstractContextManager[str]:
    """A block in which a sandbox runs; gives its address. A real network chooses its ports by itself."""
    if isinstance(sandbox, RealNetwork):
        return sandbox.running()
    return serving(sandbox.app, port=port)


def mounted(apps: Mapping[str, Any]) -> Any:
    """Several fakes as one app, each under its network's name."""
    return Starlette(routes=[Mount(f"/{name}", app=app) for name, app in apps.items()])


def server(app: Any, *, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=_ResettableHTTP,
        ws="none",
        lifespan="off",
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


@contextmanager
def serving(app: Any, *, port: int = 0) -> Iterator[str]:
    """Serve an app on loopback, in a thread of its own, for the time of the block; gives its address.

    Raises `InvalidInput` if the port is taken.
    """
    sock = _listening(port)
    running = server(app)
    thread = threading.Thread(target=_serve, args=(running, sock), name="smmcore-sandbox", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        running.should_exit = True
        running.force_exit = True
        thread.join(timeout=5)
        sock.close()


@contextmanager
def public_folder() -> Iterator[FolderUploader]:
    """A block in which uploaded files are served on loopback, as a web server would; none of them stays."""
    with TemporaryDirectory(prefix="smmcore-uploads-") as folder, serving(files(folder)) as url:
        yield FolderUploader(folder, url)


def files(folder: str) -> Any:
    """An app that shows the folder's files to everybody."""
    return StaticFiles(directory=folder)


def _listening(port: int) -> socket.socket:
    # With the protocol named, asyncio switches off the kernel's waiting for more, 40 ms a request.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
    except OSError as error:
        sock.close()
        raise InvalidInput(
            f"port {port} cannot be used: {error.strerror}; choose another with --port"
        ) from None
    sock.listen(128)
    return sock


def _serve(running: uvicorn.Server, sock: socket.socket) -> None:
    with asyncio.Runner() as runner:
        runner.run(running.serve(sockets=[sock]))


class SandboxClock:
    """A clock that runs ahead: sleeping takes no time here and lets it pass in the fakes.

    `advance` is called with the seconds that pass; it tells the fakes.
    """

    def __init__(self, advance: Any) -> None:
        self._advance = advance
        self._ahead = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return SystemClock().now() + self._ahead

    def sleep(self, seconds: float) -> None:
        if seconds < 0:
            raise SMMError("time does not run backwards")
        with self._lock:
            # The fakes first: whoever sees the new time here and calls at once must not be early there.
            self._advance(seconds)
            self._ahead += timedelta(seconds=seconds)

    async def async_sleep(self, seconds: float) -> None:
        await asyncio.to_thread(self.sleep, seconds)
