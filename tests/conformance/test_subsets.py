"""A network may have any capabilities, and words and methods that nobody else knows."""

import pytest
from running import run, written

from smmcore.testing.base import methods_of
from smmcore.testing.contract import WORDS

RICHER = """
    def abilities(self, account):
        return {**super().abilities(account), "levitate": YES, "fly": smmcore.no("there is no wind up here")}
    async def levitate(self, io, account, *, height):
        return height
"""
WITHOUT_EDIT = """
    edit = None
    def abilities(self, account):
        return {**super().abilities(account), "edit": smmcore.no("what is on this wall stays as it is")}
"""
CHOSEN = (
    "blocking-text or methods_are or test_abilities or test_says or test_every_no or blocking and "
    "(test_edits or test_deletes or test_replies or test_figures or test_hears or test_checks or test_mentions)"
)


def without(capability):
    """Pinwall without the methods and the words of a capability."""
    lines = [f"    {method} = None" for method in methods_of(capability)]
    lines += [
        "    def abilities(self, account):",
        f"        gone = {WORDS[capability]!r}",
        "        return {word: a for word, a in super().abilities(account).items() if word not in gone}",
    ]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the suite says of each of them, in one run."""
    folder = tmp_path_factory.mktemp("subsets")
    written(folder, "test_richer", RICHER)
    written(folder, "test_without_edit", WITHOUT_EDIT)
    for capability in WORDS:
        written(folder, f"test_without_{capability.__name__}", without(capability))
    return run(folder, "-k", CHOSEN)


@pytest.mark.parametrize(
    "name", ["test_richer", "test_without_edit", *[f"test_without_{kind.__name__}" for kind in WORDS]]
)
def test_keeps_the_contract(told, name):
    ends = {test: ends for (file, test), ends in told.items() if file == name}
    assert any(not end for end in ends.values())
    assert {kind for end in ends.values() for kind, _ in end} <= {"skipped"}, ends


@pytest.mark.parametrize("capability", WORDS, ids=lambda kind: kind.__name__)
def test_what_is_skipped_says_what_is_missing(told, capability):
    skipped = [
        text
        for (file, _), ends in told.items()
        for _, text in ends
        if file == f"test_without_{capability.__name__}"
    ]
    assert any(f"is no {capability.__name__}: it " in text for text in skipped)


def test_some_of_a_capability_is_tested(told):
    """A network that deletes and cannot edit is held to what it can."""
    assert told["test_without_edit", "test_deletes_a_post[blocking]"] == []
    ((kind, text),) = told["test_without_edit", "test_edits_a_text[blocking]"]
    assert (kind, "what is on this wall stays as it is" in text) == ("skipped", True)
