"""The fake's films: uploads in parts, reels, stories, and what may go wrong with them."""

import httpx
import pytest

from smmcore.testing.samples import jpeg, mp4

DAY = 86_400
BIG = mp4() + bytes(3 * 1024 * 1024)


def begun(world, size):
    return world.post("me/videos", upload_phase="start", file_size=size)


def part(world, session, start, content):
    return world.ask(
        "POST",
        "me/videos",
        upload_phase="transfer",
        upload_session_id=session,
        start_offset=start,
        files={"video_file_chunk": ("part", content, "application/octet-stream")},
    )


def test_the_server_says_which_bytes_it_wants_next(world):
    here = begun(world, len(BIG))
    assert (here["start_offset"], here["end_offset"]) == ("0", str(1024 * 1024))
    answer = part(world, here["upload_session_id"], 0, BIG[: 1024 * 1024]).json()
    assert answer == {"start_offset": str(1024 * 1024), "end_offset": str(2 * 1024 * 1024)}


def test_the_server_may_keep_a_part_of_a_part(world):
    world.rules(taken=1000)
    here = begun(world, len(BIG))
    answer = part(world, here["upload_session_id"], 0, BIG[: 1024 * 1024]).json()
    assert answer["start_offset"] == "1000"
    status = world.get(here["video_id"], fields="status")["status"]
    assert status["video_status"] == "uploading"
    assert status["uploading_phase"]["bytes_transfered"] == 1000


def test_a_part_at_the_wrong_place_is_told_the_right_one(world):
    here = begun(world, len(BIG))
    error = part(world, here["upload_session_id"], 77, BIG[77:100]).json()["error"]
    assert error["code"] == 6001
    assert error["error_data"]["start_offset"] == 0


def test_the_film_is_put_together_as_it_was(world):
    world.chunked(BIG, title="Rye", description="A film")
    world.advance(3)
    (media,) = world.seen(world.fake.posts()[0])["media"]
    assert world.http.get(f"/_sandbox/files/{media['file']}").content == BIG


def test_an_upload_is_not_finished_before_all_is_there(world):
    here = begun(world, len(BIG))
    code, said = world.fail(
        "POST", "me/videos", upload_phase="finish", upload_session_id=here["upload_session_id"]
    )
    assert code == 6000
    assert "not complete" in said


def test_an_upload_can_be_given_up(world):
    here = begun(world, len(BIG))
    world.post("me/videos", upload_phase="cancel", upload_session_id=here["upload_session_id"])
    assert part(world, here["upload_session_id"], 0, BIG[:10]).status_code == 400


def test_an_upload_that_is_left_expires(world):
    here = begun(world, len(BIG))
    world.advance(DAY + 1)
    assert world.get(here["video_id"], fields="status")["status"]["video_status"] == "expired"
    assert part(world, here["upload_session_id"], 0, BIG[:10]).status_code == 400


def test_a_film_may_come_in_one_call(world):
    id = world.post("me/videos", description="A film", files={"source": ("a.mp4", mp4(), "video/mp4")})["id"]
    world.advance(3)
    assert world.get(id, fields="published")["published"] is True


def test_a_film_that_cannot_be_fetched_is_said(world):
    code, _ = world.fail("POST", "me/videos", file_url=f"{world.url}/_sandbox/files/none")
    assert code == 389


@pytest.mark.parametrize(
    ("form", "state", "phase"),
    [
        ("list", "error", {"status": "error", "errors": [{"code": 1363008, "message": "Too dark."}]}),
        ("single", "processing", {"status": "not_started", "error": {"message": "Too dark."}}),
    ],
)
def test_a_film_that_cannot_be_processed_says_why(world, form, state, phase):
    world.rules(problem="Too dark.", problem_form=form)
    film = world.chunked(mp4())
    world.advance(3)
    status = world.get(film, fields="status")["status"]
    assert (status["video_status"], status["processing_phase"]) == (state, phase)
    assert world.fake.posts() == []


def test_a_film_waits_for_its_time(world):
    when = int(world.state()["now"] + 100 * DAY)
    film = world.chunked(mp4(), published=False, scheduled_publish_time=when, description="Later")
    world.advance(3)
    assert world.get(film, fields="status")["status"]["publishing_phase"]["publish_status"] == "scheduled"
    (waiting,) = world.get("me/scheduled_posts", fields="message")["data"]
    assert waiting["message"] == "Later"
    world.advance(100 * DAY)
    assert world.fake.posts() == [waiting["id"]]


def test_a_reel_is_sent_published_and_listed(world):
    film, answer = world.sent("video_reels", mp4(), video_state="PUBLISHED", description="A reel")
    assert answer["success"] is True
    world.advance(3)
    (reel,) = world.get("me/video_reels", fields="id,description,published")["data"]
    assert reel == {"id": film, "description": "A reel", "published": True}
    assert world.fake.posts() == [f"{world.page}_{answer['post_id']}"]
    assert world.seen(world.fake.posts()[0])["marks"] == ["reel"]


def test_a_reel_is_not_finished_before_its_bytes_are_there(world):
    id = world.post("me/video_reels", upload_phase="start")["video_id"]
    code, _ = world.fail("POST", "me/video_reels", upload_phase="finish", video_id=id)
    assert code == 6000


@pytest.mark.parametrize(("days", "taken"), [(28, True), (30, False)])
def test_reels_have_a_window_of_their_own(world, days, taken):
    id = world.post("me/video_reels", upload_phase="start")["video_id"]
    world.rupload(id, mp4(), 0)
    answer = world.ask(
        "POST",
        "me/video_reels",
        upload_phase="finish",
        video_id=id,
        video_state="SCHEDULED",
        scheduled_publish_time=int(world.state()["now"] + days * DAY),
    )
    assert (answer.status_code == 200) is taken, answer.text


def test_a_days_reels_are_thirty(world):
    world.rules(reels_a_day=2)
    for _ in range(2):
        world.sent("video_reels", mp4(), video_state="PUBLISHED")
    id = world.post("me/video_reels", upload_phase="start")["video_id"]
    world.rupload(id, mp4(), 0)
    answer = world.ask("POST", "me/video_reels", upload_phase="finish", video_id=id)
    assert answer.json()["error"]["error_subcode"] == 1390008
    world.advance(DAY)
    world.sent("video_reels", mp4(), video_state="PUBLISHED")


def test_a_photo_story_lasts_a_day(world):
    photo = world.photo(jpeg())["id"]
    answer = world.post("me/photo_stories", photo_id=photo)
    id = f"{world.page}_{answer['post_id']}"
    assert world.fake.posts() == [id]
    (story,) = world.get("me/stories")["data"]
    assert (story["post_id"], story["media_id"], story["media_type"]) == (answer["post_id"], photo, "photo")
    world.advance(DAY)
    assert world.fake.posts() == []
    assert world.get("me/stories")["data"][0]["status"] == "ARCHIVED"
    assert world.get("me/published_posts")["data"] == []


def test_a_photo_that_was_posted_is_no_story(world):
    photo = world.photo(jpeg(), published=True)["id"]
    code, said = world.fail("POST", "me/photo_stories", photo_id=photo)
    assert code == 100
    assert "used in a post" in said


def test_a_film_story_is_shown_when_it_is_ready(world):
    film, answer = world.sent("video_stories", mp4())
    world.advance(3)
    (story,) = world.get("me/stories")["data"]
    assert (story["media_id"], story["post_id"]) == (film, answer["post_id"])


def test_posts_may_be_named_with_their_page(world):
    world.rules(bare_ids=False)
    _, answer = world.sent("video_reels", mp4())
    assert answer["post_id"].startswith(f"{world.page}_")


def test_an_upload_goes_on_where_it_broke_off(world):
    id = world.post("me/video_reels", upload_phase="start")["video_id"]
    content = mp4()
    world.control("faults", kind="cut", path="POST /video-upload/*", bytes=100)
    with pytest.raises(httpx.TransportError):
        world.rupload(id, content, 0)
    there = world.get(id, fields="status")["status"]["uploading_phase"]["bytes_transfered"]
    assert there == 100
    assert world.rupload(id, content, there).json()["success"] is True
    world.post("me/video_reels", upload_phase="finish", video_id=id)
