"""Parameters, each of its kind."""

from datetime import UTC, datetime

import pytest

from smmcore_meta.sandbox import GraphError, Kind
from smmcore_meta.sandbox.params import check, parameters

KNOWN = parameters(
    "text!:str count:int rate:num on:flag data:json names:list when:time kind:one{a|b} file:file"
)


def read(**raw):
    return check(KNOWN, {"text": "x", **raw}, {}, "POST Page/feed")


def test_values_are_read_from_text_and_from_json():
    args = read(count="7", rate="0.5", on="true", data='{"a": 1}', names='["a", "b"]', kind="b")
    assert (args.number("count"), args.get("rate"), args.flag("on")) == (7, 0.5, True)
    assert (args.json("data"), args.list("names"), args.text("kind")) == ({"a": 1}, ["a", "b"], "b")
    args = read(count=7, on=False, data=[1], names=["a"])
    assert (args.number("count"), args.flag("on", default=True), args.json("data")) == (7, False, [1])
    assert "kind" not in args


def test_lists_may_stand_between_commas():
    assert read(names="a, b,,c").list("names") == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text", ["1790000000", "2026-09-21T14:13:20+0000", "2026-09-21T14:13:20Z", "2026-09-21T14:13:20"]
)
def test_times_are_seconds_or_iso(text):
    assert read(when=text).get("when") == datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC).timestamp()


def test_empty_numbers_and_times_were_not_said():
    args = read(count="", when="", kind="")
    assert not {"count", "when", "kind"} & set(args.values)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"text": ["a"]}, "text must be a string"),
        ({"count": "many"}, "count must be an integer"),
        ({"rate": "fast"}, "rate must be a number"),
        ({"on": "perhaps"}, "on must be a boolean"),
        ({"data": "{"}, "data must be valid JSON"),
        ({"names": '{"a": 1}', "data": "1"}, None),
        ({"names": {"a": 1}}, "names must be an array"),
        ({"kind": "c"}, "kind must be one of {a, b}"),
        ({"when": "soon"}, "when must be a valid date"),
        ({"file": "/etc/bread"}, "file is a file"),
        ({"more": "1"}, "no parameter more"),
        ({"text": ""}, "text is required"),
    ],
)
def test_what_is_wrong_is_named(raw, said):
    if said is None:
        assert read(**raw).list("names") == ['{"a": 1}']
        return
    with pytest.raises(GraphError, match="100") as refused:
        read(**raw)
    assert said in refused.value.message


@pytest.mark.parametrize("spec", ["text", "text:word", "a:int{"])
def test_a_table_that_cannot_be_read_is_an_error(spec):
    with pytest.raises(ValueError, match="cannot be read"):
        parameters(spec)


def test_an_edge_that_is_paged_in_no_known_way_is_an_error():
    with pytest.raises(ValueError, match="no known way"):
        Kind("Page").get("feed", paging="backwards")(lambda _call, _page: [])
