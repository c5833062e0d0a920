import io
import json
import tracemalloc
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from .conftest import CHANNEL, png, serving

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 40


async def send(client, method="sendPhoto", files=None, **params):
    files = files or {"photo": ("a.png", png(1600, 900), "image/png")}
    response = await client.raw(method, files=files, chat_id=CHANNEL, **params)
    assert response.status_code == 200, response.text
    return response.json()["result"]


async def refused(client, method, files, **params):
    response = await client.raw(method, files=files, chat_id=CHANNEL, **params)
    assert response.status_code == response.json()["error_code"]
    return response.json()["description"].removeprefix("Bad Request: ")


def test_a_photo_is_measured_and_can_be_sent_again_by_its_file_id(run):
    async def check(client):
        sent = await send(client, caption="x" * 1024)
        sizes = sent["photo"]
        assert (sizes[-1]["width"], sizes[-1]["height"]) == (1600, 900)
        assert [size["width"] for size in sizes] == [90, 320, 800, 1280, 1600]
        again = await client.call("sendPhoto", chat_id=CHANNEL, photo=sizes[-1]["file_id"])
        assert again["photo"] == sizes
        twin = await send(client)
        assert twin["photo"][-1]["file_unique_id"] == sizes[-1]["file_unique_id"]

    run(check)


def test_a_file_id_belongs_to_one_bot_and_one_kind(run):
    async def check(client):
        file_id = (await send(client))["photo"][-1]["file_id"]
        code, words = await client.fail("sendVideo", chat_id=CHANNEL, video=file_id)
        assert (code, words) == (400, "Bad Request: can't use file of type Photo as Video")
        token = await client.add_bot()
        await client.control("rights", chat=CHANNEL, bot=token, rights={"can_post_messages": True})
        response = await client.raw("sendPhoto", token=token, chat_id=CHANNEL, photo=file_id)
        assert response.json()["description"] == "Bad Request: wrong file identifier/HTTP URL specified"

    run(check)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", png(), "photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp"),
        ("a.png", b"not a picture", "IMAGE_PROCESS_FAILED"),
        ("a.png", b"", "file must be non-empty"),
        ("a.png", png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        ("a.png", png(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        ("a.png", png() + b"\0" * (10 * 1024 * 1024), "file is too big"),
    ],
)
def test_photos_that_telegram_would_not_take(run, name, content, words):
    async def check(client):
        assert await refused(client, "sendPhoto", {"photo": (name, content, "image/png")}) == words

    run(check)


def test_photos_at_the_limit_are_taken(run):
    async def check(client):
        await send(client, files={"photo": ("a.png", png(9000, 1000), "image/png")})
        await send(client, files={"photo": ("a.png", png(200, 10), "image/png")})

    run(check)


def test_captions_have_their_own_limit(run):
    async def check(client):
        files = {"photo": ("a.png", png(), "image/png")}
        assert await refused(client, "sendPhoto", files, caption="x" * 1025) == "message caption is too long"

    run(check)


@pytest.mark.parametrize("kind", ["video", "audio", "document", "animation", "voice"])
def test_other_files_keep_what_is_said_of_them(run, kind):
    async def check(client):
        said = {"duration": 7} if kind != "document" else {}
        files = {kind: ("clip.bin", b"content", "application/x-test")}
        sent = await send(client, f"send{kind.capitalize()}", files, caption="c", **said)
        assert sent[kind].get("duration") == said.get("duration")
        assert sent[kind]["file_size"] == 7
        assert sent[kind]["mime_type"] == "application/x-test"
        assert sent["caption"] == "c"

    run(check)


def test_a_part_may_have_any_name_and_must_be_there(run):
    async def check(client):
        files = {"part": ("a.pdf", b"%PDF", "application/pdf")}
        await send(client, "sendDocument", files, document="attach://part")
        assert "no attached file other" in await refused(
            client, "sendDocument", files, document="attach://other,attach://part"
        )
        assert "unknown parameter part" in await refused(
            client, "sendDocument", files, document="attach://other"
        )

    run(check)


def test_thumbnails_are_small_jpegs(run):
    async def check(client):
        files = {"video": ("a.mp4", b"v", "video/mp4"), "thumbnail": ("t.jpg", JPEG, "image/jpeg")}
        sent = await send(client, "sendVideo", files)
        assert "file_id" in sent["video"]["thumbnail"]
        for wrong in (png(), JPEG + b"\0" * 210_000):
            files["thumbnail"] = ("t.jpg", wrong, "image/jpeg")
            assert "a thumbnail is a JPEG" in await refused(client, "sendVideo", files)

    run(check)


def test_get_file_leads_to_the_bytes(run):
    async def check(client):
        content = b"%PDF" + b"x" * 5000
        sent = await send(client, "sendDocument", {"document": ("a.pdf", content, "application/pdf")})
        file = await client.call("getFile", file_id=sent["document"]["file_id"])
        response = await client.http.get(f"/file/bot{client.token}/{file['file_path']}")
        assert response.content == content
        missing = await client.http.get(f"/file/bot{client.token}/documents/none.pdf")
        assert (missing.status_code, missing.json()["description"]) == (404, "Not Found")
        assert await client.fail("getFile", file_id="nonsense") == (400, "Bad Request: invalid file_id")

    run(check)


def test_files_too_large_to_fetch_are_kept_as_size_and_hash(run):
    async def check(client):
        big = io.BytesIO(b"\1" * (20 * 1024 * 1024 + 1))
        sent = await send(client, "sendDocument", {"document": ("a.bin", big, "application/zip")})
        assert await client.fail("getFile", file_id=sent["document"]["file_id"]) == (
            400,
            "Bad Request: file is too big",
        )
        kept = (await client.message(sent["message_id"]))["file"]
        assert kept["url"] is None
        assert kept["size"] == 20 * 1024 * 1024 + 1
        assert len(kept["sha256"]) == 64

    run(check)


def test_the_front_server_refuses_requests_that_are_too_large(run):
    async def chunks(total):
        for _ in range(total):
            yield b"\0" * 1024 * 1024

    async def check(client):
        url = f"/bot{client.token}/sendDocument"
        for headers in ({}, {"content-length": str(52 * 1024 * 1024)}):
            response = await client.http.post(url, content=chunks(52), headers=headers)
            assert response.status_code == 413
            assert response.headers["content-type"].startswith("text/html")
            assert "413 Request Entity Too Large" in response.text
        files = {"document": ("a.bin", io.BytesIO(b"\0" * (50 * 1024 * 1024 + 9)), "application/zip")}
        assert await refused(client, "sendDocument", files) == "Request Entity Too Large"

    run(check)


def test_addresses_are_fetched_from_this_machine_only(run):
    async def picture(request):
        size = int(request.query_params.get("size", "0"))
        kind = request.query_params.get("type", "image/png")
        status = int(request.query_params.get("status", "200"))
        return Response(png() + b"\0" * size, media_type=kind, status_code=status)

    async def check(client):
        async with serving(Starlette(routes=[Route("/a.png", picture)])) as url:
            sent = await client.call("sendPhoto", chat_id=CHANNEL, photo=f"{url}/a.png")
            assert sent["photo"][-1]["width"] == 4
            named = await client.call("sendDocument", chat_id=CHANNEL, document=f"{url}/a.png?size=6000000")
            assert named["document"]["file_name"] == "a.png"
            wrong = "Bad Request: wrong type of the web page content"
            failed = "Bad Request: failed to get HTTP URL content"
            for query, words in (
                ("type=text/html", wrong),
                ("type=application/pdf", wrong),
                ("size=5300000", wrong),
                ("status=404", failed),
            ):
                assert await client.fail("sendPhoto", chat_id=CHANNEL, photo=f"{url}/a.png?{query}") == (
                    400,
                    words,
                )
            code_words = await client.fail(
                "sendDocument", chat_id=CHANNEL, document=f"{url}/a.png?size=21000000"
            )
            assert code_words == (400, wrong)
        for gone in (f"{url}/a.png", "https://telegram.example/a.png", "http://[bad/a.png"):
            assert await client.fail("sendPhoto", chat_id=CHANNEL, photo=gone) == (400, failed)

    run(check)


ALBUM = [
    {"type": "photo", "media": "attach://one", "caption": "c"},
    {"type": "photo", "media": "attach://two"},
]
PARTS = {"one": ("1.png", png(color=1), "image/png"), "two": ("2.png", png(color=2), "image/png")}


def test_an_album_is_several_messages_with_a_common_group(run):
    async def check(client):
        sent = await send(client, "sendMediaGroup", PARTS, media=ALBUM)
        assert [m["message_id"] for m in sent] == [2 - 1, 2]
        assert len({m["media_group_id"] for m in sent}) == 1
        assert [m.get("caption") for m in sent] == ["c", None]
        copies = [u["message"] for u in await client.updates()]
        assert [c["forward_origin"]["message_id"] for c in copies] == [1, 2]
        assert len({c["media_group_id"] for c in copies}) == 1
        assert copies[0]["media_group_id"] != sent[0]["media_group_id"]

    run(check)


def test_an_old_server_lost_the_group_of_the_copies(run):
    async def check(client):
        client.sandbox.core.world.chats[client.group].copies_keep_albums = False
        await send(client, "sendMediaGroup", PARTS, media=ALBUM)
        assert not any("media_group_id" in u["message"] for u in await client.updates())

    run(check)


def test_albums_have_rules(run):
    async def check(client):
        document = {"type": "document", "media": "attach://two"}
        for media, words in (
            (ALBUM[:1], "SANDBOX an album has 2 to 10 items"),
            (ALBUM[:1] * 11, "too many messages to send as an album"),
            (
                [ALBUM[0], document],
                "SANDBOX audio and documents cannot be mixed with other types in an album",
            ),
            (
                [ALBUM[0], {"type": "animation", "media": "attach://two"}],
                "type animation can't be used in an album",
            ),
        ):
            files = {name: part for name, part in PARTS.items() if name in json.dumps(media)}
            assert await refused(client, "sendMediaGroup", files, media=media) == words
        mixed = [ALBUM[0], {"type": "video", "media": "attach://two"}]
        await send(client, "sendMediaGroup", PARTS, media=mixed)
        assert not [m for m in (await client.chat())["messages"] if m["message_id"] > 2]

    run(check)


def test_a_local_server_takes_what_is_larger_than_any_buffer(run, tmp_path):
    size = 200 * 1024 * 1024
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(size)

    async def check(client):
        with large.open("rb") as file:
            sent = await send(client, "sendDocument", {"document": ("large.bin", file, "application/zip")})
        assert sent["document"]["file_size"] == size
        kept = client.sandbox.core.store.directory
        assert sum(f.stat().st_size for f in kept.iterdir()) < 1024

    run(check, real=True, local=True)


def test_a_local_server_names_the_place_on_its_disk(run):
    places = []

    async def check(client):
        sent = await send(client, "sendDocument", {"document": ("a.pdf", b"%PDF", "application/pdf")})
        file = await client.call("getFile", file_id=sent["document"]["file_id"])
        places.append(file["file_path"])
        code, words = await client.fail("sendDocument", chat_id=CHANNEL, document="file:///etc/hostname")
        assert (code, words) == (400, "Bad Request: SANDBOX this fake does not read files by their path")

    sandboxes = []

    async def kept(client):
        sandboxes.append(client.sandbox)  # the files go when the sandbox goes
        await check(client)

    run(kept, local=True)
    assert Path(places[0]).read_bytes() == b"%PDF"


def test_memory_does_not_grow_with_the_upload(run, tmp_path):
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(45 * 1024 * 1024)

    async def check(client):
        with large.open("rb") as file:
            request = httpx.Request("POST", "http://x/", data={"chat_id": CHANNEL}, files={"document": file})
            tracemalloc.start()
            try:
                url = f"/bot{client.token}/sendDocument"
                response = await client.http.post(url, content=pieces(request), headers=dict(request.headers))
                assert response.status_code == 200
                assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
            finally:
                tracemalloc.stop()

    async def pieces(request):
        for piece in request.stream:
            yield piece

    run(check)
