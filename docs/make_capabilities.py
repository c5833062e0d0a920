"""Writes capabilities.md from what networks declare: `python docs/make_capabilities.py [NAME…]`.

Without names it takes the installed ones of those in plugins/: others may be somebody's trial. `--check` only says
whether the page is up to date; it needs the networks that the page was made from.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs
from capability_words import GROUPS

from smmcore import Abilities, Account, Limit, Limits, MediaLimits, Platform, RateLimit, SMMError, utf16
from smmcore.platform import ManyTokens
from smmcore.plugins import Plugins

PAGE = Path(__file__).parent / "capabilities.md"
OURS = Path(__file__).parent.parent / "plugins"
HEAD = """# What each network can do

<!-- made by docs/make_capabilities.py from {names}; install the networks, then run the script -->

The networks' own declarations for an account that has the secrets it needs and default settings. Your account may
differ: `smm abilities ACCOUNT` and `SMM.abilities` say what holds for it. Neither asks the network.

- **yes**: the account can do it.
- **no**: it cannot. The link leads to the reason, which may be a setting or a missing secret.
- –: the network's plugin has nothing for it.
"""
_ADDRESS = re.compile(r"^(?:https?://)?((?:[\w-]+\.)+[a-z]+(?:/\S*[\w/])?)")
_COUNTED = {len: "as code points", utf16: "as UTF-16 code units"}


def networks(names: Iterable[str]) -> list[Platform]:
    """The networks of these names, in the order of the names.

    Raises `UnknownPlatform` or `PluginError` that names the one that is missing or broken.
    """
    plugins = Plugins()
    return [plugins.platform(name) for name in sorted(names)]


def ours() -> list[str]:
    """Names of the installed networks that belong to this project."""
    return [name for name in Plugins().installed if (OURS / name).is_dir()]


def made_from() -> list[str]:
    """Names of the networks that the page was made from."""
    found = re.search(r"make_capabilities\.py from ([^;]+);", PAGE.read_text("utf-8"))
    return found[1].split(", ") if found else []


def missing() -> str:
    """Why the page cannot be checked here; empty if it can."""
    absent = sorted({*made_from()} - {*Plugins().installed})
    return f"{PAGE.name} was made with networks that are not installed: {', '.join(absent)}" if absent else ""


def example(platform: Platform) -> Account:
    """An account with invented secrets: nothing here asks a network."""
    names = [*platform.secrets, *(platform.tokens if isinstance(platform, ManyTokens) else ())]
    return Account("example", platform.name, secrets=dict.fromkeys(names, "invented"))


def page(platforms: Sequence[Platform]) -> str:
    """The page as it should be."""
    head = HEAD.format(names=", ".join(platform.name for platform in platforms))
    able = [platform.abilities(example(platform)) for platform in platforms]
    parts = [head, *_tables(platforms, able)]
    for platform, abilities in zip(platforms, able, strict=True):
        parts += [*_reasons(platform, abilities), *_limits(platform)]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


# What they can do


def _tables(platforms: Sequence[Platform], able: Sequence[Abilities]) -> Iterator[str]:
    known = {word for group in GROUPS.values() for word in group}
    own = sorted({word for abilities in able for word in abilities} - known)
    groups = GROUPS | ({"Words of one network": dict.fromkeys(own, "")} if own else {})
    for title, words in groups.items():
        yield f"## {title}\n"
        rows = [
            [
                f"`{word}`",
                meaning,
                *(_answer(p, abilities, word) for p, abilities in zip(platforms, able, strict=True)),
            ]
            for word, meaning in words.items()
        ]
        yield _table(["ability", "meaning", *(platform.title for platform in platforms)], rows)


def _answer(platform: Platform, abilities: Abilities, word: str) -> str:
    if word not in abilities:
        return "–"
    return "yes" if abilities[word] else f"[no](#what-{_anchor(platform.title)}-cannot-do)"


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


def _reasons(platform: Platform, abilities: Abilities) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for word, ability in abilities.items():
        if not ability:
            by_reason.setdefault(ability.reason, []).append(f"`{word}`")
    yield f"## What {platform.title} cannot do\n"
    lines = [f"- {', '.join(words)}: {reason.rstrip('.')}." for reason, words in by_reason.items()]
    yield "\n".join(lines or ["Of what its plugin knows, nothing."])


# What they take


def _limits(platform: Platform) -> Iterator[str]:
    limits = platform.limits(example(platform))
    rows = [[what, allowed, _source(source)] for what, allowed, source in _rows(limits)]
    yield f"## What {platform.title} takes\n"
    if rows:
        yield f"Characters are counted {_counting(limits)}.\n"
        yield _table(["", "allowed", "written in"], rows)
    else:
        yield "It declares no limits."


def _rows(limits: Limits) -> Iterator[tuple[str, str, str]]:
    for field in attrs.fields(Limits):
        value = getattr(limits, field.name)
        if isinstance(value, Limit):
            yield field.name.replace("_", " "), str(value), value.source
    for word, kind in limits.kinds.items():
        yield word, "; ".join(_file(kind)), kind.source
    for rate in limits.rates:
        yield "calls", _pace(rate), rate.source


def _file(kind: MediaLimits) -> Iterator[str]:
    yield f"at most {_bytes(kind.size)}"
    if kind.remote_size:
        yield f"{_bytes(kind.remote_size)} where the network fetches it"
    if kind.formats:
        yield ", ".join(kind.formats)
    if kind.sides:
        yield f"width and height together at most {kind.sides} pixels"
    if kind.ratio:
        yield f"the longer side at most {kind.ratio:g} times the shorter"


def _bytes(size: int) -> str:
    if size % 2**20 == 0:
        return f"{size // 2**20} MiB"
    return f"{size / 1e6:g} MB" if size >= 1e6 else f"{size / 1e3:g} kB"


def _pace(rate: RateLimit) -> str:
    per = "second" if rate.seconds == 1 else f"{rate.seconds:g} seconds"
    return f"at most {rate.calls} in {'a ' if rate.seconds == 1 else ''}{per} for each {rate.per}"


def _counting(limits: Limits) -> str:
    if limits.measure in _COUNTED:
        return _COUNTED[limits.measure]
    rule = (limits.measure.__doc__ or limits.measure.__name__).strip().splitlines()[0].rstrip(".")
    return f"by a rule of its own: {rule[:1].lower()}{rule[1:]}"


def _source(source: str) -> str:
    """A source; if it begins with an address, with its last part as a link: whole ones are too wide for a phone."""
    return _ADDRESS.sub(lambda found: f"[{found[1].rpartition('/')[2]}](https://{found[1]})", source)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_row(line) for line in [heads, ["---"] * len(heads), *rows])


def _row(cells: Sequence[str]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def main(arguments: list[str]) -> int:
    try:
        return check() if "--check" in arguments else write(arguments)
    except SMMError as error:
        print(error)
        return 1


def write(names: Sequence[str]) -> int:
    PAGE.write_text(page(networks(names or ours())), "utf-8")
    return 0


def check() -> int:
    if reason := missing():
        print(f"not checked: {reason}")
        return 0
    if not made_from() or PAGE.read_text("utf-8") != page(networks(made_from())):
        print(f"{PAGE.name} is out of date; run: python docs/make_capabilities.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
