"""The suite notices: each network here has one mistake, and fails on the test that names it."""

import make_table
import pytest
from mistakes import HEAD, MISTAKES, TAIL
from running import file_of, of, run, run_mistakes


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return run_mistakes(tmp_path_factory.mktemp("broken"))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_notices(told, mistake):
    _, test, message = MISTAKES[mistake]
    ends = [end for ends in of(told, file_of(mistake), test).values() for end in ends]
    texts = [text for kind, text in ends if kind == "failure"]
    assert texts, ends
    assert any(message in text for text in texts), texts
    assert all("written in: docs/testing-a-network.md#" in text for text in texts)
    assert all("to mend it: " in text for text in texts)
    assert not [text for kind, text in ends if kind == "error"]


@pytest.mark.parametrize("test", sorted({test for _, test, _ in MISTAKES.values()}))
def test_a_correct_network_passes_what_the_broken_ones_fail(told, test):
    """Nothing here fails for another reason than its mistake."""
    found = of(told, "test_correct", test)
    assert found
    assert not any(found.values()), found


def test_the_table_of_mistakes_is_up_to_date(told):
    assert make_table.main(["--check"], told) == 0, "run: python tests/conformance/make_table.py"


def test_a_test_cannot_be_left_out_in_silence(tmp_path):
    replaced = "\n    def test_pins_and_unpins(self):\n        pass\n"
    (tmp_path / "test_quiet.py").write_text(f"{HEAD}    pass\n{TAIL}{replaced}")
    told = run(tmp_path, "-k", "test_no_test_is_left_out")
    (((kind, text),),) = told.values()
    assert kind == "failure"
    assert "no test of the suite is replaced in silence" in text


def test_the_author_is_told_which_fixture_is_missing(tmp_path):
    code = "from smmcore.testing import PlatformSuite\nclass TestIt(PlatformSuite):\n    pass\n"
    (tmp_path / "test_it.py").write_text(code)
    told = run(tmp_path, "-k", "test_has_a_name")
    assert "TestIt needs a fixture `platform`" in str(told)


SMALL = """
import pytest
import smmcore
from smmcore.testing import PlatformSuite

class Pinboard:
    name, title = "pinboard", "Pinboard"
    settings, options, secrets = smmcore.NoSettings, smmcore.NoOptions, ()

    def abilities(self, account):
        return {}

    def limits(self, account):
        return smmcore.Limits()

class TestPinboard(PlatformSuite):
    @pytest.fixture
    def platform(self):
        return Pinboard()

    @pytest.fixture
    def account(self):
        return smmcore.Account("mine", "pinboard")
"""


def test_a_network_with_little_skips_with_its_reasons(tmp_path):
    """Without a fake, only what needs none runs; each skip says what is missing."""
    (tmp_path / "test_small.py").write_text(SMALL)
    ends = [end for ends in run(tmp_path).values() for end in ends]
    assert {kind for kind, _ in ends} == {"skipped"}
    assert any("Pinboard brings no fake: it has no method `sandbox`" in text for _, text in ends)
