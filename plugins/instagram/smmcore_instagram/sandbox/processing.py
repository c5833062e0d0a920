"""What Instagram does with media before it can be published: fetches, looks at it, and takes its time."""

import re

from smmcore_meta.sandbox import GraphError, Stored, Unfetchable

from .nodes import InstagramCall
from .world import Container, Upload

IMAGE_BYTES = 8 * 2**20
VIDEO_BYTES = 300 * 2**20
_NARROWEST, _WIDEST = 4 / 5, 1.91
_SLACK = 0.005
"""Pixels are whole: 1080 by 566 is meant to be 1.91 to 1."""
_CAPTION, _HASHTAGS, _MENTIONS, _ALT = 2200, 30, 20, 1000
VIDEO_KINDS = {"video/mp4", "video/quicktime"}

FETCH_FAILED, FORMAT_FAILED = 2207052, 2207026
_SENTENCE = "Error: Media upload has failed with error code {}"


def failure(subcode: int) -> tuple[int, str]:
    """How a container that failed tells it: the subcode stands in the sentence."""
    return subcode, _SENTENCE.format(subcode)


def check_caption(caption: str) -> None:
    """Raises error 36004 for one that is too long, and error 100 for too many people in it."""
    if len(caption) > _CAPTION or len(re.findall(r"#\w", caption)) > _HASHTAGS:
        raise GraphError.known(36004, 2207010)
    if len(re.findall(r"(?<!\w)@\w", caption)) > _MENTIONS:
        raise GraphError(100, "You cannot use more than 20 tags in a caption", 2207040)


def check_alt(alt: str) -> None:
    if len(alt) > _ALT:
        raise GraphError(100, f"(#100) Param alt_text must be no longer than {_ALT} characters")


async def fetch_image(call: InstagramCall, url: str, *, story: bool = False) -> Stored:
    """The picture at an address. Raises what Meta answers to one that it does not take."""
    try:
        file = await call.fetch(url, most=2 * VIDEO_BYTES)
    except Unfetchable:
        raise GraphError.known(9004, FETCH_FAILED) from None
    check_image(file, story=story)
    return file


def check_image(file: Stored, *, story: bool = False) -> None:
    """JPEG of at most 8 MiB; in posts, between 4:5 and 1.91:1. Raises the error for what is wrong."""
    if file.type == "text/html":
        raise GraphError.known(9004, FETCH_FAILED)  # a page about the picture
    if file.size > IMAGE_BYTES:
        raise GraphError.known(36000, 2207004)
    if file.type != "image/jpeg" or file.width <= 0 or file.height <= 0:
        raise GraphError.known(36001, 2207005)
    ratio = file.width / file.height
    if not story and not _NARROWEST - _SLACK <= ratio <= _WIDEST + _SLACK:
        raise GraphError.known(36003, 2207009)


async def fetch_video(call: InstagramCall, container: Container, url: str) -> None:
    """Fetch a film into its container; what goes wrong is seen there when its processing ends."""
    try:
        file = await call.fetch(url, most=2 * VIDEO_BYTES)
    except Unfetchable:
        container.error = failure(FETCH_FAILED)
    else:
        take_video(container, file)


def take_video(container: Container, file: Stored) -> None:
    if file.type not in VIDEO_KINDS or file.size > VIDEO_BYTES:
        container.error = failure(FORMAT_FAILED)
    container.upload = container.upload or Upload(None, video=True)
    container.upload.file = file


def start(call: InstagramCall, container: Container) -> None:
    """Let the processing begin: from now on time alone decides."""
    rules = call.world.rules
    seconds = rules.video_seconds if container.is_video else rules.image_seconds
    container.ready_at = call.now() + seconds
    if call.world.planned:
        container.error = call.world.planned.pop(0)
