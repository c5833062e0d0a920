"""Posts and comments are written here, whether by a method or by the sandbox's audience."""

from attrs import evolve

from .attaching import Attached
from .core import Core
from .errors import JSON, ApiError
from .shapes import comment_json, post_json
from .texts import kept
from .world import Comment, Community, Post


def add_post(core: Core, community: Community, post: Post) -> Post:
    """Put a post on the wall; `id` is given here."""
    post.id, post.text = community.next_id(), kept(post.text)
    community.posts[post.id] = post
    if post.type == "post":
        core.tell(community, "wall_post_new", post_json(core, community, post))
    elif post.type == "postpone":
        core.tell(community, "wall_schedule_post_new", {"id": post.id, "schedule_time": post.date})
    return post


def add_comment(
    core: Core,
    community: Community,
    post: Post,
    author: int,
    text: str,
    *,
    reply_to: Comment | None = None,
    attachments: list[Attached] | None = None,
) -> Comment:
    """Put a comment under a post. Raises error 213 where that author may not."""
    if post.closed:
        raise ApiError(213, "comments are closed")
    if is_banned(core, community, author):
        raise ApiError(213, "the author is banned")
    comment = Comment(
        community.next_id(), post.id, post.owner_id, author, core.clock.stamp(), kept(text), attachments or []
    )
    if reply_to is not None:
        comment.parent = reply_to.parent or reply_to.id
        comment.reply_to, comment.reply_to_user = reply_to.id, reply_to.from_id
    community.comments[comment.id] = comment
    post.views += 1
    tell_reply(core, community, comment, "wall_reply_new")
    return comment


def tell_reply(core: Core, community: Community, comment: Comment, kind: str, by: int = 0) -> None:
    """Say what became of a comment; of a deleted one, only who deleted it."""
    body: JSON = {"id": comment.id, "post_id": comment.post_id, "owner_id": comment.owner_id}
    if kind == "wall_reply_delete":
        core.tell(community, kind, {**body, "user_id": by})
        return
    whole = comment_json(core, community, evolve(comment, deleted=False))
    core.tell(community, kind, {**whole, **body, "post_owner_id": comment.owner_id})


def is_banned(core: Core, community: Community, owner: int) -> bool:
    ban = community.banned.get(owner)
    return ban is not None and (not ban.end_date or ban.end_date > core.clock.now())
