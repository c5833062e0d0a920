"""Saying that the journal cannot be used: once when it begins, once when it is over."""

import logging
from threading import Lock

log = logging.getLogger("smmcore.worker")


class Trouble:
    """What is wrong now, by what was tried: reading may work where writing does not, as on a full disk."""

    def __init__(self) -> None:
        self._now: dict[str, str] = {}
        self._lock = Lock()

    def met(self, tried: str, reason: str) -> None:
        with self._lock:
            begins = not self._now
            self._now[tried] = reason
        level = logging.WARNING if begins else logging.DEBUG
        log.log(level, "nothing can be done until this is mended: %s", reason)

    def over(self, tried: str) -> None:
        """That went well."""
        with self._lock:
            ended = self._now.pop(tried, None) is not None and not self._now
        if ended:
            log.warning("the journal can be used again")
