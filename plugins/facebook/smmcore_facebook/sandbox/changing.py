"""Changes to posts: their text, when and whether they are shown, and their end."""

from smmcore_meta.sandbox import JSON, GraphError, invalid

from .kinds import POST, WRITE
from .world import Post
from .writing import FBCall, own, post_change, rules, shown, window


@POST.update(
    "message:str is_hidden:flag is_pinned:flag is_published:flag scheduled_publish_time:time",
    scopes=WRITE,
    token="page",  # noqa: S106 - a kind
)
def _change(call: FBCall, post: Post) -> JSON:
    own(call, post.owner)
    call.task("CREATE_CONTENT", post.owner)
    _by_its_app(call, post)
    args = call.args
    if "message" in args:
        _reword(call, post, args.text("message"))
    if "is_hidden" in args:
        _hide(call, post, args.flag("is_hidden"))
    if "is_pinned" in args:
        _pin(call, post, args.flag("is_pinned"))
    if args.flag("is_published"):
        _show(call, post)
    elif "scheduled_publish_time" in args:
        _move(call, post, args.get("scheduled_publish_time"))
    return {"success": True}


def _by_its_app(call: FBCall, post: Post) -> None:
    if "message" in call.args and not post.by_app:
        raise GraphError(200, "(#200) Only the application that made the post may edit it", status=403)


def _reword(call: FBCall, post: Post, message: str) -> None:
    if not (message.strip() or post.link or post.photos or post.video):
        raise invalid("A post without media needs a message")
    post.message, post.updated = message, call.now()
    call.tell(post.owner, "feed", post_change(call.world, post, "edited", call.stamp()))


def _hide(call: FBCall, post: Post, hidden: bool) -> None:
    post.hidden = hidden
    change = post_change(call.world, post, "hide" if hidden else "unhide", call.stamp())
    call.tell(post.owner, "feed", change)


def _pin(call: FBCall, post: Post, pinned: bool) -> None:
    """A page has one pinned post."""
    for other in call.world.posts_on(post.owner) if pinned else ():
        other.pinned = False
    post.pinned = pinned


def _show(call: FBCall, post: Post) -> None:
    if post.state != "published":
        post.state, post.scheduled, post.created = "published", None, call.now()
        shown(call, post)


def _move(call: FBCall, post: Post, when: float) -> None:
    if post.state == "published":
        raise invalid("You cannot schedule a post that is published")
    window(call, when, rules(call).feed_days)
    post.state, post.scheduled = "scheduled", when


@POST.delete(scopes=WRITE, token="page")  # noqa: S106
def _delete(call: FBCall, post: Post) -> JSON:
    own(call, post.owner)
    call.task("CREATE_CONTENT", post.owner)
    call.tell(post.owner, "feed", post_change(call.world, post, "remove", call.stamp()))
    call.world.drop_post(post)
    return {"success": True}
