"""The fake's answers, held against answers that were recorded from Facebook."""

import json

import pytest

from smmcore.testing.samples import mp4

from .world import shared


@pytest.fixture
def recorded():
    def read(name):
        return json.loads((shared("samples", "meta") / f"{name}.json").read_text("utf-8"))

    return read


def differences(ours, theirs, path=""):
    """Fields that both have with values of different types; lists are compared by their first items."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours.keys() & theirs.keys():
            yield from differences(ours[name], theirs[name], f"{path}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if ours and theirs:
            yield from differences(ours[0], theirs[0], f"{path}[]")
    elif type(ours) is not type(theirs):
        yield f"{path}: {ours!r} and {theirs!r}"


def as_recorded(ours, theirs, *unknown):
    """The same types, and at the top no field less than the recording has, except for those named."""
    assert list(differences(ours, theirs)) == []
    if isinstance(theirs, dict):
        assert set(theirs) - set(ours) - set(unknown) == set()


def test_an_error_has_the_recorded_envelope(world, recorded):
    ours = world.ask("GET", "me/insights", metric="page_impressions", period="day").json()
    theirs = recorded("fb_error_100_invalid_metric")
    as_recorded(ours["error"], theirs["error"])
    assert (ours["error"]["message"], ours["error"]["code"], ours["error"]["type"]) == (
        "(#100) The value must be a valid insights metric",
        100,
        "OAuthException",
    )


def test_a_missing_feature_is_worded_as_recorded(world, recorded):
    mill = world.state()["pages"]["sandbox.mill"]
    world.rules(public_access=False)
    ours = world.ask("GET", mill, fields="followers_count").json()["error"]
    theirs = recorded("fb_error_100_missing_permission")["error"]
    as_recorded(ours, theirs)
    assert theirs["message"].startswith(ours["message"])


def test_a_batch_answers_errors_inside_of_it(world, recorded):
    items = [
        {"method": "GET", "relative_url": "2"},
        {"method": "GET", "relative_url": f"{world.page}?fields=id,name"},
    ]
    ours = world.http.post("/v26.0/", data={"batch": json.dumps(items)}, headers=world.bearer("page")).json()
    theirs = recorded("fb_batch_first_error")
    for one, other in zip(ours, theirs, strict=True):
        as_recorded(one, other)
        as_recorded(json.loads(one["body"]), json.loads(other["body"]))
    assert {header["name"] for header in ours[0]["headers"]} <= {
        "Content-Type",
        "X-App-Usage",
        "Facebook-API-Version",
    }


def test_many_nodes_are_keyed_by_their_ids(world, recorded):
    ids = [world.write("One"), world.write("Two")]
    ours = world.http.get(
        "/v26.0/", params={"ids": ",".join(ids), "fields": "id,message"}, headers=world.bearer("page")
    ).json()
    assert list(ours) == ids
    as_recorded(next(iter(ours.values())), next(iter(recorded("fb_multi_get_ids").values())), "name")


def test_the_pages_of_a_person_look_as_recorded(world, recorded):
    fields = "access_token,category,name,id,tasks"
    answer = world.http.get("/v26.0/me/accounts", params={"fields": fields}, headers=world.bearer("user"))
    theirs = recorded("fb_me_accounts_p1")
    as_recorded(answer.json(), theirs, "summary")
    as_recorded(answer.json()["data"][0], theirs["data"][0], "category_list")


def test_a_token_is_looked_at_as_recorded(world, recorded):
    from smmcore_facebook.sandbox import APP_ID, APP_SECRET, USER_TOKEN

    params = {"input_token": USER_TOKEN, "access_token": f"{APP_ID}|{APP_SECRET}"}
    ours = world.http.get("/v26.0/debug_token", params=params).json()
    as_recorded(ours["data"], recorded("fb_debug_token")["data"])


def test_a_pages_posts_are_paged_as_recorded(world, recorded):
    world.control("posts", count=3)
    ours = world.get("me/posts", limit=2, fields="id,message,created_time")
    theirs = recorded("fb_page_feed_p1")
    as_recorded(ours, theirs)
    as_recorded(ours["data"][0], theirs["data"][0])
    assert "access_token=" in ours["paging"]["next"]
    assert "__paging_token=" in ours["paging"]["next"]


def test_comments_look_as_recorded(world, recorded):
    post = world.write()
    world.comment(post, "One")
    fields = "comment_count,created_time,like_count,message,permalink_url"
    ours = world.get(f"{post}/comments", fields=fields)
    theirs = recorded("fb_post_comments_p1")
    as_recorded(ours["data"][0], theirs["data"][0])
    made = world.post(f"{post}/comments", message="Thanks", fields="id,message,permalink_url,created_time")
    as_recorded(made, recorded("fb_comment_create_response"))


def test_uploads_in_parts_look_as_recorded(world, recorded):
    content = mp4() + bytes(2 * 1024 * 1024)
    ours = world.post("me/videos", upload_phase="start", file_size=len(content))
    as_recorded(ours, recorded("fb_resumable_start"))
    said = world.post(
        "me/videos",
        upload_phase="transfer",
        upload_session_id=ours["upload_session_id"],
        start_offset=0,
        files={"video_file_chunk": ("part", content[: 1024 * 1024], "application/octet-stream")},
    )
    as_recorded(said, recorded("fb_resumable_transfer"))


def test_a_film_with_a_problem_looks_as_recorded(world, recorded):
    theirs = recorded("fb_video_status_processing_error")
    problem = theirs["status"]["processing_phase"]["error"]["message"]
    world.rules(problem=problem, problem_form="single")
    film = world.chunked(mp4())
    world.advance(3)
    ours = world.get(film, fields="status")
    as_recorded(ours, theirs)
    assert ours["status"]["processing_phase"] == theirs["status"]["processing_phase"]
    assert ours["status"]["video_status"] == theirs["status"]["video_status"]


def test_figures_look_as_recorded(world, recorded):
    ours = world.get(world.page, fields="insights.metric(page_post_engagements).period(day)")
    theirs = recorded("fb_page_insights_v16")
    as_recorded(ours, theirs)
    as_recorded(ours["insights"]["data"][0], theirs["insights"]["data"][0])


def test_parts_of_a_figure_stand_flat_as_recorded(world, recorded):
    ours = world.get("me/insights", metric="page_media_view", period="day", breakdown="is_from_ads")
    theirs = recorded("fb_page_media_view_breakdown_is_from_ads")
    as_recorded(ours["data"][0], theirs["data"][0])
    as_recorded(ours["data"][0]["values"][0], theirs["data"][0]["values"][0])


def test_webhooks_look_as_recorded(world, recorded):
    world.post("me/subscribed_apps", subscribed_fields="feed,mention")
    world.control("posts", text="Let's check this", person="Ann")
    comment = world.comment(world.write(), "One")
    world.delete(comment)
    world.control("mentions", person="Ann", text="Good bread")
    told = {}
    for entry in world.state()["webhooks"]["waiting"]:
        (change,) = entry["changes"]
        told.setdefault((change["field"], change["value"]["item"], change["value"]["verb"]), entry)
    for name, what, unknown in (
        ("wh_page_feed_comment_add", ("feed", "comment", "add"), ()),
        ("wh_page_feed_comment_remove", ("feed", "comment", "remove"), ()),
        ("wh_page_feed_post_add", ("feed", "post", "add"), ("is_hidden", "sender_id")),
        ("wh_page_mention_post_add", ("mention", "post", "add"), ()),
    ):
        (theirs,) = recorded(name)["entry"]
        as_recorded(told[what], theirs)
        as_recorded(told[what]["changes"][0]["value"], theirs["changes"][0]["value"], *unknown)


def test_usage_is_told_as_recorded(world, recorded):
    world.control("usage", type="pages", id=world.page, percent=80)
    answer = world.ask("GET", world.page)
    ours = json.loads(answer.headers["X-Business-Use-Case-Usage"])
    theirs = recorded("headers_business_use_case_usage")
    assert list(ours) == [world.page]
    assert "call_count" in json.dumps(theirs)
    assert {"type", "call_count", "total_cputime", "total_time", "estimated_time_to_regain_access"} <= set(
        ours[world.page][0]
    )
