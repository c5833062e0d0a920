"""Peers: each in an environment of its own, called as its documentation shows, against the same fakes."""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from platformdirs import user_cache_path

from smmcore.models import File, Post

from . import seeing
from .cases import NOTHING, PEERS_KINDS, TROUBLES, Case, Seen, Trouble
from .ours import Stage

SCRIPTS = Path(__file__).parent / "peers"
TIMEOUT = 3
"""Seconds that peers wait for an answer, where that is a setting and the default is long."""
LIMIT = 30
"""Seconds after which a call is cut off."""
_HANG = 3600
_INSTALLING = 300


@frozen(kw_only=True)
class Peer:
    name: str
    """The distribution; its script is `peers/with_….py`."""
    version: str
    network: str
    extra: str = ""
    retry: str = ""
    """Its documented setting for retries, where it has one: it is tried with and without."""
    reaching: str
    """How it was made to call the fake."""
    waits: str
    """How long it waits for an answer."""

    @property
    def settings(self) -> Mapping[str, bool]:
        """The names of its columns, and whether retries are set in each."""
        plain = f"{self.name} {self.version}"
        return {plain: False, f"{plain}, {self.retry}": True} if self.retry else {plain: False}

    @property
    def script(self) -> Path:
        return SCRIPTS / f"with_{self.name.replace('-', '_')}.py"

    @property
    def note(self) -> str:
        return f"{self.name} {self.version}: {self.reaching}; {self.waits}."


PEERS = (
    Peer(
        name="apprise",
        version="2.2.0",
        network="telegram",
        retry="`?retry=2`",
        reaching="`NotifyTelegram.notify_url` set to the fake, without two parameters unknown to the Bot API",
        waits="waits 4 s for an answer, its default",
    ),
    Peer(
        name="python-telegram-bot",
        version="22.8",
        network="telegram",
        extra="rate-limiter",
        retry="`AIORateLimiter(max_retries=3)`",
        reaching="`Bot(base_url=…)`",
        waits="waits 5 s for an answer, its default",
    ),
    Peer(
        name="aiogram",
        version="3.31.0",
        network="telegram",
        reaching="`TelegramAPIServer.from_base(…)`",
        waits=f"`AiohttpSession(timeout={TIMEOUT})`; its default is 60 s",
    ),
    Peer(
        name="vk_api",
        version="11.10.1",
        network="vk",
        reaching="an adapter of requests sends to the fake, and its uploads use VK's documented field `photo`",
        waits=f"has no timeout; a call is cut off after {LIMIT} s",
    ),
    Peer(
        name="vkbottle",
        version="4.11.0",
        network="vk",
        reaching="`API.API_URL` set to the fake, and a second between photos, for VK's pace",
        waits=f"`AiohttpClient(timeout=ClientTimeout(total={TIMEOUT}))`; the default is aiohttp's, 300 s",
    ),
    Peer(
        name="facebook-business",
        version="26.0.3",
        network="facebook",
        reaching="`FacebookSession.GRAPH` set to the fake, photos given by their addresses",
        waits=f"`FacebookAdsApi.init(timeout={TIMEOUT})`; its default is none",
    ),
)


class NotInstalled(Exception):
    """A peer cannot be tried here."""


def installed(peer: Peer) -> Path:
    """The Python of the peer's own environment, made when it is first needed. Raises `NotInstalled`."""
    folder = user_cache_path("smmcore") / "peers" / f"{peer.name}-{peer.version}"
    ready, python = folder / "ready", folder / "bin" / "python"
    if ready.exists():
        return python
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted run has left
    wanted = f"{peer.name}[{peer.extra}]" if peer.extra else peer.name
    command = [python, "-m", "pip", "install", "--quiet", f"{wanted}=={peer.version}"]
    try:
        venv.create(folder, with_pip=True)
        subprocess.run(command, check=True, capture_output=True, timeout=_INSTALLING)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        shutil.rmtree(folder, ignore_errors=True)
        raise NotInstalled(f"{peer.name} {peer.version} is left out: pip could not install it") from None
    ready.touch()
    return python


@frozen(eq=False)
class _User:
    """Somebody who publishes with a peer, and runs the script again when it tells of an error."""

    peer: Peer
    python: Path
    retry: bool
    stage: Stage
    posts: Mapping[str, Post]

    def cases(self) -> Iterator[Case]:
        for trouble in TROUBLES:
            for kind, post in self.posts.items():
                yield self._case(kind, post, trouble)

    def _case(self, kind: str, post: Post, trouble: Trouble) -> Case:
        self.stage.fresh()
        if trouble is not NOTHING:
            hang = {"seconds": _HANG} if trouble.fault.startswith("hang") else {}
            self.stage.fake.fault(trouble.fault, **trouble.details, **hang)
        called = self._seen(post)
        met = not seeing.waits(self.stage.fake)
        again = self._seen(post) if called.says != "sent" else None
        return Case(
            network=self.peer.network, kind=kind, trouble=trouble.label, called=called, again=again, met=met
        )

    def _seen(self, post: Post) -> Seen:
        says, there = self._says(post), list(self.stage.fake.posts())
        whole = seeing.meant(post, post.plain_text)
        lacking = [seeing.shown(self.stage.fake, self.peer.network, id).lacks(whole) for id in there]
        return Seen(says, len(there), next(filter(None, lacking), ""))

    def _says(self, post: Post) -> str:
        job = json.dumps(self._job(post))
        command = [self.python, self.peer.script]
        try:
            done = subprocess.run(
                command, input=job, capture_output=True, text=True, timeout=LIMIT, check=True
            )
        except subprocess.TimeoutExpired:
            return f"nothing for {LIMIT} s"
        except subprocess.CalledProcessError as error:
            print(error.stderr, file=sys.stderr)
            raise NotInstalled(
                f"{self.peer.name} {self.peer.version} is left out: its script broke"
            ) from None
        return str(json.loads(done.stdout)["says"])

    def _job(self, post: Post) -> dict[str, Any]:
        account, uploader = self.stage.account, self.stage.uploader
        files = [media.source.path for media in post.media if isinstance(media.source, File)]
        return {
            "url": self.stage.fake.url,
            "id": account.id,
            "secrets": {name: secret.reveal() for name, secret in account.secrets.items()},
            "text": post.plain_text,
            "files": [str(file) for file in files],
            "urls": [f"{uploader.url}/{file.relative_to(uploader.folder)}" for file in files],
            "timeout": TIMEOUT,
            "retry": self.retry,
        }


def columns(stage: Stage, peer: Peer) -> Iterator[tuple[str, Iterator[Case]]]:
    """A column for each of the peer's settings. Raises `NotInstalled`."""
    posts = stage.posts(PEERS_KINDS)
    python = installed(peer)
    for name, retry in peer.settings.items():
        yield name, _User(peer, python, retry, stage, posts).cases()
