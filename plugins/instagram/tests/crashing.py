"""A process that dies while it publishes, and the one that comes after it."""

from smmcore.journal.journal import LEASE
from smmcore.models import Published
from smmcore.testing import dying
from smmcore.testing.dying import Death, DyingJournal

__all__ = ["Death", "dies", "restarted"]

SILENT = LEASE.total_seconds() + 1
"""Seconds after which a worker that died is noticed."""


def dies(drivers, path, post, death, **more):
    """Publish, and die on the way; whether that happened."""
    driver = drivers(journal=DyingJournal(path, death), **more)
    return dying.dies(driver, death, lambda: driver.publish(post, key="k"))


def restarted(drivers, path, post, *, after=SILENT, rounds=3, **more):
    """What becomes of the post in the hands of a worker that starts some seconds after the crash."""
    driver = drivers(journal=path, **more)
    driver.pass_time(after)
    for _ in range(rounds):
        driver.work()
        driver.reconcile()
        driver.pass_time(300)
    result = driver.publish(post, key="k")
    assert isinstance(result, Published), result
    return result
