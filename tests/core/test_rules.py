"""Rules of accounts: posts that were missed, and posts of which nobody knows."""

from datetime import timedelta

import pytest
from attrs import evolve

from smmcore import (
    Failed,
    InvalidInput,
    NotConfirmed,
    NotSent,
    Post,
    Published,
    Rules,
    Scheduled,
    Unclear,
    Unconfirmed,
)
from smmcore.journal.entry import State

from .network import START, WallPlatform, account

LATER = START + timedelta(hours=1)


def only(outcome):
    (result,) = outcome
    return result


def ruled(wall, **rules):
    return evolve(account(wall), rules=Rules(**rules))


def test_a_post_that_was_missed_is_published_late_and_says_so(opened, wall, clock):
    smm = opened(ruled(wall))
    smm.publish(Post("Hi"), to="bakery", key="k", at=LATER)
    clock.advance(hours=4, minutes=10)
    published = only(smm.work())
    assert published.warnings == ("published late: its time passed 3 h 10 min ago while nothing was running",)


def test_a_post_that_is_a_little_late_says_nothing(opened, wall, clock):
    smm = opened(ruled(wall))
    smm.publish(Post("Hi"), to="bakery", key="k", at=LATER)
    clock.advance(hours=1, minutes=50)
    assert only(smm.work()).warnings == ()


def test_a_post_that_was_missed_is_skipped_where_the_account_wants_that(opened, wall, clock):
    smm = opened(ruled(wall, missed="skip", missed_after=30))
    smm.publish(Post("Hi"), to="bakery", key="k", at=LATER)
    clock.advance(hours=1, minutes=31)
    failed = only(smm.work())
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, NotSent)
    assert "31 min ago" in str(failed.error)
    assert wall.texts == []
    assert smm.journal.get("bakery", "k").state is State.FAILED


def test_a_post_that_was_tried_in_time_is_not_missed(opened, wall, clock):
    smm = opened(ruled(wall, missed="skip", missed_after=30))
    wall.fault("limited", retry_after=7200)
    smm.publish(Post("Hi"), to="bakery", key="k", at=LATER)
    clock.advance(hours=1)
    assert isinstance(only(smm.work()), Scheduled)
    clock.advance(hours=2)
    assert isinstance(only(smm.work()), Published)


@pytest.mark.parametrize(
    ("doubt", "kind"), [("wait", Unconfirmed), ("duplicate", Scheduled), ("loss", Failed)]
)
def test_what_nobody_can_find_out_follows_the_accounts_rule(opened, wall, clock, doubt, kind):
    blind = WallPlatform(finding=lambda: Unclear("walls have no eyes"))
    smm = opened(ruled(wall, doubt=doubt), plugins=[blind])
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    assert isinstance(only(smm.reconcile()), Unconfirmed)
    clock.advance(minutes=5)
    assert isinstance(only(smm.reconcile()), kind)
    smm.work()
    assert wall.texts == ["Hi"] * (2 if doubt == "duplicate" else 1)


def test_what_was_given_up_is_not_sent_by_trying_the_key_again(opened, wall, clock):
    smm = opened(ruled(wall, doubt="loss"), plugins=[WallPlatform(finding=lambda: Unclear("dark"))])
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    clock.advance(minutes=5)
    failed = only(smm.reconcile())
    assert isinstance(failed.error, NotConfirmed)
    assert isinstance(only(smm.publish(Post("Hi"), to="bakery", key="k")), Unconfirmed)
    assert wall.texts == ["Hi"]


def test_a_network_that_cannot_be_reached_has_not_said_that_it_does_not_know(opened, wall, clock):
    def unreachable():
        raise NotSent("no connection")

    smm = opened(ruled(wall, doubt="duplicate"), plugins=[WallPlatform(finding=unreachable)])
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    clock.advance(minutes=5)
    assert isinstance(only(smm.reconcile()), Unconfirmed)


def test_rules_in_smm_toml(tmp_path):
    from smmcore.config import read_config

    file = tmp_path / "smm.toml"
    file.write_text(
        '[accounts.door]\nplatform = "wall"\nrules = { missed = "skip", missed_after = 15, doubt = "loss" }\n'
    )
    (door,) = read_config(file).accounts_with_secrets()
    assert door.rules == Rules(missed="skip", missed_after=15, doubt="loss")
    file.write_text('[accounts.door]\nplatform = "wall"\nrules = { missed = "later" }\n')
    with pytest.raises(InvalidInput, match=r"accounts\.door\.rules: missed: .*later"):
        read_config(file)
    file.write_text('[accounts.door]\nplatform = "wall"\nrules = "skip"\n')
    with pytest.raises(InvalidInput, match=r"accounts\.door\.rules: must be a table"):
        read_config(file)
