"""Samples, the scripted IO, and how lightly all of it is loaded."""

import io
import struct
import subprocess
import sys
from datetime import timedelta

import imagesize
import pytest
from memory_network import Pinwall

import smmcore
from smmcore import Post, RateLimited, Steps
from smmcore.testing import KINDS, Maker, ScriptedIO, samples
from smmcore.testing.scripted import START, answer


def account(url="https://pinwall.example"):
    return Pinwall().sandbox().account(url)


def signed_in(*answers, **by_name):
    """A script for an account that has its session already."""
    io = ScriptedIO(*answers, **by_name)
    io.run(io.vault.put({"session": "s"}))
    return io


def made(id="p1"):
    return {"id": id, "at": "2026-05-04T12:00:00+00:00"}


class TestScriptedIO:
    def test_answers_in_order_and_remembers(self):
        io = signed_in([made("p7")])
        published = io.run(Pinwall().publish(io, account(), Post("Hi"), Steps(io, key="k")))
        assert published.id == "p7"
        assert io.sent[0].json["text"] == "Hi"
        assert io.sent[0].json["guid"] == "k"

    def test_answers_by_name_the_last_one_stays(self):
        io = signed_in(stats=[{"followers": 1}, {"followers": 2}])
        followers = [io.run(Pinwall().account_metrics(io, account()))[0].value for _ in range(3)]
        assert followers == [1, 2, 2]

    def test_errors_and_statuses(self):
        io = signed_in([RateLimited("slow", platform="pinwall", retry_after=3), answer({"error": "x"}, 401)])
        with pytest.raises(RateLimited):
            io.run(Pinwall().account_metrics(io, account()))
        with pytest.raises(smmcore.Unauthorized):
            io.run(Pinwall().account_metrics(io, account()))

    def test_a_server_error_is_a_lost_answer(self):
        io = signed_in([answer({}, 500)])
        with pytest.raises(smmcore.AnswerLost):
            io.run(Pinwall().account_metrics(io, account()))

    def test_nothing_scripted_is_a_mistake_in_the_test(self):
        io = signed_in()
        with pytest.raises(AssertionError, match=r"nothing is scripted for GET /stats; it is request no\. 1"):
            io.run(Pinwall().account_metrics(io, account()))

    def test_sleeping_takes_no_time(self):
        io = signed_in()
        io.run(io.sleep(90))
        assert io.slept == [90]
        assert io.now() == START + timedelta(seconds=90)

    def test_keeps_things(self):
        io = signed_in(events={"items": []})
        io.run(io.store.put("events", "position", 4))
        io.run(Pinwall().receive(io, account()))
        assert io.sent[0].params == {"after": 4}


class TestSamples:
    @pytest.mark.parametrize("draw", samples.DRAWN.values(), ids=samples.DRAWN)
    def test_are_the_same_each_time(self, draw):
        assert draw() == draw()

    @pytest.mark.parametrize("suffix", [".png", ".jpg"])
    def test_pictures_can_be_read(self, suffix):
        assert imagesize.get(io.BytesIO(samples.DRAWN[suffix]())) == (320, 240)

    @pytest.mark.parametrize("suffix", [".png", ".jpg", ".gif"])
    def test_pictures_can_be_decoded(self, suffix):
        image = pytest.importorskip("PIL.Image")
        with image.open(io.BytesIO(samples.DRAWN[suffix]())) as picture:
            picture.load()
            assert picture.n_frames == 2 if suffix == ".gif" else picture.size == (320, 240)

    def test_films_are_boxes_to_their_end(self):
        data, names = samples.mp4(), []
        while data:
            size, name = struct.unpack(">I4s", data[:8])
            names.append(name)
            data = data[size:]
        assert names == [b"ftyp", b"moov", b"mdat"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_there_is_one_of_every_kind(self, tmp_path, kind):
        assert Maker(tmp_path, smmcore.Limits()).post(kind)

    def test_files_fit_the_formats(self, tmp_path):
        kinds = {"photo": smmcore.MediaLimits(size=10**6, formats=(".png",), source="x")}
        post = Maker(tmp_path, smmcore.Limits(kinds=kinds)).post("photo")
        assert str(post.media[0].source).endswith(".png")


def _python(code):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout + done.stderr


def test_the_package_is_light():
    code = "import sys, smmcore.testing; print([m for m in ('pytest', 'httpx', 'starlette', 'vcr') if m in sys.modules])"
    assert _python(code).strip() == "[]"


def test_the_pytest_plugin_is_light():
    code = "import sys, smmcore.testing.pytest_plugin; print([m for m in sys.modules if m.startswith('smmcore.')])"
    assert _python(code).strip() == "['smmcore.testing', 'smmcore.testing.pytest_plugin']"


def test_without_pytest_there_is_one_clear_sentence():
    code = "import sys; sys.modules['pytest'] = None\nfrom smmcore.testing import PlatformSuite"
    assert "PlatformSuite needs pytest: pip install 'smmcore[testing]'" in _python(code)


def test_every_name_can_be_imported():
    import smmcore.testing

    assert sorted(smmcore.testing.__all__) == sorted(smmcore.testing._HOME_OF)
    for name in smmcore.testing.__all__:
        assert getattr(smmcore.testing, name)
    with pytest.raises(AttributeError, match="NoSuchName"):
        _ = smmcore.testing.NoSuchName
