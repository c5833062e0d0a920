"""With Facebook's login and a user's token, what differs: it is exchanged once, kept, and messages go by the Page's."""

import pytest

from smmcore.models import Published, Unconfirmed
from smmcore.sessions import MemorySessions
from smmcore_instagram.sandbox.audience import Audience


@pytest.fixture
def driver(world, drivers, mode):
    return drivers(Audience(token="user").account(world.url), mode=mode, sessions=MemorySessions())


def exchanges(world):
    return len(world.calls("GET", "/oauth/access_token"))


def test_it_is_exchanged_once_for_all_that_an_account_does(world, driver, maker):
    published = driver.publish(maker.plain("Rye"))
    assert isinstance(published, Published), published
    comment = world.comment(published.id, "Is it rye?")
    assert [each.id for each in driver.comments(published.id)] == [comment]
    assert driver.reply(comment, "It is").text == "It is"
    assert driver.account_metrics()
    assert driver.post_metrics([published.id])
    assert exchanges(world) == 1


def test_a_private_reply_goes_by_the_page(world, driver):
    comment = world.comment(world.publish(), "Is it rye?")
    assert driver.reply_privately(comment, "Come by")


def test_a_lost_answer_is_found(world, driver, maker):
    world.fake.fault("reset_after")
    assert isinstance(driver.publish(maker.plain("Rye"), key="k"), Unconfirmed)
    driver.pass_time(61)
    (result,) = driver.reconcile().results
    assert isinstance(result, Published)
    assert world.fake.posts() == [result.id]


def test_the_checkup_tells_when_it_ends(driver):
    checkup = driver.checkup()
    assert checkup.ok
    assert checkup.expires_at
    assert not [line for line in checkup.warnings if "has no" in line]


def test_two_workers_share_what_was_exchanged(world, drivers, mode):
    account, kept = Audience(token="user").account(world.url), MemorySessions()
    ends = {drivers(account, mode=mode, sessions=kept).checkup().expires_at for _ in range(2)}
    assert len(ends) == 1
    assert exchanges(world) == 1
