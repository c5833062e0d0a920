"""A checked call, and the table in which the methods enter themselves."""

from collections.abc import Callable
from typing import Any, TypeAlias

from attrs import define

from .access import manages
from .core import Core, Record
from .errors import ApiError, wrong
from .schema import Arguments
from .world import Comment, Community, Post, Token, World


@define(eq=False)
class Call:
    core: Core
    token: Token
    method: str
    args: Arguments
    base: str
    """Where the sandbox is served: upload addresses begin with it."""
    record: Record

    @property
    def world(self) -> World:
        return self.core.world

    def now(self) -> int:
        return self.core.clock.stamp()

    @property
    def author(self) -> int:
        """Who acts, as an owner: a community's number is negative."""
        return -self.token.community if self.token.kind == "G" else self.token.person

    def manages(self, community: Community) -> bool:
        return manages(self.token, community)

    def managed(self, community: Community, code: int = 7, detail: str = "") -> Community:
        """The community, if the caller may act for it."""
        if not self.manages(community):
            raise ApiError(code, detail)
        return community

    def owner(self, name: str = "owner_id") -> Community:
        """The community whose wall is meant. Raises error 15 for walls that the sandbox does not have."""
        number = self.args.number(name)
        community = self.world.communities.get(-number)
        if community is None:
            raise ApiError(15, f"SANDBOX there is no community {-number}; {name} of a community is negative")
        return community

    def group(self, name: str = "group_id") -> Community:
        """The community of a positive number. Raises error 100 or 125."""
        if name not in self.args:
            if self.token.kind == "G":
                return self.world.communities[self.token.community]
            raise wrong(f"{name} is undefined")
        community = self.world.by_handle(self.args.get(name))
        if community is None:
            raise ApiError(125)
        return community

    def post(self, community: Community, name: str = "post_id", code: int = 104) -> Post:
        post = community.posts.get(self.args.number(name))
        if post is None or post.deleted:
            raise ApiError(code)
        return post

    def comment(self, community: Community, name: str = "comment_id", code: int = 104) -> Comment:
        comment = community.comments.get(self.args.number(name))
        if comment is None or comment.deleted:
            raise ApiError(code)
        return comment

    def page(self, items: list[Any], usual: int, most: int) -> list[Any]:
        """The part of a list that `offset` and `count` ask for."""
        count = self.args.number("count", usual)
        if count > most:
            raise wrong(f"count should be less or equal to {most}")
        start = self.args.number("offset")
        return items[start : start + count]


Handler: TypeAlias = Callable[[Call], Any]
HANDLERS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    def enter(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return enter
