"""The world that a new sandbox begins with: a bakery, its competitor, and tokens of both logins."""

from smmcore_meta.sandbox import DAY, EVERY_TASK, LONG_LIFE, App, Clock, Token, User

from .rules import Rules
from .scopes import FACEBOOK_LOGIN, INSTAGRAM_LOGIN
from .world import InstagramWorld, Media, Page, Professional

USER_TOKEN = "EAAG-SANDBOX-user-token-of-the-bakers-owner"  # noqa: S105 - known to everybody
PAGE_TOKEN = "EAAG-SANDBOX-page-token-of-the-bakery"  # noqa: S105
INSTAGRAM_TOKEN = "IGAA-SANDBOX-token-of-the-bakery"  # noqa: S105
APP_SECRET = "SANDBOX-secret-of-the-application"  # noqa: S105
VERIFY_TOKEN = "sandbox-verify-token"  # noqa: S105
APP_ID, OWNER, PAGE_ID = "1700000000000001", "10200000000000001", "105000000000077"
HOME, MILL = "17841400000000077", "17841400000000078"
APP_SCOPED = "25000000000000077"
USERNAME, COMPETITOR = "sandbox_bakery", "sandbox_mill"
_FOLLOWERS = 1200


def seeded(clock: Clock, rules: Rules) -> InstagramWorld:
    now = clock.now()
    world = InstagramWorld(rules=rules, home=HOME)
    world.add_app(App(APP_ID, APP_SECRET, "Sandbox app"))
    world.add_user(User(OWNER, "Olga Orlova", {PAGE_ID: EVERY_TASK}))
    world.pages[PAGE_ID] = Page(PAGE_ID, "Sandbox bakery", HOME)
    _accounts(world)
    _tokens(world, now)
    flour = Media(world.new_id("180"), MILL, now - DAY, caption="Fresh flour #rye", likes=12)
    world.media[flour.id] = flour
    return world


def _accounts(world: InstagramWorld) -> None:
    bakery = Professional(HOME, USERNAME, "Sandbox bakery", PAGE_ID, APP_SCOPED, "An invented bakery.")
    bakery.followers, bakery.follows = _FOLLOWERS, 31
    mill = Professional(MILL, COMPETITOR, "Sandbox mill", biography="An invented competitor.")
    mill.followers = 4 * _FOLLOWERS
    world.add_professional(bakery)
    world.add_professional(mill)


def _tokens(world: InstagramWorld, now: float) -> None:
    issued = now - 2 * DAY

    def add(value: str, kind: str, profile: str, scopes: frozenset[str], expires_at: float | None) -> None:
        user = "" if kind == "instagram" else OWNER
        token = Token(value, kind, APP_ID, user, profile, scopes, issued, expires_at, now + 90 * DAY)
        world.add_token(token)

    add(USER_TOKEN, "user", "", FACEBOOK_LOGIN, issued + LONG_LIFE)
    add(PAGE_TOKEN, "page", PAGE_ID, FACEBOOK_LOGIN, None)
    add(INSTAGRAM_TOKEN, "instagram", HOME, INSTAGRAM_LOGIN, issued + LONG_LIFE)
