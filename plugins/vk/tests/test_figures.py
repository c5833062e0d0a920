"""Figures of many posts, in as few requests as VK allows."""

from collections import Counter


def test_figures_of_a_thousand_posts_take_twelve_requests(world, either):
    # The test's clock leaps while calls are on their way, which no real clock does: rates are tested elsewhere.
    world.control("settings", limits_on=False)
    ids = world.control("posts", count=1000, likes=3, views=70)["ids"]
    world.forget_calls()
    metrics = either.post_metrics([str(id) for id in ids])
    calls = world.calls()
    assert Counter(call["method"] for call in calls) == {"wall.getById": 10, "execute": 2}
    inner = [call["inner"] for call in calls if call["method"] == "execute"]
    assert sorted(map(len, inner)) == [9, 25]
    assert {name for names in inner for name in names} == {"stats.getPostReach"}
    assert {metric.subject.id for metric in metrics} == {str(id) for id in ids}
    told = Counter()
    for metric in metrics:
        if not metric.detail:
            told[metric.name.value] += metric.value
    assert (told["reactions"], told["views"], told["reach"]) == (3000, 70_000, 70_000)
