import pytest

from smmcore.models import Account, File
from smmcore_vk.platform import VK

from .scripted import UPLOADED, Network, account, error, ok

GROUP = ok({"groups": [{"id": 123, "name": "Four Flours"}], "profiles": []})
RIGHTS = ("wall", "manage", "photos", "docs", "stories")
URL = ok({"upload_url": "https://upload.example/1"})


def rights(*names):
    return ok({"mask": 0, "permissions": [{"name": name, "setting": 1} for name in names]})


def check(io, of=None):
    return io.run(VK().check(io, of or account()))


def test_every_token_is_tried():
    io = Network({"groups.getById": GROUP, "groups.getTokenPermissions": rights(*RIGHTS)})
    checkup = check(io, account("community", "service", "user"))
    assert checkup.ok
    assert (checkup.title, checkup.url) == ("Four Flours", "https://vk.ru/club123")
    assert checkup.facts == ("club123", "community token works", "service token works", "user token works")
    assert checkup.warnings == ()


def test_what_cannot_be_done_is_said_with_the_token_that_would_bring_it():
    io = Network({"groups.getById": GROUP, "groups.getTokenPermissions": rights(*RIGHTS)})
    checkup = check(io)
    assert checkup.ok
    said = [warning for warning in checkup.warnings if "photo" in warning]
    assert len(said) == 1
    assert "secrets.user" in said[0]
    assert any("post_metrics" in warning and "secrets.service" in warning for warning in checkup.warnings)


def test_a_right_that_the_community_token_lacks_is_named():
    io = Network({"groups.getById": GROUP, "groups.getTokenPermissions": rights("wall", "messages")})
    warnings = " ".join(check(io).warnings)
    assert "lacks the right docs: it cannot send documents" in warnings
    assert "right wall" not in warnings


def test_a_token_that_does_not_work_is_named_and_the_others_are_tried():
    answers = [GROUP, error(5, "User authorization failed: invalid access_token (4).")]
    io = Network({"groups.getById": answers, "groups.getTokenPermissions": rights(*RIGHTS)})
    checkup = check(io, account("community", "user"))
    assert not checkup.ok
    assert "community token works" in checkup.facts
    assert any(warning.startswith("user token:") for warning in checkup.warnings)


def test_without_a_token_it_says_which_there_are():
    io = Network()
    checkup = check(io, Account("bakery", "vk", "club123"))
    assert not checkup.ok
    assert "secrets.community" in checkup.warnings[0]
    assert io.sent == []


def test_title_and_description_are_changed_by_community_token():
    io = Network({"groups.edit": ok()})
    io.run(VK().set_title(io, account(), "Four Flours"))
    io.run(VK().set_description(io, account(), "Bread"))
    assert io.data("groups.edit")["title"] == "Four Flours"
    assert io.data("groups.edit", 1)["description"] == "Bread"
    assert "title" not in io.data("groups.edit", 1)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "cover.png"
    path.write_bytes(b"x")
    return File(path)


def test_the_cover_is_changed_by_community_token(picture):
    io = Network(
        {
            "photos.getOwnerCoverPhotoUploadServer": URL,
            "upload cover": {"hash": "h", "photo": "base64"},
            "photos.saveOwnerCoverPhoto": ok({"images": []}),
        }
    )
    io.run(VK().set_cover(io, account(), picture))
    saved = io.data("photos.saveOwnerCoverPhoto")
    assert (saved["hash"], saved["photo"]) == ("h", "base64")
    assert "server" not in saved


def test_the_picture_is_changed_by_user_token(picture):
    io = Network(
        {
            "photos.getOwnerPhotoUploadServer": URL,
            "upload picture": UPLOADED,
            "photos.saveOwnerPhoto": ok({"photo_hash": "x", "photo_src": "x", "saved": 1}),
        }
    )
    io.run(VK().set_picture(io, account("user"), picture))
    assert io.data("photos.getOwnerPhotoUploadServer")["owner_id"] == "-123"
    assert io.data("photos.saveOwnerPhoto")["server"] == "1"


@pytest.mark.parametrize("wrong", ["cover.png", None, File("cover.bmp")])
def test_what_is_no_picture_is_refused_before_any_call(wrong):
    io = Network()
    with pytest.raises(ValueError, match="cover: "):
        io.run(VK().set_cover(io, account(), wrong))
    assert io.sent == []


def test_a_short_name_needs_no_call_that_a_pause_would_hold_back():
    io = Network({"groups.getById": GROUP, "groups.getTokenPermissions": rights(*RIGHTS)})
    assert check(io, account(id="four_flours")).url == "https://vk.ru/club123"
    assert io.data("groups.getById")["group_id"] == "four_flours"


def test_an_id_that_is_no_community_is_said():
    io = Network(
        {"groups.getById": ok({"groups": [], "profiles": []}), "groups.getTokenPermissions": rights()}
    )
    checkup = check(io)
    assert not checkup.ok
    assert "no community of VK's" in checkup.warnings[0]
