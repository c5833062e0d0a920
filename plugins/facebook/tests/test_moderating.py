from datetime import UTC, datetime

import pytest

from smmcore.errors import AnswerLost, Forbidden, InvalidInput, NotThere, Rejected, Unsupported
from smmcore.models import Act, Action, AuthorKind, CommentState, as_text
from smmcore_facebook.platform import Facebook

from .scripted import Network, account, listed, refused

FACEBOOK = Facebook()
COMMENT = {
    "id": "77_5",
    "message": "Is it rye?",
    "created_time": "2026-01-01T10:00:00+0000",
    "from": {"id": "900", "name": "Ann"},
    "permalink_url": "https://www.facebook.com/123/posts/77?comment_id=5",
}
GONE = refused(100, "Object with ID '77_5' does not exist", subcode=33)


def comments(io, **more):
    return io.run(FACEBOOK.comments(io, account(), **more))


def act(io, **action):
    io.run(FACEBOOK.act(io, account(), Action(**action)))


def test_comments_have_all_about_them():
    answer = {**COMMENT, "id": "77_6", "parent": {"id": "77_5"}, "is_hidden": True, "from": {"id": "123"}}
    page = comments(Network({"GET 123_77/comments": listed(COMMENT, answer)}), post="123_77")
    first, second = page.items
    assert (first.id, first.post, first.text) == ("77_5", "123_77", "Is it rye?")
    assert (first.author.id, first.author.name) == ("900", "Ann")
    assert first.at == datetime(2026, 1, 1, 10, tzinfo=UTC)
    assert first.parent is None
    assert second.parent == "77_5"
    assert second.author.kind is AuthorKind.OWNER
    assert second.state is CommentState.HIDDEN


def test_a_comment_without_an_author_is_read_all_the_same():
    anonymous = {name: value for name, value in COMMENT.items() if name != "from"}
    (comment,) = comments(Network({"GET 123_77/comments": listed(anonymous)}), post="123_77").items
    assert comment.author.id == "unknown"


def test_comments_are_read_oldest_first_with_their_answers():
    io = Network({"GET 123_77/comments": listed()})
    comments(io, post="123_77")
    params = io.sent[0].params
    assert (params["filter"], params["order"], params["limit"]) == ("stream", "chronological", "50")


def test_pages_go_on_by_cursor_and_never_by_facebooks_address():
    following = "https://graph.facebook.com/v26.0/123_77/comments?access_token=EAAB-secret&after=QVFI"
    io = Network(
        {
            "GET 123_77/comments": [
                {**listed(COMMENT), "paging": {"next": following, "cursors": {"after": "QVFI"}}},
                listed(),
            ]
        }
    )
    page = comments(io, post="123_77")
    assert "secret" not in page.next
    assert comments(io, post="123_77", cursor=page.next).next is None
    assert io.sent[1].params["after"] == "QVFI"


def test_without_a_post_all_comments_of_the_last_days_come_in_order():
    late = {**COMMENT, "id": "78_1", "created_time": "2026-01-01T11:00:00+0000"}
    posts = listed(
        {"id": "123_78", "created_time": "2026-01-01T09:30:00+0000", "comments": listed(late)},
        {"id": "123_77", "created_time": "2026-01-01T09:00:00+0000", "comments": listed(COMMENT)},
        {"id": "123_70", "created_time": "2025-11-01T09:00:00+0000", "comments": listed(COMMENT)},
    )
    io = Network({"GET 123/published_posts": posts})
    page = comments(io)
    assert [comment.id for comment in page.items] == ["77_5", "78_1"]
    assert [comment.post for comment in page.items] == ["123_77", "123_78"]
    assert len(io.sent) == 1


def test_of_posts_with_many_comments_the_others_are_asked_for():
    first = {**listed(COMMENT), "paging": {"next": "https://graph.facebook.com/x?after=a"}}
    posts = listed({"id": "123_77", "created_time": "2026-01-01T09:00:00+0000", "comments": first})
    other = {**COMMENT, "id": "77_6"}
    io = Network({"GET 123/published_posts": posts, "GET 123_77/comments": listed(COMMENT, other)})
    assert [comment.id for comment in comments(io).items] == ["77_5", "77_6"]


def test_a_reply_is_written_in_the_pages_name():
    io = Network({"POST 77_5/comments": {"id": "77_6"}})
    answer = io.run(FACEBOOK.reply(io, account(), "77_5", as_text("It is")))
    assert (answer.id, answer.parent, answer.post) == ("77_6", "77_5", "123_77")
    assert answer.author.kind is AuthorKind.OWNER
    assert not io.sent[0].safe


def test_a_private_reply_names_the_comment():
    io = Network({"POST 123/messages": {"recipient_id": "900", "message_id": "m_1"}})
    assert io.run(FACEBOOK.reply_privately(io, account(), "77_5", as_text("Write to us"))) == "m_1"
    assert io.data("POST 123/messages") == {
        "recipient": '{"comment_id": "77_5"}',
        "message": '{"text": "Write to us"}',
    }


def test_a_lost_private_reply_is_not_sent_again():
    io = Network({"POST 123/messages": AnswerLost("gone")})
    with pytest.raises(AnswerLost):
        io.run(FACEBOOK.reply_privately(io, account(), "77_5", as_text("Write to us")))
    assert not io.sent[0].safe


@pytest.mark.parametrize(("word", "hidden"), [(Act.HIDE, "true"), (Act.UNHIDE, "false")])
def test_hiding_and_showing(word, hidden):
    io = Network({"POST 77_5": {"success": True}})
    act(io, act=word, comment="77_5")
    assert io.data("POST 77_5") == {"is_hidden": hidden}


def test_a_comment_that_is_gone_is_deleted_already():
    io = Network({"DELETE 77_5": GONE, "GET 77_5": GONE})
    act(io, act=Act.DELETE, comment="77_5")


def test_a_comment_that_may_not_be_deleted_is_not_said_to_be():
    io = Network({"DELETE 77_5": GONE, "GET 77_5": {"id": "77_5"}})
    with pytest.raises(Forbidden, match="77_5"):
        act(io, act=Act.DELETE, comment="77_5")


@pytest.mark.parametrize("word", [Act.HIDE, Act.DELETE])
def test_what_facebook_did_not_do_is_not_done(word):
    io = Network({"DELETE 77_5": {"success": False}, "POST 77_5": {"success": False}})
    with pytest.raises(Rejected):
        act(io, act=word, comment="77_5")


def test_a_page_likes_and_nothing_else():
    io = Network({"POST 77_5/likes": {"success": True}})
    act(io, act=Act.REACT, comment="77_5", reaction="👍")
    with pytest.raises(InvalidInput, match="like"):
        act(io, act=Act.REACT, comment="77_5", reaction="😡")


def test_the_author_of_a_comment_is_banned():
    io = Network({"GET 77_5": {"from": {"id": "900"}, "id": "77_5"}, "POST 123/blocked": {"900": True}})
    act(io, act=Act.BAN, comment="77_5")
    assert io.data("POST 123/blocked") == {"user": '["900"]'}


def test_a_ban_that_does_not_happen_is_told():
    io = Network({"POST 123/blocked": {"900": False}})
    with pytest.raises(Unsupported, match="did not ban"):
        act(io, act=Act.BAN, author="900")


def test_a_ban_is_lifted():
    io = Network({"DELETE 123/blocked": {"success": True}})
    act(io, act=Act.UNBAN, author="900")
    assert io.sent[0].params == {"user": "900"}


def test_a_ban_of_somebody_who_is_not_banned_is_lifted_already():
    io = Network({"DELETE 123/blocked": GONE, "GET 123/blocked": listed()})
    act(io, act=Act.UNBAN, author="900")


def test_a_ban_that_may_not_be_lifted_is_not_said_to_be():
    io = Network({"DELETE 123/blocked": GONE, "GET 123/blocked": listed({"id": "900"})})
    with pytest.raises(Forbidden, match="900"):
        act(io, act=Act.UNBAN, author="900")


def test_an_author_whom_facebook_does_not_name_cannot_be_banned():
    with pytest.raises(NotThere, match="task MODERATE"):
        act(Network(), act=Act.BAN, author="unknown")


def test_a_ban_of_somebody_who_is_not_told_asks_for_the_author():
    io = Network({"GET 77_5": {"id": "77_5"}})
    with pytest.raises(NotThere, match="name the author"):
        act(io, act=Act.BAN, comment="77_5")


def test_a_ban_for_some_time_is_refused_before_any_call():
    io = Network()
    with pytest.raises(InvalidInput, match="until"):
        act(io, act=Act.BAN, author="900", until=datetime(2026, 2, 1, tzinfo=UTC))
    assert not io.sent


@pytest.mark.parametrize("comment", ["77", "x_5", "77_5/likes", ""])
def test_what_is_no_comment_is_refused_before_any_call(comment):
    io = Network()
    with pytest.raises(InvalidInput, match="comment"):
        act(io, act=Act.HIDE, comment=comment, author="900")
    assert not io.sent


def test_what_facebook_cannot_is_unsupported():
    with pytest.raises(Unsupported):
        act(Network(), act=Act.CLOSE, post="123_77")


def test_a_missing_scope_is_named_in_one_line():
    io = Network({"POST 77_5/comments": refused(200, "Requires pages_manage_engagement", status=403)})
    with pytest.raises(Forbidden, match="pages_manage_engagement") as caught:
        io.run(FACEBOOK.reply(io, account(), "77_5", as_text("It is")))
    assert "\n" not in str(caught.value)


def test_who_is_banned_is_told_in_pages():
    io = Network({"GET 123/blocked": listed({"id": "900", "name": "Troll"})})
    page = io.run(FACEBOOK.blocked(io, account()))
    assert [(person.id, person.name) for person in page.items] == [("900", "Troll")]
