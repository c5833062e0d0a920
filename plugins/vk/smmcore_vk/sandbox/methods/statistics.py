"""Statistics, for those who keep the community."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, ApiError
from smmcore_vk.sandbox.world import Community

_DAY = 86_400
_LENGTHS = {"day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY, "year": 365 * _DAY}
_MOST_PERIODS = 100


@method("stats.get")
def get(call: Call) -> Any:
    community = call.managed(call.group(), 7)
    return [_period(community, begin, end) for begin, end in _periods(call)]


def _periods(call: Call) -> list[tuple[int, int]]:
    """The newest first."""
    args, now = call.args, call.now()
    interval = args.text("interval") or "day"
    begin, end = args.number("timestamp_from"), args.number("timestamp_to") or now
    if interval == "all":
        return [(begin, end)]
    length = _LENGTHS[interval]
    last = end - end % length
    count = args.number("intervals_count") or (max(1, -(-(end - begin) // length)) if begin else 1)
    return [(last - n * length, last + (1 - n) * length - 1) for n in range(min(count, _MOST_PERIODS))]


def _period(community: Community, begin: int, end: int) -> JSON:
    """What is told of posts counts on the day of the post: the sandbox does not keep when somebody looked."""
    posts = [p for p in community.posts.values() if p.type == "post" and begin <= p.date <= end]
    comments = [c for c in community.comments.values() if begin <= c.date <= end and not c.deleted]
    views = sum(post.views for post in posts)
    activity = {
        "likes": sum(post.likes for post in posts),
        "copies": sum(post.reposts for post in posts),
        "comments": len(comments),
    }
    return {
        "period_from": begin,
        "period_to": end,
        "visitors": {"views": views, "visitors": min(views, community.members)},
        "reach": {"reach": min(views, community.members), "reach_subscribers": min(views, community.members)},
        "activity": {name: count for name, count in activity.items() if count},
    }


@method("stats.getPostReach")
def get_post_reach(call: Call) -> Any:
    community = call.managed(call.owner(), 7)
    found = [community.posts.get(number) for number in call.args.list("post_ids")]
    posts = [post for post in found if post is not None and not post.deleted]
    if not posts:
        raise ApiError(210)
    return [
        {
            "post_id": post.id,
            "reach_total": post.views,
            "reach_subscribers": min(post.views, community.members),
            "reach_viral": max(0, post.views - community.members),
            "reach_ads": 0,
            "links": 0,
            "to_group": 0,
            "join_group": 0,
            "report": 0,
            "hide": 0,
            "unsubscribe": 0,
        }
        for post in posts
    ]
