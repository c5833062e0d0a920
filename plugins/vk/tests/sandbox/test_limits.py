"""Rates, quotas, captchas and other refusals that end by themselves or by a person."""

import pytest

from smmcore.faking import Clock
from smmcore_vk.sandbox.errors import ApiError
from smmcore_vk.sandbox.rates import Rates
from smmcore_vk.sandbox.world import Token

G = 100_200_300
OWNER = -G


PER_SECOND = {"user": 3, "community": 20, "service": 5}


@pytest.mark.parametrize("by", PER_SECOND)
def test_too_many_calls_in_a_second_are_error_6(world, by):
    world.breathe()
    answers = [world.ask("groups.getById", by, group_id=G) for _ in range(PER_SECOND[by] + 5)]
    refused = [answer["error"]["error_code"] for answer in answers if "error" in answer]
    assert refused
    assert set(refused) == {6}
    assert len(answers) - len(refused) >= PER_SECOND[by]
    world.call("groups.getById", by, group_id=G)


def test_kinds_of_tokens_are_counted_apart(world):
    world.breathe()
    for by in ("user", "user", "user", "service", "community"):
        assert "response" in world.ask("groups.getById", by, group_id=G)


def test_a_daily_quota_is_error_29_until_the_day_is_over():
    clock, token = Clock(), Token("a service token", "S")
    rates = Rates(clock)
    for _ in range(1000):
        rates.admit_today(token, "newsfeed.search")
    with pytest.raises(ApiError, match="Rate limit reached"):
        rates.admit_today(token, "newsfeed.search")
    rates.admit_today(token, "wall.get")
    clock.advance(86_400)
    rates.admit_today(token, "newsfeed.search")


def test_more_posts_than_a_day_allows_are_error_214(world):
    world.control("settings", posts_per_day=2)
    world.write()
    world.write()
    code, message = world.fail("wall.post", owner_id=OWNER, message="Third")
    assert (code, "you can only add 2 posts a day" in message) == (214, True)
    world.control("time", advance=86400)
    world.write()


@pytest.mark.parametrize("form", ["old", "new"])
def test_a_captcha_stays_until_it_is_solved(world, form):
    asked = world.control("captcha", token="user", form=form)
    for _ in range(2):
        world.breathe()
        error = world.ask("users.get")["error"]
        assert error["error_code"] == 14
        assert ("captcha_sid" in error, "redirect_uri" in error) == (form == "old", form == "new")
    world.call("groups.getById", "community")
    solved = {"captcha_sid": asked.get("captcha_sid", ""), "captcha_key": asked["solution"]}
    if form == "new":
        solved = {"success_token": asked["solution"], "remixstlid": asked["remixstlid"]}
    world.call("users.get", **solved)
    world.call("users.get")


def test_a_person_may_solve_a_captcha_elsewhere(world):
    world.control("captcha", token="user")
    world.control("captcha", token="user", solved=True)
    world.call("users.get")


def test_an_error_on_demand_has_the_fields_that_vk_adds(world):
    extra = {"redirect_uri": "https://vk.example/confirm"}
    world.control("faults", kind="error", code=17, method="wall.post", extra=extra)
    world.call("users.get")
    error = world.ask("wall.post", owner_id=OWNER, message="Hello")["error"]
    assert (error["error_code"], error["redirect_uri"]) == (17, extra["redirect_uri"])
    world.call("wall.post", owner_id=OWNER, message="Hello")


def test_flood_control_lasts(world):
    world.control("faults", kind="lasting", code=9, method="wall.post", seconds=600)
    assert world.fail("wall.post", owner_id=OWNER, message="Hello")[0] == 9
    world.control("time", advance=300)
    assert world.fail("wall.post", owner_id=OWNER, message="Hello")[0] == 9
    world.control("time", advance=300)
    world.call("wall.post", owner_id=OWNER, message="Hello")


def test_what_lasts_begins_with_the_first_call_that_it_meets(world):
    world.control("faults", kind="lasting", code=6, method="wall.post", seconds=1)
    assert world.state()["faults"][0]["until"] == 0
    world.control("time", advance=5)
    assert world.fail("wall.post", owner_id=OWNER, message="Hello")[0] == 6
    world.control("time", advance=1)
    world.call("wall.post", owner_id=OWNER, message="Hello")
    assert world.state()["faults"] == []


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("wall.post", {"owner_id": OWNER, "message": "a", "bogus": 1}, "no parameter bogus"),
        ("wall.post", {"owner_id": OWNER}, "message is undefined"),
        ("wall.post", {"owner_id": "x", "message": "a"}, "owner_id not integer"),
        ("wall.post", {"owner_id": OWNER, "message": "a", "signed": "true"}, "signed is to be 0 or 1"),
        ("wall.post", {"owner_id": OWNER, "message": "a" * 16_385}, "too long"),
        ("wall.post", {"owner_id": OWNER, "message": "a", "attachments": "photo1_2"}, "there is no photo1_2"),
        ("wall.get", {"domain": f"club{G}", "count": 101}, "count should be less"),
        ("wall.get", {"domain": f"club{G}", "filter": "mine"}, "filter should be one of"),
        ("wall.getById", {"posts": ",".join(f"{OWNER}_{n}" for n in range(1, 102))}, "at most 100"),
        ("stats.getPostReach", {"owner_id": OWNER, "post_ids": ",".join(map(str, range(31)))}, "at most 30"),
        ("wall.pin", {"owner_id": OWNER}, "post_id is undefined"),
    ],
)
def test_wrong_parameters_are_error_100_that_names_them(world, method, params, said):
    code, message = world.fail(method, **params)
    assert code == 100
    assert said in message


def test_unknown_methods_and_versions_are_refused(world):
    assert world.fail("wall.shout")[0] == 3
    assert world.ask("users.get", v="5.131")["error"]["error_code"] == 8
    assert world.http.post("/method/users.get").json()["error"]["error_code"] == 8


def test_the_control_api_says_what_it_does_not_know(world):
    assert "there is no fault flood" in world.refused("faults", kind="flood")
    assert "bogus" in world.refused("likes", post=1, bogus=2)
    assert "there is no post 9" in world.refused("likes", post=9)
    assert "must not be negative" in world.refused("time", advance=-1)
