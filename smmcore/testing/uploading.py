"""Publishes one file in a process of its own and tells how much memory that took: see `memory.py`."""

import importlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from smmcore.models import Account, Failed, Post, Published
from smmcore.models.converting import load
from smmcore.platform import Platform
from smmcore.smm import SMM, AsyncSMM
from smmcore.uploading import FolderUploader, Uploader


def main() -> None:
    order = json.load(sys.stdin)
    sys.path[:] = order["search"]
    platform = _platform(order)
    account = Account(*order["account"], settings=order["settings"], secrets=order["secrets"])
    call = _blocking if order["mode"] == "blocking" else _on_a_loop
    uploader = FolderUploader(*order["uploads"]) if order["uploads"] else None
    call(platform, account, load(Post, order["before"]), uploader)
    before = _peak()
    result = call(platform, account, load(Post, order["post"]), uploader)
    told = {
        "id": result.id if isinstance(result, Published) else "",
        "error": str(result.error) if isinstance(result, Failed) else repr(result),
        "grown": _peak() - before,
    }
    json.dump(told, sys.stdout)


def _platform(order: dict[str, Any]) -> Platform:
    try:
        module = importlib.import_module(order["module"])
    except ImportError:
        spec = importlib.util.spec_from_file_location(order["module"], order["file"])
        if spec is None or spec.loader is None:
            raise
        module = importlib.util.module_from_spec(spec)
        sys.modules[order["module"]] = module
        spec.loader.exec_module(module)
    platform: Platform = getattr(module, order["class"])()
    return platform


def _blocking(platform: Platform, account: Account, post: Post, uploader: Uploader | None) -> Any:
    with SMM([account], plugins=[platform], installed=False, uploader=uploader) as smm:
        return smm.publish(post, to=account.name).results[0]


def _on_a_loop(platform: Platform, account: Account, post: Post, uploader: Uploader | None) -> Any:
    import asyncio

    async def work() -> Any:
        async with AsyncSMM([account], plugins=[platform], installed=False, uploader=uploader) as smm:
            return (await smm.publish(post, to=account.name)).results[0]

    return asyncio.run(work())


def _peak() -> int:
    """Bytes of memory that this program has held at most."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux hands the peak of getrusage down from the process that started this one.
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines["VmHWM"].split()[0]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
