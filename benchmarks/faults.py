"""One publish call under each fault: how many posts are on the page afterwards? Ours, and those of peers.

Networks are fakes on this machine; a network takes part if it is installed and its fake can fail at will. Peers are
installed from the package index, each into an environment of its own in the user's cache folder; they too call
nothing but the fakes.
"""

import platform as machine
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
from faults import crashes, others, ours, report, variants
from faults.cases import PEERS_KINDS, QUICK_KINDS, TROUBLES, Case
from faults.others import PEERS, NotInstalled, Peer

from smmcore.errors import SMMError
from smmcore.platform import FakeNetwork, Faulty, Platform, Sandboxed
from smmcore.plugins import Plugins
from smmcore.sandbox import public_folder
from smmcore.testing.fake import Fake
from smmcore.testing.samples import KINDS

PLUGINS = Path(__file__).resolve().parent.parent / "plugins"


@click.command(help=__doc__)
@click.argument("networks", nargs=-1, metavar="[NETWORK…]")
@click.option(
    "--quick", is_flag=True, help="Ours only, two kinds of post; exits with 1 if one is not there once."
)
@click.option("--peers", default="all", show_default=True, help="Names with commas between them, or none.")
@click.option("--write", is_flag=True, help="Put the tables into the docs.")
def main(networks: tuple[str, ...], peers: str, *, quick: bool, write: bool) -> None:
    if write and quick:
        raise click.UsageError("--write is for the whole table; leave out --quick")
    chosen_peers = [] if quick else named(peers)
    tables, wrong = list[report.Table](), 0
    kinds = QUICK_KINDS if quick else KINDS
    for platform in chosen(networks):
        with staged(platform) as stage:
            found = list(told(our_cases(stage, kinds)))
            tables.append(report.ours(f"{stage.title}: smmcore", found))
            for variant in variants.of(stage):
                other = list(told(ours.cases(variant, kinds), variant.title))
                tables.append(report.ours(f"{variant.title}: smmcore", other))
                wrong += sum(bool(case.wrong) for case in other)
            wrong += sum(bool(case.wrong) for case in found)
            rivals = [peer for peer in chosen_peers if peer.network == platform.name]
            tables += [beside(stage, found, rivals)] if rivals else []
    print(*report.text(tables), sep="\n")
    if write:
        page = report.PAGE.read_text("utf-8")
        report.PAGE.write_text(report.written(page, report.markdown(measured(), tables)), "utf-8")
    sys.exit(1 if wrong else 0)


def measured() -> str:
    """When, with what and where the tables were made."""
    today = f"{datetime.now(UTC):%d %B %Y}".lstrip("0")
    system = f"Python {machine.python_version()} on {machine.system()}"
    return f"Measured on {today} with smmcore {version('smmcore')}, {system}."


def named(peers: str) -> list[Peer]:
    """The peers of these names."""
    names = {"all": [peer.name for peer in PEERS], "none": []}.get(peers, peers.split(","))
    if unknown := {*names} - {peer.name for peer in PEERS}:
        known = ", ".join(peer.name for peer in PEERS)
        raise click.UsageError(f"there is no peer {min(unknown)!r}; there are {known}")
    return [peer for peer in PEERS if peer.name in names]


def chosen(names: Sequence[str]) -> Iterator[Platform]:
    """The networks of these names, or all of ours that are installed and whose fakes fail at will."""
    plugins = Plugins()
    for name in names or [name for name in plugins.installed if (PLUGINS / name).is_dir()]:
        platform = loaded(plugins, name)
        sandbox = platform.sandbox() if isinstance(platform, Sandboxed) else None
        if isinstance(sandbox, FakeNetwork) and isinstance(sandbox, Faulty):
            yield platform
        elif names:
            raise click.UsageError(f"{name} brings no fake that fails at will")


def loaded(plugins: Plugins, name: str) -> Platform:
    try:
        return plugins.platform(name)
    except SMMError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def staged(platform: Platform) -> Iterator[ours.Stage]:
    """A network's fake, running for the time of the block."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        uploader = ends.enter_context(public_folder())
        fake = ends.enter_context(Fake.running(platform.sandbox()))
        yield ours.Stage(platform, fake, folder, uploader, fake.account, platform.title)


def our_cases(stage: ours.Stage, kinds: Sequence[str]) -> Iterator[Case]:
    yield from ours.cases(stage, kinds)
    yield from crashes.cases(stage, kinds)


def beside(stage: ours.Stage, found: Sequence[Case], peers: Sequence[Peer]) -> report.Table:
    """Ours and the peers', with the same posts under the same troubles."""
    common = {trouble.label for trouble in TROUBLES}
    mine = [case for case in found if case.trouble in common and case.kind in PEERS_KINDS]
    columns, notes = {"smmcore": mine}, []
    for peer in peers:
        try:
            columns |= {name: list(told(cases, name)) for name, cases in others.columns(stage, peer)}
            notes.append(peer.note)
        except NotInstalled as error:
            notes.append(f"{error}.")
    return report.beside(f"{stage.title}: peers", columns, notes)


def told(cases: Iterator[Case], who: str = "smmcore") -> Iterator[Case]:
    """The cases, each named while it goes by."""
    for case in cases:
        print(f"{who}, {case.network}: {case.kind}: {case.trouble}", file=sys.stderr)
        yield case


if __name__ == "__main__":
    main()
