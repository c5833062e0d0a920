"""What every world of Meta's has: applications, people with roles, the tokens that open things, and nodes by id."""

import secrets
from typing import Any

from attrs import Factory, define

from .kinds import Kind, Node

DAY = 86_400.0
LONG_LIFE = 60 * DAY
"""Seconds that a long-lived token lives."""
EVERY_TASK = frozenset({"ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE"})


@define(eq=False)
class App:
    id: str
    secret: str
    name: str = "Sandbox app"
    require_proof: bool = False
    """`Require App Secret` in the dashboard: calls without `appsecret_proof` are refused."""


@define(eq=False)
class User:
    """A person with their roles: tasks by Page."""

    id: str
    name: str
    roles: dict[str, frozenset[str]] = Factory(dict)


@define(eq=False)
class Token:
    value: str
    kind: str
    """page, user, system, instagram or app."""
    app: str
    user: str = ""
    profile: str = ""
    """The Page or the Instagram account that it stands for."""
    scopes: frozenset[str] = frozenset()
    issued_at: float = 0.0
    expires_at: float | None = None
    data_access_expires_at: float | None = None
    dead: int = 0
    """The subcode of error 190 that it is refused with; 0 while it lives."""


@define(eq=False)
class World:
    """A network's world is a subclass with what it has beside."""

    nodes: dict[str, Node] = Factory(dict)
    apps: dict[str, App] = Factory(dict)
    tokens: dict[str, Token] = Factory(dict)
    users: dict[str, User] = Factory(dict)
    subscriptions: dict[str, set[str]] = Factory(dict)
    """Fields of webhooks that the application is told of, by Page or Instagram account."""
    last_id: int = 122_100_000_000_000

    def new_id(self, prefix: str = "") -> str:
        self.last_id += 1
        return f"{prefix}{self.last_id}"

    def add(self, kind: Kind, object: Any, id: str) -> Node:
        node = Node(kind, object, id)
        self.nodes[id] = node
        return node

    def remove(self, id: str) -> None:
        self.nodes.pop(id, None)

    def add_app(self, app: App) -> App:
        self.apps[app.id] = app
        return app

    def add_user(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def add_token(self, token: Token) -> Token:
        self.tokens[token.value] = token
        return token

    def page_token(self, user: Token, page: str) -> Token:
        """The Page's token that belongs to a user's token; it does not end by itself."""
        found = (
            t for t in self.tokens.values() if t.kind == "page" and t.profile == page and t.user == user.user
        )
        kept = next((t for t in found if t.app == user.app and t.scopes == user.scopes and not t.dead), None)
        return kept or self.add_token(
            Token(
                f"EAAG-SANDBOX-page-{secrets.token_hex(12)}",
                "page",
                user.app,
                user=user.user,
                profile=page,
                scopes=user.scopes,
                issued_at=user.issued_at,
                data_access_expires_at=user.data_access_expires_at,
            )
        )
