"""A real HTTP server on loopback that records what it got and answers as a test says."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Web:
    """`answer` is called with each request's handler; `requests` are (method, path, headers, body)."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answer: Callable[[Handler], Any] = lambda handler: handler.json(200, {"ok": True})
        self.over = threading.Event()
        web = self

        class Bound(Handler):
            server_of_tests = web

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self.host = f"127.0.0.1:{self._http.server_port}"
        self.url = f"http://{self.host}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def bodies(self) -> list[bytes]:
        return [body for *_, body in self.requests]

    def answers(self, *answers: "Callable[[Handler], Any] | int") -> None:
        """Give these one after another, and the last one from then on; a number is a status."""
        left = list(answers)

        def answer(handler: Handler) -> None:
            this = left.pop(0) if len(left) > 1 else left[0]
            handler.json(this, {"status": this}) if isinstance(this, int) else this(handler)

        self.answer = answer

    def close(self) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_tests: Web
    received = b""

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def _handle(self) -> None:
        web = self.server_of_tests
        if "chunked" in self.headers.get("transfer-encoding", ""):
            raise NotImplementedError
        self.received = self.rfile.read(int(self.headers.get("content-length", 0)))
        web.requests.append((self.command, self.path, dict(self.headers.items()), self.received))
        web.answer(self)

    def json(self, status: int, value: Any, **headers: str) -> None:
        self.body(status, json.dumps(value).encode(), "application/json", **headers)

    def body(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def hang(self) -> None:
        self.server_of_tests.over.wait(20)
        self.close_connection = True

    def cut(self) -> None:
        """Promise more than comes."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"half": ')
        self.close_connection = True

    def drip(self) -> None:
        """Let a byte fall now and then, for ever."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.server_of_tests.over.wait(0.02):
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                return
