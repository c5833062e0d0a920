"""What the core itself brings for `[uploads]`, by the same hooks as anybody."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from smmcore.hookspecs import hookimpl
from smmcore.jobs import Job
from smmcore.uploading import FolderUploader, S3Uploader, Uploader

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.engine import Engine

log = logging.getLogger("smmcore.uploads")


@hookimpl
def smm_uploaders() -> Iterable[type[Uploader]]:
    yield FolderUploader
    yield S3Uploader


@hookimpl
def smm_jobs() -> Iterable[Job]:
    yield Job("remove old uploads", every=timedelta(days=1), run=_remove_old)


async def _remove_old(engine: "Engine", io: "AnyIO") -> None:
    if (uploader := engine.context.uploader) and (gone := await uploader.remove_old(io)):
        log.info("%d uploaded files were removed: no network needs them any more", gone)
