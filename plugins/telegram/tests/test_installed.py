"""What comes with the plugin as it is installed, and not with a `Telegram()` that is handed over."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

import smmcore_telegram
from smmcore import SMM, Account, Photo, Post
from smmcore.cli import smm as command
from smmcore.sandbox import SandboxClock


@pytest.fixture
def clock(world):
    return SandboxClock(world.fake.advance)


@pytest.fixture
def smm(world, clock, tmp_path):
    with SMM(
        [world.fake.account],
        clock=clock,
        plugins=[smmcore_telegram],
        installed=False,
        journal=tmp_path / "journal.sqlite3",
    ) as opened:
        yield opened


def test_work_fetches_what_telegram_would_forget(smm, world):
    post = smm.publish(Post("Rye today"), "sandbox").published[0].id
    world.comments(post, world.person("Ann"), "Is it warm?")
    world.control("reactions", chat="@sandbox_channel", message_id=int(post), emoji="👍", count=3)
    smm.work()
    world.forget_calls()
    assert [m.value for m in smm.post_metrics("sandbox", [post]) if m.name == "comments"] == [1]


def test_work_fetches_in_its_own_time_only(smm, world):
    smm.work()
    world.forget_calls()
    smm.work()
    assert world.calls("getUpdates") == []


def test_an_account_that_cannot_fetch_leaves_work_undisturbed(world, caplog):
    account = world.fake.account
    broken = Account("broken", "telegram", "@x", settings=account.settings, secrets={"token": "1:unknown"})
    with SMM([broken, account], plugins=[smmcore_telegram], installed=False) as smm:
        assert smm.work().ok
    assert "broken: no updates" in caplog.text


def test_a_post_that_a_person_found_is_deleted_with_all_its_parts(smm, world, maker):
    world.goes_wrong("reset", when="after")
    smm.publish(Post("Two", media=maker.album()), "sandbox", key="k")
    first = str(world.wall()[0]["message_id"])
    smm.receive("sandbox")
    smm.resolve("sandbox", "k", id=first)
    smm.delete("sandbox", first)
    assert world.wall() == []


def test_files_of_planned_posts_are_found_from_any_folder(smm, clock, maker, tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "rye.png").write_bytes(maker.media("photo").source.path.read_bytes())
    monkeypatch.chdir(tmp_path / "home")
    soon = clock.now() + timedelta(hours=1)
    assert smm.publish(Post(media=[Photo("rye.png")]), "sandbox", at=soon).scheduled
    monkeypatch.chdir(tmp_path)
    clock.sleep(3600)
    assert smm.work().published


@pytest.fixture
def run(configured):  # noqa: ARG001 - a fixture sets the scene by being asked for
    return lambda *args: CliRunner().invoke(command, ["telegram-webhook", *args])


@pytest.fixture
def configured(world, tmp_path, monkeypatch):
    account = world.fake.account
    (tmp_path / "smm.toml").write_text(
        f'[accounts.tg]\nplatform = "telegram"\nid = "{account.id}"\nbase_url = "{world.url}"\n'
        'secrets.token = { env = "T" }\nsecrets.webhook_secret = { env = "W" }\n'
    )
    monkeypatch.setenv("T", account.secret("token").reveal())
    monkeypatch.setenv("W", "known-to-us-and-telegram")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_webhook_is_set_shown_and_deleted(run, world):
    assert "updates are asked for" in run("tg").output
    assert "https://bakery.example/hook" in run("tg", "https://bakery.example/hook").output
    assert world.calls("setWebhook")[0]["parameters"]["secret_token"] == "known-to-us-and-telegram"
    assert "updates are asked for" in run("tg", "--delete").output


def test_a_dry_run_shows_the_pin_and_the_first_comment(configured):
    post = {"text": "Rye", "first_comment": "Ask us", "options": {"telegram": {"pin": True}}}
    (configured / "post.json").write_text(json.dumps(post))
    ran = CliRunner().invoke(command, ["publish", "post.json", "--to", "tg", "--dry-run", "--json"])
    (rehearsal,) = json.loads(ran.stdout)["dry_run"]
    assert (rehearsal["problems"], rehearsal["whole"]) == ([], True)
    calls = [(request["url"].rpartition("/")[2], request["json"]) for request in rehearsal["requests"]]
    assert [name for name, _ in calls if not name.startswith("get")] == [
        "sendMessage",
        "pinChatMessage",
        "sendMessage",
    ]
    assert calls[-1][1]["text"] == "Ask us"


def test_an_unknown_account_is_one_line(run):
    ran = run("nobody")
    assert ran.exit_code == 2
    assert ran.output.startswith("Error: there is no account 'nobody'")


def test_a_webhook_needs_its_secret(run, monkeypatch):
    monkeypatch.delenv("W")
    ran = run("tg", "https://bakery.example/hook")
    assert ran.exit_code == 1
    assert "no webhook_secret" in ran.output
