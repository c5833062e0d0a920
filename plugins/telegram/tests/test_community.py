"""What people write in the discussion group: hearing, answering, moderating."""

import asyncio
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from types import ModuleType, SimpleNamespace

import httpx
import pytest
from attrs import evolve

import smmcore
import smmcore_telegram
from smmcore.errors import Forbidden, InvalidInput, NotThere, Rejected, Unauthorized, Unsupported
from smmcore.io.blocking import BlockingIO, run
from smmcore.journal.journal import Journal
from smmcore.journal.store import JournalStore
from smmcore.models import Act, Action, AuthorKind, CommentState, Event, EventKind, Post
from smmcore.models.converting import dump
from smmcore.smm import SMM, AsyncSMM
from smmcore_telegram.audience import DEMO_TOKEN
from smmcore_telegram.bot import Bot
from smmcore_telegram.updates import Intake, delivered

from .helping import BOT, CHANNEL, CHANNEL_ID, GROUP_ID

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "sandbox-webhook-secret"


@pytest.fixture
def post(smm):
    return smm.publish(Post("What do you think?")).id


@pytest.fixture
def ann(world):
    return world.person("Ann")


def shown(comments):
    return [(c.text, c.post, c.parent) for c in comments]


# Hearing


def test_comments_tell_who_wrote_what_under_which_post(either, world):
    post = either.publish(Post("Hello")).id
    ann = world.person("Anna", username="anna_reads")
    id = world.comments(post, ann, "Nice 🥖")
    (comment,) = either.comments(post)
    assert (comment.id, comment.post, comment.text, comment.parent) == (id, post, "Nice 🥖", None)
    assert (comment.author.id, comment.author.name, comment.author.handle) == (str(ann), "Anna", "anna_reads")
    assert comment.author.kind is AuthorKind.PERSON
    assert comment.state is CommentState.VISIBLE


def test_nested_comments_name_their_parents(smm, world, post, ann):
    first = world.comments(post, ann, "First")
    second = world.comments(post, ann, "Second", reply_to=int(first))
    world.comments(post, ann, "Third", reply_to=int(second))
    assert shown(smm.comments(post)) == [
        ("First", post, None),
        ("Second", post, first),
        ("Third", post, second),
    ]
    assert len({comment.thread for comment in smm.comments(post)}) == 1


def test_two_hundred_and_fifty_comments_come_in_pages_without_doubles_or_gaps(smm, world, post, ann):
    for number in range(250):
        world.comments(post, ann, f"Comment {number}")
    assert [c.text for c in smm.comments(post)] == [f"Comment {number}" for number in range(250)]
    assert [c.text for c in smm.comments()] == [f"Comment {number}" for number in range(250)]
    assert len(world.calls("getUpdates")) <= 4 + 1


def test_comments_that_come_between_two_pages_shift_nothing(smm, world, telegram, account, post, ann):
    for number in range(150):
        world.comments(post, ann, f"Comment {number}")
    smm.receive()
    io = smm.smm.engine.context.io(smm.smm.io, account)
    first = run(telegram.comments(io, account, post=post))
    world.comments(post, ann, "Late")
    smm.receive()
    second = run(telegram.comments(io, account, post=post, cursor=first.next))
    texts = [c.text for c in (*first.items, *second.items)]
    assert texts == [*(f"Comment {number}" for number in range(150)), "Late"]
    assert second.next is None


def test_a_place_that_is_none_is_a_mistake(telegram, smm, account):
    io = smm.smm.engine.context.io(smm.smm.io, account)
    with pytest.raises(InvalidInput, match="cursor"):
        run(telegram.comments(io, account, cursor="yesterday"))


def test_an_edit_is_told_and_kept(smm, world, post, ann):
    id = world.comments(post, ann, "Nice")
    smm.receive()
    smm.pass_time(5)
    world.control("edits", chat=GROUP_ID, message_id=int(id), text="Not so nice")
    (event,) = smm.receive()
    assert (event.kind, event.comment.text, event.post) == (EventKind.EDITED, "Not so nice", post)
    (comment,) = smm.comments(post)
    assert comment.text == "Not so nice"
    assert comment.edited_at >= comment.at


def test_a_comment_whose_posts_copy_was_never_told_finds_its_post(smm, world, ann):
    world.goes_wrong("lost_copy", method=None)
    post = smm.publish(Post("Hello")).id
    world.comments(post, ann, "First")
    (comment,) = smm.comments(post)
    assert (comment.text, comment.parent) == ("First", None)


def test_a_nested_comment_that_comes_before_its_post_is_known_finds_home_later(smm, world, ann):
    world.goes_wrong("lost_copy", method=None)
    post = world.human_posts("Hello")
    # The bot is not there for the first comment, only for the answer to it.
    world.control("kick", chat=GROUP_ID, bot=BOT, ban=False)
    first = world.comments(post, ann, "First")
    rights = {"can_delete_messages": True}
    world.control("rights", chat=GROUP_ID, bot=BOT, rights=rights)
    world.comments(post, ann, "Second", reply_to=int(first))
    assert shown(smm.comments()) == [("Second", None, first)]
    world.comments(post, ann, "Third")
    assert sorted(shown(smm.comments(post))) == [("Second", post, first), ("Third", post, None)]


def test_chatter_of_the_group_belongs_to_no_post(smm, post):
    message = {
        "message_id": 900,
        "date": int(smm.clock.now().timestamp()),
        "chat": {"id": GROUP_ID, "type": "supergroup"},
        "from": {"id": 5, "is_bot": False, "first_name": "Bob"},
        "text": "Good morning, all",
    }
    smm.webhook({HEADER: SECRET}, json.dumps({"update_id": 1, "message": message}).encode())
    (comment,) = smm.comments()
    assert (comment.post, comment.thread) == (None, None)
    assert smm.comments(post) == []


def test_events_are_handed_over_once(smm, world, post, ann):
    world.comments(post, ann, "Nice")
    assert [e.kind for e in smm.receive()] == [EventKind.COMMENTED]
    assert smm.receive() == []


def test_events_are_handed_over_once_to_many_that_ask_at_the_same_time(tmp_path):
    journal, now = Journal(tmp_path / "journal.db"), datetime.now(UTC)
    bot = SimpleNamespace(store=JournalStore(journal, "~bot", BlockingIO()))
    for number in range(20):
        event = dump(Event(kind=EventKind.POSTED, post=f"{number}", at=now))
        run(bot.store.put("events:1", f"{number}", event))
    told, go = [], threading.Barrier(4)

    def ask():
        go.wait()
        told.extend(event.post for event in run(delivered(bot, 1)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    assert sorted(told, key=int) == [f"{number}" for number in range(20)]


def test_an_update_that_is_delivered_twice_is_told_once(smm, world, post, ann):
    world.goes_wrong("duplicate_update", method=None)
    world.comments(post, ann, "Nice")
    assert len(smm.receive()) == 1
    assert len(smm.comments(post)) == 1


def test_an_update_that_nobody_understands_blocks_none_behind_it(smm, world, post, ann, monkeypatch):
    from smmcore_telegram import updates

    known, seen = updates.comment, []

    def breaks_once(message, **more):
        seen.append(message)
        if len(seen) == 1:
            raise KeyError("a new shape")
        return known(message, **more)

    monkeypatch.setattr(updates, "comment", breaks_once)
    world.comments(post, ann, "Broken")
    world.comments(post, ann, "Fine")
    assert [e.comment.text for e in smm.receive()] == ["Fine"]


def test_posts_of_people_are_told_and_ones_own_are_not(smm, world):
    smm.publish(Post("Ours"))
    human = world.human_posts("From the app")
    assert [(e.kind, e.post) for e in smm.receive()] == [(EventKind.POSTED, human)]


def test_losing_a_right_is_told(smm, world):
    smm.receive()
    world.control("kick", chat=CHANNEL, bot=BOT)
    (event,) = smm.receive()
    assert (event.kind, event.note) == (EventKind.ACCESS, "the bot is now: kicked")


def test_losing_the_discussion_group_is_told_to_its_channel(smm, world):
    smm.receive()
    world.control("kick", chat=GROUP_ID, bot=BOT)
    assert [e.kind for e in smm.receive()] == [EventKind.ACCESS]


def test_accounts_that_share_a_bot_do_not_take_each_others_updates(world, telegram, account):
    ids = world.control("channels", title="Second", username="second_channel", bot=BOT)
    other = evolve(account, name="second", id="@second_channel")
    ann = world.person()
    with SMM([account, other], plugins=[telegram], installed=False) as smm:
        mine = smm.publish(Post("One"), to="sandbox").published[0].id
        theirs = smm.publish(Post("Two"), to="second").published[0].id
        world.comments(mine, ann, "To the first")
        world.control("comments", channel=ids["channel"], post=int(theirs), person=ann, text="To the second")
        assert [e.comment.text for e in smm.receive("sandbox") if e.comment] == ["To the first"]
        assert [e.comment.text for e in smm.receive("second") if e.comment] == ["To the second"]
        assert [c.text for c in smm.comments("second")] == ["To the second"]
        assert [c.text for c in smm.comments("sandbox")] == ["To the first"]


def test_what_an_account_heard_before_it_was_asked_for_the_first_time_is_not_lost(world, telegram, account):
    ids = world.control("channels", title="Second", username="second_channel", bot=BOT)
    post = world.control("posts", channel=ids["channel"], text="Two")["message_id"]
    ann = world.person()
    where = {"channel": ids["channel"], "post": post, "person": ann}
    # Updates of a group that nobody has asked for, with nothing in them that names its channel.
    world.control("kick", chat=ids["group"], bot=BOT, ban=False)
    first = world.control("comments", **where, text="First")["comment_id"]
    world.control("rights", chat=ids["group"], bot=BOT, rights={"can_delete_messages": True})
    world.control("comments", **where, text="Second", reply_to=first)
    other = evolve(account, name="second", id="@second_channel")
    with SMM([account, other], plugins=[telegram], installed=False) as smm:
        smm.receive("sandbox")
        assert "Second" in [e.comment.text for e in smm.receive("second") if e.comment]
        assert [c.text for c in smm.comments("second")][-1] == "Second"


# Waiting


def asked(world, before=0):
    """Wait until somebody asks the fake for updates."""
    while len(world.calls("getUpdates")) <= before:
        time.sleep(0.005)


def test_waiting_ends_as_soon_as_something_happens(smm, world, post, ann):
    smm.receive()
    world.forget_calls()

    def writes():
        asked(world)
        world.comments(post, ann, "Nice")

    writer = threading.Thread(target=writes)
    begun = time.monotonic()
    writer.start()
    (event,) = SMM.receive(smm.smm, "sandbox", wait=30)
    writer.join()
    assert event.comment.text == "Nice"
    assert time.monotonic() - begun < 10


def test_async_callers_wait_without_holding_up_their_loop(world, telegram, account):
    async def both():
        async with AsyncSMM([account], plugins=[telegram], installed=False) as smm:
            post = (await smm.publish(Post("Hello"), to="sandbox")).published[0].id
            ann = world.person()
            waiting = asyncio.create_task(smm.receive("sandbox", wait=30))
            await asyncio.to_thread(asked, world)
            await asyncio.to_thread(world.comments, post, ann, "Nice")
            return await asyncio.wait_for(waiting, 10)

    (event,) = asyncio.run(both())
    assert event.comment.text == "Nice"


# Somebody else listens


def listening_elsewhere(world):
    """Another program's webhook is set."""
    url = f"{world.url}/nobody"
    httpx.post(f"{world.url}/bot{DEMO_TOKEN}/setWebhook", json={"url": url}).raise_for_status()


def test_while_a_webhook_is_active_the_store_is_still_told(smm, world, post, ann):
    world.comments(post, ann, "Before")
    smm.receive()
    listening_elsewhere(world)
    assert [c.text for c in smm.comments(post)] == ["Before"]
    assert smm.receive() == []
    assert {m.value for m in smm.post_metrics([post])} == {1}


def test_what_the_other_program_takes_in_wakes_who_waits(world, account, smm):
    listening_elsewhere(world)
    update = {
        "message_id": 901,
        "date": int(smm.clock.now().timestamp()),
        "chat": {"id": GROUP_ID, "type": "supergroup"},
        "from": {"id": 5, "is_bot": False, "first_name": "Bob"},
        "text": "Hello",
    }
    slept = []

    class Clock(type(smm.clock)):
        def sleep(self, seconds):
            slept.append(seconds)
            super().sleep(seconds)
            if len(slept) == 3:
                body = json.dumps({"update_id": 5, "message": update}).encode()
                bot = Bot(smm.smm.engine.context.io(smm.smm.io, account), account)
                run(Intake(bot).take(json.loads(body)))

    smm.smm.io.clock = Clock(world.fake)
    (event,) = SMM.receive(smm.smm, "sandbox", wait=30)
    assert event.comment.text == "Hello"
    assert len(slept) == 3


def test_a_lost_post_says_that_another_program_listens(smm, world):
    listening_elsewhere(world)
    world.goes_wrong("reset", when="after")
    smm.publish(Post("Hello"))
    smm.pass_time(61)
    (result,) = smm.reconcile().results
    assert "another program gets the bot's updates" in result.reason


def test_another_poller_takes_nothing_from_the_store(smm, world, post, ann):
    world.comments(post, ann, "Before")
    smm.receive()
    url = f"{world.url}/bot{DEMO_TOKEN}/getUpdates"
    other = threading.Thread(target=httpx.post, args=(url,), kwargs={"json": {"timeout": 30}, "timeout": 40})
    begun = len(world.calls("getUpdates"))
    other.start()
    asked(world, begun)
    assert [c.text for c in smm.comments(post)] == ["Before"]
    other.join()


# The webhook


def first_comment(world, smm):
    """An update as Telegram sends it, taken from the queue before anybody is told."""
    post = smm.publish(Post("Hello")).id
    world.comments(post, world.person(), "Nice")
    url = f"{world.url}/bot{DEMO_TOKEN}/getUpdates"
    updates = httpx.post(url, json={}).json()["result"]
    httpx.post(url, json={"offset": updates[-1]["update_id"] + 1})
    return post, [json.dumps(update).encode() for update in updates]


def test_the_webhook_takes_what_telegram_sends(either, world):
    post, bodies = first_comment(world, either)
    events = [event for body in bodies for event in either.webhook({HEADER: SECRET}, body)]
    assert [e.comment.text for e in events if e.comment] == ["Nice"]
    assert [c.text for c in either.comments(post)] == ["Nice"]


def test_an_update_that_telegram_repeats_is_told_once(smm, world):
    _, bodies = first_comment(world, smm)
    assert sum(len(smm.webhook({HEADER: SECRET}, body)) for body in bodies * 3) == 1


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: "ä"}, {"X-Other": SECRET}])
def test_a_call_without_the_secret_is_refused(smm, headers):
    with pytest.raises(Unauthorized, match="without its secret token"):
        smm.webhook(headers, b"{}")


def test_the_secret_is_compared_in_constant_time(smm, monkeypatch):
    compared, compare = [], hmac.compare_digest

    def watched(one, other):
        compared.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", watched)
    with pytest.raises(Unauthorized):
        smm.webhook({HEADER: "wrong"}, b"{}")
    assert (b"wrong", SECRET.encode()) in compared


@pytest.mark.parametrize("body", [b"", b"}{", b"[]", b"5", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_update_is_a_mistake(smm, body):
    with pytest.raises(InvalidInput, match="webhook: the body"):
        smm.webhook({HEADER: SECRET}, body)


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": 1},
        {"update_id": 1, "of_next_year": {}},
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": 5},
        {"update_id": 1, "message": {"chat": {"id": "x"}, "text": []}},
        {"update_id": 1, "channel_post": {"chat": None}},
        {"update_id": 1, "poll": {}},
        {"update_id": 1, "message_reaction_count": {"chat": {}}},
        {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5}, "date": 10**30, "text": "x"}},
    ],
)
def test_an_update_of_another_shape_is_left_alone(smm, update):
    assert smm.webhook({HEADER: SECRET}, json.dumps(update).encode()) == []


def test_an_account_without_a_webhook_secret_takes_no_calls(drivers, account):
    token = {"token": account.secret("token").reveal()}
    with pytest.raises(Unsupported, match="no webhook_secret"):
        drivers(evolve(account, secrets=token)).webhook({}, b"{}")


def test_setting_the_webhook_sends_the_secret_and_all_wanted_kinds(smm, world, telegram, account):
    io = smm.smm.engine.context.io(smm.smm.io, account)
    run(telegram.set_webhook(io, account, f"{world.url}/hook"))
    (bot,) = [b for b in world.state()["bots"] if b["username"] == BOT]
    assert bot["webhook"] == f"{world.url}/hook"
    assert "message_reaction_count" in bot["allowed_updates"]
    assert world.calls("setWebhook")[0]["parameters"]["secret_token"] == SECRET
    run(telegram.set_webhook(io, account, None))
    assert smm.receive() == []


# Answering


def test_an_answer_stands_under_its_comment(either, world):
    post = either.publish(Post("Hello")).id
    id = world.comments(post, world.person(), "When do you open?")
    answer = either.reply(id, "At seven")
    assert (answer.parent, answer.post, answer.author.kind) == (id, post, AuthorKind.OWNER)
    assert [c["text"] for c in world.talk(post)] == ["When do you open?", "At seven"]
    assert [c.text for c in either.comments(post)] == ["When do you open?", "At seven"]


def test_answering_what_is_gone_is_refused_in_words(smm):
    with pytest.raises(NotThere, match="not found"):
        smm.reply("999", "Hello?")


# Moderating


def act(smm, kind, **more):
    smm.moderate(Action(act=kind, **more))


def test_a_deleted_comment_is_gone_and_deleting_it_again_is_fine(either, world):
    post = either.publish(Post("Hello")).id
    id = world.comments(post, world.person(), "Spam")
    either.receive()
    for _ in range(2):
        act(either, Act.DELETE, comment=id)
    assert world.talk(post) == []
    assert [c.state for c in either.comments(post)] == [CommentState.DELETED]


def test_a_comment_older_than_two_days_cannot_be_deleted_and_the_error_says_why(smm, world, post, ann):
    id = world.comments(post, ann, "Spam")
    smm.receive()
    smm.pass_time(timedelta(hours=49).total_seconds())
    with pytest.raises(Rejected, match="bots can delete for 48 hours"):
        act(smm, Act.DELETE, comment=id)
    assert [c.state for c in smm.comments(post)] == [CommentState.VISIBLE]


def member(world, person, chat=GROUP_ID):
    members = world.chat(chat)["members"]
    return next((m for m in members if m["user"]["id"] == person), {"status": "left"})


def test_the_author_of_a_comment_is_banned_and_unbanned(smm, world, post, ann):
    id = world.comments(post, ann, "Spam")
    smm.receive()
    act(smm, Act.BAN, comment=id)
    assert member(world, ann)["status"] == "kicked"
    act(smm, Act.UNBAN, comment=id)
    assert member(world, ann)["status"] == "left"
    assert world.comments(post, ann, "Sorry")


def test_an_author_is_banned_by_identifier_for_a_time(smm, world, post, ann):
    world.comments(post, ann, "Spam")
    act(smm, Act.BAN, author=str(ann), until=smm.clock.now() + timedelta(hours=1))
    assert member(world, ann)["status"] == "kicked"
    smm.pass_time(3601)
    assert world.comments(post, ann, "Sorry")


def test_unbanning_throws_nobody_out(smm, world, ann):
    world.control("join", chat=GROUP_ID, person=ann, request=False)
    act(smm, Act.UNBAN, author=str(ann))
    assert member(world, ann)["status"] == "member"


@pytest.mark.parametrize("seconds", [-60, 5, 370 * 86400])
def test_a_ban_that_telegram_would_make_for_ever_is_refused(smm, world, ann, seconds):
    with pytest.raises(InvalidInput, match="for forever"):
        act(smm, Act.BAN, author=str(ann), until=smm.clock.now() + timedelta(seconds=seconds))
    assert world.calls("banChatMember") == []


def test_restricting_mutes_and_unrestricting_gives_the_voice_back(smm, world, post, ann):
    world.control("join", chat=GROUP_ID, person=ann, request=False)
    act(smm, Act.RESTRICT, author=str(ann), until=smm.clock.now() + timedelta(hours=1))
    assert member(world, ann)["status"] == "restricted"
    act(smm, Act.UNRESTRICT, author=str(ann))
    assert world.comments(post, ann, "Here again")


def test_a_channel_that_comments_is_banned_as_a_channel(smm, world, post):
    id = world.control("comments", channel=CHANNEL, post=int(post), as_channel="Rivals", text="Buy ours")[
        "comment_id"
    ]
    smm.receive()
    (comment,) = smm.comments(post)
    assert comment.author.kind is AuthorKind.PAGE
    act(smm, Act.BAN, comment=str(id))
    assert world.chat(GROUP_ID)["banned_chats"] == [int(comment.author.id)]
    act(smm, Act.UNBAN, author=comment.author.id)
    assert world.chat(GROUP_ID)["banned_chats"] == []


def test_a_channel_cannot_be_restricted_only_banned(smm):
    with pytest.raises(Unsupported, match="ban it"):
        act(smm, Act.RESTRICT, author="-1005")


def test_the_channels_own_comments_are_never_banned(smm, world, post):
    made = world.control("comments", channel=CHANNEL, post=int(post), anonymous_admin=True, text="Ours")
    smm.receive()
    (comment,) = smm.comments(post)
    assert comment.author.kind is AuthorKind.OWNER
    with pytest.raises(InvalidInput, match="the channel's own"):
        act(smm, Act.BAN, comment=str(made["comment_id"]))


def test_an_administrator_cannot_be_banned_and_the_error_says_so(smm, world):
    owner = next(m["user"]["id"] for m in world.chat(GROUP_ID)["members"] if m["status"] == "creator")
    with pytest.raises((Forbidden, Rejected)):
        act(smm, Act.BAN, author=str(owner))


def test_the_author_of_an_unknown_comment_has_to_be_named(smm):
    with pytest.raises(InvalidInput, match="name the author"):
        act(smm, Act.BAN, comment="12345")


def test_an_author_that_is_no_number_is_a_mistake(smm):
    with pytest.raises(InvalidInput, match="author: '@bob' is no identifier"):
        act(smm, Act.BAN, author="@bob")


def test_an_emoji_that_is_no_reaction_is_refused_with_a_hint(smm, world, post, ann):
    id = world.comments(post, ann, "Hello")
    act(smm, Act.REACT, comment=id, reaction="❤️")
    for emoji in ("🥐", "nonsense"):
        with pytest.raises(Rejected, match=r"REACTION_INVALID.*such as 👍"):
            act(smm, Act.REACT, comment=id, reaction=emoji)


def test_a_reaction_is_set_and_taken_back(smm, world, post, ann):
    id = world.comments(post, ann, "Nice")
    act(smm, Act.REACT, comment=id, reaction="👍")
    assert [r["type"]["emoji"] for r in world.message(id, GROUP_ID)["reactions"]] == ["👍"]
    act(smm, Act.REACT, comment=id)
    assert world.message(id, GROUP_ID)["reactions"] == []


@pytest.mark.parametrize("kind", [Act.HIDE, Act.UNHIDE, Act.RESTORE, Act.REPORT])
def test_what_telegram_does_not_have_is_refused_with_its_reason(smm, kind):
    with pytest.raises(Unsupported, match="cannot"):
        act(smm, kind, comment="1")


def test_without_a_discussion_group_the_error_says_how_to_get_one(drivers, world, account):
    world.control("channels", title="Quiet", username="quiet_channel", group=False, bot=BOT)
    smm = drivers(evolve(account, id="@quiet_channel"))
    with pytest.raises(NotThere, match="link one in the channel's settings"):
        smm.comments()
    assert "no comments" in smm.checkup().warnings[0]


def test_comments_that_are_switched_off_are_not_asked_for(drivers, account):
    smm = drivers(evolve(account, settings={**account.settings, "discussion": False}))
    with pytest.raises(Unsupported, match="switched off"):
        smm.comments()
    assert smm.checkup().ok


def test_the_channel_is_asked_for_once(smm, world, post):
    for _ in range(3):
        smm.comments(post)
    assert len(world.calls("getChat")) == 1
    assert world.chat()["id"] == CHANNEL_ID


def test_a_verdict_that_is_refused_leaves_the_others(world, caplog):
    judge = ModuleType("judge")

    @smmcore.hookimpl
    def smm_judge_comment(comment):
        action = smmcore.Action(
            act="ban" if comment.text == "ban me" else "delete_comment", comment=comment.id
        )
        return smmcore.Verdict(action=action, reason="all must go")

    judge.smm_judge_comment = smm_judge_comment
    with smmcore.SMM([world.fake.account], plugins=[smmcore_telegram, judge], installed=False) as smm:
        post = smm.publish(smmcore.Post("Rye"), "sandbox").published[0].id
        ann = world.person("Ann")
        world.comments(post, ann, "ban me")
        world.comments(post, ann, "and me")
        world.control("rights", chat=GROUP_ID, bot=BOT, rights={"can_restrict_members": False})
        judged = smm.judge("sandbox", post, act=True)
    assert [comment.text for comment, _ in judged] == ["and me"]
    assert [c["text"] for c in world.talk(post)] == ["ban me"]
    assert "not enough rights" in caplog.text
