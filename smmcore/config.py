"""`smm.toml`: which accounts there are, where their secrets are kept, and where the journal lies."""

import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import field, frozen

from smmcore import toml
from smmcore.errors import InvalidInput
from smmcore.io.interface import Uploader
from smmcore.models import Account, Rules, Secret
from smmcore.secrets import Reference, fetch
from smmcore.sessions import FileSessions, KeyringSessions, Sessions
from smmcore.uploading.entry import UploadsEntry

if TYPE_CHECKING:
    from smmcore.events import Events

NAME = "smm.toml"
JOURNAL = "smm.sqlite3"
NONE_FOUND = "no smm.toml found; run `smm accounts add NAME --platform …` to begin one"
_FIELDS = ("journal", "sessions", "patience", "allow_clear_secrets", "uploads", "accounts")
_ACCOUNT_NAME = re.compile(r"\w[\w.-]*")


@frozen(kw_only=True)
class AccountEntry:
    """One account as the file has it: its secrets are places to look at, not yet values."""

    name: str
    platform: str
    id: str = ""
    settings: Mapping[str, Any] = field(factory=dict)
    secrets: Mapping[str, Reference | Secret] = field(factory=dict)
    rules: Rules = field(factory=Rules)

    def with_secrets(self, folder: Path, events: "Events | None") -> Account:
        """The account; a secret that cannot be found is missing in it, with the reason."""
        found: dict[str, Secret] = {}
        missing: dict[str, str] = {}
        for name, place in self.secrets.items():
            try:
                found[name] = (
                    place if isinstance(place, Secret) else self._fetched(name, place, folder, events)
                )
            except InvalidInput as error:
                missing[name] = str(error)
        return Account(
            self.name,
            self.platform,
            self.id,
            settings=self.settings,
            secrets=found,
            missing=missing,
            rules=self.rules,
        )

    def _fetched(self, name: str, place: Reference, folder: Path, events: "Events | None") -> Secret:
        return Secret(fetch(place, account=self.name, name=name, folder=folder, events=events), name)


@frozen(kw_only=True)
class Config:
    """What `smm.toml` says. Secrets are looked up when the accounts are asked for."""

    path: Path | None = None
    """None if there is no file."""
    patience: float = 60
    entries: tuple[AccountEntry, ...] = ()
    own_journal: "str | Reference | None" = field(default=None, repr=False)
    """What the file says, or None."""
    sessions: Sessions | None = None
    """Where networks' sessions are kept; None means in this process only."""
    uploads: UploadsEntry | None = None
    """Where files are put for networks that fetch media; None means nowhere."""

    @property
    def journal(self) -> str | Path:
        """A path or a database's URL. Raises `InvalidInput` if it is kept elsewhere and is not there."""
        if self.own_journal is None:
            return self._default_journal()
        if isinstance(self.own_journal, Reference):
            try:
                return fetch(
                    self.own_journal, account="", name="journal", folder=self.folder, events=None
                ).strip()
            except InvalidInput as error:
                raise InvalidInput(f"{self._name}: journal: {error}") from None
        if "://" in self.own_journal:
            return self.own_journal
        return self.folder / Path(self.own_journal).expanduser()

    @property
    def folder(self) -> Path:
        """What relative paths in the file are relative to."""
        return self.path.parent if self.path else Path.cwd()

    def accounts_with_secrets(self, events: "Events | None" = None) -> list[Account]:
        """All accounts. One whose secret cannot be found says so only when it is used."""
        return [entry.with_secrets(self.folder, events) for entry in self.entries]

    def uploader(self, events: "Events") -> Uploader | None:
        """What gives files a public address. Raises `InvalidInput` that names the field."""
        if self.uploads is None:
            return None
        try:
            return self.uploads.uploader(self.folder, events)
        except InvalidInput as error:
            raise InvalidInput(f"{self._name}: {error}") from None

    def _default_journal(self) -> Path:
        if self.path is None or self.path == user_path():
            from platformdirs import user_data_path

            return user_data_path("smmcore") / JOURNAL
        return self.folder / JOURNAL

    @property
    def _name(self) -> str:
        return self.path.name if self.path else NAME


def user_path() -> Path:
    """Where the user's own file lies, whether it exists or not."""
    from platformdirs import user_config_path

    return user_config_path("smmcore") / NAME


def find_config(path: str | Path | None = None) -> Path | None:
    """The given file, SMM_CONFIG's, the nearest one here or above, or the user's; None if there is none.

    A file that was named is returned even if it does not exist.
    """
    named = path or os.environ.get("SMM_CONFIG")
    if named:
        return Path(named).expanduser().absolute()
    here = Path.cwd()
    candidates = [folder / NAME for folder in (here, *here.parents)] + [user_path()]
    return next((candidate for candidate in candidates if _is_file(candidate)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def read_config(path: str | Path | None = None) -> Config:
    """What the file says; without any file, a `Config` without accounts. Raises `InvalidInput`."""
    found = find_config(path)
    if found is None:
        return Config()
    # The whole path: of a file that is not where it was looked for, the name alone says little.
    text = toml.decoded(toml.contents(found, str(found)), found.name)
    try:
        return _config(found, toml.parsed(text, found.name))
    except _Wrong as error:
        raise InvalidInput(f"{found.name}: {error}") from None


class _Wrong(Exception):
    """What does not fit, with its field."""


def _config(path: Path, data: dict[str, Any]) -> Config:
    for name in data:
        if name not in _FIELDS:
            raise _Wrong(f"{name}: is unknown; known are {', '.join(_FIELDS)}")
    clear = data.get("allow_clear_secrets", False)
    if not isinstance(clear, bool):
        raise _Wrong(f"allow_clear_secrets: must be true or false, not {clear!r}")
    accounts = data.get("accounts", {})
    if not isinstance(accounts, dict):
        raise _Wrong("accounts: must be tables such as [accounts.bakery]")
    return Config(
        path=path,
        patience=_patience(data.get("patience", 60)),
        entries=tuple(_account(name, table, clear) for name, table in accounts.items()),
        own_journal=_journal(data.get("journal"), clear),
        sessions=_sessions(path.parent, data.get("sessions")),
        uploads=_uploads(data["uploads"], clear) if "uploads" in data else None,
    )


def _patience(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise _Wrong(f"patience: must be a number of seconds, not {value!r}")
    return float(value)


def _journal(value: Any, clear: bool) -> str | Reference | None:
    if isinstance(value, dict):
        return _reference("journal", value)
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise _Wrong(f"journal: must be a path, a database's URL or {{ env = … }}, not {value!r}")
    if value is not None and not clear and _has_password(value):
        raise _Wrong(
            'journal: has a password in clear; write journal = { env = "SMM_JOURNAL" } '
            "and keep the URL there, or set allow_clear_secrets = true"
        )
    return value


def _sessions(folder: Path, value: Any) -> Sessions | None:
    if value is None:
        return None
    place = _reference("sessions", value)
    if place.word == "file":
        return FileSessions(folder / Path(place.place).expanduser())
    if place.word == "keyring":
        return KeyringSessions(place.place)
    raise _Wrong(f"sessions: can be kept in a file or a keyring, not in {place.word}")


def _uploads(table: Any, clear: bool) -> UploadsEntry:
    if not isinstance(table, dict):
        raise _Wrong("uploads: must be a table [uploads]")
    rest = dict(table)
    to = rest.pop("to", None)
    if not isinstance(to, str) or not to.strip():
        raise _Wrong('uploads.to: must say where files are put, such as "folder" or "s3"')
    return UploadsEntry(to=to, secrets=_secrets("uploads", rest.pop("secrets", {}), clear), settings=rest)


def _secrets(name: str, table: Any, clear: bool, where: str = "") -> dict[str, Reference | Secret]:
    where = f"{where or name}.secrets"
    if not isinstance(table, dict):
        raise _Wrong(f'{where}: must be tables such as secrets.token = {{ env = "…" }}')
    return {key: _secret(f"{where}.{key}", name, key, table[key], clear) for key in table}


def _has_password(url: str) -> bool:
    with suppress(ValueError):
        return bool("://" in url and urlsplit(url).password)
    return False


def _account(name: str, table: Any, clear: bool) -> AccountEntry:
    where = f"accounts.{name}"
    if not _ACCOUNT_NAME.fullmatch(name):
        raise _Wrong(f"{where}: names have only letters, digits, dots, - and _")
    if not isinstance(table, dict):
        raise _Wrong(f"{where}: must be a table [{where}]")
    rest = dict(table)
    secrets = rest.pop("secrets", {})
    return AccountEntry(
        name=name,
        platform=_platform(where, rest.pop("platform", None)),
        id=_id(where, rest.pop("id", "")),
        secrets=_secrets(name, secrets, clear, where),
        rules=_rules(f"{where}.rules", rest.pop("rules", {})),
        settings=rest,
    )


def _rules(where: str, table: Any) -> Rules:
    if not isinstance(table, dict):
        raise _Wrong(f'{where}: must be a table such as rules = {{ missed = "skip" }}')
    from smmcore.models.converting import load

    try:
        return load(Rules, table, where=where)
    except InvalidInput as error:
        raise _Wrong(str(error)) from None


def _platform(where: str, value: Any) -> str:
    if value is None:
        raise _Wrong(
            f"{where}.platform: is missing; name the network (smm plugins lists those that are installed)"
        )
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"{where}.platform: must be the name of a network, not {value!r}")
    return value


def _id(where: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _Wrong(f"{where}.id: must be text, not {value!r}")
    return str(value)


def _secret(where: str, account: str, name: str, value: Any, clear: bool) -> Reference | Secret:
    if not isinstance(value, str):
        return _reference(where, value)
    if not clear:
        raise _Wrong(
            f"{where}: stands there in clear; write {name} = {{ env = "
            f'"{variable(account, name)}" }} and set that variable, or allow_clear_secrets = true'
        )
    try:
        return Secret(value, name)
    except ValueError:
        raise _Wrong(f"{where}: must not be empty") from None


def _reference(where: str, value: Any) -> Reference:
    if isinstance(value, dict) and len(value) == 1:
        ((word, place),) = value.items()
        if isinstance(place, str) and place.strip():
            return Reference(word, place)
    # The value is not shown: it may be the secret.
    raise _Wrong(f'{where}: must be one of {{ env = "…" }}, {{ keyring = "…" }}, {{ file = "…" }}')


def variable(account: str, secret: str) -> str:
    """The environment variable that is proposed for a secret."""
    name = re.sub(r"\W", "_", f"{account}_{secret}").upper()
    if name.isascii():
        return f"SMM_{name}" if name[0].isdigit() else name
    # Shells export no other letters; the sum keeps such accounts apart.
    return f"SMM_{zlib.crc32(account.encode()):08X}_{secret.upper()}"


def add_account(path: Path, entry: AccountEntry) -> None:
    """Append an account to the file, or begin the file; what stands there stays as it is.

    Raises `InvalidInput`, and then nothing is changed.
    """
    old = toml.contents(path, str(path)) if path.exists() else b""
    text = toml.decoded(old, path.name)
    known = _checked(path, text)
    if any(other.name == entry.name for other in known.entries):
        raise InvalidInput(f"{path.name}: there is an account {entry.name} already; choose another name")
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = newline * (2 if text and not text.endswith("\n") else 1) if text.strip() else ""
    new = text + gap + newline.join(_lines(entry))
    if entry not in _checked(path, new).entries:
        raise InvalidInput(f"{path.name}: the account {entry.name} cannot be appended; write it by hand")
    _replace(path, new.encode())


def _checked(path: Path, text: str) -> Config:
    try:
        return _config(path, toml.parsed(text, path.name))
    except _Wrong as error:
        raise InvalidInput(f"{path.name}: {error}") from None


def _lines(entry: AccountEntry) -> Iterator[str]:
    yield f"[accounts.{toml.key(entry.name)}]"
    yield f"platform = {toml.value(entry.platform)}"
    if entry.id:
        yield f"id = {toml.value(entry.id)}"
    for name, place in entry.secrets.items():
        if isinstance(place, Reference):
            where = toml.value({place.word: place.place})
            yield f"secrets.{toml.key(name)} = {where}"
    for name, value in entry.settings.items():
        yield f"{toml.key(name)} = {toml.value(value)}"
    yield ""


def _replace(path: Path, content: bytes) -> None:
    """Put the content there in one step, so that no reader ever finds half a file."""
    target = path.resolve()
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.touch(mode=0o600)
        new.write_bytes(content)
        new.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o600)
        new.replace(target)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise InvalidInput(f"{path} cannot be written: {error.strerror}") from None
