"""Comments: read whole, answered, hidden, deleted; people are blocked in messages only."""

import json

import pytest

from smmcore.errors import Forbidden, InvalidInput, Unsupported
from smmcore.models import Act, Action, AuthorKind, CommentState, as_text
from smmcore_instagram.platform import Instagram

from .scripted import OWN, Network, account, error, page

POST = "18001"
NEXT = {"cursors": {"after": "x"}, "next": "https://graph.facebook.com/v26.0/y?after=x&access_token=secret"}


def said(id, text="Is it rye?", at="12:00:00", who="ann", **more):
    about = {"id": id, "text": text, "timestamp": f"2026-01-01T{at}+0000"}
    return {**about, "username": who, "from": {"id": f"9{len(who)}", "username": who}, **more}


def comments(network, post=POST, of=None):
    return network.run(Instagram().comments(network, of or account(), post=post)).items


def act(network, word, of=None, **about):
    return network.run(Instagram().act(network, of or account(), Action(act=word, **about)))


def test_comments_come_oldest_first_with_their_answers():
    top = said("2", at="12:01:00", replies=page(said("3", "It is", at="12:02:00", who="bakery")))
    network = Network({f"{POST}/comments": page(top, said("1", hidden=True))})
    first, second, answer = comments(network)
    assert [first.id, second.id, answer.id] == ["1", "2", "3"]
    assert (first.state, second.state) == (CommentState.HIDDEN, CommentState.VISIBLE)
    assert (answer.parent, answer.thread, answer.post) == ("2", "2", POST)
    assert (first.author.handle, first.author.kind) == ("ann", AuthorKind.PERSON)
    assert answer.author.kind is AuthorKind.OWNER


def test_long_threads_are_read_to_their_end():
    top = said("2", replies={**page(said("3")), "paging": NEXT})
    network = Network({f"{POST}/comments": page(top), "2/replies": page(said("3"), said("4"))})
    assert [comment.id for comment in comments(network)] == ["2", "3", "4"]


def test_an_author_whom_instagram_does_not_name_is_unknown():
    nobody = {"id": "1", "text": "Hi", "timestamp": "2026-01-01T12:00:00+0000"}
    (comment,) = comments(Network({f"{POST}/comments": page(nobody, {"id": "2"}, {"text": "no id"})}))
    assert comment.author.id == "unknown"


def test_without_a_post_those_of_the_last_days_are_read_fifty_posts_a_call():
    posts = [
        {"id": "11", "timestamp": "2026-01-01T11:00:00+0000", "comments_count": 1},
        {"id": "12", "timestamp": "2026-01-01T10:00:00+0000", "comments_count": 0},
        {"id": "13", "timestamp": "2025-12-30T10:00:00+0000"},
        {"id": "14", "timestamp": "2025-01-01T10:00:00+0000", "comments_count": 9},
    ]
    many = {"11": {"comments": page(said("1"))}, "13": {"comments": {**page(said("2")), "paging": NEXT}}}
    whole = page(said("2"), said("3"))
    network = Network({f"GET {OWN}/media": page(*posts), "GET ids": many, "13/comments": whole})
    assert [comment.id for comment in comments(network, None)] == ["1", "2", "3"]
    assert network.requests("GET ids")[0].params["ids"] == "11,13"


def test_an_answer_is_sent_once_and_knows_what_it_answers():
    network = Network({"45/replies": {"id": "46"}})
    answer = network.run(Instagram().reply(network, account(), "45", as_text("It is")))
    (sent,) = network.requests("45/replies")
    assert (sent.data, sent.safe) == ({"message": "It is"}, False)
    assert (answer.id, answer.parent, answer.author.kind) == ("46", "45", AuthorKind.OWNER)


@pytest.mark.parametrize(
    ("of", "sender"),
    [(account(), OWN), (account(page_id="77"), "77"), (account("instagram", page_id="77"), OWN)],
)
def test_a_private_reply_goes_through_the_page_where_it_is_known(of, sender):
    network = Network({"messages": {"recipient_id": "9", "message_id": "m1"}})
    told = network.run(Instagram().reply_privately(network, of, "45", as_text("Come by")))
    (sent,) = network.requests(f"POST {sender}/messages")
    assert told == "m1"
    assert json.loads(sent.data["recipient"]) == {"comment_id": "45"}
    assert json.loads(sent.data["message"]) == {"text": "Come by"}
    assert not sent.safe


@pytest.mark.parametrize(("word", "hide"), [(Act.HIDE, "true"), (Act.UNHIDE, "false")])
def test_hiding_is_a_parameter_of_the_comment(word, hide):
    network = Network({"POST 45": {"success": True}})
    act(network, word, comment="45")
    assert network.sent[0].data == {"hide": hide}
    assert network.sent[0].safe


@pytest.mark.parametrize(("word", "enabled"), [(Act.CLOSE, "false"), (Act.OPEN, "true")])
def test_comments_are_closed_and_opened_by_the_post(word, enabled):
    network = Network({"POST 18001": {"success": True}})
    act(network, word, post="18001")
    assert network.sent[0].data == {"comment_enabled": enabled}


def test_deleting_what_is_gone_is_a_success():
    network = Network({"DELETE 45": error(100, 33), "GET 45": error(100, 33)})
    act(network, Act.DELETE, comment="45")
    network.run(Instagram().delete(network, account(), "45"))
    assert len(network.sent) == 4


def test_deleting_what_stays_there_is_forbidden():
    network = Network({"DELETE 45": error(100, 33), "GET 45": {"id": "45"}})
    with pytest.raises(Forbidden, match="delete 45"):
        act(network, Act.DELETE, comment="45")


def test_a_ban_is_no_act_of_instagrams():
    with pytest.raises(Unsupported, match="cannot ban"):
        act(Network(), Act.BAN, comment="45")


@pytest.mark.parametrize(("word", "action"), [("block", "BLOCK_USER"), ("unblock", "UNBLOCK_USER")])
def test_people_are_blocked_in_messages(word, action):
    network = Network({"moderate_conversations": {"success": True}})
    network.run(getattr(Instagram(), word)(network, account(page_id="77"), "99"))
    (sent,) = network.requests("POST 77/moderate_conversations")
    assert json.loads(sent.data["user_ids"]) == [{"id": "99"}]
    assert json.loads(sent.data["actions"]) == [action]


def test_by_a_persons_token_the_pages_own_is_asked_for():
    network = Network(
        {"token of the Page": {"id": "77", "access_token": "page-token"}, "messages": {"message_id": "m"}}
    )
    of = account(page_id="77")
    user = type(of)("bakery", "instagram", OWN, settings=of.settings, secrets={"user_token": "person-token"})
    network.run(Instagram().reply_privately(network, user, "45", as_text("Hi")))
    (sent,) = network.requests("POST 77/messages")
    assert [secret.reveal() for secret in sent.secrets] == ["page-token"]


def test_what_is_no_identifier_is_refused_before_any_call():
    network = Network()
    with pytest.raises(InvalidInput, match=r"comment: 'x/../1' is no identifier"):
        act(network, Act.HIDE, comment="x/../1")
    with pytest.raises(InvalidInput, match="post: 'abc' is no identifier"):
        comments(network, "abc")
    assert not network.sent
