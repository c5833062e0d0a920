"""What happens is told once: read, or by webhooks in either of their shapes; own actions are not news."""

import hashlib
import hmac
import json

import pytest

from smmcore.errors import AnswerLost, JournalError, Rejected, Unauthorized
from smmcore.models import as_text
from smmcore_instagram.platform import Instagram

from .scripted import OWN, Network, account, error, page

APP_SECRET = "s3cret-of-the-app"
FULL = account(extra={"app_secret": APP_SECRET, "verify_token": "hello"})
BY_INSTAGRAM = account("instagram", extra={"app_secret": APP_SECRET})


def webhook(network, payload, of=FULL, secret=APP_SECRET):
    body = json.dumps(payload).encode()
    sign = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"x-hub-signature-256": f"sha256={sign}"}
    return network.run(Instagram().webhook(network, of, headers, body))


def told(field, value, *, id=OWN, time=1767268800):
    return {
        "object": "instagram",
        "entry": [{"id": id, "time": time, "changes": [{"field": field, "value": value}]}],
    }


def comment(id="45", who="ann", **more):
    return {
        "id": id,
        "text": "Is it rye?",
        "from": {"id": "991", "username": who},
        "media": {"id": "18001", "media_product_type": "FEED"},
        **more,
    }


def shown(id, at, who="ann"):
    return {"id": id, "text": "Hi", "timestamp": f"2026-01-01T{at}+0000", "username": who}


def under_posts(*comments):
    posts = page({"id": "18001", "timestamp": "2026-01-01T11:00:00+0000", "comments_count": len(comments)})
    return {f"GET {OWN}/media": posts, "GET ids": {"18001": {"comments": page(*comments)}}}


def receive(network, wait=0.0, of=FULL):
    return [event.comment.id for event in network.run(Instagram().receive(network, of, wait=wait))]


def test_what_was_there_before_anybody_listened_is_no_news():
    network = Network(under_posts(shown("1", "11:30:00")))
    assert receive(network) == []
    assert receive(network) == []


def test_new_comments_of_others_are_told_once_in_their_order():
    network = Network(under_posts())
    receive(network)
    for name, script in under_posts(
        shown("3", "12:02:00"), shown("4", "12:03:00", who="bakery"), shown("2", "12:01:00")
    ).items():
        network.on(name, script)
    assert receive(network) == ["2", "3"]
    assert receive(network) == []


def test_publishing_begins_to_listen():
    network = Network(under_posts(shown("2", "12:01:00")))
    network.publish()
    assert receive(network) == ["2"]


def test_only_posts_whose_comments_have_changed_are_read_again():
    network = Network(under_posts(shown("2", "12:01:00")))
    receive(network)
    assert receive(network) == ["2"]
    reads = len(network.requests("GET ids"))
    assert receive(network) == []
    assert len(network.requests("GET ids")) == reads
    for name, script in under_posts(shown("2", "12:01:00"), shown("3", "12:02:00")).items():
        network.on(name, script)
    assert receive(network) == ["3"]


def test_comments_are_told_though_the_counts_cannot_be_kept(monkeypatch):
    network = Network(under_posts(shown("2", "12:01:00")))
    receive(network)
    put = network.store.put

    async def full(kind, *more):
        if kind == "hearing":
            raise JournalError("disk full")
        await put(kind, *more)

    monkeypatch.setattr(network.store, "put", full)
    assert receive(network) == ["2"]
    assert receive(network) == []


def test_what_the_count_hides_is_read_after_an_hour():
    network = Network(under_posts(shown("2", "12:01:00")))
    receive(network)
    receive(network)
    for name, script in under_posts(shown("3", "12:02:00")).items():
        network.on(name, script)
    assert receive(network) == []
    network.run(network.sleep(3601))
    assert receive(network) == ["3"]


def two_posts(first, second):
    posts = [{"id": id, "timestamp": "2026-01-01T11:00:00+0000", "comments_count": 1} for id in ("1", "2")]
    refused = error(100, message="no")
    return Network({f"GET {OWN}/media": page(*posts), "GET ids": refused, "GET 1": first, "GET 2": second})


def test_a_post_that_is_refused_costs_no_other_its_comments(caplog):
    network = two_posts(error(100, message="not this one"), {"comments": page(shown("5", "12:01:00"))})
    comments = network.run(Instagram().comments(network, BY_INSTAGRAM))
    assert [comment.id for comment in comments.items] == ["5"]
    (line,) = caplog.messages
    assert line.startswith("bakery: no comments under 1: ")


def test_where_all_is_refused_nobody_is_told_that_there_is_nothing():
    network = two_posts(error(100, message="no"), error(100, message="no"))
    with pytest.raises(Rejected):
        network.run(Instagram().comments(network, BY_INSTAGRAM))


def test_a_post_with_too_much_below_it_is_read_in_pieces():
    network = two_posts(AnswerLost("too much data"), {"comments": page()})
    network.on("1/comments", page(shown("6", "12:01:00")))
    network.on("6/replies", page(shown("7", "12:02:00")))
    comments = network.run(Instagram().comments(network, BY_INSTAGRAM))
    assert [(comment.id, comment.parent) for comment in comments.items] == [("6", None), ("7", "6")]
    assert network.requests("1/comments")[0].params["limit"] == "10"


def test_it_looks_again_while_it_waits():
    network = Network(under_posts())
    receive(network)
    assert receive(network, wait=70, of=account(listen_every=30)) == []
    assert network.slept == [30, 30, 10]


@pytest.mark.parametrize(
    "payload",
    [
        told("comments", comment(parent_id="44")),
        {
            "object": "instagram",
            "entry": [{"id": OWN, "time": 1767268800, "field": "comments", "value": comment(parent_id="44")}],
        },
    ],
    ids=["listed changes", "in the entry"],
)
def test_both_shapes_of_webhooks_are_understood(payload):
    (event,) = webhook(Network(), payload)
    assert (event.comment.id, event.comment.parent, event.post) == ("45", "44", "18001")
    assert event.comment.author.handle == "ann"
    assert event.at.isoformat() == "2026-01-01T12:00:00+00:00"


def test_a_webhook_that_comes_twice_and_is_read_later_is_told_once():
    network = Network(under_posts(shown("45", "12:00:00")))
    receive(network)
    assert len(webhook(network, told("comments", comment()))) == 1
    assert webhook(network, told("comments", comment())) == []
    assert receive(network) == []


@pytest.mark.parametrize(
    "value", [comment(who="bakery"), comment() | {"from": {"id": OWN}}], ids=["by name", "by number"]
)
def test_own_comments_are_no_news(value):
    assert webhook(Network(), told("comments", value)) == []


def test_changes_of_other_accounts_and_of_other_kinds_are_left_alone():
    assert webhook(Network(), told("comments", comment(), id="17840000000000000")) == []
    assert webhook(Network(), told("story_insights", {"media_id": "1"})) == []
    assert webhook(Network(), told("comments", {"text": "no id"})) == []
    assert webhook(Network(), told("mentions", {})) == []


def test_a_call_that_is_not_metas_is_refused():
    with pytest.raises(Unauthorized):
        webhook(Network(), told("comments", comment()), secret="another")


def test_the_handshake_gives_the_challenge():
    query = {"hub.mode": "subscribe", "hub.verify_token": "hello", "hub.challenge": "17"}
    assert Instagram().webhook_answer(FULL, query, b"") == "17"
    assert Instagram().webhook_answer(FULL, {"account": "bakery"}, b"{}") == "ok"
    with pytest.raises(Unauthorized):
        Instagram().webhook_answer(FULL, {**query, "hub.verify_token": "x"}, b"")


# Mentions, which webhooks tell by number only


def test_a_mention_in_a_comment_is_read_and_can_be_answered():
    mention = {"mentioned_comment": {**shown("47", "12:00:00"), "media": {"id": "500"}}, "id": OWN}
    network = Network({f"GET {OWN}": [{"id": OWN, "username": "bakery"}, mention], "mentions": {"id": "48"}})
    (event,) = webhook(network, told("mentions", {"media_id": "500", "comment_id": "47"}))
    assert (event.comment.id, event.comment.post, event.post) == ("47", None, None)
    assert webhook(network, told("mentions", {"media_id": "500", "comment_id": "47"})) == []
    answer = network.run(Instagram().reply(network, FULL, "47", as_text("Thanks")))
    (sent,) = network.requests(f"POST {OWN}/mentions")
    assert {key: sent.data[key] for key in ("media_id", "comment_id", "message")} == {
        "media_id": "500",
        "comment_id": "47",
        "message": "Thanks",
    }
    assert answer.id == "48"


def test_a_mention_in_a_caption_is_the_post_itself():
    media = {"id": "500", "caption": "At @bakery", "username": "ann", "timestamp": "2026-01-01T12:00:00+0000"}
    network = Network({f"GET {OWN}": [{"id": OWN, "username": "bakery"}, {"mentioned_media": media}]})
    (event,) = webhook(network, told("mentions", {"media_id": "500"}))
    assert (event.comment.id, event.comment.text) == ("500", "At @bakery")


def test_a_mention_that_cannot_be_seen_is_left_out():
    network = Network({f"GET {OWN}": [{"id": OWN, "username": "bakery"}, error(100, 33)]})
    assert webhook(network, told("mentions", {"media_id": "500"})) == []


def test_a_mention_that_cannot_be_read_now_costs_no_comment_of_the_same_call():
    both = told("comments", comment())
    both["entry"][0]["changes"] += told("mentions", {"media_id": "500"})["entry"][0]["changes"]
    network = Network({f"GET {OWN}": [{"id": OWN, "username": "bakery"}, AnswerLost("gone")]})
    first, second = webhook(network, both)
    assert first.comment.id == "45"
    assert second.note.startswith("named in post 500; it could not be read: ")
    assert webhook(network, both) == []


def test_a_comment_that_cannot_be_marked_as_heard_is_told_all_the_same(monkeypatch):
    network = Network()
    receive(network)

    put = network.store.put

    async def full(kind, *more):
        if kind == "heard":
            raise JournalError("disk full")
        await put(kind, *more)

    monkeypatch.setattr(network.store, "put", full)
    assert len(webhook(network, told("comments", comment()))) == 1


def test_instagrams_own_login_tells_a_mention_once():
    network, mention = Network(), told("mentions", {"media_id": "500"})
    assert len(webhook(network, mention, of=BY_INSTAGRAM)) == 1
    assert webhook(network, mention, of=BY_INSTAGRAM) == []


def test_instagrams_own_login_tells_only_where_the_mention_is():
    (event,) = webhook(Network(), told("mentions", {"media_id": "500", "comment_id": "47"}), of=BY_INSTAGRAM)
    assert event.comment is None
    assert event.note.startswith("named in post 500, comment 47; ")
