import pytest

from smmcore.config import AccountEntry, Config, add_account, find_config, read_config
from smmcore.errors import InvalidInput, Unauthorized
from smmcore.events import Events
from smmcore.models import Secret
from smmcore.plugins import Plugins
from smmcore.secrets import Reference
from smmcore.sessions import KeyringSessions

ACCOUNT = '[accounts.bakery]\nplatform = "telegram"\n'


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("SMM_CONFIG", raising=False)
    (tmp_path / "work" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work" / "deep")


def read(tmp_path, text):
    (tmp_path / "smm.toml").write_text(text)
    return read_config(tmp_path / "smm.toml")


def account(tmp_path, text):
    return read(tmp_path, text).accounts_with_secrets()[0]


def test_the_nearest_file_wins_over_the_users(tmp_path, monkeypatch):
    assert find_config() is None
    users = tmp_path / "config" / "smmcore" / "smm.toml"
    users.parent.mkdir(parents=True)
    users.write_text(ACCOUNT)
    assert find_config() == users
    assert read_config().journal == tmp_path / "data" / "smmcore" / "smm.sqlite3"
    (tmp_path / "work" / "smm.toml").write_text(ACCOUNT)
    assert find_config() == tmp_path / "work" / "smm.toml"
    assert read_config().journal == tmp_path / "work" / "smm.sqlite3"
    monkeypatch.setenv("SMM_CONFIG", str(tmp_path / "other.toml"))
    assert find_config() == tmp_path / "other.toml"
    assert find_config("given.toml") == tmp_path / "work" / "deep" / "given.toml"


def test_no_file_is_a_config_without_accounts(tmp_path):
    config = read_config()
    assert config == Config()
    assert config.journal == tmp_path / "data" / "smmcore" / "smm.sqlite3"


def test_a_file_that_was_named_must_be_there(tmp_path):
    with pytest.raises(InvalidInput, match=r"nix\.toml: there is no such file"):
        read_config(tmp_path / "nix.toml")
    with pytest.raises(InvalidInput) as caught:
        read_config(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a folder; name a file in it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = ", r"smm\.toml line 1: Invalid value"),
        ("\n\njournal 3", r"smm\.toml line 3: "),
        ("colour = 3", r"smm\.toml: colour: is unknown; known are journal"),
        ("patience = true", r"smm\.toml: patience: must be a number"),
        ("patience = nan", r"smm\.toml: patience: must be a number"),
        ("sessions = 3", r"smm\.toml: sessions: must be one of"),
        ('sessions = { env = "X" }', r"smm\.toml: sessions: can be kept in a file or a keyring, not in env"),
        ("journal = 3", r"smm\.toml: journal: must be a path"),
        ('journal = "postgresql://me:secret@db/x"', r"smm\.toml: journal: has a password in clear"),
        ("allow_clear_secrets = 1", "must be true or false"),
        ("accounts = 3", r"smm\.toml: accounts: must be tables"),
        ("[accounts]\nbakery = 3", r"accounts\.bakery: must be a table"),
        ('[accounts."a b"]\nplatform = "x"', "names have only letters"),
        ("[accounts.bakery]", r"smm\.toml: accounts\.bakery\.platform: is missing"),
        ("[accounts.bakery]\nplatform = 3", r"accounts\.bakery\.platform: must be the name"),
        (ACCOUNT + "id = true", r"accounts\.bakery\.id: must be text"),
        (ACCOUNT + "secrets = 3", r"accounts\.bakery\.secrets: must be tables"),
        (ACCOUNT + 'secrets.token = "abc-secret"', "stands there in clear; write token = .*BAKERY_TOKEN"),
        (ACCOUNT + "secrets.token = 3", r"accounts\.bakery\.secrets\.token: must be one of"),
        (ACCOUNT + 'secrets.token = { env = "A", file = "B" }', r"secrets\.token: must be one of"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(tmp_path, text, message):
    with pytest.raises(InvalidInput, match=message) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)
    assert "secret@" not in str(caught.value)
    assert "abc-secret" not in str(caught.value)


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "smm.toml").write_bytes(b"journal = 1\n\xff")
    with pytest.raises(InvalidInput, match=r"smm\.toml line 2: is not UTF-8"):
        read_config(tmp_path / "smm.toml")


def test_an_account_with_its_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("BAKERY_TOKEN", " abc-123 \n")
    text = f'patience = 5\n{ACCOUNT}id = -100123\nbase_url = "http://x"\nsecrets.token = {{ env = "BAKERY_TOKEN" }}'
    found = account(tmp_path, text)
    assert (found.id, dict(found.settings)) == ("-100123", {"base_url": "http://x"})
    assert found.secret("token").reveal() == "abc-123"
    assert "abc-123" not in repr(found)
    assert read_config(tmp_path / "smm.toml").patience == 5


def test_a_missing_secret_says_where_it_was_looked_for(tmp_path):
    found = account(tmp_path, ACCOUNT + 'secrets.token = { env = "NIX" }')
    with pytest.raises(Unauthorized, match="bakery: no token: the environment variable NIX is not set"):
        found.secret("token")


def test_a_secret_in_a_file_must_be_private(tmp_path):
    file = tmp_path / "token.txt"
    text = ACCOUNT + 'secrets.token = { file = "token.txt" }'
    assert "cannot be read: No such file" in account(tmp_path, text).missing["token"]
    file.write_text("abc\n")
    file.chmod(0o644)
    assert f"run: chmod 600 {file}" in account(tmp_path, text).missing["token"]
    file.chmod(0o600)
    assert account(tmp_path, text).secret("token").reveal() == "abc"
    file.write_text("")
    assert "is empty" in account(tmp_path, text).missing["token"]


def test_a_secret_in_the_keyring(tmp_path, monkeypatch):
    import keyring

    kept = {("smm", "bakery/token"): "abc"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: kept.get((service, user)))
    assert (
        account(tmp_path, ACCOUNT + 'secrets.token = { keyring = "smm" }').secret("token").reveal() == "abc"
    )
    missing = account(tmp_path, ACCOUNT + 'secrets.token = { keyring = "other" }').missing["token"]
    assert "keyring set other bakery/token" in missing


def test_any_other_word_is_for_plugins(tmp_path):
    import smmcore

    class Vault:
        @smmcore.hookimpl
        def smm_secret(self, account, name, reference):
            if account == "broken":
                raise ConnectionError("the vault is closed")
            return "abc" if (account, name, reference) == ("bakery", "token", "vault:a/b") else None

    events = Events(Plugins([Vault()], installed=False))
    secret = 'secrets.token = { vault = "a/b" }\n'
    text = f'{ACCOUNT}{secret}[accounts.other]\nplatform = "x"\n{secret}[accounts.broken]\nplatform = "x"\n{secret}'
    bakery, other, broken = read(tmp_path, text).accounts_with_secrets(events)
    assert bakery.secret("token").reveal() == "abc"
    assert "no plugin knows vault:a/b" in other.missing["token"]
    assert "the vault is closed" in broken.missing["token"]


def test_clear_secrets_need_a_permission(tmp_path):
    found = account(tmp_path, f'allow_clear_secrets = true\n{ACCOUNT}secrets.token = "abc"')
    assert found.secret("token").reveal() == "abc"


def test_sessions_are_kept_where_the_file_says(tmp_path):
    assert read(tmp_path, ACCOUNT).sessions is None
    read(tmp_path, 'sessions = { file = "s.json" }').sessions.save("x", {"token": Secret("t-1")})
    assert b"t-1" in (tmp_path / "s.json").read_bytes()
    assert read(tmp_path, 'sessions = { keyring = "smm" }').sessions == KeyringSessions("smm")


def test_the_journal_may_be_elsewhere(tmp_path, monkeypatch):
    assert read(tmp_path, 'journal = "x/y.sqlite3"').journal == tmp_path / "x" / "y.sqlite3"
    assert read(tmp_path, 'journal = "postgresql://db/x"').journal == "postgresql://db/x"
    config = read(tmp_path, 'journal = { env = "SMM_JOURNAL" }')
    with pytest.raises(
        InvalidInput, match=r"smm\.toml: journal: the environment variable SMM_JOURNAL is not set"
    ):
        _ = config.journal
    monkeypatch.setenv("SMM_JOURNAL", "postgresql://me:pw@db/x")
    assert config.journal == "postgresql://me:pw@db/x"
    assert "pw@" not in repr(config)


def test_what_is_appended_reads_back(tmp_path):
    path = tmp_path / "smm.toml"
    path.write_bytes(b"# mine\r\npatience = 3 # seconds\r\n")
    settings = {
        "base_url": 'http://x/"quoted"\\',
        "deep": {"a b": [1, True, 2.5]},
        "weird key": "\x7f\n\u2028é",
    }
    entry = AccountEntry(
        name="café.no-1", platform="x", id="@a", settings=settings, secrets={"token": Reference("env", "T")}
    )
    add_account(path, entry)
    assert path.read_bytes().startswith(b"# mine\r\npatience = 3 # seconds\r\n\r\n[accounts.")
    config = read_config(path)
    assert config.entries == (entry,)
    assert config.patience == 3


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.toml", tmp_path / "smm.toml"
    real.write_text("")
    link.symlink_to(real)
    add_account(link, AccountEntry(name="a", platform="x"))
    assert link.is_symlink()
    assert "accounts.a" in real.read_text()


def test_smm_is_made_from_it(tmp_path):
    from smmcore import SMM

    (tmp_path / "smm.toml").write_text(f"patience = 7\n{ACCOUNT}")
    with SMM.from_config(tmp_path / "smm.toml", installed=False) as smm:
        assert list(smm.accounts) == ["bakery"]
        assert smm.io.patience == 7
        assert smm.journal.name == str(tmp_path / "smm.sqlite3")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInput, match="cannot be written: "):
        add_account(tmp_path / "file" / "smm.toml", AccountEntry(name="a", platform="x"))
