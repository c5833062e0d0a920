"""POST /{user}/media_publish, and how many posts a day it takes."""

from attrs import frozen

from smmcore_meta.sandbox import JSON, GraphError, Node, invalid, not_ready, quota

from .nodes import LIMIT, ONLY_USER, USER, InstagramCall
from .scopes import ONLY_PUBLISH, PUBLISH
from .world import Container, InstagramWorld, Media, Professional

_PRODUCTS = {"REELS": "REELS", "STORIES": "STORY"}
LIMIT.plain("quota_usage", "config")


@frozen
class Quota:
    quota_usage: int
    config: JSON


@USER.post("media_publish", "creation_id!:int", scopes=PUBLISH)
@ONLY_USER.post(
    "media_publish",
    "creation_id!:int",
    scopes=ONLY_PUBLISH,
    why="Meta's page on publishing has the same path for both logins; the file writes mediapublish",
)
def publish(call: InstagramCall, user: Professional) -> JSON:
    """Show a container. Raises 9007 before it is ready, and 9 when the day's posts are used up."""
    container = call.world.containers.get(str(call.args.number("creation_id")))
    if container is None or container.user != user.id:
        raise GraphError.known(24, 2207008)
    if container.item:
        raise invalid("Items of a carousel cannot be published by themselves")
    _may_be_published(call, container)
    if used_by(call.world, user, call.now()) >= call.world.rules.quota_total:
        raise quota()
    media = show(call.world, container, call.now())
    user.published_at.append(media.at)
    return {"id": media.id}


def _may_be_published(call: InstagramCall, container: Container) -> None:
    status = container.status(call.now())
    if status == "EXPIRED":
        raise GraphError(-2, "The media has expired and cannot be published", 2207020)
    if status == "IN_PROGRESS":
        raise not_ready()
    if status == "ERROR":
        raise GraphError.known(24, 2207006)
    if status == "PUBLISHED" and call.world.rules.republish != "again":
        raise GraphError.known(24, 2207006)


def used_by(world: InstagramWorld, user: Professional, now: float, since: float | None = None) -> int:
    """Posts by API in the rolling window, or since a moment."""
    start = since if since is not None else now - world.rules.quota_duration
    return sum(at > start for at in user.published_at)


@USER.get("content_publishing_limit", "since:time", scopes=PUBLISH, paging="none")
@ONLY_USER.get("content_publishing_limit", "since:time", scopes=ONLY_PUBLISH, paging="none")
def limit(call: InstagramCall, user: Professional) -> list[Node]:
    """What of the quota is used; nothing where the account's quota cannot be read."""
    rules = call.world.rules
    if not rules.quota_read:
        return []
    config = {"quota_total": rules.quota_total, "quota_duration": rules.quota_duration}
    return [Node(LIMIT, Quota(used_by(call.world, user, call.now(), call.args.get("since")), config), "")]


def show(world: InstagramWorld, container: Container, now: float) -> Media:
    """Make a container's media; those of a carousel have its items below them."""
    parts = [world.containers[id] for id in container.children]
    uploads = [p.upload for p in parts or [container] if p.upload is not None]
    media = Media(
        *(world.new_id("180"), container.user, now, _PRODUCTS.get(container.kind, "FEED"), container.caption),
        uploads=uploads,
        details=dict(container.details),
        container=container.id,
    )
    for upload in uploads if parts else ():
        item = Media(world.new_id("180"), container.user, now, uploads=[upload], parent=media.id)
        world.media[item.id] = item
        media.children.append(item.id)
    world.media[media.id] = media
    container.published.append(media.id)
    return media
