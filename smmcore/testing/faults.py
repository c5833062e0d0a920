"""Exactly once: whatever happens to the answers, there are never two posts, and nobody is told a lie."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from attrs import field, frozen

from smmcore.models import Account, Failed, Post, Published, Result, Scheduled, Unconfirmed
from smmcore.platform import FAULTS, Platform
from smmcore.testing.asking import contract
from smmcore.testing.base import Disturb, Fixtures, MakeDriver, Rehearsed, told
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import KINDS, Maker
from smmcore.testing.watching import every

PAST_GRACE = 61
_DETAILS: dict[str, dict[str, Any]] = {"limited": {"retry_after": 5}}


@frozen
class Trial:
    """One post that something happens to, and what must hold at every moment of it."""

    smm: Driver
    fake: Fake
    post: Post
    before: tuple[str, ...]
    key: str = field(factory=lambda: f"under-fault-{uuid4().hex}")
    """One of its own: the same key on the same account is the same post, for ever, and a reset does not end that."""

    @property
    def new(self) -> list[str]:
        return [id for id in self.fake.posts() if id not in self.before]

    def publish(self) -> Result:
        return self.true(self.smm.publish(self.post, key=self.key))

    def reconcile(self) -> Result:
        """Ask after the grace; a post that nobody claims to be in doubt is asked for by its key."""
        self.smm.pass_time(PAST_GRACE)
        results = self.smm.reconcile().results
        return self.true(results[0]) if results else self.publish()

    def work(self) -> Result:
        self.smm.pass_time(1)
        results = self.smm.work().results
        return self.true(results[0]) if results else self.publish()

    def true(self, result: Result) -> Result:
        """The result, if it is true."""
        new = self.new
        contract(
            len(new) <= 1,
            asks="no fault makes two posts of one",
            found=f"{', '.join(new)} are on the page; the result was {told(result)}",
            mend="send what creates something through `steps.run` and nothing else, and say `safe=False`",
            at="faults",
        )
        if isinstance(result, Published):
            contract(
                [result.id] == new,
                asks="`Published` means that the post is there, under this identifier",
                found=f"{result.id!r} was returned, on the page is {new}",
                mend="return what the network said, from `publish` and from `find`",
                at="faults",
            )
        if isinstance(result, Failed):
            contract(
                not new,
                asks="`Failed` means that the post is not there",
                found=f"{told(result)}, but {', '.join(new)} is on the page",
                mend="let `AnswerLost` out of `publish`; a 5xx answer, a page of HTML or garbage is a lost answer",
                at="faults",
            )
        if isinstance(result, Scheduled):
            contract(
                not new,
                asks="`find` returns `Absent` only when it is proven that the post is not there",
                found=f"{', '.join(new)} is on the page",
                mend="return `Found` or, where nobody can tell, `Unclear` with the reason",
                at="faults",
            )
        return result

    def settle(self) -> Published | Unconfirmed:
        """Do what a careful user does until the post is there, or a person has to look."""
        result = self.publish()
        if isinstance(result, Failed):
            result = self.publish()
        if isinstance(result, Unconfirmed):
            result = self._found()
        contract(
            isinstance(result, Published) or (isinstance(result, Unconfirmed) and result.reason.strip()),
            asks="in the end the post is published, or somebody is told why nobody knows",
            found=told(result),
            mend="let `find` look for the post; where it cannot, return `Unclear` with the reason",
            at="faults",
        )
        assert isinstance(result, Published | Unconfirmed)
        return result

    def resolve(self) -> Result:
        """A person looks, says what is there, and a post that is not there is sent again."""
        there = self.new[0] if self.new else None
        result = self.true(self.smm.resolve(self.key, id=there))
        return self.work() if isinstance(result, Scheduled) else result

    def _found(self) -> Result:
        there = self.new
        sent = self.smm.watch.unsafe
        again = self.publish()
        # It may appear only now, as networks take their time with films; what is there stays.
        stays = self.new == there or not there
        contract(
            isinstance(again, Unconfirmed) and self.smm.watch.unsafe == sent and stays,
            asks="a post whose answer was lost is not simply sent again",
            found=told(again),
            mend="send through `steps.run`: it knows what is in doubt",
            at="faults",
        )
        result = self.reconcile()
        while isinstance(result, Scheduled):
            result = self.work()
        return result


class FaultTests(Fixtures):
    """Each fault with each kind of post, then a lost answer at each single request."""

    @pytest.mark.parametrize("fault", FAULTS)
    @pytest.mark.parametrize("kind", KINDS)
    def test_never_two_posts(
        self,
        smm: Driver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        disturb: Disturb,
        kind: str,
        fault: str,
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        disturb(smm, kind, fault, **_DETAILS.get(fault, {}))
        trial = Trial(smm, fake, post, tuple(fake.posts()))
        trial.settle()
        if smm.watch.waiting:
            pytest.skip(f"{platform.title} took another way this time: the disturbed request did not come")
        if fault.endswith("_after"):
            contract(
                len(trial.new) == 1,
                asks=f"under `{fault}` the network acts and only the answer is lost",
                found=f"{len(trial.new)} posts",
                mend="let the fake do what was asked before it answers wrongly",
                at="faults",
            )

    @pytest.mark.parametrize("when", ["before", "after"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_an_answer_lost_at_any_request(
        self,
        drivers: MakeDriver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        rehearsed: Callable[[str], Rehearsed],
        kind: str,
        when: str,
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        whole = rehearsed(kind)
        for number in range(1, whole.requests + 1):
            if number > 1:
                fake.reset()
            trial = Trial(drivers(), fake, post, tuple(fake.posts()))
            trial.smm.watch.lose(number, when, among=every)
            result: Result = trial.settle()
            person = isinstance(result, Unconfirmed)
            if person:
                result = trial.resolve()
            is_whole(trial, result, whole, person=person)

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_cannot_be_sent_can_be_tried_again(
        self,
        smm: Driver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        disturb: Disturb,
        kind: str,
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        disturb(smm, kind, "limited", retry_after=6000)
        trial = Trial(smm, fake, post, tuple(fake.posts()))
        first = trial.publish()
        contract(
            isinstance(first, Failed),
            asks="a refusal that would take too long to wait for is `Failed`",
            found=told(first),
            mend="raise `RateLimited` with `retry_after`",
            at="faults",
        )
        smm.pass_time(6001)
        again = trial.publish()
        contract(
            isinstance(again, Published),
            asks="after a refusal, the same key may be published again",
            found=told(again),
            mend="keep nothing about the refused attempt outside of `steps`",
            at="faults",
        )


def is_whole(trial: Trial, result: Result, whole: Rehearsed, *, person: bool) -> None:
    """The post is there as if nothing had gone wrong; of a missing first comment, somebody was told."""
    contract(
        isinstance(result, Published) and len(trial.new) == 1,
        asks="whichever answer is lost, in the end there is exactly one post",
        found=f"{len(trial.new)} posts; the result was {told(result)}",
        mend="let `publish` begin again where it ended: steps that are done give their results at once",
        at="faults",
    )
    assert isinstance(result, Published)
    shown, comments = trial.fake.text(result.id), len(trial.fake.comments(result.id))
    contract(
        shown == whole.text,
        asks="it has the text that it has when nothing goes wrong",
        found=f"{shown!r} instead of {whole.text!r}",
        mend="make the post of `post` alone each time, not of what an earlier attempt left behind",
        at="faults",
    )
    contract(
        comments <= whole.comments,
        asks="the first comment is not there twice either",
        found=f"{comments} comments",
        mend='send it through `steps.run("first_comment", …)`',
        at="faults",
    )
    contract(
        comments == whole.comments or result.warnings or person,
        asks="the first comment is there, or `Published.warnings` says that it is not",
        found=f"{comments} comments and no warning",
        mend="write it, or warn of it, in `publish`, and where `find` returns `Found`",
        at="faults",
    )
