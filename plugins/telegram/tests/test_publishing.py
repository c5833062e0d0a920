"""Publishing over HTTP: what readers see, and that every post is there once whatever happens."""

from datetime import timedelta
from itertools import product

import pytest
from attrs import evolve

from smmcore.errors import Rejected
from smmcore.models import (
    Audio,
    Bold,
    Disclosure,
    Failed,
    File,
    Link,
    Photo,
    Poll,
    Post,
    Published,
    Scheduled,
    Unconfirmed,
    Video,
)
from smmcore.sandbox import mounted, serving
from smmcore.testing import KINDS, watching
from smmcore_telegram.audience import Audience
from smmcore_telegram.settings import TelegramOptions

from .helping import BOT, CHANNEL, CHANNEL_ID, GROUP_ID

LONG_AGO, MUCH_LATER = 300, 1200
SENT_KINDS = [*(kind for kind in KINDS if kind not in {"story", "reel"}), "quiz", "rich"]
LONG = "A long story about rye bread. " * 200


@pytest.fixture
def account(account):
    return evolve(account, settings={**account.settings, "rich_messages": True})


@pytest.fixture
def plain_account(world):
    return world.fake.account


def made(maker, kind):
    if kind == "quiz":
        return Post(poll=Poll(question="Which?", options=["Rye", "Wheat"], correct=1, explanation="It rises"))
    if kind == "rich":
        return Post([LONG, Bold("the end\nof it")])
    return maker.post(kind)


def size(post):
    return max(len(post.media), 1)


def with_options(**more):
    return Post("Hello", options=TelegramOptions(**more))


# What readers see


@pytest.mark.parametrize("kind", SENT_KINDS)
def test_every_kind_of_post_is_published_once(either, world, maker, kind):
    post = made(maker, kind)
    result = either.publish(post, key="k")
    assert isinstance(result, Published), result
    assert result.warnings == ()
    assert [str(m["message_id"]) for m in world.wall()] == list(result.parts)
    assert (result.id, len(result.parts)) == (result.parts[0], size(post))
    assert result.url == f"https://t.me/sandbox_channel/{result.id}"
    again = either.publish(post, key="k")
    assert again.repeated
    assert again.id == result.id
    assert len(world.wall()) == size(post)


def test_styles_are_seen(smm, world):
    smm.publish(Post(["🥖 ", Bold(["fresh ", Link("bread", url="https://a.b/")])]))
    (message,) = world.wall()
    assert message["text"] == "🥖 fresh bread"
    kinds = {e["type"]: (e["offset"], e["length"]) for e in message["entities"]}
    assert kinds == {"bold": (3, 11), "text_link": (9, 5)}


def test_a_film_with_its_cover_and_a_song_with_its_title(smm, world, maker):
    cover = maker.media("photo", "cover").source
    film = Video(maker.media("video").source, cover=cover)
    assert isinstance(smm.publish(Post("A film", media=film)), Published)
    song = Audio(maker.media("audio").source, title="Song", performer="Band")
    assert isinstance(smm.publish(Post("A song", media=song)), Published)
    _, audio = world.wall()
    assert (audio["audio"]["title"], audio["audio"]["performer"]) == ("Song", "Band")
    (call,) = world.calls("sendVideo")
    assert call["parameters"]["cover"].startswith("attach://")


def test_an_album_carries_its_words_on_the_first_item(smm, world, maker):
    smm.publish(maker.post("album"))
    assert [m.get("caption") for m in world.wall()] == ["Three loaves", None, None]
    assert len({m["media_group_id"] for m in world.wall()}) == 1


def test_an_album_mixes_photos_and_films(smm, world, maker):
    post = Post("Mixed", media=[maker.media("photo"), maker.media("video"), maker.media("photo", "other")])
    assert isinstance(smm.publish(post), Published)
    assert [("video" in m) for m in world.wall()] == [False, True, False]


def test_an_advertising_post_says_so(smm, world, maker):
    disclosure = Disclosure(advertiser="Mill Ltd", erid="2VtzqX")
    smm.publish(Post("Flour!", disclosure=disclosure))
    smm.publish(Post(media=maker.media("photo"), disclosure=disclosure))
    text, photo = world.wall()
    assert text["text"] == "Flour!\n\nAd · Mill Ltd · erid: 2VtzqX"
    assert photo["caption"] == "Ad · Mill Ltd · erid: 2VtzqX"


def test_the_advertising_mark_counts(smm, drivers, plain_account, maker):
    plain = drivers(plain_account)
    disclosure = Disclosure(advertiser="Mill Ltd")
    too_long = Post("x" * 4090, disclosure=disclosure)
    caption = Post("x" * 1020, media=maker.media("photo"), disclosure=disclosure)
    poll = Post("x" * 1020, poll=Poll(question="?", options=["a"]), disclosure=disclosure)
    for driver, post in ((plain, too_long), (plain, caption), (smm, caption), (smm, poll)):
        problems = driver.smm.check(post, to="sandbox")
        assert [problem.field for problem in problems] == ["text"], problems
    assert smm.smm.check(too_long, to="sandbox") == []


@pytest.mark.parametrize(
    ("preview", "shape"),
    [
        ("auto", {"url": "https://a.b/c"}),
        ("small", {"url": "https://a.b/c", "prefer_small_media": True}),
        ("large", {"url": "https://a.b/c", "prefer_large_media": True}),
        ("above", {"url": "https://a.b/c", "show_above_text": True}),
        ("none", {"is_disabled": True}),
    ],
)
def test_the_links_preview_is_as_wished(smm, world, preview, shape):
    post = Post("Look", link="https://a.b/c", options=TelegramOptions(preview=preview))
    assert isinstance(smm.publish(post), Published)
    (message,) = world.wall()
    assert message["link_preview_options"] == shape


def test_a_link_alone_is_its_own_text(smm, world):
    smm.publish(Post(link="https://a.b/c"))
    assert world.wall()[0]["text"] == "https://a.b/c"


def test_silent_and_protected_posts_say_so(smm, world):
    smm.publish(with_options(silent=True, protect=True))
    parameters = world.calls("sendMessage")[0]["parameters"]
    assert (parameters["disable_notification"], parameters["protect_content"]) == (True, True)


def test_spoilers_and_captions_above(smm, world, maker):
    options = TelegramOptions(spoiler=True, caption_above=True)
    smm.publish(Post("Look", media=maker.media("photo"), options=options))
    (message,) = world.wall()
    assert message["has_media_spoiler"] is True
    assert message["show_caption_above_media"] is True


def test_a_pinned_post_is_pinned(smm, world):
    assert smm.publish(with_options(pin=True)).warnings == ()
    assert world.chat()["pinned"] == [1]


def test_a_pin_that_is_refused_does_not_harm_the_post(smm, world):
    world.control("rights", chat=CHANNEL, bot=BOT, rights={"can_edit_messages": False})
    result = smm.publish(with_options(pin=True))
    assert isinstance(result, Published)
    (warning,) = result.warnings
    assert warning.startswith("not pinned: ")
    assert "give the bot that right" in warning


def test_a_long_text_is_refused_before_anything_is_sent(drivers, world, plain_account):
    result = drivers(plain_account).publish(Post(LONG))
    assert isinstance(result, Failed)
    assert "allowed are at most 4096" in str(result.error)
    assert world.calls() == []


def test_a_long_text_is_a_rich_message_where_that_is_allowed(smm, world):
    result = smm.publish(Post([LONG, Bold("the end\nof it")]))
    assert isinstance(result, Published)
    assert "rich_message" in world.wall()[0]


# Lost answers

FAULTS = ["hang", "500", "json500", "garbage", "wrong_shape"]
ANY = ["text", "album", "poll", "rich"]
"""One of each way of sending; the conformance suite has every fault with every kind."""


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(watching, "HASTY", 0.25)


def lose(driver, world, post, fault, when, key="k"):
    """Publish with the answer lost."""
    driver.watch.hasty = fault == "hang"
    world.goes_wrong(fault, when=when, seconds=5)
    result = driver.publish(post, key=key)
    driver.watch.hasty = False
    return result


def begun(driver, world):
    """A channel where somebody has posted before."""
    first = world.human_posts("Long ago")
    driver.pass_time(LONG_AGO)
    return first


def reconciled(driver):
    driver.pass_time(61)
    (result,) = driver.reconcile().results
    return result


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("kind", "fault"), [*product(ANY, FAULTS), *product(SENT_KINDS, ["reset", "502"])])
def test_a_post_whose_answer_was_lost_is_found(smm, world, maker, kind, fault):
    begun(smm, world)
    post = made(maker, kind)
    result = lose(smm, world, post, fault, "after")
    assert isinstance(result, Unconfirmed), result
    sent = smm.watch.unsafe
    assert isinstance(smm.publish(post, key="k"), Unconfirmed)
    assert smm.watch.unsafe == sent
    found = reconciled(smm)
    assert isinstance(found, Published), found
    _, *parts = [str(m["message_id"]) for m in world.wall()]
    assert (found.id, list(found.parts)) == (parts[0], parts)
    assert len(parts) == size(post)
    assert smm.watch.unsafe == sent + bool(post.first_comment)
    assert smm.publish(post, key="k").repeated
    assert smm.watch.unsafe == sent + bool(post.first_comment)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("kind", "fault"), [*product(ANY, ["hang", "500"]), *product(SENT_KINDS, ["reset"])])
def test_a_post_that_never_arrived_is_sent_again_once_that_is_proven(smm, world, maker, kind, fault):
    begun(smm, world)
    post = made(maker, kind)
    assert isinstance(lose(smm, world, post, fault, "before"), Unconfirmed)
    unclear = reconciled(smm)
    assert isinstance(unclear, Unconfirmed)
    assert "ask again after its next post" in unclear.reason
    assert smm.work().results == ()
    smm.pass_time(MUCH_LATER)
    world.human_posts("Later")
    assert isinstance(reconciled(smm), Scheduled)
    smm.pass_time(1)
    (result,) = smm.work().results
    assert isinstance(result, Published), result
    assert len(world.wall()) == 2 + size(post)
    assert smm.work().results == ()


@pytest.mark.parametrize("when", ["before", "after"])
def test_lost_answers_are_the_same_to_async_callers(drivers, world, when):
    smm = drivers(mode="async")
    begun(smm, world)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", when), Unconfirmed)
    assert isinstance(reconciled(smm), Published if when == "after" else Unconfirmed)


def test_an_album_of_which_a_part_is_missing_is_left_to_a_person(smm, world, maker):
    begun(smm, world)
    world.goes_wrong("partial_album", method="sendMediaGroup", item=3)
    post = maker.post("album")
    result = smm.publish(post, key="k")
    assert isinstance(result, Unconfirmed)
    assert "failed to send message #3" in result.reason
    assert "other parts of it may be there" in result.reason
    unclear = reconciled(smm)
    assert isinstance(unclear, Unconfirmed)
    assert "2 of 3 parts are there (2, 3)" in unclear.reason
    smm.pass_time(MUCH_LATER)
    world.human_posts("Later")
    assert isinstance(reconciled(smm), Unconfirmed)
    assert len(world.wall()) == 4


def test_an_album_whose_first_part_is_missing_is_never_called_absent(smm, world, maker):
    begun(smm, world)
    post = maker.post("album")
    assert isinstance(lose(smm, world, post, "reset", "after"), Unconfirmed)
    # Somebody has changed its words since, and nobody knows whose it is.
    world.control("edits", chat=CHANNEL, message_id=2, text="Changed")
    smm.pass_time(MUCH_LATER)
    world.human_posts("Later")
    assert not isinstance(reconciled(smm), Scheduled)


def test_a_lost_post_that_was_edited_by_a_person_is_found_by_its_first_words(smm, world):
    begun(smm, world)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", "after"), Unconfirmed)
    world.control("edits", chat=CHANNEL, message_id=2, text="Hello, dear readers")
    assert reconciled(smm).id == "2"


def test_a_copy_that_belongs_to_nobody_is_no_proof_of_absence(smm, world):
    begun(smm, world)
    world.goes_wrong("lost_copy", method=None)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", "after"), Unconfirmed)
    # The first that is heard of the copy is an edit with other words.
    world.control("edits", chat=CHANNEL, message_id=2, text="Good evening")
    smm.pass_time(MUCH_LATER)
    world.human_posts("Later")
    assert isinstance(reconciled(smm), Unconfirmed)
    assert len(world.wall()) == 3


def test_two_identical_posts_in_doubt_are_not_confused(smm, world):
    begun(smm, world)
    for key in ("one", "two"):
        assert isinstance(lose(smm, world, Post("Hello"), "reset", "after", key=key), Unconfirmed)
    smm.pass_time(61)
    results = smm.reconcile().results
    assert {(r.key, r.id) for r in results} == {("one", "2"), ("two", "3")}


def test_of_two_identical_posts_one_lost_and_one_never_sent(smm, world):
    begun(smm, world)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", "after", key="one"), Unconfirmed)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", "before", key="two"), Unconfirmed)
    smm.pass_time(MUCH_LATER)
    world.human_posts("Later")
    one, two = smm.reconcile().results
    assert (one.id, type(two)) == ("2", Scheduled)
    smm.pass_time(1)
    assert smm.work().results[0].id == "4"
    assert [m["text"] for m in world.wall()].count("Hello") == 2


def test_a_humans_identical_post_is_not_taken_for_ours(smm, world):
    begun(smm, world)
    world.human_posts("Hello")
    smm.pass_time(5)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", "before"), Unconfirmed)
    assert isinstance(reconciled(smm), Unconfirmed)


def test_tomorrows_identical_post_is_not_taken_for_todays(smm, world):
    begun(smm, world)
    assert isinstance(lose(smm, world, Post("Good morning"), "reset", "before", key="today"), Unconfirmed)
    smm.pass_time(20 * 3600)
    assert isinstance(lose(smm, world, Post("Good morning"), "reset", "after", key="tomorrow"), Unconfirmed)
    smm.pass_time(61)
    today, tomorrow = smm.reconcile().results
    assert isinstance(today, Unconfirmed)
    assert tomorrow.id == "2"


def test_without_a_discussion_group_a_lost_post_waits_for_a_person(drivers, world, account):
    ids = world.control("channels", title="Quiet", username="quiet_channel", group=False, bot=BOT)
    smm = drivers(evolve(account, id=str(ids["channel"])))
    world.control("posts", channel=ids["channel"], text="Long ago")
    smm.pass_time(LONG_AGO)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", "after"), Unconfirmed)
    smm.pass_time(MUCH_LATER)
    world.control("posts", channel=ids["channel"], text="Later")
    unclear = reconciled(smm)
    assert isinstance(unclear, Unconfirmed)
    assert "no discussion group" in unclear.reason
    assert smm.smm.resolve("sandbox", "k", id="2").id == "2"
    assert smm.publish(Post("Hello"), key="k").repeated


def test_absence_can_be_proven_without_a_discussion_group(drivers, world, account):
    ids = world.control("channels", title="Quiet", username="quiet_channel", group=False, bot=BOT)
    smm = drivers(evolve(account, id="@quiet_channel"))
    world.control("posts", channel=ids["channel"], text="Long ago")
    smm.pass_time(LONG_AGO)
    assert isinstance(lose(smm, world, Post("Hello"), "reset", "before"), Unconfirmed)
    smm.pass_time(MUCH_LATER)
    world.control("posts", channel=ids["channel"], text="Later")
    assert isinstance(reconciled(smm), Scheduled)
    smm.pass_time(1)
    assert isinstance(smm.work().results[0], Published)
    assert len(world.wall(ids["channel"])) == 3


# Pace


def test_a_limit_is_waited_for_exactly_as_told(either, world):
    world.goes_wrong("429", retry_after=17)
    assert isinstance(either.publish(Post("Hello")), Published)
    assert either.clock.slept == [17]
    assert len(world.wall()) == 1
    assert [call["status"] for call in world.calls("sendMessage")] == [429, 200]


def test_a_limit_beyond_patience_fails_and_posts_nothing(smm, world):
    world.goes_wrong("429", retry_after=600)
    result = smm.publish(Post("Hello"), key="k")
    assert isinstance(result, Failed)
    assert result.error.retry_after == 600
    assert world.wall() == []
    smm.pass_time(600)
    assert isinstance(smm.publish(Post("Hello"), key="k"), Published)


def test_many_posts_keep_to_the_limits_without_a_refusal(drivers, world, account):
    smm = drivers(account, patience=1000)
    for number in range(25):
        assert isinstance(smm.publish(Post(f"Post {number}")), Published)
    assert {call["status"] for call in world.calls("sendMessage")} == {200}
    assert sum(smm.clock.slept) >= 60


def test_an_album_of_ten_counts_as_ten(drivers, world, account, maker):
    smm = drivers(account, patience=1000)
    items = [maker.media("photo", f"photo{number}") for number in range(10)]
    for number in range(3):
        assert isinstance(smm.publish(Post(f"Album {number}", media=items)), Published)
    assert len(world.wall()) == 30
    assert {call["status"] for call in world.calls("sendMediaGroup")} == {200}
    # Twenty a minute: the third album waits for the first minute to end.
    assert sum(smm.clock.slept) >= 60


# The first comment


@pytest.fixture
def impatient(account):
    return evolve(account, settings={**account.settings, "copy_wait": 1})


FIRST = Post("A post", first_comment=["First ", Bold("comment")])


def test_the_first_comment_stands_under_its_post(either, world):
    result = either.publish(FIRST)
    (comment,) = world.talk(result.id)
    assert comment["text"] == "First comment"
    assert comment["entities"] == [{"type": "bold", "offset": 6, "length": 7}]


def test_the_first_comment_under_an_album_stands_under_its_first_item(smm, world, maker):
    result = smm.publish(evolve(maker.post("album"), first_comment="First"))
    assert [c["text"] for c in world.talk(result.parts[0])] == ["First"]


def test_a_copy_that_never_comes_costs_the_first_comment_only(drivers, world, impatient):
    world.goes_wrong("lost_copy", method=None)
    result = drivers(impatient).publish(FIRST)
    assert isinstance(result, Published)
    assert result.warnings == ("no first comment: the post did not show up in the discussion group in time",)
    assert world.talk(result.id) == []


def test_a_copy_that_comes_late_is_waited_for(drivers, world, account, monkeypatch):
    world.goes_wrong("lost_copy", method=None)
    smm = drivers(account)
    # A reader's comment shows the copy that nobody was told of.
    ann = world.person()
    send, heard = type(smm.smm.io).send, []

    async def watched(io, request):
        value = await send(io, request)
        if request.label == "telegram sendMessage" and not heard:
            heard.append(world.comments(value["id"], ann, "Me first"))
        return value

    monkeypatch.setattr(type(smm.smm.io), "send", watched)
    result = smm.publish(FIRST)
    assert result.warnings == ()
    assert [c["text"] for c in world.talk(result.id)] == ["Me first", "First comment"]


def test_without_a_group_there_is_no_first_comment_but_a_post(drivers, world, account):
    world.control("channels", title="Quiet", username="quiet_channel", group=False, bot=BOT)
    result = drivers(evolve(account, id="@quiet_channel")).publish(FIRST)
    assert isinstance(result, Published)
    (warning,) = result.warnings
    assert "no discussion group" in warning
    assert "link one" in warning


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_to_the_first_comment_is_told_and_not_sent_again(smm, world, when):
    world.goes_wrong("reset", skip=1, when=when)
    result = smm.publish(FIRST, key="k")
    assert isinstance(result, Published)
    (warning,) = result.warnings
    assert warning.startswith("whether the first comment was written is unknown")
    smm.publish(FIRST, key="k")
    assert len(world.talk(result.id)) == (when == "after")


def test_what_follows_a_post_is_done_when_the_post_is_found(either, world):
    world.goes_wrong("reset", when="after")
    post = evolve(FIRST, options=[TelegramOptions(pin=True)])
    assert isinstance(either.publish(post, key="k"), Unconfirmed)
    found = reconciled(either)
    assert isinstance(found, Published), found
    assert found.warnings == ()
    assert world.chat()["pinned"] == [int(found.id)]
    assert [c["text"] for c in world.talk(found.id)] == ["First comment"]
    assert either.publish(post, key="k").repeated
    assert len(world.talk(found.id)) == 1


def test_the_first_comment_of_a_found_post_may_be_lost_too(smm, world):
    world.goes_wrong("reset", when="after", times=2)
    assert isinstance(smm.publish(FIRST, key="k"), Unconfirmed)
    found = reconciled(smm)
    assert isinstance(found, Published), found
    (warning,) = found.warnings
    assert warning.startswith("whether the first comment was written is unknown")
    assert len(world.talk(found.id)) == 1


def test_trouble_while_waiting_for_the_copy_is_no_doubt_about_the_comment(drivers, world, impatient):
    world.goes_wrong("reset", method="getUpdates", times=10)
    result = drivers(impatient, patience=1).publish(FIRST)
    (warning,) = result.warnings
    assert warning.startswith("no first comment: ")
    assert len(world.calls("sendMessage")) == 1


# Groups


@pytest.fixture
def group(world):
    return world.control("groups", title="Friends", bot=BOT)["group"]


def test_a_basic_group_takes_posts_and_shows_what_people_write(drivers, world, account, group):
    smm = drivers(evolve(account, id=str(group)))
    result = smm.publish(Post("Hello"))
    assert isinstance(result, Published), result
    assert world.message(result.id, group)["text"] == "Hello"


def test_a_group_that_moved_gets_the_post_in_its_new_place(drivers, world, account, group, maker):
    smm = drivers(evolve(account, id=str(group)))
    assert isinstance(smm.publish(Post("Before")), Published)
    new = world.control("migrate", chat=group)["chat"]
    result = smm.publish(Post("After", media=maker.media("photo")))
    assert isinstance(result, Published), result
    assert [m.get("caption") for m in world.wall(new) if "photo" in m] == ["After"]
    # The new place is remembered.
    world.forget_calls()
    smm.publish(Post("Again"))
    assert len(world.calls("sendMessage")) == 1


def test_a_group_that_moved_while_nobody_listened_is_still_answered_and_moderated(
    drivers, world, account, group
):
    smm = drivers(evolve(account, id=str(group)))
    smm.comments()
    new = world.control("migrate", chat=group)["chat"]
    result = smm.publish(FIRST)
    assert isinstance(result, Published), result
    assert result.warnings == ()
    answer = next(m for m in world.wall(new) if m.get("text") == "First comment")
    assert str(answer["reply_to_message"]["message_id"]) == result.id
    reply = smm.reply(result.id, "Me, too")
    assert world.message(reply.id, new)["text"] == "Me, too"


# Servers and troubles


def test_a_server_of_ones_own_takes_larger_files(telegram, account):
    local = evolve(account, settings={**account.settings, "local": True})
    assert telegram.limits(account).kinds["video"].size == 50 * 1024 * 1024
    assert telegram.limits(local).kinds["video"].size == 2000 * 1024 * 1024
    assert telegram.limits(local).kinds["photo"].size == 10 * 1024 * 1024


def test_a_server_may_live_below_a_prefix(drivers):
    audience = Audience()
    with serving(mounted({"bots": audience.app})) as url:
        account = audience.account(f"{url}/bots/")
        smm = drivers(account, fake=None)
        assert isinstance(smm.publish(Post("Hello")), Published)
        assert smm.checkup().ok


def troubles(account):
    """Each kind of trouble, and what its line has to say."""
    yield "malformed", evolve(account, secrets={"token": "nonsense"}), "get one from @BotFather"
    yield "slashes", evolve(account, secrets={"token": "12/../34:x"}), "get one from @BotFather"
    yield "revoked", evolve(account, secrets={"token": "12345:AAAAAAAAAAAAAAAAAAA"}), "get a valid token"
    yield "none", evolve(account, secrets={}), "set it in smm.toml"
    yield "unknown channel", evolve(account, id="@nobody"), "check the account's id"
    yield "no id", evolve(account, id="-100999"), "check the account's id"


@pytest.mark.parametrize("number", range(6))
def test_trouble_is_one_clear_line_with_what_to_do(drivers, world, account, number):
    _, troubled, hint = list(troubles(account))[number]
    smm = drivers(troubled)
    result = smm.publish(Post("Hello"))
    assert isinstance(result, Failed)
    checkup = smm.checkup()
    for line in (str(result.error), *checkup.warnings):
        assert hint in line
        assert "\n" not in line
    assert not checkup.ok
    assert world.wall() == []


def test_a_bot_that_was_kicked_is_told_how_to_come_back(smm, world):
    world.control("kick", chat=CHANNEL, bot=BOT)
    result = smm.publish(Post("Hello"))
    assert isinstance(result, Failed)
    assert "bot was kicked" in str(result.error)
    assert "add the bot to the chat again" in str(result.error)
    checkup = smm.checkup()
    assert not checkup.ok
    assert "add the bot to the chat again" in checkup.warnings[0]


def test_a_bot_without_the_right_to_post_is_told_which_right(smm, world):
    world.control("rights", chat=CHANNEL, bot=BOT, rights={"can_post_messages": False})
    result = smm.publish(Post("Hello"))
    assert isinstance(result, Failed)
    assert "right" in str(result.error) or "administrator" in str(result.error)
    checkup = smm.checkup()
    assert not checkup.ok
    assert checkup.warnings == (
        "the bot may not publish in the channel: give it the right can_post_messages",
    )


def test_a_healthy_account_has_no_warnings(either):
    checkup = either.checkup()
    assert checkup.ok
    assert checkup.warnings == ()
    assert checkup.url == "https://t.me/sandbox_channel"
    assert checkup.facts == ("bot @sandbox_demo_bot", f"channel {CHANNEL_ID}", f"discussion group {GROUP_ID}")


def test_a_file_that_is_too_large_for_the_front_server_is_refused_in_words(drivers, account, tmp_path):
    big = tmp_path / "big.mp4"
    with big.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    local = evolve(account, settings={**account.settings, "local": True})
    result = drivers(local).publish(Post("A film", media=Video(File(big))))
    assert isinstance(result, Failed), result
    assert "the file is too large" in str(result.error)


def test_what_telegram_would_refuse_is_known_before(smm, maker):
    photo, pdf, gif = maker.media("photo"), maker.media("document"), maker.media("animation")
    cases = {
        "media": Post("x", media=[photo, pdf]),
        "link": Post("x", media=photo, link="https://a.b"),
        "poll": Post("x", media=photo, poll=Poll(question="?", options=["a"])),
        "poll.anonymous": Post(poll=Poll(question="?", options=["a"], anonymous=False)),
        "poll.multiple": Post(poll=Poll(question="?", options=["a"], correct=0, multiple=True)),
    }
    for field, post in cases.items():
        assert [p.field for p in smm.smm.check(post, to="sandbox")] == [field]
    assert [p.field for p in smm.smm.check(Post("x", media=[gif, gif]), to="sandbox")] == ["media"]
    missing = Photo(File("/no/such/file.jpg"))
    assert [p.field for p in smm.smm.check(Post("x", media=missing), to="sandbox")] == ["media[0]"]


# Changing posts


@pytest.mark.parametrize("kind", [kind for kind in SENT_KINDS if kind not in {"poll", "quiz"}])
def test_every_kind_of_post_can_be_changed_and_deleted(smm, world, maker, kind):
    post = made(maker, kind)
    result = smm.publish(post)
    changed = post.with_text(["New ", Bold("words")])
    edited = smm.edit(result.id, changed)
    assert (edited.id, edited.parts) == (result.id, result.parts)
    first = world.message(result.id)
    assert (first.get("text") or first.get("caption")) == "New words"
    smm.edit(result.id, changed)
    smm.delete(result.id)
    smm.delete(result.id)
    assert world.wall() == []


def test_the_caption_stays_above_when_an_albums_words_change(smm, world, maker):
    options = TelegramOptions(caption_above=True)
    post = evolve(maker.post("album"), options=options)
    result = smm.publish(post)
    smm.edit(result.id, post.with_text("New words"))
    assert world.message(result.id)["show_caption_above_media"] is True


def test_a_poll_cannot_be_changed_and_says_what_to_do(smm, maker):
    result = smm.publish(maker.post("poll"))
    with pytest.raises(Rejected, match="delete it and publish another"):
        smm.edit(result.id, maker.post("poll"))
    with pytest.raises(Rejected, match="delete it and publish another"):
        smm.edit(result.id, Post("New words"))


@pytest.mark.parametrize("kind", ["photo", "album", "voice"])
def test_words_alone_become_the_caption_of_what_has_media(smm, world, maker, kind):
    result = smm.publish(made(maker, kind))
    for _ in range(2):
        edited = smm.edit(result.id, Post(["New ", Bold("words")]))
        assert edited.warnings == ("its media stay",)
    message = world.message(result.id)
    assert message["caption"] == "New words"
    assert [entity["type"] for entity in message["caption_entities"]] == ["bold"]


def test_an_album_that_a_person_edited_is_still_deleted_whole(smm, world, maker):
    result = smm.publish(maker.post("album"))
    world.control("edits", chat=CHANNEL, message_id=int(result.id), text="Edited by hand")
    smm.receive()
    smm.delete(result.id)
    assert world.wall() == []


def test_a_post_older_than_two_days_cannot_be_deleted_and_the_error_says_why(smm, world):
    result = smm.publish(Post("Hello"))
    smm.pass_time(timedelta(hours=49).total_seconds())
    with pytest.raises(Rejected, match="bots can delete for 48 hours"):
        smm.delete(result.id)
    assert len(world.wall()) == 1


def test_pinning_and_unpinning_may_be_repeated(either, world):
    result = either.publish(Post("Hello"))
    for pinned, shown in ((True, [1]), (True, [1]), (False, []), (False, [])):
        either.pin(result.id, pinned=pinned)
        assert world.chat()["pinned"] == shown


def test_an_identifier_that_is_none_is_a_mistake(smm):
    with pytest.raises(ValueError, match="id: 'abc' is no identifier"):
        smm.delete("abc")
