"""Posts as the AppView shows them to somebody else."""

from datetime import timedelta

import httpx
import pytest

from smmcore.models import File, Link, Photo, Post, Video
from smmcore.testing.samples import jpeg, mp4, png
from smmcore_bluesky.settings import BlueskyOptions

from .real import published


def features(view):
    """What a text's facets mark, by the text that their bytes cover."""
    record = view["record"]
    words = record["text"].encode()
    return {
        words[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode(): f["features"][0]
        for f in record.get("facets", ())
    }


@pytest.fixture
def pictures(tmp_path):
    """Four of different shapes."""
    sizes = [(320, 240), (100, 400), (640, 64), (33, 33)]
    for number, size in enumerate(sizes):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg(*size))
    return [
        Photo(File(tmp_path / f"{number}.jpg"), alt=f"Loaf no. {number} 🥖") for number in range(len(sizes))
    ]


def test_facets_count_bytes(smm, eyes):
    ann = eyes.person("Ann")
    text = [
        "🥐 Żytni: ",
        Link("hier", url="https://example.com/ä?a=1&b=2"),
        f" 👩‍🌾 @{ann.handle}, https://example.com/rye #żyto",
    ]
    view = eyes.post(published(smm.publish(Post(text))).id)
    found = features(view)
    kinds = {words: feature["$type"].partition("#")[2] for words, feature in found.items()}
    assert kinds == {
        "hier": "link",
        f"@{ann.handle}": "mention",
        "https://example.com/rye": "link",
        "#żyto": "tag",
    }
    assert found["hier"]["uri"] == "https://example.com/ä?a=1&b=2"
    assert found[f"@{ann.handle}"]["did"] == ann.did
    assert found["#żyto"]["tag"] == "żyto"


def test_nobody_is_mentioned_whom_the_network_does_not_know(smm, eyes):
    view = eyes.post(published(smm.publish(Post("Ask @nobody-at-all.test"))).id)
    assert features(view) == {}


def test_a_mentioned_person_is_told(smm, eyes):
    ann = eyes.person("Ann")
    id = published(smm.publish(Post(f"Thank you, @{ann.handle}!"))).id
    assert [(n["reason"], n["uri"]) for n in eyes.notifications(ann)] == [("mention", id)]


def test_a_link_has_a_card(smm, eyes):
    options = BlueskyOptions(card_title="Rye", card_description="All about it")
    post = Post("Read this", link="https://example.com/rye", options=[options])
    embed = eyes.post(published(smm.publish(post)).id)["embed"]
    assert embed["$type"] == "app.bsky.embed.external#view"
    assert embed["external"] == {
        "uri": "https://example.com/rye",
        "title": "Rye",
        "description": "All about it",
    }


def test_four_pictures_keep_their_order_words_and_shapes(smm, eyes, pictures):
    embed = eyes.post(published(smm.publish(Post("Four loaves", media=pictures))).id)["embed"]
    assert embed["$type"] == "app.bsky.embed.images#view"
    assert [image["alt"] for image in embed["images"]] == [picture.alt for picture in pictures]
    assert [tuple(image["aspectRatio"].values()) for image in embed["images"]] == [
        (320, 240),
        (100, 400),
        (640, 64),
        (33, 33),
    ]


def test_readers_get_the_picture_itself(smm, eyes, tmp_path):
    path = tmp_path / "loaf.png"
    path.write_bytes(png(64, 48))
    id = published(smm.publish(Post("A loaf", media=Photo(File(path), alt="A loaf")))).id
    (image,) = eyes.post(id)["embed"]["images"]
    answer = httpx.get(image["fullsize"])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/")


def test_a_film_is_in_the_record_with_its_words(smm, eyes, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(mp4())
    id = published(smm.publish(Post("A film", media=Video(File(path), alt="Dough is kneaded")))).id
    view = eyes.post(id)
    film = view["record"]["embed"]
    assert film["$type"] == "app.bsky.embed.video"
    assert (film["video"]["mimeType"], film["video"]["size"]) == ("video/mp4", len(mp4()))
    assert view["embed"]["$type"] == "app.bsky.embed.video#view"
    assert view["embed"]["alt"] == "Dough is kneaded"


def test_a_thread_hangs_together(smm, eyes):
    post = Post("One", options=[BlueskyOptions(thread=("Two", "Three"))])
    done = published(smm.publish(post))
    shown = eyes.thread(done.id)
    assert [(depth, view["record"]["text"]) for depth, view in shown] == [
        (0, "One"),
        (1, "Two"),
        (2, "Three"),
    ]
    assert [view["uri"] for _, view in shown] == list(done.parts)
    assert {view["author"]["did"] for _, view in shown} == {eyes.owner.did}


def test_a_first_comment_stands_beside_a_thread(smm, eyes):
    post = Post("One", first_comment="Order here", options=[BlueskyOptions(thread=("Two",))])
    shown = eyes.thread(published(smm.publish(post)).id)
    assert sorted((depth, view["record"]["text"]) for depth, view in shown) == [
        (0, "One"),
        (1, "Order here"),
        (1, "Two"),
    ]


def test_another_post_is_quoted_and_its_author_told(smm, fake, eyes):
    mine = published(smm.publish(Post("Mine"))).id
    ann = eyes.person("Ann")
    theirs = fake.comment(mine, "Ann", "Best rye in town")
    fake.settle()
    done = published(smm.publish(Post("Thank you", options=[BlueskyOptions(quote=theirs)]), key="quote"))
    embed = eyes.post(done.id)["embed"]
    assert embed["record"]["uri"] == theirs
    assert embed["record"]["value"]["text"] == "Best rye in town"
    assert [n["reason"] for n in eyes.notifications(ann)] == ["quote"]
    assert eyes.post(theirs)["quoteCount"] == 1


def test_a_quotation_may_have_pictures(smm, fake, eyes, pictures):
    mine = published(smm.publish(Post("Mine"))).id
    theirs = fake.comment(mine, "Ann", "Best rye in town")
    fake.settle()
    post = Post("Thank you", media=pictures[:1], options=[BlueskyOptions(quote=theirs)])
    embed = eyes.post(published(smm.publish(post, key="quote")).id)["embed"]
    assert embed["$type"] == "app.bsky.embed.recordWithMedia#view"
    assert embed["record"]["record"]["uri"] == theirs
    assert len(embed["media"]["images"]) == 1


def test_a_post_may_answer_somebody_else(smm, fake, eyes):
    mine = published(smm.publish(Post("Mine"))).id
    theirs = fake.comment(mine, "Ann", "Is it rye?")
    fake.settle()
    done = published(smm.publish(Post("It is", options=[BlueskyOptions(reply_to=theirs)]), key="answer"))
    assert [(depth, view["uri"]) for depth, view in eyes.thread(mine)] == [
        (0, mine),
        (1, theirs),
        (2, done.id),
    ]


@pytest.mark.parametrize(("who", "closed"), [("everybody", False), ("nobody", True), ("followers", True)])
def test_who_can_reply_is_decided_by_the_network(smm, eyes, who, closed):
    id = published(smm.publish(Post("Hello", options=[BlueskyOptions(who_can_reply=who)]))).id
    view = eyes.post(id, eyes.person("Ann"))
    assert view["viewer"].get("replyDisabled", False) is closed


def test_followers_may_reply_where_followers_may(smm, fake, eyes):
    ann, follow = eyes.person("Ann"), "app.bsky.graph.follow"
    record = {"$type": follow, "subject": eyes.owner.did, "createdAt": "2026-05-01T08:00:00Z"}
    eyes.do(ann, "com.atproto.repo.createRecord", repo=ann.did, collection=follow, record=record)
    id = published(smm.publish(Post("Hello", options=[BlueskyOptions(who_can_reply="followers")]))).id
    assert fake.comment(id, "Ann", "I may") in fake.comments(id)


def test_languages_and_warnings_are_shown(smm, eyes):
    options = BlueskyOptions(languages=("pl", "en"), labels=("graphic-media",))
    view = eyes.post(published(smm.publish(Post("Ouch", options=[options]))).id)
    assert view["record"]["langs"] == ["pl", "en"]
    assert [label["val"] for label in view["labels"]] == ["graphic-media"]


def test_a_deleted_post_takes_its_gate_with_it(smm, eyes):
    id = published(smm.publish(Post("Hello", options=[BlueskyOptions(who_can_reply="nobody")]))).id
    smm.delete(id)
    assert eyes.records() == eyes.records("app.bsky.feed.threadgate") == []


def test_a_pinned_post_is_the_profiles_and_nothing_else_changes(smm, eyes):
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Rye Bakery", "description": "Since 1908"}
    eyes.do(
        eyes.owner,
        "com.atproto.repo.putRecord",
        repo=eyes.owner.did,
        collection=profile["$type"],
        rkey="self",
        record=profile,
    )
    id = published(smm.publish(Post("Hello"))).id
    smm.pin(id)
    (record,) = eyes.records("app.bsky.actor.profile")
    assert record["pinnedPost"]["uri"] == id
    assert (record["displayName"], record["description"]) == ("Rye Bakery", "Since 1908")
    smm.pin(id, pinned=False)
    assert eyes.records("app.bsky.actor.profile") == [profile]


def test_a_post_is_dated_by_the_clock_it_was_published_by(smm, eyes):
    done = published(smm.publish(Post("Hello")))
    told = eyes.post(done.id)["record"]["createdAt"]
    assert done.at.isoformat(timespec="milliseconds").replace("+00:00", "Z") == told
    assert abs(smm.clock.now() - done.at) < timedelta(minutes=1)
