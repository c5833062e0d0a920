from datetime import UTC, datetime, timedelta

import pytest

from smmcore.errors import AnswerLost, JournalError, Rejected, Unsupported
from smmcore.models import (
    Animation,
    Bold,
    Disclosure,
    Document,
    Link,
    Photo,
    Poll,
    Post,
    Video,
)
from smmcore.steps import Steps
from smmcore.testing.scripted import answer
from smmcore_vk.platform import VK
from smmcore_vk.settings import VKOptions

from .scripted import UPLOADED, Network, account, error, ok

URL = ok({"upload_url": "https://upload.example/1"})
FILES = {
    "photos.getWallUploadServer": URL,
    "upload photo": UPLOADED,
    "photos.saveWallPhoto": ok([{"id": 7, "owner_id": 5, "access_key": "key"}]),
    "docs.getWallUploadServer": URL,
    "upload document": {"file": "5|0|x"},
    "docs.save": ok({"type": "doc", "doc": {"id": 8, "owner_id": -123}}),
    "video.save": ok({"upload_url": "https://upload.example/2", "video_id": 9, "owner_id": -123}),
    "upload video": {"size": 5, "video_id": 9, "owner_id": -123},
    "polls.create": ok({"id": 6, "owner_id": -123}),
    "stories.getPhotoUploadServer": URL,
    "stories.getVideoUploadServer": URL,
    "upload story": {"response": {"upload_result": "result"}, "_sig": "x"},
    "stories.save": ok({"count": 1, "items": [{"id": 3, "owner_id": -123}]}),
}
WHOLE = ("community", "user")


@pytest.fixture
def files(tmp_path):
    paths = {name: tmp_path / name for name in ("rye.jpg", "oven.mp4", "menu.pdf", "fun.gif")}
    for path in paths.values():
        path.write_bytes(b"content")
    return paths


def network(**more):
    return Network({**FILES, **more})


def test_a_text_is_posted_in_the_communitys_name():
    io = Network()
    published = io.publish(Post(["Fresh ", Bold("bread")]))
    assert (published.id, published.url) == ("17", "https://vk.ru/wall-123_17")
    data = io.data("wall.post")
    assert {**data, "guid": ""} == {
        "owner_id": "-123",
        "from_group": "1",
        "message": "Fresh bread",
        "guid": "",
        "v": "5.199",
    }
    assert io.token("wall.post") == "community"


def test_the_guid_comes_from_the_key_of_the_journal():
    io = Network()
    for key in ("one", "one", "two"):
        io.publish(Post("Hi", first_comment="First"), key=key)
    posts = [request.data["guid"] for request in io.requests("wall.post")]
    comments = [request.data["guid"] for request in io.requests("wall.createComment")]
    assert posts[0] == posts[1] != posts[2]
    assert comments[0] == comments[1] != comments[2]
    assert not {*posts} & {*comments}


def test_a_link_behind_words_is_written_out_and_a_preview_is_attached():
    io = Network()
    text = ["See ", Link("the shop", "https://shop.example/rye")]
    io.publish(Post(text, link="https://shop.example/a,b"))
    assert io.data("wall.post")["message"] == "See the shop (https://shop.example/rye)"
    assert io.data("wall.post")["attachments"] == "https://shop.example/a%2Cb"


def test_a_photo_goes_up_in_a_chain_and_is_named_by_the_post(files):
    io = network()
    io.publish(Post("Rye", media=[Photo(files["rye.jpg"], alt="A loaf")]), account(*WHOLE))
    assert io.methods() == [
        "photos.getWallUploadServer",
        "upload photo",
        "photos.saveWallPhoto",
        "wall.post",
    ]
    (upload,) = io.requests("upload photo")
    assert upload.files[0].name == "photo"
    assert not upload.secrets
    saved = io.data("photos.saveWallPhoto")
    assert (saved["server"], saved["photo"], saved["hash"]) == ("1", '[{"photo":"x"}]', "h")
    assert (saved["group_id"], saved["caption"]) == ("123", "A loaf")
    assert io.data("wall.post")["attachments"] == "photo5_7_key"


@pytest.mark.parametrize("empty", ["", "[]"])
def test_an_empty_photo_in_the_answer_is_an_error_before_saving(files, empty):
    io = network(**{"upload photo": {**UPLOADED, "photo": empty}})
    with pytest.raises(Rejected, match="could not read the photo"):
        io.publish(Post("Rye", media=[Photo(files["rye.jpg"])]), account(*WHOLE))
    assert not io.requests("photos.saveWallPhoto")


def test_an_upload_whose_hash_has_ended_is_done_anew(files):
    saved = [error(121, "Invalid hash"), ok([{"id": 7, "owner_id": 5}])]
    io = network(**{"photos.saveWallPhoto": saved})
    io.publish(Post("Rye", media=[Photo(files["rye.jpg"])]), account(*WHOLE))
    assert len(io.requests("photos.getWallUploadServer")) == 2
    assert io.data("wall.post")["attachments"] == "photo5_7"


def test_an_upload_that_never_works_is_given_up(files):
    io = network(**{"photos.saveWallPhoto": error(121, "Invalid hash")})
    with pytest.raises(Rejected, match="Invalid hash"):
        io.publish(Post("Rye", media=[Photo(files["rye.jpg"])]), account(*WHOLE))
    assert len(io.requests("photos.saveWallPhoto")) == 3


def test_many_kinds_of_media_keep_their_order(files):
    io = network()
    media = [
        Photo(files["rye.jpg"]),
        Video(files["oven.mp4"], alt="The oven"),
        Document(files["menu.pdf"]),
        Animation(files["fun.gif"]),
    ]
    options = VKOptions(attachments=["photo-1_2"], arrangement="carousel")
    io.publish(Post("All", media=media, options=options), account(*WHOLE))
    data = io.data("wall.post")
    assert data["attachments"] == "photo-1_2,photo5_7_key,video-123_9,doc-123_8,doc-123_8"
    assert data["primary_attachments_mode"] == "carousel"
    assert io.data("video.save")["wallpost"] == "0"
    assert io.requests("upload video")[0].files[0].name == "video_file"
    assert io.data("docs.save")["title"] == "menu.pdf"
    assert io.token("docs.save") == "community"


def test_a_film_from_elsewhere_is_fetched_by_vk():
    io = network()
    io.publish(Post("Film", media=[Video("https://films.example/1")]), account(*WHOLE))
    assert io.data("video.save")["link"] == "https://films.example/1"
    assert io.requests("upload video")[0].method == "GET"


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (answer(b"<html>", 404), "status 404"),
        ({"error_code": 204, "error_msg": "Access denied"}, "Access denied"),
        ({"error": "link is dead"}, "link is dead"),
    ],
    ids=["status", "code", "error"],
)
def test_a_film_that_vk_does_not_fetch_is_not_posted(refusal, said):
    io = network(**{"upload video": refusal})
    with pytest.raises(Rejected, match=said):
        io.publish(Post("Film", media=[Video("https://films.example/1")]), account(*WHOLE))
    assert not io.requests("wall.post")


def test_a_film_whose_address_answers_with_a_page_is_posted():
    io = network(**{"upload video": answer(b"<html>")})
    assert io.publish(Post("Film", media=[Video("https://films.example/1")]), account(*WHOLE)).id == "17"


def test_a_poll_is_made_and_attached():
    io = network()
    closes = datetime(2026, 12, 1, tzinfo=UTC)
    poll = Poll(question="Which?", options=["Rye, dark", "Wheat"], multiple=True, closes=closes)
    io.publish(Post("Choose", poll=poll), account(*WHOLE))
    made = io.data("polls.create")
    assert made["add_answers"] == '["Rye, dark", "Wheat"]'
    assert (made["is_multiple"], made["is_anonymous"], made["end_date"]) == ("1", "1", "1796083200")
    assert io.data("wall.post")["attachments"] == "poll-123_6"


def test_a_poll_alone_stands_under_its_question(files):
    io = network()
    poll = Poll(question="Which?", options=["Rye", "Wheat"])
    io.publish(Post(poll=poll), account(*WHOLE))
    io.publish(Post(poll=poll, media=[Photo(files["rye.jpg"])]), account(*WHOLE), key="other")
    first, second = io.requests("wall.post")
    assert first.data["message"] == "Which?"
    assert "message" not in second.data


def test_advertising_is_marked_with_who_pays_and_the_erid():
    io = Network()
    ad = Disclosure(advertiser="Mill Ltd", erid="2Vtzq")
    io.publish(Post("Flour", disclosure=ad))
    data = io.data("wall.post")
    assert data["mark_as_ads"] == "1"
    assert data["message"] == "Flour\n\nРеклама · Mill Ltd · erid: 2Vtzq"


def test_options_of_a_post_are_sent():
    io = Network()
    options = VKOptions(
        signed=True, close_comments=True, mute_notifications=True, copyright="https://source.example"
    )
    io.publish(Post("Hi", options=options))
    data = io.data("wall.post")
    assert (data["signed"], data["close_comments"], data["mute_notifications"]) == ("1", "1", "1")
    assert data["copyright"] == "https://source.example"


def test_a_post_may_wait_on_vk_by_user_token():
    io = Network()
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    post = Post("Later", options=VKOptions(publish_at=at), first_comment="First")
    published = io.publish(post, account(*WHOLE))
    assert io.token("wall.post") == "user"
    assert io.data("wall.post")["publish_date"] == str(int(at.timestamp()))
    assert published.at == at
    assert "another number" in " ".join(published.warnings)
    assert not io.requests("wall.createComment")


def test_a_first_comment_is_the_communitys():
    io = Network()
    published = io.publish(Post("Hi", first_comment="Order here"))
    data = io.data("wall.createComment")
    assert (data["post_id"], data["from_group"], data["message"]) == ("17", "123", "Order here")
    assert published.warnings == ()


@pytest.mark.parametrize(
    ("failure", "words"),
    [(error(213, "Access denied"), "no first comment"), (AnswerLost("lost"), "is unknown")],
)
def test_a_first_comment_that_fails_does_not_harm_the_post(failure, words):
    io = Network({"wall.createComment": failure})
    published = io.publish(Post("Hi", first_comment="Order here"))
    assert published.id == "17"
    assert words in published.warnings[0]


def test_a_story_is_shown_by_saving_it(files):
    io = network()
    published = io.publish(Post(media=[Photo(files["rye.jpg"])], kind="story", link="https://vk.ru/bakery"))
    assert (published.id, published.url) == ("story_3", "https://vk.ru/story-123_3")
    asked = io.data("stories.getPhotoUploadServer")
    assert (asked["group_id"], asked["link_url"], asked["link_text"]) == (
        "123",
        "https://vk.ru/bakery",
        "more",
    )
    assert io.requests("upload story")[0].files[0].name == "file"
    assert io.data("stories.save")["upload_results"] == "result"
    assert not io.requests("wall.post")


def test_a_storys_film_has_its_own_field(files):
    io = network()
    io.publish(Post(media=[Video(files["oven.mp4"])], kind="story"))
    assert io.requests("upload story")[0].files[0].name == "video_file"


def test_after_a_crash_nothing_is_uploaded_or_posted_again(files):
    io = network()
    steps = Steps(io=io, key="k")
    post = Post(
        "Rye", media=[Photo(files["rye.jpg"])], poll=Poll(question="?", options=["a"]), first_comment="x"
    )
    first = io.publish(post, account(*WHOLE), steps=steps)
    sent = len(io.sent)
    assert io.publish(post, account(*WHOLE), steps=steps).id == first.id
    assert io.sent[sent:] == []


def test_a_short_name_is_resolved_once():
    io = Network({"utils.resolveScreenName": ok({"type": "group", "object_id": 123})})
    for key in ("one", "two"):
        io.publish(Post("Hi"), account(id="four_flours"), key=key)
    assert len(io.requests("utils.resolveScreenName")) == 1
    assert io.data("wall.post", 1)["owner_id"] == "-123"


@pytest.mark.parametrize("found", [[], {"type": "user", "object_id": 5}])
def test_an_id_that_is_no_community_is_named(found):
    io = Network({"utils.resolveScreenName": ok(found)})
    with pytest.raises(ValueError, match="'nobody' is no community"):
        io.publish(Post("Hi"), account(id="nobody"))


@pytest.mark.parametrize("id", ["club123", "-123", "public123", "123", "https://vk.com/club123", "@club123"])
def test_ids_with_the_number_in_them_need_no_call(id):
    io = Network()
    io.publish(Post("Hi"), account(id=id))
    assert io.data("wall.post")["owner_id"] == "-123"


def test_publishing_listens_from_then_on_without_changing_the_communitys_settings():
    io = Network()
    io.publish(Post("Hi"))
    io.publish(Post("Hi"), key="other")
    assert len(io.requests("groups.getLongPollServer")) == 1
    assert not io.requests("groups.setLongPollSettings")


def test_that_it_cannot_listen_does_not_harm_the_post():
    io = Network({"groups.getLongPollServer": error(15, "no rights")})
    assert io.publish(Post("Hi")).id == "17"


def test_by_service_token_nothing_is_published():
    io = Network()
    with pytest.raises(Unsupported, match=r"secrets\.community"):
        io.publish(Post("Hi"), account("service"))


def test_edits_send_everything_again(files):
    io = network(**{"wall.edit": ok({"post_id": 17})})
    options = VKOptions(signed=True)
    new = Post("New", media=[Photo(files["rye.jpg"])], options=options)
    io.run(VK().edit(io, account(*WHOLE), "17", new))
    data = io.data("wall.edit")
    assert (data["message"], data["attachments"], data["signed"]) == ("New", "photo5_7_key", "1")
    io.run(VK().edit(io, account(*WHOLE), "17", Post("Bare")))
    assert io.data("wall.edit", 1)["attachments"] == ""


def test_deletes_restores_and_pins():
    names = ("wall.delete", "wall.restore", "wall.pin", "wall.unpin", "stories.delete")
    io = Network({name: ok() for name in names})
    vk, of = VK(), account(*WHOLE)
    io.run(vk.delete(io, of, "17"))
    io.run(vk.delete(io, of, "story_3"))
    io.run(vk.restore(io, of, "17"))
    io.run(vk.pin(io, of, "17", pinned=True))
    io.run(vk.pin(io, of, "17", pinned=False))
    assert io.methods() == ["wall.delete", "stories.delete", "wall.restore", "wall.pin", "wall.unpin"]
    assert io.data("stories.delete")["story_id"] == "3"


def test_what_is_gone_already_is_deleted():
    io = Network({"wall.delete": error(104, "Not found")})
    io.run(VK().delete(io, account("user"), "17"))


@pytest.mark.parametrize("id", ["abc", "17_45", "story_x", ""])
def test_an_identifier_that_is_none_is_named(id):
    io = Network()
    with pytest.raises(ValueError, match="is no post of VK's"):
        io.run(VK().pin(io, account("user"), id, pinned=True))


def test_a_dry_run_shows_every_request(files):
    from smmcore.io.rehearsal import RehearsalIO

    media = [Photo(files["rye.jpg"]), Video(files["oven.mp4"]), Document(files["menu.pdf"])]
    poll = Poll(question="?", options=["a", "b"])
    post = Post("All", media=media, poll=poll, first_comment="x")
    for one in (post, Post(media=[Photo(files["rye.jpg"])], kind="story")):
        io = RehearsalIO(VK().rehearse)
        from smmcore.io.blocking import run

        published = run(VK().publish(io, account(*WHOLE), one, Steps(io=io, key="k")))
        labels = [request.label for request in io.requests]
        assert published.warnings == ()
        assert labels[-1] in {"vk wall.createComment", "vk stories.save"}


def test_a_post_lies_ahead_within_a_year():
    at = datetime.now(UTC)
    for moment, wrong in ((at - timedelta(1), True), (at + timedelta(400), True), (at + timedelta(2), False)):
        post = Post("x", options=VKOptions(publish_at=moment))
        found = [str(problem) for problem in VK().problems(account(*WHOLE), post)]
        assert bool(found) is wrong


def test_a_post_that_cannot_be_noted_is_published_with_a_warning(monkeypatch):
    network = Network()
    put = network.store.put

    async def full(kind, *more):
        if kind == "posts":
            raise JournalError("disk full")
        await put(kind, *more)

    monkeypatch.setattr(network.store, "put", full)
    published = network.publish(Post("Rye"))
    assert published.id == "17"
    assert published.warnings == ("it could not be noted as published from here: disk full",)
