"""Kinds held against a description like Meta's."""

import json

import pytest

from smmcore_meta.sandbox import Kind
from smmcore_meta.sandbox.official import complaints, gaps, of_answer

PAGE = {
    "fields": [
        {"name": "name", "type": "string"},
        {"name": "fan_count", "type": "unsigned int"},
        {"name": "emails", "type": "list<string>"},
        {"name": "owner_id", "type": "int"},
        {"name": "is_open", "type": "bool"},
        {"name": "cover", "type": "CoverPhoto"},
    ],
    "enums": {"Mood": ["GLAD", "SAD"]},
    "apis": [
        {
            "method": "POST",
            "endpoint": "/feed",
            "params": [
                {"name": "message", "type": "string"},
                {"name": "published", "type": "bool"},
                {"name": "mood", "type": "Page.Mood"},
                {"name": "phase", "type": "phase_enum"},
                {"name": "attached_media", "type": "list"},
            ],
            "enums": {"phase_enum": ["START", "FINISH"]},
        }
    ],
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Page.json").write_text(json.dumps(PAGE))
    return tmp_path


def nothing(_call, _page):
    return {}


def test_a_kind_that_is_as_described_has_no_complaints(folder):
    kind = Kind("Page", official=("Page",))
    kind.plain("name", "fan_count")
    kind.post("feed", "message:str published:flag mood:one{GLAD} phase:one{start} attached_media:json")(
        nothing
    )
    assert complaints(kind, folder) == []
    assert gaps(kind) == {}


def test_what_is_not_described_or_described_otherwise_is_named(folder):
    kind = Kind("Page", official=("Page",))
    kind.plain("colour")
    kind.post("feed", "message:flag taste:str mood:one{ANGRY}")(nothing)
    kind.get("cakes")(nothing)
    kind.plain("name", beside="was missing once")
    assert complaints(kind, folder) == [
        "Page has no field colour",
        "Page.name is official",
        "POST Page/feed message is string, not flag",
        "POST Page/feed has no parameter taste",
        "POST Page/feed mood cannot be ANGRY",
        "there is no GET Page/cakes",
    ]


def test_gaps_want_a_reason_and_are_told_with_it(folder):
    kind = Kind("Page", official=("Page",))
    kind.plain("tasks", beside="an edge's field")
    kind.post("feed", "message:str", beside="colour:str message2:str")(nothing)
    kind.get("cakes", why="seen in the kitchen")(nothing)
    assert complaints(kind, folder) == [
        "POST Page/feed colour: there is no reason",
        "POST Page/feed message2: there is no reason",
    ]
    assert gaps(kind) == {"Page.tasks": "an edge's field", "GET Page/cakes": "seen in the kitchen"}


def test_values_are_of_the_described_types(folder):
    kind = Kind("Page", official=("Page",))
    good = {
        "name": "Bakery",
        "fan_count": 3,
        "emails": [],
        "owner_id": "17",
        "is_open": True,
        "cover": {},
        "x": 1,
    }
    assert of_answer(kind, good, folder) == []
    bad = {"name": 3, "fan_count": "3", "emails": "a", "is_open": 1, "cover": 2}
    assert len(of_answer(kind, bad, folder)) == 5
