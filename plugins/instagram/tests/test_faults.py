"""Whatever Instagram answers, or does not: one post or none, and a sentence for whoever has to do something."""

from datetime import timedelta

import pytest
from attrs import evolve

from smmcore.errors import PersonNeeded, PlatformError, RateLimited, Rejected
from smmcore.models import Failed, File, Kind, Photo, Post, Published, Remote, Scheduled, Unconfirmed, Video
from smmcore.testing.samples import jpeg, mp4, png

DAY = 86_400


@pytest.fixture
def by_either(drivers, by_login, mode):
    return drivers(by_login, mode=mode)


@pytest.fixture
def rye(maker):
    return maker.plain("Rye")


def failure(result):
    assert isinstance(result, Failed), result
    assert "\n" not in str(result.error)
    return result.error


# Media that Instagram cannot have


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (None, "gone.jpg", "9004"),
        (png(), "rye.png", "36001"),
        (jpeg() + bytes(8 * 2**20), "large.jpg", "36000"),
        (jpeg(320, 600), "tall.jpg", "36003"),
    ],
)
def test_an_address_that_does_not_give_a_fit_picture_is_told(world, by_either, content, name, words):
    if content is not None:
        world.address(content, name)
    result = by_either.publish(Post("Rye", media=Photo(Remote(f"{world.uploader.url}/{name}"))))
    error = failure(result)
    assert isinstance(error, Rejected)
    assert words in str(error.code) or words in str(error)
    assert world.fake.posts() == []


def test_a_film_that_is_not_there_is_told(world, by_either):
    film = Video(Remote(f"{world.uploader.url}/gone.mp4"))
    error = failure(by_either.publish(Post("Film", media=film, kind=Kind.REEL)))
    assert "2207052" in str(error)


def test_a_picture_of_this_machine_without_an_uploader_is_told_before_anything_is_sent(
    world, drivers, mode, rye
):
    driver = drivers(mode=mode, uploader=None)
    error = failure(driver.publish(rye))
    assert "upload" in str(error)
    assert world.calls() == []


# Uploads that break


def test_an_upload_that_breaks_in_the_middle_goes_on_where_it_was(world, either, tmp_path):
    path = tmp_path / "oven.mp4"
    path.write_bytes(mp4() + bytes(300_000))
    world.control("faults", kind="cut", path="POST /ig-api-upload/*", bytes=100_000, times=2)
    result = either.publish(Post("Film", media=Video(File(path)), kind=Kind.REEL), key="k")
    if not isinstance(result, Published):
        result = either.publish(Post("Film", media=Video(File(path)), kind=Kind.REEL), key="k")
    assert isinstance(result, Published), result
    (file,) = world.shown(result.id)["media"]
    assert file["type"] == "video"
    assert len(world.containers()) == 1


# The quota


def test_a_day_that_is_full_is_said_before_anything_is_made(world, by_either, rye):
    world.rules(quota_total=1)
    assert isinstance(by_either.publish(rye), Published)
    containers = len(world.containers())
    error = failure(by_either.publish(rye, key="k"))
    assert isinstance(error, RateLimited)
    assert 0 < error.retry_after <= DAY
    assert len(world.containers()) == containers
    by_either.pass_time(error.retry_after + 1)
    assert isinstance(by_either.publish(rye, key="k"), Published)


def test_a_planned_post_waits_for_the_quota(world, by_either, rye):
    world.rules(quota_total=1)
    by_either.publish(rye)
    by_either.publish(rye, key="k", at=by_either.clock.now() + timedelta(seconds=60))
    by_either.pass_time(61)
    by_either.work()
    assert len(world.fake.posts()) == 1
    by_either.pass_time(DAY)
    (result,) = by_either.work().results
    assert isinstance(result, Published)


def test_a_quota_that_is_not_told_is_no_obstacle(world, by_either, rye):
    world.rules(quota_read=False)
    assert isinstance(by_either.publish(rye), Published)


def test_a_quota_that_somebody_else_used_up_meanwhile_is_no_doubt(world, by_either, rye):
    world.control("faults", kind="error", path="POST */media_publish", code=9, subcode=2207042, status=403)
    error = failure(by_either.publish(rye, key="k"))
    assert isinstance(error, RateLimited)
    by_either.pass_time(error.retry_after + 1)
    assert isinstance(by_either.publish(rye, key="k"), Published)
    assert len(world.containers()) == 1


# Refusals of the call that shows


@pytest.mark.parametrize(("code", "subcode"), [(368, None), (25, 2207050), (4, 2207051)])
def test_a_restricted_account_stops_until_a_person_has_looked(world, by_either, rye, code, subcode):
    world.control("faults", kind="error", path="POST */media_publish", code=code, subcode=subcode, status=403)
    assert isinstance(failure(by_either.publish(rye, key="k")), PersonNeeded)
    world.forget_calls()
    assert isinstance(failure(by_either.publish(rye, key="l")), PersonNeeded)
    assert world.calls() == []
    assert by_either.checkup().ok
    assert isinstance(by_either.publish(rye, key="m"), Published)
    assert len(world.fake.posts()) == 1


def test_a_container_that_is_not_ready_after_all_is_no_doubt(world, by_either, rye):
    world.control("faults", kind="error", path="POST */media_publish", code=9007, subcode=2207027)
    result = by_either.publish(rye, key="k")
    assert not isinstance(result, Unconfirmed)
    if not isinstance(result, Published):
        by_either.pass_time(120)
        result = by_either.publish(rye, key="k")
    assert isinstance(result, Published), result
    assert len(world.fake.posts()) == 1


@pytest.mark.parametrize(
    ("kind", "when"),
    # Hanging takes seconds of real time.
    [
        *((kind, when) for kind in ("reset", "502", "garbage") for when in ("before", "after")),
        ("hang", "after"),
    ],
)
def test_a_container_whose_answer_is_lost_is_no_doubt_about_the_post(world, either, rye, kind, when):
    either.watch.hasty = kind == "hang"
    world.control("faults", kind=kind, path="POST */media", when=when, seconds=3600)
    result = either.publish(rye, key="k")
    assert not isinstance(result, Unconfirmed), result
    either.watch.hasty = False
    if not isinstance(result, Published):
        result = either.publish(rye, key="k")
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


def test_first_comments_that_fail_are_a_warning(world, by_either, rye):
    world.control("faults", kind="error", path="POST */comments", code=10, times=9)
    result = by_either.publish(evolve(rye, first_comment="Hello"))
    assert isinstance(result, Published)
    (warning,) = result.warnings
    assert "comment" in warning


def test_a_limit_between_container_and_post_is_waited_for_and_the_container_used(world, by_either, rye):
    world.control("faults", kind="limited", path="POST */media_publish", seconds=720)
    by_either.publish(rye, key="k", at=by_either.clock.now() + timedelta(seconds=60))
    by_either.pass_time(61)
    assert isinstance(by_either.work().results[0], Scheduled)
    for _ in range(5):
        by_either.pass_time(150)
        by_either.work()
    (result,) = [by_either.publish(rye, key="k")]
    assert isinstance(result, Published)
    assert len(world.containers()) == len(world.fake.posts()) == 1
    assert world.state()["usage"]["early"] == 0


def test_a_film_that_takes_longer_than_patience_is_no_doubt_and_goes_on_when_asked_again(
    world, by_either, maker
):
    world.rules(video_seconds=900.0)
    film = Post("Film", media=maker.media("video"), kind=Kind.REEL)
    error = failure(by_either.publish(film, key="k"))
    assert isinstance(error, RateLimited)
    assert error.retry_after
    by_either.pass_time(900)
    assert isinstance(by_either.publish(film, key="k"), Published)
    assert len(world.containers()) == 1


def test_a_post_is_published_though_its_address_cannot_be_read(world, by_either, rye):
    by_either.publish(rye)
    world.control("faults", kind="502", path="GET /1801*", times=20)
    result = by_either.publish(rye)
    assert isinstance(result, Published), result
    assert result.id in world.fake.posts()
    assert result.url is None


def test_an_account_that_is_not_there_is_told(drivers, by_login, mode, rye):
    driver = drivers(evolve(by_login, id="17841499999999999"), mode=mode)
    assert isinstance(failure(driver.publish(rye)), PlatformError)


# Secrets


def test_an_app_that_requires_proof_gets_it_on_each_call(world, by_either, maker):
    world.control("settings", require_proof=True)
    assert isinstance(by_either.publish(Post("Film", media=maker.media("video"), kind=Kind.REEL)), Published)
    assert by_either.account_metrics()
    assert by_either.checkup().ok


def test_tokens_travel_in_headers_only(world, by_either, maker):
    published = by_either.publish(Post("Film", media=maker.media("video"), kind=Kind.REEL))
    comment = world.comment(published.id)
    by_either.reply(comment, "Hello")
    by_either.comments(published.id)
    by_either.post_metrics(world.control("posts", count=120)["ids"])
    by_either.mentions()
    places = {call["path"]: call["token_in"] for call in world.calls()}
    assert {path: place for path, place in places.items() if place != "header"} == {}
