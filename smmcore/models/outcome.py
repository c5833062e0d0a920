"""What became of a post, account by account."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from attrs import field, frozen

from smmcore.errors import SMMError
from smmcore.models.campaign import as_strings
from smmcore.models.validating import aware


def _identifier(value: str | int) -> str:
    """Many networks number their posts."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise TypeError(f"id: must be an identifier, not {value!r}")
    return str(value)


@frozen(kw_only=True)
class Published:
    """The network confirmed it."""

    account: str
    id: str = field(converter=_identifier)
    key: str = ""
    url: str | None = None
    at: datetime | None = field(default=None, validator=aware)
    parts: tuple[str, ...] = field(default=(), converter=as_strings)
    """Identifiers of all parts, where the post has several (an album's items)."""
    warnings: tuple[str, ...] = field(default=(), converter=as_strings)
    """What did not go as wished without harming the post."""
    repeated: bool = False
    """True if it had been published before and nothing was sent now."""


@frozen(kw_only=True)
class Scheduled:
    """It waits in the journal for its time, or to be tried again."""

    account: str
    key: str
    at: datetime = field(validator=aware)
    """Not before this."""
    reason: str = ""
    """Why it could not be sent at its time, if that was tried."""


@frozen(kw_only=True)
class Failed:
    """It is certainly not published, or not whole; `error` says what can be done."""

    account: str
    error: SMMError
    key: str = ""
    reached: tuple[str, ...] = field(default=(), converter=as_strings)
    """Steps that the network did confirm before it refused."""


@frozen(kw_only=True)
class Unconfirmed:
    """Nobody knows whether it was published. It is sent again only after its absence is proven: see `reconcile`."""

    account: str
    reason: str
    key: str = ""
    reached: tuple[str, ...] = field(default=(), converter=as_strings)


Result: TypeAlias = Published | Scheduled | Failed | Unconfirmed


def _as_results(value: Iterable[Result]) -> tuple[Result, ...]:
    return tuple(value)


@frozen
class Outcome:
    """The results of one call, one per account, in the order of the accounts."""

    results: tuple[Result, ...] = field(converter=_as_results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    @property
    def published(self) -> tuple[Published, ...]:
        return tuple(r for r in self.results if isinstance(r, Published))

    @property
    def scheduled(self) -> tuple[Scheduled, ...]:
        return tuple(r for r in self.results if isinstance(r, Scheduled))

    @property
    def failed(self) -> tuple[Failed, ...]:
        return tuple(r for r in self.results if isinstance(r, Failed))

    @property
    def unconfirmed(self) -> tuple[Unconfirmed, ...]:
        return tuple(r for r in self.results if isinstance(r, Unconfirmed))

    @property
    def ok(self) -> bool:
        """Everything is published or scheduled."""
        return not (self.failed or self.unconfirmed)

    def raise_for_failures(self) -> None:
        """Raise an `ExceptionGroup` of the errors, if there are any; unconfirmed posts count as errors."""
        from smmcore.errors import NotConfirmed

        errors: list[SMMError] = [r.error for r in self.failed]
        errors += [NotConfirmed(f"{r.account}: {r.reason}") for r in self.unconfirmed]
        if errors:
            raise ExceptionGroup(f"{len(errors)} of {len(self)} accounts failed", errors)
