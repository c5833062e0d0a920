import asyncio
import contextvars
import subprocess
import sys
import threading
import zlib

import anyio
import pytest

from smmcore import (
    SMM,
    AnswerLost,
    AsyncSMM,
    Body,
    Failed,
    NotSent,
    PluginError,
    Post,
    Published,
    Rate,
    Request,
    Secret,
    SystemClock,
    Timeouts,
    Upload,
)
from smmcore.io import http
from smmcore.io.blocking import BlockingIO, run

from .network import WallPlatform, account

QUICK = Timeouts(connect=0.3, read=0.3, write=0.3)


def get(web, **more):
    return Request("GET", f"{web.url}/thing", **{"safe": True, "timeouts": QUICK, **more})


def create(web, **more):
    return Request("POST", f"{web.url}/thing", **{"safe": False, "timeouts": QUICK, "json": {"a": 1}, **more})


def sending(request):
    async def work(io):
        return await io.send(request)

    return work


# Requests as values


def test_a_request_arrives_as_it_was_written(run_io, web):
    request = Request(
        "POST",
        f"{web.url}/path",
        params={"q": "a b&c", "n": 3},
        headers={"X-Word": "yes"},
        data={"text": "Brot & Brötchen"},
        safe=False,
    )
    assert run_io(sending(request)) == {"ok": True}
    ((method, path, headers, body),) = web.requests
    assert (method, path) == ("POST", "/path?q=a%20b%26c&n=3") or path == "/path?q=a+b%26c&n=3"
    assert headers["X-Word"] == "yes"
    assert headers["User-Agent"] == "smmcore"
    assert body == b"text=Brot+%26+Br%C3%B6tchen"


def test_files_are_sent_with_their_names_kinds_and_fields(run_io, web, tmp_path):
    (tmp_path / "rye.jpg").write_bytes(b"picture")
    request = create(web, json=None, data={"caption": "Rye"}, files=[Upload("photo", tmp_path / "rye.jpg")])
    run_io(sending(request))
    (body,) = web.bodies
    assert b'name="caption"\r\n\r\nRye\r\n' in body
    assert b'name="photo"; filename="rye.jpg"\r\nContent-Type: image/jpeg\r\n\r\npicture\r\n' in body


def test_a_repeated_request_sends_its_files_whole_again(run_io, web, tmp_path):
    (tmp_path / "rye.jpg").write_bytes(b"picture")
    web.answers(500, 200)
    request = create(web, json=None, safe=True, files=[Upload("photo", tmp_path / "rye.jpg")])
    run_io(sending(request))
    assert [b"picture" in body for body in web.bodies] == [True, True]


@pytest.mark.parametrize(
    ("start", "size", "expected"), [(0, None, b"picture"), (3, None, b"ture"), (1, 3, b"ict"), (5, 90, b"re")]
)
def test_a_file_or_a_part_of_it_is_a_body(run_io, web, tmp_path, start, size, expected):
    (tmp_path / "rye.jpg").write_bytes(b"picture")
    body = Body(tmp_path / "rye.jpg", "image/jpeg", start=start, size=size)
    web.answers(500, 200)
    run_io(sending(create(web, json=None, safe=True, body=body)))
    assert web.bodies == [expected, expected]
    headers = web.requests[0][2]
    assert (headers["Content-Type"], headers["Content-Length"]) == ("image/jpeg", str(len(expected)))


@pytest.mark.parametrize(
    ("start", "size", "expected"), [(0, None, b"picture"), (3, None, b"ture"), (1, 3, b"ict"), (5, 90, b"re")]
)
def test_a_part_of_a_file_is_a_part_of_a_form(run_io, web, tmp_path, start, size, expected):
    (tmp_path / "rye.jpg").write_bytes(b"picture")
    upload = Upload("photo", tmp_path / "rye.jpg", start=start, size=size)
    web.answers(500, 200)
    run_io(sending(create(web, json=None, safe=True, files=[upload])))
    for body in web.bodies:
        head, _, rest = body.partition(b"\r\n\r\n")
        assert b'filename="rye.jpg"' in head
        assert rest.partition(b"\r\n")[0] == expected


def test_a_body_that_vanished_is_not_sent_and_named(run_io, web, tmp_path):
    request = create(web, json=None, body=Body(tmp_path / "gone.jpg"))
    with pytest.raises(NotSent, match=r"cannot read .*gone.jpg: No such file"):
        run_io(sending(request))
    assert web.requests == []


def test_a_file_that_vanished_is_not_sent_and_named(run_io, web, tmp_path):
    request = create(web, json=None, files=[Upload("photo", tmp_path / "gone.jpg")])
    with pytest.raises(NotSent, match=r"cannot read .*gone.jpg: No such file"):
        run_io(sending(request))
    assert web.requests == []


def test_a_file_that_vanishes_between_check_and_sending_fails_the_post(opened, wall, tmp_path):
    picture = tmp_path / "rye.gif"
    picture.write_bytes(b"GIF89a\x01\x00\x01\x00")

    class Photos(WallPlatform):
        def abilities(self, account):
            import smmcore

            return {"photo": smmcore.YES}

        async def publish(self, io, account, post, steps):
            post.media[0].source.path.unlink()
            upload = Upload("photo", post.media[0].source.path)
            request = Request("POST", f"{wall.url}/x", files=[upload], safe=False)
            await steps.run("photo", request)

    smm = opened(account(wall), plugins=[Photos()])
    (failed,) = smm.publish(Post(media=[picture_of(picture)]), to="bakery")
    assert isinstance(failed.error, NotSent)
    assert wall.requests == []


def picture_of(path):
    from smmcore import Photo

    return Photo(path)


@pytest.mark.parametrize(
    "broken",
    [
        {"url": "http://[::1"},
        {"json": {"text": "\ud800"}},
        {"json": {"x": object()}},
        {"url": "ftp://127.0.0.1/x"},
    ],
    ids=["no address", "half a character", "no JSON", "no HTTP"],
)
def test_a_request_that_cannot_be_written_is_not_sent(run_io, web, broken):
    request = Request(**{"method": "POST", "url": web.url, "safe": False, **broken})
    with pytest.raises(NotSent):
        run_io(sending(request))
    assert web.requests == []


# Answers


@pytest.mark.parametrize(
    "answer",
    [
        lambda h: h.body(200, b"<html>", "text/html"),
        lambda h: h.body(200, b"", "application/json"),
        lambda h: h.body(200, b'{"half": ', "application/json"),
        lambda h: h.cut(),
        lambda h: h.hang(),
        lambda h: h.json(502, {}),
        lambda h: h.body(200, b"\xff\xfe\x00", "application/json"),
    ],
    ids=["HTML", "empty", "truncated", "cut", "hang", "502", "no UTF-8"],
)
@pytest.mark.parametrize("safe", [True, False], ids=["safe", "unsafe"])
def test_a_lost_answer_is_asked_for_again_only_where_that_is_safe(run_io, web, answer, safe):
    web.answer = answer
    with pytest.raises(AnswerLost):
        run_io(sending(get(web, safe=safe)))
    assert len(web.requests) == (4 if safe else 1)


def test_an_answer_without_end_is_given_up(run_io, web, monkeypatch):
    monkeypatch.setattr(http, "ANSWER_LIMIT", 1000)
    web.answer = lambda h: h.body(200, b" " * 2000, "application/json")
    with pytest.raises(AnswerLost, match="larger than 1000 bytes"):
        run_io(sending(create(web)))


def test_a_small_answer_that_unpacks_to_a_huge_one_is_given_up(run_io, web, monkeypatch):
    monkeypatch.setattr(http, "ANSWER_LIMIT", 100_000)
    packed = zlib.compress(b" " * 10_000_000)
    web.answer = lambda h: h.body(200, packed, "application/json", Content_Encoding="deflate")
    with pytest.raises(AnswerLost, match="larger than 100000 bytes"):
        run_io(sending(create(web)))


def test_an_answer_that_the_parser_does_not_understand_counts_as_lost(run_io, web):
    with pytest.raises(AnswerLost, match=r"not understood .KeyError: 'id'."):
        run_io(sending(create(web, parse=lambda answer: answer.json()["id"])))


def test_a_redirect_is_not_followed(run_io, web):
    web.answer = lambda h: h.json(302, {}, Location=f"{web.url}/elsewhere")
    assert run_io(sending(get(web, parse=lambda answer: answer.status))) == 302
    assert len(web.requests) == 1


def test_a_connection_that_is_refused_is_not_sent(run_io):
    request = Request("POST", "http://127.0.0.1:1/x", safe=False)
    with pytest.raises(NotSent, match=r"cannot reach 127.0.0.1:1"):
        run_io(sending(request))


# Blocking callers


def test_blocking_use_starts_no_event_loop_and_no_thread(wall, monkeypatch):
    def forbidden(*_):
        raise AssertionError("an event loop was started")

    monkeypatch.setattr(asyncio, "new_event_loop", forbidden)
    monkeypatch.setattr(asyncio, "run", forbidden)
    seen = []

    class Counting(WallPlatform):
        async def publish(self, io, account, post, steps):
            result = await super().publish(io, account, post, steps)
            seen.append(threading.current_thread() is threading.main_thread())
            return result

    with SMM([account(wall)], plugins=[Counting()], installed=False) as smm:
        started = []
        monkeypatch.setattr(threading.Thread, "start", lambda self: started.append(self.name))
        smm.work()
        monkeypatch.undo()
        names = {t.name for t in threading.enumerate()}
        smm.publish(Post("Hi"), to="bakery")
        smm.reconcile()
        smm.work()
        assert (
            not {t.name for t in threading.enumerate()}
            - names
            - {t.name for t in threading.enumerate() if "process_request" in t.name}
        )
    assert started == []
    assert seen == [True]


def test_a_second_event_loop_is_refused_before_anything_is_sent(wall):
    smm = AsyncSMM([account(wall)], plugins=[WallPlatform()], installed=False)
    with asyncio.Runner() as runner, asyncio.Runner() as another:
        (first,) = runner.run(smm.publish(Post("One"), to="bakery"))
        (second,) = another.run(smm.publish(Post("Two"), to="bakery"))
        runner.run(smm.aclose())
    assert isinstance(first, Published)
    assert isinstance(second, Failed)
    assert "another event loop; make one per loop" in str(second.error)
    assert wall.texts == ["One"]


def test_blocking_use_works_inside_a_running_loop(wall):
    async def notebook():
        with SMM([account(wall), account(wall, "b")], plugins=[WallPlatform()], installed=False) as smm:
            return smm.publish(Post("Hi"), to=["bakery", "b"])

    assert asyncio.run(notebook()).ok
    assert len(wall.posts) == 2


def test_code_that_awaits_something_else_is_told_so():
    async def work():
        await asyncio.sleep(0)

    with pytest.raises(PluginError, match="something else than io"):
        run(work())


# Several things at once


def test_gather_gives_results_in_the_order_of_its_parts(run_io, mode):
    begun = threading.Barrier(3) if mode == "blocking" else None

    async def part(number):
        if begun:
            begun.wait(10)
        return number

    async def work(io):
        return (
            await io.gather(*[part(n) for n in range(3)]),
            await io.gather(part_alone(7)),
            await io.gather(),
        )

    async def part_alone(number):
        return number

    assert run_io(work) == ([0, 1, 2], [7], [])


def test_gather_raises_the_first_error_as_it_is(run_io):
    async def fine():
        return 1

    async def fails():
        raise NotSent("no")

    async def work(io):
        with pytest.raises(NotSent, match=r"^no$"):
            await io.gather(fine(), fails(), fine())
        with pytest.raises(NotSent, match=r"^no$"):
            await io.gather(fails())
        return True

    assert run_io(work)


def test_gather_begins_nothing_new_after_an_error(run_io):
    ended = []

    async def fails():
        raise NotSent("no")

    async def part(io, number):
        await io.sleep(0.01)
        ended.append(number)

    async def work(io):
        with pytest.raises(NotSent):
            await io.gather(fails(), *[part(io, n) for n in range(500)])

    run_io(work, clock=SystemClock())
    assert len(ended) < 500


def test_gather_hands_context_variables_down_and_keeps_them_apart(run_io):
    name = contextvars.ContextVar("name", default="nobody")

    async def part(mine):
        was = name.get()
        name.set(mine)
        return was, name.get()

    async def work(io):
        name.set("caller")
        results = await io.gather(part("a"), part("b"))
        return results, name.get()

    assert run_io(work) == ([("caller", "a"), ("caller", "b")], "caller")


def test_in_thread_gives_results_and_errors(run_io):
    def divide(a, *, by):
        return a / by

    async def work(io):
        with pytest.raises(ZeroDivisionError):
            await io.in_thread(divide, 1, by=0)
        return await io.in_thread(divide, 6, by=3)

    assert run_io(work) == 2


# Deadlines


@pytest.mark.parametrize("answer", [lambda h: h.hang(), lambda h: h.drip()], ids=["hang", "drip"])
def test_a_deadline_ends_a_request_in_time(run_io, web, answer):
    web.answer = answer

    async def work(io):
        with io.deadline(0.3):
            await io.send(create(web, timeouts=Timeouts()))

    with pytest.raises((AnswerLost, TimeoutError)):
        run_io(work, clock=SystemClock())
    assert len(web.requests) == 1


def test_a_deadline_ends_a_sleep(run_io):
    async def work(io):
        with io.deadline(0.05):
            await io.sleep(3600)

    with pytest.raises(TimeoutError):
        run_io(work, clock=SystemClock())


@pytest.mark.parametrize(("outer", "inner"), [(0.05, 3600), (3600, 0.05)])
def test_of_nested_deadlines_the_earlier_one_holds(run_io, outer, inner):
    async def work(io):
        with io.deadline(outer), io.deadline(inner):
            await io.sleep(1000)

    with pytest.raises(TimeoutError):
        run_io(work, clock=SystemClock())


def test_after_a_deadline_there_is_time_again(run_io, web):
    async def work(io):
        with io.deadline(60):
            await io.send(get(web))
        with pytest.raises(TimeoutError), io.deadline(0.01):
            await io.sleep(1)
        return await io.send(get(web))

    assert run_io(work, clock=SystemClock()) == {"ok": True}


def test_a_deadline_holds_in_threads(clock):
    async def part(io):
        await io.sleep(3600)

    async def work(io):
        with io.deadline(10):
            await io.gather(part(io), part(io))

    io = BlockingIO(clock=clock)
    with pytest.raises(TimeoutError):
        run(work(io))


def test_what_is_shielded_is_not_cut_by_cancelling():
    from smmcore.io.nonblocking import NonblockingIO

    done = []

    async def main():
        io = NonblockingIO()
        async with anyio.create_task_group() as group:

            async def work():
                with io.shielded():
                    group.cancel_scope.cancel()
                    await anyio.lowlevel.checkpoint()
                    done.append("shielded")
                await anyio.lowlevel.checkpoint()
                done.append("too late")

            group.start_soon(work)

    asyncio.run(main())
    assert done == ["shielded"]


# Big files

UPLOADER = """
import asyncio, resource, sys
from pathlib import Path
from smmcore import Request, Upload
from smmcore.io.blocking import BlockingIO, run
from smmcore.io.nonblocking import NonblockingIO
url, small, big, mode = sys.argv[1:]

async def send(io, *files):
    await io.send(Request("POST", url, files=[Upload("video", p) for p in files], data={"a": "b"}, safe=False))

async def main():
    io = NonblockingIO()
    await work(io)
    await io.aclose()

async def work(io):
    await send(io, Path(small))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await send(io, Path(big))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

if mode == "blocking":
    io = BlockingIO()
    run(work(io))
    io.close()
else:
    asyncio.run(main())
"""

SINK = """
import re, socket
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
while True:
    connection, _ = listening.accept()
    with connection:
        while True:
            data = b""
            while b"\\r\\n\\r\\n" not in data:
                piece = connection.recv(65536)
                if not piece:
                    break
                data += piece
            if b"\\r\\n\\r\\n" not in data:
                break
            head, _, body = data.partition(b"\\r\\n\\r\\n")
            left = int(re.search(rb"(?i)content-length: (\\d+)", head)[1]) - len(body)
            while left > 0:
                left -= len(connection.recv(1 << 20))
            connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n{}")
"""


@pytest.mark.parametrize("how", ["blocking", "async"])
def test_a_big_file_is_streamed_and_never_held_in_memory(tmp_path, how):
    big = tmp_path / "film.mp4"
    with big.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True) as sink:
        url = f"http://127.0.0.1:{int(sink.stdout.readline())}/"
        words = [sys.executable, "-c", UPLOADER, url, __file__, str(big), how]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        sink.kill()
    assert done.stderr == ""
    assert int(done.stdout) < 30 * 1024  # KiB beyond what a small upload takes


def test_requests_go_through_the_proxies_of_the_environment(run_io, web, monkeypatch):
    monkeypatch.setenv("http_proxy", web.url)
    monkeypatch.delenv("no_proxy", raising=False)
    token = Secret("a-token", name="token")
    run_io(sending(Request("GET", f"http://network.example/{token}", safe=True, secrets=[token])))
    assert web.requests[-1][1] == "http://network.example/a-token"


@pytest.mark.parametrize("around", ["127.0.0.1", "*", "a.example, 127.0.0.1"])
def test_requests_go_around_proxies_where_the_environment_says_so(run_io, web, monkeypatch, around):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", around)
    run_io(sending(get(web)))
    assert web.requests[-1][1] == "/thing"


def test_cookies_of_one_account_are_not_sent_for_another(run_io, web):
    def answer(handler):
        handler.json(200, {}, Set_Cookie="who=bakery")

    web.answers(answer)

    async def twice(io):
        for _ in range(2):
            await io.send(get(web))

    run_io(twice)
    assert "cookie" not in {name.lower() for name in web.requests[-1][2]}


def test_a_clock_that_stands_still_is_no_endless_loop(run_io, web, clock, monkeypatch):
    monkeypatch.setattr(clock, "sleep", lambda _: None)
    once = get(web, rates=[Rate("k", 1, 10)])

    async def twice(io):
        await io.send(once)
        await io.send(once)

    with pytest.raises(NotSent, match="clock stands still"):
        run_io(twice)
