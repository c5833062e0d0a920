"""docs/embedding.md: where the journal is kept."""

import os
import tempfile
from contextlib import chdir

from telegram_sandbox import telegram

from smmcore import SMM, Account, Post


def with_journals(account: Account, postgres: str | None) -> None:
    # start of journals
    memory = SMM([account])  # forgets at the end of the process
    file = SMM([account], journal="smm.sqlite3")  # a path: SQLite
    # end of journals
    assert memory.journal.name == "memory"
    assert file.journal.name == "smm.sqlite3"
    memory.close()
    file.close()
    if postgres is not None:
        # start of postgres
        with SMM([account], journal=postgres) as smm:  # "postgresql://smm@db.example/smm"
            smm.publish(Post("Kept in PostgreSQL"), to="sandbox", key="kept")
            # end of postgres
            assert smm.publish(Post("Kept in PostgreSQL"), to="sandbox", key="kept").published[0].repeated


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, chdir(folder), telegram() as fake:
        with_journals(fake.account, os.environ.get("SMM_DOCS_POSTGRES"))
