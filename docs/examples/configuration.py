"""docs/configuration.md: smm.toml, secrets and content plans."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import smmcore
from smmcore import SMM, InvalidInput, SystemClock

HERE = Path(__file__).parent


# start of vault
class Vault:
    """Fetches what smm.toml writes as { vault = "…" }; the values are invented."""

    shelves = {"club/hook": "a-secret-from-the-vault"}  # noqa: RUF012 - a sample

    @smmcore.hookimpl
    def smm_secret(self, account: str, name: str, reference: str) -> str | None:
        word, _, place = reference.partition(":")
        return self.shelves.get(place) if word == "vault" else None
        # end of vault


class November(SystemClock):
    """The plan's posts lie ahead for ever."""

    def now(self) -> datetime:
        return datetime(2026, 11, 30, tzinfo=UTC)


def from_config() -> None:
    # start of from_config
    with SMM.from_config("smm.toml", plugins=[Vault()]) as smm:
        print(", ".join(smm.accounts))
        # end of from_config
        club = smm.accounts["club"]
        assert club.id == "-1001234567890"
        assert club.secret("webhook_secret").reveal() == "a-secret-from-the-vault"
        assert club.secret("token").reveal() == "1:club"
        assert smm.accounts["bakery"].secret("token").reveal() == "1:bakery"
        assert smm.abilities("club")["comments"].reason.startswith("comments are switched off")
        assert Path(smm.journal.name).name == "journal.sqlite3"


def plan() -> None:
    # start of read
    from smmcore.plans import read_posts

    for planned in read_posts("plan.toml"):
        print(planned.key, planned.at, planned.post.plain_text or "a poll")
    # end of read
    first, poll = read_posts("plan.toml")
    assert first.at is not None
    assert first.at.isoformat() == "2026-12-01T07:30:00+01:00"
    assert poll.key.startswith("content-")
    with SMM.from_config("smm.toml", plugins=[Vault()], clock=November()) as smm:
        # start of publish
        for planned in read_posts("plan.toml"):
            to = planned.to or list(smm.accounts)
            smm.publish(planned.post, to=to, key=planned.key, at=planned.at, zone=planned.zone)
            # end of publish
        assert {entry.state.value for entry in smm.journal.entries(account="bakery")} <= {
            "scheduled",
            "failed",
        }


def missing() -> None:
    # start of missing
    del os.environ["BAKERY_TOKEN"]
    with SMM.from_config("smm.toml", plugins=[Vault()]) as smm:  # says nothing yet
        try:
            smm.account_metrics("bakery")
        except smmcore.Unauthorized as error:
            print(error)
            # end of missing
            assert "BAKERY_TOKEN is not set" in str(error)  # noqa: PT017 - this is no test
        else:
            raise AssertionError


def wrong() -> None:
    Path("wrong.toml").write_text('[accounts.bakery]\nplatform = "telegram"\nsecrets.token = "1:abc"\n')
    try:
        SMM.from_config("wrong.toml")
    except InvalidInput as error:
        assert "stands there in clear" in str(error)  # noqa: PT017 - this is no test


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name in ("smm.toml", "plan.toml"):
            shutil.copy(HERE / name, folder)
        os.chdir(folder)
        os.environ["BAKERY_TOKEN"] = "1:bakery"  # noqa: S105 - invented
        Path("club.token").write_text("1:club\n")
        Path("club.token").chmod(0o600)
        from_config()
        plan()
        missing()
        wrong()
        os.chdir(HERE)
