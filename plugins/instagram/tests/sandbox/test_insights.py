"""Figures by kind of media, of the account, and where there are none."""

import pytest

from smmcore_instagram.sandbox.seed import HOME

BOTH = pytest.mark.parametrize("by", ["page", "instagram"])


def figures(answer):
    return {row["name"]: row["values"][0]["value"] for row in answer["data"]}


@BOTH
def test_figures_of_a_post_are_what_happened(world, by):
    post = world.publish()
    world.fake.react(post, "👍", 3)
    world.comment(post)
    world.control("figures", post=post, figures={"views": 70, "shares": 2})
    found = world.get(f"{post}/insights", by, metric="likes,comments,views,shares,total_interactions")
    assert figures(found) == {"likes": 3, "comments": 1, "views": 70, "shares": 2, "total_interactions": 6}
    assert found["data"][0]["id"] == f"{post}/insights/likes/lifetime"


@pytest.mark.parametrize(
    ("kind", "metric", "fine"),
    [
        ("FEED", "follows", True),
        ("FEED", "ig_reels_avg_watch_time", False),
        ("REELS", "ig_reels_avg_watch_time", True),
        ("REELS", "follows", False),
        ("FEED", "facebook_views", False),
        ("FEED", "impressions", False),
    ],
)
def test_each_kind_of_media_has_metrics_of_its_own(world, kind, metric, fine):
    (post,) = world.control("posts", product=kind)["ids"]
    answer = world.ask("GET", f"{post}/insights", metric=f"reach,{metric}")
    assert (answer.status_code == 200) is fine
    if not fine:
        assert answer.json()["error"]["code"] == 100


def test_a_metric_that_died_fails_the_whole_list(world):
    (post,) = world.control("posts")["ids"]
    world.control("metrics", retire=["saved"])
    code, _, said = world.fail("GET", f"{post}/insights", metric="reach,saved")
    assert (code, "must be a valid insights metric" in said) == (100, True)
    assert world.get(f"{post}/insights", metric="reach")["data"]


def test_metrics_without_data_are_left_out(world):
    (post,) = world.control("posts")["ids"]
    world.control("metrics", empty=["saved"])
    assert list(figures(world.get(f"{post}/insights", metric="reach,saved"))) == ["reach"]


def test_a_story_has_figures_from_five_viewers_on_and_for_a_day(world):
    story = world.publish(media_type="STORIES", image_url=world.picture())
    assert world.fail("GET", f"{story}/insights", metric="reach")[0] == 10
    world.control("figures", post=story, figures={"reach": 5, "navigation": 7, "navigation.tap_forward": 7})
    assert figures(world.get(f"{story}/insights", metric="reach,replies")) == {"reach": 5, "replies": 0}
    by_type = world.get(f"{story}/insights", metric="navigation", breakdown="story_navigation_action_type")
    assert by_type["data"][0]["total_value"]["value"] == 7
    world.advance(86_401)
    assert world.get(f"{story}/insights", metric="reach")["data"] == []


def test_totals_need_the_facebook_login(world):
    (post,) = world.control("posts", likes=4)["ids"]
    assert figures(world.get(f"{post}/insights", metric="total_likes")) == {"total_likes": 4}
    assert world.fail("GET", f"{post}/insights", "instagram", metric="total_likes")[0] == 100


@BOTH
def test_figures_of_the_account_are_totals_or_by_day(world, by):
    world.control("posts", likes=5, views=80)
    day = {"period": "day", "metric_type": "total_value"}
    found = world.get(f"{HOME}/insights", by, metric="reach,likes,views", **day)["data"]
    assert {row["name"]: row["total_value"]["value"] for row in found} == {
        "reach": 80,
        "likes": 5,
        "views": 80,
    }
    series = world.get(f"{HOME}/insights", by, metric="reach", period="day")["data"]
    assert all("end_time" in value for row in series for value in row["values"])
    assert world.fail("GET", f"{HOME}/insights", by, metric="likes", period="day")[0] == 100
    parts = world.get(f"{HOME}/insights", by, metric="reach", **day, breakdown="media_product_type")["data"]
    (breakdown,) = parts[0]["total_value"]["breakdowns"]
    assert breakdown["dimension_keys"] == ["media_product_type"]


def test_no_more_than_thirty_days_at_once(world):
    day = {"metric": "reach", "period": "day", "metric_type": "total_value", "until": "1780000000"}
    assert world.fail("GET", f"{HOME}/insights", **day, since=str(1780000000 - 31 * 86_400))[0] == 100


def test_small_accounts_are_not_told_who_follows_them(world):
    asked = {"metric": "follower_demographics", "period": "lifetime", "metric_type": "total_value"}
    found = world.get(f"{HOME}/insights", **asked, timeframe="this_month", breakdown="country")
    assert found["data"][0]["total_value"]["value"] == 1200
    world.control("followers", followers=99)
    assert world.get(f"{HOME}/insights", **asked, timeframe="this_month", breakdown="country")["data"] == []


def test_a_thousand_posts_figures_fit_into_one_batch(world):
    ids = world.control("posts", count=1000, likes=1)["ids"]
    import json

    fields = "like_count,insights.metric(reach,views)"
    chunks = [ids[start : start + 50] for start in range(0, 1000, 50)]
    batch = [{"method": "GET", "relative_url": f"?ids={','.join(c)}&fields={fields}"} for c in chunks]
    answer = world.ask("POST", "", batch=json.dumps(batch), include_headers="false").json()
    found = {id: node for item in answer for id, node in json.loads(item["body"]).items()}
    assert set(found) == set(ids)
    assert all(len(node["insights"]["data"]) == 2 for node in found.values())
