"""What can go wrong with a post, and what somebody saw who looked at the page afterwards."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

LONG = 6000
"""Seconds of a pause that nobody waits for inside one call."""
QUICK_KINDS = ("text", "photo")
PEERS_KINDS = ("text", "photo", "album")


@frozen
class Trouble:
    """One of the faults that the fakes play, in words for people; without a `fault`, nothing goes wrong."""

    label: str
    fault: str = ""
    details: Mapping[str, Any] = field(factory=dict)


NOTHING = Trouble("nothing")
TROUBLES = (
    NOTHING,
    Trouble("refused: too fast", "limited", {"retry_after": 2}),
    Trouble("500 before it acted", "error_before"),
    Trouble("500 after it acted", "error_after"),
    Trouble("502 in HTML after it acted", "html_after"),
    Trouble("silence after it acted", "hang_after"),
    Trouble("reset before it acted", "reset_before"),
    Trouble("reset after it acted", "reset_after"),
)
WAIT_LONG = Trouble("refused for hours", "limited", {"retry_after": LONG})


@frozen
class Seen:
    """What a call said, and how many posts were on the page after it."""

    says: str
    posts: int
    lacks: str = ""
    """What is not as it was meant, of a post that is there."""

    @property
    def there(self) -> str:
        """The number, and what is missing."""
        return f"{self.posts}, {self.lacks}" if self.lacks else str(self.posts)

    def __str__(self) -> str:
        return f"{self.says} ({self.there})"


@frozen(kw_only=True)
class Case:
    """One post under one trouble: the call, the same call again, and whatever it took to have the post there."""

    network: str
    kind: str
    trouble: str
    called: Seen
    again: Seen | None = None
    then: tuple[Seen, ...] = ()
    lacks: str = ""
    """What the post lacks in the end, although the last result said so in a warning."""
    met: bool = True
    """Whether a request ran into the trouble; where none did, the case says nothing."""
    wrong: str = ""
    """What was not as it must be; empty where all was well."""
