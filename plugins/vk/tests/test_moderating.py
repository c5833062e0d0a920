from datetime import UTC, datetime

import pytest

from smmcore.errors import AnswerLost, Forbidden, NotThere
from smmcore.models import Act, Action, AuthorKind, as_text
from smmcore_vk.platform import VK

from .scripted import Network, account, error, ok, wall

ANN = {"id": 5, "first_name": "Ann", "last_name": "Baker", "screen_name": "ann"}
READS = ("community", "service", "user")


def said(id, text="Is it rye?", by=5, date=1000, **more):
    return {"id": id, "from_id": by, "post_id": 17, "owner_id": -123, "date": date, "text": text, **more}


def thread(count, *items):
    return {"thread": {"count": count, "items": list(items)}}


def page(*items, **more):
    return ok({"count": len(items), "items": list(items), "profiles": [ANN], "groups": [], **more})


def read(io, post="17", of=None):
    return io.run(VK().comments(io, of or account(*READS), post=post))


def act(io, what, of=None, **about):
    io.run(VK().act(io, of or account(*READS), Action(act=what, **about)))


def test_comments_come_with_all_about_them():
    photo = {"type": "photo", "photo": {"id": 1, "owner_id": 5}}
    io = Network({"wall.getComments": page(said(45, "Rye &amp; wheat?", attachments=[photo]))})
    (comment,) = read(io).items
    assert (comment.id, comment.post, comment.text) == ("17_45", "17", "Rye & wheat?")
    assert (comment.author.id, comment.author.name, comment.author.handle) == ("5", "Ann Baker", "ann")
    assert comment.url == "https://vk.ru/wall-123_17?reply=45"
    assert comment.media[0].id == "photo5_1"
    assert comment.parent is None


def test_the_community_and_other_communities_are_told_from_people():
    io = Network({"wall.getComments": page(said(45, by=-123), said(46, by=-9), said(47))})
    kinds = [comment.author.kind for comment in read(io).items]
    assert kinds == [AuthorKind.OWNER, AuthorKind.PAGE, AuthorKind.PERSON]


def test_threads_come_with_their_comments_in_the_order_of_time():
    answer = said(46, date=3000, parents_stack=[45])
    deeper = said(48, date=4000, parents_stack=[45], reply_to_comment=46)
    io = Network({"wall.getComments": page(said(45, **thread(2, answer, deeper)), said(47, date=2000))})
    found = read(io).items
    assert [comment.id for comment in found] == ["17_45", "17_47", "17_46", "17_48"]
    parents = {comment.id: comment.parent for comment in found}
    assert parents == {"17_45": None, "17_47": None, "17_46": "17_45", "17_48": "17_46"}
    assert found[3].thread == "17_45"


def test_a_thread_longer_than_what_came_along_is_read_on():
    answers = [said(100 + n, date=2000 + n, parents_stack=[45]) for n in range(12)]
    io = Network({"wall.getComments": [page(said(45, **thread(12, *answers[:10]))), page(*answers)]})
    found = read(io).items
    assert len(found) == 13
    assert io.data("wall.getComments", 1)["comment_id"] == "45"


def test_the_top_level_is_read_page_by_page():
    first = [said(100 + n, date=1000 + n) for n in range(100)]
    io = Network({"wall.getComments": [page(*first), page(said(300, date=9000))]})
    assert len(read(io).items) == 101
    assert io.data("wall.getComments", 1)["offset"] == "100"


def test_what_is_left_of_deleted_comments_is_left_out_and_its_answers_are_not():
    stub = {"id": 45, "parents_stack": [], "date": 1000, "deleted": True}
    io = Network({"wall.getComments": page({**stub, **thread(1, said(46, parents_stack=[45]))})})
    assert [comment.id for comment in read(io).items] == ["17_46"]


def test_without_a_post_the_comments_of_the_last_days_are_read():
    now = int(Network().now().timestamp())
    posts = [
        {"id": 17, "date": now - 100, "comments": {"count": 1}},
        {"id": 16, "date": now - 200, "comments": {"count": 0}},
        {"id": 2, "date": now - 90 * 86_400, "comments": {"count": 5}},
    ]
    io = Network({"wall.get": wall(*posts), "wall.getComments": page(said(45))})
    assert [comment.id for comment in read(io, post=None).items] == ["17_45"]
    assert len(io.requests("wall.getComments")) == 1


def test_a_reply_is_the_communitys_and_knows_what_it_answers():
    io = Network({"wall.createComment": ok({"comment_id": 50, "parents_stack": [45]})})
    reply = io.run(VK().reply(io, account(), "17_46", as_text("It is")))
    data = io.data("wall.createComment")
    assert (data["post_id"], data["from_group"], data["reply_to_comment"]) == ("17", "123", "46")
    assert data["guid"]
    assert (reply.id, reply.parent, reply.thread) == ("17_50", "17_46", "17_45")
    assert reply.author.kind is AuthorKind.OWNER


def test_a_reply_whose_answer_is_lost_is_not_repeated():
    io = Network({"wall.createComment": AnswerLost("lost")})
    with pytest.raises(AnswerLost):
        io.run(VK().reply(io, account(), "17_46", as_text("It is")))
    assert not io.requests("wall.createComment")[0].safe


@pytest.mark.parametrize("comment", ["45", "abc", "17-45"])
def test_a_comment_that_is_none_is_named(comment):
    io = Network()
    with pytest.raises(ValueError, match="is no comment of VK's"):
        io.run(VK().reply(io, account(), comment, as_text("x")))


def test_comments_are_deleted_restored_and_reported():
    names = ("wall.deleteComment", "wall.restoreComment", "wall.reportComment")
    io = Network({name: ok() for name in names})
    act(io, Act.DELETE, comment="17_45")
    act(io, Act.RESTORE, comment="17_45")
    act(io, Act.REPORT, comment="17_45", reason="Insult")
    act(io, Act.REPORT, comment="17_45")
    assert io.data("wall.deleteComment")["comment_id"] == "45"
    assert [request.data["reason"] for request in io.requests("wall.reportComment")] == ["6", "0"]


def test_a_reason_that_vk_does_not_know_is_named_with_those_it_knows():
    io = Network()
    with pytest.raises(ValueError, match="VK knows spam, child abuse"):
        act(io, Act.REPORT, comment="17_45", reason="ugly")


def test_what_is_done_already_is_a_success():
    gone = error(104, "Not found")
    io = Network(
        {
            "wall.deleteComment": gone,
            "wall.restoreComment": error(243, "Comment is not deleted"),
            "groups.unban": gone,
        }
    )
    act(io, Act.DELETE, comment="17_45")
    act(io, Act.RESTORE, comment="17_45")
    act(io, Act.UNBAN, author="5")


def test_what_vk_refuses_is_raised():
    io = Network(
        {"wall.deleteComment": error(211, "Access denied"), "wall.restoreComment": error(104, "Not found")}
    )
    with pytest.raises(Forbidden):
        act(io, Act.DELETE, comment="17_45")
    with pytest.raises(NotThere):
        act(io, Act.RESTORE, comment="17_45")


def test_people_are_banned_with_reason_and_end():
    io = Network({"groups.ban": ok()})
    until = datetime(2026, 2, 1, tzinfo=UTC)
    act(io, Act.BAN, author="5", until=until, reason="spam")
    act(io, Act.BAN, author="-9", reason="He sells flour")
    first, second = (request.data for request in io.requests("groups.ban"))
    assert (first["owner_id"], first["end_date"], first["reason"]) == ("5", str(int(until.timestamp())), "1")
    assert "comment" not in first
    assert (second["owner_id"], second["reason"], second["comment"]) == ("-9", "0", "He sells flour")
    assert "end_date" not in second


def test_the_author_of_a_comment_is_asked_for_once_it_is_needed():
    io = Network({"groups.ban": ok(), "wall.getComment": ok({"items": [said(45)]})})
    act(io, Act.BAN, comment="17_45")
    assert io.data("groups.ban")["owner_id"] == "5"


def test_the_author_of_a_comment_that_was_read_is_known_even_if_it_is_deleted():
    io = Network({"groups.ban": ok(), "wall.getComments": page(said(45))})
    read(io)
    act(io, Act.BAN, comment="17_45")
    assert io.data("groups.ban")["owner_id"] == "5"
    assert not io.requests("wall.getComment")


def test_comments_of_a_post_are_closed_and_opened():
    io = Network({"wall.closeComments": ok(), "wall.openComments": ok()})
    act(io, Act.CLOSE, account(), post="17")
    act(io, Act.OPEN, account(), post="17")
    assert io.methods() == ["wall.closeComments", "wall.openComments"]
    assert io.data("wall.closeComments")["post_id"] == "17"


def test_the_banned_are_listed():
    items = [
        {"type": "profile", "profile": ANN, "ban_info": {"reason": 1}},
        {"type": "group", "group": {"id": 9, "name": "Spammers", "screen_name": "spam"}},
    ]
    io = Network(
        {"groups.getBanned": [ok({"count": 3, "items": items}), ok({"count": 3, "items": items[:1]})]}
    )
    first = io.run(VK().banned(io, account()))
    assert [one.id for one in first.items] == ["5", "-9"]
    assert first.items[0].name == "Ann Baker"
    second = io.run(VK().banned(io, account(), cursor=first.next))
    assert io.data("groups.getBanned", 1)["offset"] == "2"
    assert second.next is None
