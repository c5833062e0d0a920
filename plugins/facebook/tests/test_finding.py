from datetime import timedelta

import pytest

from smmcore.models import Kind, Photo, Post, Remote, Video
from smmcore.platform import Absent, Found, Unclear
from smmcore.testing.scripted import START
from smmcore_facebook.settings import FacebookOptions

from .scripted import READY, UPLOADED, Network, account, listed, refused

POSTS = "GET 123/published_posts"
FILM = {"film": "9", "session": "5", "start": 0, "end": 100}
PHOTO = {"id": "31", "at": START.timestamp()}


def shown(id="123_70", message="Fresh rye!", at=START, **more):
    return {"id": id, "message": message, "created_time": at.strftime("%Y-%m-%dT%H:%M:%S+0000"), **more}


def with_photo(id):
    return {"data": [{"media_type": "photo", "target": {"id": id}}]}


def attached(media_type, **more):
    return {"data": [{"media_type": media_type, **more}]}


GONE = refused(100, "Unsupported get request. Object with ID '9' does not exist", subcode=33)
NO_FILMS = {"GET 123/videos": listed(), "GET 123/video_reels": listed()}


def test_a_post_is_found_by_its_words():
    found = Network({POSTS: listed(shown(message="Other", id="123_71"), shown())}).find(Post("Fresh rye!"))
    assert isinstance(found, Found)
    assert found.published.id == "123_70"


def test_a_post_that_is_not_there_is_absent():
    found = Network({POSTS: listed(shown(message="Closed on Monday"))}).find(Post("Fresh rye!"))
    assert isinstance(found, Absent)


def test_a_post_of_before_is_not_taken_for_it():
    old = shown(at=START - timedelta(hours=1))
    assert isinstance(Network({POSTS: listed(old)}).find(Post("Fresh rye!")), Absent)


def test_another_post_of_ours_with_the_same_words_is_not_taken_for_it():
    io = Network({POSTS: listed(shown())})
    io.on("POST 123/feed", {"id": "123_70"})
    io.publish(Post("Fresh rye!"), key="first")
    assert isinstance(io.find(Post("Fresh rye!"), key="second"), Absent)


def test_a_post_found_once_is_found_again():
    io = Network({POSTS: listed(shown())})
    for _ in range(2):
        assert isinstance(io.find(Post("Fresh rye!")), Found)


def test_a_post_that_is_much_like_it_is_for_a_person():
    found = Network({POSTS: listed(shown(message="Fresh rye! #bread"))}).find(Post("Fresh rye!"))
    assert isinstance(found, Unclear)


def test_a_post_with_photos_is_known_by_them(tmp_path):
    ours = shown(message="Facebook's words", attachments=with_photo("31"))
    other = shown(id="123_71", message="Two", attachments=with_photo("32"))
    post = Post("Two", media=Photo(tmp_path / "rye.jpg"))
    found = Network({POSTS: listed(other, ours)}).find(post, done={"photo 1": PHOTO})
    assert isinstance(found, Found)
    assert found.published.id == "123_70"


def test_several_photos_are_looked_for_among_the_posts_attachments(tmp_path):
    inner = {"data": [{"target": {"id": "31"}}, {"target": {"id": "32"}}]}
    ours = shown(message="Two", attachments={"data": [{"media_type": "album", "subattachments": inner}]})
    post = Post("Two", media=[Photo(tmp_path / "a.jpg"), Photo(tmp_path / "b.jpg")])
    done = {"photo 1": PHOTO, "photo 2": {**PHOTO, "id": "32"}}
    assert isinstance(Network({POSTS: listed(ours)}).find(post, done=done), Found)


def test_a_link_alone_is_known_by_its_address():
    link = {"data": [{"media_type": "link", "unshimmed_url": "https://bakery.example/rye"}]}
    ours = shown(message=None, attachments=link)
    assert isinstance(Network({POSTS: listed(ours)}).find(Post(link="https://bakery.example/rye")), Found)


SHIM = "https://l.facebook.com/l.php?u=https%3A%2F%2Fbakery.example%2F%3Ffbclid%3DX&h=AT0"


@pytest.mark.parametrize("field", [{"unshimmed_url": "https://bakery.example/"}, {"url": SHIM}])
def test_a_link_is_known_however_facebook_writes_it(field):
    ours = shown(message=None, attachments=attached("link", **field))
    assert isinstance(Network({POSTS: listed(ours)}).find(Post(link="https://bakery.example")), Found)


@pytest.mark.parametrize("attachments", [{}, attached("link", unshimmed_url="https://bakery.example/moved")])
def test_a_post_without_words_is_never_absent_where_an_unknown_one_has_none(tmp_path, attachments):
    io = Network({POSTS: listed(shown(message=None, attachments=attachments))})
    assert isinstance(io.find(Post(link="https://bakery.example")), Unclear)
    post = Post(media=Photo(tmp_path / "rye.jpg"))
    assert isinstance(io.find(post, done={"photo 1": PHOTO}), Unclear)


@pytest.mark.parametrize("kind", ["photo", "album", "video"])
def test_a_post_with_other_files_is_not_taken_for_a_text(kind):
    io = Network({POSTS: listed(shown(attachments=attached(kind)))})
    assert isinstance(io.find(Post("Fresh rye!")), Unclear)


def test_the_preview_of_an_address_in_the_text_does_not_matter():
    io = Network({POSTS: listed(shown(attachments=attached("link", url="https://bakery.example/")))})
    assert isinstance(io.find(Post("Fresh rye!")), Found)


def test_of_two_that_may_be_it_a_person_says_which():
    io = Network({POSTS: listed(shown(), shown(id="123_71"))})
    assert isinstance(io.find(Post("Fresh rye!")), Unclear)


def test_files_that_were_on_their_way_are_no_doubt(tmp_path):
    post = Post("Two", media=Photo(tmp_path / "rye.jpg"))
    assert isinstance(Network().find(post, in_doubt=("photo 1",)), Absent)


def test_a_film_is_known_from_its_upload(tmp_path):
    io = Network({"GET 9": READY})
    found = io.find(Post("Watch", media=Video(tmp_path / "oven.mp4")), done={"film": FILM})
    assert isinstance(found, Found)
    assert found.published.id == "123_77"


def test_a_film_that_waits_to_be_published_is_absent(tmp_path):
    io = Network({"GET 9": UPLOADED})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Absent)


def test_a_film_that_is_gone_is_absent(tmp_path):
    io = Network({"GET 9": GONE, POSTS: listed(), **NO_FILMS})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Absent)


@pytest.mark.parametrize(
    "answers",
    [
        {POSTS: refused(10, "Requires pages_read_engagement")},
        {POSTS: listed(), "GET 123/videos": refused(10, "Requires pages_read_engagement")},
        {POSTS: listed(shown(message="Watch it"))},
        {POSTS: listed(), **NO_FILMS, "GET 123/videos": listed({"id": "9"})},
    ],
)
def test_a_film_that_may_only_not_be_seen_is_no_proof(tmp_path, answers):
    io = Network({"GET 9": GONE, **answers})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Unclear)


@pytest.mark.parametrize(
    "there",
    [
        {POSTS: listed(shown(message="Watch", attachments=attached("video", target={"id": "9"})))},
        {POSTS: listed(), "GET 123/videos": listed({**READY, "post_id": "70"})},
        {POSTS: listed(), **NO_FILMS, "GET 123/video_reels": listed({**READY, "post_id": "70"})},
    ],
)
def test_a_film_that_may_not_be_seen_is_found_in_the_lists(tmp_path, there):
    io = Network({"GET 9": [GONE, {**READY, "post_id": "70"}], **there})
    found = io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM})
    assert isinstance(found, Found)
    assert found.published.id == "123_70"


def film(video_status=None, publishing=None, processing=None, **more):
    phases = {"publishing_phase": publishing, "processing_phase": processing}
    status = {"video_status": video_status, **phases}
    return {"id": "9", "status": {name: value for name, value in status.items() if value}, **more}


@pytest.mark.parametrize(
    "said",
    [
        {"id": "9"},
        {"id": "9", "status": {}},
        film("ready"),
        film("upload_complete"),
        film("processing", {"status": "not_started"}),
        film("ready", {"status": "not_started"}, published=True),
        film("ready", {"status": "unheard_of"}),
        {"id": "9", "post_id": "77", "status": {"video_status": "uploading"}},
    ],
)
def test_what_facebook_does_not_say_about_a_film_proves_nothing(tmp_path, said):
    io = Network({"GET 9": said})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Unclear)


MUTED = {"status": "complete", "errors": [{"code": 1, "message": "Sound muted in some countries"}]}


@pytest.mark.parametrize(
    "said",
    [
        film("ready", published=True, post_id="77"),
        film("ready", {"status": "complete", "publish_status": "published"}, MUTED, post_id="77"),
        film("error", {"status": "complete", "publish_status": "published"}, MUTED, post_id="77"),
    ],
)
def test_a_film_that_is_out_is_found_whatever_else_is_said(tmp_path, said):
    io = Network({"GET 9": said})
    found = io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM})
    assert isinstance(found, Found)
    assert found.published.id == "123_77"


def test_a_film_with_little_errors_that_is_not_out_yet_is_no_failure(tmp_path):
    io = Network({"GET 9": film("processing", {"status": "not_started"}, MUTED)})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Unclear)


def test_a_film_that_is_being_processed_is_unclear(tmp_path):
    io = Network({"GET 9": {"id": "9", "status": {"video_status": "processing"}}})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Unclear)


def test_a_film_that_facebook_fetches_may_come_late():
    post = Post("Watch", media=Video(Remote("https://bakery.example/oven.mp4")))
    io = Network({POSTS: listed(), **NO_FILMS})
    assert isinstance(io.find(post), Unclear)
    early = START - timedelta(hours=2)
    assert isinstance(io.find(post, sent_at=early), Absent)
    assert isinstance(io.find(post, sent_at=early, of=account(fetching_hours=3)), Unclear)


FETCHED = {"description": "Watch", "created_time": START.isoformat()}


@pytest.mark.parametrize(
    ("films", "finding"),
    [
        ([{**READY, **FETCHED}], Found),
        ([{**READY, **FETCHED}, {**READY, **FETCHED, "id": "10"}], Unclear),
        ([{**READY, **FETCHED, "scheduled_publish_time": "2026-01-03T12:00:00+0000"}], Unclear),
        ([{**film("processing"), **FETCHED}], Unclear),
        ([{**film("error", {"status": "not_started"}), **FETCHED}], Absent),
    ],
)
def test_a_film_that_facebook_fetched_is_known_by_its_words(films, finding):
    io = Network({POSTS: listed(), "GET 123/videos": listed(*films), "GET 9": READY})
    post = Post("Watch", media=Video(Remote("https://bakery.example/oven.mp4")))
    assert isinstance(io.find(post, sent_at=START - timedelta(hours=2)), finding)


def test_another_film_of_ours_is_not_taken_for_it():
    io = Network({"POST 123/videos": {"id": "9"}, "GET 9": film("processing")})
    post = Post("Watch", media=Video(Remote("https://bakery.example/oven.mp4")))
    assert io.publish(post, key="first").id == "9", "its post is not known yet"
    io.on("GET 123/videos", listed({**READY, **FETCHED}))
    io.on(POSTS, listed(shown(message="Watch", attachments=attached("video", target={"id": "9"}))))
    io.sent.clear()
    assert isinstance(io.find(post, key="second", sent_at=START - timedelta(hours=2)), Absent)


def test_a_story_is_known_by_its_photo(tmp_path):
    stories = listed(
        {"post_id": "79", "media_id": "32", "creation_time": str(int(START.timestamp()))},
        {"post_id": "78", "media_id": "31", "creation_time": str(int(START.timestamp()))},
    )
    io = Network({"GET 123/stories": stories})
    post = Post(media=Photo(tmp_path / "rye.jpg"), kind=Kind.STORY)
    found = io.find(post, done={"photo 1": PHOTO})
    assert isinstance(found, Found)
    assert found.published.id == "123_78"


def test_unknown_stories_of_that_time_are_for_a_person(tmp_path):
    other = {"post_id": "79", "media_id": "32", "creation_time": str(int(START.timestamp()))}
    io = Network({"GET 123/stories": listed(other)})
    post = Post(media=Photo(tmp_path / "rye.jpg"), kind=Kind.STORY)
    assert isinstance(io.find(post, done={"photo 1": PHOTO}), Unclear)


def test_without_stories_of_that_time_it_is_absent(tmp_path):
    old = {"post_id": "79", "media_id": "32", "creation_time": str(int(START.timestamp()) - 3600)}
    io = Network({"GET 123/stories": listed(old)})
    post = Post(media=Photo(tmp_path / "rye.jpg"), kind=Kind.STORY)
    assert isinstance(io.find(post, done={"photo 1": PHOTO}), Absent)


@pytest.mark.parametrize("hours", [23, 48])
def test_stories_that_may_be_over_prove_nothing(tmp_path, hours):
    io = Network({"GET 123/stories": listed()})
    post = Post(media=Photo(tmp_path / "rye.jpg"), kind=Kind.STORY)
    found = io.find(post, done={"photo 1": PHOTO}, sent_at=START - timedelta(hours=hours))
    assert isinstance(found, Unclear)
    assert io.asked("GET 123/stories").params["status"] == '["PUBLISHED", "ARCHIVED"]'


SOON = START + timedelta(days=1)


@pytest.mark.parametrize(
    ("waiting", "published", "finding"),
    [
        ([shown(message="Later", scheduled_publish_time=SOON.timestamp() + 30)], [], Found),
        ([shown(message="Later", scheduled_publish_time=SOON.timestamp() + 3600)], [], Unclear),
        ([shown(message="Later", at=START - timedelta(days=3))], [], Absent),
        ([], [shown(message="Later")], Unclear),
        ([], [], Absent),
    ],
)
def test_a_scheduled_post_is_looked_for_among_those_that_wait(waiting, published, finding):
    post = Post("Later", options=FacebookOptions(scheduled_for=SOON))
    io = Network({POSTS: listed(*published), "GET 123/scheduled_posts": listed(*waiting)})
    assert isinstance(io.find(post), finding)


def test_a_scheduled_post_whose_time_has_come_is_found_on_the_page():
    post = Post("Later", options=FacebookOptions(scheduled_for=START))
    io = Network({POSTS: listed(shown(message="Later")), "GET 123/scheduled_posts": listed()})
    assert isinstance(io.find(post), Found)


def test_a_lost_draft_is_for_a_person():
    found = Network().find(Post("Later", options=FacebookOptions(draft=True)))
    assert isinstance(found, Unclear)
    assert "drafts" in found.reason


def test_a_page_that_cannot_be_read_proves_nothing():
    io = Network({POSTS: refused(10, "Requires pages_read_engagement")})
    found = io.find(Post("Fresh rye!"), of=account())
    assert isinstance(found, Unclear)


@pytest.mark.parametrize("kept", ["Fresh\u00a0rye!", "Fresh rye!\n"])
def test_spaces_that_facebook_alters_do_not_matter(kept):
    assert isinstance(Network({POSTS: listed(shown(message=kept))}).find(Post("Fresh rye!")), Found)
