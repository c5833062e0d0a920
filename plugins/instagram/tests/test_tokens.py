"""Tokens over simulated months: renewed in time, never lost, and their end known."""

from datetime import timedelta

import pytest

from smmcore.errors import Unauthorized
from smmcore.models import Failed, Published
from smmcore.sessions import MemorySessions
from smmcore_instagram.sandbox import INSTAGRAM_TOKEN
from smmcore_instagram.sandbox.audience import Audience

DAY = 86_400


@pytest.fixture
def rye(maker):
    return maker.plain("Rye")


def days_pass(driver, rye, days):
    """Publish every tenth day."""
    for day in range(days):
        driver.pass_time(DAY)
        if day % 10 == 0:
            assert isinstance(driver.publish(rye, key=f"{driver.clock.now()}"), Published)


def errors(world):
    return [call["error"] for call in world.calls() if call["error"]]


def test_a_token_of_instagrams_login_lives_on_over_half_a_year(world, drivers, mode, rye):
    driver = drivers(Audience(login="instagram").account(world.url), mode=mode)
    days_pass(driver, rye, 180)
    assert 2 < len(world.calls("GET", "/refresh_access_token")) < 10
    assert errors(world) == []
    assert driver.checkup().expires_at > driver.clock.now() + timedelta(days=9)


def test_a_refreshed_token_outlives_the_process(world, drivers, mode, rye):
    account, kept = Audience(login="instagram").account(world.url), MemorySessions()
    days_pass(drivers(account, mode=mode, sessions=kept), rye, 55)
    driver = drivers(account, mode=mode, sessions=kept)
    driver.pass_time(70 * DAY)
    world.control("tokens/change", token=INSTAGRAM_TOKEN, dead=463)
    result = driver.publish(rye)
    assert isinstance(result, Failed)
    assert isinstance(result.error, Unauthorized)  # nobody was there to refresh in time
    world.begin_anew()
    days_pass(drivers(account, mode=mode, sessions=(fresh := MemorySessions())), rye, 55)
    world.control("tokens/change", token=INSTAGRAM_TOKEN, dead=463)
    assert isinstance(drivers(account, mode=mode, sessions=fresh).publish(rye), Published)


def test_a_token_younger_than_a_day_is_not_refreshed_yet(world, drivers, mode, rye):
    world.control("tokens/change", token=INSTAGRAM_TOKEN, age=0, lives=60 * DAY)
    driver = drivers(Audience(login="instagram").account(world.url), mode=mode)
    for _ in range(3):
        assert isinstance(driver.publish(rye), Published)
        driver.pass_time(DAY / 2)
    assert errors(world) == []


def test_a_refresh_that_fails_keeps_the_good_token(world, drivers, mode, rye):
    driver = drivers(Audience(login="instagram").account(world.url), mode=mode)
    driver.publish(rye)
    world.control("faults", kind="502", path="GET /refresh_access_token", times=20)
    driver.pass_time(2 * DAY)
    assert isinstance(driver.publish(rye), Published)
    driver.pass_time(10 * DAY)
    assert isinstance(driver.publish(rye), Published)


def test_a_user_token_of_facebooks_login_lives_on_too(world, drivers, mode, rye):
    driver = drivers(Audience(token="user").account(world.url), mode=mode)
    days_pass(driver, rye, 100)
    assert world.calls("GET", "/oauth/access_token")
    assert errors(world) == []


def test_the_checkup_tells_when_a_token_ends(world, drivers, mode, rye):
    for how in ({"token": "user"}, {"login": "instagram"}):
        driver = drivers(Audience(**how).account(world.url), mode=mode)
        driver.publish(rye)
        driver.pass_time(2 * DAY)
        driver.publish(rye)
        left = driver.checkup().expires_at - driver.clock.now()
        assert timedelta(days=50) < left <= timedelta(days=60), how
