"""docs/capabilities.md says what the networks declare."""

import make_capabilities
import pytest
from capability_words import GROUPS

import smmcore
from smmcore.plugins import Plugins


def test_the_page_is_up_to_date():
    if reason := make_capabilities.missing():
        pytest.skip(reason)
    networks = make_capabilities.networks(make_capabilities.made_from())
    wanted = make_capabilities.page(networks)
    assert make_capabilities.PAGE.read_text("utf-8") == wanted, "run: python docs/make_capabilities.py"


def test_every_installed_network_of_ours_is_on_the_page():
    working = {platform.name for platform in Plugins().platforms()}
    assert working & {*make_capabilities.ours()} <= {*make_capabilities.made_from()}, (
        "run: python docs/make_capabilities.py"
    )


def test_a_page_made_with_other_networks_says_that_it_is_not_checked(tmp_path, monkeypatch, capsys):
    page = tmp_path / "capabilities.md"
    page.write_text("<!-- made by docs/make_capabilities.py from chalk, slate; and so on -->", "utf-8")
    monkeypatch.setattr(make_capabilities, "PAGE", page)
    assert make_capabilities.main(["--check"]) == 0
    assert "not installed: chalk, slate" in capsys.readouterr().out


def test_an_old_page_is_an_error_that_says_what_to_run(tmp_path, monkeypatch, capsys):
    page = tmp_path / "capabilities.md"
    page.write_text("# Old\n", "utf-8")
    monkeypatch.setattr(make_capabilities, "PAGE", page)
    assert make_capabilities.main(["--check"]) == 1
    assert "run: python docs/make_capabilities.py" in capsys.readouterr().out


def test_every_shared_ability_has_a_meaning():
    assert {word for group in GROUPS.values() for word in group} == {*smmcore.ABILITIES}


class Chalk:
    """Has a word of its own, a limit, and reasons that tables and lists must survive."""

    name, title = "chalk", "Chalk & Co."
    settings, options, secrets = smmcore.NoSettings, smmcore.NoOptions, ("token", "second")

    def abilities(self, account):
        assert {*account.secrets} == {*self.secrets}
        why = smmcore.no("it is a board.")
        return {"text": smmcore.YES, "photo": why, "video": why, "smudge": smmcore.YES}

    def limits(self, account):
        files = smmcore.MediaLimits(size=2_000_000, formats=(".png",), source="the wall|floor")
        pace = smmcore.RateLimit(
            calls=5, seconds=60, per="board", source="https://chalk.example/pace, read in May"
        )
        return smmcore.Limits(
            text=smmcore.Limit(99), kinds={"photo": files}, rates=(pace,), measure=smmcore.utf16
        )


@pytest.fixture
def chalk():
    return make_capabilities.page([Chalk()])


def test_a_no_leads_to_its_reason(chalk):
    assert "| `photo` | one photo | [no](#what-chalk--co-cannot-do) |" in chalk
    assert "## What Chalk & Co. cannot do\n\n- `photo`, `video`: it is a board.\n" in chalk


def test_a_word_that_a_network_does_not_know_is_told_apart_from_a_no(chalk):
    assert "| `poll` | a poll or a quiz | – |" in chalk


def test_words_of_one_network_are_shown(chalk):
    assert "| `smudge` |  | yes |" in chalk


def test_limits_stand_with_their_sources(chalk):
    assert "Characters are counted as UTF-16 code units." in chalk
    assert "| photo | at most 2 MB; .png | the wall\\|floor |" in chalk
    pace = "[pace](https://chalk.example/pace)"
    assert f"| calls | at most 5 in 60 seconds for each board | {pace}, read in May |" in chalk
