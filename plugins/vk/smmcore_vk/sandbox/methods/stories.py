"""Stories, which are gone after a day."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, ApiError, wrong
from smmcore_vk.sandbox.methods.photos import sizes
from smmcore_vk.sandbox.shapes import authors_json, story_json
from smmcore_vk.sandbox.uploading import Uploaded, hand_out
from smmcore_vk.sandbox.world import Community, Story, key

_DAY = 86_400


def _address(call: Call, kind: str) -> JSON:
    community = call.managed(call.group(), 15)
    link: JSON | None = None
    if "link_url" in call.args:
        if not call.args.text("link_url").startswith(("https://vk.com/", "https://vk.ru/", "https://vk.cc/")):
            raise wrong("link_url should lead to VK")
        link = {"text": call.args.text("link_text"), "url": call.args.text("link_url")}
    url = hand_out(call.core, call.base, kind, call.token.person, community.id, link=link)
    return {"upload_url": url, "user_ids": [], "peer_ids": []}


@method("stories.getPhotoUploadServer")
def get_photo_upload_server(call: Call) -> Any:
    return _address(call, "story_photo")


@method("stories.getVideoUploadServer")
def get_video_upload_server(call: Call) -> Any:
    return _address(call, "story_video")


@method("stories.save")
def save(call: Call) -> Any:
    """Publish uploads; each is published once."""
    uploads = [call.core.uploads.get(str(name)) for name in call.args.list("upload_results")]
    waiting = [each for each in uploads if each is not None]
    if not waiting or len(waiting) < len(uploads):
        raise wrong("upload_results is invalid")
    for uploaded in waiting:
        del call.core.uploads[uploaded.said]
    stories = [_publish(call, uploaded) for uploaded in waiting]
    body: JSON = {"count": len(stories), "items": [story_json(call.core, story) for story in stories]}
    if call.args.flag("extended"):
        body |= authors_json(call.core, [story.owner_id for story in stories])
    return body


def _publish(call: Call, uploaded: Uploaded) -> Story:
    file, community = uploaded.file, call.world.communities[uploaded.ticket.community]
    is_photo = uploaded.ticket.kind == "story_photo"
    json: JSON = {"date": call.now(), "access_key": key()}
    if is_photo:
        json |= {"album_id": -81, "sizes": sizes(call, file), "has_tags": False, "text": ""}
    else:
        json |= {"title": "", "duration": 1, "type": "story"}
    thing = call.world.add_thing("photo" if is_photo else "video", -community.id, json, file=file.sha256)
    story = Story(call.world.next_thing(), -community.id, call.now(), thing, uploaded.ticket.link)
    community.stories[story.id] = story
    return story


def shown(call: Call, community: Community) -> list[Story]:
    """The stories that can be seen now."""
    return [s for s in community.stories.values() if not s.deleted and s.date + _DAY > call.now()]


@method("stories.get")
def get(call: Call) -> Any:
    community = call.owner() if "owner_id" in call.args else call.group()
    stories = [story_json(call.core, story) for story in shown(call, community)]
    feed = [{"type": "stories", "stories": stories}] if stories else []
    body: JSON = {"count": len(feed), "items": feed}
    if call.args.flag("extended"):
        body |= authors_json(call.core, [-community.id])
    return body


@method("stories.getById")
def get_by_id(call: Call) -> Any:
    wanted = {tuple(str(name).split("_")[:2]) for name in call.args.list("stories")}
    everything = [story for c in call.world.communities.values() for story in shown(call, c)]
    found = [story for story in everything if (str(story.owner_id), str(story.id)) in wanted]
    body: JSON = {"count": len(found), "items": [story_json(call.core, story) for story in found]}
    if call.args.flag("extended"):
        body |= authors_json(call.core, [story.owner_id for story in found])
    return body


def _story(call: Call) -> Story:
    community = call.managed(call.owner(), 15)
    story = community.stories.get(call.args.number("story_id"))
    if story is None or story.deleted:
        raise ApiError(15, "the story is not there")
    return story


@method("stories.getStats")
def get_stats(call: Call) -> Any:
    story = _story(call)
    names = ("answer", "bans", "open_link", "replies", "shares", "subscribers", "views", "likes")
    counts = {"views": story.views}
    return {
        name: {"state": "hidden" if name == "open_link" else "on", "count": counts.get(name, 0)}
        for name in names
    }


@method("stories.getViewers")
def get_viewers(call: Call) -> Any:
    _story(call)
    return {"count": 0, "items": []}  # the sandbox counts views and does not keep who it was


@method("stories.delete")
def delete(call: Call) -> Any:
    _story(call).deleted = True
    return 1
