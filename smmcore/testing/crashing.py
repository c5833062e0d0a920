"""A process dies in the middle of a post, or while it looks for one: in the end, one post is there."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from attrs import evolve

from smmcore.journal.journal import LEASE
from smmcore.models import Account, Post, Published, Unconfirmed
from smmcore.platform import Platform
from smmcore.testing.asking import contract
from smmcore.testing.base import Fixtures, MakeDriver, Rehearsed, published
from smmcore.testing.disturbing import Fault
from smmcore.testing.driver import Driver
from smmcore.testing.dying import Death, DyingJournal, dies
from smmcore.testing.fake import Fake
from smmcore.testing.faults import PAST_GRACE, Trial, is_whole
from smmcore.testing.samples import Maker

KINDS = ("text", "album", "first_comment")
APART = 600
"""Seconds between posts, so that a network's clock tells them apart."""
ROUNDS = 6

Prepare = Callable[[Trial, Rehearsed], None]
Work = Callable[[Trial], Callable[[], object]]


class CrashTests(Fixtures):
    """A death before each request and each write of a post, and of the search for a lost one."""

    @pytest.fixture
    def dies_everywhere(
        self,
        drivers: MakeDriver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        rehearsed: Callable[[str], Rehearsed],
        tmp_path: Path,
    ) -> Callable[[str, Prepare, Work], None]:
        """Lets a process die at each moment of a work in turn; the next one sees to the post."""

        def dies_everywhere(kind: str, prepare: Prepare, work: Work) -> None:
            post, whole = self.sample(platform, account, maker, kind), rehearsed(kind)
            earlier = self.plain(platform, account, maker, "An earlier one")
            for path, death in _deaths(fake, tmp_path):
                trial = _begun(drivers(journal=path), fake, post, earlier)
                prepare(trial, whole)
                dying = drivers(journal=DyingJournal(path, death))
                dying.pass_time(APART + PAST_GRACE)
                if not dies(dying, death, work(evolve(trial, smm=dying))):
                    break
                _ends_well(drivers(journal=path), trial, earlier, whole)

        return dies_everywhere

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("mode", ["blocking"])  # the same lines write the journal in both ways
    def test_a_process_that_dies_while_it_publishes(
        self, dies_everywhere: Callable[[str, Prepare, Work], None], kind: str
    ) -> None:
        dies_everywhere(kind, _nothing, lambda trial: trial.publish)

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("mode", ["blocking"])
    def test_a_process_that_dies_while_it_looks(
        self, dies_everywhere: Callable[[str, Prepare, Work], None], kind: str
    ) -> None:
        dies_everywhere(kind, _lose, lambda trial: trial.smm.reconcile)


def _nothing(_trial: Trial, _whole: Rehearsed) -> None:
    pass


def _lose(trial: Trial, whole: Rehearsed) -> None:
    """Publish, and lose the answer that tells of the post."""
    trial.smm.watch.disturb(Fault("reset_after"), whole.number, among=whole.publishing)
    if not isinstance(trial.publish(), Unconfirmed):
        pytest.skip("this network finds out by itself what became of a post")


def _deaths(fake: Fake, folder: Path) -> Iterator[tuple[Path, Death]]:
    """One after the other, each with a journal of its own, on a fresh network."""
    for number in count(1):
        if number > 1:
            fake.reset()
        yield folder / f"{number}.sqlite3", Death(number)


def _begun(driver: Driver, fake: Fake, post: Post, earlier: Post) -> Trial:
    """A page that has a post already: what was there before may prove what was not there after."""
    published(driver, earlier)
    driver.pass_time(APART)
    return Trial(driver, fake, post, tuple(fake.posts()))


def _ends_well(successor: Driver, trial: Trial, earlier: Post, whole: Rehearsed) -> None:
    """The next process begins later, publishes something else first, and then sees to the post."""
    successor.pass_time(APART + PAST_GRACE + LEASE.total_seconds() + APART)
    later = published(successor, earlier.with_text("A later one"))
    trial = evolve(trial, smm=successor, before=(*trial.before, later.id))
    successor.pass_time(APART)
    result = trial.publish()
    for _ in range(ROUNDS):
        if isinstance(result, Published):
            break
        trial.reconcile()
        trial.work()
        result = trial.publish()
    person = isinstance(result, Unconfirmed)
    if person:
        result = trial.resolve()
    contract(
        isinstance(result, Published),
        asks="a post whose process died is there in the end",
        found=repr(result),
        mend="let `publish` begin again where it ended, and `find` look for what is in doubt",
        at="crashes",
    )
    is_whole(trial, result, whole, person=person)
