"""Reading replies, answering, and acting on them and on their authors."""

import pytest

from smmcore.errors import InvalidInput, Unsupported
from smmcore.io.interface import SystemClock
from smmcore.models import Act, Action, AuthorKind, CommentState, File
from smmcore.models.text import as_text
from smmcore.testing.samples import png
from smmcore_bluesky.names import record_key
from smmcore_bluesky.platform import Bluesky

from .scripted import DID, OTHER, Server, account, refusal, view

POST = f"at://{DID}/app.bsky.feed.post/3post"
ASKED = f"at://{OTHER}/app.bsky.feed.post/3asked"
DEEPER = f"at://{OTHER}/app.bsky.feed.post/3deeper"
GATE = f"at://{DID}/app.bsky.feed.threadgate/3post"


def node(shown, *replies):
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": shown, "replies": list(replies)}


def thread(*replies, hidden=()):
    gate = {"threadgate": {"record": {"hiddenReplies": list(hidden)}}} if hidden else {}
    return {"thread": node(view(POST, "Rye!", did=DID), *replies), **gate}


def comments(io, **more):
    return io.run(Bluesky().comments(io, account(), **more)).items


def act(io, kind, **more):
    io.run(Bluesky().act(io, account(), Action(act=kind, **more)))


def gate(**value):
    return {
        "uri": GATE,
        "cid": "cid-gate",
        "value": {"$type": "app.bsky.feed.threadgate", "post": POST, **value},
    }


def last_put(io):
    return io.requests("putRecord")[-1].json


# Reading


def test_comments_are_nested_and_oldest_first():
    first = view(ASKED, "Is it rye?", root=POST, at="2026-01-01T10:00:00Z")
    answer = view(DEEPER, "It is", did=DID, root=POST, parent=ASKED, at="2026-01-01T10:05:00Z")
    early = view(f"{ASKED}2", "First!", root=POST, at="2026-01-01T09:00:00Z")
    io = Server(getPostThread=thread(node(first, node(answer)), node(early)))
    found = comments(io, post=POST)
    assert [comment.text for comment in found] == ["First!", "Is it rye?", "It is"]
    assert [comment.parent for comment in found] == [None, None, ASKED]
    assert {comment.post for comment in found} == {POST}
    assert [comment.author.kind for comment in found][1:] == [AuthorKind.PERSON, AuthorKind.OWNER]
    assert found[1].author.name == "Ann"


def test_hidden_ones_are_there_and_say_so():
    io = Server(getPostThread=thread(node(view(ASKED, "Buy gold!", root=POST)), hidden=[ASKED]))
    (comment,) = comments(io, post=POST)
    assert comment.state is CommentState.HIDDEN


def test_what_the_network_does_not_show_is_left_out():
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": ASKED, "notFound": True}
    blocked = {
        "$type": "app.bsky.feed.defs#blockedPost",
        "uri": DEEPER,
        "blocked": True,
        "author": {"did": OTHER},
    }
    io = Server(getPostThread=thread(gone, blocked, {"$type": "of another time"}))
    assert comments(io, post=POST) == []


def test_odd_answers_are_left_out_and_the_others_are_there(caplog):
    nameless = view(DEEPER, "Who?", root=POST)
    del nameless["author"]
    below = node(view(ASKED, "Is it rye?", root=POST))
    io = Server(getPostThread=thread("odd", node({"uri": "odd"}), node(nameless, below)))
    assert [comment.text for comment in comments(io, post=POST)] == ["Is it rye?"]
    assert "not understood" in caplog.text


def test_people_who_are_muted_are_not_heard_and_their_answers_still_are():
    muted = view(ASKED, "Blah", root=POST)
    muted["author"]["viewer"] = {"muted": True}
    io = Server(getPostThread=thread(node(muted, node(view(DEEPER, "What?", root=POST, parent=ASKED)))))
    assert [comment.text for comment in comments(io, post=POST)] == ["What?"]


def test_times_are_never_later_than_the_network_saw_them():
    ahead = view(ASKED, "From the future", root=POST, at="2026-01-01T10:00:00Z")
    ahead["record"]["createdAt"] = "2031-01-01T10:00:00Z"
    odd = view(DEEPER, "Odd", root=POST, at="2026-01-01T11:00:00Z")
    odd["record"]["createdAt"] = "yesterday"
    io = Server(getPostThread=thread(node(ahead), node(odd)))
    assert [comment.at.isoformat() for comment in comments(io, post=POST)] == [
        "2026-01-01T10:00:00+00:00",
        "2026-01-01T11:00:00+00:00",
    ]


def test_without_a_post_the_discussed_posts_of_the_last_days_are_read():
    def item(number, at, **more):
        return {"post": view(f"{POST}{number}", did=DID, at=at, **more)}

    repost = {**item(9, "2025-12-31T00:00:00Z", replyCount=5), "reason": {"$type": "repost"}}
    pages = [
        {
            "feed": [
                item(1, "2025-12-31T00:00:00Z", replyCount=1),
                repost,
                item(2, "2025-12-30T00:00:00Z", replyCount=0),
            ],
            "cursor": "next",
        },
        {
            "feed": [
                item(3, "2025-12-20T00:00:00Z", replyCount=2),
                item(4, "2025-11-01T00:00:00Z", replyCount=2),
            ],
            "cursor": "further",
        },
    ]
    io = Server(getAuthorFeed=pages, getPostThread=thread())
    assert comments(io) == []
    assert [request.params["uri"][-1] for request in io.requests("getPostThread")] == ["1", "3"]
    assert len(io.requests("getAuthorFeed")) == 2


# Answering


def test_a_reply_names_the_comment_and_the_post():
    io = Server(putRecord={"uri": DEEPER, "cid": "c"}).knows(view(ASKED, root=POST))
    reply = io.run(Bluesky().reply(io, account(), ASKED, as_text("It is")))
    record = io.requests("putRecord")[0].json["record"]
    assert (record["reply"]["parent"]["uri"], record["reply"]["root"]["uri"]) == (ASKED, POST)
    assert (reply.parent, reply.post, reply.author.kind) == (ASKED, POST, AuthorKind.OWNER)
    assert reply.id.endswith(io.requests("putRecord")[0].json["rkey"])


def test_the_same_answer_to_the_same_comment_is_there_once():
    io = Server(putRecord=refusal("InvalidSwap"))
    io.knows(view(ASKED, root=POST))
    ids = {io.run(Bluesky().reply(io, account(), ASKED, as_text("It is"))).id for _ in range(2)}
    other = io.run(Bluesky().reply(io, account(), ASKED, as_text("It is not"))).id
    assert len(ids) == 1
    assert other not in ids
    assert all(request.safe and request.json["swapRecord"] is None for request in io.requests("putRecord"))


# Hiding and closing


def test_hiding_keeps_what_the_gate_said_before():
    io = Server(getRecord=gate(allow=[], hiddenReplies=["at://x"])).knows(view(ASKED, root=POST))
    act(io, Act.HIDE, comment=ASKED)
    put = last_put(io)
    assert put["record"]["hiddenReplies"] == ["at://x", ASKED]
    assert put["record"]["allow"] == []
    assert put["swapRecord"] == "cid-gate"


def test_a_post_without_a_gate_gets_one_that_everybody_may_pass():
    io = Server(getRecord=refusal("RecordNotFound")).knows(view(ASKED, root=POST))
    act(io, Act.HIDE, comment=ASKED)
    put = last_put(io)
    assert (put["rkey"], put["swapRecord"], put["record"]["post"]) == ("3post", None, POST)
    assert "allow" not in put["record"]


def test_a_change_that_came_between_is_not_lost():
    io = Server(
        getRecord=[gate(hiddenReplies=[]), gate(hiddenReplies=["at://by-somebody-else"])],
        putRecord=[refusal("InvalidSwap"), {"uri": GATE, "cid": "c"}],
    ).knows(view(ASKED, root=POST))
    act(io, Act.HIDE, comment=ASKED)
    assert last_put(io)["record"]["hiddenReplies"] == ["at://by-somebody-else", ASKED]


@pytest.mark.parametrize(
    ("kind", "before"),
    [(Act.HIDE, gate(hiddenReplies=[ASKED])), (Act.UNHIDE, gate(hiddenReplies=[]))],
)
def test_what_is_so_already_writes_nothing(kind, before):
    io = Server(getRecord=before).knows(view(ASKED, root=POST))
    act(io, kind, comment=ASKED)
    assert not io.requests("putRecord")


def test_replies_under_other_peoples_posts_cannot_be_hidden():
    io = Server().knows(view(ASKED, root=f"at://{OTHER}/app.bsky.feed.post/3theirs"))
    with pytest.raises(InvalidInput, match="somebody else's post"):
        act(io, Act.HIDE, comment=ASKED)


def test_closing_lets_nobody_answer_and_opening_everybody():
    io = Server(getRecord=[refusal("RecordNotFound"), gate(allow=[], hiddenReplies=[ASKED])])
    act(io, Act.CLOSE, post=POST)
    assert last_put(io)["record"]["allow"] == []
    act(io, Act.OPEN, post=POST)
    assert "allow" not in last_put(io)["record"]
    assert last_put(io)["record"]["hiddenReplies"] == [ASKED]


# People


def test_a_block_is_always_the_same_record():
    io = Server().knows(view(ASKED, root=POST))
    act(io, Act.BAN, comment=ASKED)
    put = last_put(io)
    assert put["rkey"] == record_key(DID, "app.bsky.graph.block", OTHER)
    assert put["record"]["subject"] == OTHER
    io.on("putRecord", refusal("InvalidSwap"))
    act(io, Act.BAN, author=OTHER)  # it stands there already


def test_a_block_that_was_made_in_the_app_is_lifted_too():
    made_there = f"at://{DID}/app.bsky.graph.block/3there"
    io = Server(deleteRecord={}, getProfile={"did": OTHER, "viewer": {"blocking": made_there}})
    act(io, Act.UNBAN, author=OTHER)
    keys = [request.json["rkey"] for request in io.requests("deleteRecord")]
    assert keys == [record_key(DID, "app.bsky.graph.block", OTHER), "3there"]


def test_people_are_muted_by_handle_too():
    io = Server(resolveHandle={"did": OTHER}, muteActor={}, unmuteActor={})
    act(io, Act.MUTE, author="@ann.example")
    act(io, Act.UNMUTE, author="ann.example")
    assert [request.json for request in io.requests(".muteActor")] == [{"actor": OTHER}]
    assert [request.json for request in io.requests("unmuteActor")] == [{"actor": OTHER}]


def test_the_account_does_not_act_on_itself():
    with pytest.raises(InvalidInput, match="the account itself"):
        act(Server(), Act.BAN, author=DID)


@pytest.mark.parametrize(
    ("reason", "kind"), [("Spam", "Spam"), ("rude", "Rude"), ("He lies.", "Other"), ("", "Other")]
)
def test_reports_say_why(reason, kind):
    io = Server(createReport={"id": 1}).knows(view(ASKED, root=POST))
    act(io, Act.REPORT, comment=ASKED, reason=reason)
    (request,) = io.requests("createReport")
    assert request.json["reasonType"] == f"com.atproto.moderation.defs#reason{kind}"
    assert request.json["subject"]["uri"] == ASKED
    assert not request.safe


def test_a_person_can_be_reported_to_a_service_of_ones_choice():
    io = Server(createReport={"id": 1})
    whose = account(moderation="did:plc:mods#atproto_labeler")
    io.run(Bluesky().act(io, whose, Action(act=Act.REPORT, author=OTHER, reason="spam")))
    (request,) = io.requests("createReport")
    assert request.json["subject"] == {"$type": "com.atproto.admin.defs#repoRef", "did": OTHER}
    assert request.headers["atproto-proxy"] == "did:plc:mods#atproto_labeler"


def test_there_is_one_reaction():
    io = Server(deleteRecord={}).knows(view(ASKED, root=POST))
    act(io, Act.REACT, comment=ASKED, reaction="❤")
    assert last_put(io)["record"]["subject"]["uri"] == ASKED
    act(io, Act.REACT, comment=ASKED)
    assert io.requests("deleteRecord")[0].json["rkey"] == last_put(io)["rkey"]
    with pytest.raises(InvalidInput, match="likes only"):
        act(io, Act.REACT, comment=ASKED, reaction="👎")


@pytest.mark.parametrize("kind", [Act.DELETE, Act.RESTORE, Act.RESTRICT, Act.UNRESTRICT])
def test_what_bluesky_cannot_do_is_refused_as_the_abilities_say(kind):
    assert not Bluesky().abilities(account())[kind.value]
    with pytest.raises(Unsupported):
        act(Server(), kind, comment=ASKED)


def test_blocks_have_no_end():
    with pytest.raises(Unsupported, match="no end"):
        act(Server(), Act.BAN, author=OTHER, until=SystemClock().now())


# The page


def test_pinning_keeps_the_rest_of_the_profile():
    profile = {
        "uri": "at://p",
        "cid": "cid-p",
        "value": {"displayName": "Four Flours", "unknown": {"new": 1}},
    }
    io = Server(getRecord=profile).knows(view(POST, did=DID))
    io.run(Bluesky().pin(io, account(), POST, pinned=True))
    put = last_put(io)
    assert (put["rkey"], put["swapRecord"]) == ("self", "cid-p")
    assert put["record"]["pinnedPost"]["uri"] == POST
    assert put["record"]["unknown"] == {"new": 1}


def test_unpinning_leaves_another_pinned_post_alone():
    profile = {"uri": "at://p", "cid": "cid-p", "value": {"pinnedPost": {"uri": "at://other", "cid": "c"}}}
    io = Server(getRecord=profile)
    io.run(Bluesky().pin(io, account(), POST, pinned=False))
    assert not io.requests("putRecord")


def test_deleting_takes_the_gate_along_and_only_own_posts():
    io = Server(deleteRecord={})
    io.run(Bluesky().delete(io, account(), POST))
    assert [request.json["collection"].rpartition(".")[2] for request in io.requests("deleteRecord")] == [
        "post",
        "threadgate",
    ]
    with pytest.raises(InvalidInput, match="not a post of the account's own"):
        io.run(Bluesky().delete(io, account(), ASKED))


def test_editing_is_refused_as_the_abilities_say():
    assert "as it was first written" in Bluesky().abilities(account())["edit"].reason


def test_the_look_of_the_page_changes(tmp_path):
    picture = tmp_path / "logo.png"
    picture.write_bytes(png())
    io = Server(getRecord=refusal("RecordNotFound"), uploadBlob={"blob": {"$type": "blob"}})
    bluesky = Bluesky()
    io.run(bluesky.set_title(io, account(), "Four Flours"))
    io.run(bluesky.set_description(io, account(), "Bread"))
    io.run(bluesky.set_picture(io, account(), File(picture)))
    io.run(bluesky.set_cover(io, account(), File(picture)))
    fields = [request.json["record"] for request in io.requests("putRecord")]
    assert [sorted(field)[1] for field in fields] == ["displayName", "description", "avatar", "banner"]
    with pytest.raises(InvalidInput, match="title: 65"):
        io.run(bluesky.set_title(io, account(), "a" * 65))
    with pytest.raises(InvalidInput, match="none of"):
        io.run(bluesky.set_picture(io, account(), File("logo.gif")))
    with pytest.raises(InvalidInput, match="cover: Bluesky takes a file only"):
        io.run(bluesky.set_cover(io, account(), "logo.png"))
