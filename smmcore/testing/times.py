"""Times are aware, and are those at which things happened."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from smmcore.models import Account, Published
from smmcore.platform import Platform
from smmcore.testing.asking import contract, keeps
from smmcore.testing.base import Fixtures, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker

SLACK = timedelta(minutes=10)
"""How far a network's clock may be off; a wrong zone is off by a quarter of an hour at least."""
_NEEDS: Mapping[str, str] = {
    "comment": "comments",
    "event": "receive",
    "account figure": "account_metrics",
    "post figure": "post_metrics",
    "checkup": "check",
}

_MEND = "write `datetime.fromtimestamp(stamp, UTC)`, or give the zone in which the network tells times"
_MOMENTS = {"Published.at", "Comment.at", "Event.at", "Metric.read_at"}


class TimeTests(Fixtures):
    """Of what happens in the test itself, so it is known when that was."""

    @pytest.mark.parametrize("what", ["post", *_NEEDS])
    def test_times_are_aware_and_true(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker, what: str
    ) -> None:
        if what in _NEEDS:
            self.able(platform, account, _NEEDS[what])
        post = self.plain(platform, account, maker)
        with keeps(asks="times are aware", mend=_MEND, at="times"):
            begun = smm.clock.now()
            told = list(_times(smm, fake, published(smm, post, at="times"), what))
        for name, at in ((name, at) for name, at in told if at is not None):
            aware = at.utcoffset() is not None
            contract(aware, asks=f"`{name}` is aware", found=at, mend=_MEND, at="times")
            contract(
                name not in _MOMENTS or begun - SLACK < at < smm.clock.now() + SLACK,
                asks=f"`{name}` is the time at which it happened",
                found=f"{at.isoformat()}; it was about {begun.isoformat()}",
                mend=_MEND,
                at="times",
            )


def _times(smm: Driver, fake: Fake, post: Published, what: str) -> Iterator[tuple[str, datetime | None]]:
    if what == "post":
        yield "Published.at", post.at
    elif what == "comment":
        fake.comment(post.id, "Ann", "Hello")
        yield from (("Comment.at", comment.at) for comment in smm.comments(post.id))
    elif what == "event":
        fake.comment(post.id, "Ann", "Hello")
        yield from (("Event.at", event.at) for event in smm.receive())
    elif what == "checkup":
        yield "Checkup.expires_at", smm.checkup().expires_at
    else:
        of_account = what == "account figure"
        for metric in smm.account_metrics() if of_account else smm.post_metrics([post.id]):
            yield "Metric.read_at", metric.read_at
            yield "Metric.end", metric.end
