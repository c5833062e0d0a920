"""Figures: in the fewest calls, with what is unknown left out."""

import pytest

from smmcore.models import SubjectKind
from smmcore_bluesky.platform import Bluesky

from .scripted import DID, OTHER, Server, account, refusal, view

POSTS = [f"at://{DID}/app.bsky.feed.post/{number}" for number in range(60)]


def named(metrics):
    return {(metric.subject.id, metric.name.value): metric.value for metric in metrics}


def test_figures_of_posts_are_read_25_at_a_time():
    io = Server(getPosts={"posts": []})
    assert io.run(Bluesky().post_metrics(io, account(), POSTS)) == []
    assert [len(request.params["uris"]) for request in io.requests("getPosts")] == [25, 25, 10]


def test_figures_of_a_post_have_their_names():
    counts = {
        "likeCount": 3,
        "replyCount": 0,
        "repostCount": 2,
        "quoteCount": 1,
        "bookmarkCount": 4,
        "new": 9,
    }
    io = Server(getPosts={"posts": [view(POSTS[0], **counts)]})
    assert named(io.run(Bluesky().post_metrics(io, account(), POSTS[:2]))) == {
        (POSTS[0], "reactions"): 3,
        (POSTS[0], "comments"): 0,
        (POSTS[0], "shares"): 2,
        (POSTS[0], "quotes"): 1,
        (POSTS[0], "saves"): 4,
    }


def test_what_is_not_told_is_absent():
    io = Server(getPosts={"posts": [view(POSTS[0], likeCount=3, replyCount=None)]})
    assert named(io.run(Bluesky().post_metrics(io, account(), POSTS[:1]))) == {(POSTS[0], "reactions"): 3}


def test_the_accounts_figures():
    io = Server(getProfile={"did": DID, "followersCount": 7, "followsCount": 2, "postsCount": 11})
    metrics = io.run(Bluesky().account_metrics(io, account()))
    assert named(metrics) == {("", "followers"): 7, ("", "following"): 2, ("", "posts"): 11}
    assert {metric.source for metric in metrics} == {"bluesky:app.bsky.actor.getProfile@1"}


def test_pages_are_named_as_people_name_them_and_asked_for_once():
    profile = {"did": OTHER, "handle": "ann.example", "followersCount": 7}
    io = Server(getProfiles={"profiles": [profile]})
    pages = [
        "@Ann.example",
        "https://bsky.app/profile/ann.example",
        OTHER,
        "nobody.example",
        "no handle",
        "nobody",
    ]
    metrics = io.run(Bluesky().page_metrics(io, account(), pages))
    assert {(metric.subject.kind, metric.subject.id, metric.value) for metric in metrics} == {
        (SubjectKind.PAGE, page, 7) for page in pages[:3]
    }
    (request,) = io.requests("getProfiles")
    assert request.params["actors"] == ["ann.example", OTHER, "nobody.example"]


# Checkup


@pytest.mark.parametrize(
    ("about", "ok", "words"),
    [
        ({"emailConfirmed": False}, True, "e-mail"),
        ({"active": False, "status": "deactivated"}, False, "the account is deactivated"),
    ],
)
def test_a_checkup_warns_of_what_will_not_work(about, ok, words):
    io = Server(getSession=about, getProfile={"did": DID, "displayName": "Four Flours"})
    checkup = io.run(Bluesky().check(io, account()))
    assert (checkup.ok, checkup.title) == (ok, "Four Flours")
    assert words in checkup.warnings[0]
    assert "signed in with an app password" in checkup.facts


def test_a_checkup_says_why_signing_in_fails():
    io = Server(createSession=refusal("AuthenticationRequired", "Invalid identifier or password", 401))
    checkup = io.run(Bluesky().check(io, account()))
    assert not checkup.ok
    assert "app password" in checkup.warnings[0]
