"""What goes wrong at Meta is told in one line; nothing else fails, and nothing is called before its time."""

import logging

import pytest
from attrs import evolve

from smmcore.errors import Forbidden, RateLimited, SMMError, Unauthorized
from smmcore.models import Failed, Published, Unconfirmed
from smmcore_instagram.sandbox import INSTAGRAM_TOKEN, PAGE_TOKEN
from smmcore_instagram.sandbox.scopes import FACEBOOK_LOGIN, INSTAGRAM_LOGIN

MINUTE, DAY = 60, 86_400
TOKEN = {"facebook": PAGE_TOKEN, "instagram": INSTAGRAM_TOKEN}
SCOPES = {"facebook": FACEBOOK_LOGIN, "instagram": INSTAGRAM_LOGIN}


@pytest.fixture
def by_either(drivers, by_login, mode):
    return drivers(by_login, mode=mode)


@pytest.fixture
def rye(maker):
    return maker.plain("Rye")


def one_line(error):
    said = str(error)
    assert said.strip()
    assert "\n" not in said
    assert not any(token in said for token in TOKEN.values())
    return said


# Metrics that died


def test_a_retired_metric_takes_no_other_down_and_is_said_once(world, by_either, caplog):
    ids = world.control("posts", count=60, likes=3, views=70)["ids"]
    before = {metric.source for metric in by_either.post_metrics(ids)}
    world.control("metrics", retire=["saved"])
    with caplog.at_level(logging.WARNING):
        after = {metric.source for metric in by_either.post_metrics(ids)}
    assert after == {source for source in before if ":saved@" not in source}
    (said,) = [record.getMessage() for record in caplog.records if "saved" in record.getMessage()]
    assert "\n" not in said


def test_a_dead_metric_is_not_asked_for_again_for_a_month(world, by_either):
    (id,) = world.control("posts", likes=3, views=70)["ids"]
    world.control("metrics", retire=["saved"])
    by_either.post_metrics([id])
    world.forget_calls()
    by_either.post_metrics([id])
    assert [call["error"] for call in world.calls() if call["error"]] == []
    world.control("metrics", revive=["saved"])
    by_either.pass_time(31 * DAY)
    assert any(":saved@" in metric.source for metric in by_either.post_metrics([id]))


def test_a_thousand_posts_with_a_dead_metric_still_take_few_requests(world, by_either):
    ids = world.control("posts", count=1000, likes=3)["ids"]
    world.control("metrics", retire=["saved"])
    by_either.post_metrics(ids[:1])
    world.forget_calls()
    assert {metric.subject.id for metric in by_either.post_metrics(ids)} == set(ids)
    assert len(world.calls()) <= 21


def test_a_dead_metric_of_the_account_takes_no_other_down(world, by_either):
    before = {metric.source for metric in by_either.account_metrics()}
    world.control("metrics", retire=["views"])
    assert {metric.source for metric in by_either.account_metrics()} == {
        s for s in before if ":views@" not in s
    }


# Permissions and tokens


def lacking(world, account, login, scope):
    token = world.control("tokens", like=TOKEN[login], scopes=sorted(SCOPES[login] - {scope}))["token"]
    return evolve(account, secrets={**account.secrets, "token": token})


@pytest.mark.parametrize("what", ["content_publish", "manage_comments", "manage_insights"])
def test_a_missing_scope_is_named_and_the_rest_goes_on(world, drivers, by_login, login, mode, rye, what):
    scope = f"instagram_business_{what}" if login == "instagram" else f"instagram_{what}"
    (id,) = world.control("posts", likes=3)["ids"]
    comment = world.comment(id)
    driver = drivers(lacking(world, by_login, login, scope), mode=mode)
    errors = {}
    result = driver.publish(rye)
    if isinstance(result, Failed):
        errors["content_publish"] = result.error
    try:
        driver.reply(comment, "Thanks")
    except SMMError as error:
        errors["manage_comments"] = error
    assert any(metric.name.value == "reactions" for metric in driver.post_metrics([id]))
    if what == "manage_insights":
        assert errors == {}
        return
    assert set(errors) == {what}
    assert isinstance(errors[what], Forbidden)
    assert scope in one_line(errors[what])


def test_a_missing_scope_is_known_to_the_checkup(world, drivers, account, mode):
    driver = drivers(lacking(world, account, "facebook", "instagram_content_publish"), mode=mode)
    (warning,) = [each for each in driver.checkup().warnings if "instagram_content_publish" in each]
    assert "\n" not in warning


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 464, 467, 492])
def test_a_token_that_has_ended_is_said_and_not_tried_again(world, by_either, login, rye, subcode):
    world.control("tokens/change", token=TOKEN[login], dead=subcode)
    result = by_either.publish(rye)
    assert isinstance(result, Failed)
    assert isinstance(result.error, Unauthorized)
    one_line(result.error)
    assert len(world.calls()) <= 2
    assert world.calls("POST") == []
    world.control("tokens/change", token=TOKEN[login], dead=0)
    assert isinstance(by_either.publish(rye, key="again"), Published)


def test_an_expired_token_is_said_by_the_checkup(world, by_either, login):
    world.control("tokens/change", token=TOKEN[login], lives=0)
    try:
        checkup = by_either.checkup()
    except Unauthorized as error:
        one_line(error)
    else:
        assert not checkup.ok


# Throttling


def closed_for_twelve_minutes(world, driver, post, id):
    """Nothing is called while it is closed, whoever asks; then all goes on."""
    world.forget_calls()
    for _ in range(3):
        for ask in (lambda: driver.post_metrics([id]), lambda: driver.comments(id)):
            with pytest.raises(RateLimited) as caught:
                ask()
            assert caught.value.retry_after > 0
        result = driver.publish(post, key="k")
        assert isinstance(result, Failed)
        assert isinstance(result.error, RateLimited)
        one_line(result.error)
        driver.pass_time(3.5 * MINUTE)
    assert world.calls() == []
    assert world.state()["usage"]["early"] == 0


def test_a_throttled_app_calls_nobody_for_twelve_minutes(world, by_either, rye):
    (id,) = world.control("posts", likes=3)["ids"]
    world.control("usage", type="app", percent=100, minutes=12)
    result = by_either.publish(rye, key="k")
    assert isinstance(result, Failed)
    assert isinstance(result.error, RateLimited)
    closed_for_twelve_minutes(world, by_either, rye, id)
    by_either.pass_time(10 * MINUTE)
    assert isinstance(by_either.publish(rye, key="k"), Published)


def test_a_throttled_account_is_told_in_minutes(world, by_either, account, rye):
    (id,) = world.control("posts", likes=3)["ids"]
    world.control("usage", type="instagram", id=account.id, percent=100, minutes=12)
    result = by_either.publish(rye, key="k")
    assert isinstance(result, Failed)
    assert isinstance(result.error, RateLimited)
    assert 11 * MINUTE < result.error.retry_after <= 13 * MINUTE
    closed_for_twelve_minutes(world, by_either, rye, id)
    by_either.pass_time(2 * MINUTE)
    assert isinstance(by_either.publish(rye, key="k"), Published)
    assert world.state()["usage"]["early"] == 0


def test_a_restart_does_not_call_before_its_time_either(world, drivers, account, mode, rye, tmp_path):
    path = tmp_path / "journal.db"
    world.control("usage", type="instagram", id=account.id, percent=100, minutes=12)
    assert isinstance(drivers(mode=mode, journal=path).publish(rye, key="k"), Failed)
    world.forget_calls()
    again = drivers(mode=mode, journal=path)
    assert isinstance(again.publish(rye, key="k"), Failed)
    assert world.calls() == []
    again.pass_time(12 * MINUTE + 1)
    assert isinstance(again.publish(rye, key="k"), Published)


def test_an_app_at_three_quarters_slows_down_and_goes_on(world, by_either, rye):
    by_either.publish(rye)
    slept = sum(by_either.clock.slept)
    by_either.publish(rye)
    usual = sum(by_either.clock.slept) - slept
    world.control("usage", type="app", percent=80)
    by_either.publish(rye)
    slept = sum(by_either.clock.slept)
    assert isinstance(by_either.publish(rye), Published)
    assert sum(by_either.clock.slept) - slept > usual
    assert len(world.fake.posts()) == 4


# Answers that are none


def test_a_page_of_html_instead_of_an_answer_is_one_line(world, by_either, rye):
    (id,) = world.control("posts", likes=3)["ids"]
    world.control("faults", kind="502", path="GET *", times=20)
    with pytest.raises(SMMError) as caught:
        by_either.post_metrics([id])
    assert "<" not in one_line(caught.value)
    world.begin_anew()
    assert isinstance(by_either.publish(rye), Published)


def test_a_page_of_html_after_a_post_leaves_it_in_doubt_and_then_found(world, by_either, rye):
    world.fake.fault("html_after")
    doubt = by_either.publish(rye, key="k")
    assert isinstance(doubt, Unconfirmed)
    assert "<" not in one_line(doubt.reason)
    by_either.pass_time(61)
    (found,) = by_either.reconcile().results
    assert isinstance(found, Published)
    assert world.fake.posts() == [found.id]
