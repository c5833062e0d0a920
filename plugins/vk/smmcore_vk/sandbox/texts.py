"""Texts as they are kept and as readers see them: mentions and links in brackets."""

import re

_TYPED = re.compile(r"(?<![\w\[])[@*](club|public|id)(\d+)\b(?: \(([^()]*)\))?")
_KEPT = re.compile(r"\[([^|\[\]]+)\|([^\[\]]+)\]")


def kept(text: str) -> str:
    """What becomes of a text that somebody typed: `@club1 (Bakery)` is a mention."""
    return _TYPED.sub(lambda m: f"[{m[1]}{m[2]}|{m[3] or f'@{m[1]}{m[2]}'}]", text)


def seen(text: str) -> str:
    """What readers see: of `[club1|Bakery]` only the name."""
    return _KEPT.sub(lambda m: m[2], text)


def mentions(text: str, community: int, screen_name: str) -> bool:
    """Whether the community is named in a text."""
    targets = {target for target, _ in _KEPT.findall(text)}
    if targets & {f"club{community}", f"public{community}", screen_name}:
        return True
    return bool(re.search(rf"(?<!\w)[@*]{re.escape(screen_name)}\b", text))


def is_address(text: str) -> bool:
    return bool(re.match(r"https?://[^\s,]+$", text))
