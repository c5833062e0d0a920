"""What a peer's script is told, and how it says what came of it: one JSON object each way. Runs on a bare Python."""

import json
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def do(send: Callable[[SimpleNamespace], Any]) -> None:
    """Call `send` with the job; tell `sent`, `False`, or the class of the error as its caller would see it.

    A job has the fake's `url`, the account's `id` and `secrets`, `text`, the `files` and the `urls` where they are
    served, `timeout` in seconds for peers that have one to set, and `retry`: whether to use the setting for retries
    that the peer documents.
    """
    job = SimpleNamespace(**json.load(sys.stdin))
    out, sys.stdout = sys.stdout, sys.stderr  # libraries print, too
    try:
        said = "False" if send(job) is False else "sent"
    except Exception as error:  # noqa: BLE001 - whatever it raises is its answer
        said = type(error).__name__
    print(json.dumps({"says": said}), file=out)
