"""The fake Telegram as the tests use it: its control API, what readers see, and which calls came."""

import json
from pathlib import Path

import httpx
import pytest

from smmcore.io.blocking import BlockingIO
from smmcore.io.request import Answer
from smmcore.io.retrying import understood
from smmcore_telegram.bot import Bot
from smmcore_telegram.sandbox.seed import DEMO_TOKEN

SHARED = Path(__file__).resolve().parents[4] / "shared"
CHANNEL = "@sandbox_channel"
CHANNEL_ID, GROUP_ID = -1001000000001, -1001000000002
BOT = "sandbox_demo_bot"


def shared(*parts):
    """A folder or file of the facts that lie beside the checkout; skips where they do not."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the official facts are not here: {'/'.join(parts)} is to lie beside the checkout")
    return path


class World:
    """One served fake."""

    def __init__(self, fake):
        self.fake, self.url = fake, fake.url
        self._http = httpx.Client(base_url=fake.url)

    def control(self, action, **body):
        answer = self._http.post(f"/_sandbox/{action}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def state(self):
        return self._http.get("/_sandbox/state").json()

    def chat(self, number=CHANNEL_ID):
        return next(chat for chat in self.state()["chats"] if chat["id"] == number)

    def message(self, number, chat=CHANNEL_ID):
        return next(m for m in self.chat(chat)["messages"] if str(m["message_id"]) == str(number))

    def wall(self, chat=CHANNEL_ID):
        """All messages that readers see, services aside."""
        messages = self.chat(chat)["messages"]
        return [m for m in messages if not m["deleted"] and "pinned_message" not in m]

    def talk(self, post):
        """The comments under a post."""
        return [c for c in self.message(post)["comments"] if not c["deleted"]]

    def calls(self, method=None):
        calls = self._http.get("/_sandbox/calls").json()["calls"]
        return [call for call in calls if method in {None, call["method"]}]

    def forget_calls(self):
        self.control("calls/clear")

    def human_posts(self, text):
        return str(self.control("posts", channel=CHANNEL, text=text)["message_id"])

    def person(self, name="Ann", **known):
        return self.control("people", name=name, **known)["id"]

    def comments(self, post, person, text, **more):
        return str(
            self.control("comments", channel=CHANNEL, post=int(post), person=person, text=text, **more)[
                "comment_id"
            ]
        )

    def goes_wrong(self, kind, method="send*", **details):
        self.control("faults", kind=kind, method=method, **details)

    def by_the_bot(self, method, **params):
        """What the bot does besides us: nobody tells it of that."""
        answer = self._http.post(f"/bot{DEMO_TOKEN}/{method}", json=params)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def goes_well(self):
        """Take back all faults that have not met a call."""
        assert self._http.delete("/_sandbox/faults").status_code == 200

    def close(self):
        self._http.close()


class Script(BlockingIO):
    """Records what is sent and answers from a table of results, as Telegram would."""

    def __init__(self, results=None, **more):
        super().__init__(**more)
        self.sent, self.results = [], {**RESULTS, **(results or {})}

    async def send(self, request):
        self.sent.append(request)
        result = self.results.get(request.label.removeprefix("telegram "), True)
        if isinstance(result, Answer):
            return understood(request, result)
        return understood(request, answered({"ok": True, "result": result}))


def answered(body, status=200, **headers):
    return Answer(status, headers, json.dumps(body).encode())


def knows(io, account):
    """What the account's bot keeps."""
    return Bot(io, account).store


CHAT = {"id": CHANNEL_ID, "type": "channel", "title": "Sandbox channel", "username": "sandbox_channel"}
GROUP = {"id": GROUP_ID, "type": "supergroup", "title": "Sandbox channel chat"}
SENT = {"message_id": 1, "date": 1793000000, "chat": CHAT, "sender_chat": CHAT}
COPY = {
    "message_id": 501,
    "date": 1793000001,
    "chat": GROUP,
    "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
    "sender_chat": CHAT,
    "is_automatic_forward": True,
    "forward_origin": {"type": "channel", "chat": CHAT, "message_id": 1, "date": 1793000000},
    "text": "A post",
}
ADMIN = {"status": "administrator", "can_post_messages": True, "can_edit_messages": True}
RESULTS = {
    "getMe": {"id": 7000000001, "is_bot": True, "first_name": "Bot", "username": BOT},
    "getChat": {**CHAT, "linked_chat_id": GROUP_ID},
    "getChatMember": ADMIN,
    "getChatMemberCount": 1200,
    "getUpdates": [{"update_id": 1, "message": COPY}],
    "sendMediaGroup": [{**SENT, "message_id": 1 + number} for number in range(3)],
    "sendPoll": {**SENT, "poll": {"id": "53", "question": "Which?", "options": []}},
    **dict.fromkeys(
        [
            "sendMessage",
            "sendRichMessage",
            "sendPhoto",
            "sendVideo",
            "sendAudio",
            "sendVoice",
            "sendAnimation",
        ],
        SENT,
    ),
    "sendDocument": SENT,
}
