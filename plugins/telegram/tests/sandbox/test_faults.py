import asyncio
import time

import httpx
import pytest

from smmcore_telegram.sandbox import DEMO_TOKEN, TelegramSandbox

from .conftest import CHANNEL, eventually, serving


async def texts(client):
    return [m["text"] for m in (await client.chat())["messages"]]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("kind", "status", "inside"),
    [
        ("429", 429, '"retry_after":8'),
        ("500", 500, "<h1>500 Internal Server Error</h1>"),
        ("502", 502, "<h1>502 Bad Gateway</h1>"),
        ("json500", 500, "Internal Server Error: restart"),
        ("garbage", 200, "not JSON"),
        ("wrong_shape", 200, '{"ok":true,"result":"unexpected"}'),
        ("echo_token", 500, "for-the-demo"),
    ],
)
def test_a_planted_answer_before_or_after_the_message_is_made(run, kind, status, inside, when):
    async def check(client):
        await client.control("faults", kind=kind, when=when)
        response = await client.raw("sendMessage", chat_id=CHANNEL, text="x")
        assert response.status_code == status
        assert inside in response.text
        assert await texts(client) == (["x"] if when == "after" else [])
        assert (await client.http.get("/_sandbox/faults")).json() == {"faults": []}
        assert await client.post("y")

    run(check)


def test_faults_wait_for_their_method_skip_and_repeat(run):
    async def check(client):
        await client.control("faults", kind="500", method="sendmessage", skip=1, times=2, status=503)
        await client.call("getMe")
        codes = [(await client.raw("sendMessage", chat_id=CHANNEL, text="x")).status_code for _ in range(4)]
        assert codes == [200, 503, 503, 200]
        await client.control("faults", kind="502")
        await client.http.delete("/_sandbox/faults")
        await client.call("getMe")

    run(check)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_connection_breaks_off(run, when):
    async def check(client):
        await client.control("faults", kind="reset", when=when)
        with pytest.raises(httpx.TransportError):
            await client.raw("sendMessage", chat_id=CHANNEL, text="x")
        assert await texts(client) == (["x"] if when == "after" else [])
        calls = (await client.http.get("/_sandbox/calls")).json()["calls"]
        assert calls[-1]["status"] is None

    run(check, real=True)
    run(check)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_server_that_says_nothing(run, when):
    async def check(client):
        await client.control("faults", kind="hang", when=when)
        with pytest.raises(httpx.ReadTimeout):
            await client.http.post(
                f"/bot{client.token}/sendMessage", json={"chat_id": CHANNEL, "text": "x"}, timeout=0.3
            )
        assert await texts(client) == (["x"] if when == "after" else [])
        await client.control("faults", kind="hang", seconds=0.1)
        with pytest.raises(httpx.RemoteProtocolError):
            await client.raw("getMe")

    run(check, real=True)


def test_a_hanging_answer_does_not_keep_the_server_up(run):
    pending = []

    async def check(client):
        await client.control("faults", kind="hang")
        pending.append(asyncio.ensure_future(client.raw("getMe")))
        await eventually(lambda: client.sandbox.core.calls)
        await client.sandbox.close()
        with pytest.raises(httpx.TransportError):
            await pending[0]

    begun = time.monotonic()
    run(check, real=True)
    assert time.monotonic() - begun < 4


def test_a_server_that_nobody_closes_properly_stops_all_the_same():
    async def main():
        sandbox = TelegramSandbox()
        async with httpx.AsyncClient(trust_env=False) as http:
            async with serving(sandbox.app, graceful=None) as url:
                await http.post(f"{url}/_sandbox/faults", json={"kind": "hang"})
                waiting = asyncio.ensure_future(http.get(f"{url}/bot{DEMO_TOKEN}/getMe"))
                await eventually(lambda: sandbox.core.calls)
            with pytest.raises(httpx.TransportError):
                await waiting

    begun = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - begun < 4


def test_a_slow_server(run):
    async def check(client):
        await client.control("faults", kind="slow", seconds=0.3)
        begun = time.monotonic()
        await client.call("getMe")
        assert time.monotonic() - begun >= 0.3

    run(check)


def test_an_update_comes_twice(run):
    async def check(client):
        await client.control("faults", kind="duplicate_update")
        await client.post()
        one, two = await client.updates()
        assert one == two

    run(check)


def test_part_of_an_album(run):
    from .test_media import ALBUM, PARTS

    async def check(client):
        await client.control("faults", kind="partial_album", item=2)
        response = await client.raw("sendMediaGroup", files=PARTS, chat_id=CHANNEL, media=ALBUM)
        assert response.status_code == 400
        words = 'failed to send message #2 with the error message "Too Many Requests: retry after 8"'
        assert response.json()["description"] == f"Bad Request: {words}"
        assert [m["caption"] for m in (await client.chat())["messages"]] == ["c"]
        assert len(await client.updates()) == 1

    run(check)


def test_faults_that_make_no_sense_are_refused(run):
    async def check(client):
        assert "There is no fault fire" in await client.refused("faults", kind="fire")
        assert "before or after" in await client.refused("faults", kind="429", when="during")
        assert "There is no method" in await client.refused("faults", kind="429", method="sendMail")
        assert "at least 1" in await client.refused("faults", kind="429", times=0)

    run(check)
