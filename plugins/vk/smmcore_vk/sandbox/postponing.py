"""Posts that wait for their time, and those whose time has come."""

from .core import Core
from .shapes import post_json
from .world import Community, Post

PER_DAY, IN_ALL = 250, 1500


def settle(core: Core) -> None:
    """Publish what is due."""
    now = core.clock.now()
    for community in core.world.communities.values():
        due = [post for post in community.posts.values() if post.type == "postpone" and post.date <= now]
        for post in sorted(due, key=lambda each: each.date):
            if not post.deleted:
                release(core, community, post)


def release(core: Core, community: Community, post: Post) -> Post:
    """Make a waiting or suggested post a published one, which gets a number of its own."""
    del community.posts[post.id]
    post.postponed_id, post.id = post.id, community.next_id()
    post.type = "post"
    community.posts[post.id] = post
    core.tell(community, "wall_post_new", post_json(core, community, post))
    return post
