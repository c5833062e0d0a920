"""What a post carries arrives at Instagram: read from the fake, not from the requests."""

import pytest
from attrs import evolve

from smmcore.models import Act, Action, Kind, Post, Published
from smmcore_instagram.sandbox.seed import COMPETITOR
from smmcore_instagram.settings import InstagramOptions, UserTag


@pytest.fixture
def by_either(drivers, by_login, mode):
    return drivers(by_login, mode=mode)


def shown(world, result):
    assert isinstance(result, Published), result
    return world.shown(result.id)


def test_a_photo_comes_with_its_alt_text_people_authors_and_place(world, by_either, maker):
    options = InstagramOptions(
        user_tags=[UserTag(username=COMPETITOR, x=0.25, y=0.5)],
        collaborators=[COMPETITOR],
        location_id="110",
        ai_generated=True,
    )
    photo = evolve(maker.media("photo"), alt="Two loaves")
    post = shown(world, by_either.publish(Post("Together", media=photo, options=[options])))
    (media,) = post["media"]
    assert (media["type"], media["alt"]) == ("image", "Two loaves")
    assert media["file"] == world.digest(maker.folder / "sample.jpg")
    details = post["details"]
    assert details["tags"] == [[{"username": COMPETITOR, "x": 0.25, "y": 0.5}]]
    assert (details["collaborators"], details["location_id"]) == ([COMPETITOR], "110")
    assert details["is_ai_generated"] is True


def test_a_reel_comes_with_its_cover_and_sound(world, by_either, maker):
    film = evolve(maker.media("video"), cover=maker.media("photo").source)
    options = InstagramOptions(share_to_feed=False, audio_name="Oven")
    reel = by_either.publish(Post("A film", media=film, kind=Kind.REEL, options=[options]))
    post = shown(world, reel)
    assert post["marks"] == ["reel"]
    assert post["media"][0]["file"] == world.digest(maker.folder / "sample.mp4")
    details = post["details"]
    assert details["cover_url"].endswith(".jpg")
    assert (details["share_to_feed"], details["audio_name"]) == (False, "Oven")


def test_a_carousel_keeps_the_order_and_the_people_of_each_picture(world, by_either, maker):
    options = InstagramOptions(user_tags=[UserTag(username=COMPETITOR, x=0.1, y=0.2, item=2)])
    media = [maker.media("video"), maker.media("photo")]
    post = shown(world, by_either.publish(Post("Both", media=media, options=[options])))
    assert [each["type"] for each in post["media"]] == ["video", "image"]
    assert [len(tags) for tags in post["details"]["tags"]] == [0, 1]


def test_comments_are_closed_and_opened(world, by_either, maker):
    options = InstagramOptions(close_comments=True)
    result = by_either.publish(evolve(maker.plain("Rye"), options=[options]))
    assert "comments off" in shown(world, result)["marks"]
    by_either.moderate(Action(act=Act.OPEN, post=result.id))
    assert world.comment(result.id)


def test_a_private_reply_reaches_the_one_who_commented(world, by_either, maker):
    post = by_either.publish(maker.plain("Rye"))
    comment = world.comment(post.id, "Is it rye?")
    by_either.reply_privately(comment, "It is")
    assert world.state()["messages"][0]["text"] == "It is"
    assert world.state()["messages"][0]["comment"] == comment


def test_a_person_is_blocked_where_there_is_a_conversation(world, drivers, account):
    person = world.control("conversations", person="Troll")["id"]
    driver = drivers(account)
    driver.smm.do(account.name, "block", person)
    assert world.state()["blocked"] == [person]
    driver.smm.do(account.name, "unblock", person)
    assert world.state()["blocked"] == []


def test_posts_under_a_hashtag_are_found(world, drivers, account):
    world.control("posts", by=COMPETITOR, text="Flour #rye", likes=4)
    page = drivers(account).smm.do(account.name, "hashtag", "#Rye")
    assert [(each.text, each.likes) for each in page.items] == [("Flour #rye", 4)]
