"""Hearing what happens, each thing once, and only from the network."""

import pytest

from smmcore.errors import Unauthorized
from smmcore.models import Account, Event, EventKind
from smmcore.platform import Platform
from smmcore.testing.asking import broken, contract, keeps
from smmcore.testing.base import Fixtures, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker

FORGED: tuple[dict[str, str], ...] = (
    {},
    {"authorization": "Bearer forged"},
    {"x-hub-signature-256": "sha256=00", "x-secret-token": "forged"},
)


class ListeningTests(Fixtures):
    """Events by asking, and events by webhook."""

    def test_hears_each_comment_once(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        self.able(platform, account, "receive")
        post = published(smm, self.plain(platform, account, maker)).id
        _receive(smm)
        written = fake.comment(post, "Ann", "Is it rye?")
        heard = [e.comment.id for e in _receive(smm) if e.kind is EventKind.COMMENTED and e.comment]
        contract(
            heard == [written],
            asks="a comment is heard of once",
            found=f"{heard} instead of {[written]}",
            mend="return an `Event` of kind `COMMENTED` with the comment",
            at="listening",
        )
        again = [e for e in _receive(smm) if e.comment and e.comment.id == written]
        contract(
            not again,
            asks="what was told is not told again",
            found=f"{len(again)} times more",
            mend="keep the position in `io.store`, and confirm what was received",
            at="listening",
        )

    def test_hears_what_happened_in_its_absence(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        self.able(platform, account, "receive")
        post = published(smm, self.plain(platform, account, maker)).id
        written = [fake.comment(post, "Ann", f"No. {number}") for number in range(3)]
        heard = [e.comment.id for e in _receive(smm) if e.kind is EventKind.COMMENTED and e.comment]
        contract(
            heard == written,
            asks="everything since the last call is heard, in its order",
            found=f"{heard} instead of {written}",
            mend="fetch until the network has nothing more",
            at="listening",
        )

    @pytest.mark.parametrize("headers", FORGED, ids=["nothing", "a token", "a signature"])
    @pytest.mark.parametrize("body", [b"{}", b"", b"no json"], ids=["object", "empty", "garbage"])
    def test_refuses_a_webhook_that_is_not_the_networks(
        self, smm: Driver, platform: Platform, account: Account, headers: dict[str, str], body: bytes
    ) -> None:
        self.able(platform, account, "webhook")
        try:
            smm.webhook(headers, body)
        except Unauthorized:
            return
        except Exception as error:  # noqa: BLE001 - whatever else a plugin raises is reported
            found = f"{type(error).__name__}: {error}"
        else:
            found = "it was taken"
        broken(
            asks="a webhook call without the account's secret raises `Unauthorized`, whatever its body is",
            found=found,
            mend="compare the secret or the signature with `hmac.compare_digest` before reading the body",
            at="listening",
        )


def _receive(smm: Driver) -> list[Event]:
    with keeps(
        asks="`receive` gives what happened since the last call",
        mend="see what was raised",
        at="listening",
    ):
        return list(smm.receive())
