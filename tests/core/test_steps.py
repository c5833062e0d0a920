"""Steps by themselves: what is in doubt, and what may be sent."""

import pytest

from smmcore.errors import AnswerLost
from smmcore.io import Request
from smmcore.steps import MemoryLog, Step, Steps
from smmcore.testing import ScriptedIO

POST = Request("POST", "https://wall.example/posts", safe=False)


class Written(MemoryLog):
    def __init__(self):
        self.begun = []

    def begin(self, names, now):
        self.begun += names


def test_what_the_network_shows_already_is_in_doubt_and_is_not_sent():
    io, log = ScriptedIO(), Written()
    steps = Steps(io=io, log=log)
    io.run(steps.doubt("post"))
    io.run(steps.doubt("post"))
    assert (steps.in_doubt, log.begun) == (("post",), ["post"])
    with pytest.raises(AnswerLost):
        io.run(steps.run("post", POST))
    assert io.sent == []
    io.run(steps.confirm({"post": "7"}))
    assert (steps.done, steps.value("post")) == (("post",), "7")


def test_a_step_that_is_done_comes_into_no_doubt():
    io, log = ScriptedIO(), Written()
    steps = Steps(io=io, log=log, steps={"post": Step("post", done=True, value="7")})
    io.run(steps.doubt("post"))
    assert (steps.done, steps.in_doubt, log.begun) == (("post",), (), [])
