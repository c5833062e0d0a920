"""How VK names communities, posts, stories and comments.

A post is `17`, a story `story_5`, a comment `17_45`: numbers on the community's wall, a comment's behind its post's.
"""

import re

from attrs import frozen

from smmcore.errors import InvalidInput

NAME = "vk"
SITE = "https://vk.ru"
_NUMBER = re.compile(r"(?:-|club|public|event)?(\d+)")
_PAGE = re.compile(r"(?:https?://)?(?:m\.)?vk\.(?:com|ru)/([\w.]+)/?")
_SHORT = re.compile(r"[A-Za-z0-9_.]{2,64}")
_POST = re.compile(r"\d+")
_STORY = re.compile(r"story_(\d+)")
_COMMENT = re.compile(r"(\d+)_(\d+)")


def community_number(name: str) -> int | None:
    """The number in `club123`, `public123`, `event123` or `-123`; None where it is no number."""
    match = _NUMBER.fullmatch(name)
    return int(match[1]) if match else None


def page_name(page: str) -> str | None:
    """The short name or number in a handle, as `@bakery`, or in a page's link; None where there is none."""
    match = _PAGE.fullmatch(page.strip())
    name = match[1] if match else page.strip().removeprefix("@")
    number = community_number(name)
    if number is not None:
        return str(number)
    return name.lower() if _SHORT.fullmatch(name) else None


def post_number(id: str, field: str = "id") -> int:
    """Raises `InvalidInput` where it is no post."""
    if _POST.fullmatch(id):
        return int(id)
    raise InvalidInput(f"{field}: {id!r} is no post of VK's, they are numbers such as 17")


def story_number(id: str) -> int | None:
    """The number of a story; None where it is a post."""
    match = _STORY.fullmatch(id)
    return int(match[1]) if match else None


@frozen
class CommentName:
    post: int
    number: int

    def __str__(self) -> str:
        return f"{self.post}_{self.number}"


def comment_name(id: str) -> CommentName:
    """Raises `InvalidInput` where it is no comment."""
    match = _COMMENT.fullmatch(id)
    if match is None:
        raise InvalidInput(f"comment: {id!r} is no comment of VK's; they are such as 17_45, post and comment")
    return CommentName(int(match[1]), int(match[2]))


def post_link(community: int, post: int | str) -> str:
    return f"{SITE}/wall-{community}_{post}"


def story_link(community: int, story: int) -> str:
    return f"{SITE}/story-{community}_{story}"


def comment_link(community: int, comment: CommentName) -> str:
    return f"{post_link(community, comment.post)}?reply={comment.number}"
