"""Sets the stages up, plays the month, and shows what came of it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from smmcore.demo import rules
from smmcore.demo.month import Month, Stage, Tell, bakery
from smmcore.errors import InvalidInput
from smmcore.io.blocking import BlockingIO
from smmcore.platform import RealNetwork, Sandboxed
from smmcore.plugins import Plugins
from smmcore.sandbox import SandboxClock, mounted, public_folder, serving
from smmcore.smm import SMM


@contextmanager
def playing(tell: Tell, port: int = 0) -> Iterator[tuple[Month, list[Stage]]]:
    """Serve the fakes of all installed networks, with an `SMM` whose clock runs ahead together with theirs."""
    plugins = Plugins([rules])
    sandboxes = {p.name: p.sandbox() for p in plugins.platforms() if isinstance(p, Sandboxed)}
    # A month passes in seconds, which only fakes can follow.
    fakes = {name: sandbox for name, sandbox in sandboxes.items() if not isinstance(sandbox, RealNetwork)}
    if not fakes:
        raise InvalidInput("no installed network brings a sandbox; run: pip install smmcore-NAME[sandbox]")
    with ExitStack() as stack:
        url = stack.enter_context(
            serving(mounted({name: fake.app for name, fake in fakes.items()}), port=port)
        )
        io = BlockingIO()
        stack.callback(io.close)
        stages = [
            Stage(fake.account(f"{url}/{name}", name), fake, f"{url}/{name}", io)
            for name, fake in fakes.items()
        ]

        def advance(seconds: float) -> None:
            for stage in stages:
                stage.play("advance", seconds=seconds)

        folder = stack.enter_context(TemporaryDirectory(prefix="smm-demo-"))
        accounts = [stage.account for stage in stages]
        journal = Path(folder) / "journal.sqlite3"
        uploader = stack.enter_context(public_folder())
        clock = SandboxClock(advance)
        smm = SMM(accounts, plugins=plugins, journal=journal, clock=clock, uploader=uploader)
        stack.enter_context(smm)
        yield Month(smm, stages, tell, bakery()), stages
