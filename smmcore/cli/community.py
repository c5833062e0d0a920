"""`smm comments`, `smm reply` and `smm moderate`."""

import json
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.errors import DONE, UNCONFIRMED
from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.models import Action, Comment, Verdict
    from smmcore.smm import SMM

HEADERS = ("at", "author", "comment", "post", "text")
WAIT = 25
"""Seconds that one call waits for something to happen; networks allow about as long."""
PAUSE = 5
"""Seconds after a failed call."""


@click.command()
@click.argument("account")
@click.option("--post", metavar="ID", help="Only those under this post.")
@click.option("--follow", is_flag=True, help="Go on until Ctrl-C; with --json, one document per line.")
@as_json
@pass_state
def comments(state: State, account: str, post: str | None, follow: bool) -> None:
    """Read comments, oldest first."""
    from smmcore.cli import output

    with state.opened() as smm:
        if follow:
            _follow(state, smm, account, post)
            return
        with output.working("Reading comments…"):
            found = list(smm.comments(account, post))
    if state.json:
        output.document({"account": account, "comments": found})
    elif found:
        output.table(HEADERS, [_row(account, comment) for comment in found])
    else:
        output.line("No comments.")


@click.command()
@click.argument("account")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="How many.")
@as_json
@pass_state
def mentions(state: State, account: str, most: int) -> None:
    """Read where others name the account, newest first."""
    from itertools import islice

    from smmcore.cli import output

    with state.opened() as smm, output.working("Reading mentions…"):
        found = list(islice(smm.mentions(account), most))
    if state.json:
        output.document({"account": account, "mentions": found})
    elif found:
        output.table(HEADERS, [_row(account, mention) for mention in found])
    else:
        output.line("No mentions.")


def _row(account: str, comment: "Comment") -> list[str]:
    from smmcore.cli import output

    state = "" if comment.state.value == "visible" else f"[{comment.state.value}] "
    own = account if comment.author.kind.value == "owner" else ""
    who = comment.author.name or comment.author.handle or own or comment.author.id
    return [output.when(comment.at), who, comment.id, comment.post or "", state + comment.text]


def _follow(state: State, smm: "SMM", account: str, post: str | None) -> None:
    from smmcore.models.converting import dump

    try:
        for comment in _heard(smm, account):
            if post is None or comment.post == post:
                row = "  ".join(_clean(_row(account, comment)))
                click.echo(json.dumps(dump(comment), ensure_ascii=False) if state.json else row)
    except KeyboardInterrupt:
        click.echo(err=True)


def _clean(row: Sequence[str]) -> list[str]:
    from smmcore.cli import output

    return [output.clean(cell) for cell in row]


def _heard(smm: "SMM", account: str) -> "Iterator[Comment]":
    """Comments as they come in, for ever; an outage is waited out."""
    from smmcore.cli import output
    from smmcore.errors import RateLimited, TransportError

    while True:
        try:
            events = smm.receive(account, wait=WAIT)
        except (TransportError, RateLimited) as error:
            output.note(f"Warning: {error}; trying again")
            time.sleep(PAUSE)
            continue
        yield from (event.comment for event in events if event.comment)


@click.command()
@click.argument("account")
@click.argument("comment")
@click.argument("text")
@click.option("--private", is_flag=True, help="Where only the comment's author reads it.")
@as_json
@pass_state
def reply(state: State, account: str, comment: str, text: str, private: bool) -> None:
    """Answer a comment in the account's name."""
    from smmcore.cli import output

    if not text.strip():
        raise click.UsageError("TEXT must not be empty")
    with state.opened() as smm, output.working("Answering…"):
        if private:
            _private(state, account, comment, smm.reply_privately(account, comment, text))
            return
        answer = smm.reply(account, comment, text)
    if state.json:
        output.document(answer)
    else:
        output.line(f"{comment} is answered: {answer.url or answer.id}")


def _private(state: State, account: str, comment: str, message: str) -> None:
    from smmcore.cli import output

    if state.json:
        output.document({"account": account, "comment": comment, "private": True, "message": message or None})
    else:
        output.line(f"{comment} is answered privately" + (f": {message}" if message else ""))


@click.command()
@click.argument("account")
@click.option("--delete", multiple=True, metavar="ID", help="Delete this comment.")
@click.option("--restore", multiple=True, metavar="ID", help="Bring this deleted comment back.")
@click.option("--hide", multiple=True, metavar="ID", help="Hide this comment.")
@click.option("--unhide", multiple=True, metavar="ID", help="Show this hidden comment again.")
@click.option("--report", multiple=True, metavar="ID", help="Report this comment to the network.")
@click.option("--ban", multiple=True, metavar="ID", help="Ban the author of this comment.")
@click.option("--restrict", multiple=True, metavar="ID", help="Let the comment's author only read.")
@click.option("--mute", multiple=True, metavar="ID", help="See nothing more of this comment's author.")
@click.option("--unban", multiple=True, metavar="USER", help="Let this person in again.")
@click.option("--unrestrict", multiple=True, metavar="USER", help="Let this person write again.")
@click.option("--unmute", multiple=True, metavar="USER", help="See this person's comments again.")
@click.option("--close", multiple=True, metavar="POST", help="Let nobody comment on this post any more.")
@click.option("--open", multiple=True, metavar="POST", help="Let people comment on this post again.")
@click.option("--react", multiple=True, nargs=2, metavar="ID EMOJI", help="React to this comment.")
@click.option("--until", metavar="TIME", help="When a ban or a restriction ends; never, without it.")
@click.option("--judge", is_flag=True, help="Show what the installed judges would do.")
@click.option("--post", metavar="ID", help="With --judge: only comments under this post.")
@click.option("--yes", is_flag=True, help="With --judge: do it.")
@as_json
@pass_state
@click.pass_context
def moderate(
    context: click.Context,
    state: State,
    /,
    account: str,
    until: str | None,
    judge: bool,
    post: str | None,
    yes: bool,
    react: tuple[tuple[str, str], ...],
    **acts: tuple[str, ...],
) -> None:
    """Act on comments and on those who wrote them. Every option can be repeated.

    Each thing is done by itself: if one fails, the others are done all the same.
    """
    if (yes or post) and not judge:
        raise click.UsageError(f"{'--yes' if yes else '--post'} belongs to --judge", context)
    actions = _actions(acts, react, until)
    if not (actions or judge):
        raise click.UsageError("say what is to be done, for example --delete ID, or use --judge", context)
    with state.opened() as smm:
        results = [_done(smm, account, action) for action in actions]
        verdicts = _judged(smm, account, post, yes=yes) if judge else []
    _show(state, results, verdicts)
    codes = [code for _, _, code in results] + [code for *_, code in verdicts]
    context.exit(UNCONFIRMED if UNCONFIRMED in codes else max(codes, default=DONE))


_ON_COMMENTS = {
    "delete": "delete_comment",
    "restore": "restore_comment",
    **{word: word for word in ("hide", "unhide", "report", "ban", "restrict", "mute")},
}
_ON_PEOPLE = ("unban", "unrestrict", "unmute")
_ON_POSTS = {"close": "close_comments", "open": "open_comments"}


def _actions(
    acts: dict[str, tuple[str, ...]], react: tuple[tuple[str, str], ...], until: str | None
) -> "list[Action]":
    from smmcore.models import Action
    from smmcore.plans import moment

    if not all([*(id for ids in acts.values() for id in ids), *(id for id, _ in react)]):
        raise click.UsageError("an ID must not be empty")
    end = moment(until, None, "--until", hint="") if until else None
    if end and not (acts["ban"] or acts["restrict"]):
        raise click.UsageError("--until belongs to --ban or --restrict")
    found = [
        Action(act=act, comment=id, until=end if word in {"ban", "restrict"} else None)
        for word, act in _ON_COMMENTS.items()
        for id in acts[word]
    ]
    found += [Action(act=word, author=id) for word in _ON_PEOPLE for id in acts[word]]
    found += [Action(act=act, post=id) for word, act in _ON_POSTS.items() for id in acts[word]]
    return found + [Action(act="react", comment=id, reaction=emoji) for id, emoji in react]


def _done(smm: "SMM", account: str, action: "Action") -> "tuple[Action, str, int]":
    """Do one thing; the failure's sentence and code, or "" and 0."""
    from smmcore.cli.errors import exit_code, message
    from smmcore.errors import Mistake, SMMError

    try:
        smm.moderate(account, action)
    except Mistake:
        raise
    except SMMError as error:
        return action, message(error), exit_code(error)
    return action, "", DONE


def _judged(
    smm: "SMM", account: str, post: str | None, *, yes: bool
) -> "list[tuple[Comment, Verdict, str, int]]":
    found = []
    for comment, verdict in smm.judge(account, post):
        result, code = "proposed", DONE
        if yes:
            _, failure, code = _done(smm, account, verdict.action)
            result = failure or "done"
        found.append((comment, verdict, result, code))
    return found


def _show(state: State, results: Any, verdicts: Any) -> None:
    from smmcore.cli import output

    if state.json:
        actions = [{"action": a, "done": not failure, "error": failure} for a, failure, _ in results]
        judged = [{"comment": c, "verdict": v, "result": r} for c, v, r, _ in verdicts]
        output.document({"actions": actions, "verdicts": judged})
        return
    if results:
        rows = [
            [a.act.value, a.comment or a.author or a.post, failure or "done"] for a, failure, _ in results
        ]
        output.table(["act", "whom", "result"], rows)
    if verdicts:
        output.table(
            ["comment", "author", "text", "act", "because", "result"], [_verdict(*v) for v in verdicts]
        )
        if any(result == "proposed" for _, _, result, _ in verdicts):
            output.note("Nothing was done; add --yes to do it.")
    if not (results or verdicts):
        output.line("The judges have nothing against any comment.")


def _verdict(comment: "Comment", verdict: "Verdict", result: str, _: int) -> list[str]:
    who = comment.author.name or comment.author.id
    return [comment.id, who, comment.text, verdict.action.act.value, verdict.reason, result]
