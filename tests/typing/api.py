"""Never run: mypy and pyright check that users get the types that they are promised."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import assert_type

from smmcore import (
    SMM,
    Abilities,
    Account,
    Action,
    AsyncSMM,
    Checkup,
    Comment,
    Event,
    Failed,
    JournalError,
    Metric,
    Moderator,
    NotSent,
    Options,
    Outcome,
    Photo,
    PlannedPost,
    Platform,
    Post,
    Problem,
    Published,
    Publisher,
    Request,
    Result,
    Scheduled,
    Secret,
    SMMError,
    Unconfirmed,
    Verdict,
    dump,
    load,
)


class Loud(Options):
    platform = "wall"
    loud: bool = False


def values(post: Post) -> None:
    assert_type(Post("Hi", media=Photo("rye.jpg")).with_text(["a", "b"]), Post)
    assert_type(post.options_for(Loud).loud, bool)
    assert_type(load(PlannedPost, dump(post)), PlannedPost)
    assert_type(Account("a", "wall", secrets={"token": "x"}).secret("token"), Secret)


def results(result: Result) -> str:
    if isinstance(result, Published):
        return assert_type(result.id, str)
    if isinstance(result, Failed):
        assert_type(result.error, SMMError)
        return type(result.error).__name__ if isinstance(result.error, NotSent | JournalError) else ""
    if isinstance(result, Scheduled):
        return result.at.isoformat()
    assert_type(result, Unconfirmed)
    return result.reason


def blocking(account: Account, post: Post, action: Action) -> None:
    with SMM([account], plugins=[], installed=False, journal="j.db", patience=5) as smm:
        assert_type(smm, SMM)
        assert_type(smm.accounts, Mapping[str, Account])
        assert_type(smm.abilities("a"), Abilities)
        assert_type(smm.check(post, to="a"), list[Problem])
        outcome = smm.publish(post, to=["a"], key="k")
        assert_type(outcome, Outcome)
        assert_type(outcome.published, tuple[Published, ...])
        assert_type(outcome.failed, tuple[Failed, ...])
        assert_type(list(outcome), list[Result])
        assert_type(smm.work(), Outcome)
        assert_type(smm.reconcile(), Outcome)
        assert_type(smm.resolve("a", "k", id=None), Result)
        assert_type(smm.edit("a", "1", post), Published)
        assert_type(smm.checkup("a"), Checkup)
        assert_type(smm.receive("a"), Sequence[Event])
        assert_type(smm.webhook("a", {}, b""), Sequence[Event])
        assert_type(smm.webhook_answer("a", {}, b""), str)
        assert_type(smm.comments("a"), Iterator[Comment])
        assert_type(smm.reply("a", "1", "Thanks"), Comment)
        assert_type(smm.reply_privately("a", "1", "Thanks"), str)
        assert_type(smm.judge("a"), list[tuple[Comment, Verdict]])
        assert_type(smm.account_metrics("a"), list[Metric])
        assert_type(smm.post_metrics("a", ["1"]), list[Metric])
        smm.delete("a", "1")
        smm.pin("a", "1", pinned=False)
        smm.moderate("a", action)


async def nonblocking(account: Account, post: Post, action: Action) -> None:
    async with AsyncSMM([account], plugins=[], installed=False, journal=None) as smm:
        assert_type(smm, AsyncSMM)
        assert_type(smm.check(post, to="a"), list[Problem])
        assert_type(await smm.publish(post, to="a"), Outcome)
        assert_type(await smm.work(), Outcome)
        assert_type(await smm.reconcile(), Outcome)
        assert_type(await smm.resolve("a", "k", id="1"), Result)
        assert_type(await smm.edit("a", "1", post), Published)
        assert_type(await smm.checkup("a"), Checkup)
        assert_type(await smm.receive("a"), Sequence[Event])
        assert_type(smm.comments("a"), AsyncIterator[Comment])
        assert_type(await smm.reply("a", "1", "Thanks"), Comment)
        assert_type(await smm.reply_privately("a", "1", "Thanks"), str)
        assert_type(await smm.judge("a"), list[tuple[Comment, Verdict]])
        assert_type(await smm.account_metrics("a"), list[Metric])
        await smm.moderate("a", action)


def plugins(platform: Platform) -> None:
    if isinstance(platform, Publisher):
        platform.publish  # noqa: B018 - is there
    if isinstance(platform, Moderator):
        platform.reply  # noqa: B018 - is there
    assert_type(Request[int]("GET", "http://x", parse=lambda answer: answer.status, safe=True), Request[int])


def wrong(account: Account) -> None:
    SMM([account], jornal="j.db")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    SMM(["a"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    AsyncSMM([account], patience="long")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
