from datetime import UTC, datetime, timedelta

import pytest

from smmcore.checking import problems
from smmcore.models import Audio, Disclosure, Document, Photo, Poll, Post, Video
from smmcore_vk.platform import VK
from smmcore_vk.settings import VKOptions, VKSettings

from .scripted import account

WHOLE = account("community", "service", "user")
POLL = Poll(question="Which?", options=["Rye"])


@pytest.fixture
def photo(tmp_path):
    from PIL import Image

    path = tmp_path / "rye.jpg"
    Image.new("RGB", (640, 480)).save(path)
    return Photo(path)


def found(post, of=WHOLE):
    return {problem.field: problem.message for problem in problems(VK(), of, post)}


def test_an_ordinary_post_has_no_problems(photo):
    assert found(Post("Hi", media=[photo] * 10)) == {}
    assert found(Post(poll=POLL)) == {}
    assert found(Post("Choose", poll=POLL, link="https://shop.example")) == {}


@pytest.mark.parametrize(
    ("post", "field"),
    [
        (Post("x", media=[Photo("https://pictures.example/1.jpg")]), "media[0]"),
        (Post("x", poll=Poll(question="?", options=["a"], correct=0)), "poll.correct"),
        (Post(kind="story", media=[Photo("https://pictures.example/1.jpg")]), "media[0]"),
        (Post("words", kind="story"), "media"),
        (Post("x", options=VKOptions(attachments=["photo-1_2"] * 11)), "media"),
        (Post("x" * 15_001), "text"),
    ],
)
def test_what_vk_would_refuse_is_named(post, field):
    assert field in found(post)


def test_ten_attachments_count_the_poll_and_the_link(photo):
    assert "media" in found(Post("x", media=[photo] * 9, poll=POLL, link="https://shop.example"))


def test_a_story_has_nothing_but_its_picture(photo):
    assert found(Post(kind="story", media=[photo])) == {}
    assert found(Post(kind="story", media=[photo], link="https://vk.com/bakery")) == {}
    assert "text" in found(Post("x", kind="story", media=[photo]))
    assert "link" in found(Post(kind="story", media=[photo], link="https://vk.com.shop.example/x"))
    assert "kind" in found(Post(kind="story", media=[photo], disclosure=Disclosure(advertiser="Mill")))


def test_a_film_has_no_cover_of_its_own(tmp_path):
    film = tmp_path / "oven.mp4"
    film.write_bytes(b"x")
    assert "media[0].cover" in found(Post("x", media=[Video(film, cover="cover.jpg")]))


def test_documents_stand_alone_beside_a_text(tmp_path):
    paper = tmp_path / "menu.pdf"
    paper.write_bytes(b"x")
    assert found(Post("Menu", media=[Document(paper)])) == {}
    assert "text" in found(Post(media=[Document(paper)]))
    assert "media" in found(Post("x", media=[Document(paper)] * 2))


def test_what_waits_on_vk_needs_a_user_token():
    post = Post("x", options=VKOptions(publish_at=datetime.now(UTC) + timedelta(days=1)))
    assert found(post) == {}
    assert "let smmcore wait" in found(post, account("community"))["options.vk.publish_at"]


def test_by_community_token_a_photo_names_the_token_it_needs(photo):
    assert "secrets.user" in found(Post("x", media=[photo]), account("community"))["media[0]"]


def test_music_is_never_taken(tmp_path):
    song = tmp_path / "song.mp3"
    song.write_bytes(b"x")
    assert "takes no music" in found(Post("x", media=[Audio(song)]))["media[0]"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "api.vk.ru"},
        {"service_rate": 7},
        {"quota_zone": "Moscow"},
        {"text_limit": 0},
        {"comment_days": 0},
    ],
)
def test_settings_that_cannot_be_are_named(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name}: "):
        VKSettings(**wrong)


def test_an_arrangement_is_one_of_vks():
    with pytest.raises(ValueError, match="arrangement: must be one of carousel, grid"):
        VKOptions(arrangement="heap")


def test_a_time_without_its_offset_is_refused():
    with pytest.raises(ValueError, match="publish_at"):
        VKOptions(publish_at=datetime(2026, 1, 1))  # noqa: DTZ001
