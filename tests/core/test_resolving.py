"""What a person says about a post of which nobody knows."""

import pytest

from smmcore import InvalidInput, Post, Unconfirmed

from .network import account


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_form_that_was_sent_empty_publishes_nothing(opened, wall, blank):
    smm = opened(account(wall))
    wall.fault("reset", acts=True)
    (lost,) = smm.publish(Post("Hi"), to="bakery", key="k")
    assert isinstance(lost, Unconfirmed)
    with pytest.raises(InvalidInput, match="id: must not be blank"):
        smm.resolve("bakery", "k", id=blank)
    assert smm.journal.get("bakery", "k").state == "unconfirmed"
