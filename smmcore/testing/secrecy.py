"""Secrets are seen by the network and by nobody else."""

import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from attrs import evolve

from smmcore.errors import SMMError
from smmcore.models import Account, Failed, Result
from smmcore.models.account import Secret
from smmcore.models.converting import dump
from smmcore.platform import Platform
from smmcore.testing.asking import contract
from smmcore.testing.base import Disturb, Fixtures, MakeDriver
from smmcore.testing.driver import Driver
from smmcore.testing.samples import KINDS, Maker

LEAKS = ("echo_secret", "html_after", "garbage_after", "reset_before", "limited")
_FAKES_OWN = "smmcore-sandbox"
"""The thread of the served fake, which shares the process but not the contract."""


class SecretTests(Fixtures):
    """Logs at their most talkative, errors with the locals of every frame, and every byte on disk."""

    @pytest.fixture
    def logged(self, caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
        """Everything that was logged, by anybody, at any level."""
        caplog.set_level(logging.DEBUG)
        caplog.handler.addFilter(lambda record: record.threadName != _FAKES_OWN)
        return lambda: caplog.text + "".join(repr(record.__dict__) for record in caplog.records)

    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_secret_is_logged_or_stored(
        self,
        drivers: MakeDriver,
        platform: Platform,
        account: Account,
        maker: Maker,
        tmp_path: Path,
        logged: Callable[[], str],
        kind: str,
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        driver = drivers(journal=tmp_path / "journal.db")
        result = driver.publish(post)
        _nowhere(driver, **_places(driver, result, tmp_path), logs=logged())

    @pytest.mark.parametrize("fault", LEAKS)
    def test_nothing_secret_leaks_when_it_goes_wrong(
        self,
        drivers: MakeDriver,
        disturb: Disturb,
        platform: Platform,
        account: Account,
        maker: Maker,
        tmp_path: Path,
        logged: Callable[[], str],
        fault: str,
    ) -> None:
        post = self.plain(platform, account, maker)
        driver = drivers(journal=tmp_path / "journal.db", patience=0)
        disturb(driver, maker.plainest, fault, **({"retry_after": 900} if fault == "limited" else {}))
        result = driver.publish(post, key="leak")
        driver.pass_time(61)
        found = driver.reconcile().results
        _nowhere(driver, **_places(driver, result, tmp_path), found=repr(found), logs=logged())

    def test_nothing_secret_is_in_a_refusal(
        self,
        drivers: MakeDriver,
        platform: Platform,
        account: Account,
        maker: Maker,
        tmp_path: Path,
        logged: Callable[[], str],
    ) -> None:
        post = self.plain(platform, account, maker)
        wrong = {name: Secret(s.reveal()[::-1], name) for name, s in account.secrets.items()}
        driver = drivers(evolve(account, secrets=wrong), journal=tmp_path / "journal.db")
        result = driver.publish(post)
        _nowhere(driver, **_places(driver, result, tmp_path), logs=logged())

    def test_nothing_secret_is_in_what_is_read(self, smm: Driver, logged: Callable[[], str]) -> None:
        said = [repr(result) for result in _everything(smm)]
        _nowhere(smm, results="\n".join(said), logs=logged())


def _everything(smm: Driver) -> Iterator[object]:
    """All that can be asked for; what the network cannot do tells its errors."""
    asks = (smm.checkup, smm.comments, smm.receive, smm.account_metrics, smm.post_metrics, smm.mentions)
    for ask in (*asks, lambda: smm.page_metrics([smm.account.id])):
        try:
            yield ask()
        except SMMError as error:
            yield _with_locals(error)


def _places(driver: Driver, result: Result, folder: Path) -> dict[str, str]:
    error = result.error if isinstance(result, Failed) else None
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {
        "result": f"{result!r} {dump(result)}",
        "error": f"{error} {error!r} {_with_locals(error)}" if error else "",
        "requests": "\n".join(f"{request} {request!r}" for request in driver.watch.sent),
        "accounts": f"{driver.account!r} {driver.smm.accounts!r}",
        "journal": b"".join(files).decode(errors="replace"),
    }


def _with_locals(error: BaseException) -> str:
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def _nowhere(driver: Driver, **places: str) -> None:
    for secret in driver.secrets:
        value = secret.reveal()
        for place, text in places.items():
            contract(
                not any(form in text for form in {value, quote(value, safe=""), quote(value)}),
                asks="no secret is in logs, results, errors, tracebacks, requests or the journal",
                found=f"the value of {secret.name} is in the {place}",
                mend="format `account.secret(name)` into the request, list it in `Request(secrets=…)`, keep what "
                "the network gives in `io.vault`, and call `reveal()` nowhere",
                at="secrets",
            )
