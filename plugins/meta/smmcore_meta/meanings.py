"""What Meta's error codes mean: one table. Decided by the subcode first, then by the code."""

import re
from types import MappingProxyType

from attrs import frozen

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    NotThere,
    PersonNeeded,
    RateLimited,
    Rejected,
    SMMError,
    Unauthorized,
    Unsupported,
)


class NotReady(Rejected):
    """It is still being processed: ask for its status and try again."""


class Unfetchable(Rejected):
    """Meta could not fetch a file from its address."""


class Duplicate(Rejected):
    """The page shows the same already."""


class ContainerGone(Rejected):
    """What was prepared has expired or is not known any more: prepare it anew."""


class DeadMetric(Rejected):
    """One of the metrics is not known, or not any more."""


class MetricNotHere(DeadMetric):
    """One of the metrics is known, but not for this kind of object."""


class PagesEnd(Rejected):
    """A list is longer than Meta is willing to page through: what is beyond cannot be read."""


class NoData(NotThere):
    """Meta has no figures for this; that is no fault."""


@frozen
class Meaning:
    kind: type[SMMError]
    advice: str = ""
    """What to do about it."""


_NEW_TOKEN = "make a new token and give it to the account"  # noqa: S105 - an advice
_FETCH = "the address must be public https without redirect or login, and answer with the file's right content type"
_PERSON = "look at the account in Meta's app or business suite and do what is asked there"
_TRANSIENT = Meaning(AnswerLost)
_LIMITED = Meaning(RateLimited)
_REJECTED = Meaning(Rejected)
_WRONG_PROOF = Meaning(Unauthorized, "secrets.app_secret has to be the secret of the token's app")
_POLICY = Meaning(PersonNeeded, f"Meta holds the account back; {_PERSON}")
_CONFIRM = Meaning(PersonNeeded, _PERSON)

CODES = MappingProxyType(
    {
        **dict.fromkeys((-1, -2, 1, 2, 6001), _TRANSIENT),
        **dict.fromkeys((4, 17, 32, 341, 613), _LIMITED),
        **dict.fromkeys((*range(80000, 80015),), _LIMITED),
        3: Meaning(Forbidden, "the app lacks a capability; ask for it in the app's dashboard"),
        9: Meaning(RateLimited),
        10: Meaning(Forbidden),
        12: Meaning(Unsupported, "Meta has removed this"),
        100: _REJECTED,
        102: Meaning(Unauthorized, _NEW_TOKEN),
        104: _WRONG_PROOF,
        190: Meaning(Unauthorized, _NEW_TOKEN),
        **dict.fromkeys(range(200, 300), Meaning(Forbidden)),
        352: _REJECTED,
        368: _POLICY,
        382: _REJECTED,
        389: Meaning(Unfetchable, _FETCH),
        506: Meaning(Duplicate, "change the text"),
        801: _REJECTED,
        803: Meaning(NotThere),
        2500: _REJECTED,
        2635: Meaning(Unsupported, "set a newer `version` in the account's settings"),
        6000: _REJECTED,
        9004: Meaning(Unfetchable, _FETCH),
        9007: Meaning(NotReady),
        **dict.fromkeys(range(36000, 36005), _REJECTED),
    }
)
SUBCODES = MappingProxyType(
    {
        **dict.fromkeys((1504022, 1504039, 2446079, 5044001, 1487742, 1487632, 1487225, 1390008), _LIMITED),
        **dict.fromkeys((2207001, 2207003, 2207032, 2207053, 2207082, 1609010, 1363047), _TRANSIENT),
        **dict.fromkeys((2207051, 1346003, 1404102), _POLICY),
        **dict.fromkeys((2207050, 1404006, 1404078, 1404112, 4854002), _CONFIRM),
        **dict.fromkeys((2207023, 2207028, 2207035, 2207036, 2207037, 2207040, 2207057), _REJECTED),
        **dict.fromkeys((2207026, 2207077, 2207081, 1366046, 1609005, 1609008), _REJECTED),
        **dict.fromkeys((2061006, 1349125, 2069019, 1545041, 1504028), _REJECTED),
        2207004: Meaning(Rejected, "give a smaller picture"),
        2207005: Meaning(Rejected, "give a JPEG"),
        2207009: Meaning(Rejected, "give a picture between 4:5 and 1.91:1"),
        2207010: Meaning(Rejected, "shorten the caption"),
        2207006: Meaning(ContainerGone),
        2207020: Meaning(ContainerGone),
        2207008: Meaning(NotReady),
        2207027: Meaning(NotReady),
        2207042: Meaning(RateLimited, "the day's posts by API are used up"),
        2207052: Meaning(Unfetchable, _FETCH),
        2108006: Meaning(NoData),
        1366051: Meaning(Duplicate, "these photos are posted already"),
    }
)
"""Subcodes that mean the same under any code; they also stand alone in the status of a container."""
OF_CODE = MappingProxyType(
    {
        (100, 33): Meaning(
            NotThere, "it does not exist (any more), or the token's owner has no right to it on this account"
        ),
        (190, 458): Meaning(Unauthorized, f"the owner has removed the app; connect it again: {_NEW_TOKEN}"),
        (190, 459): Meaning(
            Unauthorized, "the token's owner has to log in at facebook.com and do what it asks"
        ),
        (190, 460): Meaning(
            Unauthorized, f"the password was changed, or Meta ended the session; {_NEW_TOKEN}"
        ),
        (190, 463): Meaning(Unauthorized, f"the token has expired; {_NEW_TOKEN}"),
        (190, 464): Meaning(Unauthorized, "the token's owner has to confirm the account at facebook.com"),
        (190, 467): Meaning(Unauthorized, f"the token was withdrawn; {_NEW_TOKEN}"),
        (190, 492): Meaning(
            Unauthorized,
            "the token's owner has no role on the Page any more; give it back, or another's token",
        ),
        (613, 1996): _LIMITED,
    }
)
"""Small subcodes mean something under their own code only."""
_SAID: tuple[tuple[int, re.Pattern[str], Meaning], ...] = (
    (10, re.compile("not enough viewers", re.IGNORECASE), Meaning(NoData)),
    (
        100,
        re.compile(r"valid insights metric|metric\[\d+\] must be one of", re.IGNORECASE),
        Meaning(DeadMetric),
    ),
    (
        100,
        re.compile(
            r"metrics? (?:is|are) no longer supported for|does not support the \w+ metric", re.IGNORECASE
        ),
        Meaning(MetricNotHere),
    ),
    (100, re.compile("cursor specified exceeds", re.IGNORECASE), Meaning(PagesEnd)),
    (100, re.compile("appsecret_proof", re.IGNORECASE), _WRONG_PROOF),
    (
        100,
        re.compile("missing permission or reviewable feature|requires the '[^']+' permission", re.IGNORECASE),
        Meaning(Forbidden),
    ),
    (
        190,
        re.compile("page access token", re.IGNORECASE),
        Meaning(
            Unauthorized, "the token is a user's: give it as secrets.user_token, or give the Page's own token"
        ),
    ),
)
"""Where the words say more than the code."""
_UNMOVED = (RateLimited, NotReady, PersonNeeded)


def meaning(code: int, subcode: int, message: str, *, transient: bool = False) -> Meaning:
    """What Meta meant. What is "transient" may be repeated, except where Meta wants to be left alone."""
    found = _by_table(code, subcode, message)
    if transient and not issubclass(found.kind, _UNMOVED):
        return _TRANSIENT
    return found


def _by_table(code: int, subcode: int, message: str) -> Meaning:
    if (code, subcode) in OF_CODE:
        return OF_CODE[code, subcode]
    if subcode in SUBCODES:
        return SUBCODES[subcode]
    for number, words, found in _SAID:
        if code == number and words.search(message):
            return found
    return CODES.get(code, Meaning(Rejected))
