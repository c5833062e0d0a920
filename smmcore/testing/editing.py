"""Changing, removing and pinning posts; all of it harmless when repeated."""

from smmcore.checking import limit_of_text
from smmcore.errors import InvalidPost
from smmcore.models import Account, Post
from smmcore.platform import Platform
from smmcore.testing.asking import broken, contract, keeps
from smmcore.testing.base import Fixtures, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker


class EditingTests(Fixtures):
    """Of posts that were published here."""

    def test_edits_a_text(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        id, post = self._post(smm, platform, account, maker, "edit")
        for text in ("The second version", "The second version", "The third version"):
            with keeps(
                asks="editing works, and does no harm when it is repeated",
                mend='take answers such as "not modified" for success',
                at="editing",
            ):
                smm.edit(id, post.with_text(text))
            contract(
                fake.text(id) == text and list(fake.posts()) == [id],
                asks="the post has the new text, and there is no other post",
                found=f"{fake.text(id)!r} among {list(fake.posts())}",
                mend="edit the post in its place",
                at="editing",
            )

    def test_an_edit_over_the_limit_is_refused_before_any_call(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        id, post = self._post(smm, platform, account, maker, "edit")
        limit = limit_of_text(platform.limits(account), post)
        if limit is None:
            return
        sent = len(smm.watch.sent)
        try:
            smm.edit(id, post.with_text("a" * (int(limit.most) + 1)))
        except InvalidPost:
            pass
        else:
            broken(
                asks="an edit over the limit raises `InvalidPost`",
                mend="put the limit into `limits`",
                at="editing",
            )
        contract(
            len(smm.watch.sent) == sent,
            asks="nothing was sent for it",
            mend="put the limit into `limits`: the core checks it",
            at="editing",
        )

    def test_deletes_a_post(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        id, post = self._post(smm, platform, account, maker, "delete")
        other = published(smm, post.with_text("This one stays"), key="other").id
        for _ in range(2):
            with keeps(
                asks="deleting works, and a post that is already gone is a success",
                mend="take the network's `not found` for success",
                at="editing",
            ):
                smm.delete(id)
        contract(
            list(fake.posts()) == [other],
            asks="the post is gone, and only that one",
            found=list(fake.posts()),
            mend="delete by the identifier that was given",
            at="editing",
        )

    def test_pins_and_unpins(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        id, _ = self._post(smm, platform, account, maker, "pin")
        for pinned in (True, True, False, False):
            with keeps(
                asks="pinning and unpinning do no harm when they are repeated",
                mend="take answers such as 'is pinned already' for success",
                at="editing",
            ):
                smm.pin(id, pinned=pinned)
        contract(
            id in fake.posts(),
            asks="the post is still there",
            mend="unpin it, do not delete it",
            at="editing",
        )

    def _post(
        self, smm: Driver, platform: Platform, account: Account, maker: Maker, word: str
    ) -> tuple[str, Post]:
        self.able(platform, account, word)
        post = self.plain(platform, account, maker)
        return published(smm, post).id, post
