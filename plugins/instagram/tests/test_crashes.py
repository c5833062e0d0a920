"""A crash between any two steps of any kind of publishing, then a restart: one post, no container published twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from smmcore.models import Failed, File, Kind, Photo, Post, Published, Scheduled, Unconfirmed, Video
from smmcore.testing.samples import jpeg, mp4
from smmcore_instagram.sandbox.audience import Audience
from smmcore_instagram.settings import InstagramOptions

from .crashing import Death, dies, restarted

DAY = 86_400
KINDS = ("photo", "carousel", "reel", "photo story", "film story", "first comment")
ALL_KINDS = [*(("facebook", kind) for kind in KINDS), ("instagram", "carousel"), ("instagram", "reel")]


@pytest.fixture
def posts(tmp_path):
    """One post of each kind, with files of this machine."""
    loaf, oven = tmp_path / "loaf.jpg", tmp_path / "oven.mp4"
    loaf.write_bytes(jpeg())
    oven.write_bytes(mp4())
    photo, film = Photo(File(loaf), alt="A loaf"), Video(File(oven))
    return {
        "photo": Post("Rye", media=photo),
        "carousel": Post("Two", media=[photo, film]),
        "reel": Post("A film", media=evolve(film, cover=File(loaf)), kind=Kind.REEL),
        "photo story": Post(media=photo, kind=Kind.STORY),
        "film story": Post(media=film, kind=Kind.STORY),
        "first comment": Post(
            "Rye", media=photo, first_comment="Hello", options=[InstagramOptions(close_comments=True)]
        ),
    }


@pytest.fixture
def harsh(world):
    """A fake that would make a second post of a container that is published again."""
    world.rules(republish="again")
    return world


def one_post(world, result):
    """There is this post and no other, made from one container by one call."""
    assert world.fake.posts() == [result.id]
    assert sorted(id for c in world.containers() for id in c["published"]) == [result.id]
    assert sum(call["status"] == 200 for call in world.calls("POST", "/media_publish")) == 1


def every_crash(world, drivers, folder, post, **more):
    """Crash at each place in turn; gives how many there were."""
    place = 0
    while True:
        place += 1
        world.begin_anew()
        world.rules(republish="again")
        path = Path(folder) / f"{place}.db"
        if not dies(drivers, path, post, Death(place), **more):
            return place - 1
        one_post(world, restarted(drivers, path, post, **more))


@pytest.mark.parametrize(
    ("login", "kind"), ALL_KINDS, ids=[" by ".join(reversed(each)) for each in ALL_KINDS]
)
def test_a_crash_anywhere_leaves_one_post(world, drivers, posts, tmp_path, login, kind):
    account = Audience(login=login).account(world.url)
    places = every_crash(world, drivers, tmp_path, posts[kind], other=account)
    assert places >= 5


def test_a_crash_anywhere_leaves_one_post_with_async_calls_too(world, drivers, posts, tmp_path):
    assert every_crash(world, drivers, tmp_path, posts["carousel"], mode="async") >= 5


@pytest.mark.parametrize("kind", ["photo", "carousel", "reel"])
@pytest.mark.parametrize("place", range(3, 9))
def test_a_restart_after_containers_have_expired_makes_new_ones(harsh, drivers, posts, tmp_path, kind, place):
    path, post = tmp_path / "journal.db", posts[kind]
    if not dies(drivers, path, post, Death(place, "request", after=True)):
        pytest.skip("publishing takes fewer requests")
    one_post(harsh, restarted(drivers, path, post, after=DAY + 60))


# Containers that fail or take long while a post waits


def later(driver, rounds=5):
    """What a worker makes of a post that waits."""
    for _ in range(rounds):
        driver.pass_time(400)
        for result in driver.work().results:
            if isinstance(result, Published):
                return result
    raise AssertionError("it was not published")


def scheduled(driver, post):
    """Let a worker take the post, so that what can be tried again is tried again."""
    result = driver.publish(post, key="k", at=driver.clock.now() + timedelta(seconds=60))
    assert isinstance(result, Scheduled)
    driver.pass_time(61)
    return driver.work().results[0]


@pytest.mark.parametrize("kind", ["photo", "carousel", "reel"])
def test_a_container_whose_processing_failed_is_made_anew(harsh, either, posts, kind):
    harsh.control("containers", fail=2207032)
    result = either.publish(posts[kind])
    if not isinstance(result, Published):
        assert isinstance(result, Failed)
        result = either.publish(posts[kind])
    one_post(harsh, result)


def test_a_file_that_cannot_be_processed_is_told_and_not_tried_for_ever(harsh, either, posts):
    harsh.control("containers", fail=2207026, count=9)
    result = either.publish(posts["reel"])
    assert isinstance(result, Failed)
    assert "2207026" in str(result.error)
    assert harsh.fake.posts() == []
    assert len(harsh.calls("POST", "/media")) <= 3


def test_a_post_that_needs_long_waits_and_goes_on_from_its_container(harsh, either, posts):
    harsh.rules(republish="again", video_seconds=1500.0)
    result = scheduled(either, posts["reel"])
    assert isinstance(result, Scheduled), result
    one_post(harsh, later(either))
    assert len(harsh.calls("POST", "/media")) == 1


def test_a_post_whose_container_expires_while_it_waits_gets_a_new_one(harsh, either, posts):
    harsh.rules(republish="again", video_seconds=1500.0)
    assert isinstance(scheduled(either, posts["reel"]), Scheduled)
    either.pass_time(DAY)
    harsh.rules(republish="again", video_seconds=5.0)
    one_post(harsh, later(either))


def test_a_post_that_is_never_processed_is_told_after_two_days(harsh, either, posts):
    harsh.rules(video_seconds=1e9)
    result = scheduled(either, posts["reel"])
    for _ in range(12):
        if not isinstance(result, Scheduled):
            break
        either.pass_time(DAY / 4)
        (result,) = either.work().results
    assert "did not process" in str(result.error)
    assert len(harsh.calls("POST", "/media")) == 2


def test_a_post_that_is_processed_for_long_holds_up_nobody(harsh, either, posts):
    harsh.rules(video_seconds=1e9)
    assert isinstance(scheduled(either, posts["reel"]), Scheduled)
    begun = either.clock.now()
    either.pass_time(61)
    either.work()
    assert either.clock.now() - begun < timedelta(seconds=90)


# Answers that are lost


@pytest.mark.parametrize("republish", ["error", "again"])
@pytest.mark.parametrize("fault", ["reset_after", "garbage_after", "error_after", "html_after"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_answer_is_found_by_its_container(world, either, posts, kind, fault, republish):
    world.rules(republish=republish)
    world.fake.fault(fault)
    result = either.publish(posts[kind], key="k")
    if isinstance(result, Unconfirmed):
        either.pass_time(61)
        (result,) = either.reconcile().results
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]
    assert sorted(id for c in world.containers() for id in c["published"]) == [result.id]


def test_a_post_that_appears_only_after_its_call_was_given_up_is_not_made_again(harsh, either, posts):
    harsh.fake.fault("reset_before")
    assert isinstance(either.publish(posts["photo"], key="k"), Unconfirmed)
    (container,) = harsh.containers()
    id = harsh.control("containers", publish=container["id"])["id"]
    either.pass_time(61)
    (result,) = either.reconcile().results
    assert isinstance(result, Published)
    assert result.id == id
    assert harsh.fake.posts() == [id]


def test_a_call_that_reaches_the_network_after_it_was_proven_absent_makes_no_second_post(
    harsh, either, posts
):
    harsh.fake.fault("reset_before")
    assert isinstance(either.publish(posts["photo"], key="k"), Unconfirmed)
    either.pass_time(61)
    (absent,) = either.reconcile().results
    assert isinstance(absent, Scheduled)
    (container,) = harsh.containers()
    id = harsh.control("containers", publish=container["id"])["id"]
    (result,) = either.work().results
    assert isinstance(result, Published), result
    assert (result.id, harsh.fake.posts()) == (id, [id])


@pytest.mark.parametrize("kind", KINDS)
def test_two_posts_alike_are_told_apart_when_an_answer_is_lost(harsh, either, posts, kind):
    first = either.publish(posts[kind], key="first")
    harsh.fake.fault("reset_after")
    assert isinstance(either.publish(posts[kind], key="second"), Unconfirmed)
    either.pass_time(61)
    (second,) = either.reconcile().results
    assert isinstance(second, Published)
    assert {first.id, second.id} == set(harsh.fake.posts())
    assert first.id != second.id


def lost(driver, post, world, when="after"):
    world.fake.fault(f"reset_{when}")
    assert isinstance(driver.publish(post, key="k"), Unconfirmed)


def reconciled(driver, seconds=61):
    driver.pass_time(seconds)
    (result,) = driver.reconcile().results
    return result


def test_a_post_that_is_not_listed_yet_stays_in_doubt_until_it_is(harsh, either, posts):
    harsh.rules(republish="again", list_seconds=600.0)
    lost(either, posts["photo"], harsh)
    assert isinstance(reconciled(either), Unconfirmed)
    one_post(harsh, reconciled(either, 600))


def test_while_instagram_does_not_answer_a_post_stays_in_doubt(harsh, either, posts):
    lost(either, posts["photo"], harsh)
    harsh.control("faults", kind="502", path="GET *", times=50)
    assert isinstance(reconciled(either), Unconfirmed)
    for _ in range(50):
        harsh.ask("GET", "me")
    one_post(harsh, reconciled(either))


@pytest.mark.parametrize("forgotten", ["unknown", "not found"])
@pytest.mark.parametrize("kind", ["photo", "carousel", "reel"])
def test_a_post_is_found_though_nobody_knows_its_container_any_more(harsh, either, posts, kind, forgotten):
    harsh.rules(republish="again", container_days=1.0, forgotten=forgotten)
    lost(either, posts[kind], harsh)
    one_post(harsh, reconciled(either, DAY + 60))


def test_what_is_posted_by_hand_later_is_not_taken_for_a_lost_post(harsh, either, posts):
    harsh.rules(republish="again", container_days=1.0)
    lost(either, posts["photo"], harsh, "before")
    either.pass_time(DAY + 60)
    harsh.control("posts", text="Rye")
    assert isinstance(reconciled(either), Unconfirmed)


def test_without_its_container_nobody_claims_that_a_post_is_not_there(harsh, either, posts):
    harsh.rules(republish="again", container_days=1.0)
    lost(either, posts["photo"], harsh, "before")
    assert isinstance(reconciled(either, DAY + 60), Unconfirmed)
    assert harsh.fake.posts() == []


def test_a_container_that_expired_unpublished_proves_that_the_post_is_not_there(harsh, either, posts):
    lost(either, posts["photo"], harsh, "before")
    assert isinstance(reconciled(either, DAY + 60), Scheduled)
    (result,) = either.work().results
    one_post(harsh, result)
    assert len(harsh.containers()) == 2


def test_two_posts_alike_whose_answers_were_both_lost_are_found_as_two(harsh, either, posts):
    for key in ("first", "second"):
        harsh.fake.fault("reset_after")
        assert isinstance(either.publish(posts["photo"], key=key), Unconfirmed)
    either.pass_time(61)
    results = either.reconcile().results
    assert {result.id for result in results if isinstance(result, Published)} == set(harsh.fake.posts())


def test_a_story_that_was_over_before_anybody_looked_waits_for_a_person(harsh, either, posts):
    lost(either, posts["photo story"], harsh)
    result = reconciled(either, DAY + 60)
    assert isinstance(result, Unconfirmed)
    assert "\n" not in result.reason
