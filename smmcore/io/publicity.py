"""Giving files of this machine an address that networks can fetch."""

from smmcore.errors import InvalidInput
from smmcore.io.interface import IO, Uploader
from smmcore.models.media import Remote, Source

ADVICE = "set [uploads] in smm.toml, give SMM an uploader, or use its web address"


async def public_address(io: IO, uploader: Uploader | None, source: Source) -> str:
    """See `IO.public`."""
    if isinstance(source, Remote):
        return source.url
    if uploader is None:
        raise InvalidInput(f"{source.path.name}: the network fetches it from a public address; {ADVICE}")
    return await uploader.upload(io, source)
