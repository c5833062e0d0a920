"""The fake's fields, parameters and answers, held against Meta's own description of v26.0, and against recordings."""

import json

import pytest

from smmcore_instagram.sandbox.insights import _OF_ACCOUNT, PRODUCTS
from smmcore_instagram.sandbox.nodes import (
    COMMENT,
    CONTAINER,
    KINDS,
    MEDIA,
    ONLY_MEDIA,
    ONLY_USER,
    USER,
)
from smmcore_instagram.sandbox.seed import COMPETITOR, HOME, USERNAME
from smmcore_meta.sandbox.official import complaints, gaps, of_answer

from .world import shared

GAPS = {
    "Page.tasks",
    "GET IGUser/business_discovery",
    "GET IGUser/mentioned_comment",
    "GET IGUser/mentioned_media",
    "POST IGUser/media_publish",
    "GET root/ig_hashtag_search",
}
"""What the fake has beside the official files; why stands with each."""


def official():
    return shared("specs", "meta", "v26.0")


def recorded(name):
    return json.loads((shared("samples", "meta") / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "/".join([kind.name, *kind.official]))
def test_fields_and_parameters_are_official(kind):
    assert complaints(kind, official()) == []


def test_every_gap_is_known_by_name_and_has_a_reason():
    found = {name: why for kind in KINDS for name, why in gaps(kind).items()}
    assert set(found) == GAPS
    assert all(found.values())


@pytest.fixture
def things(world):
    """Something of each kind: its identifier by the kind."""
    post = world.publish(caption="Rye", alt_text="A loaf")
    answer = world.comment(post, "Below", person="Ben", reply_to=world.comment(post))
    container = world.container()
    return {MEDIA: post, ONLY_MEDIA: post, COMMENT: answer, CONTAINER: container, USER: HOME, ONLY_USER: "me"}


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (USER, "page"),
        (ONLY_USER, "instagram"),
        (MEDIA, "page"),
        (ONLY_MEDIA, "instagram"),
        (COMMENT, "page"),
        (CONTAINER, "page"),
    ],
    ids=lambda each: each if isinstance(each, str) else "/".join(each.official),
)
def test_values_of_fields_are_of_the_official_types(world, things, kind, by):
    body = world.get(things[kind], by, fields=",".join(["id", *kind.fields]))
    assert of_answer(kind, body, official()) == []
    assert len(body) > 1


def form(value):
    """What a value is made of; of lists the first item stands for all."""
    if isinstance(value, dict):
        return {name: form(each) for name, each in value.items()}
    if isinstance(value, list):
        return [form(each) for each in value[:1]]
    return type(value).__name__


def missing(ours, theirs, path=""):
    """What a recording has and our answer has not, or has otherwise."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name, each in theirs.items():
            if name in ours:
                yield from missing(ours[name], each, f"{path}.{name}")
            else:
                yield f"{path}.{name} is missing"
    elif isinstance(theirs, list) and isinstance(ours, list):
        if theirs and ours:
            yield from missing(ours[0], theirs[0], f"{path}[]")
    elif ours != theirs:
        yield f"{path} is {ours}, was recorded as {theirs}"


def as_recorded(ours, name):
    return list(missing(form(ours), form(recorded(name))))


def one_each(bodies):
    """Answers by identifier, with the identifiers taken away."""
    return list(bodies.values())


def test_containers_and_quota_are_as_recorded(world):
    ids = ",".join(world.container() for _ in range(2))
    statuses = world.get("", ids=ids, fields="id,status,status_code")
    assert one_each(statuses)[0]["status"] == one_each(recorded("ig_containers_status_ids"))[0]["status"]
    assert form(one_each(statuses)[0]) == form(one_each(recorded("ig_containers_status_ids"))[0])
    quota = world.get(f"{HOME}/content_publishing_limit", fields="quota_usage,config")
    assert (
        as_recorded({"data": [_without_id(each) for each in quota["data"]]}, "ig_content_publishing_limit")
        == []
    )


def _without_id(body):
    return {name: each for name, each in body.items() if name != "id"}


def test_media_and_comments_are_as_recorded(world):
    post = world.publish(caption="Rye")
    for number in range(3):
        world.comment(post, f"No. {number}")
    fields = "id,caption,comments_count,like_count,media_type,media_url,permalink,timestamp"
    theirs = one_each(recorded("ig_media_multi_get_fields"))[0]
    assert list(missing(form(world.get("", ids=post, fields=fields)[post]), form(theirs))) == []
    comments = world.get(f"{post}/comments", fields="timestamp,text,id", limit="2")
    assert as_recorded(comments, "ig_media_comments_p1") == []


def test_competitors_are_as_recorded(world):
    world.control("posts", by=COMPETITOR, text="A post")
    media = "id,caption,comments_count,like_count,media_type,media_url,permalink,timestamp"
    found = world.get(HOME, fields=f"business_discovery.username({COMPETITOR}){{media{{{media}}}}}")
    # What was posted by hand in the fake has no picture.
    assert as_recorded(found, "ig_business_discovery_media_p1") == [
        ".business_discovery.media.data[].media_url is missing"
    ]


def test_figures_are_as_recorded(world):
    post = world.publish()
    world.fake.react(post, "👍", 3)
    found = world.get(f"{post}/insights", metric="likes,comments,reach")
    assert as_recorded({"data": found["data"]}, "ig_reel_media_insights") == []
    found = world.get(
        f"{HOME}/insights",
        metric="reach",
        period="day",
        metric_type="total_value",
        breakdown="media_product_type,follow_type",
    )
    assert as_recorded(found, "ig_user_insights_total_value_breakdown") == []


def test_errors_are_worded_as_recorded(world):
    theirs = recorded("ig_login_error")["error"]
    ours = world.ask("GET", "me/impressions/day", "instagram").json()["error"]
    assert {**ours, "fbtrace_id": ""} == {**theirs, "fbtrace_id": ""}
    assert USERNAME not in ours["message"]


def figures_of(kind):
    return json.loads(shared("specs", "meta", "insights_metrics.json").read_text("utf-8"))[kind]


def gone(kind):
    """The names of figures that died, by kind; patterns and names with a remark are left out."""
    names = [name for group in figures_of(kind)["dead"].values() for name in group]
    return [name for name in names if name.replace("_", "").isalnum()]


@pytest.mark.parametrize(("kind", "known"), [("instagram_media", PRODUCTS), ("instagram_user", _OF_ACCOUNT)])
def test_the_fake_has_no_figure_that_is_not_listed(kind, known):
    assert set(known) <= set(figures_of(kind)["metrics"])


def test_figures_are_for_the_kinds_of_media_that_are_listed():
    listed = figures_of("instagram_media")["metrics"]
    assert {name: sorted(kinds) for name, kinds in PRODUCTS.items()} == {
        name: sorted(listed[name]) for name in PRODUCTS
    }


@pytest.mark.parametrize("kind", ["instagram_media", "instagram_user"])
def test_figures_that_died_are_refused(world, kind):
    path = HOME if kind == "instagram_user" else world.publish()
    assert len(gone(kind)) > 2
    for name in gone(kind):
        assert world.fail("GET", f"{path}/insights", metric=name)[0] == 100
