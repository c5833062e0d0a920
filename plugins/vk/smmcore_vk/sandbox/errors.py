"""VK's errors: their codes, their words, and the envelope that they come in."""

from typing import Any, TypeAlias

JSON: TypeAlias = dict[str, Any]

WORDS = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    12: "Unable to compile code",
    13: "Runtime error occurred during code invocation",
    14: "Captcha needed",
    15: "Access denied",
    17: "Validation required",
    18: "User was deleted or banned",
    27: "Group authorization failed",
    28: "Application authorization failed",
    29: "Rate limit reached",
    100: "One of the parameters specified was missing or invalid",
    103: "Out of limits",
    104: "Not found",
    105: "Couldn't save file",
    113: "Invalid user id",
    118: "Invalid server",
    121: "Invalid hash",
    122: "Invalid photos",
    125: "Invalid group id",
    129: "Invalid photo",
    210: "Access to wall's post denied",
    211: "Access to wall's comment denied",
    212: "Access to post comments denied",
    213: "Access to status replies denied",
    214: "Access to adding post denied",
    219: "Advertisement post was recently added",
    222: "Hyperlinks are forbidden",
    224: "Too many ads posts",
    243: "Comment has not been deleted",
    250: "Access to poll denied",
    901: "Can't send messages for users without permission",
    1051: "Method is not available for this profile type",
    1117: "Access token has expired",
    1600: "Story has already expired",
    2000: "Servers number limit is reached",
}

NO_SCOPE, NO_APP = 1133, 1134
"""Subcodes of error 15: the token lacks a scope; the application is of the wrong type."""


class ApiError(Exception):
    """A refusal, raised by the methods and turned into the envelope by the dispatcher."""

    def __init__(self, code: int, detail: str = "", **extra: Any) -> None:
        self.code = code
        self.message = WORDS.get(code, "Error") + (f": {detail}" if detail else "")
        self.extra = extra
        super().__init__(self.message)

    def json(self, sent: JSON) -> JSON:
        """The envelope; VK repeats in it what was sent."""
        params = [{"key": key, "value": str(value)} for key, value in sent.items()]
        return {
            "error": {
                "error_code": self.code,
                "error_msg": self.message,
                "request_params": params,
                **self.extra,
            }
        }


def wrong(detail: str) -> ApiError:
    """A parameter is missing or invalid."""
    return ApiError(100, detail)


def strict(detail: str) -> ApiError:
    """Refuse in the sandbox's own words what VK would quietly overlook."""
    return ApiError(100, f"SANDBOX {detail}")
