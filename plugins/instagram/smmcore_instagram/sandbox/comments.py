"""Comments and replies: read, written, hidden and deleted."""

from typing import Any

from smmcore_meta.sandbox import JSON, Listing, Node, invalid, missing

from .nodes import COMMENT, MEDIA, ONLY_MEDIA, InstagramCall, node_of, with_instagram_login
from .scopes import COMMENTS, ONLY_COMMENTS
from .world import Comment, InstagramWorld, Media, Professional

_A_PAGE = 50
_LONGEST = 2200
COMMENT.plain("text", "hidden")
COMMENT.field("timestamp")(lambda call, comment: call.iso(comment.at))
COMMENT.field("username")(lambda call, comment: call.world.username(comment.author))
COMMENT.field("like_count")(lambda _call, comment: comment.likes)
COMMENT.field("parent_id")(lambda _call, comment: comment.parent or None)
COMMENT.field("media")(lambda call, comment: node_of(call, call.world.media[comment.media]))


@COMMENT.field("from")
def _from(call: InstagramCall, comment: Comment) -> JSON:
    return writer(call.world, comment)


@COMMENT.field("user")
def _user(call: InstagramCall, comment: Comment) -> Node | None:
    """Told of the account's own comments only."""
    own = call.world.professionals.get(comment.author)
    return node_of(call, own) if own is not None and own.id == call.world.home else None


@MEDIA.get("comments", scopes=COMMENTS, most=_A_PAGE)
@ONLY_MEDIA.get("comments", scopes=ONLY_COMMENTS, most=_A_PAGE)
def comments_of(call: InstagramCall, media: Media) -> Listing:
    """Those at the top, newest first; replies stand below their comment."""
    top = call.world.comments_of(media)
    return Listing([node_of(call, comment) for comment in reversed(top)])


@COMMENT.get("replies", most=_A_PAGE)
def replies_to(call: InstagramCall, comment: Comment) -> Listing:
    _allowed(call)
    below = call.world.comments_of(call.world.media[comment.media], comment.id)
    return Listing([node_of(call, reply) for reply in reversed(below)])


@MEDIA.post("comments", "message!:str ad_id:str", scopes=COMMENTS)
@ONLY_MEDIA.post("comments", "message!:str", scopes=ONLY_COMMENTS)
def comment_on(call: InstagramCall, media: Media) -> JSON:
    made = write(call.world, media, call.world.home, call.args.text("message"), call.now())
    tell(call, media, made)
    return {"id": made.id}


@COMMENT.post("replies", "message!:str")
def reply(call: InstagramCall, comment: Comment) -> JSON:
    """Answer; a reply to a reply goes below the comment at the top."""
    _allowed(call)
    if comment.hidden:
        raise invalid("Hidden comments cannot be replied to")
    media, world = call.world.media[comment.media], call.world
    made = write(world, media, world.home, call.args.text("message"), call.now(), above=comment)
    tell(call, media, made)
    return {"id": made.id}


@COMMENT.update("hide!:flag ad_id:str")
def hide(call: InstagramCall, comment: Comment) -> JSON:
    """Hide or show. The account's own comments stay visible."""
    _allowed(call)
    _moderates(call, comment)
    if comment.author != call.world.home:
        comment.hidden = call.args.flag("hide")
    return {"success": True}


@COMMENT.delete("", "ad_id:str")
def delete(call: InstagramCall, comment: Comment) -> JSON:
    _allowed(call)
    _moderates(call, comment)
    comment.deleted = True
    for id in call.world.media[comment.media].comments:
        if call.world.comments[id].parent == comment.id:
            call.world.comments[id].deleted = True
    return {"success": True}


def write(
    world: InstagramWorld, media: Media, author: str, text: str, now: float, *, above: Comment | None = None
) -> Comment:
    """Enter a comment. Raises error 100 where the author may not, or where the text is too long."""
    own = world.professionals[media.user]
    if not media.comments_open or media.product == "STORY":
        raise invalid("Comments are turned off for this media")
    if author in own.blocked:
        raise invalid("This person cannot comment on this media")
    if not text.strip() or len(text) > _LONGEST:
        raise invalid(f"The comment must have 1 to {_LONGEST} characters")
    parent = (above.parent or above.id) if above is not None else ""
    comment = Comment(world.new_id("181"), media.id, author, text, now, parent)
    world.comments[comment.id] = comment
    media.comments.append(comment.id)
    return comment


def writer(world: InstagramWorld, comment: Comment) -> JSON:
    """`from` as comments and webhooks have it."""
    known: JSON = {"id": comment.author, "username": world.username(comment.author)}
    if isinstance(world.professionals.get(comment.author), Professional) and comment.author == world.home:
        known["self_ig_scoped_id"] = world.own.app_scoped
    return known


def change(world: InstagramWorld, media: Media, comment: Comment) -> JSON:
    """What a webhook tells of a comment."""
    about = {"id": media.id, "media_product_type": media.product}
    told = {"from": writer(world, comment), "media": about, "id": comment.id, "text": comment.text}
    return {**told, **({"parent_id": comment.parent} if comment.parent else {})}


def tell(teller: Any, media: Media, comment: Comment) -> None:
    """Let webhooks know; `teller` is a call or the core."""
    teller.tell(media.user, "comments", change(teller.world, media, comment))


def _allowed(call: InstagramCall) -> None:
    call.needs(*(ONLY_COMMENTS if with_instagram_login(call) else COMMENTS).split(","))


def _moderates(call: InstagramCall, comment: Comment) -> None:
    if call.world.media[comment.media].user != call.world.home:
        raise missing(comment.id, call.verb)
