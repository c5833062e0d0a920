"""Other accounts' figures, tags and mentions, hashtags."""

import json

import pytest

from smmcore.errors import InvalidInput
from smmcore.models import SubjectKind
from smmcore_instagram.platform import Instagram

from .scripted import OWN, Network, account, error, page


def figures(network, *pages):
    return network.run(Instagram().page_metrics(network, account(), pages))


def tag(id, at, who="ann"):
    return {
        "id": id,
        "caption": "Rye",
        "timestamp": f"2026-01-01T{at}+0000",
        "username": who,
        "permalink": "https://x.example/p",
    }


def mentions(network, cursor=None):
    return network.run(Instagram().mentions(network, account(), cursor=cursor))


def test_other_accounts_are_asked_for_by_name_or_address_in_one_request():
    there = {"business_discovery": {"username": "mill", "followers_count": 50, "media_count": 3}}
    nobody = {"error": {"message": "Invalid user id", "type": "OAuthException", "code": 110}}
    items = [{"code": 200, "body": json.dumps(there)}, {"code": 400, "body": json.dumps(nobody)}]
    network = Network({"batch": [items]})
    found = figures(network, "https://www.instagram.com/Mill/", "@nobody", "no name at all")
    assert [(m.subject.kind, m.subject.id, m.name.value, m.value) for m in found] == [
        (SubjectKind.PAGE, "https://www.instagram.com/Mill/", "followers", 50),
        (SubjectKind.PAGE, "https://www.instagram.com/Mill/", "posts", 3),
    ]
    calls = json.loads(network.sent[0].data["batch"])
    assert "business_discovery.username%28mill%29" in calls[0]["relative_url"]


def test_tags_come_newest_first_page_by_page():
    first = {
        **page(tag("3", "12:00:00"), tag("2", "11:00:00")),
        "paging": {"next": "https://x.example/?after=abc"},
    }
    network = Network({"tags": [first, page(tag("1", "10:00:00"))], f"GET {OWN}/media": page()})
    one = mentions(network)
    two = mentions(network, one.next)
    assert [[found.id for found in part.items] for part in (one, two)] == [["3", "2"], ["1"]]
    assert two.next is None
    assert network.requests("tags")[1].params["after"] == "abc"
    assert (one.items[0].author.handle, one.items[0].post, one.items[0].url) == (
        "ann",
        None,
        "https://x.example/p",
    )


def test_comments_that_name_the_account_stand_among_the_tags():
    posts = page({"id": "18001", "timestamp": "2026-01-01T09:00:00+0000", "comments_count": 3})
    below = [
        {"id": "5", "text": "Good, @Bakery!", "timestamp": "2026-01-01T11:30:00+0000", "username": "ben"},
        {"id": "6", "text": "@bakery_two", "timestamp": "2026-01-01T11:31:00+0000", "username": "ben"},
        {"id": "7", "text": "Thanks, @bakery", "timestamp": "2026-01-01T11:32:00+0000", "username": "bakery"},
    ]
    network = Network(
        {
            "tags": page(tag("3", "12:00:00"), tag("2", "11:00:00")),
            f"GET {OWN}/media": posts,
            "GET ids": {"18001": {"comments": page(*below)}},
        }
    )
    found = mentions(network).items
    assert [(item.id, item.post) for item in found] == [("3", None), ("5", "18001"), ("2", None)]


def test_a_hashtags_number_is_asked_for_once():
    post = {
        "id": "9",
        "caption": "Rye",
        "like_count": 3,
        "media_type": "IMAGE",
        "timestamp": "2026-01-01T12:00:00+0000",
    }
    network = Network(
        {"ig_hashtag_search": {"data": [{"id": "17841"}]}, "recent_media": page(post), "top_media": page()}
    )
    (found,) = network.run(Instagram().hashtag(network, account(), "#Rye")).items
    assert (found.id, found.text, found.likes, found.comments) == ("9", "Rye", 3, None)
    assert not network.run(Instagram().hashtag(network, account(), "rye", top=True)).items
    assert len(network.requests("ig_hashtag_search")) == 1
    assert network.requests("recent_media")[0].params["user_id"] == OWN
    with pytest.raises(InvalidInput, match="word: must not be empty"):
        network.run(Instagram().hashtag(network, account(), " # "))


def test_posts_with_a_hashtag_are_paged_though_no_next_page_is_named():
    post = {"id": "9", "timestamp": "2026-01-01T12:00:00+0000"}
    first = {**page(post), "paging": {"cursors": {"after": "abc"}}}
    network = Network({"ig_hashtag_search": page({"id": "17841"}), "recent_media": [first, page()]})
    one = network.run(Instagram().hashtag(network, account(), "rye"))
    two = network.run(Instagram().hashtag(network, account(), "rye", cursor=one.next))
    assert network.requests("recent_media")[1].params["after"] == "abc"
    assert (len(one.items), len(two.items), two.next) == (1, 0, None)


def test_a_hashtag_that_nobody_has_used_has_no_posts():
    network = Network({"ig_hashtag_search": page()})
    assert not network.run(Instagram().hashtag(network, account(), "rye")).items


def test_a_refusal_for_all_is_told():
    from smmcore.errors import Unauthorized

    with pytest.raises(Unauthorized):
        figures(Network({f"GET {OWN}": error(190)}), "mill")
