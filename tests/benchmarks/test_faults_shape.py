"""The tables of benchmarks/faults.py, and the page that shows them."""

import pytest
from faults import report
from faults.cases import Case, Seen
from faults.others import PEERS

PAGE = report.PAGE.read_text("utf-8")
MADE = PAGE.partition(report.BEGIN)[2].partition(report.END)[0]


def case(kind="text", trouble="reset", *, says="published", posts=1, **more):
    return Case(network="chalk", kind=kind, trouble=trouble, called=Seen(says, posts), **more)


def test_kinds_that_went_alike_share_a_row():
    table = report.ours("Chalk", [case("text"), case("photo")])
    assert [row[-1] for row in table.rows] == ["text, photo"]


def test_moments_of_one_kind_are_counted():
    table = report.ours("Chalk", [case("text"), case("photo"), case("photo")])
    assert [row[-1] for row in table.rows] == ["text, photo ×2"]


def test_rows_keep_the_order_in_which_the_troubles_were_tried():
    tried = [case(trouble="reset"), case(trouble="500"), case("photo", "reset", posts=0)]
    assert [row[0] for row in report.ours("Chalk", tried).rows] == ["reset", "reset", "500"]


def test_what_must_not_be_is_marked_and_named_under_the_table():
    table = report.ours("Chalk", [case(posts=2, wrong="2 posts")])
    assert table.rows[0][-2] == "WRONG: 2"
    assert table.notes == ["WRONG: text, reset: 2 posts"]


def test_calls_until_a_post_is_settled_stand_in_their_order():
    then = (Seen("reconcile: scheduled", 0), Seen("work: published", 1))
    (row,) = report.ours(
        "Chalk", [case(says="unconfirmed", posts=0, again=Seen("unconfirmed", 0), then=then)]
    ).rows
    assert row[1:5] == ("unconfirmed (0)", "unconfirmed (0)", "reconcile: scheduled, work: published", "1")


def test_peers_stand_beside_each_other_and_second_posts_are_bold():
    twice = case(says="TimedOut", again=Seen("sent", 2))
    table = report.beside("Chalk", {"smmcore": [case(says="unconfirmed")], "slate 1.0": [twice]})
    assert table.heads == ("what goes wrong", "post", "smmcore", "slate 1.0")
    assert table.rows == [("reset", "text", "unconfirmed (1)", "TimedOut (1), again sent (**2**)")]


def test_what_a_peer_was_not_asked_is_left_open():
    table = report.beside("Chalk", {"smmcore": [case("text"), case("poll")], "slate 1.0": [case("text")]})
    assert [row[1:] for row in table.rows] == [
        ("text", "published (1)", "published (1)"),
        ("poll", "published (1)", "–"),
    ]


def test_only_what_stands_between_the_marks_is_written():
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    assert report.written(page, "new") == f"before\n{report.BEGIN}\n\nnew\n{report.END}\nafter\n"


def test_a_page_without_marks_is_not_written():
    with pytest.raises(ValueError, match="lacks the lines"):
        report.written("before\nafter\n", "new")


def test_the_page_shows_tables_of_the_form_that_the_benchmark_writes():
    heads = "| " + " | ".join(report.ours("Chalk", [case()]).heads) + " |"
    assert "Measured on " in MADE
    assert heads in MADE, "run: python benchmarks/faults.py --write"


def test_every_post_of_ours_on_the_page_is_there_once():
    assert "WRONG" not in MADE


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_peers_are_on_the_page_in_the_versions_that_are_tried(peer):
    shown = peer.name in MADE
    assert not shown or f"{peer.name} {peer.version}" in MADE, "run: python benchmarks/faults.py --write"
    assert peer.script.is_file()
