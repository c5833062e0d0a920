"""docs/exactly-once.md: an answer is lost, looked for, and found."""

import tempfile
from contextlib import chdir
from datetime import timedelta

from telegram_sandbox import telegram

from smmcore import SMM, Post, Published, Scheduled, Unconfirmed
from smmcore.testing import Fake

NOW = timedelta(0)


def lost_and_found(fake: Fake) -> None:
    # start of lost
    with SMM([fake.account], journal="smm.sqlite3") as smm:
        fake.fault("reset_after")  # the post is there; only the answer is lost
        (lost,) = smm.publish(Post("Fresh rye!"), to="sandbox", key="rye")
        assert isinstance(lost, Unconfirmed)

        (still,) = smm.publish(Post("Fresh rye!"), to="sandbox", key="rye")
        assert isinstance(still, Unconfirmed)  # nothing was sent

        (found,) = smm.reconcile(grace=timedelta(0))  # for the page only: the usual grace is a minute
        assert isinstance(found, Published)
        assert fake.posts() == [found.id]
        # end of lost


def absent(fake: Fake) -> None:
    with SMM([fake.account], journal="smm.sqlite3") as smm:
        fake.fault("reset_before")
        (lost,) = smm.publish(Post("Fresh buns!"), to="sandbox", key="buns")
        assert isinstance(lost, Unconfirmed)
        (unclear,) = smm.reconcile(grace=NOW)
        assert isinstance(unclear, Unconfirmed)
        before = len(fake.posts())
        # start of resolve
        # A person has looked at the channel: the post is not there.
        resolved = smm.resolve("sandbox", "buns", id=None, grace=timedelta(0))  # for the page only
        assert isinstance(resolved, Scheduled)

        (sent,) = smm.work()
        assert isinstance(sent, Published)
        # end of resolve
        assert len(fake.posts()) == before + 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, chdir(folder), telegram() as served:
        lost_and_found(served)
        absent(served)
