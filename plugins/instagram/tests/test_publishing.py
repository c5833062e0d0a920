"""From a post to containers to what is shown: once, resumed where it was, and found when an answer was lost."""

import json

import pytest

from smmcore import File, Kind, Photo, Post, Video
from smmcore.errors import AnswerLost, InvalidInput, RateLimited, Rejected, Unauthorized
from smmcore.io.blocking import run
from smmcore.io.rehearsal import RehearsalIO
from smmcore.models import Bold, Disclosure, Link, Remote
from smmcore.platform import Absent, Found, Unclear
from smmcore.steps import Steps
from smmcore.testing.samples import mp4
from smmcore_instagram.platform import Instagram
from smmcore_instagram.settings import InstagramOptions, UserTag

from .scripted import LOAF, MADE, OWN, SHOWN, Network, account, error, page, status

FILM = Video(Remote("https://bakery.example/oven.mp4"))
MAKING = f"POST {OWN}/media"


def containers(network):
    return [request.data for request in network.requests(MAKING)]


def made(*ids):
    return [{"id": id} for id in ids]


def test_a_picture_is_a_container_then_a_post():
    network = Network()
    published = network.publish()
    assert network.labels() == [
        f"GET {OWN}/content_publishing_limit",
        f"POST {OWN}/media",
        "GET 901",
        f"POST {OWN}/media_publish",
        "GET 18001",
    ]
    assert containers(network) == [
        {"caption": "Fresh rye!", "image_url": "https://bakery.example/rye.jpg", "alt_text": "A loaf of rye"}
    ]
    assert network.requests("media_publish")[0].data == {"creation_id": "901"}
    assert (published.id, published.url, published.warnings) == ("18001", SHOWN["permalink"], ())


def test_the_caption_is_plain_and_says_who_pays():
    text = [Bold("Rye"), " from ", Link("the mill", url="https://mill.example")]
    network = Network()
    network.publish(Post(text, media=LOAF, disclosure=Disclosure(advertiser="The mill", erid="2Vt")))
    (params,) = containers(network)
    assert params["caption"] == "Rye from the mill (https://mill.example)\n\nAd · The mill · erid: 2Vt"


def test_a_carousel_waits_for_its_items_and_keeps_their_order():
    both = {"901": status(), "902": status()}
    network = Network({MAKING: made("901", "902", "903"), "GET ids": both, "GET 903": status()})
    options = InstagramOptions(
        user_tags=[UserTag(username="@mill", x=0.5, y=0.25, item=1)], collaborators=["mill"], location_id="77"
    )
    network.publish(Post("Two", media=[LOAF, FILM], options=options))
    first, second, whole = containers(network)
    assert first["is_carousel_item"] == second["is_carousel_item"] == "true"
    assert json.loads(first["user_tags"]) == [{"username": "mill", "x": 0.5, "y": 0.25}]
    assert (second["media_type"], second["video_url"]) == ("VIDEO", "https://bakery.example/oven.mp4")
    assert "user_tags" not in second
    assert whole == {
        "media_type": "CAROUSEL",
        "children": "901,902",
        "caption": "Two",
        "collaborators": '["mill"]',
        "location_id": "77",
    }


def test_by_instagrams_own_login_items_are_asked_for_one_by_one():
    network = Network({MAKING: made("901", "902", "903"), "GET 902": status(), "GET 903": status()})
    network.on("GET 902", status("IN_PROGRESS"), status())
    network.publish(Post("Two", media=[LOAF, FILM]), of=account("instagram"))
    asked = [label for label in network.labels() if label in {"GET 901", "GET 902"}]
    assert asked == ["GET 901", "GET 902", "GET 902"]


def test_a_dry_run_shows_all_requests_of_a_carousel():
    io, post = RehearsalIO(Instagram().rehearse), Post("Two", media=[LOAF, FILM], first_comment="Ask us")
    published = run(Instagram().publish(io, account(), post, Steps(io=io, key="k")))
    assert published.account == "bakery"
    labels = [request.label.removeprefix("instagram ") for request in io.requests]
    assert labels.count(f"POST {OWN}/media") == 3
    assert f"POST {OWN}/media_publish" in labels
    assert labels[-1].endswith("/comments")


@pytest.mark.parametrize(("kind", "shared"), [(Kind.FEED, "true"), (Kind.REEL, None)])
def test_a_film_alone_is_a_reel_and_one_for_the_feed_is_shared_there(kind, shared):
    network = Network()
    options = InstagramOptions(thumb_offset=1500, audio_name="Oven", trial="MANUAL", ai_generated=True)
    network.publish(Post("Film", media=FILM, kind=kind, options=options))
    (params,) = containers(network)
    assert params["media_type"] == "REELS"
    assert params.get("share_to_feed") == shared
    assert (params["thumb_offset"], params["audio_name"]) == ("1500", "Oven")
    assert json.loads(params["trial_params"]) == {"graduation_strategy": "MANUAL"}
    assert params["is_ai_generated"] == "true"


def test_a_cover_is_fetched_by_its_address(tmp_path):
    cover = tmp_path / "cover.jpg"
    cover.touch()
    network = Network()
    network.publish(Post(media=Video(FILM.source, cover=cover), kind=Kind.REEL))
    assert containers(network)[0]["cover_url"] == "https://files.example/cover.jpg"


def test_a_story_has_no_text():
    network = Network()
    network.publish(Post(media=Photo(LOAF.source), kind=Kind.STORY))
    assert containers(network) == [{"media_type": "STORIES", "image_url": "https://bakery.example/rye.jpg"}]


def test_a_file_of_a_film_goes_to_meta_by_facebooks_login_and_by_address_otherwise(tmp_path):
    film = tmp_path / "oven.mp4"
    film.write_bytes(mp4())
    network = Network({"upload": {"success": True}})
    network.publish(Post("Film", media=Video(File(film))))
    assert containers(network)[0]["upload_type"] == "resumable"
    (upload,) = network.requests("upload")
    assert upload.url == "https://rupload.facebook.com/ig-api-upload/v26.0/901"
    assert upload.headers["file_size"] == str(film.stat().st_size)

    other = Network()
    other.publish(Post("Film", media=Video(File(film))), of=account("instagram"))
    assert containers(other)[0]["video_url"] == "https://files.example/oven.mp4"


def test_it_asks_at_growing_intervals_until_the_container_is_ready():
    network = Network({"GET 901": [status("IN_PROGRESS")] * 3 + [status()]})
    network.publish(of=account(poll_every=10))
    assert network.slept == [3, 6, 10]


def test_what_takes_longer_than_patience_is_in_no_doubt_and_goes_on_where_it_was():
    network = Network({"GET 901": status("IN_PROGRESS")})
    steps = network.steps()
    with pytest.raises(RateLimited, match="still processing") as caught:
        network.publish(of=account(poll_patience=20, poll_every=15), steps=steps)
    assert caught.value.retry_after == 15
    assert (steps.done, steps.in_doubt) == (("container",), ())
    network.on("GET 901", status())
    network.publish(steps=steps)
    assert len(network.requests(MAKING)) == 1


def test_an_expired_container_is_made_anew():
    network = Network({MAKING: {"id": "902"}, "GET 901": status("EXPIRED"), "GET 902": status()})
    network.publish(steps=network.steps({"container": MADE}))
    assert network.requests("media_publish")[0].data == {"creation_id": "902"}


def test_a_container_that_instagram_forgot_is_made_anew():
    network = Network({MAKING: {"id": "902"}, "GET 901": error(100, 33), "GET 902": status()})
    network.publish(steps=network.steps({"container": MADE}))
    assert network.requests("media_publish")[0].data == {"creation_id": "902"}


def test_a_passing_failure_is_tried_once_more_and_then_told():
    failed = status("ERROR", "Error: Media upload has failed with error code 2207053")
    network = Network({MAKING: made("901", "902"), "GET 901": failed, "GET 902": failed})
    steps = network.steps()
    with pytest.raises(Rejected, match="2207053"):
        network.publish(steps=steps)
    assert len(containers(network)) == 2
    assert steps.done == ()


def test_a_file_that_instagram_does_not_take_is_told_with_what_helps():
    failed = status("ERROR", "Error: Media upload has failed with error code 2207052")
    network = Network({"GET 901": failed})
    with pytest.raises(Rejected, match=r"could not process .* public https"):
        network.publish()
    assert len(containers(network)) == 1


def test_a_refused_item_fails_the_carousel_and_leaves_no_steps():
    both = {"901": status(), "902": status("ERROR", "Error: 2207026")}
    network = Network({MAKING: made("901", "902"), "GET ids": both})
    steps = network.steps()
    with pytest.raises(Rejected, match="2207026"):
        network.publish(Post("Two", media=[LOAF, FILM]), steps=steps)
    assert steps.done == ()


def test_the_quota_is_asked_for_before_anything_is_made():
    full = {"data": [{"quota_usage": 50, "config": {"quota_total": 50, "quota_duration": 86400}}]}
    network = Network({"content_publishing_limit": full})
    with pytest.raises(RateLimited, match="takes 50 posts in 24 hours, and 50 were made") as caught:
        network.publish()
    assert caught.value.retry_after == 3600
    assert len(network.sent) == 1


def test_with_posts_of_ours_it_is_known_when_the_quota_has_room():
    network = Network()
    network.publish()
    network.run(network.sleep(3600))
    full = {"data": [{"quota_usage": 50, "config": {"quota_total": 50, "quota_duration": 86400}}]}
    network.on("content_publishing_limit", full)
    with pytest.raises(RateLimited) as caught:
        network.publish(key="other")
    assert caught.value.retry_after == 86400 - 3600


def test_a_quota_that_is_not_told_stops_nobody():
    assert Network({"content_publishing_limit": {"data": []}}).publish().id == "18001"


def test_a_quota_that_is_refused_stops_nobody_but_what_concerns_all_does():
    assert Network({"content_publishing_limit": error(10)}).publish().id == "18001"
    assert Network({"content_publishing_limit": AnswerLost("gone")}).publish().id == "18001"
    with pytest.raises(Unauthorized):
        Network({"content_publishing_limit": error(190, 463)}).publish()


def test_a_lost_answer_for_a_container_leaves_no_doubt():
    network = Network({MAKING: AnswerLost("gone")})
    steps = network.steps()
    with pytest.raises(AnswerLost):
        network.publish(steps=steps)
    assert steps.in_doubt == ()
    assert network.requests(MAKING)[0].safe


def test_a_container_begun_before_a_crash_is_made_anew():
    network = Network()
    network.publish(steps=network.steps(in_doubt=("container",)))
    assert len(network.requests("media_publish")) == 1


def test_a_post_in_doubt_is_never_sent_again():
    network = Network()
    with pytest.raises(AnswerLost):
        network.publish(steps=network.steps({"container": MADE}, in_doubt=("post",)))
    assert not network.sent


def test_a_published_container_is_looked_up_and_never_published_again():
    shown = {**SHOWN, "caption": "Fresh rye!", "media_type": "IMAGE"}
    network = Network({"GET 901": status("PUBLISHED"), f"GET {OWN}/media": page(shown)})
    assert network.publish(steps=network.steps({"container": MADE})).id == "18001"
    assert not network.requests("media_publish")


def test_a_published_container_that_is_not_shown_yet_leaves_the_post_in_doubt():
    network = Network({"GET 901": status("PUBLISHED"), f"GET {OWN}/media": page()})
    steps = network.steps({"container": MADE})
    with pytest.raises(AnswerLost):
        network.publish(steps=steps)
    assert steps.in_doubt == ("post",)


def test_a_container_that_goes_between_two_calls_is_made_anew():
    network = Network(
        {
            MAKING: {"id": "902"},
            "GET 901": [status(), status("EXPIRED")],
            "GET 902": status(),
            "media_publish": [error(24, 2207006), {"id": "18001"}],
        }
    )
    network.publish(steps=network.steps({"container": MADE}))
    assert [r.data["creation_id"] for r in network.requests("media_publish")] == ["901", "902"]


def test_a_container_that_is_not_ready_after_all_is_tried_again_later():
    network = Network({"media_publish": error(9007, 2207027)})
    steps = network.steps()
    with pytest.raises(RateLimited):
        network.publish(steps=steps)
    assert steps.in_doubt == ()


# What follows the post


def test_the_first_comment_follows_once():
    post = Post("Fresh rye!", media=LOAF, first_comment=[Bold("Ask"), " us"])
    network = Network({"18001/comments": {"id": "19001"}})
    steps = network.steps()
    assert network.publish(post, steps=steps).warnings == ()
    network.publish(post, steps=steps)
    (comment,) = network.requests("18001/comments")
    assert comment.data == {"message": "Ask us"}
    assert not comment.safe


def test_what_follows_can_fail_without_harming_the_post():
    post = Post("Rye", media=LOAF, first_comment="Ask us", options=InstagramOptions(close_comments=True))
    network = Network(
        {
            "POST 18001/comments": error(100, message="no comments here"),
            "POST 18001": error(10),
            "GET 18001": error(100, 33),
        }
    )
    published = network.publish(post)
    assert published.id == "18001"
    assert published.url is None
    comment, closed = published.warnings
    assert comment.startswith("no first comment: ")
    assert closed.startswith("its comments could not be closed: ")


def test_a_first_comment_whose_answer_is_lost_is_told():
    post = Post("Rye", media=LOAF, first_comment="Ask us")
    published = Network({"18001/comments": AnswerLost("gone")}).publish(post)
    assert published.warnings == ("whether the first comment was written is unknown: gone",)


# Finding


def item(id="18001", at="12:00:00", caption="Fresh rye!", kind="IMAGE"):
    return {"id": id, "timestamp": f"2026-01-01T{at}+0000", "caption": caption, "media_type": kind}


def test_without_the_post_in_doubt_nothing_is_there():
    network = Network()
    assert isinstance(network.find(done={}, in_doubt=("container",)), Absent)
    assert not network.sent


def test_a_finished_container_was_not_published():
    finding = Network().find()
    assert isinstance(finding, Absent)
    assert finding.proof == "its container was not published: Finished"


@pytest.mark.parametrize("code", ["EXPIRED", "ERROR"])
def test_a_spoilt_container_was_not_published(code):
    network = Network({"GET 901": status(code), f"GET {OWN}/media": page(item("17999", at="11:00:00"))})
    assert isinstance(network.find(), Absent)


def test_a_post_that_is_shown_is_there_whatever_its_container_says_a_day_later():
    network = Network({"GET 901": status("EXPIRED"), f"GET {OWN}/media": page(item())})
    assert isinstance(network.find(), Found)


def test_a_published_post_is_found_by_its_words_its_shape_and_its_time():
    shown = [
        item("18009", caption="Another"),
        item("18008", kind="VIDEO"),
        item("18002", at="12:00:05"),
        item("18001"),
        item("17999", at="11:00:00"),
    ]
    network = Network({"GET 901": status("PUBLISHED"), f"GET {OWN}/media": page(*shown)})
    finding = network.find()
    assert isinstance(finding, Found)
    assert finding.published.id == "18001"


def test_a_post_that_another_one_has_claimed_is_not_taken_twice():
    shown = page(item("18002", at="12:00:05"), item("18001"))
    network = Network({"GET 901": status("PUBLISHED"), f"GET {OWN}/media": shown, "GET 18002": SHOWN})
    first, second = network.find(key="one"), network.find(key="two")
    assert (first.published.id, second.published.id) == ("18001", "18002")
    assert network.find(key="one").published.id == "18001"


def test_a_published_post_that_is_not_shown_yet_waits():
    finding = Network({"GET 901": status("PUBLISHED"), f"GET {OWN}/media": page()}).find()
    assert isinstance(finding, Unclear)
    assert "ask again" in finding.reason


def test_of_a_container_that_is_gone_only_the_posts_tell():
    gone = error(24, 2207006)
    found = Network({"GET 901": gone, f"GET {OWN}/media": page(item())}).find()
    assert isinstance(found, Found)
    assert isinstance(Network({"GET 901": gone, f"GET {OWN}/media": page()}).find(), Unclear)


def test_stories_are_looked_for_among_stories_and_several_are_for_a_person():
    story = Post(media=LOAF, kind=Kind.STORY)
    one, two = item(caption=None), item("18002", caption=None)
    network = Network({"GET 901": status("PUBLISHED"), f"GET {OWN}/stories": page(one)})
    assert isinstance(network.find(story), Found)
    both = Network({"GET 901": status("PUBLISHED"), f"GET {OWN}/stories": page(two, one)})
    assert both.find(story) == Unclear("2 posts without words are of that time; look whether it is there")


def test_a_network_that_cannot_be_asked_proves_nothing():
    finding = Network({"GET 901": AnswerLost("nobody answers")}).find()
    assert isinstance(finding, Unclear)
    assert "nobody answers" in finding.reason


def test_a_text_alone_says_what_is_missing():
    with pytest.raises(InvalidInput, match="add a photo or a film"):
        Network().publish(Post("Only words"))
