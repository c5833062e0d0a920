"""Changing posts that are there."""

from typing import Any

from smmcore_vk.sandbox.attaching import attachments, is_enough
from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import ApiError, wrong
from smmcore_vk.sandbox.texts import kept
from smmcore_vk.sandbox.world import Post
from smmcore_vk.sandbox.writing import add_post


@method("wall.edit")
def edit(call: Call) -> Any:
    """Replace the whole post: what is not sent again is gone."""
    community = call.managed(call.owner(), 15)
    post = call.post(community, code=210)
    args, message = call.args, call.args.text("message")
    items = attachments(call)
    if not is_enough(message, items):
        raise wrong("message is undefined")
    if len(message) > call.core.settings.text_length:
        raise wrong("message is too long")
    post.text, post.attachments = kept(message), items
    post.signed, post.ads = args.flag("signed"), args.flag("mark_as_ads")
    post.closed = args.flag("close_comments")
    post.mode, post.copyright = args.text("primary_attachments_mode"), args.text("copyright")
    if post.type == "postpone":
        post.date = args.number("publish_date", post.date)
    else:
        post.edited = call.now()
    return {"post_id": post.id}


@method("wall.delete")
def delete(call: Call) -> Any:
    community = call.managed(call.owner(), 15)
    post = call.post(community)
    post.deleted = True
    if community.pinned == post.id:
        community.pinned = 0
    if post.type == "postpone":
        call.core.tell(community, "wall_schedule_post_delete", {"id": post.id, "schedule_time": post.date})
    return 1


@method("wall.restore")
def restore(call: Call) -> Any:
    community = call.managed(call.owner(), 15)
    post = community.posts.get(call.args.number("post_id"))
    if post is None:
        raise ApiError(210)
    post.deleted = False
    return 1


@method("wall.pin")
def pin(call: Call) -> Any:
    community = call.managed(call.owner(), 15)
    post = call.post(community, code=210)
    if post.type != "post":
        raise ApiError(210)
    community.pinned = post.id
    return 1


@method("wall.unpin")
def unpin(call: Call) -> Any:
    community = call.managed(call.owner(), 15)
    post = call.post(community, code=210)
    if community.pinned == post.id:
        community.pinned = 0
    return 1


@method("wall.repost")
def repost(call: Call) -> Any:
    """Share a post of a community on the wall of one that the caller keeps."""
    name = call.args.text("object").removeprefix("wall")
    owner, _, number = name.partition("_")
    source = call.world.communities.get(-int(owner)) if owner.lstrip("-").isdigit() else None
    post = source.posts.get(int(number)) if source and number.isdigit() else None
    if post is None or post.deleted:
        raise wrong("object is invalid")
    target = call.managed(call.group(), 214)
    made = add_post(
        call.core,
        target,
        Post(
            0, -target.id, -target.id, call.token.person, call.now(), call.args.text("message") or post.text
        ),
    )
    post.reposts += 1
    return {"success": 1, "post_id": made.id, "reposts_count": post.reposts, "likes_count": post.likes}


@method("wall.closeComments")
def close_comments(call: Call) -> Any:
    call.post(call.managed(call.owner(), 15), code=210).closed = True
    return 1


@method("wall.openComments")
def open_comments(call: Call) -> Any:
    call.post(call.managed(call.owner(), 15), code=210).closed = False
    return 1
