"""`smm status` and `smm cancel`: what waits, what is out, what went wrong."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.journal.entry import Entry
    from smmcore.journal.health import Health
    from smmcore.journal.journal import Journal

STATES = ("scheduled", "sending", "published", "failed", "unconfirmed", "cancelled")


@contextmanager
def journal_of(state: State, *, existing: bool = False) -> "Iterator[Journal]":
    """The journal that smm.toml names. Raises `InvalidInput` if it has to exist and does not."""
    from smmcore.errors import InvalidInput
    from smmcore.journal.journal import Journal

    with closing(Journal(state.config().journal)) as journal:
        # Looking at a mistyped place must not begin a journal there.
        if existing and not journal.archive.is_there():
            raise InvalidInput(
                f"there is no journal at {journal.name}; smm.toml says where it is: journal = …"
            )
        yield journal


@contextmanager
def _journal_to_read(state: State) -> "Iterator[tuple[Journal, str]]":
    """It and its name; where there is none yet, one without posts, which does not last."""
    from smmcore.journal.journal import Journal

    with journal_of(state) as journal, closing(Journal()) as empty:
        if journal.archive.is_there():
            yield journal, journal.name
        else:
            yield empty, journal.name


@click.command()
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT…]")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only posts in that state.")
@click.option("--limit", type=click.IntRange(min=0), default=100, help="How many of the latest; 0 means all.")
@as_json
@pass_state
def status(state: State, accounts: tuple[str, ...], states: tuple[str, ...], limit: int) -> None:
    """Show what the journal knows of posts: which wait, which are out, which went wrong."""
    from smmcore.cli import output
    from smmcore.cli.health import as_counts
    from smmcore.journal.entry import State as Stage

    with _journal_to_read(state) as (journal, name):
        health = journal.health(datetime.now(UTC))
        _known(state, health, accounts)
        stages = [Stage(word) for word in states]
        shown = journal.entries(accounts=accounts, states=stages, latest=limit or None)
        place = name if journal.lasts else f"{name}, which does not exist yet"
    chosen = [found for account, found in health.counts.items() if not accounts or account in accounts]
    counts = {word: sum(found.get(Stage(word), 0) for found in chosen) for word in states or STATES}
    if state.json:
        posts = [as_data(entry) for entry in shown]
        numbers = as_counts(health, [entry.name for entry in state.config().entries], datetime.now(UTC))
        output.document({"journal": name, "counts": counts, "health": numbers, "posts": posts})
        return
    _show(place, counts, shown, sum(counts.values()))


def _known(state: State, health: "Health", accounts: tuple[str, ...]) -> None:
    from smmcore.errors import UnknownAccount

    known = {entry.name for entry in state.config().entries} | health.counts.keys()
    for account in accounts:
        if account not in known:
            raise UnknownAccount(
                f"there is no account {account!r} (known: {', '.join(sorted(known)) or 'none yet'})"
            )


def _show(place: str, counts: dict[str, int], entries: "list[Entry]", total: int) -> None:
    from smmcore.cli import output

    if not total:
        output.line(f"No posts in {place}.")
        return
    output.line(", ".join(f"{count} {word}" for word, count in counts.items() if count))
    rows = [[output.when(e.due_at, e.zone), e.account, e.key, e.state.value, _details(e)] for e in entries]
    output.table(["due", "account", "key", "state", "details"], rows)
    if len(entries) < total:
        output.note(f"These are the latest {len(entries)} of {total}; --limit 0 shows all.")


def _details(entry: "Entry") -> str:
    if entry.published:
        return "; ".join([entry.published.url or entry.published.id, *entry.published.warnings])
    return str((entry.error or {}).get("message", ""))


def as_data(entry: "Entry") -> dict[str, Any]:
    from smmcore.models.converting import dump

    return {
        "account": entry.account,
        "platform": entry.platform,
        "key": entry.key,
        "state": entry.state.value,
        "due_at": entry.due_at.isoformat(),
        "zone": entry.zone,
        "try_at": entry.try_at.isoformat() if entry.try_at else None,
        "id": entry.published.id if entry.published else None,
        "url": entry.published.url if entry.published else None,
        "error": entry.error,
        "post": dump(entry.post),
    }


@click.command()
@click.argument("account")
@click.argument("key")
@as_json
@pass_state
def cancel(state: State, account: str, key: str) -> None:
    """Take back a post that waits for its time. It can be scheduled again under the same key.

    Parts of it that are on the network already are named, and stay there.
    """
    from smmcore import observing
    from smmcore.cli import output
    from smmcore.errors import InvalidInput
    from smmcore.journal.entry import State as Stage

    with journal_of(state, existing=True) as journal:
        entry = journal.get(account, key)
        if entry is None:
            raise InvalidInput(f"no post {key} on {account} in {journal.name}; see smm status")
        waits = entry.state is Stage.SCHEDULED
        if not (waits and journal.settle(entry, Stage.CANCELLED, datetime.now(UTC))):
            raise InvalidInput(_too_late(entry))
        reached = [step.name for step in journal.steps(entry).values() if step.done]
    observing.event("cancelled", account=account, platform=entry.platform, key=key)
    if state.json:
        output.document({"account": account, "key": key, "state": "cancelled", "reached": reached})
        return
    output.line(f"{key} on {account} is cancelled.")
    if reached:
        output.line(f"Parts of it were sent before and may be on the network: {', '.join(reached)}.")


def _too_late(entry: "Entry") -> str:
    hints = {
        "published": f"; delete it with smm delete {entry.account} {entry.published.id if entry.published else 'ID'}",
        "unconfirmed": f"; find out with smm reconcile {entry.account}",
    }
    word = "being sent" if entry.state.value in {"sending", "scheduled"} else entry.state.value
    return f"{entry.key} on {entry.account} is {word}, not waiting{hints.get(entry.state.value, '')}"
