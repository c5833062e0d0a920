"""Everything that Telegram is known to have said, taken in by the plugin."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    NotThere,
    PlatformError,
    RateLimited,
    Rejected,
    Unauthorized,
    Unsupported,
)
from smmcore.io.blocking import run
from smmcore.io.request import Answer
from smmcore.io.retrying import understood
from smmcore.models import Account, AuthorKind, EventKind
from smmcore_telegram.bot import Bot
from smmcore_telegram.errors import Conflict, Migrated, NotModified
from smmcore_telegram.messages import slim
from smmcore_telegram.platform import Telegram

from .helping import CHAT, Script, answered, shared

TOKEN = "7000000001:SANDBOX-bot-token-for-the-demo-0001"
SECRET = {"X-Telegram-Bot-Api-Secret-Token".lower(): "a-secret"}
CHANNEL, GROUP = -1001000000001, -1001000000002


class Heard:
    """One account, and what it makes of updates that come to its webhook."""

    def __init__(self, channel=CHANNEL, group=GROUP, type="channel"):
        secrets = {"token": TOKEN, "webhook_secret": "a-secret"}
        self.account = Account("shop", "telegram", str(channel), secrets=secrets)
        chat = {"id": channel, "type": type, "title": "Shop", **({"linked_chat_id": group} if group else {})}
        self.io, self.telegram = Script({"getChat": chat, "getUpdates": []}), Telegram()

    def hear(self, *updates):
        events = []
        for update in updates:
            body = json.dumps(update).encode()
            events += run(self.telegram.webhook(self.io, self.account, SECRET, body))
        return events

    @property
    def comments(self):
        return run(self.telegram.comments(self.io, self.account)).items

    def kept(self, kind):
        return run(Bot(self.io, self.account).store.all(kind))


def sample(name):
    return json.loads(shared("samples", "telegram", name).read_text())


def handwritten(name):
    return sample(f"handwritten/{name}.json")


@pytest.fixture
def heard():
    return Heard()


def test_the_copy_of_a_post_leads_to_its_post(heard):
    assert heard.hear(handwritten("update.message.automatic_forward")) == []
    assert heard.kept(f"threads:{GROUP}") == {"555": {"channel": CHANNEL, "post": 101}}
    assert heard.kept(f"copies:{CHANNEL}")["101"]["words"] == "Post text"
    assert not heard.comments


def test_the_edit_of_a_post_leaves_the_words_by_which_it_is_found(heard):
    heard.hear(
        handwritten("update.message.automatic_forward"),
        handwritten("update.edited_message.automatic_forward"),
    )
    assert heard.kept(f"copies:{CHANNEL}")["101"]["words"] == "Post text"


def test_a_comment_is_a_persons_at_the_top_of_its_post(heard):
    (event,) = heard.hear(handwritten("update.message.comment_first_level"))
    comment = event.comment
    assert event.kind is EventKind.COMMENTED
    assert (comment.id, comment.post, comment.thread, comment.parent) == ("556", "101", "555", None)
    assert (comment.author.id, comment.author.name, comment.author.handle) == ("5000000001", "Ann", "ann")
    assert comment.author.kind is AuthorKind.PERSON
    assert comment.at == datetime.fromtimestamp(1793000060, UTC)
    assert comment.url == "https://t.me/c/1000000002/556"


def test_a_nested_comment_stays_in_its_thread(heard):
    heard.hear(
        handwritten("update.message.automatic_forward"), handwritten("update.message.comment_first_level")
    )
    (event,) = heard.hear(handwritten("update.message.comment_nested"))
    assert (event.comment.post, event.comment.thread, event.comment.parent) == ("101", "555", "556")


def test_a_nested_comment_that_came_before_its_post_finds_home(heard):
    (early,) = heard.hear(handwritten("update.message.comment_nested"))
    assert early.comment.post is None
    heard.hear(handwritten("update.message.automatic_forward"))
    (comment,) = heard.comments
    assert (comment.post, comment.thread, comment.parent) == ("101", "555", "556")


def test_a_channel_that_comments_is_a_page(heard):
    (event,) = heard.hear(handwritten("update.message.comment_as_channel"))
    author = event.comment.author
    assert (author.kind, author.id, author.name) == (AuthorKind.PAGE, "-1001000000077", "Other channel")


def test_a_nameless_administrator_is_the_owner(heard):
    (event,) = heard.hear(handwritten("update.message.comment_anonymous_admin"))
    assert event.comment.author.kind is AuthorKind.OWNER
    assert event.comment.author.id == str(GROUP)


def test_a_humans_post_is_told_once(heard):
    update = handwritten("update.channel_post.by_human_admin")
    (event,) = heard.hear(update, update)
    assert (event.kind, event.post) == (EventKind.POSTED, "102")


def test_reactions_of_all_kinds_are_counted(heard):
    update = handwritten("update.message_reaction_count.channel")
    (event,) = heard.hear(update, update)
    assert (event.kind, event.post) == (EventKind.REACTED, "101")
    metrics = run(heard.telegram.post_metrics(heard.io, heard.account, ["101"]))
    assert {m.detail: m.value for m in metrics} == {"": 8, "👍": 2, "5312536423851630001": 1, "paid": 5}


def test_older_reactions_that_come_late_change_nothing(heard):
    update = handwritten("update.message_reaction_count.channel")
    older = {**update["message_reaction_count"], "date": 1793000100, "reactions": []}
    assert len(heard.hear(update, {"update_id": 9, "message_reaction_count": older})) == 1
    assert heard.kept(f"reactions:{CHANNEL}")["101"]["date"] == 1793000200


@pytest.mark.parametrize("name", ["update.chat_join_request", "update.chat_member.banned"])
def test_what_is_not_the_accounts_business_is_left_alone(heard, name):
    assert heard.hear(handwritten(name)) == []


@pytest.mark.parametrize(
    "name",
    [
        "update.issue_1107.json",
        "update.message_media_group_item.json",
        "update.message_reaction_updated.json",
        "update.pinned_message_works.json",
    ],
)
def test_genuine_updates_of_other_chats_disturb_nobody(heard, name):
    assert heard.hear(sample(name)) == []
    assert not heard.comments


def test_people_who_write_to_the_bot_in_private_fill_no_store(heard):
    message = sample("update.message_media_group_item.json")["message"]
    heard.hear({"update_id": 1, "message": message}, {"update_id": 2, "edited_message": message})
    assert heard.kept(f"comments:{message['chat']['id']}") == {}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("update_my_chat_member.bot_added_as_channel_admin.json", "administrator"),
        ("update_my_chat_member.bot_removed_from_channel.json", "left"),
    ],
)
def test_gaining_and_losing_the_channel_is_told_once(name, status):
    heard = Heard(channel=-1001000000014)
    (update,) = sample(name)["result"]
    (event,) = heard.hear(update, update)
    assert event.kind is EventKind.ACCESS
    assert event.note == f"the bot is now: {status}"


def test_being_added_to_a_group_is_told():
    update = sample("updates.my_chat_member_added_to_group.json")["result"][0]
    heard = Heard(channel=update["my_chat_member"]["chat"]["id"], group=None, type="group")
    assert heard.hear(update)[0].kind is EventKind.ACCESS


def test_a_group_that_became_a_supergroup_is_followed():
    heard = Heard(channel=-500000016, group=None, type="group")
    run(heard.telegram.comments(heard.io, heard.account))
    heard.io.results["getChat"] = {"id": -1001000000015, "type": "supergroup", "title": "Shop"}
    updates = sample("updates.group_migrated_to_supergroup.json")["result"]
    heard.hear(*updates)
    run(heard.telegram.pin(heard.io, heard.account, "1", pinned=True))
    assert heard.io.sent[-1].json["chat_id"] == -1001000000015
    message = {"message_id": 9, "date": 1793000000, "chat": {"id": -1001000000015, "type": "supergroup"}}
    heard.hear({"update_id": 9, "message": {**message, "from": {"id": 5, "first_name": "Ann"}, "text": "Hi"}})
    assert [comment.text for comment in heard.comments] == ["Hi"]


def test_album_copies_without_the_albums_mark_are_known_as_copies(heard):
    *_, copy = sample("updates.album_autoforward_without_media_group_id.json")
    message = copy["message"]
    # The sample has lost its numbers.
    message |= {"message_id": 600, "date": 1793000000, "chat": {"id": GROUP, "type": "supergroup"}}
    message["forward_from_chat"] |= {"id": CHANNEL}
    heard.hear({"update_id": 1, "message": message})
    assert heard.kept(f"copies:{CHANNEL}")["735"]["album"] is None
    assert heard.kept(f"copies:{CHANNEL}")["735"]["kind"] == "photo"


def test_updates_that_lost_their_numbers_block_nothing(heard):
    updates = sample("updates.album_autoforward_without_media_group_id.json")
    assert heard.hear(*updates) == []
    assert len(heard.hear(handwritten("update.message.comment_first_level"))) == 1


MESSAGES = {
    "message.de_image.json": 0,
    "message.giveaway_winners.json": 0,
    "message.issue_419.json": 1,
    "message.show_caption_above_media.json": 0,
    "message.topic_message.json": 1,
    "maybe_inaccessible_message.test_inaccessible_message.json": 0,
}


@pytest.mark.parametrize(("name", "comments"), MESSAGES.items())
def test_genuine_messages_are_taken_in(name, comments):
    message = sample(name)
    heard = Heard(channel=message["chat"]["id"], group=None, type=message["chat"]["type"])
    assert len(heard.hear({"update_id": 1, "message": message})) == comments
    heard.hear({"update_id": 2, "channel_post": message}, {"update_id": 3, "edited_message": message})


def test_an_administrators_title_does_not_make_a_person_of_a_group():
    message = sample("message.issue_419.json")
    heard = Heard(channel=message["chat"]["id"], group=None, type="supergroup")
    (event,) = heard.hear({"update_id": 1, "message": message})
    assert event.comment.author.kind is AuthorKind.OWNER


def test_every_kind_of_update_that_exists_is_taken_in(heard):
    spec = json.loads(shared("specs", "telegram", "bot-api-10.3.json").read_text())
    kinds = [field["name"] for field in spec["types"]["Update"]["fields"]]
    for number, kind in enumerate([*kinds, "of_next_year"]):
        assert heard.hear({"update_id": number, kind: {"id": "1", "new": {"x": 1}}}) == []


# Answers


def parsed(method, body, *, status=200, result=None):
    io = Script()
    account = Account("shop", "telegram", "@shop", secrets={"token": TOKEN})
    more = {"result": result} if result else {}
    request = Bot(io, account).request(method, {}, safe=False, **more)
    return understood(request, answered(body, status) if isinstance(body, dict) else body)


RESPONSES = {
    "response.sendMessage.group.json": 9,
    "handwritten/response.sendMessage.channel.json": 101,
    "handwritten/response.sendPoll.channel.json": 112,
}


@pytest.mark.parametrize(("name", "number"), RESPONSES.items())
def test_answers_to_sending_are_kept_as_far_as_they_matter(name, number):
    kept = parsed("sendMessage", sample(name), result=slim)
    assert kept["id"] == number
    json.dumps(kept)


def test_a_sent_poll_is_known_by_its_own_number():
    name = "handwritten/response.sendPoll.channel.json"
    assert parsed("sendPoll", sample(name), result=slim)["poll"] == "5300000000000000001"


def test_an_album_is_answered_with_all_its_parts():
    answer = handwritten("response.sendMediaGroup.channel")
    kept = parsed("sendMediaGroup", answer, result=lambda messages: [slim(m) for m in messages])
    assert [item["id"] for item in kept] == [110, 111]


def test_a_film_that_telegram_publishes_later_has_no_number_yet():
    with pytest.raises(AnswerLost, match="number is not known yet"):
        parsed("sendVideo", {"ok": True, "result": {"message_id": 0, "date": 1, "chat": CHAT}}, result=slim)


def test_other_answers_are_what_they_say():
    assert parsed("getChatMemberCount", handwritten("response.getChatMemberCount")) == 1234
    assert parsed("deleteMessage", sample("response.deleteMessage.already_deleted_by_admin.json")) is True
    assert parsed("getMe", sample("response.getMe.json"))["username"] == "some_test_bot"
    assert parsed("getWebhookInfo", sample("webhook_info.empty_url.2.json"))["url"] == ""


def test_the_channel_knows_its_group():
    heard = Heard()
    heard.io.results["getChat"] = sample("response.getChat.channel.partial.json")["result"]
    checkup = run(heard.telegram.check(heard.io, heard.account))
    assert checkup.title == "Chat title"
    assert "discussion group -1001000000012" in checkup.facts


# Errors

BY_SAMPLE = {
    "error.400.message_to_delete_not_found": NotThere,
    "error.400.sendMediaGroup_partial_429": AnswerLost,
    "handwritten/error.400.cant_parse_entities": Rejected,
    "handwritten/error.400.caption_too_long": Rejected,
    "handwritten/error.400.chat_not_found": NotThere,
    "handwritten/error.400.message_cant_be_deleted": Rejected,
    "handwritten/error.400.message_not_modified": NotModified,
    "handwritten/error.400.message_too_long": Rejected,
    "handwritten/error.400.migrated": Migrated,
    "handwritten/error.400.not_enough_rights_restrict": Forbidden,
    "handwritten/error.400.user_is_admin": Forbidden,
    "handwritten/error.401.invalid_token_specified": Unauthorized,
    "handwritten/error.401.unauthorized": Unauthorized,
    "handwritten/error.403.bot_not_member_channel": Forbidden,
    "handwritten/error.403.bot_was_kicked_channel": Forbidden,
    "handwritten/error.404.method_not_found": Unsupported,
    "handwritten/error.409.conflict_getupdates": Conflict,
    "handwritten/error.409.conflict_webhook": Conflict,
    "handwritten/error.429.retry_after": RateLimited,
    "handwritten/error.500.restart": AnswerLost,
}
BY_CLASS = {
    "auth": (Unauthorized,),
    "auth-or-bug": (Unauthorized,),
    "config": (Unauthorized,),
    "permanent-permission": (Forbidden,),
    "permanent-gone": (NotThere,),
    "permanent-config": (NotThere, Rejected, Unsupported),
    "permanent-bug": (Rejected, Unsupported),
    "permanent-input": (Rejected, NotThere),
    "permanent-state": (Rejected, Forbidden),
    "retry-other-way": (Rejected,),
    "benign": (NotModified, NotThere),
    "migrate": (Migrated,),
    "ambiguous-partial": (AnswerLost,),
    "conflict": (Conflict,),
    "transient": (RateLimited, AnswerLost),
    "transient-ambiguous": (AnswerLost,),
}


def error_of(body, status):
    with pytest.raises((PlatformError, AnswerLost)) as caught:
        parsed("sendMessage", body, status=status)
    return caught.value


@pytest.mark.parametrize(("name", "kind"), BY_SAMPLE.items())
def test_an_error_is_what_can_be_done_about_it(name, kind):
    body = sample(f"{name}.json")
    error = error_of(body, body["error_code"])
    assert type(error) is kind
    if body["error_code"] < 500:
        assert body["description"] in str(error)


def test_every_error_sample_has_its_kind():
    folder = shared("samples", "telegram")
    names = {str(p.relative_to(folder)).removesuffix(".json") for p in folder.rglob("error.*.json")}
    assert names == set(BY_SAMPLE)


def test_a_limit_is_waited_for_as_long_as_was_told():
    error = error_of(handwritten("error.429.retry_after"), 429)
    assert error.retry_after == 35


def test_the_new_number_of_a_migrated_group_is_read():
    assert error_of(handwritten("error.400.migrated"), 400).chat_id == -1001000000003


def test_every_known_error_has_a_fitting_kind():
    known = json.loads(shared("specs", "telegram", "errors.json").read_text())["errors"]
    wrong = []
    for entry in known:
        code = int(entry["error_code"])
        body = {"ok": False, "error_code": code, "description": f"{entry['description']}"}
        if entry.get("parameters"):
            body["parameters"] = entry["parameters"]
        error = error_of(body, code)
        if type(error) not in BY_CLASS[entry["class"]]:
            wrong.append((entry["description"], entry["class"], type(error).__name__))
    assert wrong == []


@pytest.mark.parametrize("raw", ["<html><h1>502</h1></html>", "}{", "", "[]", '"ok"', "null"])
@pytest.mark.parametrize("status", [200, 502])
def test_what_is_no_answer_of_the_bot_api_is_a_lost_one(raw, status):
    with pytest.raises(AnswerLost):
        parsed("sendMessage", Answer(status, {}, raw.encode()))


def test_a_limit_that_ends_at_a_date_is_a_limit():
    answer = Answer(
        429, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, b'{"ok": false, "error_code": 429}'
    )
    with pytest.raises(RateLimited) as caught:
        parsed("sendMessage", answer)
    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    ("status", "kind"), [(413, Rejected), (429, RateLimited), (404, Rejected), (403, Rejected)]
)
def test_a_refusal_of_the_front_server_in_html_is_a_refusal(status, kind):
    with pytest.raises(kind) as caught:
        parsed("sendMessage", Answer(status, {"retry-after": "7"}, b"<html></html>"))
    assert getattr(caught.value, "retry_after", 7) == 7


def test_all_samples_are_used():
    code = Path(__file__).read_text(encoding="utf-8")
    folder = shared("samples", "telegram")
    unused = [p.name for p in folder.rglob("*.json") if p.name.removesuffix(".json") not in code]
    assert unused == []
