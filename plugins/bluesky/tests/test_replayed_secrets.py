"""The recordings may be read by anybody."""

import re
from pathlib import Path

import pytest

CASSETTES = sorted(Path(__file__).with_name("cassettes").rglob("*.yaml"))


def test_there_are_recordings():
    assert CASSETTES


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.stem)
def test_a_recording_holds_no_secret(cassette):
    text = cassette.read_text("utf-8")
    assert not re.search(r"\beyJ[\w-]+", text), "a token"
    assert not re.search(r"\b[a-z2-7]{4}(-[a-z2-7]{4}){3}\b", text), "an app password"
    assert not re.search(r"(?i)^ *(authorization|cookie|set-cookie):", text, re.MULTILINE)
    assert not re.search(r"localhost|127\.0\.0\.1", text), "an address of somebody's machine"
