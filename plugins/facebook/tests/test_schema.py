"""The fake's fields, parameters and answers, held against Meta's own description of v26.0, and against recordings."""

import json

import pytest

from smmcore.testing.samples import jpeg, mp4
from smmcore_facebook.sandbox.kinds import COMMENT, KINDS, PAGE, PHOTO, POST, PROFILE, VIDEO
from smmcore_facebook.sandbox.measuring import PAGE_METRICS, POST_METRICS, VIDEO_METRICS
from smmcore_meta.sandbox.official import complaints, gaps, of_answer

from .world import shared

GAPS = {
    "Page.tasks",
    "POST Page/photos",
    "POST Page/picture",
}
"""What the fake has beside the official files; why stands with each."""


def official():
    return shared("specs", "meta", "v26.0")


def recorded(name):
    return json.loads((shared("samples", "meta") / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_fields_and_parameters_are_official(kind):
    assert complaints(kind, official()) == []


def test_every_gap_is_known_by_name_and_has_a_reason():
    found = {name: why for kind in KINDS for name, why in gaps(kind).items()}
    assert set(found) == GAPS
    assert all(found.values())


@pytest.fixture
def things(world):
    """Something of each kind: its identifier by the kind's name."""
    photo = world.photo(jpeg(), alt_text_custom="Bread")["id"]
    post = world.write("A post", attached_media=[{"media_fbid": photo}])
    answer = world.comment(post, reply_to=world.comment(post))
    video = world.chunked(mp4(), title="Rye", description="A film")
    world.advance(3)
    (person,) = world.get(answer, fields="from")["from"]["id"].split()
    return {POST: post, PHOTO: photo, COMMENT: answer, VIDEO: video, PAGE: world.page, PROFILE: person}


@pytest.mark.parametrize("kind", [PAGE, POST, PHOTO, COMMENT, VIDEO], ids=lambda kind: kind.name)
def test_values_of_fields_are_of_the_official_types(world, things, kind):
    body = world.get(things[kind], fields=",".join(["id", *kind.fields]))
    assert of_answer(kind, body, official()) == []
    assert len(body) > 3


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


def as_recorded(ours, name, *, without=()):
    theirs = recorded(name)
    found = list(missing(form(ours), form(theirs)))
    return [each for each in found if not any(part in each for part in without)]


def test_pages_of_posts_and_comments_are_as_recorded(world):
    posts = [world.write(f"No. {number}") for number in range(3)]
    feed = world.get("me/posts", limit=1, fields="id,message,created_time")
    assert as_recorded(feed, "fb_page_feed_p1") == []
    for number in range(3):
        world.comment(posts[0], f"No. {number}")
    fields = "comment_count,created_time,like_count,message,permalink_url"
    comments = world.get(f"{posts[0]}/comments", limit=2, summary=True, fields=fields)
    assert as_recorded(comments, "fb_post_comments_p1") == []
    made = world.post(f"{posts[0]}/comments", message="Hello", fields="id,message,permalink_url,created_time")
    assert as_recorded(made, "fb_comment_create_response") == []


def test_tokens_and_many_ids_are_as_recorded(world):
    accounts = world.http.get(
        "/v26.0/me/accounts",
        params={"summary": "true", "fields": "access_token,name,id,tasks"},
        headers=world.bearer("user"),
    ).json()
    # There is one Page, so no next page; its category says nothing to this project.
    assert as_recorded(accounts, "fb_me_accounts_p1", without=[".next", ".category"]) == []
    ids = [world.write("One"), world.write("Two")]
    both = world.get("", ids=",".join(ids), fields="id,message")
    assert form(both) == {id: {"id": "str", "message": "str"} for id in ids}
    assert form(next(iter(recorded("fb_multi_get_ids").values()))) == {"id": "str", "name": "str"}


def test_figures_are_as_recorded(world):
    found = world.get(world.page, fields="insights.metric(page_media_view).period(day)")
    assert as_recorded(found, "fb_page_insights_v16") == []
    found = world.get("me/insights", metric="page_media_view", period="day", breakdown="is_from_ads")
    assert as_recorded(found, "fb_page_media_view_breakdown_is_from_ads") == []


def test_uploads_in_parts_are_as_recorded(world):
    content = mp4() + bytes(2 * 1024 * 1024)
    begun = world.post("me/videos", upload_phase="start", file_size=len(content))
    assert as_recorded(begun, "fb_resumable_start") == []
    part = world.post(
        "me/videos",
        upload_phase="transfer",
        upload_session_id=begun["upload_session_id"],
        start_offset="0",
        files={"video_file_chunk": ("part", content[: int(begun["end_offset"])], "application/octet-stream")},
    )
    assert as_recorded(part, "fb_resumable_transfer") == []


def test_refused_metrics_are_worded_as_recorded(world):
    theirs = recorded("fb_error_100_invalid_metric")["error"]
    answer = world.ask("GET", "me/insights", metric="page_fans").json()["error"]
    assert {**answer, "fbtrace_id": ""} == {**theirs, "fbtrace_id": ""}


def figures_of(kind):
    return json.loads(shared("specs", "meta", "insights_metrics.json").read_text("utf-8"))[kind]


def gone(kind):
    """The names of figures that died, by kind; patterns are left out."""
    dead = figures_of(kind)["dead"]
    names = [name for group in (dead.values() if isinstance(dead, dict) else [dead]) for name in group]
    return [name for name in names if name.replace("_", "").isalnum()]


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("facebook_page", PAGE_METRICS),
        ("facebook_post", POST_METRICS),
        ("facebook_video_reel", VIDEO_METRICS),
    ],
)
def test_the_fake_has_no_figure_that_is_not_listed(kind, known):
    assert set(known) <= set(figures_of(kind)["metrics"])


@pytest.mark.parametrize("kind", ["facebook_page", "facebook_post"])
def test_figures_that_died_are_refused(world, kind):
    path = "me" if kind == "facebook_page" else world.write()
    assert len(gone(kind)) > 5
    for name in gone(kind):
        assert "valid insights metric" in world.fail("GET", f"{path}/insights", metric=name)[1]
