"""Files on their way to VK: an address to send to, the file, and saving what VK made of it.

Uploads are safe to repeat: what no post names is seen by nobody. Only saving makes something, so it is a step.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from smmcore.errors import AnswerLost, InvalidInput
from smmcore.io import Answer, Request, Timeouts, Upload
from smmcore.models import Animation, Document, File, Media, Photo, Remote, Video
from smmcore.steps import Steps
from smmcore_vk.client import Client, Send, step
from smmcore_vk.errors import UploadAgain
from smmcore_vk.names import NAME

_ATTEMPTS = 3
"""Upload addresses are short-lived; one that has ended is asked for anew."""
_UPLOADING = Timeouts(read=600, write=300)


async def attached(client: Client, media: Media, steps: Steps, place: int) -> str:
    """The media as a post names it, such as `photo-1_23`; uploaded, or known from an earlier try."""
    name = f"{media.word} {place}"
    if known := steps.value(name):
        return str(known)
    if isinstance(media, Video):
        return await video(client, media, step(steps, name))
    if isinstance(media, Photo):
        return await _again(lambda: _wall_photo(client, _file(media), media.alt, step(steps, name)))
    if isinstance(media, Document | Animation):
        return await _again(lambda: _document(client, _file(media), step(steps, name)))
    raise InvalidInput(f"media: VK takes no {media.word} in posts")


async def video(client: Client, media: Video, send: Send) -> str:
    """A film; its entry is made first, and nobody sees it before the file has come."""
    remote = media.source.url if isinstance(media.source, Remote) else None
    params = {
        "name": media.source.path.stem if isinstance(media.source, File) else None,
        "description": media.alt or None,
        "link": remote,
        "group_id": await client.community(),
        "wallpost": False,
    }
    entry = await client.call("video.save", params, safe=False, result=_entry)
    name = str(entry["name"])

    def done(body: Mapping[str, Any]) -> str:
        _without_error("video", body)
        return name

    if isinstance(media.source, File):
        request = sending("video", entry["upload_url"], media.source, "video_file", done)
    else:
        request = _fetching(entry["upload_url"], name)
    return str(await send(request))


def _entry(response: Mapping[str, Any]) -> dict[str, str]:
    return {"name": _named("video", response), "upload_url": upload_url(response)}


async def _wall_photo(client: Client, file: File, alt: str, send: Send) -> str:
    community = await client.community()
    url = await client.call("photos.getWallUploadServer", {"group_id": community}, result=upload_url)
    sent = await client.io.send(sending("photo", url, file, "photo", uploaded_photo))
    params = {**sent, "group_id": community, "caption": alt[:2048] or None}
    saved = await client.call(
        "photos.saveWallPhoto", params, safe=False, result=lambda items: _named("photo", items[0]), send=send
    )
    return str(saved)


async def _document(client: Client, file: File, send: Send) -> str:
    community = await client.community()
    url = await client.call("docs.getWallUploadServer", {"group_id": community}, result=upload_url)
    sent = await client.io.send(sending("document", url, file, "file", _uploaded_file))
    params = {"file": sent, "title": file.path.name}
    saved = await client.call("docs.save", params, safe=False, result=_document_name, send=send)
    return str(saved)


def sending(
    what: str, url: str, file: File, field: str, result: Callable[[Mapping[str, Any]], Any]
) -> Request[Any]:
    """A file to the address that VK gave; that wants no token."""

    def parsed(answer: Answer) -> Any:
        if 400 <= answer.status < 500:
            reason = f"VK's upload server refused the {what}: status {answer.status}"
            raise UploadAgain(reason, platform=NAME, code=answer.status)
        return result(answer.json())

    return Request(
        "POST",
        url,
        files=[Upload(field, file.path)],
        parse=parsed,
        safe=True,
        timeouts=_UPLOADING,
        label=f"{NAME} upload {what}",
    )


def _fetching(url: str, name: str) -> Request[str]:
    """Tells VK to fetch a film from elsewhere."""

    def parsed(answer: Answer) -> str:
        if reason := _fetch_refused(answer):
            raise UploadAgain(f"VK does not fetch the video: {reason}", platform=NAME, code=answer.status)
        return name

    return Request("GET", url, parse=parsed, safe=True, label=f"{NAME} upload video")


def _fetch_refused(answer: Answer) -> str:
    """Why VK does not fetch a film; empty where it does. It may answer with a page, which says nothing."""
    try:
        body = answer.json()
    except AnswerLost:
        body = None
    if isinstance(body, dict) and (body.get("error") or body.get("error_code")):
        return str(body.get("error_msg") or body.get("error") or f"error {body['error_code']}")
    return f"status {answer.status}" if 400 <= answer.status < 500 else ""


async def _again(chain: Callable[[], Awaitable[str]]) -> str:
    for _ in range(_ATTEMPTS - 1):
        try:
            return await chain()
        except UploadAgain:
            continue
    return await chain()


def upload_url(response: Mapping[str, Any]) -> str:
    return str(response["upload_url"])


def uploaded_photo(body: Mapping[str, Any]) -> dict[str, Any]:
    """What saving wants to know. VK answers a file that it could not read with an empty list, and no error."""
    _without_error("photo", body)
    if body.get("photo") in {None, "", "[]"}:
        reason = "VK's upload server could not read the photo; is it a JPEG, PNG or GIF?"
        raise UploadAgain(reason, platform=NAME)
    return {key: body[key] for key in ("server", "photo", "hash") if key in body}


def _uploaded_file(body: Mapping[str, Any]) -> str:
    _without_error("document", body)
    if not body.get("file"):
        raise UploadAgain("VK's upload server did not take the document", platform=NAME)
    return str(body["file"])


def _without_error(what: str, body: Mapping[str, Any]) -> None:
    if not isinstance(body, dict):
        raise AnswerLost(f"VK's upload server gave no answer to the {what}")
    if error := body.get("error"):
        raise UploadAgain(f"VK's upload server refused the {what}: {error}", platform=NAME)


def _document_name(response: Mapping[str, Any]) -> str:
    kind = str(response["type"])
    return _named("doc", response[kind])


def _named(word: str, item: Mapping[str, Any]) -> str:
    """As attachments are named; the key is needed where the item is not public."""
    number = item["video_id"] if word == "video" else item["id"]
    key = f"_{item['access_key']}" if item.get("access_key") else ""
    return f"{word}{item['owner_id']}_{number}{key}"


def _file(media: Media) -> File:
    if isinstance(media.source, File):
        return media.source
    raise InvalidInput(f"media: VK takes a {media.word} as a file only, not by its address")
