"""Instagram as a network of smmcore."""

from smmcore.errors import InvalidInput
from smmcore.limits import Limits
from smmcore.models import Account
from smmcore.platform import Abilities, FakeNetwork
from smmcore_instagram.abilities import abilities
from smmcore_instagram.access import Access
from smmcore_instagram.checking import Checking
from smmcore_instagram.community import Community
from smmcore_instagram.editing import Editing
from smmcore_instagram.limits import limits
from smmcore_instagram.measuring import Measuring
from smmcore_instagram.names import NAME
from smmcore_instagram.publishing import Publishing
from smmcore_instagram.rehearsing import Rehearsing
from smmcore_instagram.scouting import Scouting
from smmcore_instagram.settings import FACEBOOK, InstagramOptions, InstagramSettings


class Instagram(Publishing, Checking, Rehearsing, Editing, Community, Measuring, Scouting, Access):
    """Professional accounts on Instagram, through Meta's Graph API and either of its logins."""

    name = NAME
    title = "Instagram"
    settings = InstagramSettings
    options = InstagramOptions
    secrets: tuple[str, ...] = ()
    tokens = ("token", "user_token")
    opened_by = ("login", "base_url", "page_id", "token", "user_token")

    def abilities(self, account: Account) -> Abilities:
        return abilities(account)

    def limits(self, account: Account) -> Limits:
        return limits()

    def sandbox(self, login: str = FACEBOOK) -> FakeNetwork:
        """Make a fake Instagram of one login. Needs the extra `sandbox`."""
        try:
            from smmcore_instagram.sandbox.audience import Audience
        except ImportError:
            hint = "pip install 'smmcore-instagram[sandbox]'"
            raise InvalidInput(f"Instagram's sandbox needs its extra: {hint}") from None
        return Audience(login=login)
