"""Looking beyond the account's own page: other pages' figures, and where the account is named."""

from collections.abc import Sequence
from typing import ClassVar

import pytest

from smmcore.models import Account, Metric, SubjectKind
from smmcore.platform import Platform
from smmcore.testing.asking import contract, keeps
from smmcore.testing.base import Fixtures, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.measuring import is_whole
from smmcore.testing.samples import Maker


class ScoutingTests(Fixtures):
    """What everybody may see, read with the account."""

    unknown_page: ClassVar[str] = "nobody-of-that-name"
    """A handle as the network writes them, of a page that the sandbox does not have."""

    @pytest.fixture
    def pages(self, account: Account) -> Sequence[str]:
        """Handles of pages that a fresh sandbox has; by itself, that of the account's own page."""
        return [account.id]

    def mention(self, fake: Fake, account: Account, post: str, person: str) -> str:
        """Let somebody name the account; gives the identifier as `Comment.id` has it.

        By itself, a comment under a post with the account's handle in it.
        """
        return fake.comment(post, person, f"Good bread, @{account.id.removeprefix('@')}!")

    def test_figures_of_other_pages_have_all_about_them(
        self, smm: Driver, platform: Platform, account: Account, pages: Sequence[str]
    ) -> None:
        self.able(platform, account, "page_metrics")
        metrics = _figures(smm, pages)
        told = {metric.subject.id for metric in metrics}
        contract(
            told == set(pages),
            asks="of each page that is there, there is at least one figure, under the handle that was asked for",
            found=f"{sorted(told)} instead of {sorted(pages)}",
            mend="write `Subject(account.name, SubjectKind.PAGE, handle)`",
            at="scouting",
        )
        for metric in metrics:
            is_whole(metric, platform, account, SubjectKind.PAGE)

    def test_of_an_unknown_page_there_is_nothing(
        self, smm: Driver, platform: Platform, account: Account, pages: Sequence[str]
    ) -> None:
        self.able(platform, account, "page_metrics")
        for asked in ([self.unknown_page], [self.unknown_page, *pages]):
            told = {metric.subject.id for metric in _figures(smm, asked)}
            contract(
                told == set(asked) - {self.unknown_page},
                asks="of a page that is not there, there are no figures, no zeros and no error; the others are told",
                found=f"figures of {sorted(told)}, asked was {asked}",
                mend="leave out what the network does not answer",
                at="scouting",
            )

    def test_mentions_are_found_once_with_their_author(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        self.able(platform, account, "mentions")
        post = published(smm, self.plain(platform, account, maker), at="scouting").id
        fake.comment(post, "Eve", "Nobody is named here")
        written = [self.mention(fake, account, post, person) for person in ("Ann", "Ben")]
        with keeps(asks="mentions can be read", mend="see what was raised", at="scouting"):
            found = smm.mentions()
        contract(
            [mention.id for mention in found] == written[::-1],
            asks="each mention is found once, newest first, and nothing else is",
            found=f"{[mention.id for mention in found]} instead of {written[::-1]}",
            mend="page through what the network tells of mentions, and give `Page.next` until there is no more",
            at="scouting",
        )
        names = [(mention.author.name + mention.author.handle).casefold() for mention in found]
        contract(
            "ben" in names[0] and "ann" in names[1] and found[0].author.id != found[1].author.id,
            asks="a mention says who it is by",
            found=[mention.author for mention in found],
            mend="fill `Author.id` and `Author.name`",
            at="scouting",
        )


def _figures(smm: Driver, pages: Sequence[str]) -> list[Metric]:
    with keeps(
        asks="figures of other pages can be read, whether the pages are there or not",
        mend="take the network's `not found` for an answer without figures",
        at="scouting",
    ):
        return smm.page_metrics(pages)
