"""Long Poll and Callback."""

import asyncio
import threading

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from smmcore.sandbox import serving

G = 100_200_300
OWNER = -G


def server(world):
    return world.call("groups.getLongPollServer", "community", group_id=G)


def poll(world, at, ts=None, **more):
    params = {"act": "a_check", "key": at["key"], "ts": at["ts"] if ts is None else ts, "wait": 0, **more}
    return world.http.get(at["server"], params=params).json()


def test_events_come_once_and_in_order(world):
    at = server(world)
    post = world.write()
    ids = [world.comment(post, str(n)) for n in range(3)]
    answer = poll(world, at)
    assert [update["type"] for update in answer["updates"]] == ["wall_post_new"] + ["wall_reply_new"] * 3
    assert [update["object"]["id"] for update in answer["updates"][1:]] == ids
    assert len({update["event_id"] for update in answer["updates"]}) == 4
    assert poll(world, at, answer["ts"]) == {"ts": answer["ts"], "updates": []}
    assert isinstance(answer["ts"], str)


def test_long_poll_waits_for_something_to_happen(world):
    post = world.write()
    at = server(world)
    heard = {}
    waiting = threading.Thread(target=lambda: heard.update(poll(world, at, wait=25)))
    waiting.start()
    while waiting.is_alive():
        httpx.post(f"{world.url}/_sandbox/comments", json={"post": post, "text": "Hi"}, trust_env=False)
        waiting.join(0.05)
    assert heard["updates"][0]["type"] == "wall_reply_new"


def test_long_poll_ends_when_its_time_is_over_in_the_sandbox(world):
    at = server(world)
    heard = {}
    waiting = threading.Thread(target=lambda: heard.update(poll(world, at, wait=25)))
    waiting.start()
    while waiting.is_alive():
        httpx.post(f"{world.url}/_sandbox/time", json={"advance": 30}, trust_env=False)
        waiting.join(0.05)
    assert heard["updates"] == []


def test_an_old_key_is_failed_2(world):
    at = server(world)
    world.control("longpoll/key")
    assert poll(world, at) == {"failed": 2}
    assert poll(world, server(world), at["ts"])["updates"] == []


def test_forgotten_events_are_failed_1_with_a_number(world):
    at = server(world)
    world.write()
    world.control("longpoll/key", forget=True)
    answer = poll(world, at)
    assert answer == {"failed": 1, "ts": int(at["ts"]) + 1}
    assert poll(world, at, answer["ts"])["updates"] == []


@pytest.mark.parametrize("code", [1, 2, 3])
def test_failures_come_on_demand(world, code):
    at = server(world)
    world.control("faults", kind="failed", code=code, method="longpoll")
    assert poll(world, at)["failed"] == code
    assert "updates" in poll(world, at)


def test_only_chosen_events_are_told_and_only_where_long_poll_is_on(world):
    world.call("groups.setLongPollSettings", "community", group_id=G, wall_post_new=0)
    at = server(world)
    world.comment(world.write())
    assert [update["type"] for update in poll(world, at)["updates"]] == ["wall_reply_new"]
    world.call("groups.setLongPollSettings", "community", group_id=G, enabled=0)
    code, message = world.fail("groups.getLongPollServer", "community", group_id=G)
    assert (code, "not enabled" in message) == (100, True)


class Receiver:
    """A receiver of Callback on this machine: what it says, and what it was told."""

    def __init__(self):
        self.says, self.told, self.headers = {}, [], []
        self.app = Starlette(routes=[Route("/", self._take, methods=["POST"])])

    async def _take(self, request):
        body = await request.json()
        self.told.append(body)
        self.headers.append(dict(request.headers))
        await asyncio.sleep(0)
        return PlainTextResponse(self.says.get(body["type"], "ok"))


@pytest.fixture
def receiver(world):
    receiver = Receiver()
    with serving(receiver.app) as url:
        receiver.url = url + "/"
        code = world.call("groups.getCallbackConfirmationCode", "community", group_id=G)["code"]
        receiver.says["confirmation"] = code
        one = {"group_id": G, "url": receiver.url, "title": "here", "secret_key": "hush"}
        number = world.call("groups.addCallbackServer", "community", **one)["server_id"]
        chosen = {"group_id": G, "server_id": number, "wall_reply_new": 1}
        world.call("groups.setCallbackSettings", "community", **chosen)
        yield receiver


def test_a_receiver_is_confirmed_and_then_told(world, receiver):
    comment = world.comment(world.write())
    (status,) = world.control("callback")["servers"]
    assert (status["status"], status["waiting"]) == ("ok", 0)
    assert [body["type"] for body in receiver.told] == ["confirmation", "wall_reply_new"]
    assert receiver.told[1]["object"]["id"] == comment
    assert {body["secret"] for body in receiver.told} == {"hush"}


def test_a_receiver_that_is_not_confirmed_hears_nothing(world, receiver):
    receiver.says["confirmation"] = "wrong"
    world.comment(world.write())
    assert world.control("callback")["servers"][0]["status"] == "failed"
    assert [body["type"] for body in receiver.told] == ["confirmation"]


def test_what_is_not_answered_with_ok_comes_again(world, receiver):
    world.comment(world.write())
    receiver.says["wall_reply_new"] = "busy"
    assert world.control("callback")["servers"][0]["waiting"] == 1
    receiver.says["wall_reply_new"] = "ok"
    assert world.control("callback")["servers"][0]["waiting"] == 0
    assert receiver.headers[-1]["x-retry-counter"] == "1"
    assert receiver.told[-1]["event_id"] == receiver.told[-2]["event_id"]


def test_an_event_can_come_twice(world, receiver):
    world.comment(world.write())
    world.control("callback", again=1)
    assert receiver.told[-1]["event_id"] == receiver.told[-2]["event_id"]


def test_remove_removes_the_receiver(world, receiver):
    world.comment(world.write())
    receiver.says["wall_reply_new"] = "remove"
    assert world.control("callback")["servers"] == []


def test_receivers_elsewhere_are_never_called(world):
    one = {"group_id": G, "url": "https://example.com/", "title": "far"}
    world.call("groups.addCallbackServer", "community", **one)
    assert "on this machine only" in world.refused("callback")


def test_a_community_has_ten_receivers_at_most(world):
    one = {"group_id": G, "url": "http://127.0.0.1:1/", "title": "here"}
    for _ in range(10):
        world.call("groups.addCallbackServer", "community", **one)
    assert world.fail("groups.addCallbackServer", "community", **one)[0] == 2000
    assert world.fail("groups.deleteCallbackServer", "community", group_id=G, server_id=99)[0] == 104
    assert world.fail("wall.get", "community", owner_id=OWNER)[0] == 27
