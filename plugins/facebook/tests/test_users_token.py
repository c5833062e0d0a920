"""With a user's token, what differs: the Page's own is taken from it, once, and kept."""

import pytest

from smmcore import Post
from smmcore.models import Published, Unconfirmed
from smmcore.sessions import MemorySessions
from smmcore_facebook.sandbox import Audience


@pytest.fixture
def driver(world, drivers, mode):
    account = Audience(tokens=("user_token",)).account(world.url)
    return drivers(account, mode=mode, sessions=MemorySessions())


def exchanges(world):
    return len(world.calls("GET /oauth/access_token"))


def test_it_is_taken_once_for_all_that_an_account_does(world, driver):
    published = driver.publish(Post("Rye"))
    assert isinstance(published, Published), published
    comment = world.fake.comment(published.id, "Ann", "Is it rye?")
    assert [each.id for each in driver.comments(published.id)] == [comment]
    assert driver.reply(comment, "It is").text == "It is"
    assert driver.account_metrics()
    assert driver.post_metrics([published.id])
    assert exchanges(world) == 1


def test_a_lost_answer_is_found(world, driver):
    world.fake.fault("reset_after")
    assert isinstance(driver.publish(Post("Rye"), key="k"), Unconfirmed)
    driver.pass_time(61)
    (result,) = driver.reconcile().results
    assert isinstance(result, Published)
    assert world.fake.posts() == [result.id]


def test_the_checkup_says_that_all_is_well(driver):
    checkup = driver.checkup()
    assert checkup.ok
    assert not [line for line in checkup.warnings if "has no" in line]


def test_two_workers_share_what_was_taken(world, drivers, mode):
    account, kept = Audience(tokens=("user_token",)).account(world.url), MemorySessions()
    ends = {drivers(account, mode=mode, sessions=kept).checkup().expires_at for _ in range(2)}
    assert len(ends) == 1
    assert exchanges(world) == 1
