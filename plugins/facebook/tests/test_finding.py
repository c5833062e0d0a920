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
    gone = refused(100, "Unsupported get request. Object with ID '9' does not exist", subcode=33)
    io = Network({"GET 9": gone})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Absent)


def test_a_film_that_is_being_processed_is_unclear(tmp_path):
    io = Network({"GET 9": {"id": "9", "status": {"video_status": "processing"}}})
    assert isinstance(io.find(Post("Watch", media=Video(tmp_path / "a.mp4")), done={"film": FILM}), Unclear)


def test_a_film_that_facebook_fetches_may_come_late():
    post = Post("Watch", media=Video(Remote("https://bakery.example/oven.mp4")))
    io = Network({POSTS: listed()})
    assert isinstance(io.find(post), Unclear)
    assert isinstance(io.find(post, sent_at=START - timedelta(hours=2)), Absent)


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


def test_a_scheduled_post_is_looked_for_among_those_that_wait():
    post = Post("Later", options=FacebookOptions(scheduled_for=START + timedelta(days=1)))
    io = Network({POSTS: listed(), "GET 123/scheduled_posts": listed(shown(message="Later"))})
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
