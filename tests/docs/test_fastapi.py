"""The web application of docs/embedding.md, called over HTTP, with a fake Telegram behind it."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

pytest.importorskip("fastapi", reason="FastAPI is not installed: pip install 'smmcore[dev]'")

from fastapi_app import STATUS, make_app
from telegram_sandbox import telegram

import smmcore
from smmcore import SMM, Account, Post, SystemClock

LONG = 3600.0


@pytest.fixture
def fake():
    with telegram() as fake:
        yield fake


@pytest.fixture
def journal(tmp_path):
    return str(tmp_path / "smm.sqlite3")


@asynccontextmanager
async def running(accounts, journal):
    app = make_app(accounts, journal, pause=LONG)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app.example") as client,
    ):
        yield client


@pytest.fixture
def calls(fake, journal):
    """Makes calls, one after another, and gives the answers."""

    async def answers(*requests):
        async with running([fake.account], journal) as client:
            return [await client.request(method, url, **more) for method, url, more in requests]

    return lambda *requests: asyncio.run(answers(*requests))


def post(text, key="rye", account="sandbox", **more):
    headers = {"Idempotency-Key": key} if key is not None else {}
    return "POST", f"/accounts/{account}/posts", {"json": {"text": text, **more}, "headers": headers}


def get(path):
    return "GET", path, {}


def hook(secret):
    update = {"update_id": 1, "channel_post": {"message_id": 7, "date": 1796000000, "text": "By hand"}}
    update["channel_post"]["chat"] = {"id": -1001000000001, "type": "channel", "title": "Sandbox channel"}
    return "POST", "/hooks/sandbox", {"json": update, "headers": {"X-Telegram-Bot-Api-Secret-Token": secret}}


def test_the_same_idempotency_key_publishes_once(calls, fake):
    first, again = calls(post("Fresh rye!"), post("Fresh rye!"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["state"] == "published"
    assert again.json()["repeated"]
    assert [fake.text(id) for id in fake.posts()] == ["Fresh rye!"]


def test_a_call_without_an_idempotency_key_is_refused(calls, fake):
    (answer,) = calls(post("Fresh rye!", key=None))
    assert answer.status_code == 422
    assert not fake.posts()


def test_a_post_for_later_is_accepted(calls, fake):
    later = datetime.now(UTC) + timedelta(days=1)
    (answer,) = calls(post("Tomorrow", at=later.isoformat()))
    assert (answer.status_code, answer.json()["state"]) == (202, "scheduled")
    assert not fake.posts()


def test_a_lost_answer_is_accepted_and_not_sent_again(calls, fake):
    fake.fault("reset_after")
    first, again = calls(post("Fresh rye!"), post("Fresh rye!"))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["state"] == again.json()["state"] == "unconfirmed"
    assert len(fake.posts()) == 1


def test_a_post_that_breaks_limits_is_answered_with_the_limit(calls):
    (answer,) = calls(post("long " * 900))
    assert answer.status_code == 422
    assert answer.json()["error"] == "InvalidPost"
    assert "4096" in answer.json()["detail"]


def test_an_unknown_account_is_not_found(calls):
    (answer,) = calls(post("Fresh rye!", account="nobody"))
    assert (answer.status_code, answer.json()["error"]) == (404, "UnknownAccount")


def test_a_rate_limit_is_told_with_its_wait(calls, fake):
    fake.fault("limited", retry_after=900)
    (answer,) = calls(post("Fresh rye!"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "900")


def test_our_wrong_token_is_no_fault_of_the_caller(fake, journal):
    account = Account(
        "sandbox", "telegram", fake.account.id, settings=fake.account.settings, secrets={"token": "1:no"}
    )

    async def call():
        async with running([account], journal) as client:
            return await client.get("/accounts/sandbox/stats")

    answer = asyncio.run(call())
    assert (answer.status_code, answer.json()["error"]) == (502, "Unauthorized")
    assert "1:no" not in answer.text


def test_comments_and_figures_are_read(calls, fake):
    calls(post("Fresh rye!"))
    (id,) = fake.posts()
    fake.comment(id, "Ann", "Is it wheat?")
    comments, stats = calls(get(f"/accounts/sandbox/comments?post={id}"), get("/accounts/sandbox/stats"))
    assert [comment["text"] for comment in comments.json()] == ["Is it wheat?"]
    assert {metric["name"] for metric in stats.json()} >= {"followers", "comments"}


def test_the_webhook_takes_calls_of_the_network_only(calls, monkeypatch):
    async def resting(stopping, *_):
        await stopping.wait()

    # The worker asks for news, too: whichever of the two is first is told.
    monkeypatch.setattr("fastapi_app.work_until", resting)
    ours, theirs = calls(hook("sandbox-webhook-secret"), hook("wrong"))
    assert (ours.status_code, ours.json()) == (200, ["posted"])
    assert theirs.status_code == 403


class AnHourAgo(SystemClock):
    def now(self):
        return super().now() - timedelta(hours=1)


def test_the_worker_sends_what_is_due(fake, journal):
    with SMM([fake.account], journal=journal, clock=AnHourAgo()) as smm:
        soon = smm.io.now() + timedelta(minutes=5)
        assert smm.publish(Post("Due"), to="sandbox", key="due", at=soon).scheduled

    async def until_sent():
        async with running([fake.account], journal), asyncio.timeout(30):
            while not await asyncio.to_thread(fake.posts):
                pass  # each look is a call over HTTP, so this does not spin

    asyncio.run(until_sent())
    assert [fake.text(id) for id in fake.posts()] == ["Due"]


def test_every_error_has_a_status():
    for kind in vars(smmcore.errors).values():
        if isinstance(kind, type) and issubclass(kind, smmcore.SMMError):
            assert any(parent in STATUS for parent in kind.__mro__)
