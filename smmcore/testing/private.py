"""Answering a comment where only its author reads it."""

from contextlib import suppress

import pytest

from smmcore.errors import AnswerLost
from smmcore.models import Account
from smmcore.platform import Platform
from smmcore.testing.asking import contract, keeps
from smmcore.testing.base import Fixtures, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker
from smmcore.testing.watching import alike, writes


class PrivateReplyTests(Fixtures):
    """Nobody else sees it, and it is sent once."""

    @pytest.fixture
    def asked(self, smm: Driver, platform: Platform, account: Account, maker: Maker, fake: Fake) -> list[str]:
        """Comments of two people under one post, with the post's identifier before them."""
        self.able(platform, account, "reply_privately", "comments")
        post = published(smm, self.plain(platform, account, maker), at="moderation").id
        return [post, fake.comment(post, "Ann", "Is it rye?"), fake.comment(post, "Ben", "Is it warm?")]

    def test_a_private_reply_is_not_seen_under_the_post(
        self, smm: Driver, fake: Fake, asked: list[str]
    ) -> None:
        post, first, second = asked
        with keeps(
            asks="a comment can be answered privately, and the message's identifier is text",
            mend="let `reply_privately` send it, and return `''` where there is no identifier",
            at="moderation",
        ):
            assert isinstance(smm.reply_privately(first, "It is <rye> & wheat"), str)
        contract(
            list(fake.comments(post)) == [first, second],
            asks="a private answer is not seen under the post",
            found=list(fake.comments(post)),
            mend="send a message, not a comment",
            at="moderation",
        )

    def test_a_private_reply_whose_answer_is_lost_is_sent_once(self, smm: Driver, asked: list[str]) -> None:
        _, first, second = asked
        smm.reply_privately(first, "It is")
        meant = alike([request for request in smm.watch.sent if writes(request)][-1])
        smm.watch.lose(1, "after", among=meant)
        before = sum(meant(request) for request in smm.watch.sent)
        with suppress(AnswerLost):
            smm.reply_privately(second, "Just out of the oven")
        sent = sum(meant(request) for request in smm.watch.sent) - before
        contract(
            sent == 1,
            asks="a private answer whose confirmation is lost is not sent again: `AnswerLost` is raised",
            found=f"it was sent {sent} times",
            mend="say `safe=False` in its request",
            at="moderation",
        )
