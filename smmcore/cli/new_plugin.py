"""`smm new-plugin`: a distribution for a new network, to start from; it works before anything in it is changed."""

import os
import re
import shlex
import string
from collections.abc import Iterator, Mapping
from importlib import metadata, resources
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from attrs import frozen

import smmcore
from smmcore.cli.state import State, as_json, pass_state
from smmcore.errors import InvalidInput

LONGEST = 30
"""Characters of a name; lines with longer ones would not be formatted as the template has them."""
TEMPLATE = "network"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RESERVED = {"conformance"}  # tests/test_conformance.py is the suite
_STEPS = (
    'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]"',
    ".venv/bin/smm plugins",
    ".venv/bin/pytest",
)


@click.command("new-plugin")
@click.argument("name")
@click.option("--title", help="How people write the network; NAME with a capital letter, without it.")
@click.option("--into", default=".", metavar="FOLDER", help="Where smmcore-NAME is made; here, without it.")
@as_json
@pass_state
def new_plugin(state: State, name: str, title: str | None, into: str) -> None:
    """Write a plugin for a new network: folder smmcore-NAME, with a fake of the network and with tests.

    It installs and passes its tests at once. Then put your network in the place of the invented one. NAME is what
    accounts will write in `platform`: small letters, digits and underscores.
    """
    plugin = _Plugin(_checked_name(name), _checked_title(title, name))
    folder = _target(Path(into), plugin)
    files = _written(folder, plugin)
    _told(state, plugin, folder, files)


@frozen
class _Plugin:
    name: str
    title: str

    @property
    def words(self) -> Mapping[str, str]:
        """What stands in the template's placeholders."""
        camel = "".join(part.capitalize() for part in self.name.split("_"))
        return {"name": self.name, "title": self.title, "Class": camel, "core": _core()}


def _core() -> str:
    """This release of smmcore as a dependency: the next minor version may change what plugins use."""
    major, minor = map(int, smmcore.__version__.split(".")[:2])
    return f"smmcore>={major}.{minor},<{major}.{minor + 1}"


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        raise InvalidInput(
            f"{name!r} is no name for a network: write at most {LONGEST} small letters, digits and single "
            "underscores, and begin with a letter"
        )
    if name in _RESERVED:
        raise InvalidInput(f"{name} would be the name of two test files; choose another name")
    for point in metadata.entry_points(group="smmcore", name=name):
        owner = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
        raise InvalidInput(f"the network {name} is installed already ({owner}); choose another name")
    return name


def _checked_title(title: str | None, name: str) -> str:
    if title is None:
        return name.replace("_", " ").capitalize()
    # It is put between quotes in Python and TOML.
    if not title.strip() or not title.isprintable() or set(title) & set('"\\'):
        raise InvalidInput(f"--title {title!r}: write one line, without double quotes and backslashes")
    return title.strip()


def _target(into: Path, plugin: _Plugin) -> Path:
    if not into.is_dir():
        raise InvalidInput(f"--into {into}: there is no such folder; make it first, or name another one")
    folder = into / f"smmcore-{plugin.name}"
    if os.path.lexists(folder):
        raise InvalidInput(f"{folder} exists already; move it away, or choose another folder with --into")
    return folder


# Writing


class _Template(string.Template):
    """Placeholders such as `NEW_name` leave Python readable, and GitHub's `${{ … }}` alone."""

    delimiter = "NEW_"
    idpattern = "name|title|Class|core"
    flags = re.NOFLAG


def _written(folder: Path, plugin: _Plugin) -> list[str]:
    """The files below the folder. It is made beside its place and moved there whole, or not at all."""
    try:
        with TemporaryDirectory(prefix=".smm-new-plugin-", dir=folder.parent) as beside:
            whole = Path(beside) / folder.name
            for place, text in _rendered(plugin):
                path = whole / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
            files = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file())
            whole.rename(folder)
    except OSError as error:
        raise InvalidInput(
            f"{folder} cannot be written: {error.strerror or error}; choose another folder with --into"
        ) from error
    return files


def _rendered(plugin: _Plugin) -> Iterator[tuple[str, str]]:
    """Each file's place and text. `dot_` stands for a dot, which version control and builds would heed here."""
    with resources.as_file(resources.files("smmcore") / "templates" / TEMPLATE) as root:
        for path in sorted(root.rglob("*.tmpl")):
            place = re.sub(r"(^|/)dot_", r"\1.", path.relative_to(root).as_posix().removesuffix(".tmpl"))
            yield _filled(place, plugin), _filled(path.read_text("utf-8"), plugin)


def _filled(text: str, plugin: _Plugin) -> str:
    return _Template(text).substitute(plugin.words)


# Telling


def _told(state: State, plugin: _Plugin, folder: Path, files: list[str]) -> None:
    from smmcore.cli import output

    steps = [f"cd {shlex.quote(str(folder))}", *_STEPS]
    if state.json:
        output.document(
            {
                "network": plugin.name,
                "title": plugin.title,
                "folder": str(folder.resolve()),
                "files": files,
                "next": steps,
            }
        )
        return
    output.line(f"{folder.name} is in {folder.resolve()}: {len(files)} files.")
    output.line(f"It works as it is, with an invented network in the place of {plugin.title}. See it work:")
    for step in steps:
        output.line(f"  {step}")
    output.line("Then README.md says what to change, and in which order.")
