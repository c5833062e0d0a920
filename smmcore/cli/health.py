"""What of a journal needs somebody: in numbers for programs, in words for people."""

from collections.abc import Collection
from datetime import datetime, timedelta
from shlex import quote
from typing import TYPE_CHECKING, Any

from smmcore.cli import output
from smmcore.journal.entry import State
from smmcore.journal.health import OPEN, Need

if TYPE_CHECKING:
    from smmcore.journal.health import Case, Health

_UNITS = (("days", 86_400), ("h", 3_600), ("min", 60))


def as_counts(health: "Health", known: Collection[str], now: datetime) -> dict[str, Any]:
    """Gauges for a monitoring system: numbers of posts and workers, and ages in seconds.

    Every account and every state is there, also those without posts: a number that is gone cannot be compared.
    """
    accounts = sorted({*health.counts, *known})
    return {
        **{need.value: count for need, count in health.needs.items()},
        "stray": sum(waiting(health, name) for name in accounts if name not in known),
        "oldest_due_seconds": _age(health.oldest_due, now) or 0,
        "workers": health.workers,
        "last_sign_seconds": _age(health.last_sign, now),
        "accounts": {
            name: {state.value: health.counts.get(name, {}).get(state, 0) for state in State}
            for name in accounts
        },
    }


def waiting(health: "Health", account: str) -> int:
    """How many posts of the account are not over."""
    return sum(health.counts.get(account, {}).get(state, 0) for state in OPEN)


def _age(at: datetime | None, now: datetime) -> float | None:
    return None if at is None else round(max((now - at).total_seconds(), 0), 3)


def stray(account: str, count: int) -> str:
    """Posts wait for an account that `smm.toml` does not have."""
    return (
        f"no account `{account}` in smm.toml: {_posts(count)} for it; add it, "
        f"or `smm cancel {account} KEY` (`smm status {account}` has the keys)"
    )


def signs(health: "Health", now: datetime) -> str:
    """Whether any worker lives."""
    if health.workers and health.last_sign:
        run = "1 worker runs" if health.workers == 1 else f"{health.workers} workers run"
        return f"{run}, last sign of life {spoken(now - health.last_sign)} ago"
    since = f" since {output.when(health.last_sign)}" if health.last_sign else ""
    return f"none has said{since} that it lives; run `smm worker`, or `smm publish --due` from cron"


def told(need: Need, case: "Case", now: datetime, *, works: bool) -> str:
    """What is the matter with a post, and what to do; `works` says whether a worker lives."""
    name = f"{case.key} on {case.account}"
    if need is Need.UNCONFIRMED:
        return f"{name}: {case.reason or 'its answer was lost'}; {_asked(case, now, works=works)}"
    if need is Need.FAILED:
        return f"{name}, {spoken(now - case.updated_at)} ago: {case.reason}; {_mended(case)}"
    if need is Need.STUCK:
        return f"{name}: {case.owner} has it and is silent; {_taken_over(works=works)}"
    reason = f": {case.reason}" if case.reason else ""
    return (
        f"{name} since {spoken(now - case.due_at)}, {_tries(case)}{reason}; {_again(case, now, works=works)}"
    )


def _tries(case: "Case") -> str:
    words = {0: "not tried yet", 1: "tried once"}
    return words.get(case.attempt, f"tried {case.attempt} times")


def _again(case: "Case", now: datetime, *, works: bool) -> str:
    """When somebody comes to it, or what to do where nobody does."""
    ahead = case.try_at if case.try_at and case.try_at > now else None
    if not works:
        later = f" after {output.when(ahead)}" if ahead else ""
        return f"run `smm worker`, or `smm publish --due` from cron{later}"
    return f"tried again at {output.when(ahead)}" if ahead else "a worker comes to it in its turn"


def _taken_over(*, works: bool) -> str:
    return "a worker takes it over" if works else "run `smm worker`, or `smm publish --due`"


def _asked(case: "Case", now: datetime, *, works: bool) -> str:
    """Whoever has asked in vain is not told to ask: a person may have to look."""
    if case.try_at is None:
        return "a worker asks the network" if works else f"run `smm reconcile {case.account}`"
    again = f"; asked again at {output.when(case.try_at)}" if works and case.try_at > now else ""
    return f"{_look(case)}{again}"


def _look(case: "Case") -> str:
    resolve = f"smm journal resolve {case.account} {quote(case.key)}"
    return f"look at the page, then `{resolve} --id ID` if it is there, `{resolve} --absent` if not"


def _mended(case: "Case") -> str:
    # One that was given up by a rule may be there: nobody sends it again before that is known.
    given_up = case.error == "NotConfirmed"
    return _look(case) if given_up else "mend that, then publish it again under the same key"


def spoken(span: timedelta) -> str:
    """A span of time in one unit that suits it."""
    seconds = max(round(span.total_seconds()), 0)
    for unit, size in _UNITS:
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _posts(count: int) -> str:
    return "1 post waits" if count == 1 else f"{count} posts wait"
