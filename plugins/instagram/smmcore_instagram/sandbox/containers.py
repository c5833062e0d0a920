"""POST /{user}/media: containers, which become media when they are published."""

from typing import Any

from smmcore_meta.sandbox import JSON, GraphError, RUpload, invalid, not_ready, strict

from .nodes import CONTAINER, ONLY_USER, USER, InstagramCall, with_instagram_login
from .processing import check_alt, check_caption, fetch_image, fetch_video, start, take_video
from .scopes import ONLY_PUBLISH, PUBLISH
from .world import Container, Professional, Upload

_COMMON = (
    "alt_text:str audio_name:str caption:str children:list collaborators:list cover_url:str image_url:str"
    " is_ai_generated:flag is_carousel_item:flag location_id:str media_type:str product_tags:json share_to_feed:flag"
    " thumb_offset:str trial_params:json upload_type:str user_tags:json video_url:str audio_configuration:str"
)
_FACEBOOK_ONLY = (
    " cross_post_to_threads:flag is_paid_partnership:flag poll_attachment:str show_ig_link:flag title:str"
    " branded_content_sponsor_ids:list is_comment_prompt_used:flag is_poll_duration_extended:flag"
)
_KINDS = {"", "IMAGE", "VIDEO", "REELS", "STORIES", "CAROUSEL"}
_ITEMS = range(2, 11)
_COLLABORATORS = 3
_KEPT = (
    *("location_id", "collaborators", "share_to_feed", "audio_name", "thumb_offset", "cover_url"),
    *("is_ai_generated", "product_tags", "trial_params"),
)


@USER.post("media", _COMMON + _FACEBOOK_ONLY, scopes=PUBLISH)
@ONLY_USER.post("media", _COMMON, scopes=ONLY_PUBLISH)
async def create(call: InstagramCall, user: Professional) -> JSON:
    """Make a container. Raises what Meta answers where the media or the parameters are wrong."""
    args = call.args
    kind = args.text("media_type")
    if kind not in _KINDS:
        raise GraphError(100, f"Unknown media type: {kind}", 2207023)
    if args.flag("is_carousel_item") and kind in {"REELS", "STORIES", "CAROUSEL"}:
        raise strict(f"{kind} cannot be an item of a carousel")
    check_caption(args.text("caption"))
    check_alt(args.text("alt_text"))
    if len(args.list("collaborators")) > _COLLABORATORS:
        raise invalid(f"Param collaborators must have at most {_COLLABORATORS} usernames")
    container = Container(
        *(call.world.new_id("179"), user.id, kind or "IMAGE", call.now(), None, args.text("caption")),
        item=args.flag("is_carousel_item"),
        details={name: args.get(name) for name in _KEPT if name in args},
    )
    await _fill(call, container)
    call.world.containers[container.id] = container
    return {"id": container.id, **_upload_address(call, container)}


async def _fill(call: InstagramCall, container: Container) -> None:
    args = call.args
    if container.kind == "CAROUSEL":
        container.children = _children(call, container.user)
        start(call, container)
        return
    tags = args.json("user_tags") or []
    if args.text("upload_type") == "resumable":
        _may_upload(call, container)
        container.upload = Upload(None, video=True, tags=tags)
        return
    image, video = args.text("image_url"), args.text("video_url")
    wants_video = container.kind in {"VIDEO", "REELS"} or (container.kind == "STORIES" and not image)
    if bool(image) == bool(video) or (wants_video and image):
        wanted = "video_url" if wants_video else "image_url"
        raise GraphError(100, f"(#100) The parameter {wanted} is required")
    if args.text("cover_url"):
        await fetch_image(call, args.text("cover_url"), story=True)
    container.upload = Upload(None, bool(video), args.text("alt_text"), tags)
    if video:
        await fetch_video(call, container, video)
    else:
        container.upload.file = await fetch_image(call, image, story=container.kind == "STORIES")
    start(call, container)


def _children(call: InstagramCall, user: str) -> list[str]:
    children = [str(id) for id in call.args.list("children")]
    if len(children) not in _ITEMS or len(set(children)) != len(children):
        raise GraphError(100, "A carousel needs 2 to 10 different items", 2207028)
    for id in children:
        child = call.world.containers.get(id)
        if child is None or child.user != user or not child.item:
            raise GraphError(24, "", 2207006)
        if child.status(call.now()) != "FINISHED":
            raise not_ready()
    return children


def _may_upload(call: InstagramCall, container: Container) -> None:
    if with_instagram_login(call):
        raise strict("resumable uploads need the Facebook login")
    if container.kind == "IMAGE":
        raise strict("only films can be uploaded; pictures need an address")


def _upload_address(call: InstagramCall, container: Container) -> JSON:
    if container.upload is None or container.ready_at is not None:
        return {}
    return {"uri": f"{call.base}/ig-api-upload/{call.version}/{container.id}"}


def uploaded(call: InstagramCall, upload: RUpload) -> JSON:
    """A film arrived at rupload, sent or fetched."""
    container = call.world.containers.get(upload.id)
    if container is None or container.upload is None or container.ready_at is not None:
        raise GraphError.known(24, 2207008)
    take_video(container, upload.file)
    start(call, container)
    return {"success": True, "message": "Upload successful."}


@CONTAINER.field("status_code")
def _status_code(call: InstagramCall, container: Container) -> str:
    return container.status(call.now())


@CONTAINER.field("status")
def _status(call: InstagramCall, container: Container) -> str:
    said = {
        "IN_PROGRESS": "In Progress: Media is still being processed.",
        "FINISHED": "Finished: Media has been uploaded and it is ready to be published.",
        "PUBLISHED": "Published: Media has been successfully published.",
        "EXPIRED": "Expired: Media was not published within 24 hours and has expired.",
    }
    code = container.status(call.now())
    return container.error[1] if code == "ERROR" and container.error else said[code]


@CONTAINER.field("video_status")
def _video_status(call: InstagramCall, container: Container) -> Any:
    """How far an upload by rupload is, as for videos of Pages."""
    if not container.is_video:
        return None
    received = call.core.uploads.get(container.id)
    arrived = container.ready_at is not None
    uploading: JSON = {"status": "complete" if arrived else "in_progress"}
    if received is not None:
        uploading["bytes_transferred"] = received.received
    return {"uploading_phase": uploading, "processing_phase": {"status": _processing(call, container)}}


def _processing(call: InstagramCall, container: Container) -> str:
    if container.ready_at is None:
        return "not_started"
    done = {"FINISHED": "complete", "PUBLISHED": "complete", "ERROR": "error"}
    return done.get(container.status(call.now()), "in_progress")
