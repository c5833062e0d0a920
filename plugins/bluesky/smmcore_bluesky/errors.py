"""What Bluesky's refusals mean. Told by the error's name, then by the status, then by its message."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from smmcore.errors import (
    Forbidden,
    NotThere,
    PlatformError,
    RateLimited,
    Rejected,
    SMMError,
    Unauthorized,
    Unsupported,
)
from smmcore.io import Answer, Rate
from smmcore_bluesky.names import NAME


class Expired(Unauthorized):
    """The session's token is not taken any more; a new one may be."""


class Swapped(Rejected):
    """The record is not (any more) what the request took it for."""


class BlobGone(Rejected):
    """An uploaded file is not there any more; the server keeps unused ones for some hours only."""


_APP_PASSWORD = "make an app password in the app under Settings → Privacy and security → App passwords"  # noqa: S105
_NAMES: dict[str, tuple[type[PlatformError], str]] = {
    "ExpiredToken": (Expired, ""),
    "InvalidToken": (Expired, ""),
    "AuthMissing": (Expired, ""),
    "AuthenticationRequired": (Unauthorized, f"check the account's id and password; {_APP_PASSWORD}"),
    "AuthFactorTokenRequired": (
        Unauthorized,
        f"signing in with the main password needs a code that is sent by e-mail; {_APP_PASSWORD}",
    ),
    "AccountTakedown": (Forbidden, "Bluesky has taken the account down; sign in to the app to appeal"),
    "AccountSuspended": (Forbidden, "Bluesky has suspended the account; sign in to the app to appeal"),
    "AccountDeactivated": (Forbidden, "the account is deactivated; sign in to the app to activate it"),
    "InvalidSwap": (Swapped, ""),
    "BlobNotFound": (BlobGone, ""),
    "BlobTooLarge": (Rejected, "the file is too large"),
    "PayloadTooLarge": (Rejected, "the file is too large"),
    "RecordNotFound": (NotThere, ""),
    "RepoNotFound": (NotThere, ""),
    "ActorNotFound": (NotThere, ""),
    "NotFound": (NotThere, ""),
    "HandleNotFound": (NotThere, ""),
    "BlockedActor": (Forbidden, "the account blocks them"),
    "BlockedByActor": (Forbidden, "they block the account"),
    "Forbidden": (Forbidden, ""),
    "ScopeMissingError": (Forbidden, "the session may not do that"),
    "RateLimitExceeded": (RateLimited, ""),
    "MethodNotImplemented": (Unsupported, "check the account's url"),
    "XRPCNotSupported": (Unsupported, "check the account's url"),
}
_STATUSES: dict[int, tuple[type[PlatformError], str]] = {
    401: (Unauthorized, f"check the account's id and password; {_APP_PASSWORD}"),
    403: (Forbidden, ""),
    404: (Unsupported, "check the account's url"),
    413: (Rejected, "the file is too large"),
    429: (RateLimited, ""),
}
_NOT_THERE = ("profile not found", "post not found", "could not find repo", "unable to resolve handle")


def failure(method: str, answer: Answer, now: datetime, rates: Sequence[Rate] = ()) -> SMMError:
    """The error that an answer with a status of 400 or more stands for; `now` is for times of day in it.

    `rates` are those of the request: a limit that is reached says which of them it is.
    """
    body = _body(answer)
    name, message = str(body.get("error") or ""), str(body.get("message") or "")
    kind, hint = _NAMES.get(name) or _STATUSES.get(answer.status) or (Rejected, "")
    if kind is Rejected and message.lower().startswith(_NOT_THERE):
        kind = NotThere
    reason = ": ".join(part for part in (name, message) if part) or f"status {answer.status}"
    said = f"Bluesky refused {method}: {reason}" + (f" ({hint})" if hint else "")
    code = name or answer.status
    if kind is RateLimited:
        wait, keys = pause(answer.headers, now), reached(answer.headers, rates)
        return RateLimited(said, platform=NAME, code=code, retry_after=wait, keys=keys)
    return kind(said, platform=NAME, code=code)


def _body(answer: Answer) -> dict[str, Any]:
    try:
        body = answer.json()
    except SMMError:
        return {}  # a proxy's page
    return body if isinstance(body, dict) else {}


def pause(headers: Mapping[str, str], now: datetime) -> float | None:
    """How many seconds the network wants to be left alone; None where it does not say."""
    if (wait := _number(headers.get("retry-after"))) is not None:
        return wait
    reset = _number(headers.get("ratelimit-reset"))
    return max(reset - now.timestamp(), 1) if reset is not None else None


def reached(headers: Mapping[str, str], rates: Sequence[Rate]) -> list[str] | None:
    """Keys of the rates whose limit the server names (`5000;w=3600`); None where it names none that is known."""
    policy = headers.get("ratelimit-policy")
    return [rate.key for rate in rates if policy == f"{rate.calls};w={rate.seconds:g}"] or None


def _number(text: str | None) -> float | None:
    return float(text) if text and text.isdecimal() else None
