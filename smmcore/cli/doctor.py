"""`smm doctor`: looks for what needs a person."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from attrs import frozen

from smmcore.cli.errors import FAILED
from smmcore.cli.state import State, as_json, pass_state
from smmcore.errors import SMMError

if TYPE_CHECKING:
    from smmcore.config import Config
    from smmcore.journal.health import Health
    from smmcore.journal.journal import Journal

SOME = 3
"""Posts that are named where there are several."""
MANY = 20


@frozen
class Finding:
    about: str
    ok: bool
    words: str


@click.command()
@click.option("--online", is_flag=True, help="Ask the networks about every account, too.")
@as_json
@pass_state
@click.pass_context
def doctor(context: click.Context, state: State, online: bool) -> None:
    """Look for what needs a person: settings, secrets, plugins, the journal, posts that are stuck."""
    from smmcore.cli import output

    with output.working("Looking…"):
        known: dict[str, str] = {}
        findings = [*_config(state, known), *_plugins(), *_journal(state, known)]
        findings += _networks(state) if online else ()
    healthy = all(finding.ok for finding in findings)
    if state.json:
        output.document({"ok": healthy, "findings": findings})
    else:
        rows = [[f.about, "ok" if f.ok else "needs you", f.words] for f in findings]
        output.table(["about", "state", "what"], rows)
    context.exit(0 if healthy else FAILED)


def _config(state: State, known: dict[str, str]) -> Iterator[Finding]:
    """Fills `known` with the accounts and what is wrong with each of them."""
    from smmcore.cli.accounts import describe
    from smmcore.config import NONE_FOUND

    try:
        config, accounts = state.config(), describe(state)
    except SMMError as error:
        yield Finding("config", False, str(error))
        return
    if config.path is None:
        yield Finding("config", False, NONE_FOUND)
        return
    yield Finding("config", True, f"{config.path}, accounts: {len(accounts)}")
    yield from _uploads(config)
    for account in accounts:
        known[account["name"]] = words = "; ".join(account["problems"])
        yield Finding(f"account {account['name']}", not words, words or account["platform"])


def _uploads(config: "Config") -> Iterator[Finding]:
    from smmcore.events import Events
    from smmcore.plugins import Plugins
    from smmcore.uploading.entry import NotReady

    try:
        uploader = config.uploader(Events(Plugins()))
    except SMMError as error:
        yield Finding("uploads", False, str(error))
        return
    if isinstance(uploader, NotReady):
        yield Finding("uploads", False, uploader.reason)
    elif uploader:
        yield Finding("uploads", True, uploader.name)


def _plugins() -> Iterator[Finding]:
    from smmcore.cli.plugins import described

    found = described()
    if not found:
        yield Finding("plugins", False, "no network is installed; run: pip install smmcore-NAME")
    for plugin in found:
        broken = plugin["broken"]
        words = (
            f"{broken}; tell its author, or remove {plugin['distribution']}"
            if broken
            else plugin["distribution"]
        )
        yield Finding(f"plugin {plugin['name']}", not broken, words)


def _journal(state: State, known: dict[str, str]) -> Iterator[Finding]:
    from smmcore.cli.journal import journal_of

    now = datetime.now(UTC)
    try:
        with journal_of(state) as journal:
            # Posts of accounts that are not there are told by themselves: no worker can help them.
            health = journal.monitor.health(now, known or None)
            yield Finding("journal", True, f"{journal.name}: {_counted(health)}")
            yield from _workers(health, now)
            yield from _waiting(health, known)
            yield from _posts(journal, health, now, known)
    except SMMError as error:
        yield Finding("journal", False, str(error))


def _counted(health: "Health") -> str:
    return ", ".join(f"{count} {state.value}" for state, count in health.total.items()) or "no posts"


def _workers(health: "Health", now: datetime) -> Iterator[Finding]:
    from smmcore.cli.health import signs
    from smmcore.journal.health import Need

    # A timer is as good as a worker, as long as nothing is late.
    yield Finding("worker", bool(health.workers) or not health.needs[Need.LATE], signs(health, now))


def _waiting(health: "Health", known: dict[str, str]) -> Iterator[Finding]:
    """Posts that wait for an account that is not there, or cannot be used."""
    from smmcore.cli.health import stray, waiting

    for name, wrong in known.items():
        if wrong and (count := waiting(health, name)):
            yield Finding("waiting", False, f"posts on {name}: {count}; they wait for its account: {wrong}")
    for name in health.counts:
        if known and name not in known and (count := waiting(health, name)):
            yield Finding("waiting", False, stray(name, count))


def _posts(journal: "Journal", health: "Health", now: datetime, known: dict[str, str]) -> Iterator[Finding]:
    from smmcore.cli.health import told
    from smmcore.journal.health import Need

    waits = Need.LATE if health.needs[Need.LATE] else Need.DUE
    shown = {waits: SOME, Need.STUCK: SOME, Need.UNCONFIRMED: MANY, Need.FAILED: SOME}
    for need, most in shown.items():
        if count := health.needs[need]:
            about, fine = need.value.replace("_", " "), need is Need.DUE
            for case in journal.monitor.first(need, now, most, known or None):
                yield Finding(about, fine, told(need, case, now, works=bool(health.workers)))
            if count > most:
                yield Finding(about, fine, f"and {count - most} more: see `smm status --limit 0`")


def _networks(state: State) -> Iterator[Finding]:
    from smmcore.cli.accounts import checked

    try:
        with state.opened() as smm:
            for name in smm.accounts:
                checkup = checked(smm, name)
                words = "; ".join([*checkup.warnings, *checkup.facts]) or checkup.title
                yield Finding(f"network of {name}", checkup.ok, words)
    except SMMError as error:
        yield Finding("networks", False, str(error))
