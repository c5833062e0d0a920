from .conftest import CHANNEL


async def people(client):
    return {p["username"]: p["id"] for p in (await client.state())["people"]}


async def comment(client, person="ann_reader", text="x"):
    post = await client.post()
    made = await client.control("comments", channel=CHANNEL, post=post, person=person, text=text)
    return made["comment_id"]


def test_a_ban_takes_the_messages_along_and_is_told_of(run):
    async def check(client):
        await client.call("getUpdates", allowed_updates=["chat_member"])
        ann = (await people(client))["ann_reader"]
        number = await comment(client)
        await client.call("banChatMember", chat_id=client.group, user_id=ann)
        assert (await client.message(number, client.group))["deleted"] is True
        (update,) = await client.updates()
        assert update["chat_member"]["old_chat_member"]["status"] == "left"
        assert update["chat_member"]["new_chat_member"] == {
            "user": {
                "id": ann,
                "is_bot": False,
                "first_name": "Ann",
                "username": "ann_reader",
                "language_code": "en",
            },
            "status": "kicked",
            "until_date": 0,
        }
        assert "banned" in await client.refused("comments", channel=CHANNEL, post=1, person=ann, text="x")
        shown = (await client.message(1))["comments"][0]
        assert shown["deleted"]
        assert shown["author_banned"]
        await client.call("unbanChatMember", chat_id=client.group, user_id=ann, only_if_banned=True)
        await client.control("comments", channel=CHANNEL, post=1, person=ann, text="back")

    run(check)


def test_unbanning_throws_members_out_unless_told_otherwise(run):
    async def check(client):
        bob = (await people(client))["bob_reader"]
        await client.control("join", chat=client.group, person="bob_reader", request=False)
        member = {"chat_id": client.group, "user_id": bob}
        await client.call("unbanChatMember", **member, only_if_banned=True)
        assert (await client.call("getChatMember", **member))["status"] == "member"
        await client.call("unbanChatMember", **member)
        assert (await client.call("getChatMember", **member))["status"] == "left"

    run(check)


def test_a_ban_ends_by_the_clock(run):
    async def check(client):
        bob = (await people(client))["bob_reader"]
        now = int((await client.http.get("/_sandbox/time")).json()["now"])
        member = {"chat_id": client.group, "user_id": bob}
        await client.call("banChatMember", **member, until_date=now + 3600)
        assert (await client.call("getChatMember", **member))["until_date"] == now + 3600
        await client.control("time", advance=3601)
        assert (await client.call("getChatMember", **member))["status"] == "left"
        for until in (now + 3601 + 5, now + 400 * 86400):
            await client.call("banChatMember", **member, until_date=until)
            assert (await client.call("getChatMember", **member))["until_date"] == 0

    run(check)


def test_restricting_takes_and_gives_the_word(run):
    async def check(client):
        ann = (await people(client))["ann_reader"]
        await comment(client)
        member = {"chat_id": client.group, "user_id": ann}
        await client.call("restrictChatMember", **member, permissions={"can_send_messages": False})
        got = await client.call("getChatMember", **member)
        assert (got["status"], got["can_send_messages"]) == ("restricted", False)
        assert "may not write" in await client.refused(
            "comments", channel=CHANNEL, post=1, person=ann, text="x"
        )
        await client.call("restrictChatMember", **member, permissions={"can_send_photos": True})
        assert (await client.call("getChatMember", **member))["can_send_messages"] is True
        independent = {"use_independent_chat_permissions": True}
        await client.call(
            "restrictChatMember", **member, permissions={"can_send_photos": True}, **independent
        )
        assert (await client.call("getChatMember", **member))["can_send_messages"] is False
        every = [k for k in got if k.startswith("can_send_")]
        await client.call("restrictChatMember", **member, permissions=dict.fromkeys(every, True))
        assert (await client.call("getChatMember", **member))["status"] == "member"

    run(check)


def test_channels_are_banned_by_their_own_method(run):
    async def check(client):
        post = await client.post()
        spam = await client.control("comments", channel=CHANNEL, post=post, as_channel="@spam", text="x")
        chat = next(c for c in (await client.state())["chats"] if c.get("username") == "spam")
        await client.call("banChatSenderChat", chat_id=client.group, sender_chat_id=chat["id"])
        assert "banned" in await client.refused(
            "comments", channel=CHANNEL, post=post, as_channel="@spam", text="x"
        )
        assert (await client.message(post))["comments"][0]["author_banned"] is True
        await client.call("unbanChatSenderChat", chat_id=client.group, sender_chat_id=chat["id"])
        await client.call("deleteMessage", chat_id=client.group, message_id=spam["comment_id"])
        code, _ = await client.fail("banChatSenderChat", chat_id=client.group, sender_chat_id=client.channel)
        assert code == 400

    run(check)


def test_two_days_are_the_limit_for_deleting_but_not_for_editing(run):
    async def check(client):
        post = await client.post()
        await client.control("time", advance=48 * 3600 - 5)
        fresh = await client.post()
        await client.control("time", advance=6)
        refusal = (400, "Bad Request: message can't be deleted")
        assert await client.fail("deleteMessage", chat_id=CHANNEL, message_id=post) == refusal
        assert await client.fail("deleteMessages", chat_id=CHANNEL, message_ids=[post, fresh]) == refusal
        await client.call("deleteMessages", chat_id=CHANNEL, message_ids=[fresh, 4711])
        await client.call("editMessageText", chat_id=CHANNEL, message_id=post, text="still mine")
        for numbers in ([], list(range(1, 102))):
            assert (await client.fail("deleteMessages", chat_id=CHANNEL, message_ids=numbers))[0] == 400

    run(check)


def test_own_messages_can_go_without_the_right_to_delete(run):
    async def check(client):
        mine = await client.call("sendMessage", chat_id=client.group, text="x")
        theirs = await comment(client)
        await client.control(
            "rights", chat=client.group, bot=client.token, rights={"can_delete_messages": False}
        )
        assert (await client.fail("deleteMessage", chat_id=client.group, message_id=theirs))[0] == 400
        await client.call("deleteMessage", chat_id=client.group, message_id=mine["message_id"])

    run(check)


def test_editing_keeps_the_kind(run):
    from .test_media import send

    async def check(client):
        text = {"chat_id": CHANNEL, "message_id": await client.post()}
        photo = {"chat_id": CHANNEL, "message_id": (await send(client))["message_id"]}
        no_text = "Bad Request: there is no text in the message to edit"
        no_caption = "Bad Request: there is no caption in the message to edit"
        assert await client.fail("editMessageText", **photo, text="x") == (400, no_text)
        assert await client.fail("editMessageCaption", **text, caption="x") == (400, no_caption)
        assert (await client.call("editMessageCaption", **photo, caption="x"))["caption"] == "x"
        assert (await client.fail("editMessageCaption", **photo, caption="x"))[1].startswith(
            "Bad Request: message is not modified"
        )
        assert (
            "give text or rich_message"
            in (await client.fail("editMessageText", **text, text="x", rich_message={}))[1]
        )
        assert "inline" in (await client.fail("editMessageText", inline_message_id="1", text="x"))[1]

    run(check)


def test_requests_to_join_wait_for_an_answer(run):
    async def check(client):
        bob = {"chat_id": client.group, "user_id": (await people(client))["bob_reader"]}
        missing = (400, "Bad Request: HIDE_REQUESTER_MISSING")
        assert await client.fail("approveChatJoinRequest", **bob) == missing
        await client.control("join", chat=client.group, person="bob_reader")
        (update,) = await client.updates()
        assert update["chat_join_request"]["from"]["id"] == bob["user_id"]
        await client.call("declineChatJoinRequest", **bob)
        await client.control("join", chat=client.group, person="bob_reader")
        await client.call("approveChatJoinRequest", **bob)
        assert (await client.call("getChatMember", **bob))["status"] == "member"
        assert "already" in await client.refused("join", chat=client.group, person="bob_reader")

    run(check)


def test_a_basic_group_moves(run):
    async def check(client):
        old = (await client.control("groups", title="Small", bot=client.token))["group"]
        new = (await client.control("migrate", chat=old))["chat"]
        messages = [u["message"] for u in await client.updates() if "message" in u]
        assert messages[0]["migrate_to_chat_id"] == new
        assert messages[1]["migrate_from_chat_id"] == old
        await client.call("sendMessage", chat_id=new, text="x")

    run(check)


def test_polls_have_limits_and_votes(run):
    async def check(client):
        async def words(**params):
            full = {"chat_id": CHANNEL, "question": "Q?", "options": [{"text": "a"}, {"text": "b"}], **params}
            return (await client.fail("sendPoll", **full))[1]

        assert "length must not exceed 300" in await words(question="x" * 301)
        assert "at least 1" in await words(options=[])
        assert "more than 12" in await words(options=[{"text": str(n)} for n in range(13)])
        assert "must not exceed 100" in await words(options=[{"text": "x" * 101}])
        assert "non-empty" in await words(options=[{"text": " "}])
        assert "non-anonymous polls can't be sent to channel chats" in await words(is_anonymous=False)
        assert "wrong correct option" in await words(type="quiz", correct_option_ids=[2])
        assert "must not exceed 200" in await words(
            type="quiz", correct_option_ids=[0], explanation="x" * 201
        )
        assert "2 line feeds" in await words(type="quiz", correct_option_ids=[0], explanation="a\nb\nc\nd")
        assert "not both" in await words(open_period=60, close_date=2_000_000_000)
        assert "open for" in await words(open_period=4)
        assert "unsupported poll type" in await words(type="vote")
        poll = await client.call(
            "sendPoll", chat_id=CHANNEL, question="Q?", options=[{"text": str(n)} for n in range(12)]
        )
        await client.updates()
        await client.control("votes", chat=CHANNEL, message_id=poll["message_id"], option=11, count=3)
        (update,) = await client.updates()
        assert update["poll"]["options"][11]["voter_count"] == 3
        assert update["poll"]["total_voter_count"] == 3
        stopped = await client.call("stopPoll", chat_id=CHANNEL, message_id=poll["message_id"])
        assert stopped["is_closed"] is True

    run(check)
