"""What the other examples publish to: a fake Telegram on this machine."""

# start of serve
from collections.abc import Iterator
from contextlib import contextmanager

from smmcore.sandbox import serving
from smmcore.testing import Fake
from smmcore_telegram.platform import Telegram


@contextmanager
def telegram() -> Iterator[Fake]:
    """A fresh fake, with an `account` that is ready and an audience to play."""
    sandbox = Telegram().sandbox()
    with serving(sandbox.app) as url:
        fake = Fake(sandbox, url)
        yield fake
        fake.close()
        # end of serve


if __name__ == "__main__":
    with telegram() as fake:
        assert fake.posts() == []
