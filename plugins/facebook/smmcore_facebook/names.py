"""How Facebook names Pages, posts and comments.

A post is `{page}_{post}`, a comment `{post}_{comment}`: numbers, kept as text since they may grow beyond any integer.
"""

import re

from smmcore.errors import InvalidInput

NAME = "facebook"
SITE = "https://www.facebook.com"
_NUMBER = re.compile(r"\d+")
_PAIR = re.compile(r"(\d+)_(\d+)")
_HANDLE = re.compile(r"(?:https?://)?(?:www\.|m\.)?facebook\.com/(?:profile\.php\?id=)?([\w.]+)/?")


def is_number(id: str) -> bool:
    return bool(_NUMBER.fullmatch(id))


def whole(page: str, post: str) -> str:
    """The post's identifier with its Page's; Facebook leaves the Page out in places."""
    return post if "_" in post else f"{page}_{post}"


def is_post(id: str) -> bool:
    """Films have a bare number until their post is known."""
    return bool(_PAIR.fullmatch(id) or _NUMBER.fullmatch(id))


def post_name(id: str, field: str = "id") -> str:
    """Raises `InvalidInput` where it is no post."""
    if is_post(id):
        return id
    raise InvalidInput(f"{field}: {id!r} is no post of Facebook's; they are such as 123_456, Page and post")


def comment_name(id: str) -> str:
    """Raises `InvalidInput` where it is no comment."""
    if _PAIR.fullmatch(id):
        return id
    raise InvalidInput(
        f"comment: {id!r} is no comment of Facebook's; they are such as 456_789, post and comment"
    )


def post_of(page: str, comment: str) -> str:
    """The post that a comment stands under, by the comment's name."""
    return whole(page, comment.partition("_")[0])


def handle(page: str) -> str | None:
    """The handle or number in `@bakery`, `123` or a Page's address; None where there is none."""
    match = _HANDLE.fullmatch(page.strip())
    name = match[1] if match else page.strip().removeprefix("@")
    return name if re.fullmatch(r"[\w.]+", name) else None


def post_link(id: str) -> str:
    return f"{SITE}/{id}"
