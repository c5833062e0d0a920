"""A film of a gigabyte goes through in pieces: the client's memory is measured in a process of its own."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

GIGABYTE = 1024**3
MOST_ABOVE_IDLE = 60 * 1024  # kB

SERVER = """
import asyncio, sys
from smmcore.sandbox import serving
from smmcore_telegram.audience import Audience
with serving(Audience(local=True).app) as url:
    print(url, flush=True)
    sys.stdin.read()
"""

CLIENT = r"""
import asyncio, json, re, sys
from pathlib import Path
from attrs import evolve
from smmcore.models import Photo, Post, Video, File
from smmcore.smm import SMM, AsyncSMM
from smmcore_telegram.audience import Audience
from smmcore_telegram.platform import Telegram

url, film, photo, mode = sys.argv[1:]
account = Audience().account(url)
account = evolve(account, settings={**account.settings, "local": True})
post = lambda kind, path: Post("A film", media=kind(File(path)))
# Not by getrusage: it begins with what the parent process had.
peak = lambda: int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])

def blocking():
    with SMM([account], plugins=[Telegram()], installed=False) as smm:
        first = smm.publish(post(Photo, photo), to="sandbox")
        idle = peak()
        return first, idle, smm.publish(post(Video, film), to="sandbox")

async def nonblocking():
    async with AsyncSMM([account], plugins=[Telegram()], installed=False) as smm:
        first = await smm.publish(post(Photo, photo), to="sandbox")
        idle = peak()
        return first, idle, await smm.publish(post(Video, film), to="sandbox")

first, idle, second = blocking() if mode == "blocking" else asyncio.run(nonblocking())
assert first.ok and second.ok, (first, second)
print(json.dumps({"idle": idle, "peak": peak()}))
"""


@contextmanager
def served():
    """The fake as a server of one's own, in another process."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", SERVER], **pipes) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from Linux's /proc")
@pytest.mark.parametrize("mode", ["blocking", "async"])
def test_a_film_of_a_gigabyte_takes_little_memory(maker, tmp_path, mode):
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(GIGABYTE)
    photo = str(maker.media("photo").source)
    with served() as url:
        command = [sys.executable, "-c", CLIENT, url, str(film), photo, mode]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    above = told["peak"] - told["idle"]
    assert above < MOST_ABOVE_IDLE, told
