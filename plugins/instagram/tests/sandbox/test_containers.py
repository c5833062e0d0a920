"""Containers: media is really fetched, takes its time, and ends ready, failed or expired."""

import pytest

from smmcore.testing.samples import jpeg, mp4, png
from smmcore_instagram.sandbox.seed import HOME

BOTH = pytest.mark.parametrize("by", ["page", "instagram"])


def status(world, id, by="page"):
    return world.get(id, by, fields="status_code,status")


@BOTH
def test_a_picture_is_fetched_processed_and_then_ready(world, by):
    id = world.post(f"{HOME}/media", by, image_url=world.picture(), caption="Rye")["id"]
    assert status(world, id, by)["status_code"] == "IN_PROGRESS"
    world.advance(3)
    found = status(world, id, by)
    assert found["status_code"] == "FINISHED"
    assert found["status"].startswith("Finished: ")


@pytest.mark.parametrize(
    ("content", "name", "code", "subcode"),
    [
        (png(), "picture.png", 36001, 2207005),
        (b"words", "picture.jpg", 36001, 2207005),
        (jpeg() + bytes(8 * 2**20), "large.jpg", 36000, 2207004),
        (jpeg(320, 600), "tall.jpg", 36003, 2207009),
        (jpeg(800, 320), "wide.jpg", 36003, 2207009),
    ],
)
def test_pictures_that_are_not_taken_are_refused_at_once(world, content, name, code, subcode):
    address = world.address(content, name)
    assert world.fail("POST", f"{HOME}/media", image_url=address)[:2] == (code, subcode)
    assert world.containers() == []


def test_a_story_may_have_any_shape(world):
    address = world.address(jpeg(320, 600), "tall.jpg")
    assert world.post(f"{HOME}/media", image_url=address, media_type="STORIES")["id"]


@pytest.mark.parametrize("path", ["/not-there.jpg", "/_sandbox/page"])
def test_an_address_without_a_picture_cannot_be_fetched(world, path):
    address = (world.uploader.url if "not" in path else world.url) + path
    assert world.fail("POST", f"{HOME}/media", image_url=address)[:2] == (9004, 2207052)


def test_addresses_that_lead_elsewhere_are_not_followed(world):
    # The folder's server sends those who ask for a folder on to the address with a slash.
    (world.uploader.folder / "sub").mkdir(exist_ok=True)
    assert world.fail("POST", f"{HOME}/media", image_url=f"{world.uploader.url}/sub")[:2] == (9004, 2207052)


@pytest.mark.parametrize(
    ("address", "subcode"), [("film", None), ("gone", 2207052), ("picture", 2207026)], ids=str
)
def test_a_film_tells_at_the_end_of_its_processing_what_was_wrong(world, address, subcode):
    url = {"film": world.film, "picture": world.picture}.get(
        address, lambda: f"{world.uploader.url}/gone.mp4"
    )()
    id = world.post(f"{HOME}/media", video_url=url, media_type="REELS")["id"]
    assert status(world, id)["status_code"] == "IN_PROGRESS"
    world.advance(6)
    found = status(world, id)
    assert found["status_code"] == ("ERROR" if subcode else "FINISHED")
    assert str(subcode or "ready") in found["status"]


def test_how_long_processing_takes_can_be_set(world):
    world.rules(image_seconds=600.0)
    id = world.post(f"{HOME}/media", image_url=world.picture())["id"]
    world.advance(590)
    assert status(world, id)["status_code"] == "IN_PROGRESS"
    world.advance(11)
    assert status(world, id)["status_code"] == "FINISHED"


def test_a_container_lives_for_a_day(world):
    id = world.container()
    world.advance(86_400)
    assert status(world, id)["status_code"] == "EXPIRED"
    assert world.fail("POST", f"{HOME}/media_publish", creation_id=id)[:2] == (-2, 2207020)


def test_processing_can_be_made_to_fail(world):
    world.control("containers", fail=2207032)
    failed, fine = world.container(), world.container()
    assert "2207032" in status(world, failed)["status"]
    assert status(world, fine)["status_code"] == "FINISHED"
    assert world.fail("POST", f"{HOME}/media_publish", creation_id=failed)[:2] == (24, 2207006)


def test_many_containers_are_asked_for_at_once(world):
    ids = [world.container(is_carousel_item=True) for _ in range(3)]
    found = world.get("", ids=",".join(ids), fields="status_code,status")
    assert {id: each["status_code"] for id, each in found.items()} == dict.fromkeys(ids, "FINISHED")


def test_a_carousel_needs_two_to_ten_finished_items(world):
    one, two = (world.container(is_carousel_item=True) for _ in range(2))
    alone = world.container()
    late = world.post(f"{HOME}/media", image_url=world.picture(), is_carousel_item=True)["id"]
    carousel = {"media_type": "CAROUSEL"}
    assert world.fail("POST", f"{HOME}/media", **carousel, children=[one])[:2] == (100, 2207028)
    assert world.fail("POST", f"{HOME}/media", **carousel, children=[one, late])[:2] == (9007, 2207027)
    assert world.fail("POST", f"{HOME}/media", **carousel, children=[one, alone])[:2] == (24, 2207006)
    id = world.container(**carousel, children=f"{one},{two}", caption="Two")
    post = world.post(f"{HOME}/media_publish", creation_id=id)["id"]
    found = world.get(post, fields="media_type,caption,children{media_type,media_url}")
    assert found["media_type"] == "CAROUSEL_ALBUM"
    assert [child["media_type"] for child in found["children"]["data"]] == ["IMAGE", "IMAGE"]


def test_an_item_of_a_carousel_is_no_post(world):
    id = world.container(is_carousel_item=True)
    assert world.fail("POST", f"{HOME}/media_publish", creation_id=id)[0] == 100


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"caption": "a" * 2201}, (36004, 2207010)),
        ({"caption": "#a " * 31}, (36004, 2207010)),
        ({"caption": "@ann " * 21}, (100, 2207040)),
        ({"alt_text": "a" * 1001}, (100, None)),
        ({"media_type": "FILM"}, (100, 2207023)),
        ({"collaborators": ["a", "b", "c", "d"]}, (100, None)),
        ({"published": "true"}, (100, None)),
    ],
)
def test_wrong_parameters_are_refused(world, params, expected):
    assert world.fail("POST", f"{HOME}/media", image_url=world.picture(), **params)[:2] == expected


# Uploads by rupload


def upload(world, id, content, offset=0, size=None):
    headers = {"Authorization": "OAuth EAAG-SANDBOX-page-token-of-the-bakery", "offset": str(offset)}
    headers["file_size"] = str(len(content) if size is None else size)
    return world.http.post(f"/ig-api-upload/v26.0/{id}", headers=headers, content=content[offset:])


def test_a_films_bytes_can_be_sent_with_the_facebook_login(world):
    id = world.post(f"{HOME}/media", upload_type="resumable", media_type="REELS")["id"]
    world.advance(60)
    assert status(world, id)["status_code"] == "IN_PROGRESS"
    assert upload(world, id, mp4()).json() == {"success": True, "message": "Upload successful."}
    world.advance(6)
    assert status(world, id)["status_code"] == "FINISHED"
    assert (
        world.fail("POST", f"{HOME}/media", "instagram", upload_type="resumable", media_type="REELS")[0]
        == 100
    )


def test_an_upload_that_broke_off_goes_on_where_it_was(world):
    content = mp4() + bytes(100_000)
    id = world.post(f"{HOME}/media", upload_type="resumable", media_type="REELS")["id"]
    world.control("faults", kind="cut", path="POST /ig-api-upload/*", bytes=1000)
    with pytest.raises(Exception, match=r"disconnected|incomplete|closed|reset"):
        upload(world, id, content)
    received = world.get(id, fields="video_status")["video_status"]["uploading_phase"]["bytes_transferred"]
    assert received == 1000
    assert upload(world, id, content).status_code == 409
    assert upload(world, id, content, offset=received).json()["success"]


def test_an_upload_without_a_container_is_refused_as_recorded(world):
    answer = upload(world, "17900000000000000", mp4())
    assert answer.json()["debug_info"]["type"] == "ProcessingFailedError"
