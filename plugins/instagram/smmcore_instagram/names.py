"""How Instagram names what it has: accounts, posts and comments by numbers, people by user names."""

import re

from smmcore.errors import InvalidInput

NAME = "instagram"
SITE = "https://www.instagram.com"
_NUMBER = re.compile(r"\d{1,30}")
_PAGE = re.compile(r"(?:https?://)?(?:www\.)?instagram\.com/([\w.]+)/?(?:\?.*)?")
_USER = re.compile(r"[A-Za-z0-9_.]{1,30}")


def number(id: str, field: str = "id") -> str:
    """The identifier, if it is one of Instagram's. Raises `InvalidInput` that names the field."""
    if _NUMBER.fullmatch(id):
        return id
    raise InvalidInput(f"{field}: {id!r} is no identifier of Instagram's, they are long numbers")


def user_name(page: str) -> str | None:
    """The user name in a handle, as `@bakery`, or in a profile's address; None where there is none."""
    match = _PAGE.fullmatch(page.strip())
    name = match[1] if match else page.strip().removeprefix("@")
    return name.lower() if _USER.fullmatch(name) else None


def profile_link(user: str) -> str:
    return f"{SITE}/{user}/"
