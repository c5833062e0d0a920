"""How the suite speaks: what is asked, where that is written, what was found, and how to mend it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

GUIDE = "docs/testing-a-network.md"


class ContractBroken(AssertionError):
    """A platform does not do what the contract asks of it."""


def contract(condition: object, *, asks: str, mend: str, at: str, found: object = "") -> None:
    """Fail with a message for the platform's author unless the condition holds; `at` is the guide's anchor."""
    __tracebackhide__ = True
    if not condition:
        broken(asks=asks, mend=mend, at=at, found=found)


def broken(*, asks: str, mend: str, at: str, found: object = "") -> NoReturn:
    """Fail: the contract is not kept."""
    __tracebackhide__ = True
    raise ContractBroken(_message(asks, mend, at, str(found)))


@contextmanager
def keeps(*, asks: str, mend: str, at: str) -> Iterator[None]:
    """A block that must not raise."""
    __tracebackhide__ = True
    try:
        yield
    except ContractBroken:
        raise
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
        raise ContractBroken(_message(asks, mend, at, found)) from error


def _message(asks: str, mend: str, at: str, found: str) -> str:
    lines = [f"the contract asks: {asks}", f"written in: {GUIDE}#{at}", f"to mend it: {mend}"]
    if found:
        lines.insert(1, f"found: {found}")
    return "\n".join(lines)
