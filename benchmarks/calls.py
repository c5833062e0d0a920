"""CPU time of publishing one text post, beside plain httpx against the same server in the same run."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from smmcore import SMM, Post
from smmcore.io.blocking import BlockingIO, run
from smmcore.sandbox import serving
from smmcore_telegram.audience import Audience
from smmcore_telegram.bot import Bot
from smmcore_telegram.platform import Telegram

ROUNDS, CALLS = 5, 60


def cpu(call: Callable[[], object]) -> float:
    """Milliseconds of CPU time per call, without the server's: it runs in a thread, so threads are told apart."""
    begin = time.thread_time()
    for _ in range(CALLS):
        call()
    return (time.thread_time() - begin) * 1000 / CALLS


def median(call: Callable[[], object]) -> tuple[float, float]:
    call()
    times = [cpu(call) for _ in range(ROUNDS)]
    return statistics.median(times), max(times) - min(times)


def main() -> None:
    audience = Audience(limits_on=False)
    with serving(audience.app) as url, tempfile.TemporaryDirectory() as folder, httpx.Client() as client:
        account = audience.account(url)
        token = account.secret("token").reveal()
        body = {"chat_id": account.id, "text": "Fresh bread!"}
        io = BlockingIO()
        request = Bot(io, account).request("sendMessage", body, safe=True)  # safe: no rates in this row
        rows = {
            "plain httpx": median(lambda: client.post(f"{url}/bot{token}/sendMessage", json=body).json()),
            "IO.send": median(lambda: run(io.send(request))),
        }
        for name, journal in (
            ("SMM, memory", None),
            ("SMM, SQLite on disk", Path(folder) / "journal.sqlite3"),
        ):
            with SMM([account], plugins=[_Unlimited()], installed=False, journal=journal) as smm:
                rows[name] = median(lambda smm=smm: smm.publish(Post("Fresh bread!"), account.name))
        floor = rows["plain httpx"][0]
        for name, (value, spread) in rows.items():
            print(f"{name:<22}{value:8.2f} ms CPU a call  x{value / floor:5.1f}  (spread {spread:.2f})")
        io.close()


class _Free:
    """Rates that hold nobody back."""

    quick = True

    def take(self, *_: object) -> float:
        return 0.0

    def block(self, *_: object) -> None:
        pass


class _Unlimited(Telegram):
    """Telegram without waiting for its rates: waiting is not what is measured."""

    async def publish(self, io, account, post, steps):  # noqa: ANN001, ANN202 - as the platform's
        io._limiter = _Free()  # noqa: SLF001 - switched off for measuring only
        return await super().publish(io, account, post, steps)


if __name__ == "__main__":
    main()
