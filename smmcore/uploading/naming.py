"""How uploaded files are called: by what is in them."""

import hashlib
import re
from pathlib import Path

_OURS = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")


def digest_of(path: Path) -> str:
    """Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_of(path: Path, digest: str) -> str:
    """The same content gives the same name, so repeating is harmless; who does not have it cannot guess it."""
    suffix = path.suffix.lower()
    return digest + suffix if _OURS.fullmatch(digest + suffix) else digest


def is_ours(name: str) -> bool:
    """Whether a file is called as uploaded ones are: whatever else stands there is never touched."""
    return _OURS.fullmatch(name) is not None


def unreadable(path: Path, error: OSError) -> str:
    return f"cannot read {path}: {error.strerror}"
