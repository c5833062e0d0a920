"""docs/embedding.md: a web application. tests/docs/test_fastapi.py calls it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel

from smmcore import (
    Account,
    AnswerLost,
    AsyncSMM,
    Failed,
    Mistake,
    NotSent,
    NotThere,
    PlatformError,
    Post,
    Published,
    RateLimited,
    Rejected,
    Result,
    Scheduled,
    SMMError,
    Unauthorized,
    Unconfirmed,
    UnknownAccount,
    UnknownPlatform,
    Unsupported,
    dump,
)

log = logging.getLogger(__name__)
# start of app
router = APIRouter()


def make_app(accounts: Sequence[Account], journal: str, *, pause: float = 60) -> FastAPI:
    """The application; every `pause` seconds it does what is due."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncSMM(accounts, journal=journal) as smm:
            app.state.smm, stopping = smm, asyncio.Event()
            worker = asyncio.create_task(work_until(stopping, smm, pause))
            yield
            stopping.set()  # what is on its way to a network comes to its end
            await worker

    app = FastAPI(title="Posts", lifespan=lifespan)
    app.include_router(router)
    app.exception_handler(SMMError)(refused)
    return app
    # end of app


# start of worker
async def work_until(stopping: asyncio.Event, smm: AsyncSMM, pause: float) -> None:
    """Send what is due, and look for what was lost, again and again."""
    while not stopping.is_set():
        try:
            for result in [*await smm.work(), *await smm.reconcile()]:
                log.info("%s", result)
        except SMMError:
            log.exception("the journal cannot be asked; trying again in %g s", pause)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
            # end of worker


# start of publish
class NewPost(BaseModel):
    """What callers may say. A whole `Post` from outside could name files of this machine."""

    text: str
    at: AwareDatetime | None = None


def smm_of(request: Request) -> AsyncSMM:
    smm: AsyncSMM = request.app.state.smm
    return smm


Manager = Annotated[AsyncSMM, Depends(smm_of)]


@router.post("/accounts/{account}/posts")
async def publish(
    account: str, new: NewPost, smm: Manager, idempotency_key: Annotated[str, Header()], response: Response
) -> dict[str, Any]:
    """The same Idempotency-Key is the same post, however often a nervous client repeats the call."""
    (result,) = await smm.publish(Post(new.text), to=account, key=idempotency_key, at=new.at)
    response.status_code = status_of(result)
    return {"state": type(result).__name__.lower(), **dump(result)}


def status_of(result: Result) -> int:
    match result:
        case Published(repeated=repeated):
            return 200 if repeated else 201
        case Scheduled() | Unconfirmed():
            return 202  # not finished; ask again with the same key
        case Failed(error=error):
            raise error
            # end of publish


# start of read
@router.get("/accounts/{account}/comments")
async def comments(account: str, smm: Manager, post: str | None = None) -> list[dict[str, Any]]:
    return [dump(comment) async for comment in smm.comments(account, post)]


@router.get("/accounts/{account}/stats")
async def stats(account: str, smm: Manager) -> list[dict[str, Any]]:
    return [
        dump(metric) for metric in [*await smm.account_metrics(account), *await smm.post_metrics(account)]
    ]


@router.post("/hooks/{account}")
async def hear(account: str, request: Request, smm: Manager) -> list[str]:
    """The network calls here. Signatures are made of bytes, so the body is handed over as it came."""
    try:
        events = await smm.webhook(account, request.headers, await request.body())
    except Unauthorized:
        raise HTTPException(403) from None  # not the network: nothing was taken in
    return [event.kind for event in events]
    # end of read


# start of errors
STATUS: dict[type[SMMError], int] = {
    UnknownAccount: 404,
    NotThere: 404,
    UnknownPlatform: 500,  # a network that is not installed is no fault of the caller
    Mistake: 422,
    Rejected: 422,
    Unsupported: 422,
    RateLimited: 503,  # nothing was done: the same call may be repeated later
    NotSent: 503,
    AnswerLost: 504,  # nobody knows
    PlatformError: 502,  # among them Unauthorized: our token, not the caller's
    SMMError: 500,
}


async def refused(_: Request, error: SMMError) -> JSONResponse:
    """An error as an answer. Its message holds no secrets, so it may be shown."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    wait = getattr(error, "retry_after", None)
    headers = {"Retry-After": f"{wait:.0f}"} if wait else {}
    return JSONResponse({"error": type(error).__name__, "detail": str(error)}, status, headers)
    # end of errors
