"""Apprise, as its documentation sends to Telegram.

It sends two parameters that the Bot API's description does not have. The fake is strict and would refuse them, so they
are taken out on the way.
"""

import json
from types import SimpleNamespace
from typing import Any

import apprise
import requests
from apprise.plugins.telegram import NotifyTelegram
from job import do

UNKNOWN = ("disable_web_page_preview", "title")
_post = requests.post


def post(url: str, *, data: str | dict[str, Any], **more: Any) -> requests.Response:
    fields = json.loads(data) if isinstance(data, str) else data
    known = {name: value for name, value in fields.items() if name not in UNKNOWN}
    return _post(url, data=json.dumps(known) if isinstance(data, str) else known, **more)


def send(job: SimpleNamespace) -> bool:
    requests.post = post
    NotifyTelegram.notify_url = f"{job.url}/bot"
    album = "yes" if len(job.files) > 1 else "no"
    retry = "&retry=2" if job.retry else ""
    sender = apprise.Apprise()
    sender.add(f"tgram://{job.secrets['token']}/{job.id}/?album={album}{retry}")
    return bool(sender.notify(body=job.text, attach=job.files or None))


do(send)
