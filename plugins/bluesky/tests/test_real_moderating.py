"""What moderating does to other people's view of things."""

import pytest

from smmcore.errors import SMMError
from smmcore.models import Act, Action, Post

from .real import published


@pytest.fixture
def post(smm):
    return published(smm.publish(Post("Fresh bread"))).id


def act(smm, act, **what):
    smm.moderate(Action(act=act, **what))


def test_hidden_answers_are_hidden_from_others_and_not_from_the_owner(smm, fake, post):
    hidden = fake.comment(post, "Ann", "Buy gold!")
    shown = fake.comment(post, "Ben", "Good morning")
    act(smm, Act.HIDE, comment=hidden)
    assert list(fake.comments(post)) == [shown]
    assert {c.id: c.state.value for c in smm.comments(post)} == {hidden: "hidden", shown: "visible"}
    act(smm, Act.UNHIDE, comment=hidden)
    assert list(fake.comments(post)) == [hidden, shown]


def test_hiding_keeps_what_was_hidden_before_and_who_may_reply(smm, fake, eyes, post):
    comments = [fake.comment(post, name, "Buy gold!") for name in ("Ann", "Ben", "Cat")]
    act(smm, Act.CLOSE, post=post)
    for comment in comments:
        act(smm, Act.HIDE, comment=comment)
    (gate,) = eyes.records("app.bsky.feed.threadgate")
    assert sorted(gate["hiddenReplies"]) == sorted(comments)
    assert gate["allow"] == []
    act(smm, Act.UNHIDE, comment=comments[1])
    assert list(fake.comments(post)) == [comments[1]]


def test_a_hidden_answer_to_an_answer_is_hidden(smm, fake, post):
    first = fake.comment(post, "Ann", "Is it rye?")
    second = fake.comment(post, "Ben", "Buy gold!", reply_to=first)
    act(smm, Act.HIDE, comment=second)
    assert list(fake.comments(post)) == [first]


def test_closed_comments_stay_and_no_new_ones_come_until_they_are_opened(smm, fake, post):
    before = fake.comment(post, "Ann", "Early")
    act(smm, Act.CLOSE, post=post)
    with pytest.raises(SMMError, match="may not answer"):
        fake.comment(post, "Ann", "Late")
    assert list(fake.comments(post)) == [before]
    act(smm, Act.OPEN, post=post)
    after = fake.comment(post, "Ann", "Late")
    assert list(fake.comments(post)) == [before, after]


def test_opening_keeps_hidden_what_is_hidden(smm, fake, post):
    hidden = fake.comment(post, "Ann", "Buy gold!")
    act(smm, Act.HIDE, comment=hidden)
    act(smm, Act.CLOSE, post=post)
    act(smm, Act.OPEN, post=post)
    assert list(fake.comments(post)) == []


def test_a_banned_person_does_not_see_the_account_any_more(smm, fake, eyes, post):
    comment = fake.comment(post, "Ann", "Buy gold!")
    act(smm, Act.BAN, comment=comment)
    ann = eyes.person("Ann")
    assert eyes.read("app.bsky.feed.getPosts", ann, uris=[post])["posts"] == []
    act(smm, Act.BAN, author=ann.did)  # once more
    assert len(eyes.records("app.bsky.graph.block")) == 1
    act(smm, Act.UNBAN, author=ann.did)
    assert eyes.records("app.bsky.graph.block") == []
    assert fake.comment(post, "Ann", "Sorry") in fake.comments(post)


def test_a_muted_person_is_still_seen_by_others(smm, fake, eyes, post):
    comment = fake.comment(post, "Ann", "Buy gold!")
    act(smm, Act.MUTE, comment=comment)
    assert list(fake.comments(post)) == [comment]
    view = eyes.post(comment, eyes.owner)
    assert view["author"]["viewer"]["muted"] is True
    act(smm, Act.UNMUTE, author=view["author"]["did"])
    assert eyes.post(comment, eyes.owner)["author"]["viewer"]["muted"] is False


def test_a_reaction_is_a_like(smm, fake, eyes, post):
    comment = fake.comment(post, "Ann", "Lovely")
    act(smm, Act.REACT, comment=comment, reaction="👍")
    act(smm, Act.REACT, comment=comment, reaction="👍")
    assert eyes.post(comment)["likeCount"] == 1
    assert [n["reason"] for n in eyes.notifications(eyes.person("Ann"))].count("like") == 1


def test_a_report_arrives_at_the_moderators(smm, fake, eyes, post):
    comment = fake.comment(post, "Ann", "Buy gold!")
    act(smm, Act.REPORT, comment=comment, reason="sells gold under every post")
    events = eyes.as_admin("tools.ozone.moderation.queryEvents?sortDirection=desc", "ozone")["events"]
    report = next(e for e in events if e["event"]["$type"].endswith("modEventReport"))
    assert report["subject"]["uri"] == comment
    assert report["createdBy"] == eyes.owner.did
    assert "sells gold" in report["event"]["comment"]


def test_a_reply_is_told_to_whom_it_answers(smm, fake, eyes, post):
    asked = fake.comment(post, "Ann", "Is it rye?")
    answer = smm.reply(asked, "It is 🌾 #rye")
    assert [(n["reason"], n["uri"]) for n in eyes.notifications(eyes.person("Ann"))] == [("reply", answer.id)]
    assert [(depth, view["uri"]) for depth, view in eyes.thread(post)] == [
        (0, post),
        (1, asked),
        (2, answer.id),
    ]
    assert eyes.post(answer.id)["record"]["facets"]
