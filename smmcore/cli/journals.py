"""`smm journal`: looks into the journal, and looks after it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.journal import as_data, cancel, journal_of, status
from smmcore.cli.reconciling import reconcile
from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.journal.history import Story
    from smmcore.journal.journal import Journal

__all__ = ["journal"]

KEEP = 90
"""Days that posts stay, unless something else is said."""


@click.group()
def journal() -> None:
    """Look into the journal, and look after it: what it knows of each post, copies, what is old."""


journal.add_command(status, "list")
journal.add_command(cancel, "cancel")


@journal.command()
@click.argument("account")
@click.argument("key")
@as_json
@pass_state
def show(state: State, account: str, key: str) -> None:
    """Show the whole story of one post: each change, each step, who did it, and when."""
    from smmcore.cli import output

    with journal_of(state, existing=True) as found:
        story = _story(found, account, key)
    if state.json:
        output.document(story_as_data(story))
        return
    entry = story.entry
    output.line(f"{entry.key} on {entry.account} ({entry.platform}): {entry.state.value}")
    output.line(f"due {output.when(entry.due_at, entry.zone)}; {entry.post.plain_text[:200]!r}")
    output.table(["at", "what", "attempt", "by", "note"], list(_rows(story)))


def _story(found: "Journal", account: str, key: str) -> "Story":
    from smmcore.errors import InvalidInput

    story = found.story(account, key)
    if story is None:
        raise InvalidInput(f"no post {key} on {account} in {found.name}; see smm journal list")
    return story


def _rows(story: "Story") -> Iterator[list[str]]:
    changes = [(c.at, c.state.value, str(c.attempt), c.owner or "", c.note) for c in story.changes]
    steps = [(s.begun_at, f"step {s.name}", "", "", _step_note(s)) for s in story.steps]
    for at, *cells in sorted([*changes, *steps], key=lambda row: row[0]):
        yield [_exactly(at), *cells]


def _step_note(step: Any) -> str:
    return f"done {_exactly(step.done_at)}" if step.done else "begun; nobody knows whether it was done"


def _exactly(at: datetime) -> str:
    """With seconds: what happened in which order is what people look for here."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")


def story_as_data(story: "Story") -> dict[str, Any]:
    """A post's story for programs."""
    from smmcore.models.converting import dump

    return {
        **as_data(story.entry),
        "attempt": story.entry.attempt,
        "changes": dump(story.changes),
        "steps": dump(story.steps),
    }


@journal.command()
@click.argument("account")
@click.argument("key")
@click.option("--id", help="The post is there, under this identifier.")
@click.option("--absent", is_flag=True, help="The post is not there; it waits to be sent again.")
@as_json
@click.pass_context
def resolve(context: click.Context, account: str, key: str, id: str | None, absent: bool) -> None:
    """Say what you have seen of a post of which nobody knows whether it was published."""
    context.invoke(reconcile, accounts=(account,), send=False, resolve=key, id=id, absent=absent)


@journal.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@pass_state
def export(state: State, file: Path | None) -> None:
    """Write all posts with their stories to FILE or stdout: one JSON document per line.

    For looking things up elsewhere, such as in a table; what can be restored is a backup.
    """
    import json

    from smmcore.cli import output
    from smmcore.errors import InvalidInput

    with journal_of(state, existing=True) as found:
        lines = (json.dumps(story_as_data(story), ensure_ascii=False) for story in found.stories())
        if file is None:
            for line in lines:
                click.echo(line)
            return
        try:
            with file.open("x", encoding="utf-8") as target:
                count = sum(1 for line in lines if target.write(line + "\n"))
        except FileExistsError:
            raise InvalidInput(f"{file} is there already; name another file") from None
    output.note(f"{output.counted(count, 'post')} written to {file}.")


@journal.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@pass_state
def back_up(state: State, file: Path) -> None:
    """Copy the journal to FILE while others go on using it (SQLite; for PostgreSQL use pg_dump)."""
    from smmcore.cli import output

    with journal_of(state, existing=True) as found:
        found.archive.back_up(file)
        output.line(f"{found.name} is copied to {file}.")


@journal.command("copy")
@click.argument("target")
@as_json
@pass_state
def copy(state: State, target: str) -> None:
    """Copy the journal into an empty one at TARGET, a path or a database's URL, to go on there.

    Stop all workers and timers first. Then let smm.toml name the new one: what still uses the old one publishes a
    second time what waits in both. A password belongs in PGPASSWORD or in a password file, not in the URL.
    """
    from smmcore.cli import output
    from smmcore.errors import InvalidInput
    from smmcore.journal.database import has_password

    if has_password(target):
        raise InvalidInput(
            "TARGET has a password in clear, which others on this machine can see; use PGPASSWORD"
        )
    with journal_of(state, existing=True) as found:
        count, name = found.archive.copy_to(target, datetime.now(UTC))
        old = found.name
    if state.json:
        output.document({"from": old, "to": name, "posts": count})
        return
    output.line(f"{output.counted(count, 'post')} copied from {old} to {name}.")
    output.note("Let smm.toml name the new journal before anything runs again, and put the old one away.")


@journal.command()
@click.option(
    "--keep", type=click.IntRange(1), default=KEEP, show_default=True, metavar="DAYS", help="How long."
)
@click.option("--yes", is_flag=True, help="Remove them; without it, they are only counted.")
@as_json
@pass_state
def prune(state: State, keep: int, yes: bool) -> None:
    """Remove posts that were published, refused or cancelled long ago.

    Their keys are forgotten, and with them the promise that the same key is published once: a post with the same
    key is a new one afterwards. So keep posts for longer than anything may repeat their keys, such as a plan that
    is published again. What waits, is being sent or is unconfirmed stays.
    """
    from smmcore.cli import output

    before = datetime.now(UTC) - timedelta(days=keep)
    with journal_of(state, existing=True) as found:
        count = found.archive.prune(before) if yes else found.archive.prunable(before)
    if state.json:
        output.document({"before": before.isoformat(), "posts": count, "removed": yes})
    elif yes:
        output.line(f"{output.counted(count, 'post')} removed.")
    else:
        old = f"{output.counted(count, 'post')} older than {output.counted(keep, 'day')}"
        output.line(f"{old}; --yes removes {'it' if count == 1 else 'them'}.")
