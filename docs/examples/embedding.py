"""docs/embedding.md: callers that block."""

import logging
import tempfile
from collections.abc import Callable
from contextlib import chdir
from datetime import datetime, timedelta
from pathlib import Path

from telegram_sandbox import telegram

from smmcore import (
    SMM,
    Account,
    Failed,
    Mistake,
    Outcome,
    Photo,
    PlatformError,
    Post,
    Published,
    RateLimited,
    Scheduled,
    TransportError,
    Unauthorized,
    Unconfirmed,
)
from smmcore.testing.samples import jpeg


# start of account
def bakery(token: str) -> Account:
    return Account("bakery", "telegram", "@four_flours", secrets={"token": token})
    # end of account


# start of blocking
def announce(account: Account, words: str) -> Outcome:
    with SMM([account], journal="smm.sqlite3") as smm:
        return smm.publish(Post(words), to=account.name, key="2026-12-01-rye")
    # end of blocking


# start of match
def report(outcome: Outcome) -> list[str]:
    lines = []
    for result in outcome:
        match result:
            case Published(account=account, id=id, repeated=repeated):
                lines.append(f"{account}: is there as {id}{', as before' if repeated else ''}")
            case Scheduled(account=account, at=at):
                lines.append(f"{account}: waits for {at:%d %B %H:%M}")
            case Failed(account=account, error=error):
                lines.append(f"{account}: was refused: {error}")
            case Unconfirmed(account=account, reason=reason):
                lines.append(f"{account}: nobody knows: {reason}")
    return lines
    # end of match


# start of check
def what_is_wrong(smm: SMM, post: Post) -> list[str]:
    return [
        f"{problem.field}: {problem.message} ({problem.source})" for problem in smm.check(post, "sandbox")
    ]
    # end of check


# start of errors
def advice(failed: Failed) -> str:
    match failed.error:
        case Mistake() as mistake:
            return f"correct what was given: {mistake}"
        case RateLimited(retry_after=seconds):
            return f"publish again in {seconds or 60:g} s, under the same key"
        case Unauthorized():
            return "give a working token"
        case PlatformError(platform=platform, code=code):
            return f"{platform} says no ({code}): see its words"
        case TransportError():
            return "the network was not reached: publish again, under the same key"
        case other:
            return f"tell a developer: {type(other).__name__}"
    # end of errors


def plan_and_work(smm: SMM) -> None:
    # start of plan
    saturday = smm.io.now() + timedelta(days=2)
    smm.publish(Post("Open until noon."), to="sandbox", key="saturday", at=saturday, zone="Europe/Warsaw")
    smm.work()  # nothing is due yet; a timer calls this every minute
    # end of plan
    assert [entry.key for entry in smm.journal.entries(account="sandbox")].count("saturday") == 1


def several(account: Account, other: Account) -> None:
    # start of several
    with SMM([account, other]) as smm:
        outcome = smm.publish(Post("For both"), to=[account.name, other.name])
        if not outcome.ok:
            outcome.raise_for_failures()  # an ExceptionGroup; or look at each result
    # end of several
    assert len(outcome.published) == 2


# start of clock
class Quick:
    """Begins on a Wednesday; waiting takes no time here, and lets it pass."""

    def __init__(self) -> None:
        self._now = datetime.fromisoformat("2026-12-02T09:00:00+00:00")

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    async def async_sleep(self, seconds: float) -> None:
        self.sleep(seconds)

    # end of clock


def with_own_clock(account: Account) -> None:
    # start of own_clock
    with SMM([account], clock=Quick()) as smm:
        smm.io.clock.sleep(86400)
        assert smm.io.now().strftime("%A") == "Thursday"
        # end of own_clock


def with_logging(account: Account, path: Path) -> str:
    # start of logging
    logging.basicConfig(filename=path, level=logging.DEBUG)
    logging.getLogger("smmcore.io").setLevel(logging.DEBUG)  # each request: label, status, size
    logging.getLogger("smmcore.journal").setLevel(logging.WARNING)
    logging.getLogger("smmcore.plugins").setLevel(logging.WARNING)  # plugins that broke, by name
    # end of logging
    with SMM([account]) as smm:
        smm.publish(Post("Logged"), to="sandbox")
    return path.read_text("utf-8")


def main(folder: Path, line: Callable[[str], None] = print) -> None:
    with telegram() as fake:
        account = fake.account
        with SMM([account], journal="smm.sqlite3") as smm:
            first = smm.publish(Post("Fresh rye!"), to="sandbox", key="2026-12-01-rye")
            line("\n".join(report(first)))
            assert report(first) == ["sandbox: is there as 1"]
            again = smm.publish(Post("Fresh rye!"), to="sandbox", key="2026-12-01-rye")
            assert report(again) == ["sandbox: is there as 1, as before"]
            assert fake.posts() == ["1"]

            # start of photo
            post = Post("A loaf", media=Photo("rye.jpg", alt="A loaf of rye on a board"))
            outcome = smm.publish(post, to="sandbox", key="2026-12-02-loaf")
            # end of photo
            assert outcome.ok, outcome

            wrong = what_is_wrong(smm, Post("long " * 900))
            assert len(wrong) == 1
            assert wrong[0].startswith("text: 4499 characters"), wrong
            refused = smm.publish(Post("long " * 900), to="sandbox", key="too-long")
            assert advice(refused.failed[0]).startswith("correct what was given")
            plan_and_work(smm)
            assert smm.abilities("sandbox")["reel"].reason == "Telegram has no reels"
        assert report(announce(account, "x"))[0] == "sandbox: is there as 1, as before"
        several(account, fake.sandbox.account(fake.url, "second"))
        with_own_clock(account)
        logged = with_logging(account, folder / "log.txt")
        assert "telegram sendMessage" in logged
        assert account.secret("token").reveal() not in logged
    assert bakery("1:abc").secret("token").reveal() == "1:abc"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, chdir(name):
        Path("rye.jpg").write_bytes(jpeg())
        main(Path(name))
