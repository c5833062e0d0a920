import asyncio
import json
import time

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .conftest import CHANNEL, eventually, serving

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


def kinds(updates):
    return [next(key for key in update if key != "update_id") for update in updates]


def test_offset_limit_and_confirmation(run):
    async def check(client):
        for text in "abcd":
            await client.post(text)
        first = await client.call("getUpdates", limit=2)
        assert [u["message"]["text"] for u in first] == ["a", "b"]
        assert await client.call("getUpdates", limit=2) == first
        rest = await client.call("getUpdates", offset=first[-1]["update_id"] + 1)
        assert [u["message"]["text"] for u in rest] == ["c", "d"]
        assert [u["message"]["text"] for u in await client.call("getUpdates", offset=-1)] == ["d"]
        assert [u["message"]["text"] for u in await client.call("getUpdates")] == ["d"]

    run(check)


def test_allowed_updates_stay_until_changed(run):
    async def check(client):
        await client.call("getUpdates", allowed_updates=["channel_post"])
        await client.control("posts", channel=CHANNEL, text="x")
        assert kinds(await client.updates()) == ["channel_post"]
        assert (await client.call("getWebhookInfo"))["allowed_updates"] == ["channel_post"]
        await client.call("getUpdates", allowed_updates=[])
        await client.control("posts", channel=CHANNEL, text="x")
        assert kinds(await client.updates()) == ["channel_post", "message"]

    run(check)


def test_updates_are_kept_for_a_day(run):
    async def check(client):
        await client.post("old")
        await client.control("time", advance=86000)
        await client.post("new")
        await client.control("time", advance=500)
        assert [u["message"]["text"] for u in await client.updates()] == ["new"]

    run(check)


def test_a_long_poll_wakes_at_once(run):
    async def check(client):
        waiting = asyncio.ensure_future(client.call("getUpdates", timeout=50))
        await eventually(client.is_polling)
        begun = time.monotonic()
        await client.post("now")
        (update,) = await waiting
        assert update["message"]["text"] == "now"
        assert time.monotonic() - begun < 2
        begun = time.monotonic()
        assert await client.call("getUpdates", offset=update["update_id"] + 1, timeout=1) == []
        assert 0.9 < time.monotonic() - begun < 5

    run(check, real=True)


def test_a_second_poller_ends_the_first(run):
    async def check(client):
        waiting = asyncio.ensure_future(client.fail("getUpdates", timeout=50))
        await eventually(client.is_polling)
        assert await client.call("getUpdates") == []
        assert await waiting == (409, OTHER_POLLER)

    run(check, real=True)


class Receiver:
    """A webhook's other end; says what it is told to say."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.got = []
        self.secrets = []
        self.app = Starlette(routes=[Route("/hook", self.receive, methods=["POST"])])

    async def receive(self, request):
        self.got.append(json.loads(await request.body()))
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.answers.pop(0) if self.answers else Response()


def test_a_webhook_gets_updates_in_order_and_again_until_taken(run):
    receiver = Receiver(Response(status_code=500), Response(status_code=302), Response(status_code=201))

    async def check(client):
        async with serving(receiver.app) as url:
            response = await client.raw("setWebhook", url=f"{url}/hook", secret_token="s3cret_-")
            assert response.json() == {"ok": True, "result": True, "description": "Webhook was set"}
            await client.post("one")
            await client.post("two")
            await eventually(lambda: len(receiver.got) == 4)
            texts = [body["message"]["text"] for body in receiver.got]
            assert texts == ["one", "one", "one", "two"]
            assert len({body["update_id"] for body in receiver.got}) == 2
            assert set(receiver.secrets) == {"s3cret_-"}
            info = await client.call("getWebhookInfo")
            assert info["last_error_message"].startswith("Wrong response from the webhook: 302")
            await eventually(lambda: _pending(client, 0))
            response = await client.raw("deleteWebhook")
            assert response.json()["description"] == "Webhook was deleted"
            response = await client.raw("deleteWebhook")
            assert response.json()["description"] == "Webhook is already deleted"

    run(check, real=True)


async def _pending(client, count):
    return (await client.call("getWebhookInfo"))["pending_update_count"] == count


def test_a_webhook_that_is_not_there_leaves_updates_pending(run):
    async def check(client):
        await client.call("setWebhook", url="http://127.0.0.1:1/hook")
        await client.post()
        info = await eventually(lambda: _info(client, "last_error_message"))
        assert info["last_error_message"] == "Connection refused"
        assert info["pending_update_count"] == 1
        code, _ = await client.fail("getUpdates")
        assert code == 409
        await client.call("setWebhook", url="")
        assert len(await client.updates()) == 1

    run(check, real=True)


async def _info(client, field):
    info = await client.call("getWebhookInfo")
    return info if field in info else None


def test_a_receiver_may_answer_with_a_call(run):
    receiver = Receiver(JSONResponse({"method": "sendMessage", "chat_id": CHANNEL, "text": "from the hook"}))

    async def check(client):
        async with serving(receiver.app) as url:
            await client.call("setWebhook", url=f"{url}/hook")
            await client.post("first")
            await eventually(lambda: len(receiver.got) == 2)
            assert receiver.got[1]["message"]["text"] == "from the hook"
            await client.call("deleteWebhook")

    run(check, real=True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://bot.example/hook", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://bot.example:444/x", "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ],
)
def test_webhooks_need_https_and_one_of_four_ports(run, url, words):
    async def check(client):
        assert await client.fail("setWebhook", url=url) == (400, f"Bad Request: {words}")

    async def lenient(client):
        await client.call("setWebhook", url=url)

    run(check)
    run(lenient, local=True)


def test_secret_tokens_have_an_alphabet(run):
    async def check(client):
        for secret in ("with space", "x" * 257):
            code, words = await client.fail("setWebhook", url="https://bot.example/", secret_token=secret)
            assert code == 400
            assert "secret token" in words

    run(check)


def test_closing_the_sandbox_ends_what_waits(run):
    async def check(client):
        waiting = asyncio.ensure_future(client.call("getUpdates", timeout=50))
        await eventually(client.is_polling)
        await client.sandbox.close()
        assert await waiting == []

    run(check, real=True)
