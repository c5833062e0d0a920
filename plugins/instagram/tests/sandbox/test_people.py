"""Comments, private replies, mentions, hashtags and competitors."""

import pytest

from smmcore_instagram.sandbox.seed import COMPETITOR, HOME, MILL, USERNAME

BOTH = pytest.mark.parametrize("by", ["page", "instagram"])
FIELDS = "id,text,username,timestamp,like_count,hidden,parent_id,from{id,username}"


@BOTH
def test_comments_are_listed_newest_first_and_replies_below_them(world, by):
    post = world.publish()
    first, second = world.comment(post, "One"), world.comment(post, "Two", person="Ben")
    reply = world.comment(post, "Below", person="Cem", reply_to=first)
    deeper = world.comment(post, "Deeper", reply_to=reply)
    found = world.get(f"{post}/comments", by, fields=f"{FIELDS},replies{{{FIELDS}}}")["data"]
    assert [each["id"] for each in found] == [second, first]
    assert found[0]["username"] == found[0]["from"]["username"] == "ben"
    assert "parent_id" not in found[0]
    assert {(each["id"], each["parent_id"]) for each in found[1]["replies"]["data"]} == {
        (reply, first),
        (deeper, first),
    }
    assert world.get(post, by, fields="comments_count")["comments_count"] == 4


def test_at_most_fifty_comments_come_at_once(world):
    post = world.publish()
    for number in range(51):
        world.comment(post, f"No. {number}")
    page = world.get(f"{post}/comments", limit="100")
    assert len(page["data"]) == 50
    assert (
        len(world.get(f"{post}/comments", limit="100", after=page["paging"]["cursors"]["after"])["data"]) == 1
    )


@BOTH
def test_the_account_comments_answers_hides_and_deletes(world, by):
    post = world.publish()
    asked = world.comment(post, "Is it rye?")
    answer = world.post(f"{asked}/replies", by, message="It is")["id"]
    own = world.post(f"{post}/comments", by, message="Hello")["id"]
    assert world.get(answer, by, fields="parent_id,username") == {
        "id": answer,
        "parent_id": asked,
        "username": USERNAME,
    }
    assert world.post(asked, by, hide="true") == {"success": True}
    assert world.get(asked, by, fields="hidden")["hidden"] is True
    assert asked not in world.fake.comments(post)
    assert world.fail("POST", f"{asked}/replies", by, message="No")[0] == 100
    world.post(own, by, hide="true")
    assert world.get(own, by, fields="hidden")["hidden"] is False
    assert world.delete(asked, by) == {"success": True}
    assert world.fake.comments(post) == [own]
    assert world.fail("GET", asked, by)[:2] == (100, 33)


@BOTH
def test_comments_are_turned_off_and_on(world, by):
    post = world.publish()
    world.post(post, by, comment_enabled="false")
    assert world.get(post, by, fields="is_comment_enabled")["is_comment_enabled"] is False
    assert "turned off" in world.refused("comments", post=post, text="Hello")
    world.post(post, by, comment_enabled="true")
    world.comment(post)


def private(comment, text="Hello"):
    return {"recipient": {"comment_id": comment}, "message": {"text": text}}


@pytest.mark.parametrize(("by", "sender"), [("page", HOME), ("page", "105000000000077"), ("instagram", HOME)])
def test_a_comment_is_answered_in_private_once_and_within_a_week(world, by, sender):
    post = world.publish()
    one, two = world.comment(post), world.comment(post, person="Ben")
    assert set(world.post(f"{sender}/messages", by, **private(one))) == {"recipient_id", "message_id"}
    assert world.fail("POST", f"{sender}/messages", by, **private(one))[0] == 100
    world.advance(7 * 86_400 + 1)
    assert world.fail("POST", f"{sender}/messages", by, **private(two))[0] == 100
    assert [message["comment"] for message in world.state()["messages"]] == [one]


def test_only_people_with_whom_there_is_a_conversation_are_blocked(world):
    post = world.publish()
    troll = world.control("comments", post=post, person="Troll", text="Gold!")["author"]
    asked = {"user_ids": [{"id": troll}], "actions": ["block_user"]}
    assert world.fail("POST", f"{HOME}/moderate_conversations", **asked)[0] == 100
    assert world.control("conversations", person="Troll")["id"] == troll
    world.post(f"{HOME}/moderate_conversations", **asked)
    assert "cannot comment" in world.refused("comments", post=post, person="Troll", text="Silver!")
    world.post(f"{HOME}/moderate_conversations", user_ids=[{"id": troll}], actions=["unblock_user"])
    world.comment(post, person="Troll")


@BOTH
def test_media_that_shows_the_account_is_listed(world, by):
    (id,) = world.control("posts", person="Ann Baker", text="Lunch", tags=True)["ids"]
    (found,) = world.get(f"{HOME}/tags", by, fields="caption,username")["data"]
    assert found == {"id": id, "caption": "Lunch", "username": "ann_baker"}


def test_mentions_are_read_by_what_a_webhook_named(world):
    post = world.publish()
    comment = world.comment(post, f"Good, @{USERNAME}!")
    (media,) = world.control("posts", by=COMPETITOR, text=f"With @{USERNAME}")["ids"]
    found = world.get(HOME, fields=f"mentioned_comment.comment_id({comment}){{text,username}}")
    assert found["mentioned_comment"]["username"] == "ann"
    found = world.get(HOME, fields=f"mentioned_media.media_id({media}){{caption}}")
    assert found["mentioned_media"]["caption"].startswith("With")
    assert (
        world.fail("GET", HOME, fields=f"mentioned_comment.comment_id({world.comment(post)}){{text}}")[0]
        == 100
    )
    answer = world.post(f"{HOME}/mentions", media_id=media, message="Thanks")["id"]
    assert world.get(answer, fields="text")["text"] == "Thanks"


def test_competitors_are_discovered_by_their_name(world):
    inner = "username,followers_count,media_count,media.limit(1){caption,like_count}"
    found = world.get(HOME, fields=f"business_discovery.username({COMPETITOR}){{{inner}}}")[
        "business_discovery"
    ]
    assert (found["id"], found["followers_count"], found["media_count"]) == (MILL, 4800, 1)
    assert "next" not in found["media"].get("paging", {})
    code = world.fail("GET", HOME, fields="business_discovery.username(nobody){id}")
    assert code[:2] == (110, 2207013)


def test_likes_that_are_hidden_are_not_told(world):
    (media,) = world.control("posts", by=COMPETITOR, likes=9)["ids"]
    world.control("figures", post=media, likes_hidden=True)
    found = world.get(HOME, fields=f"business_discovery.username({COMPETITOR}){{media{{like_count}}}}")
    newest = found["business_discovery"]["media"]["data"][0]
    assert newest == {"id": media}


def test_thirty_hashtags_a_week(world):
    id = world.get("ig_hashtag_search", user_id=HOME, q="rye")["data"][0]["id"]
    found = world.get(f"{id}/recent_media", user_id=HOME, fields="caption,like_count")["data"]
    assert [each["caption"] for each in found] == []  # the mill's flour is of yesterday
    (top,) = world.get(f"{id}/top_media", user_id=HOME, fields="caption,like_count")["data"]
    assert top["like_count"] == 12
    for number in range(29):
        world.get("ig_hashtag_search", user_id=HOME, q=f"bread{number}")
    assert world.get("ig_hashtag_search", user_id=HOME, q="rye")["data"] == [{"id": id}]
    assert world.fail("GET", "ig_hashtag_search", user_id=HOME, q="onemore")[0] == 18
    assert len(world.get(f"{HOME}/recently_searched_hashtags", limit="50")["data"]) == 30
    world.advance(7 * 86_400 + 1)
    world.get("ig_hashtag_search", user_id=HOME, q="onemore")
