import pytest

from .conftest import CHANNEL
from .test_media import PARTS


async def burst(client, chat, count):
    return [(await client.raw("sendMessage", chat_id=chat, text="x")).status_code for _ in range(count)]


def test_a_chat_takes_a_short_burst_then_one_a_second(run):
    async def check(client):
        assert await burst(client, CHANNEL, 6) == [200] * 5 + [429]
        response = await client.raw("sendMessage", chat_id=CHANNEL, text="x")
        wait = response.json()["parameters"]["retry_after"]
        assert wait == 1
        assert len((await client.chat())["messages"]) == 5
        await client.control("time", advance=wait)
        assert await burst(client, CHANNEL, 1) == [200]

    run(check)


@pytest.mark.parametrize(("on", "last"), [(True, 429), (False, 200)])
def test_twenty_a_minute_for_groups_and_perhaps_for_channels(run, on, last):
    async def check(client):
        for chat, expected in ((client.group, 429), (CHANNEL, last)):
            codes = []
            for _ in range(21):
                codes += await burst(client, chat, 1)
                await client.control("time", advance=1.5)
            assert codes == [200] * 20 + [expected]
            if expected == 200:
                continue
            response = await client.raw("sendMessage", chat_id=chat, text="x")
            wait = response.json()["parameters"]["retry_after"]
            assert 25 <= wait <= 30
            await client.control("time", advance=wait - 1)
            assert await burst(client, chat, 1) == [429]
            await client.control("time", advance=1)
            assert await burst(client, chat, 1) == [200]

    run(check, channels_per_minute=on)


def test_thirty_a_second_over_all(run):
    async def check(client):
        chats = []
        for number in range(4):
            made = await client.control("channels", title=f"C{number}", group=False, bot=client.token)
            chats.append(made["channel"])
        client.sandbox.core.rates.burst = 10
        codes = [code for chat in chats for code in await burst(client, chat, 8)]
        assert codes[:30] == [200] * 30
        assert 429 in codes[30:]

    run(check)


def test_album_items_count_one_each(run):
    async def check(client):
        media = [{"type": "photo", "media": f"attach://{name}"} for name in PARTS] * 2
        response = await client.raw("sendMediaGroup", files=PARTS, chat_id=CHANNEL, media=media)
        assert response.status_code == 200
        assert await burst(client, CHANNEL, 2) == [200, 429]

    run(check)


def test_limits_can_be_off_and_bursts_wider(run):
    async def free(client):
        assert await burst(client, CHANNEL, 40) == [200] * 40

    async def wide(client):
        assert await burst(client, CHANNEL, 10) == [200] * 9 + [429]

    run(free, limits_on=False)
    run(wide, burst=9)


def test_refused_messages_do_not_count(run):
    async def check(client):
        for _ in range(10):
            await client.fail("sendMessage", chat_id=CHANNEL, text="")
        assert await burst(client, CHANNEL, 5) == [200] * 5

    run(check)


def test_time_moves_dates_bans_and_polls(run):
    async def check(client):
        poll = await client.call(
            "sendPoll", chat_id=CHANNEL, question="Q?", options=[{"text": "a"}], open_period=60
        )
        await client.updates()
        before = (await client.http.get("/_sandbox/time")).json()["now"]
        await client.control("time", advance=61)
        assert (await client.http.get("/_sandbox/time")).json()["now"] >= before + 61
        (update,) = await client.updates()
        assert update["poll"]["is_closed"] is True
        code, words = await client.fail("stopPoll", chat_id=CHANNEL, message_id=poll["message_id"])
        assert (code, words) == (400, "Bad Request: poll has already been closed")
        assert "closed" in await client.refused(
            "votes", chat=CHANNEL, message_id=poll["message_id"], option=0
        )
        later = await client.post()
        assert (await client.message(later))["date"] >= int(before) + 61
        assert "forward" in await client.refused("time", advance=-1)

    run(check)


def test_a_closed_server_comes_back(run):
    async def check(client):
        assert (await client.fail("close"))[0] == 429
        await client.control("time", advance=601)
        await client.call("close")
        await client.call("logOut")
        assert await client.fail("getMe") == (400, "Logged out")
        await client.control("time", advance=601)
        await client.call("getMe")

    run(check)
