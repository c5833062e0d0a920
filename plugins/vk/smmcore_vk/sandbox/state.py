"""All that the sandbox holds, readable: for tests and for the page."""

from collections import Counter
from typing import Any

from .core import Core, Record
from .errors import JSON
from .playing import server_json
from .shapes import comment_json, community_json, person_json, post_json, story_json
from .texts import seen
from .world import Comment, Community, Post, Story, Thing
from .writing import is_banned


def state(core: Core) -> JSON:
    return {
        "now": core.clock.now(),
        "people": [person_json(person) for person in core.world.people.values()],
        "communities": [_community(core, each) for each in core.world.communities.values()],
        "calls": dict(Counter(record.method for record in core.calls)),
        "faults": core.faults.state(),
    }


def call_json(record: Record) -> JSON:
    return {
        "number": record.number,
        "date": record.date,
        "token": record.token,
        "method": record.method,
        "parameters": record.parameters,
        "inner": record.inner,
        "error": record.error,
    }


def _community(core: Core, community: Community) -> JSON:
    channel = core.channel(community.id)
    return {
        **community_json(core, community, ["members_count", "description", "status"]),
        "picture": community.picture,
        "cover": community.cover,
        "pinned": community.pinned,
        "banned": sorted(community.banned),
        "servers": [server_json(server) for server in channel.servers.values()],
        "posts": [_post(core, community, post) for post in community.posts.values()],
        "stories": [_story(core, story) for story in community.stories.values()],
    }


def _post(core: Core, community: Community, post: Post) -> JSON:
    comments = [c for c in community.comments.values() if c.post_id == post.id]
    return {
        **post_json(core, community, post),
        "seen": seen(post.text),
        "deleted": post.deleted,
        "mode": post.mode,
        "closed": post.closed,
        "muted": post.muted,
        "signed": post.signed,
        "files": [_file(each) for each in post.attachments if isinstance(each, Thing)],
        "thread": [_comment(core, community, comment) for comment in comments],
    }


def _comment(core: Core, community: Community, comment: Comment) -> JSON:
    alive = comment_json(core, community, comment, likes=True)
    return {
        **alive,
        "text": comment.text,
        "seen": seen(comment.text),
        "from_id": comment.from_id,
        "author": _name(core, comment.from_id),
        "deleted": comment.deleted,
        "banned": is_banned(core, community, comment.from_id),
        "reports": comment.reports,
        "parent": comment.parent,
        "reply_to": comment.reply_to,
    }


def _story(core: Core, story: Story) -> JSON:
    return {**story_json(core, story), "deleted": story.deleted, "file": story.thing.file}


def _file(thing: Thing) -> JSON:
    return {"type": thing.type, "name": thing.name, "file": thing.file, "title": thing.json.get("title", "")}


def _name(core: Core, owner: int) -> Any:
    if owner < 0:
        return core.world.communities[-owner].title
    person = core.world.people[owner]
    return f"{person.first_name} {person.last_name}".strip()
