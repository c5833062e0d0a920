"""Photos and films as Graph shows them, and how far a film has come."""

from smmcore_meta.sandbox import JSON, Listing, Node, invalid

from .filming import post_id
from .kinds import PAGE, PHOTO, READ, VIDEO, WRITE
from .reading import SITE, picture_url
from .world import Page, Photo, Video
from .writing import FBCall, own, rules

PHOTO.plain("id", "width", "height")
VIDEO.plain("id", "title", "description")


@PHOTO.field("name")
def _name(_call: FBCall, photo: Photo) -> str | None:
    return photo.caption or None


@PHOTO.field("alt_text_custom")
def _alt_text_custom(_call: FBCall, photo: Photo) -> str | None:
    return photo.alt_text or None


@PHOTO.field("alt_text")
def _alt_text(_call: FBCall, photo: Photo) -> str:
    return photo.alt_text or "May be an image of bread"


@PHOTO.field("created_time")
def _photo_created(call: FBCall, photo: Photo) -> str:
    return call.iso(photo.created)


@PHOTO.field("link")
def _photo_link(_call: FBCall, photo: Photo) -> str:
    return f"{SITE}/photo.php?fbid={photo.id}"


@PHOTO.field("images")
def _images(call: FBCall, photo: Photo) -> list[JSON]:
    return [{"height": photo.height, "width": photo.width, "source": picture_url(call, photo.file)}]


@PHOTO.field("from")
def _photo_from(call: FBCall, photo: Photo) -> JSON:
    return {"id": photo.page, "name": call.world.name_of(photo.page)}


@PHOTO.field("page_story_id")
def _page_story_id(_call: FBCall, photo: Photo) -> str | None:
    return f"{photo.page}_{photo.post}" if photo.post else None


@PHOTO.delete(scopes=WRITE, token="page")  # noqa: S106 - a kind
def _delete_photo(call: FBCall, photo: Photo) -> JSON:
    own(call, photo.page)
    post = call.world.posts.get(f"{photo.page}_{photo.post}")
    if post is not None:
        call.world.drop_post(post)
    call.world.photos.pop(photo.id, None)
    call.world.remove(photo.id)
    return {"success": True}


@VIDEO.field("created_time")
@VIDEO.field("updated_time")
def _video_created(call: FBCall, video: Video) -> str:
    return call.iso(video.created)


@VIDEO.field("from")
def _video_from(call: FBCall, video: Video) -> JSON:
    return {"id": video.page, "name": call.world.name_of(video.page)}


@VIDEO.field("post_id")
def _post_id(call: FBCall, video: Video) -> str | None:
    return post_id(call, video)


@VIDEO.field("published")
def _published(call: FBCall, video: Video) -> bool:
    return f"{video.page}_{video.post}" in call.world.posts and video.state == "published"


@VIDEO.field("permalink_url")
def _permalink(_call: FBCall, video: Video) -> str:
    return f"/reel/{video.id}/" if video.kind == "reel" else f"/{video.page}/videos/{video.id}/"


@VIDEO.field("scheduled_publish_time")
def _scheduled(call: FBCall, video: Video) -> str | None:
    return call.iso(video.scheduled) if video.state == "scheduled" and video.scheduled else None


@VIDEO.field("status")
def _status(call: FBCall, video: Video) -> JSON:
    """The three phases that an upload goes through."""
    begun = call.core.uploads.get(video.id)
    received = begun.received if begun and not video.received else video.received
    uploading: JSON = {"status": "in_progress"}
    if rules(call).bytes_told:
        uploading["bytes_transfered"] = received
    if video.size:
        uploading["source_file_size"] = video.size
    phases: JSON = {
        "uploading_phase": uploading,
        "processing_phase": {"status": "not_started"},
        "publishing_phase": {"status": "not_started"},
    }
    if video.expired:
        return {"video_status": "expired", **phases}
    if video.finished is None:
        whole = video.received and video.received == video.size
        uploading["status"] = "complete" if whole else "in_progress"
        return {"video_status": "upload_complete" if whole else "uploading", **phases}
    uploading["status"] = "complete"
    if not video.over:
        phases["processing_phase"] = {"status": "in_progress"}
        return {"video_status": "processing", **phases}
    if video.problem:
        return {**phases, **_failed(call, video)}
    phases["processing_phase"] = {"status": "complete", **_noted(video)}
    phases["publishing_phase"] = _publishing(call, video)
    return {"video_status": "ready", **phases}


def _noted(video: Video) -> JSON:
    return {"errors": [{"code": 1363099, "message": video.note}]} if video.note else {}


def _failed(call: FBCall, video: Video) -> JSON:
    """A problem, in one of the two forms that were seen."""
    if rules(call).problem_form == "single":
        phase: JSON = {"status": "not_started", "error": {"message": video.problem}}
        return {"video_status": "processing", "processing_phase": phase}
    phase = {"status": "error", "errors": [{"code": 1363008, "message": video.problem}]}
    return {"video_status": "error", "processing_phase": phase}


def _publishing(call: FBCall, video: Video) -> JSON:
    if video.state != "published":
        return {"status": "not_started", "publish_status": video.state}
    when = call.iso(video.ready or video.created)
    return {"status": "complete", "publish_status": "published", "publish_time": when}


@VIDEO.update("description:str name:str", scopes=WRITE, token="page")  # noqa: S106
def _change(call: FBCall, video: Video) -> JSON:
    own(call, video.page)
    if not call.args.values:
        raise invalid("Nothing to change")
    video.title = call.args.text("name", video.title)
    video.description = call.args.text("description", video.description)
    post = call.world.posts.get(f"{video.page}_{video.post}")
    if post is not None:
        post.message = video.description
    return {"success": True}


@VIDEO.delete(scopes=WRITE, token="page")  # noqa: S106
def _delete_video(call: FBCall, video: Video) -> JSON:
    own(call, video.page)
    post = call.world.posts.get(f"{video.page}_{video.post}")
    if post is not None:
        call.world.drop_post(post)
    call.world.videos.pop(video.id, None)
    call.world.remove(video.id)
    return {"success": True}


def _films(call: FBCall, page: Page, kinds: tuple[str, ...]) -> Listing:
    """Those that were sent whole, the newest first; readers of other pages see what is published."""
    own = call.token.profile == page.id
    found = [
        video
        for video in call.world.videos.values()
        if video.page == page.id and video.kind in kinds and video.finished is not None
        if own or _published(call, video)
    ]
    found.sort(key=lambda video: (video.created, int(video.id)), reverse=True)
    return Listing([Node(VIDEO, video, video.id) for video in found], time=_time)


def _time(node: Node) -> float:
    return float(node.object.created)


@PAGE.get("videos", "type:one{tagged|uploaded}", scopes=READ)
def _videos(call: FBCall, page: Page) -> Listing:
    return _films(call, page, ("video", "reel"))


@PAGE.get("video_reels", "since:time until:time", scopes=READ)
def _reels(call: FBCall, page: Page) -> Listing:
    return _films(call, page, ("reel",))


@PAGE.get("photos", "type:one{profile|tagged|uploaded}", scopes=READ)
def _photos(call: FBCall, page: Page) -> Listing:
    photos = [photo for photo in call.world.photos.values() if photo.page == page.id and photo.published]
    return Listing([Node(PHOTO, photo, photo.id) for photo in photos[::-1]], time=_time)
