"""Files get a public address: in a folder that a web server shows, or in a bucket."""

import os
import stat
from datetime import timedelta
from traceback import walk_tb
from typing import ClassVar

import attrs
import httpx
import pytest

from smmcore import (
    YES,
    Account,
    Failed,
    File,
    FolderUploader,
    InvalidInput,
    InvalidPost,
    NotSent,
    Photo,
    Post,
    Published,
    Rate,
    Remote,
    Request,
    S3Uploader,
    Scheduled,
    Secret,
    Steps,
    hookimpl,
)
from smmcore.cli.dry_run import requests_of
from smmcore.config import read_config
from smmcore.events import Events
from smmcore.models.account import Secret as AnySecret
from smmcore.plugins import Plugins
from smmcore.sandbox import public_folder
from smmcore.testing import ScriptedIO

from .network import WallPlatform

KEYS = {"access_key": Secret("AKIDEXAMPLE7", "access_key"), "secret_key": Secret("s3cr3t+/key", "secret_key")}


@pytest.fixture
def loaf(tmp_path):
    path = tmp_path / "loaf.JPG"
    path.write_bytes(b"\xff\xd8 a loaf " * 100_000)
    return File(path)


@pytest.fixture
def shop(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


def upload(uploader, file):
    async def work(io):
        return await io.public(file)

    return lambda run_io: run_io(work, uploader=uploader)


# A folder


def test_a_file_is_shown_under_its_new_address(run_io, loaf):
    with public_folder() as uploader:
        address = upload(uploader, loaf)(run_io)
        shown = httpx.get(address)
    assert address.startswith(uploader.url)
    assert shown.content == loaf.path.read_bytes()
    assert shown.headers["content-type"] == "image/jpeg"


def test_uploading_again_is_harmless_and_other_content_has_another_name(run_io, loaf, shop):
    uploader = FolderUploader(shop, "https://bakery.example/media/")
    first = upload(uploader, loaf)(run_io)
    assert upload(uploader, loaf)(run_io) == first
    loaf.path.write_bytes(b"another")
    other = upload(uploader, loaf)(run_io)
    assert {f"https://bakery.example/media/{path.name}" for path in shop.iterdir()} == {first, other}
    assert first.endswith(".jpg")


def test_the_web_server_may_read_it_and_nothing_unfinished_stays(run_io, loaf, shop):
    upload(FolderUploader(shop, "https://bakery.example"), loaf)(run_io)
    (path,) = shop.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) & 0o444 == 0o444


def test_an_address_is_given_as_it_is(run_io):
    assert upload(None, Remote("https://bakery.example/a.jpg"))(run_io) == "https://bakery.example/a.jpg"


def test_without_an_uploader_one_is_told_what_to_do(run_io, loaf):
    with pytest.raises(InvalidInput, match=r"loaf\.JPG: the network fetches .* set \[uploads\] in smm\.toml"):
        upload(None, loaf)(run_io)


def test_a_folder_that_is_not_there_is_named(run_io, loaf, tmp_path):
    uploader = FolderUploader(tmp_path / "nowhere", "https://bakery.example")
    with pytest.raises(InvalidInput, match=r"uploads\.folder: there is no folder .*nowhere; make it"):
        upload(uploader, loaf)(run_io)


def test_a_folder_that_cannot_be_written_is_named(run_io, loaf, shop, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("smmcore.uploading.folder.shutil.copyfileobj", full)
    with pytest.raises(InvalidInput, match=r"cannot write into .*shop: No space left on device; nothing was"):
        upload(FolderUploader(shop, "https://bakery.example"), loaf)(run_io)
    assert list(shop.iterdir()) == []


def test_a_file_that_cannot_be_read_was_not_uploaded(run_io, shop, tmp_path):
    with pytest.raises(NotSent, match=r"cannot read .*gone\.jpg"):
        upload(FolderUploader(shop, "https://bakery.example"), File(tmp_path / "gone.jpg"))(run_io)


@pytest.mark.parametrize(("keep", "left"), [(2, {"new", "index.html"}), (0, {"old", "new", "index.html"})])
def test_old_files_go_and_others_are_never_touched(run_io, shop, tmp_path, keep, left):
    uploader = FolderUploader(shop, "https://bakery.example", keep=keep)
    (shop / "index.html").write_text("Welcome")
    os.utime(shop / "index.html", (0, 0))
    names = {}

    async def work(io):
        for name in ("old", "new"):
            (tmp_path / f"{name}.jpg").write_bytes(name.encode())
            names[(await io.public(File(tmp_path / f"{name}.jpg"))).rpartition("/")[2]] = name
            await io.sleep(timedelta(days=1.5).total_seconds())
        return await uploader.remove_old(io)

    assert run_io(work, uploader=uploader) == 3 - len(left)
    assert {names.get(path.name, path.name) for path in shop.iterdir()} == left


# A bucket


@pytest.fixture(scope="module")
def storage():
    moto = pytest.importorskip("moto.server", reason="needs moto[server], which the extra dev brings")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(storage):
    client = pytest.importorskip("boto3").client(
        "s3", region_name="us-east-1", endpoint_url=storage, aws_access_key_id="a", aws_secret_access_key="b"
    )
    client.create_bucket(Bucket="bakery")
    yield client
    for item in client.list_objects_v2(Bucket="bakery").get("Contents", ()):
        client.delete_object(Bucket="bakery", Key=item["Key"])
    client.delete_bucket(Bucket="bakery")


def s3(storage, **more):
    return S3Uploader(**{"bucket": "bakery", "region": "us-east-1", "endpoint": storage, **KEYS, **more})


@pytest.mark.usefixtures("bucket")
def test_a_signed_address_shows_the_file_with_its_type(run_io, storage, loaf):
    address = upload(s3(storage, prefix="smm/"), loaf)(run_io)
    shown = httpx.get(address)
    assert shown.content == loaf.path.read_bytes()
    assert shown.headers["content-type"] == "image/jpeg"
    assert "/bakery/smm/" in address
    assert "X-Amz-Expires=172800" in address
    assert KEYS["secret_key"].reveal() not in address


def test_a_public_bucket_is_shown_where_its_owner_says(run_io, storage, bucket, loaf):
    address = upload(s3(storage, prefix="smm/", public_url="https://media.bakery.example/"), loaf)(run_io)
    (item,) = bucket.list_objects_v2(Bucket="bakery")["Contents"]
    assert address == f"https://media.bakery.example/{item['Key']}"


def test_uploading_again_makes_no_second_file(run_io, storage, bucket, loaf):
    upload(s3(storage), loaf)(run_io)
    upload(s3(storage), loaf)(run_io)
    assert bucket.list_objects_v2(Bucket="bakery")["KeyCount"] == 1


def test_a_big_file_goes_in_parts(run_io, storage, bucket, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(9_000_000))
    address = upload(s3(storage), File(film))(run_io)
    assert len(httpx.get(address).content) == 9_000_000
    (item,) = bucket.list_objects_v2(Bucket="bakery")["Contents"]
    assert item["ETag"].endswith('-2"')


def test_old_files_go_from_the_bucket_and_others_stay(run_io, storage, bucket, loaf, clock):
    uploader = s3(storage, prefix="smm/")
    bucket.put_object(Bucket="bakery", Key="smm/logo.png", Body=b"x")

    async def work(io):
        await io.public(loaf)
        early = await uploader.remove_old(io)
        await io.sleep(timedelta(days=400 * 365).total_seconds())  # the tests' clock is not the storage's
        return early, await uploader.remove_old(io)

    clock._now = clock._now.replace(year=2000)
    assert run_io(work, uploader=uploader) == (0, 1)
    assert [item["Key"] for item in bucket.list_objects_v2(Bucket="bakery")["Contents"]] == ["smm/logo.png"]


def test_a_bucket_that_is_not_there_is_named(run_io, storage, loaf):
    with pytest.raises(InvalidInput, match=r"the bucket patisserie: there is no such bucket; .* nothing was"):
        upload(s3(storage, bucket="patisserie"), loaf)(run_io)


REFUSED = "<Error><Code>{}</Code><Message>No, {}</Message></Error>"


@pytest.mark.parametrize(
    ("code", "status", "kind", "words"),
    [
        ("AccessDenied", 403, InvalidInput, "these keys may not do that"),
        ("SignatureDoesNotMatch", 403, InvalidInput, "correct uploads.secrets.secret_key"),
        ("InvalidAccessKeyId", 403, InvalidInput, "correct uploads.secrets.access_key"),
        ("SlowDown", 503, NotSent, "the storage is busy"),
        ("Odd", 400, InvalidInput, "Odd"),
    ],
)
def test_a_refusal_is_one_line_without_the_keys(run_io, web, loaf, code, status, kind, words):
    said = REFUSED.format(code, KEYS["secret_key"].reveal()).encode()
    web.answer = lambda handler: handler.body(status, said, "application/xml")
    with pytest.raises(kind, match=words) as caught:
        upload(s3(web.url), loaf)(run_io)
    assert "nothing was published" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert KEYS["secret_key"].reveal() not in f"{caught.value} {caught.value!r}"
    ours = [
        frame.f_locals for frame, _ in walk_tb(caught.value.__traceback__) if frame.f_globals is not globals()
    ]
    assert KEYS["secret_key"].reveal() not in str(ours)
    assert caught.value.__context__ is None


def test_a_storage_that_cannot_be_reached_may_be_tried_again(run_io, loaf):
    with pytest.raises(NotSent, match="the storage cannot be reached"):
        upload(s3("http://127.0.0.1:9"), loaf)(run_io)


def test_keys_are_seen_by_nobody():
    assert KEYS["secret_key"].reveal() not in repr(s3("http://127.0.0.1:9"))


# In smm.toml


def configured(tmp_path, text):
    (tmp_path / "smm.toml").write_text(text)
    return read_config(tmp_path / "smm.toml").uploader(Events(Plugins(installed=False)))


def test_a_folder_is_relative_to_the_file_that_names_it(tmp_path):
    text = '[uploads]\nto = "folder"\nfolder = "shop"\nurl = "https://bakery.example/media"\nkeep = 3\n'
    uploader = configured(tmp_path, text)
    assert uploader == FolderUploader(tmp_path / "shop", "https://bakery.example/media", keep=3)


def test_keys_of_a_bucket_are_references(tmp_path, monkeypatch):
    monkeypatch.setenv("BAKERY_KEY", "hush")
    text = (
        '[uploads]\nto = "s3"\nbucket = "bakery"\nsecrets.access_key = { env = "BAKERY_KEY" }\n'
        'secrets.secret_key = { env = "BAKERY_KEY" }\n'
    )
    uploader = configured(tmp_path, text)
    assert isinstance(uploader, S3Uploader)
    assert isinstance(uploader.secret_key, AnySecret)
    assert uploader.secret_key.reveal() == "hush"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("uploads = 3", "uploads: must be a table"),
        ('[uploads]\nfolder = "shop"', "uploads.to: must say where files are put"),
        ('[uploads]\nto = "attic"', r"uploads.to: nothing uploads to 'attic' \(known: s3, folder\)"),
        ('[uploads]\nto = "folder"\nfolder = "shop"', "uploads: url: is missing"),
        ('[uploads]\nto = "folder"\nfolder = "shop"\nurl = "bakery"', "is not an http"),
        ('[uploads]\nto = "s3"\nbucket = "b"\nhours = 200', "hours: must be from 1 to 168"),
        ('[uploads]\nto = "s3"\nbucket = "b"\ncolour = "red"', "unknown field colour"),
        ('[uploads]\nto = "s3"\nbucket = "b"\nsecrets.secret_key = "hush"', "stands there in clear"),
        ('[uploads]\nto = "s3"\nbucket = "b"\nsecrets = 3', "uploads.secrets: must be tables"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, text, words):
    with pytest.raises(InvalidInput, match=words) as caught:
        configured(tmp_path, text)
    assert str(caught.value).startswith("smm.toml: ")
    assert "hush" not in str(caught.value)


def test_a_secret_that_is_missing_is_told_when_something_is_to_be_uploaded(run_io, tmp_path, loaf):
    text = '[uploads]\nto = "s3"\nbucket = "b"\nsecrets.secret_key = { env = "BAKERY_NO_KEY" }\n'
    uploader = configured(tmp_path, text)
    with pytest.raises(InvalidInput, match=r"uploads\.secrets\.secret_key: .*BAKERY_NO_KEY is not set"):
        upload(uploader, loaf)(run_io)


# While publishing


class Gallery(WallPlatform):
    """A wall that fetches pictures."""

    def abilities(self, account):
        return {"text": YES, "photo": YES, "link": YES}

    def fetched(self, account, post):
        return [media.source for media in post.media]

    async def publish(self, io, account, post, steps):
        for media in post.media:
            self.before()
            url = await io.public(media.source)
            shown = await io.send(Request("GET", url, safe=True, parse=lambda answer: answer.body))
            assert shown == media.source.path.read_bytes()
        return await super().publish(io, account, Post("A picture"), steps)


def account(wall):
    return Account("bakery", "wall", settings={"url": wall.url}, secrets={"token": "t-123"})


def test_a_file_is_uploaded_before_it_is_published(opened, wall, loaf):
    with public_folder() as uploader:
        smm = opened(account(wall), plugins=[Gallery()], uploader=uploader)
        (result,) = smm.publish(Post("Bread", media=Photo(loaf)), to="bakery")
    assert isinstance(result, Published)


def test_without_an_uploader_a_file_is_refused_before_anything_is_sent(opened, wall, loaf):
    smm = opened(account(wall), plugins=[Gallery()])
    post = Post("Bread", media=Photo(loaf))
    (problem,) = smm.check(post, "bakery")
    assert str(problem).startswith("media: Wall fetches loaf.JPG from a public address; set [uploads]")
    (result,) = smm.publish(post, to="bakery")
    assert isinstance(result, Failed)
    assert isinstance(result.error, InvalidPost)
    assert wall.posts == []


def test_an_address_needs_no_uploader(opened, wall):
    smm = opened(account(wall), plugins=[Gallery()])
    assert smm.check(Post("Bread", media=Photo("https://bakery.example/loaf.jpg")), "bakery") == []


def test_where_nothing_can_be_uploaded_nothing_is_published(opened, wall, loaf, tmp_path):
    uploader = FolderUploader(tmp_path / "nowhere", "https://bakery.example")
    smm = opened(account(wall), plugins=[Gallery()], uploader=uploader)
    (result,) = smm.publish(Post("Bread", media=Photo(loaf)), to="bakery")
    assert isinstance(result, Failed)
    assert str(result.error).startswith("uploads.folder: there is no folder")
    assert wall.posts == []


def test_work_removes_what_no_network_needs_any_more(opened, wall, loaf, clock):
    with public_folder() as uploader:
        smm = opened(account(wall), plugins=[Gallery()], uploader=uploader)
        smm.publish(Post("Bread", media=Photo(loaf)), to="bakery")
        smm.work()
        assert len(list(uploader.folder.iterdir())) == 1
        clock.sleep(timedelta(days=3).total_seconds())
        smm.work()
        assert list(uploader.folder.iterdir()) == []


class Window(Gallery):
    """Is told an address in a step."""

    async def publish(self, io, account, post, steps):
        url = await io.public(post.media[0].source)
        request = Request("POST", "https://wall.example/windows", json={"image_url": url}, safe=False)
        return Published(account=account.name, id=(await steps.run("window", request))["id"])


def test_a_dry_run_shows_the_upload_and_does_nothing(wall, loaf):
    requests, whole = requests_of(Window(), account(wall), Post(media=Photo(loaf)), "key")
    shown, told = requests
    assert (str(shown), shown.body.path) == (f"upload of {loaf}", loaf.path)
    assert told.json == {"image_url": shown.url}
    assert not whole


def test_a_scripted_io_notes_what_is_uploaded(wall, loaf):
    io = ScriptedIO([{"id": "7"}])
    post = Post(media=Photo(loaf))
    assert io.run(Window().publish(io, account(wall), post, Steps(io=io))).id == "7"
    assert io.uploaded == [loaf]
    assert io.sent[0].json == {"image_url": "https://uploads.invalid/loaf.JPG"}


def test_a_wait_that_a_network_tells_moves_a_planned_post(opened, wall, clock):
    """What was told with a good answer holds for the posts that are due next: none is lost, none is sent early."""

    class Busy(WallPlatform):
        async def publish(self, io, account, post, steps):
            request = Request(
                "POST",
                f"{wall.url}/posts",
                json={"text": post.plain_text, "guid": steps.key},
                safe=False,
                rates=[Rate("wall")],
                told=lambda _: {"wall": 720},
            )
            return Published(account=account.name, id=(await steps.run("post", request))["id"])

    smm = opened(account(wall), plugins=[Busy()])
    for text in ("first", "second"):
        smm.publish(Post(text), to="bakery", key=text, at=clock.now() + timedelta(hours=1))
    clock.sleep(3600)
    first, second = smm.work().results
    assert isinstance(first, Published)
    assert isinstance(second, Scheduled)
    assert second.at - clock.now() == pytest.approx(timedelta(seconds=720), abs=timedelta(seconds=1))
    clock.sleep(721)
    assert isinstance(smm.work().results[0], Published)
    assert wall.texts == ["first", "second"]


@attrs.frozen
class Attic:
    name: ClassVar[str] = "attic"
    shelf: str

    async def upload(self, io, file):
        return f"https://attic.example/{self.shelf}/{file.path.name}"

    async def remove_old(self, io):
        return 0


class AtticPlugin:
    @hookimpl
    def smm_uploaders(self):
        yield Attic


def test_plugins_bring_further_places(tmp_path):
    (tmp_path / "smm.toml").write_text('[uploads]\nto = "attic"\nshelf = "left"\n')
    config = read_config(tmp_path / "smm.toml")
    assert config.uploader(Events(Plugins([AtticPlugin()], installed=False))) == Attic("left")
