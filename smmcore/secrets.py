"""Where secrets are kept, and fetching them from there."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from smmcore.errors import InvalidInput

if TYPE_CHECKING:
    from smmcore.events import Events


@frozen
class Reference:
    """A place that holds a secret: `env`, `keyring`, `file`, or a word that some plugin understands."""

    word: str
    place: str

    def __str__(self) -> str:
        return f"{self.word}:{self.place}"


def fetch(reference: Reference, *, account: str, name: str, folder: Path, events: "Events | None") -> str:
    """The secret itself. Raises `InvalidInput` that says where it was looked for, and what to do."""
    if reference.word == "env":
        found = _from_environment(reference.place)
    elif reference.word == "file":
        found = _from_file(folder / Path(reference.place).expanduser())
    elif reference.word == "keyring":
        found = _from_keyring(reference.place, f"{account}/{name}")
    else:
        found = _from_plugins(reference, account, name, events)
    if not found.strip():
        raise InvalidInput(f"{reference} is empty")
    return found


def _from_environment(variable: str) -> str:
    value = os.environ.get(variable)
    if value is None:
        raise InvalidInput(f"the environment variable {variable} is not set; run: export {variable}=…")
    return value


def _from_file(path: Path) -> str:
    try:
        open_to_all = os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077
        text = "" if open_to_all else path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InvalidInput(f"the file {path} is not text") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InvalidInput(f"the file {path} cannot be read: {reason}") from None
    if open_to_all:
        raise InvalidInput(f"others can read the file {path}; run: chmod 600 {path}")
    return text


def _from_keyring(service: str, user: str) -> str:
    value = keyring_call("get_password", service, user)
    if value is None:
        raise InvalidInput(f"the keyring has nothing for it; run: keyring set {service} {user}")
    return str(value)


def keyring_call(method: str, *args: str) -> Any:
    """Ask the OS keyring. Raises `InvalidInput` if it is not there or says no."""
    try:
        import keyring
    except ImportError:
        raise InvalidInput("keyring needs its extra; run: pip install 'smmcore[keyring]'") from None
    try:
        return getattr(keyring, method)(*args)
    except Exception as error:  # noqa: BLE001 - every backend has errors of its own
        raise InvalidInput(f"the keyring cannot be used: {type(error).__name__}: {error}") from None


def _from_plugins(reference: Reference, account: str, name: str, events: "Events | None") -> str:
    try:
        value = events.secret(account, name, str(reference)) if events else None
    except Exception as error:  # noqa: BLE001 - a boundary: a plugin's failure concerns this secret only
        raise InvalidInput(f"{reference} cannot be fetched: {type(error).__name__}: {error}") from None
    if value is None:
        raise InvalidInput(f"no plugin knows {reference}; install one that brings {reference.word}")
    return value
