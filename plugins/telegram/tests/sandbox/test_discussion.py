from .conftest import CHANNEL


def test_a_post_is_copied_into_the_group_as_the_facts_say(run):
    async def check(client):
        number = await client.post("Hello")
        (update,) = await client.updates()
        copy = update["message"]
        post = await client.message(number)
        channel = {
            "id": client.channel,
            "title": "Sandbox channel",
            "username": "sandbox_channel",
            "type": "channel",
        }
        assert copy == {
            "message_id": 501,
            "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
            "sender_chat": channel,
            "chat": {"id": client.group, "title": "Sandbox channel chat", "type": "supergroup"},
            "date": post["date"],
            "forward_origin": {
                "type": "channel",
                "chat": channel,
                "message_id": number,
                "date": post["date"],
            },
            "is_automatic_forward": True,
            "forward_from_chat": channel,
            "forward_from_message_id": number,
            "forward_date": post["date"],
            "text": "Hello",
        }

    run(check)


def test_comments_nest_one_level_and_stay_in_the_thread(run):
    async def check(client):
        post = await client.post()
        copy = (await client.updates())[0]["message"]
        first = await client.control(
            "comments", channel=CHANNEL, post=post, person="ann_reader", text="First"
        )
        await client.control(
            "comments",
            channel=CHANNEL,
            post=post,
            person="bob_reader",
            text="Second",
            reply_to=first["comment_id"],
        )
        one, two = (u["message"] for u in await client.updates())
        assert one["message_thread_id"] == two["message_thread_id"] == copy["message_id"]
        assert one["reply_to_message"] == copy
        assert two["reply_to_message"]["text"] == "First"
        assert "reply_to_message" not in two["reply_to_message"]
        assert one["from"]["first_name"] == "Ann"
        answer = await client.call(
            "sendMessage",
            chat_id=client.group,
            text="Thanks",
            reply_parameters={"message_id": first["comment_id"]},
        )
        assert answer["message_thread_id"] == copy["message_id"]
        assert answer["from"]["username"] == "sandbox_demo_bot"
        assert await client.updates() == []
        shown = (await client.message(post))["comments"]
        assert [c["text"] for c in shown] == ["First", "Second", "Thanks"]

    run(check)


def test_admins_without_a_name_and_channels_that_speak(run):
    async def check(client):
        post = await client.post()
        await client.control("comments", channel=CHANNEL, post=post, anonymous_admin="mod", text="x")
        await client.control("comments", channel=CHANNEL, post=post, as_channel="@other_channel", text="y")
        _, admin, channel = (u["message"] for u in await client.updates())
        assert admin["from"]["id"] == 1087968824
        assert admin["sender_chat"]["id"] == client.group
        assert admin["author_signature"] == "mod"
        assert channel["from"]["id"] == 136817688
        assert channel["sender_chat"]["username"] == "other_channel"

    run(check)


def test_bots_hear_of_posts_by_others_but_not_of_their_own(run):
    async def check(client):
        token = await client.add_bot()
        await client.control("rights", chat=CHANNEL, bot=token, rights={"can_post_messages": True})
        mine = await client.post("mine")
        await client.control("posts", channel=CHANNEL, text="by hand", signature="Olga")
        own = await client.updates()
        assert [next(k for k in u if k != "update_id") for u in own] == ["message", "channel_post", "message"]
        assert own[1]["channel_post"]["author_signature"] == "Olga"
        assert own[2]["message"]["forward_origin"]["author_signature"] == "Olga"
        response = await client.raw("getUpdates", token=token)
        others = [u for u in response.json()["result"] if "my_chat_member" not in u]
        assert [u["channel_post"]["message_id"] for u in others] == [mine, mine + 1]

    run(check)


def test_edits_reach_the_copy(run):
    async def check(client):
        post = await client.post("old")
        await client.updates()
        await client.call("editMessageText", chat_id=CHANNEL, message_id=post, text="new")
        (update,) = await client.updates()
        assert update["edited_message"]["text"] == "new"
        assert update["edited_message"]["message_id"] == 501
        assert "edit_date" in update["edited_message"]
        await client.control("edits", chat=CHANNEL, message_id=post, text="a human edits the bot's post")
        assert [next(k for k in u if k != "update_id") for u in await client.updates()] == ["edited_message"]
        by_hand = (await client.control("posts", channel=CHANNEL, text="by hand"))["message_id"]
        await client.updates()
        await client.control("edits", chat=CHANNEL, message_id=by_hand, text="newer")
        kinds = [next(k for k in u if k != "update_id") for u in await client.updates()]
        assert kinds == ["edited_channel_post", "edited_message"]
        markup = {"inline_keyboard": [[{"text": "b", "url": "https://example.com"}]]}
        await client.call("editMessageReplyMarkup", chat_id=CHANNEL, message_id=post, reply_markup=markup)
        assert await client.updates() == []

    run(check)


def test_deleting_a_post_takes_the_copy_along_in_silence(run):
    async def check(client):
        post = await client.post()
        comment = await client.control("comments", channel=CHANNEL, post=post, person="ann_reader", text="x")
        await client.updates()
        await client.call("deleteMessage", chat_id=CHANNEL, message_id=post)
        assert await client.updates() == []
        assert (await client.message(501, client.group))["deleted"] is True
        kept = await client.message(comment["comment_id"], client.group)
        assert kept["deleted"] is False
        assert "reply_to_message" not in kept
        assert "no message" in await client.refused(
            "comments", channel=CHANNEL, post=post, person="ann_reader", text="x"
        )

    run(check)


def test_a_lost_copy_exists_but_nobody_is_told(run):
    async def check(client):
        await client.control("faults", kind="lost_copy")
        lost = await client.post("lost")
        found = await client.post("found")
        (update,) = await client.updates()
        assert update["message"]["forward_origin"]["message_id"] == found
        await client.control("comments", channel=CHANNEL, post=lost, person="ann_reader", text="x")
        (update,) = await client.updates()
        assert update["message"]["reply_to_message"]["forward_origin"]["message_id"] == lost

    run(check)


def test_comments_on_an_album_belong_to_its_first_item(run):
    from .test_media import ALBUM, PARTS, send

    async def check(client):
        sent = await send(client, "sendMediaGroup", PARTS, media=ALBUM)
        await client.control(
            "comments", channel=CHANNEL, post=sent[1]["message_id"], person="ann_reader", text="x"
        )
        assert (await client.updates())[-1]["message"]["message_thread_id"] == 501

    run(check)


def test_privacy_mode_hides_what_is_not_meant_for_the_bot(run):
    async def check(client):
        token = await client.add_bot()
        made = await client.control("channels", title="Quiet", username="quiet", bot=client.token)
        world = client.sandbox.core.world
        bot = next(b for b in world.bots.values() if b.username == "other_bot")
        from smmcore_telegram.sandbox.world import Member

        world.chats[made["group"]].members[bot.id] = Member(bot.id)
        post = (await client.control("posts", channel="@quiet", text="x"))["message_id"]
        for text in ("hidden", "/help", "@other_bot hi"):
            await client.control("comments", channel="@quiet", post=post, person="ann_reader", text=text)
        seen = (await client.raw("getUpdates", token=token)).json()["result"]
        assert [u["message"]["text"] for u in seen] == ["/help", "@other_bot hi"]
        bot.can_read_all_group_messages = True
        await client.control("comments", channel="@quiet", post=post, person="ann_reader", text="seen")
        seen = (await client.raw("getUpdates", token=token)).json()["result"]
        assert seen[-1]["message"]["text"] == "seen"

    run(check)


def test_pins_take_a_number_and_are_told_of_even_to_the_bot_that_pinned(run):
    async def check(client):
        post = await client.post()
        await client.updates()
        await client.call("pinChatMessage", chat_id=CHANNEL, message_id=post)
        (update,) = await client.updates()
        assert update["channel_post"]["message_id"] == post + 1
        assert update["channel_post"]["pinned_message"]["message_id"] == post
        assert await client.post() == post + 2
        assert (await client.call("getChat", chat_id=CHANNEL))["pinned_message"]["message_id"] == post
        await client.call("unpinChatMessage", chat_id=CHANNEL)
        assert (await client.chat())["pinned"] == []
        await client.call("pinChatMessage", chat_id=CHANNEL, message_id=post)
        await client.call("unpinAllChatMessages", chat_id=CHANNEL)
        assert (await client.chat())["pinned"] == []
        assert (await client.fail("unpinChatMessage", chat_id=CHANNEL))[1].endswith(
            "message to unpin not found"
        )

    run(check)


def test_reactions_are_told_as_the_full_list_to_those_who_ask(run):
    async def check(client):
        post = await client.post()
        await client.control("reactions", chat=CHANNEL, message_id=post, emoji="👍", count=1)
        assert not any("message_reaction_count" in u for u in await client.updates())
        kinds = ["message_reaction_count", "message_reaction"]
        await client.call("getUpdates", allowed_updates=kinds)
        await client.call(
            "setMessageReaction",
            chat_id=CHANNEL,
            message_id=post,
            reaction=[{"type": "emoji", "emoji": "👍"}],
        )
        await client.control("reactions", chat=CHANNEL, message_id=post, emoji="🔥", count=3)
        (update,) = await client.updates()
        counts = [
            (r["type"]["emoji"], r["total_count"]) for r in update["message_reaction_count"]["reactions"]
        ]
        assert counts == [("🔥", 3), ("👍", 2)]
        comment = await client.control("comments", channel=CHANNEL, post=post, person="ann_reader", text="x")
        where = {"chat": client.group, "message_id": comment["comment_id"]}
        await client.control("reactions", **where, emoji="👎", person="bob_reader")
        (update,) = await client.updates()
        assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]
        bob = update["message_reaction"]["user"]["id"]
        await client.call(
            "deleteMessageReaction", chat_id=client.group, message_id=where["message_id"], user_id=bob
        )
        assert (await client.message(where["message_id"], client.group))["reactions"] == []
        await client.control("reactions", **where, emoji="👎", person="bob_reader")
        await client.call("deleteAllMessageReactions", chat_id=client.group, user_id=bob)
        assert (await client.message(where["message_id"], client.group))["reactions"] == []

    run(check)


def test_copies_lose_and_forwards_keep_where_they_come_from(run):
    async def check(client):
        post = await client.post("Original")
        comment = await client.control(
            "comments", channel=CHANNEL, post=post, person="ann_reader", text="Words"
        )
        number = (
            await client.call("copyMessage", chat_id=client.group, from_chat_id=CHANNEL, message_id=post)
        )["message_id"]
        copied = await client.message(number, client.group)
        assert copied["text"] == "Original"
        assert "forward_origin" not in copied
        forwarded = await client.call(
            "forwardMessage", chat_id=client.group, from_chat_id=CHANNEL, message_id=post
        )
        assert forwarded["forward_origin"]["message_id"] == post
        quoted = await client.call(
            "forwardMessage", chat_id=CHANNEL, from_chat_id=client.group, message_id=comment["comment_id"]
        )
        assert quoted["forward_origin"]["sender_user"]["first_name"] == "Ann"

    run(check)


def test_a_protected_channel_says_so_and_lets_nothing_out(run):
    async def check(client):
        made = await client.control("channels", title="Secret", protected=True, group=False, bot=client.token)
        channel = made["channel"]
        assert (await client.call("getChat", chat_id=channel))["has_protected_content"] is True
        post = await client.call("sendMessage", chat_id=channel, text="x")
        assert post["has_protected_content"] is True
        where = {"chat_id": client.group, "from_chat_id": channel, "message_id": post["message_id"]}
        cannot = (400, "Bad Request: message can't be forwarded")
        assert await client.fail("forwardMessage", **where) == cannot

    run(check)


def test_a_bot_that_may_not_write_may_not_show_that_it_types(run):
    async def check(client):
        ann = (await client.control("people", name="Ann", started=True))["id"]
        shy = (await client.control("people", name="Shy", blocked=True))["id"]
        assert await client.call("sendChatAction", chat_id=ann, action="typing") is True
        assert await client.call("sendChatAction", chat_id=client.group, action="typing") is True
        blocked = (403, "Forbidden: bot was blocked by the user")
        assert await client.fail("sendChatAction", chat_id=shy, action="typing") == blocked
        code, _ = await client.fail("sendChatAction", chat_id=CHANNEL, action="typing")
        assert code == 400

    run(check)
