"""docs/embedding.md and docs/telegram.md: a network calls us."""

# start of app
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from smmcore import Account, AsyncSMM, Mistake, Unauthorized


def webhook_app(accounts: list[Account], journal: str) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncSMM(accounts, journal=journal) as app.state.smm:
            yield

    async def hear(request: Request) -> Response:
        smm, account = request.app.state.smm, request.path_params["account"]
        try:
            events = await smm.webhook(account, request.headers, await request.body())
        except Unauthorized:
            return Response(status_code=403)  # not the network: nothing was taken in
        except Mistake as mistake:
            return JSONResponse({"error": str(mistake)}, status_code=400)
        return JSONResponse({"events": [event.kind for event in events]})

    hooks = Route("/hooks/{account}", hear, methods=["POST"])
    return Starlette(routes=[hooks], lifespan=lifespan)
    # end of app


import asyncio  # noqa: E402 - only for trying it
import tempfile  # noqa: E402

import httpx  # noqa: E402
from telegram_sandbox import telegram  # noqa: E402

UPDATE = {
    "update_id": 1,
    "channel_post": {
        "message_id": 7,
        "date": 1796000000,
        "chat": {"id": -1001000000001, "type": "channel", "title": "Sandbox channel"},
        "text": "Written by a person in the app",
    },
}


async def call(client: httpx.AsyncClient, account: str, secret: str) -> tuple[int, str]:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    answer = await client.post(f"/hooks/{account}", json=UPDATE, headers=headers)
    return answer.status_code, answer.text


async def main(app: Starlette) -> None:
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://hooks.example") as client,
    ):
        assert await call(client, "sandbox", "sandbox-webhook-secret") == (200, '{"events":["posted"]}')
        assert await call(client, "sandbox", "wrong") == (403, "")
        assert (await call(client, "nobody", "sandbox-webhook-secret"))[0] == 400


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, telegram() as fake:
        asyncio.run(main(webhook_app([fake.account], f"{folder}/smm.sqlite3")))
