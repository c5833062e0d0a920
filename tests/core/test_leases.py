from datetime import UTC, datetime, timedelta

import pytest

from smmcore.journal.journal import Journal

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["memory", "file", "postgres"])
def leases(request, tmp_path):
    urls = {"memory": lambda: None, "file": lambda: tmp_path / "journal.db"}
    url = urls[request.param]() if request.param in urls else request.getfixturevalue("postgres_url")
    journal = Journal(url)
    yield journal.leases
    journal.close()


def test_one_owner_has_it_until_it_ends(leases):
    assert leases.take("posts of a", "me", NOW, MINUTE)
    assert not leases.take("posts of a", "me", NOW, MINUTE)
    assert not leases.take("posts of a", "you", NOW + MINUTE - timedelta(seconds=1), MINUTE)
    assert leases.take("posts of b", "you", NOW, MINUTE)
    assert leases.held(NOW, MINUTE) == {"posts of a", "posts of b"}
    assert leases.take("posts of a", "you", NOW + MINUTE, MINUTE)
    assert not leases.take("posts of a", "me", NOW + MINUTE, MINUTE)


def test_it_is_given_back_by_its_owner_only(leases):
    leases.take("x", "me", NOW, MINUTE)
    leases.give_back("x", "you")
    assert not leases.take("x", "you", NOW, MINUTE)
    leases.give_back("x", "me")
    assert leases.take("x", "you", NOW, MINUTE)


def test_a_clock_that_was_set_back_does_not_hold_it_for_ever(leases):
    leases.take("x", "me", NOW + timedelta(days=300), MINUTE)
    assert leases.take("x", "you", NOW, MINUTE)


def test_whoever_has_short_leases_takes_nothing_from_one_with_long_ones(leases):
    leases.take("x", "slow", NOW, 60 * MINUTE)
    soon = NOW + timedelta(seconds=2)
    assert not leases.take("x", "quick", soon, MINUTE)
    assert leases.held(soon, MINUTE) == {"x"}
    assert leases.take("x", "quick", NOW + 61 * MINUTE, MINUTE)


def test_one_of_a_clock_that_was_ahead_is_not_held(leases):
    leases.take("x", "me", NOW + timedelta(days=1), MINUTE)
    assert leases.held(NOW, MINUTE) == set()
