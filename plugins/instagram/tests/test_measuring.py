"""Figures: with their names, their sources and their times; of what is unknown, nothing."""

import pytest

from smmcore.errors import AnswerLost, RateLimited
from smmcore.models import MetricName, SubjectKind
from smmcore_instagram.platform import Instagram

from .scripted import OWN, Network, account, error, page

DEAD = error(
    100,
    message="(#100) metric[0] must be one of the following values: the value must be a valid insights metric",
)


def row(name, value):
    return {
        "name": name,
        "period": "lifetime",
        "values": [{"value": value}],
        "id": f"1/insights/{name}/lifetime",
    }


def total(name, value):
    return {"name": name, "period": "day", "total_value": {"value": value}, "id": f"1/insights/{name}/day"}


def post(id, likes=3, comments=2, product="FEED", **insights):
    shown = {"id": id, "media_product_type": product, "like_count": likes, "comments_count": comments}
    return {**shown, "insights": page(*(row(*item) for item in insights.items()))} if insights else shown


def of_posts(network, *ids, of=None):
    return network.run(Instagram().post_metrics(network, of or account(), ids))


def values(metrics, id=None):
    return {m.name.value: m.value for m in metrics if id is None or m.subject.id == id}


def test_account_figures_are_of_now_and_of_the_last_day():
    profile = {"id": OWN, "followers_count": 900, "media_count": 12}
    network = Network({f"GET {OWN}": profile, "insights": page(total("reach", 70), total("saves", 4))})
    metrics = network.run(Instagram().account_metrics(network, account()))
    assert values(metrics) == {"followers": 900, "posts": 12, "reach": 70, "saves": 4}
    by_name = {metric.name: metric for metric in metrics}
    assert by_name[MetricName.FOLLOWERS].source == "instagram:followers_count@v26.0"
    reach = by_name[MetricName.REACH]
    assert (reach.end - reach.start).total_seconds() == 86400
    assert reach.source == "instagram:reach@v26.0"
    sent = network.requests(f"{OWN}/insights")[0].params
    assert (sent["period"], sent["metric_type"]) == ("day", "total_value")


def test_without_insights_the_counters_remain():
    network = Network({f"GET {OWN}": {"followers_count": 900}, "insights": error(10)})
    assert values(network.run(Instagram().account_metrics(network, account()))) == {"followers": 900}


def test_insights_that_do_not_answer_cost_no_followers_and_a_limit_is_raised():
    network = Network({f"GET {OWN}": {"followers_count": 900}, "insights": AnswerLost("gone")})
    assert values(network.run(Instagram().account_metrics(network, account()))) == {"followers": 900}
    network.on("insights", error(4))
    with pytest.raises(RateLimited):
        network.run(Instagram().account_metrics(network, account()))


def test_where_nobody_answers_for_any_post_that_is_told():
    with pytest.raises(AnswerLost):
        of_posts(Network({"GET ids": AnswerLost("gone"), "GET 1": AnswerLost("gone")}), "1")


def test_posts_and_reels_take_one_request_for_fifty():
    both = {
        "1": post("1", reach=70, views=99, saved=5),
        "2": post("2", likes=None, product="REELS", shares=1),
    }
    network = Network({"GET ids": both})
    metrics = of_posts(network, "1", "2")
    assert len(network.sent) == 1
    assert values(metrics, "1") == {"reactions": 3, "comments": 2, "reach": 70, "views": 99, "saves": 5}
    assert values(metrics, "2") == {"comments": 2, "shares": 1}
    assert {metric.subject.kind for metric in metrics} == {SubjectKind.POST}
    fields = network.sent[0].params["fields"]
    assert fields == "media_product_type,like_count,comments_count,insights.metric(reach,views,shares,saved)"


def test_of_what_is_gone_there_is_nothing():
    network = Network({"GET ids": error(100, 33), "GET 1": error(100, 33)})
    assert of_posts(network, "1") == []
    assert of_posts(Network(), "no-number") == []


def test_stories_have_other_figures_and_no_comments_but_answers():
    network = Network({"GET 18001": {"id": "18001"}})
    network.run(network.store.put("posts", "7", {"at": 0, "key": "k", "kind": "story"}))
    network.on("GET ids", {"7": post("7", comments=0, product="STORY", reach=70, replies=4, link_clicks=2)})
    assert values(of_posts(network, "7")) == {"reactions": 3, "reach": 70, "comments": 4, "clicks": 2}
    assert "insights.metric(reach,views,shares,replies,link_clicks)" in network.sent[-1].params["fields"]


def test_a_story_that_few_have_seen_keeps_its_counters():
    few = error(10, message="(#10) Not enough viewers for the media to show insights")
    network = Network({"GET ids": [few, {"7": post("7", comments=0, product="STORY")}], "GET 7": few})
    network.run(network.store.put("posts", "7", {"at": 0, "key": "k", "kind": "story"}))
    assert values(of_posts(network, "7")) == {"reactions": 3}


def test_an_unknown_story_among_posts_costs_no_figures():
    kinds = {"1": post("1"), "7": post("7", product="STORY")}
    answers = [DEAD, kinds, {"1": post("1", reach=70)}, {"7": post("7", product="STORY", replies=4)}]
    metrics = of_posts(Network({"GET ids": answers}), "1", "7")
    assert values(metrics, "1") == {"reactions": 3, "comments": 2, "reach": 70}
    assert values(metrics, "7") == {"reactions": 3, "comments": 4}


def test_a_post_from_before_the_account_was_professional_has_its_counters_only():
    old = error(100, 2108006)
    network = Network({"GET ids": [old, {"1": post("1")}], "GET 1": old})
    assert values(of_posts(network, "1")) == {"reactions": 3, "comments": 2}


def test_a_missing_scope_is_told_in_one_line_and_costs_the_insights_only(caplog):
    barred = error(10, message="(#10) Application does not have permission for this action")
    network = Network({"GET ids": [barred, {"1": post("1")}], "GET 1": barred})
    with caplog.at_level("WARNING", "smmcore.instagram"):
        assert values(of_posts(network, "1")) == {"reactions": 3, "comments": 2}
    (line,) = caplog.messages
    assert line.startswith("bakery: no insights of 1 posts: Instagram refused")
