"""Figures of many posts, in as few requests as Facebook allows."""

from collections import Counter


def test_figures_of_a_thousand_posts_take_twenty_one_requests_at_most(world, either):
    ids = world.control("posts", count=1000, reactions=3, views=70, shares=2)["ids"]
    world.forget_calls()
    metrics = either.post_metrics(ids)
    calls = world.calls()
    assert len(calls) <= 21
    assert all(call["cost"] <= 50 * max(1, len(call["items"])) for call in calls)
    assert [call["error"] for call in calls if call["error"]] == []
    assert {metric.subject.id for metric in metrics} == set(ids)
    told = Counter()
    for metric in metrics:
        if not metric.detail:
            told[metric.name.value] += metric.value
    assert told["reactions"] == 3000
    assert told["views"] == 70_000
    assert told["shares"] == 2000


def test_a_post_that_is_gone_costs_the_others_nothing(world, either):
    ids = world.control("posts", count=60, reactions=3)["ids"]
    world.delete(ids[7])
    metrics = either.post_metrics(ids)
    assert {metric.subject.id for metric in metrics} == set(ids) - {ids[7]}


def test_a_figure_of_which_nothing_is_known_is_left_out(world, either):
    (id,) = world.control("posts", reactions=3, views=70)["ids"]
    world.control("metrics", empty=["post_media_view", "post_total_media_view_unique"])
    names = {metric.name.value for metric in either.post_metrics([id])}
    assert "views" not in names
    assert "reactions" in names


def test_figures_name_their_source_and_version(world, either):
    (id,) = world.control("posts", reactions=3, views=70)["ids"]
    sources = {metric.source for metric in (*either.post_metrics([id]), *either.account_metrics())}
    assert all(source.startswith("facebook:") and source.endswith("@v26.0") for source in sources), sources
