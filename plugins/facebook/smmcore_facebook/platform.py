"""Facebook Pages as a network of smmcore."""

from smmcore.errors import InvalidInput
from smmcore.limits import Limits
from smmcore.models import Account
from smmcore.platform import Abilities, FakeNetwork
from smmcore_facebook.abilities import abilities
from smmcore_facebook.access import Access
from smmcore_facebook.checking import Checking
from smmcore_facebook.community import Community
from smmcore_facebook.designing import Designing
from smmcore_facebook.editing import Editing
from smmcore_facebook.limits import limits
from smmcore_facebook.measuring import Measuring
from smmcore_facebook.names import NAME
from smmcore_facebook.publishing import Publishing
from smmcore_facebook.rehearsing import Rehearsing
from smmcore_facebook.scouting import Scouting
from smmcore_facebook.settings import FacebookOptions, FacebookSettings
from smmcore_facebook.waiting import Waiting


class Facebook(
    Publishing, Checking, Rehearsing, Editing, Waiting, Community, Measuring, Scouting, Designing, Access
):
    """Facebook Pages, through Meta's Graph API."""

    name = NAME
    title = "Facebook"
    settings = FacebookSettings
    options = FacebookOptions
    secrets: tuple[str, ...] = ()
    tokens = ("token", "user_token")
    opened_by = ("base_url", "token", "user_token")

    def abilities(self, account: Account) -> Abilities:
        return abilities(account)

    def limits(self, account: Account) -> Limits:
        return limits(account.settings_as(FacebookSettings))

    def sandbox(self) -> FakeNetwork:
        """Make a fake Facebook. Needs the extra `sandbox`."""
        try:
            from smmcore_facebook.sandbox.audience import Audience
        except ImportError:
            hint = "pip install 'smmcore-facebook[sandbox]'"
            raise InvalidInput(f"Facebook's sandbox needs its extra: {hint}") from None
        return Audience()
