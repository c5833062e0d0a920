"""Whatever Facebook answers, or does not: one post, found again, and a sentence for whoever has to do something."""

from datetime import timedelta

import pytest

from smmcore.errors import PersonNeeded, RateLimited, Rejected
from smmcore.models import Failed, File, Kind, Photo, Post, Published, Unconfirmed, Video
from smmcore.testing import ContractBroken
from smmcore.testing.samples import NoSample, jpeg, mp4
from smmcore_facebook.settings import FacebookOptions

GRACE = 61
KINDS = ("text", "formatted", "link", "photo", "album", "video", "reel", "story", "first_comment")
LOST = ("reset_after", "garbage_after", "error_after", "html_after", "hang_after")


def settled(driver, post, key="k"):
    """Publish; where the answer is lost, let the grace pass and look."""
    result = driver.publish(post, key=key)
    if isinstance(result, Unconfirmed):
        driver.pass_time(GRACE)
        (result,) = driver.reconcile().results
    return result


def sample(maker, kind):
    try:
        return maker.post(kind)
    except (NoSample, ContractBroken) as error:
        pytest.skip(str(error))


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(mp4() + bytes(range(256)) * 40)
    return Video(File(path))


@pytest.fixture
def photos(tmp_path):
    found = []
    for number in range(3):
        path = tmp_path / f"photo{number}.jpg"
        path.write_bytes(jpeg(320 + number, 240))
        found.append(Photo(File(path)))
    return found


@pytest.mark.parametrize("duplicates", ["allow", "refuse"])
@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_answer_makes_one_post_that_is_found(world, drivers, maker, kind, fault, duplicates):
    world.rules(duplicates=duplicates)
    world.fake.fault(fault)
    driver = drivers()
    driver.watch.hasty = fault.startswith("hang")
    result = settled(driver, sample(maker, kind))
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_never_arrived_makes_one_post_in_the_end(world, drivers, maker, kind):
    world.fake.fault("reset_before")
    driver = drivers()
    result = settled(driver, sample(maker, kind))
    if not isinstance(result, Published):
        result = driver.work().results[0]
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


@pytest.mark.parametrize("kind", ["text", "photo", "album"])
def test_a_lost_post_that_the_lists_show_late_is_found(world, either, maker, kind):
    world.rules(list_seconds=45)
    world.fake.fault("reset_after")
    result = settled(either, maker.post(kind))
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


def test_a_lost_post_is_not_taken_for_another_with_the_same_words(world, either):
    first = either.publish(Post("Rye"), key="first")
    world.fake.fault("reset_before")
    doubt = either.publish(Post("Rye"), key="second")
    assert isinstance(doubt, Unconfirmed)
    either.pass_time(GRACE)
    either.reconcile()
    second = either.publish(Post("Rye"), key="second")
    assert isinstance(second, Published)
    assert second.id != first.id
    assert set(world.fake.posts()) == {first.id, second.id}


def test_a_lost_post_that_was_shown_is_not_the_one_that_was_there_before(world, either):
    either.publish(Post("Rye"), key="first")
    world.fake.fault("reset_after")
    result = settled(either, Post("Rye"), key="second")
    assert isinstance(result, Published)
    assert len(world.fake.posts()) == 2
    assert result.id == world.fake.posts()[0]


def test_the_same_words_again_are_refused_in_one_line(world, either):
    world.rules(duplicates="refuse")
    either.publish(Post("Rye"), key="first")
    result = either.publish(Post("Rye"), key="second")
    assert isinstance(result, Failed)
    assert "same" in str(result.error)
    assert "\n" not in str(result.error)
    assert len(world.fake.posts()) == 1


@pytest.mark.parametrize("fault", ["reset_after", "reset_before", "html_after"])
@pytest.mark.parametrize("step", ["POST */photos", "POST */videos", "POST */video_reels"])
def test_a_chain_of_uploads_that_breaks_is_taken_up_again(world, either, film, photos, step, fault):
    kind, _, when = fault.partition("_")
    world.control("faults", kind={"html": "502"}.get(kind, kind), path=step, when=when, skip=1)
    posts = {
        "POST */photos": Post("Loaves", media=photos),
        "POST */videos": Post("A film", media=film),
        "POST */video_reels": Post("A reel", media=film, kind=Kind.REEL),
    }
    result = settled(either, posts[step])
    if not isinstance(result, Published):
        result = either.publish(posts[step], key="k")
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


@pytest.mark.parametrize("taken", [100, 333])
def test_a_film_goes_on_where_the_server_says(world, either, film, taken):
    world.rules(chunk=1000, taken=taken)
    result = either.publish(Post("A film", media=film))
    assert isinstance(result, Published), result
    (media,) = world.seen(result.id)["media"]
    assert world.http.get(f"/_sandbox/files/{media['file']}").content == film.source.path.read_bytes()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_part_of_a_film_whose_answer_is_lost_is_in_it_once(world, either, film, when):
    world.rules(chunk=1000)
    world.control("faults", kind="reset", path="POST */videos", when=when, skip=3)
    result = either.publish(Post("A film", media=film), key="k")
    if not isinstance(result, Published):
        result = either.publish(Post("A film", media=film), key="k")
    assert isinstance(result, Published), result
    (media,) = world.seen(result.id)["media"]
    assert world.http.get(f"/_sandbox/files/{media['file']}").content == film.source.path.read_bytes()


@pytest.mark.parametrize("kind", [Kind.REEL, Kind.STORY])
def test_a_stream_that_breaks_off_goes_on(world, either, film, kind):
    world.control("faults", kind="cut", path="POST /video-upload/*", bytes=500)
    post = Post("A reel" if kind is Kind.REEL else "", media=film, kind=kind)
    result = either.publish(post, key="k")
    if not isinstance(result, Published):
        result = either.publish(post, key="k")
    assert isinstance(result, Published), result
    (media,) = world.seen(result.id)["media"]
    assert world.http.get(f"/_sandbox/files/{media['file']}").content == film.source.path.read_bytes()


@pytest.mark.parametrize("fault", ["cut", "reset"])
@pytest.mark.parametrize("kind", [Kind.FEED, Kind.REEL, Kind.STORY])
def test_a_film_is_whole_though_facebook_does_not_tell_how_much_is_there(world, either, film, kind, fault):
    world.rules(bytes_told=False, chunk=1000)
    path = "POST */videos" if kind is Kind.FEED else "POST /video-upload/*"
    broken = {"cut": {"kind": "cut", "bytes": 500}, "reset": {"kind": "reset", "when": "after"}}[fault]
    world.control("faults", path=path, skip=2 if kind is Kind.FEED else 0, times=5, **broken)
    post = Post("" if kind is Kind.STORY else "A film", media=film, kind=kind)
    for _ in range(6):
        result = either.publish(post, key="k")
    assert isinstance(result, Published), result
    (media,) = world.seen(result.id)["media"]
    assert world.http.get(f"/_sandbox/files/{media['file']}").content == film.source.path.read_bytes()
    assert len(world.view()["posts"]) == 1


@pytest.mark.parametrize("fault", [None, *LOST])
@pytest.mark.parametrize("kind", [Kind.FEED, Kind.REEL])
def test_a_film_that_is_out_with_little_errors_is_published_once(world, drivers, film, kind, fault):
    world.rules(note="Sound muted in some countries.")
    if fault:
        world.fake.fault(fault)
    driver = drivers()
    driver.watch.hasty = bool(fault) and fault.startswith("hang")
    result = settled(driver, Post("A film", media=film, kind=kind))
    assert isinstance(result, Published), result
    assert "Sound muted" in result.warnings[0]
    assert world.fake.posts() == [result.id]


@pytest.mark.parametrize("fault", [None, *LOST])
def test_a_photo_story_that_is_not_named_is_known_by_its_photo(world, drivers, photos, fault):
    world.rules(story_named=False)
    if fault:
        world.fake.fault(fault)
    driver = drivers()
    driver.watch.hasty = bool(fault) and fault.startswith("hang")
    result = settled(driver, Post(media=photos[0], kind=Kind.STORY))
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("link", ["https://bakery.example", "https://bakery.example/rye?from=us"])
def test_a_link_without_words_is_found_by_its_address(world, drivers, link, fault):
    world.fake.fault(fault)
    driver = drivers()
    driver.watch.hasty = fault.startswith("hang")
    result = settled(driver, Post(link=link))
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


def test_a_scheduled_post_is_not_the_one_that_waits_for_another_time(world, either):
    now = either.clock.now()
    words = {"message": "Later", "published": False}
    world.post("me/feed", **words, scheduled_publish_time=int((now + timedelta(hours=9)).timestamp()))
    world.fake.fault("reset_before")
    later = FacebookOptions(scheduled_for=now + timedelta(hours=5))
    assert isinstance(settled(either, Post("Later", options=[later])), Unconfirmed)
    assert len(world.get("me/scheduled_posts")["data"]) == 1


@pytest.mark.parametrize("form", ["list", "single"])
@pytest.mark.parametrize("kind", [Kind.FEED, Kind.REEL])
def test_a_film_that_cannot_be_processed_is_a_failure_with_its_reason(world, either, film, form, kind):
    world.rules(problem="Resolution too low.", problem_form=form)
    result = either.publish(Post("A film", media=film, kind=kind), key="k")
    assert isinstance(result, Failed), result
    assert isinstance(result.error, Rejected)
    assert "Resolution too low." in str(result.error)
    assert world.fake.posts() == []
    again = either.publish(Post("A film", media=film, kind=kind), key="k")  # another try uploads it anew
    assert isinstance(again, Published), again


@pytest.mark.parametrize("bare", [True, False])
@pytest.mark.parametrize("kind", ["video", "reel", "story"])
def test_posts_are_named_alike_however_facebook_writes_them(world, either, maker, kind, bare):
    world.rules(bare_ids=bare)
    result = either.publish(maker.post(kind))
    assert isinstance(result, Published)
    assert world.fake.posts() == [result.id]


def test_an_upload_that_was_left_for_a_day_is_begun_anew(world, drivers, film, tmp_path):
    world.rules(chunk=1000)
    world.control("faults", kind="error", code=6000, path="POST */videos", skip=3)
    driver = drivers(journal=tmp_path / "journal.sqlite3")
    first = driver.publish(Post("A film", media=film), key="k")
    assert isinstance(first, Failed)
    driver.pass_time(26 * 3600)
    result = driver.publish(Post("A film", media=film), key="k")
    assert isinstance(result, Published), result
    assert world.fake.posts() == [result.id]


@pytest.mark.parametrize("code", [368])
def test_a_page_that_is_blocked_waits_for_a_person(world, either, code):
    world.control("faults", kind="error", code=code, path="POST */feed", status=403)
    first = either.publish(Post("Rye"), key="k")
    assert isinstance(first, Failed)
    assert isinstance(first.error, PersonNeeded)
    assert "\n" not in str(first.error)
    world.forget_calls()
    assert isinstance(either.publish(Post("Spelt"), key="l"), Failed)
    assert world.calls("POST") == []


def test_a_day_of_reels_that_is_full_is_said_with_the_time(world, either, film):
    world.rules(reels_a_day=1)
    assert isinstance(either.publish(Post("One", media=film, kind=Kind.REEL)), Published)
    result = either.publish(Post("Two", media=film, kind=Kind.REEL))
    assert isinstance(result, Failed)
    assert isinstance(result.error, RateLimited)
    assert len(world.fake.posts()) == 1


def test_a_draft_whose_answer_is_lost_waits_for_a_person(world, either):
    world.fake.fault("reset_after")
    result = settled(either, Post("Perhaps", options=[FacebookOptions(draft=True)]))
    assert isinstance(result, Unconfirmed)
    assert "draft" in result.reason
    assert len(world.view()["posts"]) == 1


def test_a_scheduled_post_whose_answer_is_lost_is_found_among_those_that_wait(world, either):
    later = FacebookOptions(scheduled_for=either.clock.now() + timedelta(hours=5))
    world.fake.fault("reset_after")
    result = settled(either, Post("Later", options=[later]))
    assert isinstance(result, Published)
    (waiting,) = world.get("me/scheduled_posts")["data"]
    assert waiting["id"] == result.id


def test_an_app_that_asks_for_proof_gets_it(world, either):
    world.control("settings", require_proof=True)
    assert isinstance(either.publish(Post("Rye")), Published)
    assert all(call["proof"] for call in world.calls())


def test_no_token_ever_stands_in_an_address(world, either, maker):
    for kind in ("text", "photo", "video", "reel", "story"):
        either.publish(maker.post(kind))
    either.comments()
    either.post_metrics()
    assert {call["token_in"] for call in world.calls()} <= {"header", ""}
