import hashlib
import hmac
import json

import pytest

from smmcore.errors import Unauthorized
from smmcore.models import EventKind
from smmcore_facebook.platform import Facebook

from .scripted import Network, account, listed

FACEBOOK = Facebook()
SECRET = "app-secret-of-the-bakery"
SIGNED = account(secrets={"token": "EAAB-page", "app_secret": SECRET, "verify_token": "our-word"})


def comment(id, text="Hi", at="2026-01-01T11:00:00+0000", who="900"):
    return {"id": id, "message": text, "created_time": at, "from": {"id": who, "name": "Ann"}}


def posts(*comments):
    return listed({"id": "123_77", "created_time": "2026-01-01T09:00:00+0000", "comments": listed(*comments)})


def receive(io, **more):
    return io.run(FACEBOOK.receive(io, account(), **more))


def hook(io, *values, field="feed", page="123", time=1767265200):
    changes = [{"field": field, "value": value} for value in values]
    body = json.dumps({"object": "page", "entry": [{"id": page, "time": time, "changes": changes}]}).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return io.run(FACEBOOK.webhook(io, SIGNED, {"x-hub-signature-256": f"sha256={signature}"}, body))


def added(id="77_5", who="900", verb="add", parent="123_77", **more):
    value = {"item": "comment", "verb": verb, "comment_id": id, "post_id": "123_77", "parent_id": parent}
    return {**value, "from": {"id": who, "name": "Ann"}, "message": "Hi", "created_time": 1767265200, **more}


def test_comments_of_others_are_heard_once_and_in_order():
    later = comment("77_6", at="2026-01-01T11:05:00+0000")
    io = Network({"GET 123/published_posts": posts(later, comment("77_5"), comment("77_4", who="123"))})
    events = receive(io)
    assert [event.comment.id for event in events] == ["77_5", "77_6"]
    assert {event.kind for event in events} == {EventKind.COMMENTED}
    assert {event.post for event in events} == {"123_77"}
    assert receive(io) == []


def test_what_was_written_meanwhile_is_heard_next():
    io = Network(
        {"GET 123/published_posts": [posts(comment("77_5")), posts(comment("77_6"), comment("77_5"))]}
    )
    receive(io)
    assert [event.comment.id for event in receive(io)] == ["77_6"]


def test_what_was_written_long_before_the_first_call_is_not_heard():
    old = comment("77_4", at="2025-12-20T11:00:00+0000")
    assert receive(Network({"GET 123/published_posts": posts(old)})) == []


def test_waiting_ends_when_something_happens():
    io = Network({"GET 123/published_posts": [posts(), posts(), posts(comment("77_5"))]})
    assert len(receive(io, wait=60)) == 1
    assert 0 < sum(io.slept) < 60


def test_waiting_ends_in_time():
    io = Network({"GET 123/published_posts": posts()})
    assert receive(io, wait=40) == []
    assert sum(io.slept) == 40


def test_a_webhook_tells_of_comments():
    (event,) = hook(Network(), added())
    assert (event.kind, event.post, event.comment.id) == (EventKind.COMMENTED, "123_77", "77_5")
    assert event.comment.parent is None
    assert event.comment.author.name == "Ann"


def test_an_answer_in_a_webhook_knows_what_it_answers():
    (event,) = hook(Network(), added("77_6", parent="77_5"))
    assert event.comment.parent == "77_5"


def test_repeated_calls_are_told_once():
    io = Network()
    assert len(hook(io, added())) == 1
    assert hook(io, added()) == []


def test_what_a_webhook_told_is_not_heard_again():
    io = Network({"GET 123/published_posts": posts(comment("77_5"))})
    hook(io, added())
    assert receive(io) == []


def test_several_changes_in_one_call_are_all_told():
    assert len(hook(Network(), added(), added("77_6"), added("77_7"))) == 3


@pytest.mark.parametrize("odd", [{"from": "Ann"}, {"from": ["900"]}, {"created_time": {}}])
def test_a_change_that_is_written_in_another_way_takes_no_other_with_it(odd):
    ids = {event.comment.id for event in hook(Network(), {**added(), **odd}, added("77_6"))}
    assert "77_6" in ids


def test_a_change_that_makes_no_sense_costs_only_itself(caplog):
    (event,) = hook(Network(), added(item=["comment"]), added(verb=[], item={}), added("77_6"))
    assert event.comment.id == "77_6"
    assert any("makes no sense" in line for line in caplog.messages)


def test_an_event_that_cannot_be_read_takes_no_other_with_it(caplog):
    io = Network({"GET 123/published_posts": posts(comment("77_5"))})
    io.run(io.store.put("facebook:events", "77_4", {"kind": "of another version"}))
    assert [event.comment.id for event in receive(io)] == ["77_5"]
    assert any("77_4" in line for line in caplog.messages)


def test_own_actions_are_left_out():
    assert hook(Network(), added(who="123")) == []


def test_calls_about_another_page_are_left_out():
    assert hook(Network(), added(), page="124") == []


def test_an_edited_comment_is_told_as_edited():
    io = Network()
    hook(io, added())
    (event,) = hook(io, added(verb="edited", created_time=1767265300))
    assert event.kind is EventKind.EDITED


@pytest.mark.parametrize("verb", ["remove", "hide", "unhide"])
def test_what_moderators_do_is_left_out(verb):
    assert hook(Network(), added(verb=verb)) == []


def test_reactions_are_told():
    value = {
        "item": "reaction",
        "verb": "add",
        "post_id": "123_77",
        "reaction_type": "love",
        "from": {"id": "900"},
    }
    (event,) = hook(Network(), {**value, "created_time": 1767265200})
    assert (event.kind, event.post) == (EventKind.REACTED, "123_77")


def test_mentions_belong_to_no_post_of_the_page():
    value = {
        "item": "post",
        "verb": "add",
        "post_id": "555_1",
        "message": "At @Bakery",
        "created_time": 1767265200,
    }
    (event,) = hook(Network(), value, field="mention")
    assert (event.post, event.comment.post, event.comment.id) == (None, None, "555_1")
    assert event.comment.text == "At @Bakery"


def test_a_call_with_another_signature_is_refused():
    io = Network()
    with pytest.raises(Unauthorized):
        io.run(FACEBOOK.webhook(io, SIGNED, {"x-hub-signature-256": "sha256=00"}, b"{}"))


def test_the_handshake_is_answered_with_the_challenge():
    query = {"hub.mode": "subscribe", "hub.verify_token": "our-word", "hub.challenge": "1158201444"}
    assert FACEBOOK.webhook_answer(SIGNED, query, b"") == "1158201444"
    with pytest.raises(Unauthorized):
        FACEBOOK.webhook_answer(SIGNED, {**query, "hub.verify_token": "another"}, b"")


def test_other_calls_need_no_particular_answer():
    assert FACEBOOK.webhook_answer(SIGNED, {}, b"{}") == "ok"
    assert FACEBOOK.webhook_answer(SIGNED, {"account": "bakery"}, b"{}") == "ok"


def test_a_page_is_subscribed_to_what_is_told():
    io = Network({"POST 123/subscribed_apps": {"success": True}})
    io.run(FACEBOOK.subscribe(io, account()))
    assert io.data("POST 123/subscribed_apps") == {"subscribed_fields": "feed,mention"}
