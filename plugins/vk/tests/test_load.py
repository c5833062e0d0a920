"""An agency's ten communities under full load: as fast as VK allows, and never faster."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from attrs import evolve

from smmcore.models import Post
from smmcore.smm import SMM
from smmcore.testing.driver import Clock

from .world import G

SECONDS = 300
ALLOWED = {"U": 3, "S": 5}
"""Calls in a second. All accounts share the administrator's token and the application's."""


@pytest.fixture(autouse=True)
def _only_sleeping_takes_time(monkeypatch):
    """How busy this machine is must not show: calls arrive at the moment in which they are sent."""
    noon = datetime(2027, 3, 1, 12, tzinfo=UTC)
    monkeypatch.setattr("smmcore.sandbox.SystemClock.now", lambda _: noon)
    monkeypatch.setattr("smmcore.faking.time", SimpleNamespace(time=noon.timestamp))


@pytest.fixture
def accounts(world, account):
    """Ten communities, each with a community token of its own."""
    found = [account]
    for number in range(1, 10):
        name = f"bakery_{number}"
        id = world.control("communities", title=f"Bakery {number}", screen_name=name, kept=True)["id"]
        token = world.control("tokens", kind="community", community=name)["token"]
        secrets = {**account.secrets, "community": token}
        found.append(evolve(account, name=name, id=f"club{id}", secrets=secrets))
    return found


def test_ten_accounts_use_what_they_may_and_no_more(world, vk, accounts):
    clock = Clock(world.fake)
    with SMM(accounts, plugins=[vk], clock=clock, installed=False) as smm:
        posts = {account.name: smm.publish(Post("Rye"), account.name).results[0].id for account in accounts}
        world.forget_calls()
        begun = clock.now()
        turn = 0
        while (clock.now() - begun).total_seconds() < SECONDS:
            # Five readings by the application's token, three changes by the administrator's, as VK counts them;
            # now and then an account speaks for itself.
            for kind in "SUSSUSUS":
                name = accounts[turn % 10].name
                if kind == "S":
                    list(smm.comments(name, posts[name]))
                else:
                    smm.pin(name, posts[name], pinned=bool(turn % 3))
                turn += 1
            if turn % 80 == 0:
                smm.page_metrics(name, [f"club{G}"])
        lasted = (clock.now() - begun).total_seconds()
    calls = world.calls()
    assert [call["error"] for call in calls if call["error"] is not None] == []
    for kind, allowed in ALLOWED.items():
        assert sum(call["token"] == kind for call in calls) >= 0.9 * allowed * lasted, kind
    assert {call["token"] for call in calls} == {"G", "U", "S"}


def test_a_community_token_is_used_as_fast_as_it_may_be(world, drivers):
    driver = drivers()
    post = driver.publish(Post("Rye")).id
    comment = world.fake.comment(post, "Ann", "Is it rye?")
    world.forget_calls()
    begun = driver.clock.now()
    for number in range(300):
        driver.reply(comment, f"Answer {number}")
    lasted = (driver.clock.now() - begun).total_seconds()
    calls = world.calls("wall.createComment")
    assert (len(calls), {call["error"] for call in calls}) == (300, {None})
    assert len(calls) >= 0.9 * 20 * (lasted - 1)
