"""What a failure says leads somewhere."""

import ast
import re
from pathlib import Path

import pytest

import smmcore.testing
from smmcore.testing.asking import GUIDE, ContractBroken, broken, contract, keeps

ROOT = Path(__file__).parent.parent.parent
SUITE = sorted(Path(smmcore.testing.__file__).parent.glob("*.py"))
SPEAKERS = {"contract", "broken", "keeps"}


def calls(path):
    """All places of a module where the contract speaks."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKERS:
            yield {keyword.arg: keyword.value for keyword in node.keywords}


def anchors():
    text = re.sub(r"^```.*?^```$", "", (ROOT / GUIDE).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", SUITE, ids=lambda path: path.stem)
def test_every_message_names_a_part_of_the_guide(path):
    named = {call["at"].value for call in calls(path) if isinstance(call["at"], ast.Constant)}
    assert named <= anchors()


@pytest.mark.parametrize("path", SUITE, ids=lambda path: path.stem)
def test_every_message_says_what_is_asked_and_how_to_mend_it(path):
    assert all({"asks", "mend", "at"} <= set(call) for call in calls(path))


def test_a_message_has_its_parts_in_order():
    with pytest.raises(ContractBroken) as caught:
        contract(False, asks="one post", found="two", mend="send one", at="publishing")
    lines = str(caught.value).splitlines()
    assert lines == [
        "the contract asks: one post",
        "found: two",
        "written in: docs/testing-a-network.md#publishing",
        "to mend it: send one",
    ]


def test_what_was_raised_is_what_was_found():
    with (
        pytest.raises(ContractBroken, match="found: ValueError: no"),
        keeps(asks="peace", mend="x", at="faults"),
    ):
        raise ValueError("no")


def test_a_broken_contract_inside_a_block_is_told_as_it_is():
    with pytest.raises(ContractBroken, match="asks: inner"), keeps(asks="outer", mend="x", at="faults"):
        broken(asks="inner", mend="x", at="faults")
