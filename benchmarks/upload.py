"""Peak memory while a large file is uploaded, beside the same process before it; the server is another process."""

import subprocess
import sys
import tempfile
from pathlib import Path

SIZE = 1_000_000_000
SERVER = """
import sys, time
from smmcore.sandbox import serving
from smmcore_telegram.audience import Audience
with serving(Audience(local=True).app) as url:
    print(url, flush=True)
    sys.stdin.read()
"""
CLIENT = """
import asyncio, resource, sys
from smmcore import SMM, AsyncSMM, Post, Video
from smmcore_telegram.audience import Audience
from attrs import evolve
mode, url, path = sys.argv[1:]
account = Audience().account(url)
account = evolve(account, settings={**account.settings, "local": True})
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
async def later(video):
    async with AsyncSMM([account]) as smm:
        await smm.publish(Post("idle"), "sandbox")
        idle = peak()
        outcome = await smm.publish(Post(media=[video]), "sandbox")
    return idle, outcome
def now(video):
    with SMM([account]) as smm:
        smm.publish(Post("idle"), "sandbox")
        idle = peak()
        outcome = smm.publish(Post(media=[video]), "sandbox")
    return idle, outcome
idle, outcome = asyncio.run(later(Video(path))) if mode == "async" else now(Video(path))
outcome.raise_for_failures()
print(f"{idle:.1f} {peak():.1f}")
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        with film.open("wb") as stream:
            stream.truncate(SIZE)  # sparse: it costs no disk, but every byte is sent
        with subprocess.Popen(
            [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server:
            url = server.stdout.readline().strip()
            for mode in ("blocking", "async"):
                done = subprocess.run(
                    [sys.executable, "-c", CLIENT, mode, url, str(film)],
                    check=True,
                    capture_output=True,
                    text=True,
                )
                idle, peak = map(float, done.stdout.split())
                more = f"idle {idle:.0f} MB, peak {peak:.0f} MB, more {peak - idle:.1f} MB"
                print(f"{mode:<9} {SIZE / 1e6:.0f} MB sent: {more}")
            server.stdin.close()


if __name__ == "__main__":
    main()
