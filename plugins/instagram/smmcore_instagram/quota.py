"""How many posts Instagram still takes: read from the network, since its pages do not agree on the number."""

import logging
from collections.abc import Mapping
from typing import Any

from smmcore.errors import AnswerLost, PlatformError, RateLimited
from smmcore_instagram.client import Client
from smmcore_instagram.finding import POSTS
from smmcore_instagram.names import NAME
from smmcore_meta.graph import CONCERN_ALL
from smmcore_meta.shapes import mappings

_DAY = 86_400
log = logging.getLogger("smmcore.instagram")


async def quota(client: Client) -> tuple[int, int, int] | None:
    """How many posts were made, how many may be, and in how many seconds; None where Instagram does not tell."""
    path = f"{client.id}/content_publishing_limit"
    told = await client.graph.get(path, fields="quota_usage,config")
    row: Mapping[str, Any] = next(iter(mappings(told.get("data"))), {})
    config = row.get("config") or {}
    used, total = row.get("quota_usage"), config.get("quota_total")
    if not isinstance(used, int) or not isinstance(total, int):
        return None
    return used, total, int(config.get("quota_duration") or _DAY)


async def within_quota(client: Client) -> None:
    """Raises `RateLimited`, with the time when it is worth another try, if no more posts are taken now."""
    try:
        known = await quota(client)
    except CONCERN_ALL:
        raise
    except (PlatformError, AnswerLost) as error:
        # What it is, Instagram says once more when the post is sent.
        log.warning("%s: the quota is unknown: %s", client.account.name, error)
        return
    if known is None or known[0] < known[1]:
        return
    used, total, duration = known
    wait = await _until_one_ends(client, duration)
    words = f"Instagram takes {total} posts in {duration / 3600:g} hours, and {used} were made; again in"
    raise RateLimited(f"{words} {wait / 60:.0f} minutes", platform=NAME, retry_after=wait, keys=())


async def _until_one_ends(client: Client, duration: int) -> float:
    """Seconds until the oldest of our own posts counts no more; of others' posts nobody tells the time."""
    now = client.io.now().timestamp()
    kept: dict[str, Any] = await client.io.store.all(POSTS)
    counted = [item["at"] for item in kept.values() if item["at"] > now - duration]
    return float(min(counted) + duration - now) if counted else float(client.settings.quota_pause)
