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
    from smmcore.journal.entry import Entry
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
        findings = [*_config(state), *_plugins(), *_journal(state), *(_networks(state) if online else ())]
    healthy = all(finding.ok for finding in findings)
    if state.json:
        output.document({"ok": healthy, "findings": findings})
    else:
        rows = [[f.about, "ok" if f.ok else "needs you", f.words] for f in findings]
        output.table(["about", "state", "what"], rows)
    context.exit(0 if healthy else FAILED)


def _config(state: State) -> Iterator[Finding]:
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
        words = "; ".join(account["problems"])
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


def _journal(state: State) -> Iterator[Finding]:
    from smmcore.cli.journal import journal_of

    now = datetime.now(UTC)
    try:
        with journal_of(state) as journal:
            health, name = journal.health(now), journal.name
            yield Finding("journal", True, f"{name}: {_counted(health)}")
            yield from _posts(journal, health, now)
    except SMMError as error:
        yield Finding("journal", False, str(error))


def _counted(health: "Health") -> str:
    return ", ".join(f"{count} {state.value}" for state, count in health.total.items()) or "no posts"


def _posts(journal: "Journal", health: "Health", now: datetime) -> Iterator[Finding]:
    from smmcore.journal.entry import State as Stage

    waiting = journal.due(now, SOME) if health.due else []
    if health.due and not health.late:
        yield Finding("due", True, f"{health.due}: {_names(waiting, health.due)}")
    if health.late:
        hint = "run `smm worker`, or `smm publish --due` from cron"
        yield Finding("late", False, f"{health.late}: {_names(waiting, health.late)}; {hint}")
    if health.stuck:
        yield Finding("stuck", False, f"{health.stuck}; run `smm worker`, or `smm publish --due`")
    for entry in journal.entries(states=[Stage.UNCONFIRMED], latest=MANY) if health.unconfirmed else ():
        reason = (entry.error or {}).get("message", "its answer was lost")
        hint = f"run `smm reconcile {entry.account}`"
        yield Finding("unconfirmed", False, f"{entry.key} on {entry.account}: {reason}; {hint}")
    if health.unconfirmed > MANY:
        yield Finding("unconfirmed", False, f"and {health.unconfirmed - MANY} more: see smm status")


def _names(entries: "list[Entry]", count: int) -> str:
    some = [f"{entry.key} on {entry.account}" for entry in entries[:SOME]]
    return ", ".join(some) + (f" and {count - len(some)} more" if count > len(some) else "")


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
