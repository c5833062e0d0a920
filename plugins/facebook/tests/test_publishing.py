from datetime import UTC, datetime, timedelta
from json import loads

import pytest

from smmcore.errors import AnswerLost, Forbidden, JournalError, NotSent, Rejected
from smmcore.models import Bold, Disclosure, Kind, Link, Photo, Post, Remote
from smmcore.steps import Step, Steps
from smmcore.testing.samples import jpeg
from smmcore.testing.scripted import answer
from smmcore_facebook.settings import FacebookOptions

from .scripted import TOKEN, Network, account, refused

SOON = datetime(2026, 1, 3, 12, tzinfo=UTC)
OPENED = {"video_id": "9", "upload_session_id": "5", "start_offset": "0", "end_offset": "100"}


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "rye.jpg"
    path.write_bytes(jpeg())
    return path


def test_a_text_is_posted_on_the_page():
    io = Network()
    published = io.publish(Post(["Fresh ", Bold("bread"), " ", Link("here", "https://bakery.example/")]))
    assert (published.id, published.url) == ("123_77", "https://www.facebook.com/123_77")
    assert io.data("POST 123/feed") == {"message": "Fresh bread here (https://bakery.example/)"}
    assert io.sent[0].url == "https://graph.facebook.com/v26.0/123/feed"


def test_the_token_travels_in_a_header_only():
    io = Network()
    io.publish(Post("Hi"))
    (request,) = io.sent
    assert request.headers["Authorization"].startswith("Bearer ")
    assert TOKEN not in repr(request)
    assert not request.params


def test_a_link_shows_its_preview():
    io = Network()
    io.publish(Post("Read", link="https://bakery.example/rye"))
    assert io.data("POST 123/feed") == {"message": "Read", "link": "https://bakery.example/rye"}


def test_photos_go_up_unseen_and_one_post_shows_them(photo):
    io = Network({"POST 123/photos": [{"id": "31"}, {"id": "32"}]})
    post = Post("Two", media=[Photo(photo, alt="A loaf"), Photo(Remote("https://bakery.example/b.jpg"))])
    io.publish(post)
    first, second = io.asked("POST 123/photos", 0), io.asked("POST 123/photos", 1)
    assert first.data == {"published": "false", "alt_text_custom": "A loaf"}
    assert [upload.name for upload in first.files] == ["source"]
    assert second.data == {"published": "false", "url": "https://bakery.example/b.jpg"}
    assert not second.files
    attached = loads(io.data("POST 123/feed")["attached_media"])
    assert attached == [{"media_fbid": "31"}, {"media_fbid": "32"}]


def test_photos_that_are_up_already_are_not_sent_again(photo):
    io = Network({"POST 123/photos": {"id": "32"}})
    known = {"id": "31", "at": io.now().timestamp() - 60}
    steps = Steps(io=io, key="k", steps={"photo 1": Step("photo 1", done=True, value=known)})
    io.publish(Post("Two", media=[Photo(photo), Photo(photo)]), steps=steps)
    assert io.calls() == ["POST 123/photos", "POST 123/feed"]
    assert loads(io.data("POST 123/feed")["attached_media"])[0] == {"media_fbid": "31"}


def test_photos_of_yesterday_are_made_anew(photo):
    io = Network({"POST 123/photos": {"id": "32"}})
    known = {"id": "31", "at": io.now().timestamp() - 86_400}
    steps = Steps(io=io, key="k", steps={"photo 1": Step("photo 1", done=True, value=known)})
    io.publish(Post("One", media=Photo(photo)), steps=steps)
    assert loads(io.data("POST 123/feed")["attached_media"]) == [{"media_fbid": "32"}]


def test_a_photo_whose_answer_is_lost_leaves_no_doubt_about_the_post(photo):
    io = Network({"POST 123/photos": AnswerLost("gone")})
    steps = Steps(io=io, key="k")
    with pytest.raises(NotSent, match="publishing it again is safe"):
        io.publish(Post("One", media=Photo(photo)), steps=steps)
    assert not steps.in_doubt


def test_a_lost_answer_of_the_post_itself_is_a_doubt():
    io = Network({"POST 123/feed": AnswerLost("gone")})
    steps = Steps(io=io, key="k")
    with pytest.raises(AnswerLost):
        io.publish(Post("Hi"), steps=steps)
    assert steps.in_doubt == ("post",)


def test_a_photo_story_shows_an_unseen_photo(photo):
    io = Network(
        {"POST 123/photos": {"id": "31"}, "POST 123/photo_stories": {"success": True, "post_id": "78"}}
    )
    published = io.publish(Post(media=Photo(photo), kind=Kind.STORY))
    assert published.id == "123_78"
    assert io.data("POST 123/photo_stories") == {"photo_id": "31"}


def test_a_story_that_facebook_does_not_name_is_known_by_its_photo(photo):
    io = Network({"POST 123/photos": {"id": "31"}, "POST 123/photo_stories": {"success": True}})
    io.on("GET 123/stories", {"data": [{"post_id": "78", "media_id": "31"}]})
    assert io.publish(Post(media=Photo(photo), kind=Kind.STORY)).id == "123_78"
    io.on("GET 123/stories", {"data": []})
    published = io.publish(Post(media=Photo(photo), kind=Kind.STORY))
    assert published.id == "31"
    assert "did not name it" in published.warnings[0]


@pytest.mark.parametrize("answer", [{}, {"success": None}, {"id": "5"}])
def test_a_story_that_facebook_does_not_say_it_took_is_in_doubt(photo, answer):
    io = Network({"POST 123/photos": {"id": "31"}, "POST 123/photo_stories": answer})
    steps = Steps(io=io, key="k")
    with pytest.raises(AnswerLost):
        io.publish(Post(media=Photo(photo), kind=Kind.STORY), steps=steps)
    assert steps.in_doubt == ("post",)


def test_a_post_that_cannot_be_kept_is_published_all_the_same(monkeypatch):
    async def full(*_):
        raise JournalError("the disk is full")

    io = Network()
    monkeypatch.setattr(io.store, "put", full)
    published = io.publish(Post("Hi"))
    assert published.id == "123_77"
    assert "the disk is full" in published.warnings[0]


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        (FacebookOptions(draft=True), {"published": "false", "unpublished_content_type": "DRAFT"}),
        (
            FacebookOptions(scheduled_for=SOON),
            {"published": "false", "scheduled_publish_time": str(int(SOON.timestamp()))},
        ),
        (FacebookOptions(place="55", tags=["1", "2"]), {"place": "55", "tags": '["1", "2"]'}),
        (
            FacebookOptions(countries=["PL"], age_min=18),
            {"targeting": '{"geo_locations": {"countries": ["PL"]}, "age_min": 18}'},
        ),
    ],
    ids=["draft", "scheduled", "place and tags", "audience"],
)
def test_options_are_sent(options, sent):
    io = Network()
    io.publish(Post("Hi", options=options))
    assert io.data("POST 123/feed") == {"message": "Hi", **sent}


def test_a_scheduled_post_is_told_with_its_time_and_gets_no_first_comment():
    io = Network()
    published = io.publish(Post("Hi", first_comment="Me", options=FacebookOptions(scheduled_for=SOON)))
    assert published.at == SOON
    assert "waits on Facebook" in published.warnings[0]
    assert io.calls() == ["POST 123/feed"]


def test_photos_of_a_scheduled_post_are_temporary(photo):
    io = Network({"POST 123/photos": {"id": "31"}})
    io.publish(Post("Hi", media=Photo(photo), options=FacebookOptions(scheduled_for=SOON)))
    assert io.data("POST 123/photos") == {"published": "false", "temporary": "true"}


def test_the_first_comment_follows_the_post():
    io = Network()
    io.publish(Post("Hi", first_comment="Ask us"))
    assert io.calls() == ["POST 123/feed", "POST 123_77/comments"]
    assert io.data("POST 123_77/comments") == {"message": "Ask us"}


@pytest.mark.parametrize(
    ("gone_wrong", "told"),
    [
        (refused(200, "Requires pages_manage_engagement permission"), "no first comment"),
        (AnswerLost("gone"), "unknown"),
    ],
    ids=["refused", "lost"],
)
def test_a_first_comment_that_goes_wrong_does_not_harm_the_post(gone_wrong, told):
    io = Network({"POST 123_77/comments": gone_wrong})
    published = io.publish(Post("Hi", first_comment="Ask us"))
    assert published.id == "123_77"
    assert told in published.warnings[0]


def test_advertising_ends_with_who_pays():
    io = Network()
    io.publish(Post("Buy", disclosure=Disclosure(advertiser="Mill Ltd", erid="x1")))
    assert io.data("POST 123/feed")["message"] == "Buy\n\nAdvertisement · Mill Ltd · erid: x1"


def test_a_missing_scope_is_named():
    io = Network(
        {
            "POST 123/feed": refused(
                200, "Requires pages_manage_posts permission to manage the object", status=403
            )
        }
    )
    with pytest.raises(Forbidden, match="pages_manage_posts"):
        io.publish(Post("Hi"))


def test_a_page_of_html_is_a_lost_answer():
    io = Network({"POST 123/feed": answer(b"<html>Sorry</html>", status=502)})
    with pytest.raises(AnswerLost):
        io.publish(Post("Hi"))


def test_a_duplicate_of_the_first_attempt_is_refused():
    io = Network({"POST 123/feed": refused(506, "Duplicate status message")})
    with pytest.raises(Rejected, match="already"):
        io.publish(Post("Hi"))


def test_a_duplicate_that_may_be_the_post_itself_says_so():
    io = Network({"POST 123/feed": refused(506, "Duplicate status message")})
    at = io.now().strftime("%Y-%m-%dT%H:%M:%S+0000")
    io.on("GET 123/published_posts", {"data": [{"id": "123_70", "message": "Hi!", "created_time": at}]})
    steps = Steps(io=io, key="k", sent_at=io.now())
    with pytest.raises(Rejected, match="much like it"):
        io.publish(Post("Hi"), steps=steps)


def test_a_duplicate_after_a_lost_answer_is_the_post_itself():
    io = Network({"POST 123/feed": refused(506, "Duplicate status message")})
    at = io.now().strftime("%Y-%m-%dT%H:%M:%S+0000")
    io.on("GET 123/published_posts", {"data": [{"id": "123_70", "message": "Hi", "created_time": at}]})
    steps = Steps(io=io, key="k", sent_at=io.now() - timedelta(seconds=90))
    assert io.publish(Post("Hi"), steps=steps).id == "123_70"


def test_an_account_needs_the_number_of_a_page():
    with pytest.raises(ValueError, match="not the number of a Page"):
        Network().publish(Post("Hi"), of=account(id="bakery"))
