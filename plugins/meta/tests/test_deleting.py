"""Deleting: gone is a success, not allowed is none."""

import pytest

from smmcore.errors import AnswerLost, Forbidden
from smmcore.testing import ScriptedIO
from smmcore_meta.deleting import deleted

from .graphs import graph, refusal


def delete(*answers):
    io = ScriptedIO(answers)
    io.run(deleted(graph(io), "1_2"))
    return [request.method for request in io.sent]


def test_what_is_there_is_deleted():
    assert delete({"success": True}) == ["DELETE"]


def test_what_is_gone_already_is_a_success():
    assert delete(refusal(100, 33), refusal(100, 33)) == ["DELETE", "GET"]


def test_what_can_still_be_read_was_not_deleted():
    with pytest.raises(Forbidden, match="Facebook does not let this account delete 1_2"):
        delete(refusal(100, 33), {"id": "1_2"})


def test_where_nobody_can_tell_it_is_no_success():
    with pytest.raises(AnswerLost):
        delete(refusal(100, 33), AnswerLost("gone"))
