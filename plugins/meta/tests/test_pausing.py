"""Usage headers and limits: slower where it gets tight, silent where Meta wants silence, also after a restart."""

import json

import pytest

from smmcore.errors import PersonNeeded, RateLimited, Unauthorized
from smmcore.io.memory import MemoryStore
from smmcore.testing.scripted import answer
from smmcore_meta.graph import Get

from .graphs import FACEBOOK, Line, StillClock, bakery, graph, item, recorded, refusal

APP, OWN = "x-app-usage", "x-business-use-case-usage"


def used(percent, minutes=0, body=None, type="pages", id="123", status=200):
    use = {"type": type, "call_count": percent, "total_time": 1, "estimated_time_to_regain_access": minutes}
    return answer(body or {"id": "1"}, status, {OWN: json.dumps({id: [use]})})


def app_used(percent):
    return answer({"id": "1"}, headers={APP: json.dumps({"call_count": 1, "total_time": percent})})


def calls(io, count=2, **settings):
    for _ in range(count):
        io.run_now(graph(io, **settings).get("1"))


class Phone(Line):
    def run_now(self, work):
        from smmcore.io.blocking import run

        return run(work)

    @property
    def gaps(self):
        return [later - before for before, later in zip(self.times, self.times[1:], strict=False)]


@pytest.mark.parametrize(("percent", "gap"), [(74, 0), (75, 1), (90, 16), (99, 25)])
@pytest.mark.parametrize("told", [used, app_used])
def test_calls_are_spaced_out_where_it_gets_tight(told, percent, gap):
    io = Phone([told(percent)] * 2)
    calls(io)
    assert io.gaps == [pytest.approx(gap)]


def test_when_it_gets_tight_is_a_setting():
    io = Phone([app_used(50)] * 2)
    calls(io, slow_from=50)
    assert io.gaps == [1]


def test_at_all_of_it_nothing_is_called_for_as_many_minutes_as_meta_says():
    store, clock = MemoryStore(), StillClock()
    io = Phone([used(100, minutes=12)], store, clock)
    calls(io, 1)
    with pytest.raises(RateLimited, match="12 minutes") as caught:
        calls(io, 1)
    assert caught.value.retry_after == pytest.approx(720)
    clock.time += 719
    another_process = Phone([], store, clock)
    with pytest.raises(RateLimited):
        calls(another_process, 1)
    clock.time += 1
    another_process = Phone([{"id": "1"}], store, clock)
    calls(another_process, 1)


def test_at_all_of_the_apps_share_its_other_accounts_wait_too():
    store = MemoryStore()
    io = Phone([app_used(100)], store)
    calls(io, 1, app_id="42", limit_pause=300)
    elsewhere = MemoryStore()
    elsewhere.shared = store.shared
    other = Phone([], elsewhere)
    other.clock = io.clock
    with pytest.raises(RateLimited, match="5 minutes"):
        other.run_now(graph(other, account=bakery("456"), app_id="42").get("1"))


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (4, "meta:app:42"),
        *((code, "meta:facebook:123") for code in (9, 17, 32, 613, 80000, 80001, 80002, 80005, 80014)),
    ],
)
def test_a_limit_says_which_calls_have_to_wait_and_how_long(code, key):
    io = Phone([refusal(code)])
    with pytest.raises(RateLimited, match="this waits for 15 minutes") as caught:
        calls(io, 1, app_id="42")
    assert caught.value.keys == (key,)
    assert caught.value.retry_after == 900
    assert len(io.sent) == 1


def test_after_a_limit_nothing_is_called_before_the_minutes_that_meta_named_are_over():
    error = {"error": {"message": "too many calls", "code": 80001}}
    io = Phone([used(100, minutes=12, body=error, status=400), {"id": "1"}])
    with pytest.raises(RateLimited) as caught:
        calls(io, 1)
    assert caught.value.retry_after == 720
    with pytest.raises(RateLimited):
        calls(io, 1)
    assert len(io.sent) == 1
    io.clock.time += 720
    calls(io, 1)


def test_what_was_waited_for_already_stops_nothing_more():
    error = {"error": {"message": "too many calls", "code": 80001}}
    io = Phone([used(50, minutes=1, body=error, status=400), {"id": "1"}, {"id": "1"}])
    calls(io, 2)
    assert io.gaps == [pytest.approx(60), 0]


def test_a_days_quota_stops_only_what_it_is_about():
    io = Phone([refusal(9, 2207042), {"id": "1"}])
    with pytest.raises(RateLimited) as caught:
        calls(io, 1)
    assert caught.value.keys == ()
    assert caught.value.retry_after == 3600
    calls(io, 1)


def test_a_limit_of_messages_stops_only_messages():
    io = Phone([refusal(80006), {"id": "1"}])
    with pytest.raises(RateLimited) as caught:
        calls(io, 1)
    assert caught.value.keys == ()
    calls(io, 1)


@pytest.mark.parametrize("refused", [refusal(613), refusal(80014), answer("<html>slow down</html>", 429)])
def test_any_other_limit_is_remembered_for_the_account(refused):
    io = Phone([refused, {"id": "1"}])
    for _ in range(2):
        with pytest.raises(RateLimited):
            calls(io, 1)
    assert len(io.sent) == 1


def test_minutes_that_an_item_of_a_batch_names_are_kept_to():
    use = json.dumps({"123": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 12}]})
    tight = item({"id": "1"}) | {"headers": [{"name": "X-Business-Use-Case-Usage", "value": use}]}
    io = Phone([answer([item({"id": "2"}), tight])])
    io.run_now(graph(io).batch([Get("2"), Get("1")]))
    with pytest.raises(RateLimited, match="12 minutes"):
        calls(io, 1)


def test_a_shorter_pause_takes_nothing_from_a_longer_one():
    store, clock = MemoryStore(), StillClock()
    io = Phone([], store, clock)
    begun = clock.time
    for minutes in (60, 5):
        io.run_now(graph(io).pauses.note({"meta:facebook:123": begun + minutes * 60}))
    clock.time += 59 * 60
    with pytest.raises(RateLimited):
        calls(io, 1)


def test_a_pause_ends_after_a_day_whatever_was_said_and_whatever_a_clock_showed():
    store, clock = MemoryStore(), StillClock()
    io = Phone([{"id": "1"}, used(100, minutes=12)], store, clock)
    io.run_now(graph(io).pauses.note({"meta:facebook:123": clock.time + 1e9}))
    clock.time += 86_399
    with pytest.raises(RateLimited):
        calls(io, 1)
    clock.time += 1
    calls(io, 1)
    clock.time += 1e9  # for a moment, the machine believes that it is much later
    calls(io, 1)
    clock.time -= 1e9
    another_process = Phone([{"id": "1"}], store, clock)
    calls(another_process, 1)


def test_what_is_used_by_others_does_not_slow_us():
    headers = recorded("headers_business_use_case_usage")
    told = answer({}, headers={name: json.dumps(value) for name, value in headers.items()})
    of_ads, nobody = used(100, type="ads_insights"), app_used(0)
    own_among_others = json.dumps(
        {"123": [{"type": "pages", "call_count": 1}], "456": [{"type": "pages", "call_count": 100}]}
    )
    io = Phone([of_ads, nobody, answer({}, headers={OWN: own_among_others}), told, told])
    calls(io, 5)
    assert io.gaps[:3] == [0, 0, 0]
    assert io.gaps[3] == pytest.approx(23)  # 97 % of a Page that is not named as ours


def test_headers_without_sense_are_none():
    io = Phone([answer({}, headers={APP: "lots", OWN: '{"123": [7], "5": {}}'})] * 2)
    calls(io)
    assert io.gaps == [0]


def test_what_needs_a_person_stops_the_account_until_a_person_has_looked(caplog):
    io = Phone(
        [refusal(368, message="The action attempted has been deemed abusive"), {"id": "1"}, {"id": "1"}]
    )
    for _ in range(2):
        with pytest.raises(PersonNeeded, match="run smm accounts check"):
            calls(io, 1)
    assert len(io.sent) == 1
    assert "bakery pauses" in caplog.text
    io.run_now(looked(graph(io, FACEBOOK)))
    calls(io, 1)


async def looked(net):
    """What a checkup does."""
    net.pauses.lift()
    await net.get("1")
    await net.pauses.end()


def test_a_checkup_that_fails_leaves_the_pause_as_it_is():
    io = Phone([refusal(25, 2207050), refusal(190, 463)])
    with pytest.raises(PersonNeeded):
        calls(io, 1)
    with pytest.raises(Unauthorized):
        io.run_now(looked(graph(io)))
    with pytest.raises(PersonNeeded):
        calls(io, 1)
