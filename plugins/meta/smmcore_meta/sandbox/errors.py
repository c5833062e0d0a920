"""Graph's errors: their codes, their words, and the envelope that they come in."""

import secrets
from typing import Any, TypeAlias

from attrs import frozen

JSON: TypeAlias = dict[str, Any]

DOCS = "Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api"


@frozen
class Words:
    """What an error says; `title` and `text` are for people, and most errors have none."""

    message: str
    title: str = ""
    text: str = ""
    status: int = 400
    transient: bool | None = None


_EXPIRED = "Error validating access token: Session has expired. The current time is later than that."
_PASSWORD = (
    "Error validating access token: The session has been invalidated because the user changed their password"  # noqa: S105
    " or Facebook has changed the session for security reasons."
)
_TOO_MANY = "There have been too many calls to this"
_NOT_READY = "The media is not ready for publishing, please wait for a moment"

WORDS: dict[tuple[int, int | None], Words] = {
    (1, None): Words("An unknown error has occurred.", status=500, transient=True),
    (2, None): Words("Service temporarily unavailable", status=503, transient=True),
    (4, None): Words("(#4) Application request limit reached", status=403, transient=True),
    (4, 2207051): Words(
        "Application request limit reached",
        "Action is blocked",
        "We restrict certain activity to protect our community. Tell us if you think we made a mistake.",
        status=403,
    ),
    (9, 2207042): Words(
        "Application request limit reached",
        "Too many actions",
        "You reached maximum number of posts that is allowed to be published by Content Publishing API.",
        status=403,
    ),
    (10, None): Words("(#10) Application does not have permission for this action", status=403),
    (17, None): Words("(#17) User request limit reached", status=403, transient=True),
    (24, 2207006): Words(
        "The requested resource does not exist",
        "The media could not be found",
        "The media with that identifier could not be found.",
    ),
    (24, 2207008): Words(
        "The requested resource does not exist",
        "The media builder could not be found",
        "The media builder with that creation id does not exist or has expired.",
    ),
    (25, 2207050): Words(
        "The account is restricted",
        "The Instagram account is restricted",
        "The account is inactive, checkpointed, or restricted. Sign in to the Instagram app to continue.",
        status=403,
    ),
    (32, None): Words("(#32) Page request limit reached", status=403, transient=True),
    (104, None): Words("Requires valid app secret proof."),
    (190, None): Words("Invalid OAuth access token - Cannot parse access token"),
    (190, 458): Words("Error validating access token: The user has not authorized the application."),
    (190, 459): Words(
        "Error validating access token: You cannot access the app till you log in to www.facebook.com"
        " and follow the instructions given."
    ),
    (190, 460): Words(_PASSWORD),
    (190, 463): Words(_EXPIRED),
    (190, 464): Words("Error validating access token: Sessions for the user are not allowed."),
    (190, 467): Words("Error validating access token: This token is no longer valid."),
    (190, 492): Words("Error validating access token: The user has no role on the Page any more."),
    (200, None): Words("(#200) Permissions error", status=403),
    (341, None): Words("(#341) Feed action request limit reached", status=403, transient=True),
    (352, 2207026): Words(
        "The video format is not supported",
        "Unsupported video format",
        "The video format is not supported. Please check spec for supported formats.",
    ),
    (368, None): Words(
        "The action attempted has been deemed abusive or is otherwise disallowed",
        "Action is blocked",
        "You're temporarily blocked from performing this action.",
        status=403,
    ),
    (506, None): Words(
        "Duplicate status message",
        "Duplicate Status Update",
        "This status update is identical to the last one you posted.",
    ),
    (613, None): Words("(#613) Calls to this api have exceeded the rate limit.", status=403, transient=True),
    (2635, None): Words("(#2635) You are calling a deprecated version of the Ads API."),
    (9004, 2207052): Words(
        "Only photo or video can be accepted as media type.",
        "Media download has failed.",
        "The media could not be fetched from this URI: check that it is public.",
    ),
    (9007, 2207027): Words("Media ID is not available", "Cannot publish", _NOT_READY),
    (36000, 2207004): Words(
        "The image size is too large.",
        "Image size too large",
        "The image is too large to download. It should be less than 8 MiB.",
        transient=False,
    ),
    (36001, 2207005): Words(
        "The image format is not supported.",
        "Unsupported image format",
        "The image format is not supported. Supported formats are: JPEG.",
    ),
    (36003, 2207009): Words(
        "The aspect ratio is not supported.",
        "Unsupported aspect ratio",
        "The submitted image has an aspect ratio that is not supported.",
    ),
    (36004, 2207010): Words(
        "The caption was too long.",
        "Caption too long",
        "The caption is too long: at most 2,200 characters, 30 hashtags and 20 tags.",
    ),
    (80001, None): Words(f"{_TOO_MANY} Page account. Wait a bit and try again.", status=403, transient=True),
    (80002, None): Words(
        f"{_TOO_MANY} Instagram account. Wait a bit and try again.", status=403, transient=True
    ),
}
"""Rate limits, media and tokens. What is said of plain parameters stands where it is raised."""


class GraphError(Exception):
    """A refusal, raised by the handlers and turned into the envelope by the dispatcher."""

    def __init__(
        self,
        code: int,
        message: str = "",
        subcode: int | None = None,
        *,
        status: int | None = None,
        type: str = "OAuthException",
        transient: bool | None = None,
        title: str = "",
        text: str = "",
        data: JSON | None = None,
    ) -> None:
        words = WORDS.get((code, subcode)) or WORDS.get((code, None)) or Words("Invalid parameter")
        self.code, self.subcode, self.type, self.data = code, subcode, type, data
        self.message = message or words.message
        self.status = status or words.status
        self.transient = words.transient if transient is None else transient
        self.title, self.text = title or words.title, text or words.text
        self.headers: dict[str, str] = {}
        super().__init__(self.message)

    @classmethod
    def known(cls, code: int, subcode: int | None = None) -> "GraphError":
        """An error whose words are in the table. Raises `KeyError`."""
        WORDS[code, subcode]
        return cls(code, "", subcode)

    def json(self, host: str = "") -> JSON:
        """The envelope, with what the error has and nothing else."""
        type = "IGApiException" if host == "graph.instagram.com" and self.code != 190 else self.type
        error: JSON = {"message": self.message, "type": type, "code": self.code}
        if self.data is not None:
            error["error_data"] = self.data
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.transient is not None:
            error["is_transient"] = self.transient
        if self.title:
            error |= {"error_user_title": self.title, "error_user_msg": self.text}
        return {"error": {**error, "fbtrace_id": trace()}}


def trace() -> str:
    return f"A{secrets.token_urlsafe(16)[:22]}"


def invalid(detail: str) -> GraphError:
    """A parameter is missing or wrong."""
    return GraphError(100, f"(#100) {detail}")


def strict(detail: str) -> GraphError:
    """Refuse in the sandbox's own words what Graph would quietly overlook."""
    return invalid(f"SANDBOX {detail}")


def missing(id: str, verb: str = "GET") -> GraphError:
    """There is no such object, or it is not for this token: Graph does not tell which."""
    said = (
        f"Unsupported {verb.lower()} request. Object with ID '{id}' does not exist, cannot be loaded due to"
        f" missing permissions, or does not support this operation. {DOCS}"
    )
    return GraphError(100, said, 33, type="GraphMethodException")


def denied(scope: str) -> GraphError:
    """The token lacks a permission."""
    return GraphError(200, f"(#200) Requires {scope} permission to manage the object", status=403)


def no_field(name: str, kind: str) -> GraphError:
    return invalid(f"Tried accessing nonexisting field ({name}) on node type ({kind})")


def no_edge(path: str) -> GraphError:
    return GraphError(2500, f"Unknown path components: /{path}")


def dead_metric() -> GraphError:
    """What retired and misspelt metrics are answered with; one of them fails the whole list."""
    return invalid("The value must be a valid insights metric")


def needs_page_token() -> GraphError:
    said = "(#190) This method must be called with a Page Access Token"
    return GraphError(190, said)


def not_ready() -> GraphError:
    return GraphError.known(9007, 2207027)


def duplicate() -> GraphError:
    return GraphError.known(506)


def quota() -> GraphError:
    """The day's posts by API are used up."""
    return GraphError.known(9, 2207042)
