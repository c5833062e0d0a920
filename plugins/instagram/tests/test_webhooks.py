"""Webhooks from end to end: the fake signs and really calls, and what it tells is heard once."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from smmcore.errors import Unauthorized
from smmcore.models import EventKind
from smmcore.sandbox import serving
from smmcore_instagram.sandbox.seed import COMPETITOR, HOME, USERNAME, VERIFY_TOKEN


class Receiver:
    """A web application that hands Meta's calls on, as an embedder's does."""

    def __init__(self, driver):
        self.driver, self.calls, self.url = driver, [], ""
        self.app = Starlette(routes=[Route("/hook", self.take, methods=["GET", "POST"])])

    async def take(self, request):
        body = await request.body()
        if request.method == "POST":
            self.calls.append((dict(request.headers), body))
            return PlainTextResponse("")
        try:
            answer = self.driver.smm.webhook_answer(self.driver.account.name, request.query_params, body)
        except Unauthorized:
            return PlainTextResponse("", status_code=403)
        return PlainTextResponse(answer)

    def heard(self):
        """The events of all calls that came since the last time."""
        calls, self.calls = self.calls, []
        return [event for headers, body in calls for event in self.driver.webhook(headers, body)]


@pytest.fixture(params=["facebook", "instagram"])
def login(request):
    return request.param


@pytest.fixture
def receiver(world, drivers, by_login, login, mode):
    receiver = Receiver(drivers(by_login, mode=mode))
    with serving(receiver.app) as url:
        receiver.url = f"{url}/hook"
        assert world.control("webhooks", url=receiver.url, verify_token=VERIFY_TOKEN) == {"ok": True}
        by = "instagram" if login == "instagram" else "page"
        world.post(f"{HOME}/subscribed_apps", by, subscribed_fields="comments,mentions")
        yield receiver


@pytest.fixture
def deliver(world, login):
    """Let the fake call, in the shape of the login."""

    def deliver(**more):
        return world.control("webhooks/deliver", flat=login == "instagram", **more)

    return deliver


def test_a_comment_is_heard_with_its_author_and_post(world, receiver, deliver):
    post = world.publish()
    comment = world.comment(post, "Is it rye?", person="Ann")
    assert deliver() == {"sent": 1, "status": 200}
    (event,) = receiver.heard()
    assert (event.kind, event.comment.id, event.comment.post) == (EventKind.COMMENTED, comment, post)
    assert (event.comment.text, event.comment.author.handle) == ("Is it rye?", "ann")


def test_several_changes_in_one_call_are_all_heard(world, receiver, deliver):
    post = world.publish()
    first = world.comment(post, "One")
    second = world.comment(post, "Two", reply_to=first)
    deliver()
    assert [(e.comment.id, e.comment.parent) for e in receiver.heard()] == [(first, None), (second, first)]


def test_own_comments_are_not_told(world, receiver, deliver):
    post = world.publish()
    receiver.driver.reply(world.comment(post, "Is it rye?"), "It is")
    deliver()
    assert [event.comment.text for event in receiver.heard()] == ["Is it rye?"]


def test_a_call_that_comes_twice_is_heard_once(world, receiver, deliver):
    world.comment(world.publish(), "Is it rye?")
    deliver()
    assert len(receiver.heard()) == 1
    deliver(again=1)
    assert receiver.heard() == []


def test_a_forged_call_is_refused(world, receiver, deliver):
    world.comment(world.publish())
    deliver(forged=True)
    with pytest.raises(Unauthorized):
        receiver.heard()


def test_a_wrong_verify_token_sets_up_nothing(world, receiver):
    assert world.control("webhooks", url=receiver.url, verify_token="wrong") == {"ok": False}


@pytest.mark.parametrize("login", ["facebook"], indirect=True)
def test_a_mention_elsewhere_is_heard_and_found_among_the_mentions(world, receiver, deliver):
    (media,) = world.control("posts", by=COMPETITOR, text=f"Bread by @{USERNAME}")["ids"]
    deliver()
    (event,) = receiver.heard()
    assert f"@{USERNAME}" in event.comment.text
    assert media in [mention.id for mention in receiver.driver.mentions()]
