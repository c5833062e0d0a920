"""Where secrets are kept that networks give while they run, such as a session's tokens."""

import hashlib
import json
import os
import stat
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

from attrs import frozen

from smmcore.errors import InvalidInput
from smmcore.models.account import Account, Secret, as_secrets

try:
    import fcntl
except ImportError:  # Windows: there, one process at a time
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")
P = ParamSpec("P")


_one_at_a_time = threading.Lock()
"""Writers of this process take turns, whichever object they write through."""


class Sessions(Protocol):
    """Keeps secrets by their owner's digest. Both methods block."""

    def load(self, owner: str) -> Mapping[str, Secret]: ...

    def save(self, owner: str, values: Mapping[str, Secret]) -> None: ...


class MemorySessions:
    """Kept in this process, and gone with it."""

    def __init__(self) -> None:
        self._values: dict[str, Mapping[str, Secret]] = {}

    def load(self, owner: str) -> Mapping[str, Secret]:
        return self._values.get(owner, {})

    def save(self, owner: str, values: Mapping[str, Secret]) -> None:
        self._values[owner] = dict(values)


class FileSessions:
    """Kept in a file that only its owner can read. Raises `InvalidInput` where that cannot be."""

    def __init__(self, path: Path) -> None:
        # Of a link, the file that it leads to is replaced.
        self._path = Path(os.path.realpath(path))

    def load(self, owner: str) -> Mapping[str, Secret]:
        return as_secrets(self._read().get(owner, {}))

    def save(self, owner: str, values: Mapping[str, Secret]) -> None:
        revealed = {name: secret.reveal() for name, secret in values.items()}
        with _one_at_a_time, self._alone():
            self._write({**self._read(), owner: revealed})

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Other processes wait: each puts its own sessions to those of the others."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._path.with_name(f".{self._path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise InvalidInput(f"the sessions in {self._path} cannot be kept: {error.strerror}") from None
        try:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            open_to_all = os.name == "posix" and stat.S_IMODE(self._path.stat().st_mode) & 0o077
            content = b"{}" if open_to_all else self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise InvalidInput(f"the sessions in {self._path} cannot be read: {error.strerror}") from None
        if open_to_all:
            raise InvalidInput(f"others can read the sessions in {self._path}; run: chmod 600 {self._path}")
        return _sessions_in(content, self._path)

    def _write(self, values: Mapping[str, Mapping[str, str]]) -> None:
        new = None
        try:
            # Made anew under a name of its own, readable by its owner alone from the first moment.
            handle, new = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
            with os.fdopen(handle, "w") as file:
                json.dump(values, file)
            Path(new).replace(self._path)
        except OSError as error:
            if new is not None:
                Path(new).unlink(missing_ok=True)
            raise InvalidInput(f"the sessions in {self._path} cannot be kept: {error.strerror}") from None


def _sessions_in(content: bytes, path: Path) -> dict[str, dict[str, str]]:
    with suppress(ValueError):
        found = json.loads(content)
        if isinstance(found, dict):
            return found
    raise InvalidInput(f"{path} holds no sessions; delete it to sign in anew")


@frozen
class KeyringSessions:
    """Kept in the OS keyring under the name of a service."""

    service: str

    def load(self, owner: str) -> Mapping[str, Secret]:
        from smmcore.secrets import keyring_call

        kept = keyring_call("get_password", self.service, owner)
        return as_secrets(json.loads(kept)) if kept else {}

    def save(self, owner: str, values: Mapping[str, Secret]) -> None:
        from smmcore.secrets import keyring_call

        revealed = json.dumps({name: secret.reveal() for name, secret in values.items()})
        keyring_call("set_password", self.service, owner, revealed)


class _Threads(Protocol):
    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


@frozen(eq=False)
class SessionVault:
    """One account's secrets: see `smmcore.io.Vault`."""

    sessions: Sessions
    account: Account
    io: _Threads
    opened_by: Collection[str] | None = None
    """See `smmcore.platform.KeepsSessions`."""

    @property
    def lasts(self) -> bool:
        return not isinstance(self.sessions, MemorySessions)

    async def get(self) -> Mapping[str, Secret]:
        return await self.io.in_thread(self._load)

    async def put(self, values: Mapping[str, str | Secret]) -> Mapping[str, Secret]:
        secrets = as_secrets(values)
        await self.io.in_thread(self._save, secrets)
        return secrets

    def _load(self) -> Mapping[str, Secret]:
        return self.sessions.load(self._owner)

    def _save(self, secrets: Mapping[str, Secret]) -> None:
        self.sessions.save(self._owner, secrets)

    @property
    def _owner(self) -> str:
        return owner_of(self.account, None if self.opened_by is None else frozenset(self.opened_by))


@lru_cache(maxsize=256)  # it is slow on purpose, and asked for with every request
def owner_of(account: Account, opened_by: frozenset[str] | None = None) -> str:
    """A digest that changes with the page and with what opens it: nobody gets a session of somebody else's.

    `opened_by` names the settings and secrets that count; None means all.
    """

    def counts(name: str) -> bool:
        return opened_by is None or name in opened_by

    secrets = [f"{name}={account.secrets[name].reveal()}" for name in sorted(account.secrets) if counts(name)]
    chosen = {name: value for name, value in account.settings.items() if counts(name)}
    settings = json.dumps(chosen, sort_keys=True, default=str)
    text = "\0".join([account.platform, account.name, account.id, settings, *secrets])
    # Passwords may be weak, so trying them out against the digest has to take its time.
    return hashlib.scrypt(text.encode(), salt=b"smmcore", n=2**12, r=8, p=1, dklen=16).hex()


def sessions_from(place: Any) -> Sessions:
    """As embedders name them: a path, a `Sessions`, or None for this process only."""
    if place is None:
        return MemorySessions()
    if isinstance(place, str | Path):
        return FileSessions(Path(place).expanduser())
    found: Sessions = place
    return found
