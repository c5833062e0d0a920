import json

import pytest

from smmcore.errors import InvalidInput, Unauthorized
from smmcore.models import CommentState, EventKind, Post
from smmcore_vk.platform import VK

from .scripted import SERVER, Network, account, error, ok

QUIET = {"updates": [], "ts": "99"}
SECRET = "callback-secret"
ANN = ok([{"id": 5, "first_name": "Ann", "last_name": "Baker"}])


def update(kind="wall_reply_new", event="e1", **object):
    said = {"id": 45, "from_id": 5, "post_id": 17, "owner_id": -123, "date": 1000, "text": "Is it rye?"}
    return {"type": kind, "event_id": event, "v": "5.199", "object": {**said, **object}, "group_id": 123}


def told(*updates, ts="11"):
    return {"updates": list(updates), "ts": ts}


def network(*answers, **more):
    return Network({"a_check": [*answers, QUIET], "users.get": ANN, **more})


def receive(io, of=None, **more):
    return io.run(VK().receive(io, of or account(), **more))


def asked(io):
    return [request.params["ts"] for request in io.requests("a_check")]


def test_a_comment_is_heard_once_with_its_authors_name():
    io = network(told(update()))
    (event,) = receive(io)
    assert event.kind is EventKind.COMMENTED
    assert (event.comment.id, event.comment.author.name) == ("17_45", "Ann Baker")
    assert receive(io) == []


def test_it_goes_on_from_where_it_was():
    io = network(told(update(), ts="11"), told(update(event="e2", id=46), ts="12"))
    receive(io)
    assert asked(io) == ["10", "11", "12"]
    receive(io)
    assert asked(io)[3] == "99"


def test_the_first_time_vk_is_told_what_to_tell():
    io = network()
    receive(io)
    receive(io)
    (settings,) = io.requests("groups.setLongPollSettings")
    assert settings.data["wall_reply_new"] == settings.data["enabled"] == "1"


def test_without_the_right_to_set_it_up_what_is_set_is_heard():
    io = network(told(update()), **{"groups.setLongPollSettings": error(15, "no right")})
    assert len(receive(io)) == 1


def test_an_event_that_is_told_twice_is_one():
    io = network(told(update(), update()), told(update()))
    assert len(receive(io)) == 1


def test_what_cannot_be_understood_blocks_nothing(caplog):
    strange = {"type": "wall_reply_new", "event_id": "e0", "object": {"id": "?", "from_id": 5}}
    io = network(told(strange, {"type": "x"}, update()))
    assert [event.kind for event in receive(io)] == [EventKind.COMMENTED]
    assert "not understood" in caplog.text


def test_updates_without_a_number_are_events_of_their_own():
    io = network(told(update(event=None), update(event=None, id=46)))
    assert len(receive(io)) == 2


def test_a_speaker_without_a_number_blocks_nothing():
    io = network(told(update(event="e0", from_id="?"), update(id=46)))
    assert "17_46" in [event.comment.id for event in receive(io)]


def test_a_kept_event_that_cannot_be_read_blocks_nothing(caplog):
    io = network(told(update()))
    io.run(io.store.put("events", "old", {"kind": "?"}))
    assert len(receive(io)) == 1
    assert "not understood" in caplog.text


def test_an_event_is_kept_before_its_comment(monkeypatch):
    io = network(told(update()))
    put, order = io.store.put, []

    async def noted(kind, key, value):
        order.append(kind)
        await put(kind, key, value)

    monkeypatch.setattr(io.store, "put", noted)
    receive(io)
    assert order.index("events") < order.index("comments")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("wall_reply_edit", [EventKind.EDITED]), ("wall_reply_restore", []), ("group_join", [])],
)
def test_other_events_are_told_as_what_they_are(kind, expected):
    io = network(told(update(kind)))
    assert [event.kind for event in receive(io)] == expected


def test_posts_likes_and_votes_are_heard():
    like = {
        "type": "like_add",
        "event_id": "l",
        "object": {"liker_id": 5, "object_type": "post", "object_id": 17},
    }
    vote = {
        "type": "poll_vote_new",
        "event_id": "v",
        "object": {"owner_id": -123, "poll_id": 4, "user_id": 5},
    }
    io = network(told(update("wall_post_new", id=18), like, vote))
    events = receive(io)
    assert [(event.kind, event.post) for event in events] == [
        (EventKind.POSTED, "18"),
        (EventKind.REACTED, "17"),
        (EventKind.VOTED, None),
    ]
    assert events[2].note == "poll-123_4"


def test_what_was_published_from_here_is_no_news():
    io = network(told(update("wall_post_new", id=17)))
    io.publish(Post("Hi"))
    assert receive(io) == []


def test_old_events_are_forgotten_by_vk_and_it_goes_on(caplog):
    io = network({"failed": 1, "ts": 30}, told(update(), ts="31"))
    assert len(receive(io)) == 1
    assert asked(io) == ["10", "30", "31"]
    assert "forgotten" in caplog.text


def test_a_key_that_ended_is_renewed_and_nothing_is_lost():
    io = network(told(update(), ts="11"), {"failed": 2}, told(update(event="e2", id=46), ts="12"))
    assert len(receive(io)) == 2
    assert asked(io)[:3] == ["10", "11", "11"]
    assert len(io.requests("groups.getLongPollServer")) == 2


def test_a_place_that_is_lost_is_begun_anew():
    servers = [ok(SERVER), ok({**SERVER, "ts": "70"})]
    io = network({"failed": 3}, told(update()), **{"groups.getLongPollServer": servers})
    assert len(receive(io)) == 1
    assert asked(io)[:2] == ["10", "70"]


@pytest.mark.parametrize("failure", [{"failed": 1, "ts": 30}, {"failed": 3}], ids=repr)
def test_comments_that_vk_has_forgotten_are_read_on_the_wall(failure):
    now = int(Network().now().timestamp())
    said = {"from_id": 5, "post_id": 17, "owner_id": -123, "text": "x", "thread": {"count": 0, "items": []}}
    comments = [{**said, "id": 45, "date": now - 9000}, {**said, "id": 46, "date": now + 5}]
    io = network(
        told(update(id=44, date=now)),
        QUIET,
        failure,
        **{
            "wall.get": ok({"items": [{"id": 17, "date": now, "comments": {"count": 3}}]}),
            "wall.getComments": ok({"count": 2, "items": [*comments, {**said, "id": 44, "date": now}]}),
        },
    )
    reads = account("community", "service")
    assert [event.comment.id for event in receive(io, reads)] == ["17_44"]
    assert [event.comment.id for event in receive(io, reads)] == ["17_46"]
    assert receive(io, reads) == []


def test_a_wall_that_cannot_be_read_then_stops_nothing(caplog):
    io = network(QUIET, {"failed": 3}, told(update()), **{"wall.get": error(15, "Access denied")})
    reads = account("community", "service")
    receive(io, reads)
    assert len(receive(io, reads)) == 1
    assert "cannot be read now" in caplog.text


def test_the_key_is_a_secret_and_is_not_kept():
    io = network()
    receive(io)
    assert "lp-key" not in repr(io.sent)
    assert "lp-key" not in json.dumps(io.run(io.store.all("longpoll")))


def test_it_waits_as_long_as_it_may():
    io = network()
    receive(io, wait=20)
    (asking,) = io.requests("a_check")
    assert asking.params["wait"] == 20
    assert asking.timeouts.read >= 35


def test_by_community_token_comments_are_those_that_were_heard():
    gone = update("wall_reply_delete", "e3", id=46)
    io = network(told(update(), update(event="e2", id=46), gone))
    page = io.run(VK().comments(io, account(), post="17"))
    assert [(comment.id, comment.state) for comment in page.items] == [
        ("17_45", CommentState.VISIBLE),
        ("17_46", CommentState.DELETED),
    ]
    assert io.run(VK().comments(io, account(), post="18")).items == []
    assert len(receive(io)) == 2  # they are still to be handed over


def caller(**settings):
    return account(extra={"callback_secret": SECRET}, **settings)


def call(io, body, of=None):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return io.run(VK().webhook(io, of or caller(), {}, raw))


def test_a_callback_is_taken_once():
    io = network()
    body = {**update(), "secret": SECRET}
    assert [event.comment.id for event in call(io, body)] == ["17_45"]
    assert call(io, body) == []
    assert VK().webhook_answer(caller(), {}, json.dumps(body).encode()) == "ok"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        update(),
        {**update(), "secret": "wrong"},
        {**update(), "secret": None},
        {**update(), "secret": 5},
        {**update(), "secret": SECRET, "group_id": 9},
        {"type": "confirmation", "group_id": 9},
        {"type": "confirmation", "group_id": 123, "secret": "wrong"},
    ],
    ids=repr,
)
def test_a_callback_that_is_not_vks_is_refused(body):
    io = network()
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(Unauthorized):
        call(io, raw)
    with pytest.raises(Unauthorized):
        VK().webhook_answer(caller(confirmation="abc"), {}, raw)
    assert io.sent == []


def test_vks_first_call_is_answered_with_the_confirmation_string():
    body = json.dumps({"type": "confirmation", "group_id": 123}).encode()
    assert VK().webhook_answer(caller(confirmation="a1b2c3"), {}, body) == "a1b2c3"
    assert call(network(), body) == []
    with pytest.raises(InvalidInput, match="Callback API settings"):
        VK().webhook_answer(caller(), {}, body)


def test_webhooks_need_a_secret():
    assert not VK().abilities(account())["webhook"]
    assert VK().abilities(caller())["webhook"]
