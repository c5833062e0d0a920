import logging

import pytest

from smmcore import AnswerLost, NotSent, RateLimited, Rejected, Request


def parse(answer):
    if answer.status == 429:
        raise RateLimited("slowly", platform="wall", retry_after=answer.json()["wait"])
    if answer.status == 400:
        raise Rejected("no", platform="wall")
    return answer.json()


def limited(wait):
    return lambda handler: handler.json(429, {"wait": wait})


def send(url, **more):
    request = Request("POST", url, **{"safe": False, "parse": parse, **more})

    async def work(io):
        return await io.send(request)

    return work


@pytest.mark.parametrize("safe", [True, False])
def test_a_refusal_that_says_when_is_repeated_then(run_io, web, clock, safe):
    web.answers(limited(3), limited(11), 200)
    assert run_io(send(web.url, safe=safe)) == {"status": 200}
    assert clock.slept == [3, 11]


def test_a_refusal_that_does_not_say_when_is_repeated_with_growing_pauses(run_io, web, clock):
    web.answers(limited(None))
    with pytest.raises(RateLimited):
        run_io(send(web.url))
    assert len(web.requests) == 4
    assert 0 < clock.slept[0] < clock.slept[1] < clock.slept[2] <= 9


def test_waiting_ends_where_patience_would(run_io, web, clock):
    web.answers(limited(40), limited(40), 200)
    with pytest.raises(RateLimited) as caught:
        run_io(send(web.url))
    assert caught.value.retry_after == 40
    assert clock.slept == [40]


def test_patience_is_the_callers(run_io, web, clock):
    web.answers(limited(40), limited(40), 200)
    assert run_io(send(web.url), patience=80)
    assert clock.slept == [40, 40]


def test_without_patience_nothing_waits(run_io, web, clock):
    web.answers(limited(1), 200)
    with pytest.raises(RateLimited):
        run_io(send(web.url), patience=0)
    assert clock.slept == []


def test_what_was_not_sent_is_repeated_even_where_it_is_unsafe(run_io, clock):
    with pytest.raises(NotSent):
        run_io(send("http://127.0.0.1:1"))
    assert len(clock.slept) == 3


@pytest.mark.parametrize(("safe", "times"), [(True, 4), (False, 1)])
def test_a_lost_answer_is_repeated_only_where_it_is_safe(run_io, web, safe, times):
    web.answers(500)
    with pytest.raises(AnswerLost, match="whether it acted is unknown"):
        run_io(send(web.url, safe=safe))
    assert len(web.requests) == times


def test_a_server_that_comes_back_is_not_noticed_by_who_only_reads(run_io, web):
    web.answers(502, 503, 200)
    assert run_io(send(web.url, safe=True)) == {"status": 200}


def test_a_refusal_is_never_repeated(run_io, web):
    web.answers(400, 200)
    with pytest.raises(Rejected):
        run_io(send(web.url, safe=True))
    assert len(web.requests) == 1


def test_a_network_may_say_which_answers_leave_it_open(run_io, web):
    web.answers(400)
    with pytest.raises(AnswerLost):
        run_io(send(web.url, doubtful=lambda answer: answer.status == 400))


def test_repeating_is_logged_with_its_reason(run_io, web, caplog):
    caplog.set_level(logging.INFO, logger="smmcore.io")
    web.answers(limited(3), 200)
    run_io(send(web.url, label="wall.post"))
    assert "wall.post: again in 3.0 s (RateLimited)" in caplog.text


@pytest.mark.parametrize(("method", "raised"), [("POST", AnswerLost), ("GET", RateLimited)])
def test_a_write_that_was_lost_once_stays_in_doubt_whatever_comes_after(run_io, web, method, raised):
    web.answers(500, limited(4000))

    async def work(io):
        return await io.send(Request(method, web.url, safe=True, parse=parse))

    with pytest.raises(raised):
        run_io(work)
    assert len(web.requests) == 2
