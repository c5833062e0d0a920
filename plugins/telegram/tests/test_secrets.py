"""The token stays where it belongs, whatever goes wrong."""

import io
import logging
import traceback

import pytest
from attrs import evolve

from smmcore.errors import SMMError
from smmcore.models import Post
from smmcore.testing import watching
from smmcore_telegram.audience import DEMO_TOKEN
from smmcore_telegram.bot import Bot

from .helping import Script

HIDDEN = (DEMO_TOKEN, DEMO_TOKEN.partition(":")[2], DEMO_TOKEN.replace(":", "%3A"))
FAULTS = ["hang", "reset", "500", "502", "json500", "garbage", "wrong_shape", "echo_token", "429"]


@pytest.fixture
def said():
    """Everything that any logger says."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def clean(text):
    return not any(secret in text for secret in HIDDEN)


def with_locals(error):
    lines = []
    while error is not None:
        trace = traceback.TracebackException.from_exception(error, capture_locals=True)
        # The frames of this test hold the drivers; what matters is what the library keeps.
        lines += [line for frame in trace.stack for line in (frame.locals or {}).values()]
        lines += trace.format(chain=True)
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_brings_the_token_to_light(drivers, world, mode, monkeypatch, said, tmp_path, fault, when):
    journal = tmp_path / "journal.db"
    smm = drivers(mode=mode, journal=journal, patience=0.1)
    monkeypatch.setattr(watching, "HASTY", 0.25)
    monkeypatch.setattr(watching, "PATIENT", 0.25)
    smm.watch.hasty = fault == "hang"
    world.goes_wrong(fault, when=when, seconds=2)
    result = smm.publish(Post("Hello"))
    shown = [repr(result), str(result)]
    if error := getattr(result, "error", None):
        shown.append(with_locals(error))
    world.goes_wrong(fault, method="getChat", when=when, seconds=2, times=5)
    shown += [repr(smm.checkup())]
    with pytest.raises(SMMError) as caught:
        smm.comments()
    shown += [with_locals(caught.value), repr(caught.value)]
    for text in (*shown, said.getvalue()):
        assert clean(text)
    for file in tmp_path.glob("journal.db*"):
        assert not any(secret.encode() in file.read_bytes() for secret in HIDDEN)


@pytest.mark.parametrize(
    "token", ["12345:WRONG-token-of-thirty-five-letters", "1:with spaces inside it", "nonsense-token"]
)
def test_a_wrong_token_is_not_shown_either(drivers, account, said, token):
    smm = drivers(evolve(account, secrets={"token": token}))
    result = smm.publish(Post("Hello"))
    for text in (
        repr(result),
        str(result.error),
        with_locals(result.error),
        repr(smm.checkup()),
        said.getvalue(),
    ):
        assert token not in text


def test_what_is_sent_can_be_shown(account):
    bot = Bot(Script(), account)
    request = bot.request("sendMessage", {"chat_id": 1, "text": "Hello"}, safe=False)
    for shown in (repr(request), str(request), repr(bot), repr(account)):
        assert clean(shown)


def test_the_webhooks_secret_is_not_shown(drivers, account, said):
    smm = drivers()
    with pytest.raises(SMMError) as caught:
        smm.webhook({"X-Telegram-Bot-Api-Secret-Token": "guess"}, b"{}")
    secret = account.secret("webhook_secret").reveal()
    assert secret not in str(caught.value) + repr(caught.value) + said.getvalue()


def test_addresses_of_files_are_never_kept(drivers, world, maker, tmp_path):
    journal = tmp_path / "journal.db"
    smm = drivers(journal=journal)
    smm.publish(maker.post("photo"))
    smm.receive()
    for file in tmp_path.glob("journal.db*"):
        assert b"/file/bot" not in file.read_bytes()
    assert world.calls("getFile") == []
