"""Comments and their threads."""

from typing import Any

from smmcore_vk.sandbox.attaching import attachments
from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, ApiError, wrong
from smmcore_vk.sandbox.methods.posting import remember, repeated
from smmcore_vk.sandbox.shapes import authors_json, comment_json
from smmcore_vk.sandbox.texts import kept
from smmcore_vk.sandbox.world import Comment, Community, Post
from smmcore_vk.sandbox.writing import add_comment, tell_reply

_MOST = 100


@method("wall.getComments")
def get_comments(call: Call) -> Any:
    """A post's top level, or with `comment_id` one thread."""
    community = call.owner()
    post = call.post(community, code=212)
    top = call.args.number("comment_id")
    level = _level(community, post, top)
    if call.args.text("sort") == "desc":
        level.reverse()
    shown = _from_start(call, level)
    items = [_with_thread(call, community, post, each) for each in call.page(shown, 10, _MOST)]
    body: JSON = {
        "count": sum(each.post_id == post.id and not each.deleted for each in community.comments.values()),
        "items": items,
        "current_level_count": len(level),
        "can_post": not post.closed,
        "show_reply_button": not post.closed,
        "groups_can_post": True,
    }
    if call.args.flag("extended"):
        body |= authors_json(call.core, _authors(items), call.args.list("fields"))
    return body


def _level(community: Community, post: Post, top: int) -> list[Comment]:
    """The comments of one level; deleted ones stay only as the stub of a living thread."""
    threads = {each.parent for each in community.comments.values() if not each.deleted}
    return [
        each
        for each in community.comments.values()
        if each.post_id == post.id and each.parent == top and (not each.deleted or each.id in threads)
    ]


def _from_start(call: Call, level: list[Comment]) -> list[Comment]:
    start = call.args.number("start_comment_id")
    if not start:
        return level
    place = next((place for place, each in enumerate(level) if each.id == start), len(level))
    return level[place:]


def _with_thread(call: Call, community: Community, post: Post, comment: Comment) -> JSON:
    likes = call.args.flag("need_likes")
    body = comment_json(call.core, community, comment, likes=likes)
    if comment.parent:
        return body
    thread = [each for each in _level(community, post, comment.id) if not each.deleted]
    first = thread[: call.args.number("thread_items_count")]
    body["thread"] = {
        "count": len(thread),
        "items": [comment_json(call.core, community, each, likes=likes) for each in first],
        "can_post": not post.closed,
        "show_reply_button": not post.closed,
        "groups_can_post": True,
    }
    return body


def _authors(items: list[JSON]) -> list[int]:
    everyone = [*items, *(each for item in items for each in item.get("thread", {}).get("items", []))]
    return [item["from_id"] for item in everyone if "from_id" in item]


@method("wall.getComment")
def get_comment(call: Call) -> Any:
    community = call.owner()
    comment = call.comment(community, code=211)
    item = comment_json(call.core, community, comment, likes=True)
    body: JSON = {"items": [item], "can_post": True, "show_reply_button": True, "groups_can_post": True}
    if call.args.flag("extended"):
        body |= authors_json(call.core, [comment.from_id], call.args.list("fields"))
    return body


@method("wall.createComment")
def create_comment(call: Call) -> Any:
    community = call.owner()
    post = call.post(community, code=212)
    guid = call.args.text("guid")
    known = repeated(call, community, "comment", guid)
    if known is not None:
        return known
    items, message = attachments(call), call.args.text("message")
    if not message.strip() and not items and "sticker_id" not in call.args:
        raise wrong("message is undefined")
    above = call.comment(community, "reply_to_comment", 211) if "reply_to_comment" in call.args else None
    author = _author(call, community)
    comment = add_comment(call.core, community, post, author, message, reply_to=above, attachments=items)
    answer = {"comment_id": comment.id, "parents_stack": [comment.parent] if comment.parent else []}
    remember(call, community, "comment", guid, answer)
    return answer


def _author(call: Call, community: Community) -> int:
    named = call.args.number("from_group")
    if call.token.kind == "G":
        if named not in {0, call.token.community}:
            raise ApiError(213, "the token is another community's")
        return -call.token.community
    if not named:
        return call.token.person
    group = call.world.communities.get(named)
    if group is None or not call.manages(group):
        raise ApiError(213, f"from_group is not a community of the caller's beside {community.id}")
    return -group.id


@method("wall.editComment")
def edit_comment(call: Call) -> Any:
    community = call.owner()
    comment = call.comment(community, code=211)
    if comment.from_id not in {call.token.person, -community.id} or not call.manages(community):
        raise ApiError(211)
    comment.text, comment.attachments = kept(call.args.text("message")), attachments(call)
    comment.edited = call.now()
    tell_reply(call.core, community, comment, "wall_reply_edit")
    return 1


@method("wall.deleteComment")
def delete_comment(call: Call) -> Any:
    community = call.owner()
    comment = call.comment(community)
    if comment.from_id != call.token.person and not call.manages(community):
        raise ApiError(211)
    comment.deleted = True
    tell_reply(call.core, community, comment, "wall_reply_delete", call.token.person)
    return 1


@method("wall.restoreComment")
def restore_comment(call: Call) -> Any:
    community = call.managed(call.owner(), 211)
    comment = community.comments.get(call.args.number("comment_id"))
    if comment is None:
        raise ApiError(104)
    if not comment.deleted:
        raise ApiError(243)
    comment.deleted = False
    tell_reply(call.core, community, comment, "wall_reply_restore")
    return 1


@method("wall.reportComment")
def report_comment(call: Call) -> Any:
    call.comment(call.owner(), code=211).reports.append(call.args.number("reason"))
    return 1


@method("wall.reportPost")
def report_post(call: Call) -> Any:
    call.post(call.owner(), code=210)
    return 1
