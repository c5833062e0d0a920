"""Errors by what the caller can do about them.

SMMError
├── Mistake                 correct what was given
│   ├── InvalidInput        a file, a model or a setting: the message names the field
│   ├── InvalidPost         the post breaks limits of the network: `.problems` has them all
│   ├── UnknownAccount      no such account is configured
│   └── UnknownPlatform     no installed plugin brings the network
├── TransportError          the network could not be asked
│   ├── NotSent             nothing reached it: repeating is safe
│   └── AnswerLost          it may have acted or not: find out before repeating
├── PlatformError           the network answered and said no: `.platform`, `.code`
│   ├── RateLimited         wait `.retry_after` seconds
│   ├── PersonNeeded        a person has to confirm something, at `.url` if there is one
│   ├── Unauthorized        give a working token
│   ├── Forbidden           give the account or its bot the right that is named
│   ├── NotThere            what was named does not exist (any more)
│   ├── Rejected            correct the content
│   └── Unsupported         this network, or this kind of account, cannot do it
├── NotConfirmed            a post is neither published nor refused: reconcile it
├── JournalError            the journal cannot be read or written; nothing was sent
└── PluginError             a plugin broke: its author should know
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smmcore.limits import Problem


class SMMError(Exception):
    """The base of all errors that smmcore raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors travel between processes, and some have arguments that must be named.
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[SMMError], args: tuple[Any, ...], facts: dict[str, Any]) -> SMMError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class Mistake(SMMError, ValueError):
    """What was given cannot be right; nothing was sent."""


class InvalidInput(Mistake):
    """A file, a model or a setting does not fit; the message names the field."""


class InvalidPost(Mistake):
    """The post breaks limits of the network; `problems` has all of them at once."""

    def __init__(self, problems: Sequence["Problem"], where: str = "") -> None:
        self.problems = tuple(problems)
        self.where = where
        super().__init__("; ".join(str(problem) for problem in self.problems))

    def __str__(self) -> str:
        lines = super().__str__()
        return f"{self.where}: {lines}" if self.where else lines


class UnknownAccount(Mistake):
    pass


class UnknownPlatform(Mistake):
    pass


class TransportError(SMMError):
    """The network could not be asked."""


class NotSent(TransportError):
    """Nothing reached the network, so nothing was done."""


class AnswerLost(TransportError):
    """The request may have reached the network, and its answer did not reach us."""


class PlatformError(SMMError):
    """The network answered and said no."""

    def __init__(self, message: str, *, platform: str, code: str | int | None = None) -> None:
        super().__init__(message)
        self.platform = platform
        self.code = code


class RateLimited(PlatformError):
    """Too many calls; nothing was done. `retry_after` is in seconds, None where the network did not say.

    `keys` are those of the rates that have to wait (see `Rate.key`): None means all of the request, and none of
    them means only calls of this kind, as with a method's daily quota.
    """

    def __init__(
        self,
        message: str,
        *,
        platform: str,
        code: str | int | None = None,
        retry_after: float | None = None,
        keys: Collection[str] | None = None,
    ) -> None:
        super().__init__(message, platform=platform, code=code)
        self.retry_after = retry_after
        self.keys = keys


class PersonNeeded(PlatformError):
    """The network wants to see a person, as with a captcha; nothing was done. `url` is where, if it says so."""

    def __init__(
        self, message: str, *, platform: str, code: str | int | None = None, url: str | None = None
    ) -> None:
        super().__init__(message, platform=platform, code=code)
        self.url = url


class Unauthorized(PlatformError):
    """The token is missing, wrong, expired or withdrawn."""


class Forbidden(PlatformError):
    """The account lacks a right."""


class NotThere(PlatformError):
    """The post, comment, person or page does not exist, or not any more."""


class Rejected(PlatformError):
    """The network does not take the content."""


class Unsupported(PlatformError):
    """This network, or an account of this kind, cannot do it."""


class NotConfirmed(SMMError):
    """A post is neither published nor refused."""


class JournalError(SMMError):
    """The journal cannot be read or written."""


class PluginError(SMMError):
    """A plugin broke its contract."""
