"""The month itself: plan, publish, lose an answer, listen, moderate, measure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from smmcore.demo.audience import Crowd, Remark, read_crowd
from smmcore.errors import InvalidInput, SMMError
from smmcore.io.blocking import BlockingIO, run
from smmcore.journal import Entry, State
from smmcore.models import Account, Act, Action, Metric, Outcome, PlannedPost, Published
from smmcore.plans import read_posts
from smmcore.platform import Sandbox
from smmcore.reconciling import GRACE
from smmcore.smm import SMM

_YEAR = timedelta(weeks=52)
LOST = 4
"""Which post's answer the network loses, to show what comes of it."""


def bakery() -> Path:
    """The folder with the plan: beside this module once installed, in the repository before."""
    here = Path(__file__).parent
    for folder in (here / "bakery", here.parent.parent / "examples" / "bakery"):
        if (folder / "plan.toml").is_file():
            return folder
    raise InvalidInput("the bakery's plan is not installed; run the demo from a checkout")


@frozen(eq=False)
class Stage:
    """One network's fake and the account that plays on it."""

    account: Account
    sandbox: Sandbox
    url: str
    io: BlockingIO

    @property
    def page(self) -> str:
        return self.sandbox.page(self.url)

    def play(self, part: str, **details: Any) -> Any:
        """Let the audience, the clock or a fault do something."""
        return run(getattr(self.sandbox, part)(self.io, self.url, **details))


@define
class Report:
    """What the month came to."""

    outcomes: list[Any] = field(factory=list)
    refused: list[str] = field(factory=list)
    lost: list[str] = field(factory=list)
    found: list[str] = field(factory=list)
    counts: Counter[str] = field(factory=Counter)
    metrics: list[Metric] = field(factory=list)
    start: datetime | None = None
    end: datetime | None = None


Tell = Callable[[str], None]


class Month:
    """Plays the plan on all stages. `tell` is given a line for everything worth seeing."""

    def __init__(self, smm: SMM, stages: Sequence[Stage], tell: Tell, folder: Path) -> None:
        self.smm, self.stages, self.tell = smm, {stage.account.name: stage for stage in stages}, tell
        self.plan = list(_shifted(read_posts(folder / "plan.toml"), smm.io.now()))
        self.crowd: Crowd = read_crowd(folder)
        self.report = Report(start=smm.io.now())
        self._said: dict[tuple[str, int], str] = {}

    def run(self) -> Report:
        self._schedule()
        while waiting := self.smm.journal.entries(states=[State.SCHEDULED]):
            self._until(waiting[0].due_at)
            self._publish(waiting[0])
        self._measure()
        self.report.end = self.smm.io.now()
        return self.report

    def _schedule(self) -> None:
        for planned in self.plan:
            outcome = self.smm.publish(
                planned.post, list(self.stages), key=planned.key, at=planned.at, zone=planned.zone
            )
            for failed in outcome.failed:
                self.report.refused.append(f"{failed.key}: {failed.error}")
                self.tell(f"refused before anything was sent: {failed.key}: {failed.error}")
        self.tell(
            f"{len(self.smm.journal.entries(states=[State.SCHEDULED]))} posts wait in the journal for their time"
        )

    def _until(self, moment: datetime) -> None:
        wait = (moment - self.smm.io.now()).total_seconds()
        if wait > 0:
            self.smm.io.clock.sleep(wait + 0.01)

    def _publish(self, entry: Entry) -> None:
        loses = [planned.key for planned in self.plan].index(entry.key) == LOST - 1
        for stage in self.stages.values() if loses else ():
            stage.play("fault", kind="reset_after")
        outcome = self.smm.work()
        self._note(outcome)
        if outcome.unconfirmed:
            self._reconcile(outcome)

    def _note(self, outcome: Outcome) -> None:
        for published in outcome.published:
            self._published(published)
        for failed in outcome.failed:
            self.report.refused.append(f"{failed.key}: {failed.error}")
            self.tell(f"failed: {failed.key}: {failed.error}")

    def _published(self, published: Published) -> None:
        self.report.outcomes.append(published)
        place = published.url or f"as {published.id}"
        self.tell(f"{self.smm.io.now():%a %d %b %H:%M}  published {published.key}  {place}")
        for warning in published.warnings:
            self.tell(f"    note: {warning}")
        self._audience(self.stages[published.account], published)
        self._moderate(self.stages[published.account], published)

    def _reconcile(self, outcome: Outcome) -> None:
        for doubt in outcome.unconfirmed:
            self.report.lost.append(doubt.key)
            self.tell(
                f"nobody knows whether {doubt.key} was published ({doubt.reason}); it is not sent again"
            )
        self.smm.io.clock.sleep(GRACE.total_seconds())
        answer = self.smm.reconcile()
        self.report.found += [found.key for found in answer.published]
        for found in answer.published:
            self.tell(f"reconciled: {found.key} is there, once")
        self._note(answer)

    def _audience(self, stage: Stage, published: Published) -> None:
        for number, remark in enumerate(self.crowd.comments):
            if remark.post == published.key:
                self._comment(stage, published.id, number, remark)
        for liking in self.crowd.reactions:
            if liking.post == published.key:
                stage.play("react", post=published.id, emoji=liking.emoji, count=liking.count)
                self.report.counts["reactions"] += liking.count
        for ballot in self.crowd.votes:
            if ballot.post == published.key:
                stage.play("vote", post=published.id, option=ballot.option, count=ballot.count)
                self.report.counts["votes"] += ballot.count

    def _comment(self, stage: Stage, post: str, number: int, remark: Remark) -> None:
        above = None if remark.reply_to is None else self._said.get((stage.account.name, remark.reply_to))
        who = self.crowd.person(remark.person).name if remark.person else str(remark.as_channel)
        try:
            said = stage.play(
                "comment",
                post=post,
                person=who,
                text=remark.text,
                reply_to=above,
                as_page=remark.person is None,
            )
        except SMMError:
            self.report.counts["kept out"] += 1  # banned before: the network does not let them write
            return
        self._said[stage.account.name, number] = said
        self.report.counts["comments"] += 1

    def _moderate(self, stage: Stage, published: Published) -> None:
        """What a manager does in the evening: spam away, its authors banned, questions answered."""
        name = stage.account.name
        bans = self.smm.abilities(name)["ban"]
        judged = self.smm.judge(name, published.id)
        for comment, verdict in judged:
            if bans and verdict.score >= 0.9:
                # Before it is deleted: of a comment that is gone, not every network knows the author.
                self.smm.moderate(name, Action(act=Act.BAN, comment=comment.id))
                self.report.counts["banned"] += 1
            self.smm.moderate(name, verdict.action)
            self.report.counts["deleted as spam"] += 1
            self.tell(f"    deleted ({verdict.reason}): {comment.text[:60]!r}")
        gone = {comment.id for comment, _ in judged}
        for (account, number), comment_id in list(self._said.items()):
            remark = self.crowd.comments[number]
            if account == name and remark.post == published.key and comment_id not in gone:
                self._answer(name, comment_id, remark)

    def _answer(self, name: str, comment: str, remark: Remark) -> None:
        if answer := self.crowd.answer(remark):
            self.smm.reply(name, comment, answer)
            self.report.counts["answered"] += 1

    def _measure(self) -> None:
        for name in self.stages:
            self.report.metrics += [*self.smm.account_metrics(name), *self.smm.post_metrics(name)]


def _shifted(plan: Sequence[PlannedPost], now: datetime) -> Iterator[PlannedPost]:
    """The plan, moved if it has begun: by as many times 52 weeks as it takes, so that weekday and season stay."""
    first = min(planned.at for planned in plan if planned.at)
    late = max(now - first, timedelta(0))
    move = -(-late // _YEAR) * _YEAR
    for planned in plan:
        yield evolve(planned, at=planned.at + move) if planned.at else planned
