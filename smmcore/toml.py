"""Reading TOML with errors that name file and line, and writing single values of it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from smmcore.errors import InvalidInput

_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)
_END = "(at end of document)"
_BARE = re.compile(r"[A-Za-z0-9_-]+")
LARGEST = 32 * 1024 * 1024
"""Bytes; nobody writes a larger file by hand, and one that is named by mistake must not fill the memory."""


def contents(path: Path, name: str) -> bytes:
    """The file's bytes. Raises `InvalidInput` that says why it cannot be read."""
    data = b""
    try:
        wrong = _unsuitable(path)
        if not wrong:
            data = path.read_bytes()
    except FileNotFoundError:
        wrong = "there is no such file; check the path"
    except (OSError, ValueError) as error:
        wrong = f"cannot be read: {(isinstance(error, OSError) and error.strerror) or error}"
    if wrong:
        raise InvalidInput(f"{name}: {wrong}")
    return data


def _unsuitable(path: Path) -> str:
    """Why nobody can have meant that path; empty if somebody can."""
    if path.is_dir():
        return "is a folder; name a file in it"
    if path.is_file() and path.stat().st_size > LARGEST:
        return f"is larger than {LARGEST // 1024 // 1024} MB; name the right file"
    return ""


def decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidInput(f"{name} line {line}: is not UTF-8 text; save the file as UTF-8") from None


def parsed(text: str, name: str) -> dict[str, Any]:
    """Raises `InvalidInput` that begins with the file's name and the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(_explained(str(error), text, name)) from None
    except RecursionError:
        raise InvalidInput(f"{name}: is nested too deeply") from None
    except ValueError as error:
        raise InvalidInput(f"{name}: {error}") from None


def _explained(message: str, text: str, name: str) -> str:
    if message.endswith(_END):
        return f"{name} line {text.rstrip().count(chr(10)) + 1}: {message}"
    if place := _PLACE.fullmatch(message):
        return f"{name} line {place[2]}: {place[1]} (column {place[3]})"
    return f"{name}: {message}"


def key(name: str) -> str:
    """A key as TOML writes it, quoted where it must be."""
    return name if _BARE.fullmatch(name) else value(name)


def value(data: Any) -> str:
    """A string, number, boolean, list or table on one line."""
    if isinstance(data, str):
        return '"' + "".join(_escaped(character) for character in data) + '"'
    if isinstance(data, list | tuple):
        return f"[{', '.join(value(item) for item in data)}]"
    if isinstance(data, dict):
        items = ", ".join(f"{key(name)} = {value(item)}" for name, item in data.items())
        return f"{{ {items} }}" if items else "{}"
    return str(data).lower() if isinstance(data, bool) else str(data)


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if ord(character) < 32 or ord(character) == 127:
        return f"\\u{ord(character):04x}"
    return character
