"""What an account's owner wants where there is no right answer."""

from enum import StrEnum

from attrs import field, frozen

from smmcore.models.validating import number


class Missed(StrEnum):
    """What becomes of a planned post whose time passed while nothing ran."""

    PUBLISH = "publish"
    """It is published late, with a warning."""
    SKIP = "skip"
    """It is not published; people are told."""


class Doubt(StrEnum):
    """What becomes of a post whose answer was lost, where the network cannot tell whether it is there."""

    WAIT = "wait"
    """It waits for a person to look."""
    DUPLICATE = "duplicate"
    """It is sent again: rather twice than not at all."""
    LOSS = "loss"
    """It is given up: rather not at all than twice."""


@frozen(kw_only=True)
class Rules:
    """The rules of one account."""

    missed: Missed = field(default=Missed.PUBLISH, converter=Missed)
    missed_after: float = field(default=60, validator=number(least=0))
    """Minutes after its time from which a post counts as missed."""
    doubt: Doubt = field(default=Doubt.WAIT, converter=Doubt)
