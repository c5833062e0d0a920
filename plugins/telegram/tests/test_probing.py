"""A lost post is found by forwarding what was posted to a chat of the owner's; the channel has no discussion group."""

from itertools import product

import pytest
from attrs import evolve

from smmcore.models import Post, Published, Rules, Scheduled, Unconfirmed
from smmcore_telegram.probing import MOST
from smmcore_telegram.settings import TelegramOptions

from .helping import BOT, CHANNEL_ID, GROUP_ID

QUIET_ID = -1001000000003
LONG_AGO, MUCH_LATER, DAYS = 300, 1200, 2 * 86400
KINDS = ["text", "link", "photo", "video", "album", "poll"]


@pytest.fixture
def owner(world):
    """Somebody who has written to the bot."""
    return world.person("Olga", started=True)


@pytest.fixture
def quiet(world):
    """A channel without a discussion group."""
    return world.control("channels", title="Quiet", username="quiet_channel", group=False, bot=BOT)["channel"]


@pytest.fixture
def probed(account, quiet, owner):
    return evolve(account, id=str(quiet), settings={**account.settings, "probe_chat": owner})


@pytest.fixture
def smm(drivers, probed):
    return drivers(probed)


@pytest.fixture
def either(drivers, probed, mode):
    return drivers(probed, mode=mode)


def humans_post(world, quiet, text):
    return str(world.control("posts", channel=quiet, text=text)["message_id"])


def begun(driver, world, quiet):
    """The channel is in use: somebody has posted before."""
    first = humans_post(world, quiet, "Long ago")
    driver.pass_time(LONG_AGO)
    return first


def lose(driver, world, post, when, key="k", method="send*"):
    world.goes_wrong("reset", when=when, method=method)
    result = driver.publish(post, key=key)
    assert isinstance(result, Unconfirmed), result


def reconciled(driver):
    driver.pass_time(61)
    (result,) = driver.reconcile().results
    return result


def forwarded(world):
    """The numbers that the bot has tried to forward."""
    return [call["parameters"]["message_id"] for call in world.calls("forwardMessage")]


def shown(world, chat):
    """What stands in the chat; none, if the bot has not written there."""
    return world.wall(chat) if any(c["id"] == chat for c in world.state()["chats"]) else []


# Found


@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_post_is_found_without_a_person(either, world, quiet, owner, maker, kind):
    begun(either, world, quiet)
    post = maker.post(kind)
    lose(either, world, post, "after")
    found = reconciled(either)
    assert isinstance(found, Published), found
    _, *parts = [str(m["message_id"]) for m in world.wall(quiet)]
    assert (found.id, list(found.parts)) == (parts[0], parts)
    assert found.url == f"https://t.me/quiet_channel/{found.id}"
    assert either.publish(post, key="k").repeated
    assert shown(world, owner) == []


def test_what_is_forwarded_makes_no_sound(smm, world, quiet, owner):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after")
    assert isinstance(reconciled(smm), Published)
    calls = world.calls("forwardMessage")
    assert {call["parameters"]["chat_id"] for call in calls} == {owner}
    assert all(call["parameters"]["disable_notification"] for call in calls)


def test_a_post_is_forwarded_once_however_often_it_is_asked_about(smm, world, quiet):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after")
    world.control("edits", chat=quiet, message_id=2, text="Changed")
    for _ in range(3):
        assert isinstance(reconciled(smm), Unconfirmed)
    assert forwarded(world).count(2) == 1


def test_a_number_whose_post_was_deleted_is_tried_once(smm, world, quiet):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after")
    world.by_the_bot("deleteMessage", chat_id=quiet, message_id=2)
    smm.publish(Post("Next"), key="next")
    for _ in range(3):
        assert isinstance(reconciled(smm), Unconfirmed)
    assert forwarded(world).count(2) == 1


def test_a_group_may_be_the_probe_chat(drivers, world, quiet, account):
    group = world.control("groups", title="Staff", bot=BOT)["group"]
    smm = drivers(evolve(account, id=str(quiet), settings={**account.settings, "probe_chat": group}))
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after")
    assert isinstance(reconciled(smm), Published)
    assert [m for m in world.wall(group) if "text" in m] == []


def test_a_post_whose_copy_nobody_heard_of_is_found_in_the_probe_chat(drivers, world, account, owner):
    smm = drivers(evolve(account, settings={**account.settings, "probe_chat": owner}))
    world.human_posts("Long ago")
    smm.pass_time(LONG_AGO)
    world.goes_wrong("lost_copy", method=None)
    lose(smm, world, Post("Hello"), "after")
    assert isinstance(reconciled(smm), Published)


def test_deleted_posts_before_it_do_not_hide_it(smm, world, quiet):
    begun(smm, world, quiet)
    gone = [smm.publish(Post(f"Number {number}")) for number in range(4)]
    for each in gone:
        smm.delete(each.id)
    lose(smm, world, Post("Hello"), "after")
    assert reconciled(smm).id == "6"


def test_a_search_goes_on_where_the_last_one_ended(smm, world, quiet):
    begun(smm, world, quiet)
    smm.receive()
    for number in range(MOST + 5):
        humans_post(world, quiet, f"Number {number}")
    smm.pass_time(DAYS)  # what the bot was not told by now, it will never be
    lose(smm, world, Post("Hello"), "after")
    unfinished = reconciled(smm)
    assert isinstance(unfinished, Unconfirmed)
    assert "the next search goes on" in unfinished.reason
    assert reconciled(smm).id == str(MOST + 7)
    assert {call["status"] for call in world.calls("forwardMessage")} == {200, 400}


def test_a_search_that_is_not_over_lets_no_rule_decide(drivers, world, quiet, probed):
    smm = drivers(evolve(probed, rules=Rules(doubt="duplicate")))
    begun(smm, world, quiet)
    smm.receive()
    for number in range(MOST + 5):
        humans_post(world, quiet, f"Number {number}")
    smm.pass_time(DAYS)
    lose(smm, world, Post("Hello"), "after")
    assert isinstance(reconciled(smm), Unconfirmed)
    assert isinstance(reconciled(smm), Published)


def test_two_lost_posts_with_the_same_words_are_not_confused(smm, world, quiet):
    begun(smm, world, quiet)
    for key in ("one", "two"):
        lose(smm, world, Post("Hello"), "after", key=key)
    smm.pass_time(61)
    assert {(r.key, r.id) for r in smm.reconcile().results} == {("one", "2"), ("two", "3")}


# Not found


def test_a_post_that_never_arrived_is_sent_again_once_the_next_post_proves_it(either, world, quiet):
    begun(either, world, quiet)
    lose(either, world, Post("Hello"), "before")
    unclear = reconciled(either)
    assert isinstance(unclear, Unconfirmed)
    assert "not among the posts that the bot could forward" in unclear.reason
    assert "ask again after its next post" in unclear.reason
    assert either.work().results == ()
    either.pass_time(MUCH_LATER)
    assert isinstance(either.publish(Post("Next"), key="next"), Published)
    assert isinstance(reconciled(either), Scheduled)
    either.pass_time(1)
    (result,) = either.work().results
    assert isinstance(result, Published), result
    assert [m["text"] for m in world.wall(quiet)] == ["Long ago", "Next", "Hello"]


def test_absence_is_proven_where_the_post_before_was_only_seen_in_the_probe_chat(smm, world, quiet):
    begun(smm, world, quiet)
    smm.receive()
    humans_post(world, quiet, "Nobody told the bot")
    smm.pass_time(DAYS)
    lose(smm, world, Post("Hello"), "before")
    assert isinstance(reconciled(smm), Unconfirmed)
    smm.pass_time(MUCH_LATER)
    assert isinstance(smm.publish(Post("Next"), key="next"), Published)
    assert isinstance(reconciled(smm), Scheduled)


def test_absence_is_proven_by_a_post_of_much_later_that_was_only_seen_in_the_probe_chat(smm, world, quiet):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "before")
    smm.receive()
    smm.pass_time(DAYS)
    for number in range(3):
        humans_post(world, quiet, f"Nobody told the bot of this, either: {number}")
    smm.pass_time(DAYS)
    assert isinstance(reconciled(smm), Scheduled)
    assert forwarded(world) == [2]  # what came after is not looked at


def test_a_post_that_came_from_another_channel_is_not_taken_for_it(smm, world, quiet):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "before")
    world.human_posts("So that the other one has the same number, too")
    elsewhere = world.human_posts("Hello")
    world.by_the_bot("forwardMessage", chat_id=quiet, from_chat_id=CHANNEL_ID, message_id=int(elsewhere))
    assert isinstance(reconciled(smm), Unconfirmed)
    assert 2 in forwarded(world)


def test_a_number_without_a_post_proves_nothing_for_it_may_have_been_deleted(smm, world, quiet):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after")
    world.by_the_bot("deleteMessage", chat_id=quiet, message_id=2)
    smm.pass_time(MUCH_LATER)
    assert isinstance(smm.publish(Post("Next"), key="next"), Published)
    assert isinstance(reconciled(smm), Unconfirmed)
    assert [m["text"] for m in world.wall(quiet)] == ["Long ago", "Next"]


def test_a_lost_post_that_a_person_changed_is_neither_found_nor_absent(smm, world, quiet):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after")
    world.control("edits", chat=quiet, message_id=2, text="Good evening")
    smm.receive()
    smm.pass_time(MUCH_LATER)
    humans_post(world, quiet, "Later")
    result = reconciled(smm)
    assert not isinstance(result, Scheduled), result
    assert len(world.wall(quiet)) == 3


def test_a_humans_post_with_the_same_words_is_not_taken_for_it(smm, world, quiet):
    begun(smm, world, quiet)
    humans_post(world, quiet, "Hello")
    smm.pass_time(5)
    lose(smm, world, Post("Hello"), "before")
    assert isinstance(reconciled(smm), Unconfirmed)


def test_a_photo_is_not_taken_for_the_first_of_an_album(smm, world, quiet, maker):
    begun(smm, world, quiet)
    photo = Post("Three loaves", media=maker.media("photo"))
    lose(smm, world, photo, "before", key="photo")
    lose(smm, world, maker.post("album"), "after", key="album")
    smm.pass_time(61)
    results = {result.key: result for result in smm.reconcile().results}
    assert isinstance(results["photo"], Unconfirmed)
    assert results["album"].parts == ("2", "3", "4")


def test_media_without_words_are_left_to_a_person(smm, world, quiet, maker):
    begun(smm, world, quiet)
    lose(smm, world, Post(media=maker.media("photo")), "after")
    unclear = reconciled(smm)
    assert isinstance(unclear, Unconfirmed)
    assert "it has no words" in unclear.reason


def test_a_part_of_an_album_is_named_to_a_person(smm, world, quiet, maker):
    begun(smm, world, quiet)
    world.goes_wrong("partial_album", method="sendMediaGroup", item=3)
    assert isinstance(smm.publish(maker.post("album"), key="k"), Unconfirmed)
    assert "2 of 3 parts are there (2, 3)" in reconciled(smm).reason


def test_a_photo_of_later_does_not_complete_an_album(smm, world, quiet, maker):
    begun(smm, world, quiet)
    world.goes_wrong("partial_album", method="sendMediaGroup", item=3)
    assert isinstance(smm.publish(maker.post("album"), key="album"), Unconfirmed)
    smm.pass_time(30)
    lose(smm, world, Post(media=maker.media("photo")), "after", key="photo")
    smm.pass_time(61)
    results = {result.key: result for result in smm.reconcile().results}
    assert "2 of 3 parts are there (2, 3)" in results["album"].reason


# Where it cannot be looked for


def test_a_protected_channel_is_left_to_a_person(drivers, world, account, owner):
    made = world.control("channels", title="Secret", protected=True, group=False, bot=BOT)
    settings = {**account.settings, "probe_chat": owner}
    smm = drivers(evolve(account, id=str(made["channel"]), settings=settings))
    begun(smm, world, made["channel"])
    lose(smm, world, Post("Hello"), "after")
    assert "the channel's content is protected" in reconciled(smm).reason
    assert world.calls("forwardMessage") == []
    assert "the channel's content is protected" in smm.checkup().warnings[-1]


def test_a_protected_post_is_left_to_a_person(smm, world, quiet):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello", options=TelegramOptions(protect=True)), "after")
    assert "it is protected" in reconciled(smm).reason
    # Nobody knows what stands under a number that cannot be forwarded.
    lose(smm, world, Post("Hello again"), "before", key="again")
    smm.pass_time(MUCH_LATER)
    assert isinstance(smm.publish(Post("Next"), key="next"), Published)
    smm.pass_time(61)
    assert all(isinstance(result, Unconfirmed) for result in smm.reconcile().results)


def test_without_a_known_post_from_before_no_search_can_begin(smm, world):
    lose(smm, world, Post("Hello"), "after")
    assert "no post from before it is known" in reconciled(smm).reason
    assert world.calls("forwardMessage") == []


def test_a_chat_that_the_bot_may_not_write_to_is_named(drivers, world, quiet, account):
    shy = world.person("Shy", blocked=True)
    settings = {**account.settings, "probe_chat": shy}
    smm = drivers(evolve(account, id=str(quiet), settings=settings))
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after")
    unclear = reconciled(smm)
    assert isinstance(unclear, Unconfirmed)
    assert "the probe chat cannot be used" in unclear.reason
    assert "blocked by the user" in unclear.reason


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("chat", [CHANNEL_ID, GROUP_ID, QUIET_ID])
def test_nothing_is_ever_forwarded_to_where_readers_are(drivers, world, account, chat):
    smm = drivers(evolve(account, settings={**account.settings, "probe_chat": chat}))
    world.human_posts("Long ago")
    smm.pass_time(LONG_AGO)
    lose(smm, world, Post("Hello"), "before")
    assert "readers would see" in reconciled(smm).reason
    assert world.calls("forwardMessage") == []
    assert len(world.wall()) == 1
    assert "readers would see" in smm.checkup().warnings[-1]


# Lost answers while it is looked for


STEPS = ["getUpdates", "getChat", "forwardMessage", "deleteMessage"]


@pytest.mark.parametrize(("method", "when"), [*product(STEPS, ["before", "after"])])
def test_a_lost_answer_in_a_search_costs_no_post_and_makes_no_second(
    either, world, quiet, owner, method, when
):
    begun(either, world, quiet)
    lose(either, world, Post("Hello"), "after")
    world.goes_wrong("reset", method=method, when=when, times=20)
    first = reconciled(either)
    assert isinstance(first, Unconfirmed if method != "deleteMessage" else Published), first
    world.goes_well()
    if not isinstance(first, Published):
        assert reconciled(either).id == "2"
    assert len(world.wall(quiet)) == 2
    # Of a copy whose number never came, nobody knows where it is: it stays, and no second one follows.
    assert len(shown(world, owner)) <= 1


def test_a_copy_that_could_not_be_deleted_is_deleted_by_the_next_search(smm, world, quiet, owner):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after", key="one")
    world.goes_wrong("reset", method="deleteMessage", times=20)
    assert isinstance(reconciled(smm), Published)
    assert len(shown(world, owner)) == 1
    world.goes_well()
    lose(smm, world, Post("Hello again"), "after", key="two")
    assert isinstance(reconciled(smm), Published)
    assert shown(world, owner) == []


def test_a_copy_that_may_not_be_deleted_any_more_is_let_be(smm, world, quiet, owner):
    begun(smm, world, quiet)
    lose(smm, world, Post("Hello"), "after", key="one")
    world.goes_wrong("reset", method="deleteMessage", times=20)
    assert isinstance(reconciled(smm), Published)
    world.goes_well()
    (stray,) = shown(world, owner)
    smm.pass_time(DAYS + 1)
    world.forget_calls()
    for key in ("two", "three"):
        lose(smm, world, Post(f"Hello {key}"), "after", key=key)
        assert isinstance(reconciled(smm), Published)
    assert [m["message_id"] for m in shown(world, owner)] == [stray["message_id"]]
    tried = [call["parameters"]["message_id"] for call in world.calls("deleteMessage")]
    assert tried.count(stray["message_id"]) == 1


# Is it well?


def test_a_checkup_names_the_probe_chat(either, world, owner):
    checkup = either.checkup()
    assert checkup.ok
    assert checkup.facts[-1] == f"probe chat {owner}"
    assert checkup.warnings == ("the channel has no discussion group: no comments",)
    assert shown(world, owner) == []


def test_without_a_probe_chat_a_checkup_says_what_is_missing(drivers, quiet, account):
    (warning,) = drivers(evolve(account, id=str(quiet))).checkup().warnings
    assert warning.endswith("lost posts cannot be found again; link one, or set probe_chat")


@pytest.mark.parametrize(("person", "why"), [({"blocked": True}, "blocked"), ({}, "can't initiate")])
def test_a_checkup_says_that_the_bot_may_not_write_to_the_probe_chat(
    drivers, world, quiet, account, person, why
):
    shy = world.person("Shy", **person)
    checkup = drivers(
        evolve(account, id=str(quiet), settings={**account.settings, "probe_chat": shy})
    ).checkup()
    assert checkup.ok
    assert "the probe chat cannot be used" in checkup.warnings[-1]
    assert why in checkup.warnings[-1]


def test_a_group_as_an_account_has_no_use_for_a_probe_chat(drivers, world, account, owner):
    group = world.control("groups", title="Friends", bot=BOT)["group"]
    smm = drivers(evolve(account, id=str(group), settings={**account.settings, "probe_chat": owner}))
    lose(smm, world, Post("Hello"), "after")
    assert "only posts of channels" in reconciled(smm).reason
    assert "probe_chat is for channels" in smm.checkup().warnings[-1]
