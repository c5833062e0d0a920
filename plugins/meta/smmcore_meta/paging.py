"""Where the next page of a list is. The address that Meta gives repeats the token: only its cursor is kept."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from smmcore.errors import AnswerLost
from smmcore.platform import Page
from smmcore_meta.calls import encoded
from smmcore_meta.shapes import objects

_CURSORS = ("after", "since", "until", "__paging_token", "offset")


def params_of(cursor: str | None) -> dict[str, str]:
    """The parameters that a cursor stands for."""
    return dict(parse_qsl(cursor)) if cursor else {}


def page_in(body: Any, cursor: str | None, *, lone_cursor: bool = False) -> Page[Mapping[str, Any]]:
    """A page of a list. The end is where no next one is named, not where a page is short or empty.

    Raises `AnswerLost` for what is no list or goes on nobody knows where: what it lacks is not proven to be missing.
    """
    items = objects(body.get("data"))
    following = _next(body.get("paging"), lone_cursor=lone_cursor)
    # Some lists give the same cursor for ever.
    return Page(items, following if following != cursor else None)


def _next(paging: Any, *, lone_cursor: bool) -> str | None:
    if not isinstance(paging, Mapping):
        return None
    if address := paging.get("next"):
        query = parse_qsl(urlsplit(str(address)).query)
        if not (place := [(name, value) for name, value in query if name in _CURSORS]):
            raise AnswerLost("the list goes on where no known cursor leads")
        return urlencode(place)
    after = (paging.get("cursors") or {}).get("after") or paging.get("after")
    return urlencode({"after": after}) if lone_cursor and after else None


def relative(path: str, params: Mapping[str, Any]) -> str:
    """A call's address within a batch."""
    query = urlencode(encoded(params), quote_via=quote)
    return f"{path}?{query}" if query else path
