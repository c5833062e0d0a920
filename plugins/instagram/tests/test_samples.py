"""The fake's answers, held against answers that were recorded from Instagram."""

import json

import pytest

from smmcore.testing.samples import jpeg
from smmcore_instagram.sandbox.seed import COMPETITOR, HOME, USERNAME

from .world import shared


@pytest.fixture
def recorded():
    def load(name):
        return json.loads(shared("samples", "meta", f"{name}.json").read_text())

    return load


def shape(value):
    """Names and types, to any depth; of lists, what all items have together."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        shapes = [shape(each) for each in value]
        if all(isinstance(each, dict) for each in shapes):
            return [{name: each for one in shapes for name, each in one.items()}]
        return shapes[:1]
    return type(value).__name__


def differences(ours, theirs, at=""):
    """Where the fake says something that was never recorded, or in another type."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name, each in ours.items():
            if name not in theirs:
                yield f"{at}.{name}: not recorded"
            else:
                yield from differences(each, theirs[name], f"{at}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        for one, other in zip(ours, theirs, strict=False):
            yield from differences(one, other, f"{at}[]")
    elif ours != theirs:
        yield f"{at}: {ours}, recorded {theirs}"


def as_recorded(ours, theirs, *left_out):
    found = list(differences(shape(ours), shape(theirs)))
    assert [each for each in found if each.partition(":")[0].rpartition(".")[2] not in left_out] == []


def test_containers_look_as_recorded(world, recorded):
    ids = [world.container() for _ in range(2)]
    ours = world.get("", ids=",".join(ids), fields="id,status,status_code")
    theirs = recorded("ig_containers_status_ids")
    as_recorded(list(ours.values()), list(theirs.values()))
    assert {each["status"] for each in ours.values()} == {each["status"] for each in theirs.values()}


def test_the_quota_looks_as_recorded(world, recorded):
    ours = world.get(f"{HOME}/content_publishing_limit", fields="quota_usage,config")
    as_recorded(ours, recorded("ig_content_publishing_limit"))


def test_a_picture_that_is_too_large_is_refused_as_recorded(world, recorded):
    address = world.address(jpeg() + bytes(8 * 2**20), "large.jpg")
    ours = world.ask("POST", f"{HOME}/media", image_url=address).json()["error"]
    theirs = recorded("ig_error_36000_image_too_large")["error"]
    assert {**ours, "fbtrace_id": ""} == {**theirs, "fbtrace_id": ""}


def test_errors_of_instagrams_login_look_as_recorded(world, recorded):
    ours = world.ask("GET", f"{HOME}/impressions/day", "instagram").json()
    theirs = recorded("ig_login_error")
    as_recorded(ours, theirs)
    assert (ours["error"]["type"], ours["error"]["code"]) == (
        theirs["error"]["type"],
        theirs["error"]["code"],
    )


def test_dead_metrics_are_refused_as_recorded(world, recorded):
    (post,) = world.control("posts")["ids"]
    ours = world.ask("GET", f"{post}/insights", metric="plays").json()
    theirs = recorded("fb_error_100_invalid_metric")
    as_recorded(ours, theirs)
    assert ours["error"]["message"] == theirs["error"]["message"]


def test_uploads_are_refused_as_recorded(world, recorded):
    headers = {"Authorization": "OAuth wrong", "offset": "0", "file_size": "3"}
    ours = world.http.post("/ig-api-upload/v26.0/17900000000000000", headers=headers, content=b"abc").json()
    assert ours == recorded("ig_rupload_failure")


def test_comments_look_as_recorded(world, recorded):
    post = world.publish()
    for text in ("One", "Two", "Three"):
        world.comment(post, text)
    ours = world.get(f"{post}/comments", limit="2")
    as_recorded(ours, recorded("ig_media_comments_p1"), "before")  # cut out of the recording


def test_posts_look_as_recorded(world, recorded):
    parts = [world.container(is_carousel_item=True) for _ in range(2)]
    post = world.publish(media_type="CAROUSEL", children=",".join(parts), caption="Two")
    fields = (
        "id,caption,comments_count,like_count,media_type,media_url,"
        "permalink,timestamp,children{id,media_type,media_url,permalink,shortcode,timestamp}"
    )
    ours = world.get("", ids=post, fields=fields)
    theirs = recorded("ig_media_multi_get_fields")
    as_recorded([*ours.values()], [*theirs.values()])


def test_tagged_media_look_as_recorded(world, recorded):
    world.control("posts", person="Ann", text="Lunch", tags=True)
    fields = "id,caption,comments_count,like_count,media_type,permalink,timestamp"
    as_recorded(world.get(f"{HOME}/tags", fields=fields), recorded("ig_tagged_media"), "paging")


def test_mentions_look_as_recorded(world, recorded):
    comment = world.comment(world.publish(), f"Good, @{USERNAME}")
    asked = f"mentioned_comment.comment_id({comment}){{id,like_count,text,timestamp,username}}"
    as_recorded(world.get(HOME, fields=asked), recorded("ig_mentioned_comment"))
    (media,) = world.control("posts", by=COMPETITOR, text=f"With @{USERNAME}")["ids"]
    asked = f"mentioned_media.media_id({media}){{caption,comments_count,id,like_count,media_type,timestamp}}"
    as_recorded(world.get(HOME, fields=asked), recorded("ig_mentioned_media"))


def test_competitors_look_as_recorded(world, recorded):
    inner = "id,caption,comments_count,like_count,media_type,permalink,timestamp"
    ours = world.get(HOME, fields=f"business_discovery.username({COMPETITOR}){{media.limit(2){{{inner}}}}}")
    as_recorded(ours, recorded("ig_business_discovery_media_p1"), "before")


def test_hashtags_look_as_recorded(world, recorded):
    id = world.get("ig_hashtag_search", user_id=HOME, q="rye")["data"][0]["id"]
    world.control("posts", text="#rye", count=3)
    fields = "id,media_type,comments_count,like_count"
    ours = world.get(f"{id}/recent_media", user_id=HOME, fields=fields, limit="2")
    as_recorded(ours, recorded("ig_hashtag_recent_media_p1"))


def test_figures_of_reels_look_as_recorded(world, recorded):
    (reel,) = world.control("posts", product="REELS")["ids"]
    theirs = recorded("ig_reel_media_insights")
    names = ",".join(row["name"] for row in theirs["data"])
    ours = world.get(f"{reel}/insights", metric=names)
    as_recorded(ours, theirs)
    assert [row["name"] for row in ours["data"]] == names.split(",")
    assert all(row["id"].endswith(f"/insights/{row['name']}/lifetime") for row in ours["data"])


def test_figures_of_the_account_in_parts_look_as_recorded(world, recorded):
    world.control("posts", views=3)
    asked = {"metric": "reach", "metric_type": "total_value", "period": "day"}
    ours = world.get(f"{HOME}/insights", **asked, breakdown="media_product_type")
    as_recorded(ours, recorded("ig_user_insights_total_value_breakdown"), "next")


def test_figures_of_stories_in_parts_look_as_recorded(world, recorded):
    (story,) = world.control("posts", product="STORY", views=9)["ids"]
    world.control("figures", post=story, figures={"navigation.tap_forward": 19, "navigation.tap_back": 4})
    asked = {"metric": "navigation", "breakdown": "story_navigation_action_type"}
    (row,) = world.get(f"{story}/insights", **asked)["data"]
    as_recorded(row, recorded("ig_story_navigation_insight_v16"))


# Webhooks


def waiting(world):
    return world.state()["webhooks"]["waiting"]


@pytest.mark.parametrize("by", ["page", "instagram"])
def test_webhooks_look_as_recorded(world, recorded, by):
    world.post(f"{HOME}/subscribed_apps", by, subscribed_fields="comments,mentions")
    post = world.publish()
    first = world.comment(post)
    world.comment(post, f"Hello @{USERNAME}", reply_to=first)
    world.post(f"{post}/comments", by, message="Hello")
    entries = waiting(world)
    assert [entry["changes"][0]["field"] for entry in entries] == [
        "comments",
        "comments",
        "mentions",
        "comments",
    ]
    as_recorded([entries[1]], recorded("wh_ig_comments")["entry"])
    as_recorded([entries[2]], recorded("wh_ig_mentions")["entry"])
    as_recorded([entries[3]], recorded("wh_ig_comments_live_2025")["entry"])
