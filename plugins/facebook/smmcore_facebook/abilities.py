"""What an account can do, by what is known without asking."""

from smmcore.models import Account
from smmcore.platform import ABILITIES, YES, Abilities, no
from smmcore_facebook.settings import FacebookSettings

NONE_AT_ALL = "the account has no token; set secrets.token (a Page's) or secrets.user_token in smm.toml"
OWN = ("hide_post", "show_post", "scheduled", "reschedule", "publish_now", "blocked", "subscribe")
"""Words that only Facebook has."""
_NEVER = {
    "animation": "Facebook's API takes no GIFs; publish a film as a video",
    "audio": "Facebook's API takes no music; publish a film with it",
    "voice": "Facebook's API takes no voice notes",
    "document": "Facebook's API takes no documents; link to it",
    "poll": "Facebook's API makes no polls on Pages",
    "restore_comment": "Facebook's API cannot bring back what was deleted; hide comments instead",
    "report": "Facebook's API takes no reports",
    "restrict": "Facebook cannot restrict people on Pages; ban them",
    "unrestrict": "Facebook cannot restrict people on Pages, so there is nothing to lift",
    "mute": "Facebook's API cannot mute anybody; ban instead",
    "unmute": "Facebook's API cannot mute anybody, so there is nothing to lift",
    "close_comments": "Facebook's API cannot close the comments of a post; do it on the site",
    "open_comments": "Facebook's API cannot open the comments of a post; do it on the site",
    "set_title": "Facebook's API cannot rename a Page; ask for it on the site",
}
_UNSIGNED = "webhooks are signed with the app's secret; set secrets.app_secret"
_NO_ACCESS = "reading other Pages needs Meta's feature Page Public Content Access; with it, set public_access"


def abilities(account: Account) -> Abilities:
    if not has_token(account):
        return dict.fromkeys((*ABILITIES, *OWN), no(NONE_AT_ALL))
    found = {
        **dict.fromkeys((*ABILITIES, *OWN), YES),
        **{word: no(reason) for word, reason in _NEVER.items()},
    }
    if "app_secret" not in account.secrets:
        found["webhook"] = no(_UNSIGNED)
    if not account.settings_as(FacebookSettings).public_access:
        found["page_metrics"] = no(_NO_ACCESS)
    return found


def has_token(account: Account) -> bool:
    return not account.secrets.keys().isdisjoint(("token", "user_token"))
