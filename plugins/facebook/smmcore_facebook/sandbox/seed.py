"""The world that a new sandbox begins with."""

from smmcore_meta.sandbox import DAY, EVERY_TASK, LONG_LIFE, App, Clock, Token, User

from .kinds import SCOPES
from .world import Page, World

APP_ID = "910000000000001"
APP_SECRET = "SANDBOX-secret-of-the-application"  # noqa: S105 - known to everybody
VERIFY_TOKEN = "SANDBOX-verify-token"  # noqa: S105
PAGE_TOKEN = "EAAG-SANDBOX-token-of-the-bakerys-page"  # noqa: S105
USER_TOKEN = "EAAG-SANDBOX-token-of-the-administrator"  # noqa: S105
HANDLE = "sandbox.bakery"
COMPETITOR = "sandbox.mill"
_FOLLOWERS = 1200


def seeded(clock: Clock) -> World:
    world = World()
    bakery = world.add_page("Sandbox bakery", HANDLE, followers=_FOLLOWERS)
    bakery.about, bakery.website = "An invented bakery.", "https://bakery.example/"
    bakery.settings = {"USERS_CAN_POST": True, "USERS_CAN_MESSAGE": True}
    mill = world.add_page("Sandbox mill", COMPETITOR, followers=4 * _FOLLOWERS)
    mill.about = "An invented competitor."
    app = world.add_app(App(APP_ID, APP_SECRET, "Sandbox app"))
    olga = world.add_user(User(world.new_id(), "Olga Orlova", {bakery.id: EVERY_TASK}))
    now = clock.now()
    data_access = now + 90 * DAY
    scopes = frozenset(SCOPES)
    for_page = Token(PAGE_TOKEN, "page", app.id, olga.id, bakery.id, scopes, now, None, data_access)
    for_user = Token(USER_TOKEN, "user", app.id, olga.id, "", scopes, now, now + LONG_LIFE, data_access)
    world.add_token(for_page)
    world.add_token(for_user)
    return world


def home(world: World) -> Page:
    """The page that the sandbox's own account keeps."""
    return next(iter(world.pages.values()))
