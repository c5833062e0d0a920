"""What goes wrong at Meta is told in one line; nothing else fails, and nothing is called before its time."""

import logging

import pytest
from attrs import evolve

from smmcore.errors import Forbidden, RateLimited, SMMError, Unauthorized
from smmcore.models import Failed, Post, Published, Unconfirmed
from smmcore_facebook.sandbox import PAGE_TOKEN
from smmcore_facebook.sandbox.kinds import SCOPES

MINUTE, DAY = 60, 86_400


def one_line(error):
    said = str(error)
    assert said.strip()
    assert "\n" not in said
    assert PAGE_TOKEN not in said
    return said


def with_token(account, token):
    secrets = {name: value for name, value in account.secrets.items() if name != "user_token"}
    return evolve(account, secrets={**secrets, "token": token})


def test_a_retired_metric_takes_no_other_down(world, either, caplog):
    (id,) = world.control("posts", reactions=3, views=70)["ids"]
    before = {metric.name for metric in either.post_metrics([id])}
    world.control("metrics", retire=["post_total_media_view_unique"])
    with caplog.at_level(logging.WARNING):
        after = {metric.name for metric in either.post_metrics([id])}
    assert after
    assert after < before or after == before
    said = [
        record.getMessage()
        for record in caplog.records
        if "post_total_media_view_unique" in record.getMessage()
    ]
    assert len(said) == 1
    assert "\n" not in said[0]


def test_a_metric_that_is_dead_is_not_asked_for_again_for_a_month(world, either):
    (id,) = world.control("posts", reactions=3, views=70)["ids"]
    world.control("metrics", retire=["post_total_media_view_unique"])
    either.post_metrics([id])
    world.forget_calls()
    either.post_metrics([id])
    assert [call for call in world.calls() if call["error"]] == []
    either.pass_time(31 * DAY)
    world.control("metrics", revive=["post_total_media_view_unique"])
    names = {metric.source for metric in either.post_metrics([id])}
    assert any("post_total_media_view_unique" in name for name in names)


def test_a_dead_metric_of_the_page_takes_no_other_down(world, either):
    before = {metric.source for metric in either.account_metrics()}
    world.control("metrics", retire=["page_media_view"])
    after = {metric.source for metric in either.account_metrics()}
    assert after == {source for source in before if "page_media_view" not in source}


@pytest.mark.parametrize("scope", ["pages_manage_posts", "read_insights", "pages_manage_engagement"])
def test_a_missing_scope_is_named_and_the_rest_goes_on(world, drivers, account, mode, scope):
    lacking = [each for each in SCOPES if each != scope]
    token = world.control("tokens", like=PAGE_TOKEN, scopes=lacking)["token"]
    driver = drivers(with_token(account, token), mode=mode)
    (id,) = world.control("posts", reactions=3)["ids"]
    comment = world.comment(id)
    errors = {}
    result = driver.publish(Post("Rye"))
    if isinstance(result, Failed):
        errors["pages_manage_posts"] = result.error
    try:
        driver.reply(comment, "Thanks")
    except SMMError as error:
        errors["pages_manage_engagement"] = error
    assert {metric.subject.id for metric in driver.post_metrics([id])} == {
        id
    }  # the edges' sums need no insights
    if scope != "read_insights":
        assert set(errors) == {scope}
        assert isinstance(errors[scope], Forbidden)
        assert scope in one_line(errors[scope])
    else:
        assert errors == {}


def test_a_missing_scope_is_known_to_the_checkup(world, drivers, account, mode):
    lacking = [each for each in SCOPES if each != "pages_manage_posts"]
    token = world.control("tokens", like=PAGE_TOKEN, scopes=lacking)["token"]
    checkup = drivers(with_token(account, token), mode=mode).checkup()
    (warning,) = [each for each in checkup.warnings if "pages_manage_posts" in each]
    assert "\n" not in warning


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 464, 467, 492])
def test_a_token_that_has_ended_is_said_and_not_tried_again(world, either, subcode):
    world.control("tokens/change", token=PAGE_TOKEN, dead=subcode)
    result = either.publish(Post("Rye"))
    assert isinstance(result, Failed)
    assert isinstance(result.error, Unauthorized)
    one_line(result.error)
    assert len(world.calls("POST")) <= 1
    world.control("tokens/change", token=PAGE_TOKEN, dead=0)
    assert isinstance(either.publish(Post("Rye"), key="again"), Published)


def test_an_app_that_is_throttled_calls_nobody_for_twelve_minutes(world, drivers, mode):
    driver = drivers(mode=mode)
    (id,) = world.control("posts", reactions=3)["ids"]
    world.control("usage", type="app", percent=100, minutes=12)
    result = driver.publish(Post("Rye"), key="k")
    assert isinstance(result, Failed)
    assert isinstance(result.error, RateLimited)
    one_line(result.error)
    world.forget_calls()
    for _ in range(3):
        with pytest.raises(RateLimited):
            driver.post_metrics([id])
        assert isinstance(driver.publish(Post("Rye"), key="k"), Failed)
        driver.pass_time(3 * MINUTE)
    assert world.calls() == []
    assert world.state()["usage"]["early"] == 0
    driver.pass_time(60 * MINUTE)
    assert isinstance(driver.publish(Post("Rye"), key="k"), Published)


def test_a_page_that_is_throttled_is_told_in_minutes(world, either, account):
    world.control("usage", type="pages", id=account.id, percent=100, minutes=12)
    result = either.publish(Post("Rye"), key="k")
    assert isinstance(result, Failed)
    assert isinstance(result.error, RateLimited)
    assert 11 * MINUTE < result.error.retry_after <= 13 * MINUTE
    world.forget_calls()
    either.publish(Post("Rye"), key="k")
    assert world.calls() == []
    either.pass_time(12 * MINUTE + 1)
    assert isinstance(either.publish(Post("Rye"), key="k"), Published)
    assert world.state()["usage"]["early"] == 0


def test_an_app_at_three_quarters_slows_down_and_goes_on(world, either):
    world.control("usage", type="app", percent=80)
    before = len(either.clock.slept)
    for number in range(3):
        assert isinstance(either.publish(Post(f"Rye {number}")), Published)
    assert len(either.clock.slept) > before
    assert len(world.fake.posts()) == 3


def test_a_page_of_html_instead_of_an_answer_is_one_line(world, either):
    (id,) = world.control("posts", reactions=3)["ids"]
    world.control("faults", kind="502", path="GET *", times=20)
    with pytest.raises(SMMError) as caught:
        either.post_metrics([id])
    assert "<" not in one_line(caught.value)
    world.fake.reset()
    assert isinstance(either.publish(Post("Rye")), Published)


def test_a_page_of_html_after_a_post_leaves_it_in_doubt_and_then_found(world, either):
    world.fake.fault("html_after")
    doubt = either.publish(Post("Rye"), key="k")
    assert isinstance(doubt, Unconfirmed)
    assert "<" not in one_line(doubt.reason)
    either.pass_time(61)
    (found,) = either.reconcile().results
    assert isinstance(found, Published)
    assert world.fake.posts() == [found.id]
