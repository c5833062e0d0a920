"""docs/workers.md: the management command, run by Django."""

import importlib.util
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smmcore import SMM, Post
from smmcore.worker import Worker

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "django_worker.py"


@pytest.fixture
def telegram_fake():
    from telegram_sandbox import telegram

    with telegram() as fake:
        yield fake


@pytest.fixture
def command(monkeypatch):
    django = pytest.importorskip("django")
    from django.conf import settings

    if not settings.configured:
        settings.configure(SMM_CONFIG=None)
        django.setup()
    spec = importlib.util.spec_from_file_location("django_worker", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.signal, "signal", lambda *_: None)  # only the main thread may
    return module.Command()


def test_the_command_publishes_what_is_due_until_it_is_stopped(command, monkeypatch, tmp_path, telegram_fake):
    from django.conf import settings

    account = telegram_fake.account
    config = tmp_path / "smm.toml"
    config.write_text(
        "allow_clear_secrets = true\n"
        "[accounts.sandbox]\n"
        'platform = "telegram"\n'
        f'id = "{account.id}"\n'
        f'secrets.token = "{account.secret("token").reveal()}"\n'
        f'base_url = "{account.settings["base_url"]}"\n'
    )
    monkeypatch.setattr(settings, "SMM_CONFIG", config)
    workers = []
    real = Worker.start
    monkeypatch.setattr(Worker, "start", lambda self: (workers.append(self), real(self)))
    with SMM.from_config(config) as smm:
        smm.publish(Post("Rye"), to="sandbox", key="rye", at=datetime.now(UTC) + timedelta(seconds=10))
    thread = threading.Thread(target=command.handle)
    thread.start()
    end = time.monotonic() + 60
    while not telegram_fake.posts():
        assert time.monotonic() < end
        time.sleep(0.05)
    workers[0].stop()
    thread.join(30)
    assert not thread.is_alive()
