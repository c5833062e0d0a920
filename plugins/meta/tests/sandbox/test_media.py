"""Media: fetched from addresses, and uploaded in parts."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from smmcore.testing.samples import png

RUPLOAD = "/rupload.facebook.com/video-upload/v26.0"
PICTURE = png()


class Pictures(BaseHTTPRequestHandler):
    """A web server with a good picture, and some that are not."""

    asked_by: str = ""

    def do_GET(self):
        Pictures.asked_by = self.headers["User-Agent"]
        match self.path.partition("?")[0]:
            case "/good.png":
                self._send(200, "image/png", PICTURE)
            case "/moved.png":
                self._send(302, "image/png", b"", Location="/good.png")
            case "/page.png":
                self._send(200, "text/html", b"<p>log in</p>")
            case "/large.png":
                self._send(200, "image/png", PICTURE + bytes(3000))
            case "/short.png":
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"half")
            case _:
                self._send(404, "text/plain", b"no")

    def _send(self, status, type, body, **headers):
        self.send_response(status)
        for name, text in {"Content-Type": type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def web():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_picture_is_really_fetched(graph, web):
    kept = graph.post(f"/{graph.page}/photos", url=f"{web}/good.png?size=1")
    assert kept["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert Pictures.asked_by == "facebookexternalhit/1.1"


@pytest.mark.parametrize("path", ["/none.png", "/moved.png", "/page.png"])
def test_what_is_not_plainly_there_is_refused(graph, web, path):
    error = graph.fail("POST", f"/{graph.page}/photos", url=web + path)
    assert (error["code"], error["error_subcode"]) == (9004, 2207052)


def test_what_is_too_large_is_refused(graph, web):
    error = graph.fail("POST", f"/{graph.page}/photos", url=f"{web}/large.png")
    assert (error["code"], error["error_subcode"]) == (36000, 2207004)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/a.png", "https://example.com/a.png", "nonsense", "http://localhost:x/"]
)
def test_what_cannot_be_reached_on_this_machine_is_refused(graph, url):
    assert graph.fail("POST", f"/{graph.page}/photos", url=url)["code"] == 9004


def upload(graph, data, offset, size, id=None, **headers):
    sent = {
        "Authorization": "OAuth EAAG-SANDBOX-page",
        "offset": str(offset),
        "file_size": str(size),
        **headers,
    }
    return graph.http.post(f"{RUPLOAD}/{id or graph.page}", content=data, headers=sent)


def offset(graph):
    return graph.http.get(
        f"{RUPLOAD}/{graph.page}", headers={"Authorization": "OAuth EAAG-SANDBOX-page"}
    ).json()


def test_a_video_is_uploaded_by_its_bytes(graph):
    answer = upload(graph, b"moving pictures", 0, 15)
    assert answer.json() == {"success": True, "sha256": hashlib.sha256(b"moving pictures").hexdigest()}
    assert offset(graph) == {"offset": 15}


def test_an_upload_that_broke_off_goes_on_at_the_servers_offset(graph):
    graph.control("faults", kind="cut", bytes=6)
    with pytest.raises(httpx.TransportError):
        upload(graph, b"moving pictures", 0, 15)
    assert offset(graph) == {"offset": 6}
    wrong = upload(graph, b"moving pictures", 0, 15)
    assert wrong.status_code == 409
    assert wrong.json()["debug_info"]["type"] == "OffsetInvalidError"
    rest = upload(graph, b" pictures", 6, 15)
    assert rest.json()["sha256"] == hashlib.sha256(b"moving pictures").hexdigest()


def test_an_upload_may_come_in_parts(graph):
    part = upload(graph, b"moving", 0, 15)
    assert part.json()["debug_info"] == {
        "retriable": True,
        "type": "PartialRequestError",
        "message": "Partial request (did not match length of file)",
    }
    assert upload(graph, b" pictures", 6, 15).json()["success"] is True


def test_a_video_is_fetched_from_an_address(graph, web):
    sent = {"Authorization": "OAuth EAAG-SANDBOX-page", "file_url": f"{web}/good.png"}
    answer = graph.http.post(f"{RUPLOAD}/{graph.page}", headers=sent).json()
    assert answer["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    sent["file_url"] = f"{web}/short.png"
    answer = graph.http.post(f"{RUPLOAD}/{graph.page}", headers=sent).json()
    assert "ProcessingFailedError" in str(answer)


def test_uploads_are_refused_in_their_own_shape(graph):
    assert (
        "unauthorized user request" in upload(graph, b"x", 0, 1, id="31337").json()["debug_info"]["message"]
    )
    assert "unauthorized" in upload(graph, b"x", 0, 1, Authorization="OAuth nonsense").text
    assert upload(graph, b"x", "", 1).json()["debug_info"]["type"] == "HeaderInvalidError"
    refused = upload(graph, bytes(13), 0, 13).json()["debug_info"]
    assert refused["retriable"] is False
    assert "thirteen bytes" in refused["message"]
    assert graph.http.get("/rupload.facebook.com/video-upload/7").status_code == 404
