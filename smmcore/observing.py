"""For whoever watches: spans by OpenTelemetry's own API where it is installed, and structured log records always.

Nothing is imported and nothing measured where the API is absent. A record's facts stand in its attribute `smmcore`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

log = logging.getLogger("smmcore.events")


@cache
def _tracer() -> Any:
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    return trace.get_tracer("smmcore")


class Span:
    """What is happening; facts may be added while it does."""

    def __init__(self, span: Any = None) -> None:
        self._span = span

    def tell(self, **facts: Any) -> None:
        """Add facts under `smmcore.`; None is left out."""
        if self._span is not None:
            self._span.set_attributes({f"smmcore.{name}": f for name, f in facts.items() if f is not None})

    def failed(self) -> None:
        """What was to happen did not; without a word of why, as networks' words stay out of traces."""
        if self._span is not None:
            from opentelemetry.trace import StatusCode

            self._span.set_status(StatusCode.ERROR)


@contextmanager
def span(name: str, **facts: Any) -> Iterator[Span]:
    """A span around a block, with facts; an error that leaves the block is noted in it by its kind only."""
    if (tracer := _tracer()) is None:
        yield Span()
        return
    # Errors may repeat what a network said: their words stay out of traces that others keep.
    with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as inner:
        outer = Span(inner)
        outer.tell(**facts)
        try:
            yield outer
        except BaseException as error:
            outer.tell(error=type(error).__name__)
            outer.failed()
            raise


def event(name: str, **facts: Any) -> None:
    """Something happened that people may want to count: one log record with its facts."""
    told = {key: fact for key, fact in facts.items() if fact is not None}
    words = " ".join(f"{key}={fact}" for key, fact in told.items())
    log.info("%s %s", name, words, extra={"smmcore": {"event": name, **told}})
