"""wall.post: new posts, posts that wait, and those that waited."""

from typing import Any

from smmcore_vk.sandbox.attaching import attachments, is_enough
from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import ApiError, wrong
from smmcore_vk.sandbox.postponing import IN_ALL, PER_DAY, release
from smmcore_vk.sandbox.world import Community, Poll, Post
from smmcore_vk.sandbox.writing import add_post

_HOUR, _DAY, _YEAR = 3600.0, 86_400, 366 * 86_400


@method("wall.post")
def post(call: Call) -> Any:
    community = call.owner() if "owner_id" in call.args else call.group()
    if not call.manages(community):
        raise ApiError(214, "access to the wall is closed")
    if "post_id" in call.args:
        return {"post_id": _release(call, community).id}
    guid = call.args.text("guid")
    known = repeated(call, community, "post", guid)
    if known is not None:
        return {"post_id": known}
    made = _write(call, community)
    remember(call, community, "post", guid, made.id)
    return {"post_id": made.id}


def repeated(call: Call, community: Community, what: str, guid: str) -> Any:
    """What the same guid has made within the hour. Raises error 214 where the sandbox is set to."""
    when, made = community.guids.get((what, guid), (0.0, None))
    answers = call.core.settings.duplicate_guid
    if not guid or made is None or when + _HOUR <= call.core.clock.now() or answers == "new":
        return None
    if answers == "error":
        raise ApiError(214 if what == "post" else 213, "SANDBOX the guid was used before")
    return made


def remember(call: Call, community: Community, what: str, guid: str, made: Any) -> None:
    if guid:
        community.guids[what, guid] = (call.core.clock.now(), made)


def _release(call: Call, community: Community) -> Post:
    waiting = call.post(community, code=214)
    if waiting.type not in {"postpone", "suggest"}:
        raise ApiError(214, "the post is published already")
    waiting.date = call.now()
    return release(call.core, community, waiting)


def _write(call: Call, community: Community) -> Post:
    args, message = call.args, call.args.text("message")
    items = attachments(call)
    if not is_enough(message, items):
        alone = any(isinstance(item, Poll) for item in items)
        raise wrong("a poll needs a text or a photo beside it" if alone else "message is undefined")
    if len(message) > call.core.settings.text_length:
        raise wrong("message is too long")
    date, waits = _date(call, community)
    if not waits:
        call.core.rates.admit_post(community.id)
    by_group = call.token.kind == "G" or args.flag("from_group")
    return add_post(
        call.core,
        community,
        Post(
            0,
            -community.id,
            -community.id if by_group else call.token.person,
            call.token.person,
            date,
            message,
            items,
            "postpone" if waits else "post",
            signed=args.flag("signed") and by_group,
            ads=args.flag("mark_as_ads"),
            closed=args.flag("close_comments"),
            muted=args.flag("mute_notifications"),
            mode=args.text("primary_attachments_mode"),
            copyright=args.text("copyright"),
            link_title=args.text("link_title"),
        ),
    )


def _date(call: Call, community: Community) -> tuple[int, bool]:
    """When the post appears, and whether that is later than now."""
    date, now = call.args.number("publish_date"), call.now()
    if date <= now:
        if "publish_date" in call.args:
            raise wrong("publish_date should be in the future")
        return now, False
    if date > now + _YEAR:
        raise ApiError(214, "the date is too far ahead")
    waiting = [p for p in community.posts.values() if p.type == "postpone" and not p.deleted]
    if any(p.date == date for p in waiting):
        raise ApiError(214, "a post is already scheduled for this time")
    if len(waiting) >= IN_ALL or sum(p.date // _DAY == date // _DAY for p in waiting) >= PER_DAY:
        raise ApiError(214, "too many scheduled posts")
    return date, True
