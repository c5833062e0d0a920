"""The fake's posts: made, shown in time, changed, listed and deleted."""

import pytest

from smmcore.testing.samples import jpeg, mp4, pdf

MINUTE, HOUR, DAY = 60, 3600, 86_400


def at(world, seconds):
    """So many seconds from now, by the fake's clock."""
    return int(world.state()["now"] + seconds)


def test_a_text_is_posted_and_read(world):
    id = world.write("Fresh bread")
    assert id.startswith(f"{world.page}_")
    read = world.get(id, fields="id,message,created_time,is_published,permalink_url,from,status_type")
    assert (read["message"], read["is_published"], read["status_type"]) == (
        "Fresh bread",
        True,
        "mobile_status_update",
    )
    assert read["created_time"].endswith("+0000")
    assert read["from"] == {"id": world.page, "name": "Sandbox bakery"}
    assert world.fake.posts() == [id]


def test_a_write_can_be_read_at_once(world):
    answer = world.post("me/feed", message="Rye", fields="id,message")
    assert answer["message"] == "Rye"


def test_a_post_needs_something_in_it(world):
    code, said = world.fail("POST", "me/feed")
    assert code == 100
    assert "message" in said


def test_a_link_is_an_attachment(world):
    id = world.write("Rye", link="https://example.com/rye")
    (attached,) = world.get(f"{id}/attachments")["data"]
    assert attached["unshimmed_url"] == "https://example.com/rye"
    assert attached["type"] == "share"


def test_a_photo_is_a_post(world):
    answer = world.photo(jpeg(), published=True, caption="A loaf", alt_text_custom="Rye")
    assert world.seen(answer["post_id"])["text"] == "A loaf"
    assert world.get(answer["id"], fields="name,alt_text_custom,page_story_id") == {
        "id": answer["id"],
        "name": "A loaf",
        "alt_text_custom": "Rye",
        "page_story_id": answer["post_id"],
    }


def test_a_photo_may_lie_at_an_address(world):
    made = world.photo(jpeg(), published=True)
    (image,) = world.get(made["id"], fields="images")["images"]
    answer = world.post("me/photos", url=image["source"], caption="Again")
    assert world.seen(answer["post_id"])["media"] == world.seen(made["post_id"])["media"]


@pytest.mark.parametrize("path", ["_sandbox/files/none", "_sandbox/state"])
def test_an_address_without_a_photo_is_refused(world, path):
    code, said = world.fail("POST", "me/photos", url=f"{world.url}/{path}")
    assert code == 100
    assert "image" in said


def test_what_is_no_picture_is_refused(world):
    answer = world.ask("POST", "me/photos", files={"source": ("a.jpg", pdf(), "image/jpeg")})
    assert answer.json()["error"]["error_subcode"] == 1366046


def test_an_album_is_made_of_photos_that_nobody_saw_before(world):
    ids = [world.photo(jpeg(320 + n, 240))["id"] for n in range(3)]
    assert world.fake.posts() == []
    id = world.write("Three", attached_media=[{"media_fbid": each} for each in ids])
    (album,) = world.get(f"{id}/attachments")["data"]
    assert [part["target"]["id"] for part in album["subattachments"]["data"]] == ids
    again = world.ask("POST", "me/feed", message="Again", attached_media=[{"media_fbid": ids[0]}])
    assert again.json()["error"]["error_subcode"] == 1366051


def test_attached_media_may_be_numbered_fields_of_a_form(world):
    ids = [world.photo(jpeg(320 + n, 240))["id"] for n in range(2)]
    parts = {f"attached_media[{n}]": {"media_fbid": id} for n, id in enumerate(ids)}
    id = world.write("Two", **parts)
    assert len(world.seen(id)["media"]) == 2


@pytest.mark.parametrize(
    ("seconds", "taken"),
    [(5 * MINUTE, False), (11 * MINUTE, True), (29 * DAY, True), (31 * DAY, False)],
)
def test_posts_are_scheduled_within_their_window(world, seconds, taken):
    answer = world.ask(
        "POST", "me/feed", message="Later", published=False, scheduled_publish_time=at(world, seconds)
    )
    assert (answer.status_code == 200) is taken, answer.text


def test_a_time_without_published_false_is_refused(world):
    code, _ = world.fail("POST", "me/feed", message="Later", scheduled_publish_time=at(world, HOUR))
    assert code == 100


def test_a_scheduled_post_appears_at_its_time(world):
    when = at(world, HOUR)
    id = world.write("Later", published=False, scheduled_publish_time=when)
    (waiting,) = world.get("me/scheduled_posts", fields="id,scheduled_publish_time")["data"]
    assert waiting == {"id": id, "scheduled_publish_time": when}
    assert world.fake.posts() == []
    world.advance(HOUR + 1)
    assert world.fake.posts() == [id]
    assert world.get("me/scheduled_posts")["data"] == []


def test_a_scheduled_post_can_be_moved_and_published_at_once(world):
    id = world.write("Later", published=False, scheduled_publish_time=at(world, HOUR))
    world.post(id, scheduled_publish_time=at(world, 2 * HOUR))
    world.advance(HOUR + 1)
    assert world.fake.posts() == []
    world.post(id, is_published=True)
    assert world.fake.posts() == [id]


def test_a_scheduled_photo_waits_too(world):
    answer = world.photo(jpeg(), caption="Later", scheduled_publish_time=at(world, HOUR))
    assert world.fake.posts() == []
    world.advance(HOUR + 1)
    assert world.fake.posts() == [answer["post_id"]]


def test_a_draft_is_seen_by_nobody_and_listed_nowhere(world):
    id = world.write("Perhaps", published=False, unpublished_content_type="DRAFT")
    for edge in ("published_posts", "feed", "posts", "scheduled_posts"):
        assert world.get(f"me/{edge}")["data"] == []
    assert world.get(id, fields="is_published")["is_published"] is False


def test_what_readers_do_not_see_cannot_be_commented_on(world):
    id = world.write("Perhaps", published=False, unpublished_content_type="DRAFT")
    assert "not shown" in world.refused("comments", post=id, person="Ann", text="Hello")


def test_posts_are_listed_newest_first_and_paged_by_time(world):
    ids = world.control("posts", count=5)["ids"]
    page = world.get("me/published_posts", limit=2)
    found = [item["id"] for item in page["data"]]
    while "next" in page.get("paging", {}):
        page = world.http.get(page["paging"]["next"]).json()
        found += [item["id"] for item in page["data"]]
    assert found == ids[::-1]


def test_readers_posts_are_in_the_feed_and_not_among_the_pages_own(world):
    (visit,) = world.control("posts", text="Hello", person="Ann")["ids"]
    own = world.write()
    ids = {edge: [item["id"] for item in world.get(f"me/{edge}")["data"]] for edge in ("feed", "posts")}
    assert ids == {"feed": [own, visit], "posts": [own]}
    assert [item["id"] for item in world.get("me/visitor_posts")["data"]] == [visit]


def test_a_post_is_edited_hidden_pinned_and_deleted(world):
    id, other = world.write("Old"), world.write("Other")
    world.post(id, message="New")
    world.post(other, is_pinned=True)
    world.post(id, is_pinned=True)
    assert world.seen(id)["text"] == "New"
    assert (world.seen(id)["marks"], world.seen(other)["marks"]) == (["pinned"], [])
    world.post(id, is_hidden=True)
    assert world.fake.posts() == [other]
    world.post(id, is_hidden=False)
    assert world.delete(id) == {"success": True}
    assert world.fake.posts() == [other]
    code, said = world.fail("DELETE", id)
    assert code == 100
    assert "does not exist" in said


def test_only_the_application_that_made_a_post_edits_it(world):
    (id,) = world.control("posts", text="By hand")["ids"]
    code, _ = world.fail("POST", id, message="New")
    assert code == 200


def test_the_same_again_is_refused_where_the_rule_is_so(world):
    world.write("Rye")
    world.write("Rye")
    world.rules(duplicates="refuse")
    code, _ = world.fail("POST", "me/feed", message="Rye")
    assert code == 506
    world.write("Wheat")


def test_mentions_elsewhere_are_listed_as_tagged(world):
    id = world.control("mentions", person="Ann", text="I like the Sandbox bakery")["id"]
    (found,) = world.get("me/tagged", fields="id,message,from")["data"]
    assert (found["id"], found["from"]["name"]) == (id, "Ann")


def test_unknown_parameters_and_fields_are_refused(world):
    code, said = world.fail("POST", "me/feed", message="Rye", colour="brown")
    assert code == 100
    assert "colour" in said
    code, said = world.fail("GET", world.write(), fields="likes_total")
    assert code == 100
    assert "nonexisting field (likes_total)" in said


@pytest.mark.parametrize("path", ["me/feed", "me/photos", "me/videos", "me/video_reels", "me/photo_stories"])
def test_a_users_token_does_not_post(world, path):
    code, said = world.fail("POST", path, by="user", message="x")
    assert code == 190
    assert "Page Access Token" in said


def test_a_users_token_gives_the_pages(world):
    (page,) = world.http.get(
        "/v26.0/me/accounts", params={"fields": "id,name,tasks,access_token"}, headers=world.bearer("user")
    ).json()["data"]
    assert (page["id"], "CREATE_CONTENT" in page["tasks"]) == (world.page, True)
    own = world.post("me/feed", by=page["access_token"], message="Rye")["id"]
    assert world.fake.posts() == [own]


def test_another_page_is_not_written_to(world):
    mill = world.state()["pages"]["sandbox.mill"]
    code, _ = world.fail("POST", f"{mill}/feed", message="Rye")
    assert code == 200


def test_a_film_that_is_posted_is_ready_after_a_while(world):
    film = world.chunked(mp4(), description="A film")
    assert world.get(film, fields="status")["status"]["video_status"] == "processing"
    assert world.fake.posts() == []
    world.advance(3)
    read = world.get(film, fields="status,published,post_id")
    assert (read["status"]["video_status"], read["published"]) == ("ready", True)
    (id,) = world.fake.posts()
    assert id == f"{world.page}_{read['post_id']}"
    assert world.fake.text(id) == "A film"
