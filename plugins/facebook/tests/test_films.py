"""Films on their way to Facebook, in chunks and whole, and what becomes of them there."""

import pytest

from smmcore.errors import AnswerLost, NotSent, Rejected
from smmcore.models import Kind, Post, Remote, Video
from smmcore.steps import MemoryLog, Step, Steps
from smmcore.testing.samples import jpeg, mp4
from smmcore_facebook.settings import FacebookOptions

from .scripted import READY, Network, account, refused

OPENED = {"video_id": "9", "upload_session_id": "5", "start_offset": "0", "end_offset": "100"}


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "rye.jpg"
    path.write_bytes(jpeg())
    return path


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "oven.mp4"
    path.write_bytes(mp4().ljust(250, b"\0"))
    return path


def test_a_film_goes_up_in_the_chunks_that_facebook_asks_for(film):
    io = Network(
        {
            "POST 123/videos": [
                OPENED,
                {"start_offset": "100", "end_offset": "200"},
                {"start_offset": "200", "end_offset": "250"},
                {"start_offset": "250", "end_offset": "250"},
                {"success": True},
            ],
            "GET 9": READY,
        }
    )
    published = io.publish(Post("Watch", media=Video(film), options=FacebookOptions(title="The oven")))
    assert published.id == "123_77"
    sent = [io.asked("POST 123/videos", place) for place in range(5)]
    assert {request.url for request in sent} == {"https://graph-video.facebook.com/v26.0/123/videos"}
    assert sent[0].data == {"upload_phase": "start", "file_size": "250"}
    chunks = [(upload.start, upload.size) for request in sent[1:4] for upload in request.files]
    assert chunks == [(0, 100), (100, 100), (200, 50)]
    assert sent[4].data == {
        "upload_phase": "finish",
        "upload_session_id": "5",
        "description": "Watch",
        "title": "The oven",
    }


def test_a_film_goes_on_where_facebook_stands_after_a_lost_answer(film):
    arrived = {
        "id": "9",
        "status": {"video_status": "uploading", "uploading_phase": {"bytes_transfered": 200}},
    }
    io = Network(
        {
            "POST 123/videos": [
                OPENED,
                AnswerLost("gone"),
                {"start_offset": "250", "end_offset": "250"},
                {"success": True},
            ],
            "GET 9": [arrived, READY],
        }
    )
    io.publish(Post("Watch", media=Video(film)))
    (part,) = io.asked("POST 123/videos", 2).files
    assert (part.start, part.size) == (200, 50)


def test_a_film_goes_on_where_facebook_stands_after_a_restart(film):
    arrived = {
        "id": "9",
        "status": {"video_status": "uploading", "uploading_phase": {"bytes_transferred": 200}},
    }
    io = Network(
        {
            "POST 123/videos": [{"start_offset": "250", "end_offset": "250"}, {"success": True}],
            "GET 9": [arrived, arrived, READY],
        }
    )
    value = {"film": "9", "session": "5", "start": 0, "end": 100}
    steps = Steps(io=io, key="k", steps={"film": Step("film", done=True, value=value)})
    io.publish(Post("Watch", media=Video(film)), steps=steps)
    (part,) = io.asked("POST 123/videos", 0).files
    assert (part.start, part.size) == (200, 50)


def transfers(*answers):
    return {"POST 123/videos": [OPENED, *answers, {"success": True}], "GET 9": READY}


def part(start, end=250):
    return {"start_offset": str(start), "end_offset": str(end)}


ARRIVED = {"id": "9", "status": {"video_status": "uploading", "uploading_phase": {"bytes_transferred": 100}}}


@pytest.mark.parametrize("answer", [part(0, 100), part(100, 100)])
def test_an_upload_that_comes_no_further_ends_without_a_post(film, answer):
    io = Network({"POST 123/videos": [OPENED, answer], "GET 9": ARRIVED})
    steps = Steps(io=io, key="k")
    with pytest.raises(NotSent, match="nothing is published"):
        io.publish(Post("Watch", media=Video(film)), steps=steps)
    assert len(io.sent) < 20
    assert not steps.in_doubt
    assert not steps.done, "the next try begins anew"


def test_an_upload_whose_answers_make_no_sense_ends_without_a_post(film):
    io = Network({"POST 123/videos": [OPENED, {"video_id": "9"}], "GET 9": ARRIVED})
    with pytest.raises(NotSent, match="nothing is published"):
        io.publish(Post("Watch", media=Video(film)))
    assert len(io.sent) < 20


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.REEL])
def test_an_upload_that_is_refused_is_begun_anew_the_next_time(film, kind):
    no = refused(100, "Invalid upload session")
    io = Network({"POST 123/videos": [OPENED, no], "POST 123/video_reels": {"video_id": "9"}})
    io.on("facebook upload", no)
    steps = Steps(io=io, key="k")
    with pytest.raises(Rejected, match="Invalid upload session"):
        io.publish(Post("Watch", media=Video(film), kind=kind), steps=steps)
    assert not steps.done


def test_an_upload_is_opened_only_where_facebook_says_what_it_wants(film):
    io = Network({"POST 123/videos": {"video_id": "9", "upload_session_id": "5"}})
    with pytest.raises(NotSent):
        io.publish(Post("Watch", media=Video(film)))
    assert len(io.sent) == 1, "nothing is finished"


def test_answers_that_are_lost_now_and_then_do_not_add_up(film):
    lost = AnswerLost("gone")
    told = [answer for at in range(10, 250, 20) for answer in (lost, part(at, at + 20))]
    places = [
        {"id": "9", "status": {"uploading_phase": {"bytes_transferred": at}}} for at in range(0, 240, 20)
    ]
    io = Network({**transfers(*told, part(250)), "GET 9": [*places, READY]})
    assert io.publish(Post("Watch", media=Video(film))).id == "123_77"


def test_an_upload_keeps_its_post_while_it_goes_on(film):
    renewed = []

    class Log(MemoryLog):
        def renew(self, now):
            renewed.append(now)

    io = Network(transfers(part(100, 200), part(200), part(250)))
    io.publish(Post("Watch", media=Video(film)), steps=Steps(io=io, key="k", log=Log()))
    assert len(renewed) == 3


@pytest.mark.parametrize("told", [{"bytes_transferred": 0}, {"status": "in_progress"}])
def test_a_film_goes_on_where_facebook_refuses_a_wrong_place(film, told):
    """What Facebook says about the film is not what its upload knows."""
    wrong = refused(6001, "There was a problem uploading", subcode=1363037, error_data=part(200))
    stands = {"id": "9", "status": {"video_status": "uploading", "uploading_phase": told}}
    io = Network({"POST 123/videos": [wrong, part(250), {"success": True}], "GET 9": [stands, READY]})
    value = {"film": "9", "session": "5", "start": 0, "end": 100}
    steps = Steps(io=io, key="k", steps={"film": Step("film", done=True, value=value)})
    assert io.publish(Post("Watch", media=Video(film)), steps=steps).id == "123_77"
    (chunk,) = io.asked("POST 123/videos", 1).files
    assert (chunk.start, chunk.size) == (200, 50)


WHOLE = {
    "id": "9",
    "status": {
        "video_status": "processing",
        "uploading_phase": {"status": "complete"},
        "publishing_phase": {"status": "not_started"},
    },
}


@pytest.mark.parametrize("source", ["file", "address"])
@pytest.mark.parametrize("kind", [Kind.REEL, Kind.STORY])
def test_a_film_that_is_there_whole_is_not_sent_again(film, kind, source):
    edge = {Kind.REEL: "POST 123/video_reels", Kind.STORY: "POST 123/video_stories"}[kind]
    io = Network({edge: {"success": True}, "GET 9": [WHOLE, READY]})
    steps = Steps(io=io, key="k", steps={"film": Step("film", done=True, value={"film": "9"})})
    media = Video(film if source == "file" else Remote("https://bakery.example/oven.mp4"))
    assert io.publish(Post(media=media, kind=kind), steps=steps).id == "123_77"
    assert io.calls()[:2] == ["GET 9", edge], "nothing is uploaded"


def test_a_reel_of_which_facebook_does_not_tell_how_much_is_there_is_begun_anew(film):
    unclear = {
        "id": "8",
        "status": {"video_status": "uploading", "uploading_phase": {"status": "in_progress"}},
    }
    io = Network(
        {
            "GET 8": unclear,
            "GET 9": READY,
            "POST 123/video_reels": [{"video_id": "9"}, {"success": True}],
            "facebook upload": {"success": True},
        }
    )
    steps = Steps(io=io, key="k", steps={"film": Step("film", done=True, value={"film": "8"})})
    assert io.publish(Post(media=Video(film), kind=Kind.REEL), steps=steps).id == "123_77"


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.REEL])
def test_a_film_that_facebook_publishes_already_is_not_finished_again(film, kind):
    """It was told to, and showed nothing of it when somebody looked."""
    io = Network({"GET 9": READY})
    value = {"film": "9", "session": "5", "start": 0, "end": 100}
    steps = Steps(io=io, key="k", steps={"film": Step("film", done=True, value=value)})
    assert io.publish(Post(media=Video(film), kind=kind), steps=steps).id == "123_77"
    assert set(io.calls()) == {"GET 9"}


def test_what_facebook_has_against_a_film_that_is_out_is_a_note(film):
    muted = {"status": "complete", "errors": [{"code": 1, "message": "Sound muted in some countries."}]}
    said = {**READY, "status": {**READY["status"], "processing_phase": muted}}
    io = Network({**transfers(part(250)), "GET 9": said})
    steps = Steps(io=io, key="k")
    published = io.publish(Post("Watch", media=Video(film)), steps=steps)
    assert "Sound muted" in published.warnings[0]
    assert steps.value("post")


@pytest.mark.parametrize("said", [refused(100, "Tried accessing nonexisting field"), AnswerLost("gone")])
def test_a_film_that_cannot_be_looked_at_stays_published(film, said):
    io = Network({**transfers(part(250)), "GET 9": said})
    steps = Steps(io=io, key="k")
    published = io.publish(Post("Watch", media=Video(film)), steps=steps)
    assert "not known" in published.warnings[0]
    assert steps.value("post")


def test_an_upload_that_facebook_gave_up_is_begun_anew(film):
    gone = {"id": "8", "status": {"video_status": "expired"}}
    done = {"start_offset": "250", "end_offset": "250"}
    io = Network(
        {"POST 123/videos": [OPENED, done, {"success": True}], "GET 8": gone, "GET 9": READY},
    )
    value = {"film": "8", "session": "4", "start": 0, "end": 100}
    steps = Steps(io=io, key="k", steps={"film": Step("film", done=True, value=value)})
    assert io.publish(Post("Watch", media=Video(film)), steps=steps).id == "123_77"
    assert steps.value("film")["film"] == "9"


def test_a_film_that_cannot_be_processed_is_refused_with_facebooks_reason(film):
    broken = {
        "id": "9",
        "status": {
            "video_status": "processing",
            "processing_phase": {"status": "not_started", "error": {"message": "Resolution too low."}},
        },
    }
    done = {"start_offset": "250", "end_offset": "250"}
    io = Network({"POST 123/videos": [OPENED, done, {"success": True}], "GET 9": broken})
    steps = Steps(io=io, key="k")
    with pytest.raises(Rejected, match="Resolution too low"):
        io.publish(Post("Watch", media=Video(film)), steps=steps)
    assert not steps.done, "the next try begins anew"


def test_a_film_that_takes_long_is_published_with_a_note(film):
    busy = {"id": "9", "post_id": "77", "status": {"video_status": "processing"}}
    done = {"start_offset": "250", "end_offset": "250"}
    io = Network({"POST 123/videos": [OPENED, done, {"success": True}], "GET 9": busy})
    published = io.publish(Post("Watch", media=Video(film)), of=account(processing_wait=60))
    assert published.id == "123_77"
    assert "still processing" in published.warnings[0]
    assert 60 <= sum(io.slept) < 120


def test_a_film_by_its_address_is_fetched_by_facebook():
    io = Network({"POST 123/videos": {"id": "9"}, "GET 9": READY})
    published = io.publish(Post("Watch", media=Video(Remote("https://bakery.example/oven.mp4"))))
    assert published.id == "123_77"
    assert io.data("POST 123/videos") == {
        "file_url": "https://bakery.example/oven.mp4",
        "description": "Watch",
    }


def test_a_films_cover_goes_along_with_the_last_call(film, photo):
    done = {"start_offset": "250", "end_offset": "250"}
    io = Network({"POST 123/videos": [OPENED, done, {"success": True}], "GET 9": READY})
    io.publish(Post("Watch", media=Video(film, cover=photo)))
    assert [upload.name for upload in io.asked("POST 123/videos", 2).files] == ["thumb"]
