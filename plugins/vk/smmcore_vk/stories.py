"""Stories of a community: one photo or film each, for a day."""

from collections.abc import Mapping
from typing import Any

from smmcore.errors import InvalidInput
from smmcore.models import File, Photo, Post
from smmcore.steps import Steps
from smmcore_vk.client import Client, step
from smmcore_vk.errors import UploadAgain
from smmcore_vk.names import NAME
from smmcore_vk.settings import VKOptions
from smmcore_vk.uploading import sending, upload_url

_WAYS = {
    "photo": ("stories.getPhotoUploadServer", "file"),
    "video": ("stories.getVideoUploadServer", "video_file"),
}


async def published_story(client: Client, post: Post, steps: Steps) -> str:
    """The story's identifier. Only saving shows it to people."""
    if known := steps.value("post"):
        return str(known)
    media = post.media[0] if post.media else None
    if media is None or not isinstance(media.source, File) or media.word not in _WAYS:
        raise InvalidInput("media: a story is one photo or one film, from a file")
    method, field = _WAYS["photo" if isinstance(media, Photo) else "video"]
    params = {"group_id": await client.community(), "add_to_news": True, **_link(post)}
    url = await client.call(method, params, result=upload_url)
    uploaded = await client.io.send(sending("story", url, media.source, field, _uploaded))
    saved = await client.call(
        "stories.save",
        {"upload_results": [uploaded]},
        safe=False,
        result=_story_id,
        send=step(steps, "post"),
    )
    return str(saved)


def _link(post: Post) -> dict[str, Any]:
    if not post.link:
        return {}
    return {"link_url": post.link, "link_text": post.options_for(VKOptions).story_button}


def _uploaded(body: Mapping[str, Any]) -> str:
    result = (body.get("response") or {}).get("upload_result")
    if not result:
        raise UploadAgain(f"VK's upload server did not take the story: {body.get('error')}", platform=NAME)
    return str(result)


def _story_id(response: dict[str, Any]) -> str:
    return f"story_{int(response['items'][0]['id'])}"
