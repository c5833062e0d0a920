"""What Instagram says of a container: whether it is processed, published, spoilt or gone."""

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from smmcore.errors import AnswerLost, NotThere, Rejected, SMMError
from smmcore_instagram.client import Client
from smmcore_meta.errors import ContainerGone, NotReady
from smmcore_meta.meanings import Meaning, meaning

FINISHED, PUBLISHED, EXPIRED, ERROR = "FINISHED", "PUBLISHED", "EXPIRED", "ERROR"
ENDS = frozenset({FINISHED, PUBLISHED, EXPIRED, ERROR})
UNPUBLISHED = frozenset({FINISHED, EXPIRED, ERROR, "IN_PROGRESS"})
FIELDS = "status_code,status"
_SUBCODE = re.compile(r"\b(22070\d\d)\b")
_PASSING = (AnswerLost, NotReady, ContainerGone)
"""Failures that another container may not have."""
_GONE = (NotThere, ContainerGone, NotReady)
_AGAIN = 30
"""Seconds; Meta says of a container that it does not find that it may be there after this time."""


@frozen
class Status:
    code: str
    words: str = ""
    gone: bool = False
    """Whether Instagram does not know the container (any more)."""

    @property
    def meaning(self) -> Meaning:
        """What the number in its words stands for."""
        found = _SUBCODE.search(self.words)
        return meaning(0, int(found[1]), self.words) if found else Meaning(Rejected)

    @property
    def passes(self) -> bool:
        """Whether another container may do better."""
        return self.code == EXPIRED or issubclass(self.meaning.kind, _PASSING)


GONE = Status(EXPIRED, "Instagram does not know the container any more", gone=True)


async def status(client: Client, container: str) -> Status:
    """What has become of a container; one that Meta does not know any more has expired."""
    try:
        return status_in(await client.graph.get(container, fields=FIELDS))
    except NotReady:
        await client.io.sleep(_AGAIN)
    except _GONE as error:
        return status_in(error)
    try:
        return status_in(await client.graph.get(container, fields=FIELDS))
    except _GONE as error:
        return status_in(error)


def status_in(told: Any) -> Status:
    """What an answer, or the error instead of it, says. Raises other errors than that the container is gone."""
    if told is None or isinstance(told, _GONE):
        return GONE
    if isinstance(told, SMMError):
        raise told
    if not isinstance(told, Mapping):
        return Status("")
    return Status(str(told.get("status_code") or ""), str(told.get("status") or ""))
