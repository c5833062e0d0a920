"""Posts: made, repeated, postponed, changed, pinned, deleted."""

import pytest

from smmcore.testing.samples import mp4, pdf, png

G = 100_200_300
OWNER = -G


def test_a_post_is_read_as_it_was_written(world):
    post = world.write("Rye, fresh", signed=1, mark_as_ads=1, close_comments=1)
    (item,) = world.call("wall.getById", posts=f"{OWNER}_{post}")["items"]
    assert (item["text"], item["from_id"], item["marked_as_ads"]) == ("Rye, fresh", OWNER, 1)
    assert (item["signer_id"], item["comments"]["can_post"]) == (1001, 0)
    assert world.call("wall.get", "service", domain="sandbox_bakery")["items"][0]["id"] == post


def test_a_repeated_guid_is_the_same_post_for_an_hour(world):
    first, again = (world.write("Rye", guid="k") for _ in range(2))
    assert first == again
    assert world.write("Rye", guid="other") != first
    world.control("time", advance=3601)
    assert world.write("Rye", guid="k") != first


def test_what_a_repeated_guid_answers_can_be_an_error(world):
    world.control("settings", duplicate_guid="error")
    post = world.write("Rye", guid="k")
    assert world.fail("wall.post", owner_id=OWNER, message="Rye", guid="k")[0] == 214
    world.call("wall.createComment", owner_id=OWNER, post_id=post, message="Rye", guid="k")
    again = {"owner_id": OWNER, "post_id": post, "message": "Rye", "guid": "k"}
    assert world.fail("wall.createComment", **again)[0] == 213


def test_a_guard_against_repeated_guids_can_be_missing(world):
    world.control("settings", duplicate_guid="new")
    assert world.write("Rye", guid="k") != world.write("Rye", guid="k")


def test_a_postponed_post_appears_in_its_time_with_a_new_number(world):
    at = int(world.state()["now"]) + 3600
    waiting = world.write("Later", publish_date=at)
    assert world.call("wall.get", domain=f"club{G}")["count"] == 0
    assert world.fail("wall.get", "service", domain=f"club{G}", filter="postponed")[0] == 15
    (item,) = world.call("wall.get", domain=f"club{G}", filter="postponed")["items"]
    assert (item["id"], item["date"], item["post_type"]) == (waiting, at, "postpone")
    assert world.fail("wall.post", owner_id=OWNER, message="Same time", publish_date=at)[0] == 214
    world.control("time", advance=3601)
    (item,) = world.call("wall.get", domain=f"club{G}")["items"]
    assert (item["postponed_id"], item["post_type"]) == (waiting, "post")
    assert item["id"] != waiting


def test_a_waiting_post_can_be_published_now(world):
    waiting = world.write("Later", publish_date=int(world.state()["now"]) + 3600)
    post = world.call("wall.post", owner_id=OWNER, post_id=waiting)["post_id"]
    assert [p["id"] for p in world.call("wall.get", domain=f"club{G}")["items"]] == [post]
    assert world.fail("wall.post", owner_id=OWNER, post_id=post)[0] == 214


def test_a_suggested_post_is_for_those_who_keep_the_community(world):
    (suggested,) = world.control("posts", text="Mine", person="Ann", suggested=True)["ids"]
    assert world.call("wall.get", domain=f"club{G}", filter="suggests")["items"][0]["id"] == suggested
    assert world.call("wall.get", domain=f"club{G}")["count"] == 0


def test_an_edit_replaces_the_whole_post(world):
    photo = world.photo(png())
    post = world.write("One", attachments=photo, signed=1)
    world.call("wall.edit", owner_id=OWNER, post_id=post, message="Two")
    (item,) = world.call("wall.getById", posts=f"{OWNER}_{post}")["items"]
    assert (item["text"], item["attachments"]) == ("Two", [])
    assert "signer_id" not in item
    assert item["edited"] > 0


def test_the_pinned_post_stands_first(world):
    first, second = world.write("One"), world.write("Two")
    world.call("wall.pin", owner_id=OWNER, post_id=first)
    items = world.call("wall.get", domain=f"club{G}")["items"]
    assert [item["id"] for item in items] == [first, second]
    assert [item.get("is_pinned") for item in items] == [1, None]
    world.call("wall.unpin", owner_id=OWNER, post_id=first)
    assert world.call("wall.get", domain=f"club{G}")["items"][0]["id"] == second


def test_a_deleted_post_is_gone_and_can_be_restored(world):
    post = world.write()
    world.call("wall.delete", owner_id=OWNER, post_id=post)
    assert world.fail("wall.delete", owner_id=OWNER, post_id=post)[0] == 104
    assert world.call("wall.getById", posts=f"{OWNER}_{post}") == {"items": []}
    world.call("wall.restore", owner_id=OWNER, post_id=post)
    assert world.call("wall.get", domain=f"club{G}")["count"] == 1


def test_pages_of_the_wall_have_no_gaps(world):
    world.control("posts", count=250)
    found = []
    for offset in (0, 100, 200):
        found += world.call("wall.get", domain=f"club{G}", count=100, offset=offset)["items"]
    assert len({item["id"] for item in found}) == 250


@pytest.mark.parametrize(
    ("things", "said"),
    [
        (["photo"] * 11, "at most 10"),
        (["poll", "poll2"], "one poll"),
        (["doc", "doc2"], "one file"),
        (["https://a.example/", "https://b.example/"], "one link"),
    ],
)
def test_what_does_not_go_together_is_refused(world, things, said):
    names = {"photo": world.photo(png()), "poll": poll(world), "poll2": poll(world)}
    names |= {"doc": doc(world), "doc2": doc(world)}
    attached = ",".join(names.get(thing, thing) for thing in things)
    code, message = world.fail("wall.post", owner_id=OWNER, message="All", attachments=attached)
    assert (code, said in message) == (100, True)


def poll(world):
    made = world.call("polls.create", owner_id=OWNER, question="Which?", add_answers='["a","b"]')
    return f"poll{made['owner_id']}_{made['id']}"


def doc(world):
    url = world.call("docs.getWallUploadServer", "community", group_id=G)["upload_url"]
    said = world.upload(url, "file", pdf(), "list.pdf", "application/pdf")
    saved = world.call("docs.save", "community", **said)["doc"]
    return f"doc{saved['owner_id']}_{saved['id']}"


def test_a_poll_or_a_file_alone_is_no_post(world):
    for thing in (poll(world), doc(world)):
        assert world.fail("wall.post", owner_id=OWNER, attachments=thing)[0] == 100
    world.write("Vote", attachments=poll(world))


def test_votes_are_counted(world):
    made = poll(world)
    post = world.write("Vote", attachments=made)
    world.control("votes", post=post, option=1, count=3)
    number = made.partition("_")[2]
    answers = world.call("polls.getById", owner_id=OWNER, poll_id=number)["answers"]
    assert [(answer["votes"], answer["rate"]) for answer in answers] == [(0, 0), (3, 100)]
    assert "no poll with an answer 7" in world.refused("votes", post=post, option=7)


def test_a_photo_is_uploaded_once_and_saved_once(world):
    url = world.call("photos.getWallUploadServer", group_id=G)["upload_url"]
    said = world.upload(url, "photo", png())
    world.call("photos.saveWallPhoto", group_id=G, **said)
    assert world.fail("photos.saveWallPhoto", group_id=G, **said)[0] == 121


@pytest.mark.parametrize("field", ["file", "photo"])
def test_a_bad_upload_answers_an_empty_photo(world, field):
    url = world.call("photos.getWallUploadServer", group_id=G)["upload_url"]
    said = world.upload(url, field, b"no picture" if field == "photo" else png())
    assert said["photo"] == ("[]" if field == "photo" else "")
    assert world.fail("photos.saveWallPhoto", group_id=G, **said)[0] == 100


def test_an_empty_photo_comes_on_demand(world):
    world.control("faults", kind="empty_photo")
    url = world.call("photos.getWallUploadServer", group_id=G)["upload_url"]
    assert world.upload(url, "photo", png())["photo"] == ""
    assert world.upload(url, "photo", png())["photo"] != ""


def test_an_upload_address_dies_after_an_hour_and_wants_no_token(world):
    url = world.call("photos.getWallUploadServer", group_id=G)["upload_url"]
    files = {"photo": ("a.png", png(), "image/png")}
    refused = world.http.post(url, files=files, headers={"Authorization": "Bearer x"}).json()
    assert "without a token" in refused["error"]
    world.control("time", advance=3601)
    assert "expired" in world.upload(url, "photo", png())["error"]


def test_a_video_is_processed_for_a_while(world):
    film = world.call("video.save", name="Rye", group_id=G)
    world.upload(film["upload_url"], "video_file", mp4(), "a.mp4", "video/mp4")
    name = f"{film['owner_id']}_{film['video_id']}"
    world.write("Film", attachments=f"video{name}")
    world.control("time", advance=10)
    assert "processing" not in world.call("video.get", videos=name)["items"][0]


def test_a_document_of_music_is_refused(world):
    url = world.call("docs.getWallUploadServer", "community", group_id=G)["upload_url"]
    assert "error" in world.upload(url, "file", b"x", "song.mp3", "audio/mpeg")


def test_a_story_is_there_for_a_day(world):
    url = world.call("stories.getPhotoUploadServer", "community", group_id=G)["upload_url"]
    said = world.upload(url, "file", png())["response"]["upload_result"]
    world.call("stories.save", "community", upload_results=said)
    assert world.fail("stories.save", "community", upload_results=said)[0] == 100
    assert world.call("stories.get", "community", owner_id=OWNER)["count"] == 1
    world.control("time", advance=86_401)
    assert world.call("stories.get", "community", owner_id=OWNER)["count"] == 0


def test_a_mention_is_kept_in_brackets_and_found(world):
    post = world.write("Hello")
    world.comment(post, f"@club{G} (the bakery) is good")
    (item,) = world.call("newsfeed.getMentions", owner_id=OWNER)["items"]
    assert item["text"] == f"[club{G}|the bakery] is good"
    assert world.post(post)["thread"][0]["seen"] == "the bakery is good"


def test_a_search_goes_page_by_page(world):
    world.control("posts", text="Rye bread", count=3, at="sandbox_mill")
    world.control("posts", text="Wheat", count=2)
    first = world.call("newsfeed.search", "service", q="rye", count=2)
    rest = world.call("newsfeed.search", "service", q="rye", count=2, start_from=first["next_from"])
    assert (len(first["items"]), len(rest["items"]), rest["total_count"]) == (2, 1, 3)
    assert "next_from" not in rest
