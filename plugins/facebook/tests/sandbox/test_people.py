"""The fake's comments, reactions, blocked people and private answers; and how the page presents itself."""

import pytest

from smmcore.testing.samples import jpeg
from smmcore_facebook.sandbox import PAGE_TOKEN
from smmcore_facebook.sandbox.kinds import SCOPES

DAY = 86_400


@pytest.fixture
def post(world):
    return world.write()


def test_comments_are_listed_top_ones_first_or_all(world, post):
    first = world.comment(post, "One")
    answer = world.comment(post, "Below", reply_to=first)
    second = world.comment(post, "Two")

    def listed(**how):
        return [each["id"] for each in world.get(f"{post}/comments", **how)["data"]]

    assert listed() == [first, second]
    assert listed(order="reverse_chronological") == [second, first]
    assert listed(filter="stream") == [first, answer, second]
    assert [each["id"] for each in world.get(f"{first}/comments")["data"]] == [answer]
    assert world.get(f"{post}/comments", summary=True, filter="stream")["summary"] == {
        "order": "chronological",
        "total_count": 3,
        "can_comment": True,
    }


def test_a_comment_has_all_about_it(world, post):
    first = world.comment(post, "One")
    answer = world.comment(post, "Below", person="Ben", reply_to=first)
    read = world.get(answer, fields="id,message,from,created_time,parent{id},object,is_hidden,can_hide")
    assert (read["message"], read["from"]["name"], read["parent"]["id"]) == ("Below", "Ben", first)
    assert (read["is_hidden"], read["can_hide"]) == (False, True)


def test_an_answer_to_an_answer_belongs_to_the_top_comment(world, post):
    first = world.comment(post, "One")
    below = world.comment(post, "Below", reply_to=first)
    answer = world.post(f"{below}/comments", message="Thanks")["id"]
    assert world.get(answer, fields="parent")["parent"]["id"] == first


def test_a_hidden_comment_is_gone_for_readers_with_its_answers(world, post):
    first = world.comment(post, "One")
    world.comment(post, "Below", reply_to=first)
    world.post(first, is_hidden=True)
    assert world.fake.comments(post) == []
    assert world.get(first, fields="is_hidden")["is_hidden"] is True
    world.post(first, is_hidden=False)
    assert len(world.fake.comments(post)) == 2


def test_the_pages_own_comments_cannot_be_hidden(world, post):
    own = world.post(f"{post}/comments", message="Ours")["id"]
    code, _ = world.fail("POST", own, is_hidden=True)
    assert code == 100


def test_only_own_comments_are_edited(world, post):
    own = world.post(f"{post}/comments", message="Ours")["id"]
    world.post(own, message="Ours, better")
    assert world.get(own, fields="message")["message"] == "Ours, better"
    assert world.fail("POST", world.comment(post), message="Theirs")[0] == 200


def test_comments_are_deleted_with_their_answers(world, post):
    first = world.comment(post)
    world.comment(post, reply_to=first)
    assert world.delete(first) == {"success": True}
    assert world.fake.comments(post) == []


def test_the_page_likes_and_unlikes_a_comment(world, post):
    comment = world.comment(post)
    world.post(f"{comment}/likes")
    assert world.get(comment, fields="like_count,user_likes")["like_count"] == 1
    world.delete(f"{comment}/likes")
    assert world.get(comment, fields="user_likes")["user_likes"] is False


def test_reactions_are_counted_by_their_kind(world, post):
    world.control("reactions", post=post, emoji="👍", count=3, shares=2)
    world.control("reactions", post=post, emoji="😍", count=1)
    read = world.get(
        post, fields="reactions.summary(total_count).limit(0),likes.summary(true).limit(0),shares"
    )
    assert read["reactions"]["summary"]["total_count"] == 4
    assert read["likes"]["summary"]["total_count"] == 3
    assert read["shares"] == {"count": 2}


def test_shares_are_left_out_where_there_are_none(world, post):
    assert "shares" not in world.get(post, fields="shares")


def test_who_is_blocked_cannot_write(world, post):
    world.comment(post, person="Eve")
    eve = world.get(f"{post}/comments", fields="from")["data"][0]["from"]["id"]
    assert world.post("me/blocked", user=[eve]) == {eve: True}
    assert [each["name"] for each in world.get("me/blocked")["data"]] == ["Eve"]
    assert "blocked" in world.refused("comments", post=post, person="Eve", text="Hello")
    assert world.delete("me/blocked", user=eve) == {"success": True}
    world.comment(post, person="Eve")


def test_a_page_that_writes_can_be_blocked_too(world, post):
    shop = world.control("comments", post=post, person="A shop", text="Buy", as_page=True)["author"]
    world.post("me/blocked", user=[shop])
    assert [each["name"] for each in world.get("me/blocked")["data"]] == ["A shop"]
    world.refused("comments", post=post, person="A shop", text="Buy more", as_page=True)


def test_a_comment_is_answered_in_private_once_and_within_a_week(world, post):
    comment = world.comment(post)
    said = {"recipient": {"comment_id": comment}, "message": {"text": "Hello"}}
    answer = world.post("me/messages", **said)
    assert set(answer) == {"recipient_id", "message_id"}
    assert world.fail("POST", "me/messages", **said)[0] == 10900
    old = world.comment(post)
    world.advance(8 * DAY)
    assert world.fail("POST", "me/messages", **{**said, "recipient": {"comment_id": old}})[0] == 10901


def test_the_page_is_described_anew(world):
    world.post(world.page, about="Rye since seven", website="https://rye.example/")
    read = world.get(world.page, fields="about,website,username,followers_count")
    assert (read["about"], read["website"], read["followers_count"]) == (
        "Rye since seven",
        "https://rye.example/",
        1200,
    )
    assert world.fail("POST", world.page, about="x" * 101)[0] == 100


def test_the_cover_is_one_of_the_pages_photos(world):
    photo = world.photo(jpeg(820, 312))["id"]
    world.post(world.page, cover=photo, offset_y=20)
    cover = world.get(world.page, fields="cover")["cover"]
    assert (cover["cover_id"], cover["offset_x"], cover["offset_y"]) == (photo, 50, 20)
    assert world.http.get(cover["source"]).content == jpeg(820, 312)


def test_the_picture_is_changed(world):
    assert world.get("me/picture", redirect=False)["data"]["is_silhouette"] is True
    world.post("me/picture", files={"source": ("a.jpg", jpeg(), "image/jpeg")})
    assert world.get("me/picture", redirect=False)["data"]["is_silhouette"] is False


def test_settings_are_options(world):
    world.post("me/settings", option={"USERS_CAN_POST": False})
    assert {"setting": "USERS_CAN_POST", "value": False} in world.get("me/settings")["data"]
    assert world.fail("POST", "me/settings", option={"COLOUR": "brown"})[0] == 100


def test_other_pages_figures_take_a_feature(world):
    mill = world.control("pages", name="Rival")["id"]
    assert world.get(mill, fields="followers_count")["followers_count"] == 0
    world.rules(public_access=False)
    code, said = world.fail("GET", mill, fields="followers_count")
    assert code == 100
    assert "Page Public Content Access" in said


@pytest.mark.parametrize(
    ("scope", "verb", "path"),
    [
        ("pages_manage_posts", "POST", "me/feed"),
        ("pages_manage_engagement", "POST", "{post}/comments"),
        ("pages_messaging", "POST", "me/messages"),
        ("read_insights", "GET", "me/insights"),
        ("pages_read_engagement", "GET", "me/published_posts"),
    ],
)
def test_what_the_token_lacks_is_named(world, post, scope, verb, path):
    lacking = [each for each in SCOPES if each != scope]
    token = world.control("tokens", like=PAGE_TOKEN, scopes=lacking)["token"]
    code, said = world.fail(verb, path.format(post=post), by=token)
    assert code in {10, 200}
    assert scope in said
