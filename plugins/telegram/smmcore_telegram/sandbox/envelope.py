"""Answers as the official server wraps them, and its exact error texts."""

from typing import Any, TypeAlias

from attrs import define
from starlette.responses import JSONResponse, Response

JSON: TypeAlias = dict[str, Any]

MESSAGE_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
BAD_PHOTO_EXTENSION = "photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
WRONG_FILE = "wrong file identifier/HTTP URL specified"
NO_WRITE_ACCESS = "have no write access to the chat"
UPGRADED = "group chat was upgraded to a supergroup chat"

_PREFIX = {
    400: "Bad Request: ",
    401: "Unauthorized: ",
    403: "Forbidden: ",
    404: "Not Found: ",
    409: "Conflict: ",
    500: "Internal Server Error: ",
}


class ApiError(Exception):
    """An error answer; raised by the methods, turned into the envelope by the dispatcher."""

    def __init__(self, code: int, description: str, parameters: JSON | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


@define(frozen=True)
class Described:
    """A result with the remark that a few methods add to it."""

    result: Any
    description: str


def failure(code: int, text: str, **parameters: int) -> ApiError:
    return ApiError(code, _PREFIX[code] + text, parameters)


def bad(text: str) -> ApiError:
    return failure(400, text)


def strict(text: str) -> ApiError:
    """Refuse in the sandbox's own words: the official server would be lenient or say something else."""
    return failure(400, f"SANDBOX {text}")


def forbidden(text: str) -> ApiError:
    return failure(403, text)


def conflict(text: str) -> ApiError:
    return failure(409, text)


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def ok_response(result: Any) -> Response:
    body: JSON = {"ok": True, "result": result}
    if isinstance(result, Described):
        body = {"ok": True, "result": result.result, "description": result.description}
    return JSONResponse(body)


def error_response(error: ApiError) -> Response:
    body: JSON = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
    if "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return JSONResponse(body, status_code=error.code, headers=headers)


def html_response(code: int, title: str) -> Response:
    """Answer as the front server does by itself, without asking the API behind it."""
    page = (
        f"<html>\r\n<head><title>{code} {title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{code} {title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return Response(page, status_code=code, media_type="text/html")
