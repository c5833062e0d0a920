"""Addresses of journals: what is shown of them, and what is none."""

import pytest

from smmcore import InvalidInput, JournalError
from smmcore.config import read_config
from smmcore.journal.database import has_password
from smmcore.journal.journal import Journal


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://me:hush@127.0.0.1/db", "postgresql://127.0.0.1/db"),
        ("postgres://me:hush@127.0.0.1:1/db", "postgresql://127.0.0.1:1/db"),
        ("postgresql+psycopg://127.0.0.1:1/db?sslpassword=hush", "postgresql://127.0.0.1:1/db"),
        ("postgresql://127.0.0.1:1/db?password=hush&password=hush", "postgresql://127.0.0.1:1/db"),
        ("postgresql://127.0.0.1:1/db?options=-c%20my.key%3Dhush", "postgresql://127.0.0.1:1/db"),
        ("postgresql:///db?host=127.0.0.1&port=1&passwort=hush", "postgresql://127.0.0.1:1/db"),
        ("postgresql://me:hush@/db?host=/nowhere/run", "postgresql:///db (socket /nowhere/run)"),
        ("sqlite:////nowhere/posts.db", "/nowhere/posts.db"),
    ],
)
def test_a_journals_name_says_where_it_is_and_nothing_else(address, name):
    journal = Journal(address)
    assert journal.name == name
    assert "hush" not in repr(journal._database._engine)
    journal.close()


@pytest.mark.parametrize("secret", ["sslpassword=hush", "password=hush&password=hush", "options=-chush"])
def test_what_an_address_says_besides_is_in_no_error(secret):
    journal = Journal(f"postgresql://me@127.0.0.1:1/none?{secret}")
    with pytest.raises(JournalError, match=r"postgresql://127\.0\.0\.1:1/none cannot be read") as caught:
        journal.entries()
    assert "hush" not in str(caught.value)
    journal.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:/me:hush@host/db",
        "postgres:me:hush@host/db",
        "postgresql+psycopg:/host",
        "sqlite:/posts.db",
    ],
)
def test_an_address_with_a_slash_too_few_is_no_folder(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "smm.toml").write_text(f'journal = "{address}"\n')
    for given in (address, read_config().journal):
        with pytest.raises(InvalidInput, match="two slashes after the colon") as caught:
            Journal(given)
        assert "hush" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["smm.toml"]


def test_a_path_may_have_colons(tmp_path):
    journal = Journal(tmp_path / "posts: 2026.db")
    assert journal.counts() == {}
    journal.close()


@pytest.mark.parametrize(
    ("address", "has"),
    [
        ("postgresql://me:hush@host/db", True),
        ("postgresql://host/db?sslpassword=hush", True),
        ("postgresql://me@host/db", False),
        ("posts.db", False),
        ("postgresql://host:port/db", False),
    ],
)
def test_passwords_in_addresses_are_seen(address, has):
    assert has_password(address) is has
