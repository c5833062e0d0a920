"""Everything that the plugin sends, held against the official description of the Bot API."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from smmcore.io.blocking import run
from smmcore.models import (
    Account,
    Act,
    Action,
    Animation,
    Audio,
    Bold,
    Disclosure,
    Document,
    File,
    Link,
    Photo,
    Poll,
    Post,
    Pre,
    Remote,
    Video,
    Voice,
    as_text,
)
from smmcore.platform import ABILITIES
from smmcore.steps import Steps
from smmcore_telegram.audience import DEMO_TOKEN
from smmcore_telegram.platform import Telegram
from smmcore_telegram.settings import TelegramOptions

from .helping import GROUP_ID, Script, shared

BASIC = {"Integer": int, "String": str, "Boolean": bool, "Float": float, "True": bool}
SECRETS = {"token": DEMO_TOKEN, "webhook_secret": "a-secret"}
ACCOUNT = Account("shop", "telegram", "@shop", secrets=SECRETS)
RICH = evolve(ACCOUNT, settings={"rich_messages": True})
SOON = datetime.now(UTC) + timedelta(days=2)
STYLED = as_text(["Hello ", Bold(["b", Link("shop", url="https://a.b")]), " 🥖", Pre("x", language="python")])


@pytest.fixture(scope="module")
def spec():
    return json.loads(shared("specs", "telegram", "bot-api-10.3.json").read_text())


class Official:
    """The official description, and what it says of a request."""

    def __init__(self, spec):
        self.methods, self.types = spec["methods"], spec["types"]

    def complaints(self, request):
        method = request.label.removeprefix("telegram ")
        assert request.url.endswith(f"/{method}")
        assert request.method == "POST"
        if method not in self.methods:
            return [f"there is no method {method}"]
        fields = {field["name"]: field for field in self.methods[method].get("fields", [])}
        files = {upload.name for upload in request.files}
        given = self._read(request, fields)
        present = {**given, **dict.fromkeys(files & set(fields), "a file")}
        found = [*self._against(present, fields, method)]
        attached = {name.removeprefix("attach://") for name in strings(given) if name.startswith("attach://")}
        found += [f"{method}: the file {name} is used nowhere" for name in files - attached - set(fields)]
        found += [f"{method}: the file {name} is missing" for name in attached - files]
        return found

    def _read(self, request, fields):
        """The parameters; in a form, all but plain strings are JSON."""
        if request.data is None:
            return request.json or {}
        assert all(isinstance(value, str) for value in request.data.values())
        return {
            name: value if "String" in fields[name]["types"] else json.loads(value)
            for name, value in request.data.items()
        }

    def _against(self, given, fields, path):
        yield from (f"{path}: there is no {name}" for name in given if name not in fields)
        yield from (f"{path}: {n} is missing" for n, f in fields.items() if f["required"] and n not in given)
        for name, field in fields.items():
            if name in given:
                yield from self._one_of(given[name], field, f"{path}.{name}")

    def _one_of(self, value, field, path):
        kinds = field["types"]
        if isinstance(value, list) and kinds[0].startswith("Array of "):
            # An album may mix what is described as lists of each.
            for place, item in enumerate(value):
                one = {"types": [kind.removeprefix("Array of ") for kind in kinds]}
                yield from self._one_of(item, one, f"{path}[{place}]")
            return
        wrong = [list(self._value(value, kind, path)) for kind in kinds]
        yield from min(wrong, key=len) if all(wrong) else ()
        if field.get("enum") and isinstance(value, str) and value not in field["enum"]:
            yield f"{path}: {value!r} is none of {field['enum']}"

    def _value(self, value, kind, path):
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{path}: no list"
                return
            for place, item in enumerate(value):
                yield from self._value(item, kind.removeprefix("Array of "), f"{path}[{place}]")
        elif kind == "InputFile":
            if value != "a file":
                yield f"{path}: no file"
        elif kind in BASIC:
            if type(value) is not BASIC[kind]:
                yield f"{path}: {value!r} is no {kind}"
        else:
            yield from self._object(value, kind, path)

    def _object(self, value, kind, path):
        described = self.types[kind]
        if subtypes := described.get("subtypes"):
            wrong = [list(self._value(value, name, path)) for name in subtypes]
            yield from min(wrong, key=len) if all(wrong) else ()
        elif isinstance(value, dict):
            fields = {field["name"]: field for field in described.get("fields", [])}
            yield from self._against(value, fields, path)
        else:
            yield f"{path}: {value!r} is no {kind}"


def strings(value):
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def file(name):
    return File(f"/somewhere/{name}")


def posts():
    everything = TelegramOptions(silent=True, protect=True, pin=True, spoiler=True, caption_above=True)
    photo, film = Photo(file("a.jpg")), Video(file("a.mp4"), cover=file("cover.jpg"))
    yield "text", Post("Hello")
    yield "styles", Post(STYLED)
    yield "link", Post("Hello", link="https://example.com")
    for preview in ("auto", "none", "small", "large", "above"):
        yield (
            f"preview {preview}",
            Post("Hello", link="https://a.b", options=TelegramOptions(preview=preview)),
        )
    yield "no link, large preview", Post("See a.b", options=TelegramOptions(preview="large"))
    yield "everything", Post(STYLED, options=everything)
    for name, media in {
        "photo": photo,
        "remote photo": Photo(Remote("https://a.b/c.jpg")),
        "video with cover": film,
        "video with remote cover": Video(file("a.mp4"), cover=Remote("https://a.b/c.jpg")),
        "remote video with cover": Video(Remote("https://a.b/c.mp4"), cover=file("c.jpg")),
        "animation": Animation(file("a.gif")),
        "audio": Audio(file("a.mp3"), title="Song", performer="Band"),
        "remote audio": Audio(Remote("https://a.b/c.mp3"), title="Song"),
        "voice": Voice(file("a.ogg")),
        "document": Document(file("a.pdf")),
    }.items():
        yield name, Post(STYLED, media=media)
        yield f"{name}, with everything", Post(STYLED, media=media, options=everything)
        yield f"{name}, without words", Post(media=media)
    yield "album", Post(STYLED, media=[photo, film, photo], options=everything)
    yield "remote album", Post(media=[Photo(Remote("https://a.b/c.jpg"))] * 3)
    yield "album of documents", Post("Read", media=[Document(file("a.pdf"))] * 3)
    yield "album of audio", Post("Hear", media=[Audio(file("a.mp3"), title="T", performer="P")] * 3)
    yield "poll", Post(poll=Poll(question="Which?", options=["a", "b"]))
    yield (
        "poll with everything",
        Post(
            STYLED,
            poll=Poll(question="Which?", options=["a", "b"], multiple=True, closes=SOON),
            options=everything,
        ),
    )
    yield "quiz", Post(poll=Poll(question="Which?", options=["a", "b"], correct=1, explanation="Because"))
    yield "first comment", Post("Hello", first_comment=STYLED)
    yield "disclosure", Post("Buy", disclosure=Disclosure(advertiser="Mill", erid="2Vtz"))


POSTS = dict(posts())


@pytest.fixture
def official(spec):
    return Official(spec)


def sent(official, work, account=ACCOUNT, **results):
    """Methods that some work of the plugin sent, each as described."""
    io = Script(results)
    run(work(Telegram(), io, account))
    assert [complaint for request in io.sent for complaint in official.complaints(request)] == []
    return [request.label.removeprefix("telegram ") for request in io.sent]


@pytest.mark.parametrize("name", POSTS)
def test_every_kind_of_post_is_as_described(official, name):
    async def work(telegram, io, account):
        await telegram.publish(io, account, POSTS[name], Steps(io=io))

    methods = sent(official, work)
    assert methods[0].startswith("send")


def test_a_rich_message_is_as_described(official):
    async def work(telegram, io, account):
        await telegram.publish(io, account, Post(["Rye. " * 1000, *STYLED]), Steps(io=io))
        await telegram.edit(io, account, "1", Post(["Rye. " * 1000, *STYLED]))

    assert sent(official, work, RICH)[:2] == ["sendRichMessage", "editMessageText"]


def test_all_extras_of_a_post_are_sent(official):
    async def work(telegram, io, account):
        everything = Post("Hello", first_comment="First", options=TelegramOptions(pin=True))
        await telegram.publish(io, account, everything, Steps(io=io))

    assert sent(official, work) == ["sendMessage", "pinChatMessage", "getChat", "getUpdates", "sendMessage"]


@pytest.mark.parametrize("name", [name for name, post in POSTS.items() if not post.poll])
def test_every_edit_is_as_described(official, name):
    async def work(telegram, io, account):
        await telegram.edit(io, account, "1", POSTS[name])

    media = POSTS[name].media
    keeps = len(media) > 1 or name.startswith("voice")
    expected = "editMessageText" if not media else "editMessageCaption" if keeps else "editMessageMedia"
    assert sent(official, work)[0] == expected


OPERATIONS = {
    "delete": ("deleteMessage", lambda t, io, a: t.delete(io, a, "1")),
    "pin": ("pinChatMessage", lambda t, io, a: t.pin(io, a, "1", pinned=True)),
    "unpin": ("unpinChatMessage", lambda t, io, a: t.pin(io, a, "1", pinned=False)),
    "reply": ("sendMessage", lambda t, io, a: t.reply(io, a, "601", STYLED)),
    "comments": ("getChat", lambda t, io, a: t.comments(io, a)),
    "check": ("getChatMember", lambda t, io, a: t.check(io, a)),
    "title": ("setChatTitle", lambda t, io, a: t.set_title(io, a, "Bakery")),
    "description": ("setChatDescription", lambda t, io, a: t.set_description(io, a, "Bread")),
    "picture": ("setChatPhoto", lambda t, io, a: t.set_picture(io, a, file("a.jpg"))),
    "members": ("getChatMemberCount", lambda t, io, a: t.account_metrics(io, a)),
    "receive": ("getUpdates", lambda t, io, a: t.receive(io, a, wait=0.01)),
    "webhook": ("setWebhook", lambda t, io, a: t.set_webhook(io, a, "https://a.b/hook")),
    "no webhook": ("deleteWebhook", lambda t, io, a: t.set_webhook(io, a, None)),
}
ACTIONS = {
    "delete": ("deleteMessage", Action(act=Act.DELETE, comment="601")),
    "react": ("setMessageReaction", Action(act=Act.REACT, comment="601", reaction="👍")),
    "take a reaction back": ("setMessageReaction", Action(act=Act.REACT, comment="601")),
    "ban": ("banChatMember", Action(act=Act.BAN, author="5")),
    "ban for a while": ("banChatMember", Action(act=Act.BAN, author="5", until=SOON)),
    "unban": ("unbanChatMember", Action(act=Act.UNBAN, author="5")),
    "ban a channel": ("banChatSenderChat", Action(act=Act.BAN, author="-1005")),
    "unban a channel": ("unbanChatSenderChat", Action(act=Act.UNBAN, author="-1005")),
    "restrict": ("restrictChatMember", Action(act=Act.RESTRICT, author="5", until=SOON)),
    "unrestrict": ("restrictChatMember", Action(act=Act.UNRESTRICT, author="5")),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_as_described(official, name):
    method, work = OPERATIONS[name]
    assert method in sent(official, work)


@pytest.mark.parametrize("name", ACTIONS)
def test_every_act_of_a_moderator_is_as_described(official, name):
    method, action = ACTIONS[name]
    assert method in sent(official, lambda t, io, a: t.act(io, a, action))


def test_an_album_is_deleted_in_one_call(official):
    async def work(telegram, io, account):
        await telegram.publish(io, account, POSTS["album"], Steps(io=io))
        await telegram.delete(io, account, "1")

    assert sent(official, work)[-1] == "deleteMessages"


def test_all_that_a_dry_run_makes_up_is_understood():
    io = Script()
    telegram = Telegram()
    for name, post in POSTS.items():
        io.sent.clear()
        run(telegram.publish(io, ACCOUNT, post, Steps(io=io)))
        for request in io.sent:
            assert telegram.rehearse(request) is not None, name


def test_the_wanted_updates_are_kinds_of_updates(spec):
    from smmcore_telegram.updates import WANTED

    assert set(WANTED) <= {field["name"] for field in spec["types"]["Update"]["fields"]}


def test_the_limits_are_the_official_ones():
    from smmcore_telegram.limits import limits
    from smmcore_telegram.settings import TelegramSettings

    text = shared("specs", "telegram", "limits.json").read_text()
    ours = limits(TelegramSettings())
    for number in (ours.text.most, ours.caption.most, ours.media.most, ours.poll_question.most):
        assert f"{number:g}" in text


def test_all_words_for_abilities_are_answered():
    assert set(Telegram().abilities(ACCOUNT)) >= set(ABILITIES)


def test_the_bots_group_is_where_moderation_happens():
    io = Script()
    run(Telegram().act(io, ACCOUNT, ACTIONS["ban"][1]))
    assert io.sent[-1].json["chat_id"] == GROUP_ID
