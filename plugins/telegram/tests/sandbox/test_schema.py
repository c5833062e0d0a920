"""The sandbox's tables and answers, held against the official description of the API."""

import json

from smmcore_telegram.sandbox.call import HANDLERS
from smmcore_telegram.sandbox.schema import METHODS, OBJECTS
from smmcore_telegram.sandbox.updates import KINDS

from .conftest import CHANNEL, png
from .test_media import JPEG

# The server still sends these beside forward_origin.
LEGACY = {"forward_from", "forward_from_chat", "forward_from_message_id", "forward_signature", "forward_date"}
BASIC = {"Integer": int, "String": str, "Boolean": bool, "Float": float, "True": bool}


def official(name):
    depth = 0
    while name.startswith("Array of "):
        name, depth = name.removeprefix("Array of "), depth + 1
    return name + "[]" * depth


def table(fields):
    return {f["name"]: (sorted(official(t) for t in f["types"]), f["required"]) for f in fields}


def ours(fields):
    return {name: (sorted(f.types), f.required) for name, f in fields.items()}


def test_every_method_is_handled():
    assert set(HANDLERS) == set(METHODS)


def test_methods_are_as_described(spec):
    for name, fields in METHODS.items():
        assert ours(fields) == table(spec["methods"][name].get("fields", [])), name


def test_objects_are_as_described(spec):
    for name, fields in OBJECTS.items():
        assert ours(fields) == table(spec["types"][name]["fields"]), name


def test_kinds_of_updates_are_as_described(spec):
    assert {f["name"] for f in spec["types"]["Update"]["fields"]} == KINDS | {"update_id"}


class Validator:
    """Checks a JSON value against the described types, all the way down."""

    def __init__(self, spec):
        self.types = spec["types"]

    def complaints(self, value, types, path):
        found = []
        for name in types:
            wrong = list(self._one(value, name, path))
            if not wrong:
                return []
            found.append(wrong)
        return min(found, key=len)

    def _one(self, value, name, path):
        if name.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{path} is no list"
                return
            for i, item in enumerate(value):
                yield from self.complaints(item, [name.removeprefix("Array of ")], f"{path}[{i}]")
        elif name in BASIC:
            if type(value) is not BASIC[name] or (name == "True" and value is not True):
                yield f"{path} is no {name}: {value!r}"
        elif name == "RichText" and isinstance(value, str):
            return
        elif name == "RichText" and isinstance(value, list):
            for i, item in enumerate(value):
                yield from self.complaints(item, [name], f"{path}[{i}]")
        elif self.types[name].get("subtypes"):
            yield from self.complaints(value, self.types[name]["subtypes"], path)
        else:
            yield from self._object(value, name, path)

    def _object(self, value, name, path):
        if not isinstance(value, dict):
            yield f"{path} is no {name}"
            return
        fields = {f["name"]: f for f in self.types[name]["fields"]}
        for field in fields.values():
            if field["required"] and field["name"] not in value:
                yield f"{path} of type {name} has no {field['name']}"
        for key, item in value.items():
            if key in fields:
                yield from self.complaints(item, fields[key]["types"], f"{path}.{key}")
            elif not (name == "Message" and key in LEGACY):
                yield f"{path}.{key} is unknown in {name}"


def test_the_validator_finds_what_is_wrong(spec):
    validator = Validator(spec)
    user = {"id": 1, "is_bot": False, "first_name": "A"}
    assert validator.complaints(user, ["User"], "x") == []
    assert validator.complaints({**user, "id": "1"}, ["User"], "x")
    assert validator.complaints({**user, "more": 1}, ["User"], "x")
    assert validator.complaints({"id": 1, "is_bot": False}, ["User"], "x")


async def tour(client):  # noqa: PLR0915 - one statement per method
    """Call every method once with success and collect the answers."""
    answers = []

    async def call(method, files=None, **params):
        response = await client.raw(method, files=files, **params)
        assert response.status_code == 200, (method, response.text)
        answers.append((method, response.json()["result"]))
        return response.json()["result"]

    at = {"chat_id": CHANNEL}
    group = {"chat_id": client.group}
    await client.call("getUpdates", allowed_updates=sorted(KINDS))
    client.sandbox.core.clock.advance(700)
    for method in ("getMe", "close", "getWebhookInfo"):
        await call(method)
    markup = {"inline_keyboard": [[{"text": "b", "url": "https://example.com"}]]}
    html = "<b>b</b> <a href='https://e.example'>l</a> @someone #tag <blockquote>q</blockquote>"
    preview = {"is_disabled": True}
    text = await call(
        "sendMessage", **at, text=html, parse_mode="HTML", reply_markup=markup, link_preview_options=preview
    )
    rich = {"markdown": "# T\n\n**b** [l](https://e.example)\n\n- i"}
    await call("sendRichMessage", **at, rich_message=rich)
    picture = ("a.png", png(1600, 900), "image/png")
    photo = await call(
        "sendPhoto", {"photo": picture}, **at, caption="c", has_spoiler=True, show_caption_above_media=True
    )
    for kind in ("video", "audio", "document", "animation", "voice"):
        files = {kind: ("a.bin", b"x" + kind.encode(), "application/zip")}
        if kind in {"video", "audio", "document", "animation"}:
            files["thumbnail"] = ("t.jpg", JPEG, "image/jpeg")
        said = {"width": 5, "height": 5, "duration": 5} if kind in {"video", "animation"} else {}
        said |= {"title": "t", "performer": "p"} if kind == "audio" else {}
        last = await call(f"send{kind.capitalize()}", files, **at, **said)
    await call("getFile", file_id=last["voice"]["file_id"])
    media = [{"type": "photo", "media": "attach://a"}, {"type": "video", "media": "attach://b"}]
    await call("sendMediaGroup", {"a": picture, "b": ("b.mp4", b"v", "video/mp4")}, **at, media=media)
    options = [{"text": "one <b>b</b>", "text_parse_mode": "HTML"}, {"text": "two"}]
    poll = await call("sendPoll", **at, question="Q?", options=options, open_period=600, country_codes=["DE"])
    quiz = {"type": "quiz", "correct_option_ids": [0], "explanation": "e", "description": "d"}
    await call("sendPoll", **at, question="Q?", options=options, **quiz)
    await client.control("votes", chat=CHANNEL, message_id=poll["message_id"], option=0, count=2)
    await call("stopPoll", **at, message_id=poll["message_id"])
    number = {"message_id": text["message_id"]}
    await call("editMessageText", **at, **number, text="new")
    await call("editMessageReplyMarkup", **at, **number, reply_markup=markup)
    await call("editMessageCaption", **at, message_id=photo["message_id"], caption="new")
    new = {"type": "photo", "media": "attach://n"}
    await call(
        "editMessageMedia",
        {"n": ("n.png", png(color=7), "image/png")},
        **at,
        message_id=photo["message_id"],
        media=new,
    )
    await call("copyMessage", **group, from_chat_id=CHANNEL, **number)
    await call("forwardMessage", **group, from_chat_id=CHANNEL, **number)
    await client.control("posts", channel=CHANNEL, text="by hand", signature="Olga")
    comment = await client.control(
        "comments", channel=CHANNEL, post=text["message_id"], person="ann_reader", text="c"
    )
    where = {**group, "message_id": comment["comment_id"]}
    await client.control(
        "comments", channel=CHANNEL, post=text["message_id"], anonymous_admin="mod", text="c"
    )
    spam = await client.control(
        "comments", channel=CHANNEL, post=text["message_id"], as_channel="@spam", text="c"
    )
    await client.control("reactions", chat=CHANNEL, **number, emoji="👍", count=3)
    await client.control(
        "reactions", chat=client.group, message_id=where["message_id"], emoji="👍", person="bob_reader"
    )
    people = {p["username"]: p["id"] for p in (await client.state())["people"]}
    bob = {"user_id": people["bob_reader"]}
    await call("forwardMessage", **at, from_chat_id=client.group, message_id=where["message_id"])
    await call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
    await call("deleteMessageReaction", **where, **bob)
    await call("deleteAllMessageReactions", **group, **bob)
    for method in ("pinChatMessage", "unpinChatMessage"):
        await call(method, **at, **number)
    await call("pinChatMessage", **where)
    await call("setChatTitle", **at, title="New title")
    await call("setChatDescription", **at, description="About")
    await call("setChatPhoto", {"photo": picture}, **at)
    await call("getChat", **at)
    await call("getChat", **group)
    secret = await client.control("channels", title="Secret", protected=True, group=False, bot=client.token)
    await call("getChat", chat_id=secret["channel"])
    await call("sendMessage", chat_id=secret["channel"], text="x")
    await call("sendChatAction", **group, action="typing")
    await call("unpinAllChatMessages", **group)
    await call("deleteChatPhoto", **at)
    await call("getChatMemberCount", **at)
    await client.control("join", chat=client.group, person="bob_reader")
    await call("approveChatJoinRequest", **group, **bob)
    await call(
        "restrictChatMember",
        **group,
        **bob,
        permissions={"can_send_messages": True},
        until_date=2_000_000_000,
    )
    await call("getChatMember", **group, **bob)
    await call("banChatMember", **group, **bob)
    await call("getChatMember", **group, **bob)
    await call("unbanChatMember", **group, **bob, only_if_banned=True)
    await call("getChatMember", **group, **bob)
    await client.control("join", chat=client.group, person="bob_reader")
    await call("declineChatJoinRequest", **group, **bob)
    await client.control("join", chat=client.group, person="bob_reader", request=False)
    await call("getChatMember", **group, **bob)
    await call("getChatAdministrators", **at)
    await call("getChatAdministrators", **group)
    spammer = next(c["id"] for c in (await client.state())["chats"] if c.get("username") == "spam")
    await call("banChatSenderChat", **group, sender_chat_id=spammer)
    await call("unbanChatSenderChat", **group, sender_chat_id=spammer)
    await call("deleteMessage", **group, message_id=spam["comment_id"])
    await call("deleteMessages", **at, message_ids=[text["message_id"], 9999])
    basic = (await client.control("groups", title="Basic", bot=client.token))["group"]
    await client.control("migrate", chat=basic)
    await client.control("rights", chat=client.group, bot=client.token, rights={"can_delete_messages": False})
    await call("sendMessage", chat_id=people["ann_reader"], text="in private")
    await call("getChat", chat_id=people["ann_reader"])
    await call("leaveChat", **group)
    await call("getUpdates")
    await call(
        "setWebhook", url="https://bot.example/hook", allowed_updates=["message"], ip_address="127.0.0.1"
    )
    await call("getWebhookInfo")
    await call("deleteWebhook", drop_pending_updates=True)
    await call("logOut")
    return answers


def test_every_answer_is_as_described(run, spec):
    answers = run(tour, limits_on=False)
    assert {method for method, _ in answers} == set(METHODS)
    validator = Validator(spec)
    wrong = []
    for method, result in answers:
        wrong += validator.complaints(result, spec["methods"][method]["returns"], method)
    assert wrong == []


def test_the_tour_meets_many_kinds_of_updates(run):
    answers = run(tour, limits_on=False)
    updates = next(result for method, result in answers if method == "getUpdates")
    kinds = {key for update in updates for key in update} - {"update_id"}
    assert kinds == {
        "message", "edited_message", "channel_post", "poll", "message_reaction", "message_reaction_count",
        "my_chat_member", "chat_member", "chat_join_request",
    }  # fmt: skip


def test_recorded_and_written_answers_have_our_fields(run):
    """Every field of the sandbox's channel post stands in the sample, too."""
    from .conftest import SHARED, pytest

    path = SHARED / "samples/telegram/handwritten/update.message.comment_first_level.json"
    if not path.exists():
        pytest.skip("the samples are not there: ../shared is missing")
    sample = json.loads(path.read_text("utf-8"))["message"]

    async def check(client):
        post = await client.post()
        await client.control("comments", channel=CHANNEL, post=post, person="ann_reader", text="x")
        message = (await client.updates())[-1]["message"]
        assert set(message) == set(sample)
        assert set(message["reply_to_message"]) == set(sample["reply_to_message"])
        assert set(message["from"]) == set(sample["from"])

    run(check)
