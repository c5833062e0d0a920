"""The faults that the fake is driven with, as a bot meets them."""

import httpx
import pytest

from smmcore.testing.fake import Fake
from smmcore_telegram.platform import Telegram
from smmcore_telegram.sandbox import DEMO_TOKEN


@pytest.fixture
def fake():
    with Fake.running(Telegram().sandbox()) as fake:
        yield fake


def asked(fake):
    message = {"chat_id": fake.account.id, "text": "Rye"}
    return httpx.post(f"{fake.url}/bot{DEMO_TOKEN}/sendMessage", json=message)


@pytest.mark.parametrize(("fault", "posts"), [("error_before", 0), ("error_after", 1)])
def test_an_error_is_one_of_the_bot_api(fake, fault, posts):
    fake.fault(fault)
    answer = asked(fake)
    assert (answer.status_code, answer.json()["error_code"]) == (500, 500)
    assert len(fake.posts()) == posts


def test_a_page_of_a_proxy_is_another_fault(fake):
    fake.fault("html_after")
    answer = asked(fake)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (502, "text/html")
