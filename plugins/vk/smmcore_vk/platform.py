"""VK as a network of smmcore."""

from smmcore.errors import InvalidInput
from smmcore.limits import Limits
from smmcore.models import Account
from smmcore.platform import Abilities, FakeNetwork
from smmcore_vk.abilities import abilities
from smmcore_vk.access import Access
from smmcore_vk.checking import Checking
from smmcore_vk.community import Community
from smmcore_vk.designing import Designing
from smmcore_vk.editing import Editing
from smmcore_vk.limits import limits
from smmcore_vk.measuring import Measuring
from smmcore_vk.names import NAME
from smmcore_vk.publishing import Publishing
from smmcore_vk.rehearsing import Rehearsing
from smmcore_vk.scouting import Scouting
from smmcore_vk.settings import VKOptions, VKSettings


class VK(Publishing, Checking, Rehearsing, Editing, Community, Measuring, Scouting, Designing, Access):
    """Communities on VK, through its API 5.199 and whichever tokens there are."""

    name = NAME
    title = "VK"
    settings = VKSettings
    options = VKOptions
    secrets: tuple[str, ...] = ()
    tokens = ("community", "service", "user", "refresh")
    opened_by = ("base_url", "id_url", "client_id", "device_id", "refresh")

    def abilities(self, account: Account) -> Abilities:
        return abilities(account)

    def limits(self, account: Account) -> Limits:
        return limits(account.settings_as(VKSettings))

    def sandbox(self) -> FakeNetwork:
        """Make a fake VK. Needs the extra `sandbox`."""
        try:
            from smmcore_vk.sandbox.audience import Audience
        except ImportError:
            hint = "pip install 'smmcore-vk[sandbox]'"
            raise InvalidInput(f"VK's sandbox needs its extra: {hint}") from None
        return Audience()
