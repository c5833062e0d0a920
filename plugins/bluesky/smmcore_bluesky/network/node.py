"""Node, and Bluesky's server code for it, which is installed once for each version of Node."""

import asyncio
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import platformdirs

from smmcore.errors import InvalidInput
from smmcore_bluesky.network.child import Ended, Family

NODE_MODULES = "SMMCORE_BLUESKY_NODE_MODULES"
"""The environment variable that names a folder `node_modules` to use instead of the cache."""

MAJOR_VERSIONS = range(20, 24)
"""Versions of Node that the server code runs on. On 24 it crashes now and then."""

PACKAGE = Path(__file__).with_name("package.json")

LOOKING = 0.1
"""Seconds between two looks whether another process has finished installing."""


async def modules(family: Family, note: Callable[[str], None]) -> Path:
    """The folder of Bluesky's server code, installed if need be; a note says so.

    Raises `InvalidInput` if Node or npm are missing or do not do their work.
    """
    version = await _version(family)
    if named := os.environ.get(NODE_MODULES):
        return _checked(Path(named))
    digest = hashlib.sha256(PACKAGE.read_bytes() + version.encode()).hexdigest()[:16]
    place = platformdirs.user_cache_path("smmcore") / "bluesky-network" / digest
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        async with _locked(place.with_suffix(".lock")):
            if not place.exists():
                note(f"installing Bluesky's server code, once, about 350 MB, into {place}")
                await _install(family, place)
    return place / "node_modules"


async def _version(family: Family) -> str:
    wanted = f"Node {MAJOR_VERSIONS[0]} to {MAJOR_VERSIONS[-1]}"
    if not shutil.which("node"):
        raise InvalidInput(f"the Bluesky network needs {wanted}: install it, so that `node` is on the PATH")
    node = await family.start(["node", "--version"])
    version = await node.said("v")
    await node.ended()
    major = re.match(r"\d+", version)
    if not major or int(major[0]) not in MAJOR_VERSIONS:
        raise InvalidInput(f"the Bluesky network needs {wanted}, and `node` on the PATH is {version}")
    return version


def _checked(named: Path) -> Path:
    if not (named / "@atproto" / "dev-env").is_dir():
        raise InvalidInput(f"{NODE_MODULES} is {named}: there is no @atproto/dev-env in it")
    return named.absolute()


async def _install(family: Family, place: Path) -> None:
    """Install beside the place and rename at the end, so that what is at the place is whole."""
    if not shutil.which("npm"):
        raise InvalidInput(
            "the Bluesky network is installed by npm: install it, so that `npm` is on the PATH"
        )
    partial = _begun(place)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--no-progress"]
    npm = await family.start(["npm", "install", *options], cwd=partial)
    try:
        await npm.succeed()
        shutil.move(partial, place)
    except Ended as ended:
        raise InvalidInput(f"npm could not install Bluesky's server code: {ended}") from None
    finally:
        await npm.stop()
        shutil.rmtree(partial, ignore_errors=True)


def _begun(place: Path) -> Path:
    """A folder beside the place to install in. What killed installations left there is removed."""
    for left in place.parent.glob(f"{place.name}.partial-*"):
        shutil.rmtree(left, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{place.name}.partial-", dir=place.parent))
    shutil.copy(PACKAGE, partial)
    return partial


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    """A block that one process at a time may enter. If it dies, the system lets the next one in."""
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(LOOKING)
        yield
