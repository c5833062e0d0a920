"""Never two posts, and never a stranger's taken for ours: what proves that a post is there, or is not."""

from datetime import timedelta

import pytest

from smmcore import File, Kind, Post, Video
from smmcore.errors import AnswerLost, JournalError, RateLimited, SMMError
from smmcore.platform import Absent, Found, Unclear
from smmcore.testing.samples import mp4
from smmcore.testing.scripted import START

from .scripted import LOAF, MADE, OWN, Network, account, error, page, status
from .test_publishing import item

MEDIA = f"GET {OWN}/media"
BARE = Post(media=LOAF)
STORY = Post(media=LOAF, kind=Kind.STORY)


def bare(id="18001", at="12:00:00"):
    return item(id, at, caption=None)


# A container that the journal could not note


def test_without_a_container_what_is_shown_proves_the_post_and_nothing_proves_its_absence():
    in_doubt = ("container", "post")
    assert isinstance(Network({MEDIA: page(item())}).find(done={}, in_doubt=in_doubt), Found)
    assert isinstance(Network({MEDIA: page()}).find(done={}, in_doubt=in_doubt), Unclear)


# The time of a post


@pytest.mark.parametrize("code", ["PUBLISHED", "EXPIRED"])
def test_what_is_posted_by_hand_hours_later_is_somebody_elses(code):
    network = Network({"GET 901": status(code), MEDIA: page(item(at="23:00:00"))})
    assert not isinstance(network.find(), Found)


def test_a_post_is_found_though_it_was_noted_as_sent_hours_later():
    network = Network({"GET 901": status("PUBLISHED"), MEDIA: page(item())})
    assert isinstance(network.find(sent_at=START + timedelta(hours=5)), Found)


@pytest.mark.parametrize(("post", "edge"), [(BARE, "media"), (STORY, "stories")], ids=["photo", "story"])
def test_a_post_without_words_is_found_only_where_its_container_was_published(post, edge):
    shown = {f"GET {OWN}/{edge}": page(bare())}
    assert isinstance(Network({"GET 901": status("PUBLISHED"), **shown}).find(post), Found)
    for said in (error(24, 2207006), status("EXPIRED")):
        finding = Network({"GET 901": said, **shown}).find(post)
        assert finding == Unclear("a post without words is of that time; look whether it is there")


def test_a_post_without_words_of_an_expired_container_is_absent_where_nothing_like_it_is_shown():
    network = Network({"GET 901": status("EXPIRED"), MEDIA: page(bare(at="20:00:00"))})
    assert isinstance(network.find(BARE), Absent)


def test_several_posts_without_words_are_for_a_person():
    network = Network({"GET 901": status("PUBLISHED"), MEDIA: page(bare("18002", "12:00:05"), bare())})
    assert isinstance(network.find(BARE), Unclear)


# What a container says


@pytest.mark.parametrize("told", [{"id": "901"}, {}, status("WHATEVER")])
def test_a_container_that_says_nothing_proves_nothing(told):
    assert isinstance(Network({"GET 901": told}).find(), Unclear)


@pytest.mark.parametrize("code", ["FINISHED", "IN_PROGRESS", "ERROR"])
def test_a_container_that_was_not_published_is_a_proof(code):
    assert isinstance(Network({"GET 901": status(code)}).find(), Absent)


def test_a_container_that_is_not_found_is_asked_for_again_and_then_made_anew():
    network = Network(
        {f"POST {OWN}/media": {"id": "902"}, "GET 901": error(24, 2207008), "GET 902": status()}
    )
    assert network.publish(steps=network.steps({"container": MADE})).id == "18001"
    assert network.slept == [30]
    assert len(network.requests("GET 901")) == 2


def test_a_container_that_is_found_when_asked_again_is_used():
    network = Network({"GET 901": [error(24, 2207008), status()]})
    network.publish(steps=network.steps({"container": MADE}))
    assert network.requests("media_publish")[0].data == {"creation_id": "901"}


def test_of_a_container_that_is_not_found_only_the_posts_tell():
    lost = {"GET 901": error(24, 2207008)}
    assert isinstance(Network({**lost, MEDIA: page(item())}).find(), Found)
    assert isinstance(Network({**lost, MEDIA: page()}).find(), Unclear)


# Shown already


@pytest.mark.parametrize(
    "refusal", [error(10), error(190, 463), AnswerLost("gone")], ids=["scope", "token", "lost"]
)
def test_a_post_that_is_shown_already_is_in_doubt_before_anything_else_can_fail(refusal):
    network = Network({"GET 901": status("PUBLISHED"), MEDIA: refusal})
    steps = network.steps({"container": MADE})
    with pytest.raises(SMMError):
        network.publish(steps=steps)
    assert steps.in_doubt == ("post",)
    assert not network.requests("media_publish")


def test_an_answer_that_names_no_post_leaves_it_in_doubt():
    for answer in ({"id": None}, {}, {"success": False}):
        network = Network({"media_publish": answer})
        steps = network.steps()
        with pytest.raises(AnswerLost):
            network.publish(steps=steps)
        assert steps.in_doubt == ("post",)


def test_a_post_that_cannot_be_noted_is_published_with_a_warning(monkeypatch):
    network = Network()
    network.publish()  # it has begun to listen

    async def full(*_):
        raise JournalError("disk full")

    monkeypatch.setattr(network.store, "put", full)
    published = network.publish(key="other")
    assert published.id == "18001"
    assert published.warnings == ("it could not be noted as published from here: disk full",)


# Films in pieces


def test_an_upload_that_is_complete_is_not_sent_again(tmp_path):
    film = tmp_path / "oven.mp4"
    film.write_bytes(mp4())
    told = {"video_status": {"uploading_phase": {"status": "complete"}}}
    network = Network({"GET 901": [status("IN_PROGRESS"), told, status()]})
    network.publish(Post("Film", media=Video(File(film))), steps=network.steps({"container": MADE}))
    assert not network.requests("upload")
    assert len(network.requests("media_publish")) == 1


def test_what_was_waited_for_in_vain_is_looked_at_once():
    network = Network({"GET 901": status("IN_PROGRESS")})
    steps = network.steps()
    for waits in (3, 3):  # none is added
        with pytest.raises(RateLimited, match="still processing"):
            network.publish(of=account(poll_patience=20), steps=steps)
        assert len(network.slept) == waits
