"""Updates pushed to a bot's webhook: in order, one at a time, repeated until taken."""

import asyncio
import json
from typing import Any

import httpx

from .call import HANDLERS, Call
from .core import Core
from .envelope import ApiError
from .params import check
from .schema import BY_LOWER_NAME
from .updates import Entry, Queue, Webhook
from .world import Bot

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 60.0
_LONGEST_RETRY_AFTER = 3600.0
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


def start(core: Core, bot: Bot, hook: Webhook) -> None:
    queue = core.queue(bot)
    queue.webhook = hook
    hook.task = asyncio.get_running_loop().create_task(_deliver(core, bot, queue, hook))
    core.tasks.add(hook.task)
    hook.task.add_done_callback(core.tasks.discard)


async def stop(queue: Queue) -> None:
    """End the delivery; a push on its way is not waited for."""
    hook, queue.webhook = queue.webhook, None
    if hook is not None and hook.task is not None:
        hook.task.cancel()
        await asyncio.gather(hook.task, return_exceptions=True)


async def _deliver(core: Core, bot: Bot, queue: Queue, hook: Webhook) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        pause = _FIRST_PAUSE
        while True:
            queue.expire()
            if not queue.entries:
                queue.pushed.clear()
                await queue.pushed.wait()
                continue
            entry = queue.entries[0]
            wait = await _push(core, bot, hook, client, entry)
            if wait is None:
                pause = _FIRST_PAUSE
                if entry in queue.entries:
                    queue.entries.remove(entry)
                continue
            await asyncio.sleep(wait or pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def _push(core: Core, bot: Bot, hook: Webhook, client: httpx.AsyncClient, entry: Entry) -> float | None:
    """None when the update was taken, else how long the receiver wants to be left alone."""
    headers = {_SECRET_HEADER: hook.secret} if hook.secret is not None else {}
    try:
        response = await client.post(hook.url, json=entry.body, headers=headers)
    except httpx.HTTPError as error:
        reason = "Connection refused" if isinstance(error, httpx.ConnectError) else "Read timeout expired"
        return _failed(core, hook, reason)
    if response.is_success:
        await _call_back(core, bot, response)
        return None
    words = f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
    return _failed(core, hook, words, _retry_after(response))


def _failed(core: Core, hook: Webhook, reason: str, wait: float = 0.0) -> float:
    hook.last_error_date = core.clock.stamp()
    hook.last_error_message = reason
    return wait


def _retry_after(response: httpx.Response) -> float:
    text = response.headers.get("retry-after", "0")
    return min(float(text), _LONGEST_RETRY_AFTER) if text.isdigit() else 0.0


async def _call_back(core: Core, bot: Bot, response: httpx.Response) -> None:
    """Make the one call that the receiver may answer with; it never learns the result."""
    try:
        body: Any = json.loads(response.content)
        name = BY_LOWER_NAME[str(body.pop("method")).lower()]
        await HANDLERS[name](Call(core, bot, name, check(name, body, {})))
    except (ValueError, LookupError, AttributeError, TypeError, ApiError):
        return
