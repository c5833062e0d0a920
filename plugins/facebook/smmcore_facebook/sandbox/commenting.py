"""Comments: read, written, hidden, liked and deleted; and who likes and reacts to posts."""

from typing import Any

from smmcore_meta.sandbox import DAY, JSON, GraphError, Listing, Node, invalid

from .kinds import COMMENT, ENGAGE, OTHERS, PHOTO, POST, PROFILE, READ, VIDEO
from .reading import SITE
from .world import Comment, Photo, Post, Video
from .writing import FBCall, comment_change, own, rules

_READ = (
    "filter:one{stream|toplevel} order:one{chronological|reverse_chronological} "
    "live_filter:one{filter_low_quality|no_filter} since:time"
)
_WRITE = "message:str attachment_url:str attachment_id:str attachment_share_url:str"
_MOST = 50

COMMENT.plain("id", "message")
PROFILE.plain("id", "name")


@COMMENT.field("is_hidden")
def _is_hidden(_call: FBCall, comment: Comment) -> bool:
    return comment.hidden


@COMMENT.field("created_time")
def _created(call: FBCall, comment: Comment) -> str:
    return call.iso(comment.created)


@COMMENT.field("from")
def _from(call: FBCall, comment: Comment) -> JSON | None:
    """Only the page is told who people are."""
    if call.token.kind != "page" or call.token.profile != page_of(comment):
        return None
    return {"id": comment.author, "name": call.world.name_of(comment.author)}


@COMMENT.field("parent")
def _parent(call: FBCall, comment: Comment) -> Node | None:
    return call.world.nodes[comment.parent] if comment.parent else None


@COMMENT.field("object")
def _object(call: FBCall, comment: Comment) -> Node:
    return call.world.nodes[comment.post]


@COMMENT.field("permalink_url")
def _permalink(_call: FBCall, comment: Comment) -> str:
    page, _, number = comment.post.partition("_")
    top = (comment.parent or comment.id).rpartition("_")[2]
    reply = f"&reply_comment_id={comment.id.rpartition('_')[2]}" if comment.parent else ""
    return f"{SITE}/{page}/posts/{number}/?comment_id={top}{reply}"


@COMMENT.field("like_count")
def _like_count(_call: FBCall, comment: Comment) -> int:
    return comment.likes + comment.liked_by_page


@COMMENT.field("user_likes")
def _user_likes(_call: FBCall, comment: Comment) -> bool:
    return comment.liked_by_page


@COMMENT.field("comment_count")
def _comment_count(call: FBCall, comment: Comment) -> int:
    return sum(each.parent == comment.id for each in call.world.comments.values())


@COMMENT.field("can_hide")
def _can_hide(_call: FBCall, comment: Comment) -> bool:
    return comment.author != page_of(comment)


@COMMENT.field("can_remove")
@COMMENT.field("can_comment")
@COMMENT.field("can_like")
def _can(call: FBCall, comment: Comment) -> bool:
    return bool(call.token.profile == page_of(comment))


@COMMENT.field("can_reply_privately")
def _can_reply_privately(call: FBCall, comment: Comment) -> bool:
    young = call.now() - comment.created <= rules(call).reply_days * DAY
    return young and not comment.answered_privately and comment.author in call.world.people


@COMMENT.field("attachment")
def _attachment(_call: FBCall, comment: Comment) -> JSON | None:
    return {"type": "photo", "url": comment.attachment} if comment.attachment else None


def page_of(comment: Comment) -> str:
    return comment.post.partition("_")[0]


def listed(call: FBCall, post: str, parent: str | None) -> Listing:
    """Below a post, its top comments or all of them; below a comment, its answers. With what `summary` tells."""
    under = call.world.comments_under(post)
    if parent is not None:
        found = [each for each in under if each.parent == parent]
    elif call.args.get("filter") == "stream":
        found = under
    else:
        found = [each for each in under if each.parent is None]
    since = call.args.get("since")
    found = [each for each in found if since is None or each.created >= since]
    order = call.args.get("order", "chronological")
    if order == "reverse_chronological":
        found = found[::-1]
    summary = {"order": order, "total_count": len(found), "can_comment": True}
    return Listing([Node(COMMENT, each, each.id) for each in found], summary=summary, time=_time)


def _time(node: Any) -> float:
    return float(node.object.created)


@POST.get("comments", _READ, scopes=READ, most=_MOST, summary=True)
def _under_post(call: FBCall, post: Post) -> Listing:
    return listed(call, post.id, None)


@COMMENT.get("comments", _READ, scopes=READ, most=_MOST, summary=True)
def _under_comment(call: FBCall, comment: Comment) -> Listing:
    return listed(call, comment.post, comment.id)


@PHOTO.get("comments", _READ, scopes=READ, most=_MOST, summary=True)
def _under_photo(call: FBCall, photo: Photo) -> Listing:
    return listed(call, f"{photo.page}_{photo.post}", None)


@VIDEO.get("comments", _READ, scopes=READ, most=_MOST, summary=True)
def _under_video(call: FBCall, video: Video) -> Listing:
    return listed(call, f"{video.page}_{video.post}", None)


@POST.post("comments", _WRITE, scopes=ENGAGE, token="page")  # noqa: S106 - a kind
def _comment(call: FBCall, post: Post) -> JSON:
    return _answered(call, post, None)


@COMMENT.post("comments", _WRITE, scopes=ENGAGE, token="page")  # noqa: S106
def _answer(call: FBCall, comment: Comment) -> JSON:
    return _answered(call, call.world.posts[comment.post], comment)


def _answered(call: FBCall, post: Post, above: Comment | None) -> JSON:
    own(call, post.owner)
    call.task("MODERATE", post.owner)
    message, attached = call.args.text("message"), call.args.get("attachment_url")
    if not (message.strip() or attached):
        raise invalid("The parameter message is required")
    comment = write(call, post, post.owner, message, above)
    comment.attachment = attached
    return {"id": comment.id}


def write(call: Any, post: Post, author: str, message: str, above: Comment | None) -> Comment:
    """Add a comment, now. An answer to an answer belongs to the comment at the top."""
    core = call.core
    parent = above.parent or above.id if above else None
    id = f"{post.number}_{core.world.new_id()}"
    comment = Comment(id, post.id, author, core.clock.now(), message, parent)
    core.world.add_comment(comment)
    change = comment_change(core.world, comment, "add", core.clock.stamp())
    core.tell(post.owner, "feed", change)
    return comment


@COMMENT.update("message:str is_hidden:flag attachment_url:str", scopes=ENGAGE, token="page")  # noqa: S106
def _change(call: FBCall, comment: Comment) -> JSON:
    page = page_of(comment)
    own(call, page)
    call.task("MODERATE", page)
    if "message" in call.args:
        if comment.author != page:
            raise GraphError(200, "(#200) Only the author may edit a comment", status=403)
        comment.message = call.args.text("message")
        call.tell(page, "feed", comment_change(call.world, comment, "edited", call.stamp()))
    if "is_hidden" in call.args:
        _hide(call, comment, call.args.flag("is_hidden"))
    return {"success": True}


def _hide(call: FBCall, comment: Comment, hidden: bool) -> None:
    page = page_of(comment)
    if comment.author == page:
        raise invalid("A page cannot hide its own comments")
    comment.hidden = hidden
    verb = "hide" if hidden else "unhide"
    call.tell(page, "feed", comment_change(call.world, comment, verb, call.stamp()))


@COMMENT.delete(scopes=ENGAGE, token="page")  # noqa: S106
def _delete(call: FBCall, comment: Comment) -> JSON:
    page = page_of(comment)
    own(call, page)
    call.task("MODERATE", page)
    if comment.author != page:
        call.needs(OTHERS)
    call.tell(page, "feed", comment_change(call.world, comment, "remove", call.stamp()))
    call.world.drop_comment(comment)
    return {"success": True}


@COMMENT.post("likes", scopes=ENGAGE, token="page")  # noqa: S106
def _like(call: FBCall, comment: Comment) -> JSON:
    own(call, page_of(comment))
    comment.liked_by_page = True
    return {"success": True}


@COMMENT.delete("likes", scopes=ENGAGE, token="page")  # noqa: S106
def _unlike(call: FBCall, comment: Comment) -> JSON:
    own(call, page_of(comment))
    comment.liked_by_page = False
    return {"success": True}


@POST.post("likes", scopes=ENGAGE, token="page")  # noqa: S106
def _like_post(call: FBCall, post: Post) -> JSON:
    own(call, post.owner)
    post.liked_by_page = True
    return {"success": True}


@POST.delete("likes", scopes=ENGAGE, token="page")  # noqa: S106
def _unlike_post(call: FBCall, post: Post) -> JSON:
    own(call, post.owner)
    post.liked_by_page = False
    return {"success": True}


def reactions(post: Post, kind: str | None = None) -> int:
    """How many reacted, the page among them."""
    counted = sum(post.reactions.values()) if kind in {None, "NONE"} else post.reactions[kind or ""]
    return counted + (post.liked_by_page and kind in {None, "NONE", "LIKE"})


_TYPES = "NONE|LIKE|LOVE|WOW|HAHA|SAD|ANGRY|THANKFUL|PRIDE|CARE|FIRE|HUNDRED"


@POST.get("reactions", f"type:one{{{_TYPES}}}", scopes=READ, summary=True)
def _reactions(call: FBCall, post: Post) -> Listing:
    """How many; people's names are told of nobody here."""
    return Listing(
        [], summary={"total_count": reactions(post, call.args.get("type")), "viewer_reaction": "NONE"}
    )


@POST.get("likes", scopes=READ, summary=True)
def _likes(_call: FBCall, post: Post) -> Listing:
    told = {"total_count": reactions(post, "LIKE"), "can_like": True, "has_liked": post.liked_by_page}
    return Listing([], summary=told)


@COMMENT.get("likes", scopes=READ, summary=True)
def _comment_likes(_call: FBCall, comment: Comment) -> Listing:
    told = {"total_count": _like_count(_call, comment), "can_like": True, "has_liked": comment.liked_by_page}
    return Listing([], summary=told)


PROFILE.plain("id", "name")
