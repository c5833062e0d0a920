"""Posts, comments and people as VK's answers describe them."""

from collections.abc import Iterable

from .core import Core
from .errors import JSON
from .world import Comment, Community, Person, Poll, Post, Story, Thing

_AVATAR = "https://vk.example/images/community_{size}.png"


def counters(core: Core, community: Community) -> JSON:
    things = [thing for thing in core.world.things.values() if thing.owner_id == -community.id]
    return {
        "photos": sum(thing.type == "photo" for thing in things),
        "videos": sum(thing.type == "video" for thing in things),
        "docs": sum(thing.type == "doc" for thing in things),
    }


def community_json(core: Core, community: Community, fields: Iterable[str] = (), admin: int = 0) -> JSON:
    body: JSON = {
        "id": community.id,
        "name": community.title,
        "screen_name": community.screen_name,
        "is_closed": 0,
        "type": "page",
        "photo_50": _AVATAR.format(size=50),
        "photo_100": _AVATAR.format(size=100),
        "photo_200": _AVATAR.format(size=200),
    }
    if admin:
        body["is_admin"] = int(admin in community.admins)
        body["is_member"] = body["is_admin"]
    more = _on_demand(core, community)
    return body | {name: more[name] for name in fields if name in more}


def _on_demand(core: Core, community: Community) -> JSON:
    """What is told only where `fields` asks for it."""
    return {
        "members_count": community.members,
        "description": community.description,
        "status": community.status,
        "activity": "Bakery",
        "verified": 0,
        "site": "",
        "can_post": 1,
        "can_upload_story": 1,
        "has_photo": int(community.picture is not None),
        "counters": counters(core, community),
        "wall": 1,
        "fixed_post": community.pinned,
    }


def person_json(person: Person) -> JSON:
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "can_access_closed": True,
        "is_closed": False,
    }


def thing_json(core: Core, thing: Thing) -> JSON:
    body = dict(thing.json)
    if thing.type == "video" and (thing.file is None or thing.ready_at > core.clock.now()):
        body["processing"] = 1
    return body


def poll_json(core: Core, poll: Poll) -> JSON:
    total = sum(answer.votes for answer in poll.answers)
    answers = [
        {
            "id": answer.id,
            "text": answer.text,
            "votes": answer.votes,
            "rate": round(100 * answer.votes / total, 2) if total else 0,
        }
        for answer in poll.answers
    ]
    closed = bool(poll.end_date) and poll.end_date <= core.clock.now()
    return {
        "id": poll.id,
        "owner_id": poll.owner_id,
        "author_id": poll.author_id,
        "question": poll.question,
        "answers": answers,
        "votes": total,
        "created": poll.created,
        "end_date": poll.end_date,
        "anonymous": poll.anonymous,
        "multiple": poll.multiple,
        "closed": closed,
        "is_board": False,
        "can_edit": False,
        "can_vote": not closed,
        "can_report": False,
        "can_share": True,
        "disable_unvote": poll.disable_unvote,
        "answer_ids": [],
    }


def attachment_json(core: Core, attached: Thing | Poll | str, title: str = "") -> JSON:
    if isinstance(attached, str):
        return {"type": "link", "link": {"url": attached, "title": title, "caption": "", "description": ""}}
    if isinstance(attached, Poll):
        return {"type": "poll", "poll": poll_json(core, attached)}
    return {"type": attached.type, attached.type: thing_json(core, attached)}


def post_json(core: Core, community: Community, post: Post, viewer: int = 0) -> JSON:
    body: JSON = {
        "inner_type": "wall_wallpost",
        "id": post.id,
        "owner_id": post.owner_id,
        "from_id": post.from_id,
        "date": post.date,
        "text": post.text,
        "type": "post",
        "post_type": post.type,
        "marked_as_ads": int(post.ads),
        "is_favorite": False,
        "attachments": [attachment_json(core, each, post.link_title) for each in post.attachments],
        "post_source": {"type": post.source},
        "comments": _comments_info(community, post, viewer),
        "likes": {"can_like": 1, "count": post.likes, "user_likes": 0, "can_publish": 1},
        "reposts": {"count": post.reposts, "user_reposted": 0},
        "views": {"count": post.views},
        "donut": {"is_donut": False},
    }
    if viewer in community.admins:
        body |= {"created_by": post.created_by, "can_edit": 1, "can_delete": 1, "can_pin": 1}
    if post.signed:
        body["signer_id"] = post.created_by
    if post.edited:
        body["edited"] = post.edited
    if post.id == community.pinned:
        body["is_pinned"] = 1
    if post.copyright:
        body["copyright"] = {"link": post.copyright, "name": post.copyright, "type": "link"}
    if post.postponed_id:
        body["postponed_id"] = post.postponed_id
    return body


def _comments_info(community: Community, post: Post, viewer: int) -> JSON:
    info: JSON = {
        "can_post": int(not post.closed),
        "count": sum(c.post_id == post.id and not c.deleted for c in community.comments.values()),
        "groups_can_post": True,
    }
    if viewer in community.admins:
        info["can_open" if post.closed else "can_close"] = 1
    return info


def comment_json(core: Core, community: Community, comment: Comment, *, likes: bool = False) -> JSON:
    """A comment; of a deleted one only the place in its thread is left."""
    stack = [comment.parent] if comment.parent else []
    if comment.deleted:
        return {"id": comment.id, "parents_stack": stack, "date": comment.date, "deleted": True}
    body: JSON = {
        "id": comment.id,
        "from_id": comment.from_id,
        "post_id": comment.post_id,
        "owner_id": comment.owner_id,
        "parents_stack": stack,
        "date": comment.date,
        "text": comment.text,
    }
    if comment.reply_to:
        body |= {"reply_to_user": comment.reply_to_user, "reply_to_comment": comment.reply_to}
    if comment.attachments:
        body["attachments"] = [attachment_json(core, each) for each in comment.attachments]
    if comment.from_id == community.posts[comment.post_id].from_id:
        body["is_from_post_author"] = True
    if likes:
        body["likes"] = {"can_like": 1, "count": comment.likes, "user_likes": 0, "can_publish": 0}
    return body


def story_json(core: Core, story: Story) -> JSON:
    body: JSON = {
        "id": story.id,
        "owner_id": story.owner_id,
        "access_key": "story",
        "can_comment": 0,
        "can_reply": 0,
        "can_see": 1,
        "can_like": False,
        "can_share": 0,
        "can_hide": 1,
        "date": story.date,
        "expires_at": story.date + 86_400,
        "is_expired": story.date + 86_400 <= core.clock.now(),
        "type": story.thing.type,
        story.thing.type: thing_json(core, story.thing),
        "views": story.views,
    }
    if story.link is not None:
        body["link"] = story.link
    return body


def authors_json(core: Core, owners: Iterable[int], fields: Iterable[str] = ()) -> JSON:
    """What `extended` adds: who the people and communities behind the numbers are."""
    seen = list(dict.fromkeys(owners))
    people = [core.world.people[owner] for owner in seen if owner in core.world.people]
    groups = [core.world.communities[-owner] for owner in seen if -owner in core.world.communities]
    return {
        "profiles": [person_json(person) for person in people],
        "groups": [community_json(core, community, fields) for community in groups],
    }
