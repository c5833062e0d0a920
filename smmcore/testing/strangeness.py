"""Networks add fields to their answers at any time; that must do no harm anywhere."""

from collections.abc import Callable
from typing import Any

import pytest

from smmcore.models import Account, Metric
from smmcore.platform import Platform
from smmcore.testing.asking import contract, keeps
from smmcore.testing.base import Fixtures, MakeDriver, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import KINDS, Maker

_READS: dict[str, Callable[[Driver, str], Any]] = {
    "checkup": lambda driver, _: driver.checkup(),
    "receive": lambda driver, _: driver.receive(),
    "account_metrics": lambda driver, _: driver.account_metrics(),
    "post_metrics": lambda driver, post: driver.post_metrics([post]),
    "page_metrics": lambda driver, _: driver.page_metrics([driver.account.id]),
    "mentions": lambda driver, _: driver.mentions(),
}


class StrangenessTests(Fixtures):
    """Each object in an answer that has an identifier gets a field that nobody knows."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_new_fields_do_no_harm_to_publishing(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker, kind: str
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        smm.watch.strange = True
        done = published(smm, post, at="new-fields")
        contract(
            list(fake.posts()) == [done.id],
            asks="fields that nobody knows are ignored where a post is published",
            found=f"{done.id!r}, on the page is {list(fake.posts())}",
            mend="read answers tolerantly: take what you need, and nothing else",
            at="new-fields",
        )

    @pytest.mark.parametrize("name", _READS)
    def test_new_fields_do_no_harm_to_reading(
        self,
        smm: Driver,
        drivers: MakeDriver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        name: str,
    ) -> None:
        ask = _READS[name]
        self.able(platform, account, "check" if name == "checkup" else name)
        post = published(smm, self.plain(platform, account, maker)).id
        other = drivers()
        other.watch.strange = True
        with keeps(
            asks=f"fields that nobody knows are ignored in what `{name}` reads",
            mend="read answers tolerantly: take what you need, and nothing else",
            at="new-fields",
        ):
            told = ask(other, post)
        usual = ask(smm, post)
        contract(
            _essence(told) == _essence(usual),
            asks=f"`{name}` tells the same with and without them",
            found=f"{told} instead of {usual}",
            mend="look fields up by their names, not by their number or place",
            at="new-fields",
        )


def _essence(told: Any) -> Any:
    """What is told, without the moment of reading."""
    if not isinstance(told, list | tuple):
        return told
    return [(m.subject, m.name, m.value, m.detail) if isinstance(m, Metric) else m for m in told]
