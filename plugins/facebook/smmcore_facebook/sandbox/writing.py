"""What is the same however something is written: who may, when it is to be shown, and what readers are told of it."""

from typing import TypeAlias

from smmcore_meta.sandbox import DAY, JSON, Call, GraphError, duplicate, invalid

from .rules import Rules
from .world import Comment, Page, Post, World

FBCall: TypeAlias = Call[World]
SOONEST = 600
"""Seconds; nothing is scheduled earlier than that."""
_TOLERANCE = 5
"""Seconds that a call may have been on its way."""


def rules(call: FBCall) -> Rules:
    return call.world.rules


def own(call: FBCall, page: str) -> None:
    """Raises error 200 unless the token is this page's."""
    if call.token.profile != page:
        raise GraphError(200, "(#200) The token is another page's", status=403)


def state_of(call: FBCall, days: float) -> tuple[str, float | None]:
    """What the parameters make of something new: published, draft, scheduled or unpublished, and the time.

    Raises error 100 for a time outside of the window of this kind.
    """
    when = call.args.get("scheduled_publish_time")
    published = call.args.flag("published", True)
    kind = call.args.get("unpublished_content_type")
    if when is not None:
        if published:
            raise invalid("You cannot specify a scheduled publish time on a published post")
        window(call, when, days)
        return "scheduled", when
    if published:
        return "published", None
    return ("draft" if kind == "DRAFT" else "unpublished"), None


def window(call: FBCall, when: float, days: float) -> None:
    """Raises error 100 for a time that is too near or too far ahead."""
    ahead = when - call.now()
    if not SOONEST - _TOLERANCE <= ahead <= days * DAY + _TOLERANCE:
        raise invalid(
            "The specified scheduled publish time is invalid: it must be 10 minutes to "
            f"{days:g} days from now"
        )


def unlike_the_last(call: FBCall, page: Page, post: Post) -> None:
    """Raises error 506 where the page's last post is the same, if that is the rule."""
    if rules(call).duplicates != "refuse" or not post.message:
        return
    last = next((each for each in call.world.posts_on(page.id) if each.kind == "post"), None)
    if last and (last.message, last.link, last.photos) == (post.message, post.link, post.photos):
        raise duplicate()


def shown(call: FBCall, post: Post) -> None:
    """Tell webhooks that the page has posted."""
    call.tell(post.owner, "feed", post_change(call.world, post, "add", call.stamp()))


def post_change(world: World, post: Post, verb: str, stamp: int) -> JSON:
    item = "photo" if post.photos else "video" if post.video else "status"
    return {
        "item": item if post.author == post.owner else "post",
        "verb": verb,
        "post_id": post.id,
        "from": {"id": post.author, "name": world.name_of(post.author)},
        "created_time": stamp,
        **({"message": post.message} if post.message else {}),
    }


def comment_change(world: World, comment: Comment, verb: str, stamp: int) -> JSON:
    """As a webhook tells it: `parent_id` is the post's where the comment answers none."""
    change: JSON = {
        "item": "comment",
        "verb": verb,
        "comment_id": comment.id,
        "post_id": comment.post,
        "parent_id": comment.parent or comment.post,
        "from": {"id": comment.author, "name": world.name_of(comment.author)},
    }
    return change if verb == "remove" else {**change, "created_time": stamp, "message": comment.message}
