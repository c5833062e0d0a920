"""Calls as they go over the line."""

import hashlib
import hmac
import logging

import pytest

from smmcore.errors import AnswerLost, InvalidInput, Unauthorized
from smmcore.io import Upload
from smmcore.steps import Steps
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import answer
from smmcore_meta.graph import step
from smmcore_meta.settings import GraphSettings

from .graphs import LOGIN, TOKEN, bakery, graph, refusal

SECRET = "the-apps-secret"


def test_the_version_is_in_the_path_and_the_token_in_a_header():
    io = ScriptedIO([{"id": "123"}])
    assert io.run(graph(io, version="v25.0").get("123", fields=["id", "name"])) == {"id": "123"}
    (request,) = io.sent
    assert request.url == "https://graph.facebook.com/v25.0/123"
    assert request.params == {"fields": "id,name"}
    assert request.headers["Authorization"] == f"Bearer {bakery().secret('token')}"
    assert request.safe
    assert str(request) == "facebook GET 123"


def test_forms_hold_what_is_nested_as_json_and_leave_out_what_is_not_given():
    io = ScriptedIO([{"id": "1"}])
    data = {
        "message": "Rye",
        "published": False,
        "attached_media": [{"media_fbid": "7"}],
        "link": None,
        "n": 3,
    }
    io.run(graph(io).post("123/feed", data))
    (request,) = io.sent
    assert request.data == {
        "message": "Rye",
        "published": "false",
        "attached_media": '[{"media_fbid": "7"}]',
        "n": "3",
    }
    assert not request.safe


def test_files_go_with_the_forms_other_fields(tmp_path):
    photo = tmp_path / "rye.jpg"
    photo.write_bytes(b"jpg")
    io = ScriptedIO([{"id": "1"}])
    io.run(graph(io).post("123/photos", {"published": False}, files=[Upload("source", photo)]))
    assert io.sent[0].files[0].path == photo
    assert io.sent[0].data == {"published": "false"}


@pytest.mark.parametrize("verb", ["get", "post", "delete"])
def test_with_the_apps_secret_each_call_bears_its_proof(verb):
    io = ScriptedIO([{"success": True}])
    account = bakery(token=TOKEN, app_secret=SECRET)
    io.run(getattr(graph(io, account=account), verb)("123"))
    (request,) = io.sent
    proof = next(secret for secret in request.secrets if secret.name == "appsecret_proof")
    assert proof.reveal() == hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    place = request.data if verb == "post" else request.params
    assert place["appsecret_proof"] == str(proof)
    assert not any(value in repr(request) for value in (TOKEN, SECRET, proof.reveal()))


def test_films_in_pieces_have_a_host_of_their_own():
    io = ScriptedIO([{}, {}, {}])
    io.run(graph(io).post("123/videos", host="video"))
    io.run(graph(io, base_url="http://127.0.0.1:1/").post("123/videos", host="video"))
    io.run(graph(io, video_url="http://127.0.0.1:2").post("123/videos", host="video"))
    assert [request.url for request in io.sent] == [
        "https://graph-video.facebook.com/v26.0/123/videos",
        "http://127.0.0.1:1/v26.0/123/videos",
        "http://127.0.0.1:2/v26.0/123/videos",
    ]


def test_instagrams_own_login_has_a_host_of_its_own():
    io = ScriptedIO([{"id": "178"}])
    io.run(graph(io, LOGIN, bakery(platform="instagram")).get("178"))
    assert io.sent[0].url == "https://graph.instagram.com/v26.0/178"
    assert str(io.sent[0]) == "instagram GET 178"


def test_a_write_goes_as_a_step_of_the_publication():
    io = ScriptedIO([{"id": "123_1"}])
    steps = Steps(io)
    result = io.run(graph(io).post("123/feed", send=step(steps, "feed"), result=lambda body: body["id"]))
    assert result == steps.value("feed") == "123_1"


def test_an_answer_without_sense_is_a_lost_one():
    io = ScriptedIO([answer(b"<html>Bad Gateway</html>", 502)])
    with pytest.raises(AnswerLost, match=r"facebook POST 123/feed.*502"):
        io.run(graph(io).post("123/feed"))


def test_what_meta_repeats_in_a_refusal_shows_no_secret(caplog):
    caplog.set_level(logging.DEBUG)
    io = ScriptedIO([refusal(190, 463, "Session has expired")])
    with pytest.raises(Unauthorized) as caught:
        io.run(graph(io, account=bakery(token=TOKEN, app_secret=SECRET)).get("123"))
    assert TOKEN not in str(caught.value) + caplog.text


@pytest.mark.parametrize(
    ("setting", "value"),
    [("version", "26"), ("version", "latest"), ("base_url", "graph.facebook.com"), ("slow_from", 0)],
)
def test_settings_that_cannot_be_right_are_named(setting, value):
    with pytest.raises(InvalidInput, match=setting):
        bakery(settings={setting: value}).settings_as(GraphSettings)
