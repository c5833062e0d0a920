"""Answers that do not come, or come broken."""

import httpx
import pytest

from smmcore.testing.samples import png

G = 100_200_300
OWNER = -G


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["500", "502", "garbage", "reset", "hang"])
def test_a_broken_answer_says_nothing_of_what_was_done(world, kind, when):
    world.control("faults", kind=kind, when=when, method="wall.post", seconds=0.1)
    with pytest.raises((AssertionError, ValueError, httpx.HTTPError)):
        world.ask("wall.post", owner_id=OWNER, message="Hello")
    assert len(world.wall()["posts"]) == (1 if when == "after" else 0)
    world.write("Next")


def test_faults_meet_the_methods_that_they_name(world):
    world.control("faults", kind="500", method="wall.post|stories.*", skip=1, times=2)
    world.call("users.get")
    world.write("First")
    for _ in range(2):
        answer = world.http.post("/method/wall.post", data={"v": "5.199"})
        assert (answer.status_code, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    world.write("Last")


def test_uploads_are_disturbed_too(world):
    url = world.call("photos.getWallUploadServer", group_id=G)["upload_url"]
    world.control("faults", kind="reset", method="upload.photo")
    with pytest.raises(httpx.HTTPError):
        world.upload(url, "photo", png())
    assert world.upload(url, "photo", png())["photo"]


def test_an_answer_may_repeat_the_token(world):
    world.control("faults", kind="echo_token", method="users.get")
    answer = world.http.post("/method/users.get", headers={"Authorization": "Bearer hush-hush"})
    assert (answer.status_code, "hush-hush" in answer.text) == (500, True)


def test_an_answer_may_be_slow(world):
    world.control("faults", kind="slow", seconds=0.01)
    world.call("users.get")
