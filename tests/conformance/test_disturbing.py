"""Each fault on the way does what its name says."""

import json

import pytest

from smmcore import Account, AnswerLost, RateLimited, Request
from smmcore.io import Answer, Timeouts
from smmcore.io.retrying import understood
from smmcore.platform import FAULTS
from smmcore.testing import ScriptedIO
from smmcore.testing.disturbing import Fault
from smmcore.testing.watching import Watch, alike, writes

TOKEN = "tok-3f1c/d+e"
ACCOUNT = Account("wall", "pinwall", secrets={"token": TOKEN})


def asked(method="POST", path="/posts", **more):
    token = ACCOUNT.secret("token")
    arguments = {"safe": False, "secrets": [token], "headers": {"X-Token": str(token)}} | more
    return Request(method, f"https://pinwall.example{path}?key={token}", **arguments)


class Network:
    """Answers with 200 and remembers."""

    def __init__(self):
        self.acted = 0

    async def exchange(self, _request):
        self.acted += 1
        return Answer(200, {"content-type": "application/json"}, b'{"id": "p1"}')


def tried(fault, request, io=None):
    """What the caller gets, and how often the network acted."""
    network, io = Network(), io or ScriptedIO()
    try:
        answer = io.run(fault.around(io, request, network.exchange))
        got = understood(request, answer)
    except (AnswerLost, RateLimited) as error:
        got = error
    return got, network.acted


@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_of_the_list_is_there_and_acts_as_its_name_says(kind):
    got, acted = tried(Fault(kind), asked())
    assert isinstance(got, AnswerLost | RateLimited)
    assert acted == kind.endswith("_after")


def test_a_limit_says_how_long():
    got, _ = tried(Fault("limited", retry_after=5), asked())
    assert got.retry_after == 5


@pytest.mark.parametrize("kind", ["hang_before", "hang_after"])
def test_hanging_takes_the_requests_timeout_on_the_clock(kind):
    io = ScriptedIO()
    tried(Fault(kind), asked(timeouts=Timeouts(read=17)), io)
    assert io.slept == [17]


def test_an_echo_has_no_secret_that_the_request_lists():
    answer = ScriptedIO().run(Fault("echo_secret").around(ScriptedIO(), asked(), None))
    assert TOKEN not in answer.body.decode()
    assert json.loads(answer.body)["headers"] == {"X-Token": "~~token~~"}


def test_an_echo_repeats_a_secret_that_the_request_does_not_list():
    request = asked(secrets=[], headers={"X-Token": TOKEN})
    answer = ScriptedIO().run(Fault("echo_secret").around(ScriptedIO(), request, None))
    assert TOKEN in answer.body.decode()


def test_an_unknown_fault_is_a_mistake_in_the_test():
    with pytest.raises(ValueError, match="there is no fault 'flood'"):
        tried(Fault("flood"), asked())


class TestWatch:
    def outcomes(self, watch, *requests):
        io, network, got = ScriptedIO(), Network(), []
        for request in requests:
            try:
                io.run(watch.around(io, request, network.exchange))
                got.append("answered")
            except AnswerLost:
                got.append("lost")
        return got

    def test_the_nth_request_of_a_sort_is_met_and_no_other(self):
        watch = Watch()
        watch.disturb(Fault("reset_before"), 2, among=writes)
        asks = [asked("GET"), asked(), asked("GET"), asked("PUT"), asked()]
        assert self.outcomes(watch, *asks) == ["answered"] * 3 + ["lost", "answered"]
        assert not watch.waiting

    def test_requests_are_alike_by_method_and_path(self):
        watch = Watch()
        watch.disturb(Fault("reset_after"), among=alike(asked(path="/posts")))
        asks = [asked(path="/session"), asked("GET", "/posts"), asked(path="/posts", json={"text": "x"})]
        assert self.outcomes(watch, *asks) == ["answered", "answered", "lost"]

    def test_a_lost_answer_is_that_of_a_request_that_must_not_be_repeated(self):
        watch = Watch()
        watch.lose(1, "before")
        assert self.outcomes(watch, asked(safe=True), asked(safe=False)) == ["answered", "lost"]
        assert watch.unsafe == 1
