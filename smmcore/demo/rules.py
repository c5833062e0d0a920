"""The bakery's judge of comments: a plugin like anybody's, and short enough to copy."""

import re
import unicodedata

from smmcore.hookspecs import hookimpl
from smmcore.models import Act, Action, AuthorKind, Comment, Verdict

_LINK = re.compile(r"https?://|www\.|\bt\.me/|\b[\w-]+\.example\b", re.IGNORECASE)
_BAIT = re.compile(
    r"crypto|krypto|крипт|bitcoin|\busdt\b|giveaway|followers|følg|subscri[bp]|подписчик|seguidors|obserwując"
    r"|w prywatn|na priv|private|в личк|в лс|privat|zarob|заработ|guanya|tjäna|casino|казино|kasyn",
    re.IGNORECASE,
)


@hookimpl
def smm_judge_comment(comment: Comment) -> Verdict | None:
    """Delete what looks like spam, with the reason and how sure it is."""
    reasons = list(_reasons(comment))
    if not reasons:
        return None
    action = Action(act=Act.DELETE, comment=comment.id, reason=", ".join(reasons))
    return Verdict(action=action, reason=", ".join(reasons), score=min(1.0, 0.5 + 0.2 * len(reasons)))


def _reasons(comment: Comment) -> list[str]:
    found = {
        "another channel advertises itself": comment.author.kind is AuthorKind.PAGE,
        "has a link": bool(_LINK.search(comment.text)),
        "baits": bool(_BAIT.search(comment.text)),
        "mixes alphabets within a word": any(_mixed(word) for word in comment.text.split()),
    }
    return [reason for reason, holds in found.items() if holds]


def _mixed(word: str) -> bool:
    """Tell look-alikes: Latin letters in a Cyrillic word pass a list of bad words unseen."""
    names = {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}
    return {"LATIN", "CYRILLIC"} <= names
