"""`smm publish`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.models import PlannedPost, Result
    from smmcore.smm import SMM


def names(_: click.Context, __: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Repeated options and comma lists alike; each name once."""
    several = [name.strip() for item in value for name in item.split(",")]
    return tuple(dict.fromkeys(name for name in several if name))


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option(
    "--to", multiple=True, callback=names, metavar="NAME", help="An account; repeat it, or use commas."
)
@click.option("--key", help="The post's own name: the same key is published once, for ever.")
@click.option("--at", metavar="TIME", help="When, in ISO 8601; without an offset, with --zone.")
@click.option("--zone", metavar="ZONE", help="Whose clock --at means, such as Europe/Warsaw.")
@click.option("--now", is_flag=True, help="Publish all at once, whatever times the posts have.")
@click.option("--dry-run", is_flag=True, help="Show all problems, or what would be sent; send nothing.")
@click.option("--due", is_flag=True, help="Publish what is scheduled and due; needs no file.")
@as_json
@pass_state
@click.pass_context
def publish(
    context: click.Context,
    state: State,
    files: tuple[str, ...],
    to: tuple[str, ...],
    key: str | None,
    at: str | None,
    zone: str | None,
    now: bool,
    dry_run: bool,
    due: bool,
) -> None:
    """Publish posts from .toml, .json, .txt and .md files, or from - (JSON on stdin).

    Posts whose time lies ahead are scheduled. Which accounts get a post, --to says, else the post's own `to`.
    """
    given = {"FILE": files, "--to": to, "--key": key, "--at": at, "--now": now, "--dry-run": dry_run}
    if due:
        if others := [name for name, value in given.items() if value]:
            raise click.UsageError(f"--due publishes what is scheduled; leave {others[0]} out", context)
        _finish(context, state, _due(state))
    if not files:
        raise click.UsageError("name a FILE with a post, or use --due", context)
    posts = _posts(context, files, key=key, at=at, zone=zone, now=now)
    with state.opened() as smm:
        turns = [(post, _targets(post, to)) for post in posts]
        smm.engine.accounts([name for _, accounts in turns for name in accounts])
        _warn_of_options(smm, posts)
        if dry_run:
            from smmcore.cli.dry_run import rehearse

            raise click.exceptions.Exit(rehearse(state, smm, turns))
        _refuse_past(at, posts, smm)
        results = _published(smm, turns)
    _finish(context, state, results)


def _posts(
    context: click.Context,
    files: Sequence[str],
    *,
    key: str | None,
    at: str | None,
    zone: str | None,
    now: bool,
) -> "list[PlannedPost]":
    from attrs import evolve

    from smmcore.plans import moment, read_posts

    if zone and not at:
        raise click.UsageError("--zone says whose clock --at means; give --at as well", context)
    if now and at:
        raise click.UsageError("--now and --at contradict each other", context)
    if key is not None and not key.strip():
        raise click.UsageError("--key must not be empty", context)
    when = moment(at, zone, "--at", hint="--zone Europe/Warsaw") if at else None
    posts = read_posts(files)
    if (key or at) and len(posts) > 1:
        raise click.UsageError(
            f"{'--key' if key else '--at'} is for one post; here are {len(posts)}", context
        )
    if now:
        return [evolve(post, at=None) for post in posts]
    if key or when:
        posts = [
            evolve(post, key=key or post.key, at=when or post.at, zone=zone or post.zone) for post in posts
        ]
    return posts


def _targets(post: "PlannedPost", to: Sequence[str]) -> Sequence[str]:
    from smmcore.errors import InvalidInput

    if not (to or post.to):
        raise InvalidInput(f"{post.key}: it is not said where to; add --to NAME, or `to` in the post")
    return to or post.to


def _warn_of_options(smm: "SMM", posts: "Sequence[PlannedPost]") -> None:
    """Options under a name that no network has would be left out in silence."""
    from smmcore.cli.output import note

    known = set(smm.plugins.installed)
    for name in sorted({options.platform for planned in posts for options in planned.post.options} - known):
        note(f"Warning: no installed network is called {name}: options.{name} is left out")


def _refuse_past(at: str | None, posts: "Sequence[PlannedPost]", smm: "SMM") -> None:
    from smmcore.errors import InvalidInput

    if at and posts[0].at and posts[0].at < smm.io.now():
        raise InvalidInput(f"--at: {at} is past; leave it out to publish now")


def _published(smm: "SMM", turns: "Sequence[tuple[PlannedPost, Sequence[str]]]") -> "list[Result]":
    from smmcore.cli.output import note, working

    results: list[Result] = []
    with working("Publishing…") as say:
        try:
            for number, (planned, accounts) in enumerate(turns, 1):
                say(f"Publishing {number} of {len(turns)}…")
                results += _publish_one(smm, planned, accounts)
        except KeyboardInterrupt:
            note("What was done until now is in the journal: see smm status.")
            raise
    return results


def _publish_one(smm: "SMM", planned: "PlannedPost", accounts: Sequence[str]) -> "list[Result]":
    from smmcore.errors import InvalidInput
    from smmcore.models import Failed

    reason = missed(smm, planned)
    late = [name for name in accounts if reason and smm.journal.get(name, planned.key) is None]
    rest = [name for name in accounts if name not in late]
    sent = smm.publish(planned.post, rest, key=planned.key, at=planned.at, zone=planned.zone)
    return [*(Failed(account=name, key=planned.key, error=InvalidInput(reason)) for name in late), *sent]


LATE = timedelta(hours=1)
"""A post whose time passed longer ago and that was never scheduled is not meant to go out now."""


def missed(smm: "SMM", planned: "PlannedPost") -> str:
    """Why a post that was never scheduled does not go out any more; empty if it does."""
    from smmcore.cli.output import when

    if planned.at is None or planned.at >= smm.io.now() - LATE:
        return ""
    return f"its time, {when(planned.at)}, has passed; give it another, or publish it with --now"


def _due(state: State) -> "list[Result]":
    from smmcore.cli.output import working

    with state.opened() as smm, working("Publishing what is due…"):
        _warn_of_strays(smm)
        return list(smm.work())


def _warn_of_strays(smm: "SMM") -> None:
    from smmcore.cli.health import stray
    from smmcore.cli.output import note

    for account, count in smm.journal.monitor.strays(smm.accounts).items():
        note(f"Warning: {stray(account, count)}")


def _finish(context: click.Context, state: State, results: "list[Result]") -> None:
    from smmcore.cli import outcomes, output

    if state.json:
        output.document({"results": [outcomes.as_data(result) for result in results]})
    elif results:
        outcomes.show(results)
    else:
        output.line("Nothing is due.")
    context.exit(outcomes.exit_code(results))


def one_post(file: str) -> "PlannedPost":
    """The only post of a file."""
    from smmcore.errors import InvalidInput
    from smmcore.plans import read_posts

    posts = read_posts(file)
    if len(posts) != 1:
        raise InvalidInput(f"{file}: has {len(posts)} posts; give a file with the one that is meant")
    return posts[0]
