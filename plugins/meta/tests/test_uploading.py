"""Films: streamed to the upload server, going on where it stands."""

import pytest

from smmcore.errors import AnswerLost, Rejected
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import answer
from smmcore_meta.uploading import send_video, send_video_from

from .graphs import INSTAGRAM, bakery, graph, recorded

DONE = {"success": True, "message": "Upload successful."}
LOST = AnswerLost("cut off")


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"0123456789")
    return path


def send(io, film, *places, begun=False, known=True):
    there = iter(places)

    async def resume_at():
        return next(there)

    net = graph(io, INSTAGRAM, bakery(platform="instagram"))
    work = send_video(net, "ig-api-upload", "17", film, resume_at=resume_at if known else None, begun=begun)
    io.run(work)


def starts(io):
    return [(request.headers["offset"], request.body.start) for request in io.sent]


def test_a_film_goes_in_one_piece(film):
    io = ScriptedIO([DONE])
    send(io, film)
    (request,) = io.sent
    assert request.url == "https://rupload.facebook.com/ig-api-upload/v26.0/17"
    assert request.headers["Authorization"].startswith("OAuth ~~token~")
    assert (request.headers["file_size"], request.headers["offset"]) == ("10", "0")
    assert request.body.path == film
    assert request.params == {}
    assert not request.safe


def test_what_was_cut_off_goes_on_where_the_server_stands(film):
    io = ScriptedIO([LOST, LOST, DONE])
    send(io, film, 4, 7)
    assert starts(io) == [("0", 0), ("4", 4), ("7", 7)]


def test_an_upload_that_was_begun_before_a_crash_is_asked_for_first(film):
    io = ScriptedIO([DONE])
    send(io, film, 6, begun=True)
    assert starts(io) == [("6", 6)]
    io = ScriptedIO()
    send(io, film, 10, begun=True)
    assert io.sent == []


def test_a_film_whose_last_answer_was_lost_is_there(film):
    io = ScriptedIO([LOST])
    send(io, film, 10)
    assert len(io.sent) == 1


def test_an_upload_that_comes_no_further_is_given_up(film):
    io = ScriptedIO([LOST] * 3)
    with pytest.raises(AnswerLost):
        send(io, film, 0, 0, 0)


def test_where_nobody_can_tell_how_far_it_came_it_is_lost(film):
    io = ScriptedIO([LOST])
    with pytest.raises(AnswerLost):
        send(io, film, known=False)


@pytest.mark.parametrize(("body", "error"), [({"success": False}, AnswerLost), ({}, AnswerLost)])
def test_only_success_is_success(film, body, error):
    with pytest.raises(error):
        send(ScriptedIO([body]), film, known=False)


def test_a_film_that_is_refused_says_why(film):
    body = {"debug_info": {"retriable": False, "type": "ProcessingFailedError", "message": "not a film"}}
    with pytest.raises(Rejected, match=r"not a film \(ProcessingFailedError\)"):
        send(ScriptedIO([answer(body, 400)]), film)
    assert recorded("ig_rupload_failure")["debug_info"].keys() == body["debug_info"].keys()


def test_meta_may_fetch_a_film_from_its_address():
    io = ScriptedIO([DONE])
    io.run(send_video_from(graph(io), "video-upload", "17", "https://example.com/film.mp4"))
    assert io.sent[0].headers["file_url"] == "https://example.com/film.mp4"
    assert "offset" not in io.sent[0].headers
