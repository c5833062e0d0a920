"""The world that a new sandbox begins with."""

from .world import Community, Refresh, Token, World

COMMUNITY_TOKEN = "vk1.a.SANDBOX-community-token-of-the-bakery"  # noqa: S105 - known to everybody
SERVICE_TOKEN = "SANDBOX-service-token-of-the-application"  # noqa: S105
USER_TOKEN = "vk1.a.SANDBOX-user-token-of-the-administrator"  # noqa: S105
REFRESH_TOKEN = "vk2.r.SANDBOX-refresh-token-of-the-administrator"  # noqa: S105
CLIENT_ID, DEVICE_ID = "51700000", "sandbox-device"
SCREEN_NAME = "sandbox_bakery"
COMPETITOR = "sandbox_mill"

RIGHTS = {"stories": 1, "photos": 4, "messages": 4096, "wall": 8192, "docs": 131072, "manage": 262144}
"""What a community token may be allowed, with the bits of its mask."""
SCOPES = frozenset({"wall", "photos", "video", "docs", "stories", "stats", "groups"})
"""What a user token may be allowed."""
_MEMBERS = 1200


def seeded() -> World:
    world = World()
    owner = world.add_person("Olga Orlova")
    community = world.add_community("Sandbox bakery", SCREEN_NAME, members=_MEMBERS)
    community.description = "An invented bakery."
    community.admins.add(owner.id)
    mill = world.add_community("Sandbox mill", COMPETITOR, members=4 * _MEMBERS)
    mill.description = "An invented competitor."
    world.add_token(
        Token(COMMUNITY_TOKEN, "G", person=owner.id, community=community.id, scopes=frozenset(RIGHTS))
    )
    world.add_token(Token(SERVICE_TOKEN, "S"))
    world.add_token(Token(USER_TOKEN, "U", person=owner.id, scopes=SCOPES))
    world.refreshes[REFRESH_TOKEN] = Refresh(REFRESH_TOKEN, CLIENT_ID, DEVICE_ID, owner.id)
    return world


def home(world: World) -> Community:
    """The community that the sandbox's own account keeps."""
    return next(iter(world.communities.values()))
