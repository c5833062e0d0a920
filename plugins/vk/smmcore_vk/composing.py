"""A post as the parameters of VK's calls."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from smmcore.models import Poll, Post
from smmcore.steps import Steps
from smmcore_vk.client import Client, step
from smmcore_vk.rendering import marked
from smmcore_vk.settings import VKOptions, VKSettings
from smmcore_vk.tokens import Kind
from smmcore_vk.uploading import attached


def guid(community: int, key: str, what: str) -> str:
    """The same for the same post: VK takes one guid once an hour."""
    name = f"{community}/{key or uuid4().hex}/{what}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def words(post: Post, settings: VKSettings) -> str:
    """The text of the post. VK takes no poll that stands alone, so its question stands above it, too."""
    text = marked(post, settings)
    if text or not post.poll or any(media.word in {"photo", "video"} for media in post.media):
        return text
    return post.poll.question


async def content(client: Client, post: Post, steps: Steps) -> dict[str, Any]:
    """What a post shows, the same for publishing and for editing; files are uploaded."""
    options = post.options_for(VKOptions)
    attachments = [*options.attachments]
    for place, media in enumerate(post.media, start=1):
        attachments.append(await attached(client, media, steps, place))
    if post.poll:
        attachments.append(await _poll(client, post.poll, steps))
    if post.link:
        attachments.append(post.link.replace(",", "%2C"))  # commas part the list
    return {
        "message": words(post, client.settings) or None,
        "attachments": attachments or None,
        "signed": options.signed or None,
        "close_comments": options.close_comments or None,
        "mark_as_ads": bool(post.disclosure) or None,
        "copyright": options.copyright or None,
    }


async def wall_post(client: Client, post: Post, steps: Steps, key: str) -> dict[str, Any]:
    """The parameters of `wall.post`; files are uploaded."""
    options = post.options_for(VKOptions)
    community = await client.community()
    return {
        "owner_id": -community,
        "from_group": True,
        **await content(client, post, steps),
        "primary_attachments_mode": options.arrangement or None,
        "mute_notifications": options.mute_notifications or None,
        "publish_date": int(options.publish_at.timestamp()) if options.publish_at else None,
        "guid": guid(community, key, "post"),
    }


def posting_kinds(post: Post) -> tuple[Kind, ...]:
    """By which tokens it is sent: a community token cannot see or change what waits on VK."""
    return (Kind.USER,) if post.options_for(VKOptions).publish_at else ()


def post_id(response: Mapping[str, Any]) -> str:
    return str(int(response["post_id"]))


async def _poll(client: Client, poll: Poll, steps: Steps) -> str:
    params = {
        "owner_id": -(await client.community()),
        "question": poll.question,
        "add_answers": json.dumps(list(poll.options), ensure_ascii=False),
        "is_anonymous": poll.anonymous,
        "is_multiple": poll.multiple,
        "end_date": int(poll.closes.timestamp()) if poll.closes else None,
    }
    if known := steps.value("poll"):
        return str(known)
    made = await client.call(
        "polls.create",
        params,
        safe=False,
        result=lambda made: f"poll{made['owner_id']}_{made['id']}",
        send=step(steps, "poll"),
    )
    return str(made)
