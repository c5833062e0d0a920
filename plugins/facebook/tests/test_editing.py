from datetime import UTC, datetime, timedelta, timezone

import pytest

from smmcore.errors import Forbidden, InvalidInput, Rejected
from smmcore.models import File, Photo, Post
from smmcore.testing.samples import jpeg
from smmcore_facebook.platform import Facebook

from .scripted import Network, account, listed, refused

FACEBOOK = Facebook()
DONE = {"success": True}
GONE = refused(100, "Object does not exist", subcode=33)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "cover.jpg"
    path.write_bytes(jpeg())
    return File(path)


def test_an_edit_changes_the_text():
    io = Network({"POST 123_77": DONE})
    edited = io.run(FACEBOOK.edit(io, account(), "123_77", Post("Better")))
    assert (edited.id, edited.warnings) == ("123_77", ())
    assert io.data("POST 123_77") == {"message": "Better"}


def test_an_edit_of_media_is_told_to_change_nothing_of_them():
    io = Network({"POST 123_77": DONE})
    edited = io.run(FACEBOOK.edit(io, account(), "123_77", Post("Better", media=Photo("rye.jpg"))))
    assert "text only" in edited.warnings[0]


def test_a_post_that_is_gone_is_deleted_already():
    io = Network({"DELETE 123_77": GONE, "GET 123_77": GONE})
    io.run(FACEBOOK.delete(io, account(), "123_77"))


def test_a_post_that_may_not_be_deleted_is_not_said_to_be():
    io = Network({"DELETE 123_77": GONE, "GET 123_77": {"id": "123_77"}})
    with pytest.raises(Forbidden, match="123_77"):
        io.run(FACEBOOK.delete(io, account(), "123_77"))


@pytest.mark.parametrize("answer", [{"success": False}, False])
def test_what_facebook_did_not_do_is_not_done(answer):
    io = Network({"DELETE 123_77": answer, "POST 123_77": answer})
    with pytest.raises(Rejected):
        io.run(FACEBOOK.delete(io, account(), "123_77"))
    with pytest.raises(Rejected):
        io.run(FACEBOOK.edit(io, account(), "123_77", Post("Better")))


@pytest.mark.parametrize(
    ("method", "arguments", "sent"),
    [
        ("pin", {"pinned": True}, {"is_pinned": "true"}),
        ("pin", {"pinned": False}, {"is_pinned": "false"}),
        ("hide_post", {}, {"is_hidden": "true"}),
        ("show_post", {}, {"is_hidden": "false"}),
        ("publish_now", {}, {"is_published": "true"}),
        ("reschedule", {"at": datetime(2026, 1, 3, tzinfo=UTC)}, {"scheduled_publish_time": "1767398400"}),
    ],
)
def test_posts_are_changed_in_their_place(method, arguments, sent):
    io = Network({"POST 123_77": DONE})
    io.run(getattr(FACEBOOK, method)(io, account(), "123_77", **arguments))
    assert io.data("POST 123_77") == sent
    assert io.sent[0].safe


def test_a_time_without_an_offset_is_refused():
    with pytest.raises(InvalidInput, match="UTC offset"):
        Network().run(FACEBOOK.reschedule(Network(), account(), "123_77", datetime(2026, 1, 3)))  # noqa: DTZ001


def test_what_waits_on_facebook_is_listed():
    at = datetime(2026, 1, 3, 12, tzinfo=timezone(timedelta(hours=1)))
    item = {"id": "123_78", "message": "Later", "scheduled_publish_time": int(at.timestamp())}
    io = Network({"GET 123/scheduled_posts": listed(item)})
    (waiting,) = io.run(FACEBOOK.scheduled(io, account())).items
    assert (waiting.id, waiting.text, waiting.at) == ("123_78", "Later", at)


def test_what_is_no_post_is_refused_before_any_call():
    io = Network()
    with pytest.raises(InvalidInput, match="no post"):
        io.run(FACEBOOK.delete(io, account(), "../me"))
    assert not io.sent


def test_a_refused_edit_says_why():
    io = Network({"POST 123_77": refused(100, "Only the app that created the post can edit it")})
    with pytest.raises(Rejected, match="Only the app"):
        io.run(FACEBOOK.edit(io, account(), "123_77", Post("Better")))


def test_the_description_is_the_short_text_of_the_page():
    io = Network({"POST 123": DONE})
    io.run(FACEBOOK.set_description(io, account(), "Bread from four flours"))
    assert io.data("POST 123") == {"about": "Bread from four flours"}
    with pytest.raises(InvalidInput, match="101 characters"):
        io.run(FACEBOOK.set_description(io, account(), "x" * 101))


def test_the_cover_is_an_unseen_photo(picture):
    io = Network({"POST 123/photos": {"id": "31"}, "POST 123": DONE})
    io.run(FACEBOOK.set_cover(io, account(), picture))
    assert io.data("POST 123/photos") == {"published": "false"}
    assert io.data("POST 123") == {"cover": "31"}


def test_the_picture_is_sent_as_a_file(picture):
    io = Network({"POST 123/picture": DONE})
    io.run(FACEBOOK.set_picture(io, account(), picture))
    assert [upload.name for upload in io.sent[0].files] == ["source"]
