"""Figures of many posts, in as few requests as Instagram allows."""

from collections import Counter

import pytest

MOST = 21


def totals(metrics):
    told = Counter()
    for metric in metrics:
        if not metric.detail:
            told[metric.name.value] += metric.value
    return told


@pytest.fixture
def by_either(drivers, by_login, mode):
    return drivers(by_login, mode=mode)


def test_figures_of_a_thousand_posts_take_twenty_one_requests_at_most(world, by_either):
    ids = world.control("posts", count=1000, likes=3, views=70)["ids"]
    world.forget_calls()
    metrics = by_either.post_metrics(ids)
    calls = world.calls()
    assert len(calls) <= MOST, [call["path"] for call in calls]
    assert [call["error"] for call in calls if call["error"]] == []
    assert {metric.subject.id for metric in metrics} == set(ids)
    told = totals(metrics)
    assert (told["reactions"], told["views"], told["reach"]) == (3000, 70_000, 70_000)


def test_a_thousand_posts_of_all_kinds_take_no_more(world, by_either):
    ids = [
        *world.control("posts", count=500, likes=1)["ids"],
        *world.control("posts", count=500, product="REELS", likes=2)["ids"],
    ]
    world.forget_calls()
    metrics = by_either.post_metrics(ids)
    assert len(world.calls()) <= MOST
    assert totals(metrics)["reactions"] == 1500


def test_a_post_that_is_gone_costs_the_others_nothing(world, by_either):
    ids = world.control("posts", count=60, likes=3)["ids"]
    world.delete(ids[7])
    metrics = by_either.post_metrics(ids)
    assert {metric.subject.id for metric in metrics} == set(ids) - {ids[7]}


def test_stories_with_few_viewers_have_no_figures_and_cost_the_others_nothing(world, by_either):
    posts = world.control("posts", count=3, likes=3)["ids"]
    few, many = (world.control("posts", product="STORY", views=views)["ids"][0] for views in (4, 6))
    metrics = by_either.post_metrics([*posts, few, many])
    reach = {metric.subject.id: metric.value for metric in metrics if metric.name.value == "reach"}
    assert reach == {**dict.fromkeys(posts, 0), many: 6}


def test_what_instagram_does_not_know_yet_is_left_out(world, by_either):
    (id,) = world.control("posts", likes=3, views=70)["ids"]
    world.control("metrics", empty=["views", "reach"])
    names = {metric.name.value for metric in by_either.post_metrics([id])}
    assert "reactions" in names
    assert not {"views", "reach"} & names


def test_figures_of_the_account_are_read_in_two_requests(world, by_either):
    world.control("posts", likes=3, views=70)
    world.forget_calls()
    told = totals(by_either.account_metrics())
    assert (told["followers"], told["reach"], told["reactions"]) == (1200, 70, 3)
    assert len(world.calls()) <= 2


def test_figures_name_their_source_and_version(world, by_either):
    (id,) = world.control("posts", likes=3, views=70)["ids"]
    sources = {metric.source for metric in (*by_either.post_metrics([id]), *by_either.account_metrics())}
    assert all(source.startswith("instagram:") and source.endswith("@v26.0") for source in sources), sources
