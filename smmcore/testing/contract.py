"""What a platform says of itself: names, abilities, limits, options, and methods as the protocols have them."""

import inspect
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import pytest

from smmcore import platform as capabilities
from smmcore.errors import InvalidInput
from smmcore.limits import Limit, Limits, MediaLimits, RateLimit
from smmcore.models import Account, Options, Post
from smmcore.models.converting import dump, load
from smmcore.models.media import MEDIA_KINDS
from smmcore.platform import ABILITIES, NoOptions, Platform, has_method, method_of
from smmcore.testing.asking import broken, contract, keeps
from smmcore.testing.base import Fixtures, methods_of

WORDS: dict[type, tuple[str, ...]] = {
    capabilities.Publisher: ABILITIES[: ABILITIES.index("edit")],
    capabilities.Editor: ("edit", "delete", "pin"),
    capabilities.Moderator: tuple(
        word
        for word in ABILITIES[ABILITIES.index("comments") : ABILITIES.index("account_metrics")]
        if word != "reply_privately"
    ),
    capabilities.PrivateReplier: ("reply_privately",),
    capabilities.StatsReader: ("account_metrics", "post_metrics"),
    capabilities.Scout: ("page_metrics", "mentions"),
    capabilities.Listener: ("receive", "webhook"),
    capabilities.Designer: ("set_title", "set_description", "set_picture", "set_cover"),
    capabilities.Authenticator: ("check",),
}
"""The abilities that each capability has to answer for."""
CAPABILITIES: tuple[type, ...] = (
    *WORDS,
    capabilities.Checker,
    capabilities.FetchesMedia,
    capabilities.Sandboxed,
)


class ContractTests(Fixtures):
    """Asks nobody: what a platform declares must be whole and true to the protocols."""

    def test_has_a_name_and_a_title(self, platform: Platform) -> None:
        contract(
            isinstance(platform, Platform) and re.fullmatch(r"[a-z][a-z0-9_]*", platform.name),
            asks="`name` is a word of small letters: the entry point's name and `platform` of accounts",
            found=repr(getattr(platform, "name", None)),
            mend='give the class `name = "pinboard"`',
            at="what-it-declares",
        )
        contract(
            platform.title.strip(),
            asks="`title` is how people write the network",
            mend='give the class `title = "Pinboard"`',
            at="what-it-declares",
        )

    def test_settings_and_secrets_fit_the_account(self, platform: Platform, account: Account) -> None:
        contract(
            attrs.has(platform.settings) and _is_frozen(platform.settings),
            asks="`settings` is a frozen attrs class",
            mend="decorate it with `@attrs.frozen`, or use `smmcore.NoSettings`",
            at="what-it-declares",
        )
        with keeps(
            asks="the sandbox account's settings load as `platform.settings`",
            mend="let `Sandbox.account` give settings whose names and types the class has",
            at="what-it-declares",
        ):
            account.settings_as(platform.settings)
        names = platform.secrets
        contract(
            isinstance(names, Sequence) and not isinstance(names, str) and set(names) <= set(account.secrets),
            asks="`secrets` lists the names of the secrets that accounts need, and the sandbox's account has them",
            found=f"{names!r}, the account has {sorted(account.secrets)}",
            mend='write `secrets = ("token",)`, and give them in `Sandbox.account`',
            at="what-it-declares",
        )
        contract(
            account.platform == platform.name,
            asks="the sandbox's account is one of this network",
            found=account.platform,
            mend="pass `platform=self.name` in `Sandbox.account`",
            at="what-it-declares",
        )

    def test_options_are_a_frozen_class_with_defaults(self, platform: Platform) -> None:
        kind = platform.options
        contract(
            isinstance(kind, type) and issubclass(kind, Options) and _is_frozen(kind),
            asks="`options` is a frozen attrs class that inherits `smmcore.Options`",
            mend="write `@attrs.frozen class PinboardOptions(smmcore.Options)`, or use `smmcore.NoOptions`",
            at="what-it-declares",
        )
        with keeps(
            asks="every option has a default",
            mend="give each field of the options one",
            at="what-it-declares",
        ):
            kind()
        contract(
            kind is NoOptions or kind.platform == platform.name,
            asks="the options name their platform, so that files find them",
            found=repr(kind.platform),
            mend=f"set `platform: ClassVar[str] = {platform.name!r}` in the class",
            at="what-it-declares",
        )

    def test_options_survive_json(self, platform: Platform) -> None:
        kind = platform.options
        if kind is NoOptions:
            pytest.skip(f"{platform.title} has no options")
        post = Post("x", options=[kind()])
        with keeps(
            asks="options go to JSON and come back the same",
            mend="use fields that JSON can hold: text, numbers, booleans, lists and tables of these",
            at="what-it-declares",
        ):
            back = load(Post, dump(post)).options_for(kind)
            contract(
                back == kind(), asks="they are equal", mend="compare them by value", at="what-it-declares"
            )
        wrong = load(Post, {"text": "x", "options": {platform.name: {"no_such_option": 1}}})
        with pytest.raises(InvalidInput, match="no_such_option"):
            wrong.options_for(kind)

    def test_abilities_answer_every_word(self, platform: Platform, account: Account) -> None:
        abilities = platform.abilities(account)
        for capability, words in WORDS.items():
            missing = [word for word in words if word not in abilities and has_method(platform, word)]
            contract(
                not missing,
                asks=f"a {capability.__name__} answers each of {', '.join(words)}",
                found=f"nothing about {', '.join(missing)}",
                mend="add them to `abilities`: `YES`, or `no(reason)`",
                at="abilities",
            )

    def test_every_no_has_a_reason(self, platform: Platform, account: Account) -> None:
        for word, ability in platform.abilities(account).items():
            contract(
                ability.can or len(ability.reason.split()) > 2,
                asks="each no has a reason that is a sentence for the account's owner",
                found=f"{word}: {ability.reason!r}",
                mend='write `no("Pinboard shows no videos; post a link instead")`',
                at="abilities",
            )

    def test_says_yes_only_to_what_it_has_methods_for(self, platform: Platform, account: Account) -> None:
        abilities = platform.abilities(account)
        for word in (word for words in WORDS.values() for word in words if abilities.get(word)):
            contract(
                has_method(platform, word),
                asks=f"who says yes to {word} has the method for it",
                found=f"there is no method `{method_of(word)}`",
                mend="add the method, or say no with a reason",
                at="abilities",
            )

    def test_abilities_are_known_without_asking(self, platform: Platform, account: Account) -> None:
        contract(
            platform.abilities(account) == platform.abilities(account),
            asks="`abilities` gives the same each time: it is what is known without asking",
            mend="compute it from the account's settings, not from what happened before",
            at="abilities",
        )

    def test_limits_have_sources(self, platform: Platform, account: Account) -> None:
        for name, limit in _limits(platform.limits(account)):
            contract(
                limit.source.strip(),
                asks="each limit names its source: a page, a schema, or a measurement with its date",
                found=f"{name}: {limit}",
                mend='write `Limit(4096, source="https://… (read 2026-05-04)")`',
                at="limits",
            )

    def test_limits_make_sense(self, platform: Platform, account: Account) -> None:
        limits = platform.limits(account)
        words = {kind.word for kind in MEDIA_KINDS}
        contract(
            set(limits.kinds) <= words,
            asks=f"`kinds` of the limits are among {', '.join(sorted(words))}",
            found=", ".join(sorted(limits.kinds)),
            mend="use the media's `word`",
            at="limits",
        )
        for word, media in limits.kinds.items():
            contract(
                media.size > 0 and all(s.startswith(".") and s == s.lower() for s in media.formats),
                asks="formats are suffixes in small letters with their dot, and sizes are bytes",
                found=f"{word}: {media}",
                mend='write `formats=(".jpg", ".png")`',
                at="limits",
            )
        contract(
            limits.measure("") == 0 < limits.measure("bread"),
            asks="`measure` counts a text as the network does",
            found=f"{limits.measure('')} for nothing, {limits.measure('bread')} for 'bread'",
            mend="use `len`, `smmcore.utf16` or a function of your own",
            at="limits",
        )

    @pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda kind: kind.__name__)
    def test_methods_are_as_the_protocols_have_them(self, platform: Platform, capability: type) -> None:
        names = [name for name in methods_of(capability) if callable(getattr(platform, name, None))]
        if not names:
            pytest.skip(f"{platform.title} is no {capability.__name__}: it has none of its methods")
        for name in names:
            asked, given = getattr(capability, name), getattr(platform, name)
            _same_way_of_waiting(platform, capability, name, asked, given)
            wanted = [p for p in inspect.signature(asked).parameters.values() if p.name != "self"]
            has = list(inspect.signature(given).parameters.values())
            contract(
                _accepts(has, wanted),
                asks=f"`{name}` takes {_signature(wanted)}, as `smmcore.platform.{capability.__name__}` has it",
                found=_signature(has),
                mend="name and order the parameters as the protocol does; more are fine if they have defaults",
                at="what-it-declares",
            )

    def test_no_test_is_left_out(self) -> None:
        suite = type(self).__mro__[1:]
        for name in dir(type(self)):
            first = next((vars(kind)[name] for kind in suite if name in vars(kind)), None)
            own = vars(type(self)).get(name, first)
            if not name.startswith("test_") or first is None or own is first:
                continue
            marks: list[Any] = getattr(own, "pytestmark", [])
            if not any(mark.name == "xfail" and mark.kwargs.get("reason") for mark in marks):
                broken(
                    asks="no test of the suite is replaced in silence",
                    found=name,
                    mend='mark it `@pytest.mark.xfail(reason="…")`, or let `abilities` say no',
                    at="the-class",
                )


def _is_frozen(kind: type) -> bool:
    return attrs.has(kind) and "__setattr__" in dir(kind) and kind.__setattr__ is not object.__setattr__


def _limits(limits: Limits) -> Iterator[tuple[str, Limit | MediaLimits | RateLimit]]:
    for field in attrs.fields(Limits):
        value = getattr(limits, field.name)
        if isinstance(value, Limit):
            yield field.name, value
    yield from ((f"kinds[{word!r}]", media) for word, media in limits.kinds.items())
    yield from ((f"rates[{place}]", rate) for place, rate in enumerate(limits.rates))


def _same_way_of_waiting(platform: Platform, capability: type, name: str, asked: Any, given: Any) -> None:
    waits = inspect.iscoroutinefunction(asked)
    contract(
        inspect.iscoroutinefunction(given) == waits,
        asks=f"`{name}` is {'an `async def`' if waits else 'a plain `def`'} in `{capability.__name__}`",
        found=f"{type(platform).__name__}.{name} is not",
        mend="write it as the protocol does",
        at="what-it-declares",
    )


def _accepts(has: list[inspect.Parameter], wanted: list[inspect.Parameter]) -> bool:
    names = {p.name: p for p in has}
    if not all(p.name in names for p in wanted):
        return False
    positional = [p.name for p in wanted if p.kind is not p.KEYWORD_ONLY]
    in_order = [p.name for p in has if p.kind is not p.KEYWORD_ONLY][: len(positional)] == positional
    extra = [p for p in has if p.name not in {w.name for w in wanted}]
    free = all(p.default is not p.empty or p.kind in {p.VAR_POSITIONAL, p.VAR_KEYWORD} for p in extra)
    return in_order and free


def _signature(parameters: list[inspect.Parameter]) -> str:
    return f"({', '.join(p.name for p in parameters)})"
