"""What is worth repeating, and when: the only place where anything is sent again."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, ParamSpec, TypeVar

from attrs import define
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from smmcore import observing
from smmcore.errors import AnswerLost, JournalError, NotSent, RateLimited, SMMError
from smmcore.io.interface import IO
from smmcore.io.limits import MARGIN, Rates, Seconds
from smmcore.io.request import Answer, Request

T = TypeVar("T")
P = ParamSpec("P")
log = logging.getLogger("smmcore.io")

ATTEMPTS = 4
"""Enough to outlast a restart of a server; more hides a real outage from its people."""
_backoff = wait_exponential_jitter(multiplier=0.5, max=8, jitter=0.5)

Exchange = Callable[[], Coroutine[Any, Any, Answer]]


@define
class _Waiting:
    """How long one request has waited, for its turns and between its attempts, and how long it may in all."""

    io: IO
    patience: float
    seconds: float = 0.0

    def is_too_long(self, more: float) -> bool:
        # Our windows are a margin longer than those that patience was meant for.
        return self.seconds + more > self.patience * MARGIN

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await self.io.sleep(seconds)


async def send_with_care(
    io: IO, request: Request[T], exchange: Exchange, *, limiter: Rates, patience: float
) -> T:
    """Send a request; see `_sent`."""
    with observing.span("smmcore.request", request=str(request), method=request.method):
        return await _sent(io, request, exchange, limiter, patience)


async def _sent(io: IO, request: Request[T], exchange: Exchange, limiter: Rates, patience: float) -> T:
    """Send at the network's pace and repeat what may be repeated.

    A refusal that says "not done" is repeated after the time that the network names, up to `patience` seconds in
    all. What was not sent is repeated. A lost answer is repeated only if the request is safe.
    """
    lost: list[AnswerLost] = []
    waiting = _Waiting(io, patience)

    async def attempt() -> T:
        await _turn_comes(io, request, limiter, waiting)
        await request.ready()
        try:
            answer = await exchange()
            await _heed(io, request, answer, limiter)
            return understood(request, answer)
        except AnswerLost as error:
            lost.append(error)
            raise
        except RateLimited as error:
            if error.retry_after:
                keys = [rate.key for rate in request.rates] if error.keys is None else error.keys
                await _block(io, request, limiter, dict.fromkeys(keys, error.retry_after))
            raise

    retrying = AsyncRetrying(
        sleep=waiting.sleep,
        retry=retry_if_exception(lambda error: _worth_repeating(request, error)),
        wait=_told_or_backoff,
        stop=lambda state: state.attempt_number >= ATTEMPTS or waiting.is_too_long(state.upcoming_sleep),
        before_sleep=lambda state: _tell(request, state),
        reraise=True,
    )
    try:
        return await retrying(attempt)
    except (NotSent, RateLimited) as error:
        # The last attempt did nothing; whether one before it did, nobody knows.
        if lost and request.method.upper() not in {"GET", "HEAD"}:
            raise lost[-1] from error
        raise


async def _turn_comes(io: IO, request: Request[Any], limiter: Rates, waiting: _Waiting) -> None:
    """Wait until the network's rates allow the request. Raises `RateLimited` if that is beyond patience.

    Others may be faster each time, so it is the sum that counts.
    """
    first, before = io.now(), waiting.seconds
    while wait := await _wait(io, request, limiter):
        # Asking takes time as well, where many ask at once.
        waiting.seconds = max(waiting.seconds, before + (io.now() - first).total_seconds())
        if waiting.is_too_long(wait):
            raise RateLimited(
                f"{request}: the network's rates allow it in {wait:.0f} s", platform="", retry_after=wait
            )
        begun = io.now()
        await waiting.sleep(wait)
        if io.now() <= begun:
            raise NotSent(f"{request}: the clock stands still, so its turn never comes")


async def _wait(io: IO, request: Request[Any], limiter: Rates) -> float:
    try:
        return await _asked(io, limiter, limiter.take, request.rates, _clock(io), request.cost)
    except JournalError as error:
        raise NotSent(f"{request}: {error}") from None


async def _heed(io: IO, request: Request[Any], answer: Answer, limiter: Rates) -> None:
    """Let calls wait that the answer says have to."""
    try:
        told = dict(request.told(answer))
    except Exception as error:  # noqa: BLE001 - what is said about rates must not lose what was done
        log.warning("%s: what it says about rates was not understood (%s)", request, type(error).__name__)
        return
    await _block(io, request, limiter, told)


async def _block(io: IO, request: Request[Any], limiter: Rates, told: Mapping[str, float]) -> None:
    # The answer is there: nothing that happens here may lose it.
    with io.shielded():
        for key, seconds in told.items():
            try:
                await _asked(io, limiter, limiter.block, [key], _clock(io), seconds)
            except Exception as error:  # noqa: BLE001 - see above
                reason = error if isinstance(error, JournalError) else type(error).__name__
                log.warning("%s: that %s has to wait could not be recorded (%s)", request, key, reason)


def _clock(io: IO) -> Seconds:
    return lambda: io.now().timestamp()


async def _asked(io: IO, limiter: Rates, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call the limiter; one that waits for a database is called where it holds up no loop."""
    return function(*args, **kwargs) if limiter.quick else await io.in_thread(function, *args, **kwargs)


def understood(request: Request[T], answer: Answer) -> T:
    """What the answer means. An answer that makes no sense is as good as lost."""
    if request.doubtful(answer):
        raise AnswerLost(f"{request}: the network answered {answer.status}; whether it acted is unknown")
    try:
        return request.parse(answer)
    except SMMError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise AnswerLost(f"{request}: the answer was not understood ({reason})") from error


def _worth_repeating(request: Request[Any], error: BaseException) -> bool:
    if isinstance(error, RateLimited | NotSent):
        return True
    return isinstance(error, AnswerLost) and request.safe


def _told_or_backoff(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    told = error.retry_after if isinstance(error, RateLimited) else None
    return told if told is not None else _backoff(state)


def _tell(request: Request[Any], state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.info("%s: again in %.1f s (%s)", request, state.upcoming_sleep, type(error).__name__)
