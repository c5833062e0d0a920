"""Figures: with their source, true to what happened, and absent where they are not known."""

from collections.abc import Sequence

from smmcore.models import Account, Metric, MetricName, Nature, SubjectKind
from smmcore.platform import Platform
from smmcore.testing.asking import contract, keeps
from smmcore.testing.base import Fixtures, MakeDriver, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker


class MeasuringTests(Fixtures):
    """What is unknown is absent, never zero."""

    def test_account_figures_have_all_about_them(
        self, smm: Driver, platform: Platform, account: Account
    ) -> None:
        self.able(platform, account, "account_metrics")
        metrics = _read(smm)
        contract(
            metrics,
            asks="an account whose figures can be read has at least one, such as its followers",
            mend="return a `Metric`, or say no to account_metrics with the reason",
            at="measuring",
        )
        for metric in metrics:
            is_whole(metric, platform, account, SubjectKind.ACCOUNT)

    def test_post_figures_have_all_about_them(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        ids = self._posts(smm, platform, account, maker, 2)
        _audience(fake, ids[0])
        metrics = _read(smm, ids)
        for metric in metrics:
            is_whole(metric, platform, account, SubjectKind.POST)
            contract(
                metric.subject.id in ids,
                asks="`Subject.id` is the post's identifier as it was asked for",
                found=metric.subject.id,
                mend="use the identifiers that were given",
                at="measuring",
            )

    def test_figures_are_true(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        quiet, busy = self._posts(smm, platform, account, maker, 2)
        comments = _audience(fake, busy)
        metrics = _read(smm, [quiet, busy])
        for name, happened in ((MetricName.REACTIONS, 3), (MetricName.COMMENTS, comments)):
            said = _total(metrics, busy, name)
            contract(
                said is None or said == happened,
                asks=f"{name} are as many as there were ({happened}), or are not told",
                found=f"{said} of {busy}",
                mend="leave out what the network does not tell; a zero is a claim",
                at="measuring",
            )
            contract(
                not _total(metrics, quiet, name),
                asks="figures belong to the post that they are told of",
                found=f"{_total(metrics, quiet, name)} {name} of a post without any",
                mend="fill `Subject.id` from the answer, not from the place in the list",
                at="measuring",
            )

    def test_what_is_unknown_is_absent(
        self, smm: Driver, drivers: MakeDriver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        (gone,) = self._posts(smm, platform, account, maker, 1)
        fake.reset()
        metrics = _read(drivers(), [gone])
        contract(
            not metrics,
            asks="of a post that nobody knows there are no figures, not even zeros, and no error",
            found=[f"{metric.name}={metric.value}" for metric in metrics],
            mend="leave out what the network does not answer",
            at="measuring",
        )

    def test_checks_the_account(self, smm: Driver, platform: Platform, account: Account) -> None:
        self.able(platform, account, "check")
        with keeps(asks="the account can be checked", mend="see what was raised", at="measuring"):
            checkup = smm.checkup()
        contract(
            checkup.account == account.name and checkup.ok,
            asks="a checkup of the sandbox's account is fine, and names it",
            found=checkup,
            mend="return `Checkup(account=account.name, ok=True)` for a working token",
            at="measuring",
        )

    def _posts(
        self, smm: Driver, platform: Platform, account: Account, maker: Maker, count: int
    ) -> list[str]:
        self.able(platform, account, "post_metrics")
        post = self.plain(platform, account, maker)
        return [published(smm, post, key=f"{number}").id for number in range(count)]


def _audience(fake: Fake, post: str) -> int:
    """Three reactions and two comments; gives how many comments readers see then."""
    fake.react(post, "👍", 3)
    for person in ("Ann", "Ben"):
        fake.comment(post, person, "Nice")
    return len(fake.comments(post))


def _read(smm: Driver, ids: Sequence[str] | None = None) -> list[Metric]:
    with keeps(
        asks="figures can be read; their times are aware, their values int or Decimal, their sources named",
        mend="see what was raised; `io.now()` is an aware time",
        at="measuring",
    ):
        return smm.account_metrics() if ids is None else smm.post_metrics(ids)


def is_whole(metric: Metric, platform: Platform, account: Account, kind: SubjectKind) -> None:
    """Fail unless the figure says what it is about and where it is from."""
    contract(
        metric.subject.account == account.name and metric.subject.kind is kind,
        asks="a figure says which account, post or page it is about",
        found=metric.subject,
        mend="write `Subject(account.name)` or `Subject(account.name, SubjectKind.POST, id)`",
        at="measuring",
    )
    contract(
        metric.source.startswith(f"{platform.name}:"),
        asks="`source` says where a figure is from: the network, what was asked, and the API's version",
        found=metric.source,
        mend=f'write `source="{platform.name}:getFollowers@2.0"`',
        at="measuring",
    )
    contract(
        metric.nature is not Nature.COUNTER or isinstance(metric.value, int),
        asks="counters are whole numbers",
        found=repr(metric.value),
        mend="use int, or `Nature.RATE`",
        at="measuring",
    )


def _total(metrics: Sequence[Metric], post: str, name: MetricName) -> int | None:
    """The figure for all; where there are only parts of it, their sum; None where it is not told."""
    of_post = [metric for metric in metrics if metric.subject.id == post and metric.name is name]
    whole = [metric for metric in of_post if not metric.detail] or of_post
    return sum(int(metric.value) for metric in whole) if whole else None
