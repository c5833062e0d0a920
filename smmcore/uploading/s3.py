"""A bucket of S3 or of a storage that speaks its language. Needs the extra `s3`.

By boto3: it knows every place where AWS keeps credentials, cuts big files into parts by itself, and is what the
makers of other storages test with.
"""

import mimetypes
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from attrs import field, frozen

from smmcore.errors import InvalidInput, NotSent, SMMError
from smmcore.io.interface import IO
from smmcore.io.redaction import hidden
from smmcore.models.account import Secret
from smmcore.models.media import File
from smmcore.models.validating import not_blank, number, web_address
from smmcore.uploading.naming import digest_of, is_ours, name_of, unreadable

T = TypeVar("T")

_LONGEST = 7 * 24
_ADVICE = {
    "NoSuchBucket": "there is no such bucket; make it, or correct uploads.bucket",
    "AccessDenied": "these keys may not do that; give them s3:PutObject, and s3:GetObject for signed addresses "
    "(s3:ListBucket and s3:DeleteObject to remove old files)",
    "InvalidAccessKeyId": "the storage does not know the key; correct uploads.secrets.access_key",
    "SignatureDoesNotMatch": "the key's secret is wrong; correct uploads.secrets.secret_key",
    "PermanentRedirect": "the bucket is in another region; correct uploads.region",
    "AuthorizationHeaderMalformed": "the bucket is in another region; correct uploads.region",
}


def _hours(_: Any, attribute: Any, value: int) -> None:
    if not 1 <= value <= _LONGEST:
        raise ValueError(f"{attribute.name}: must be from 1 to {_LONGEST}, not {value}")


@frozen
class S3Uploader:
    """Puts files into a bucket. They are shown at `public_url`, or, without it, at signed addresses that end."""

    name: ClassVar[str] = "s3"
    bucket: str = field(validator=not_blank)
    region: str | None = None
    endpoint: str | None = field(default=None, validator=web_address)
    """Where the storage answers, if that is not AWS."""
    prefix: str = ""
    """What names in the bucket begin with, such as `smm/`."""
    public_url: str | None = field(default=None, validator=web_address)
    """Where everybody can read the bucket's files; the name, prefix included, is put behind it."""
    hours: int = field(default=48, validator=_hours)
    """How long a signed address is good for."""
    keep: int = field(default=2, validator=number(least=0))
    """Days until a file is removed again; 0 keeps all of them."""
    access_key: Secret | None = None
    """Without keys, those are used that AWS's own tools would use."""
    secret_key: Secret | None = None

    async def upload(self, io: IO, file: File) -> str:
        return _given(await io.in_thread(self._tried, lambda: self._uploaded(file.path)))

    async def remove_old(self, io: IO) -> int:
        if not self.keep:
            return 0
        before = io.now() - timedelta(days=self.keep)
        return _given(await io.in_thread(self._tried, lambda: self._removed(before)))

    def _uploaded(self, path: Path) -> str:
        try:
            key = self.prefix + name_of(path, digest_of(path))
        except OSError as error:
            raise NotSent(unreadable(path, error)) from None
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        client = self._client()
        client.upload_file(str(path), self.bucket, key, ExtraArgs={"ContentType": kind}, Config=_in_turn())
        if self.public_url:
            return f"{self.public_url.rstrip('/')}/{key}"
        what = {"Bucket": self.bucket, "Key": key}
        return str(client.generate_presigned_url("get_object", Params=what, ExpiresIn=self.hours * 3600))

    def _removed(self, before: Any) -> int:
        client = self._client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        old = [
            item["Key"]
            for page in pages
            for item in page.get("Contents", ())
            if is_ours(item["Key"].removeprefix(self.prefix)) and item["LastModified"] < before
        ]
        for key in old:
            client.delete_object(Bucket=self.bucket, Key=key)
        return len(old)

    def _client(self) -> Any:
        try:
            from boto3.session import Session
            from botocore.config import Config
        except ImportError:
            raise InvalidInput("uploads to S3 need their extra: pip install 'smmcore[s3]'") from None
        keys = (secret.reveal() if secret else None for secret in (self.access_key, self.secret_key))
        access, secret = keys
        return Session().client(
            "s3",
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=access,
            aws_secret_access_key=secret,
            config=Config(
                signature_version="s3v4",
                connect_timeout=10,
                read_timeout=60,
                retries={"mode": "standard", "total_max_attempts": 3},
                # Other storages know neither the newer checksums nor names of buckets before their own.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path" if self.endpoint else "auto"},
            ),
        )

    def _tried(self, work: Callable[[], T]) -> T | SMMError:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - no traceback may lead to frames that hold the keys
            return self._failure(error)

    def _failure(self, error: Exception) -> SMMError:
        if isinstance(error, SMMError):
            return type(error)(str(error))
        secrets = [secret for secret in (self.access_key, self.secret_key) if secret]
        return _told(hidden(str(error), secrets), f"uploads to the bucket {self.bucket}", error)


def _in_turn() -> Any:
    """Big files go part by part: blocking callers get no threads that they did not ask for."""
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(use_threads=False)


def _told(said: str, where: str, error: Exception) -> SMMError:
    from boto3.exceptions import S3UploadFailedError
    from botocore import exceptions as botocore

    if isinstance(error, S3UploadFailedError) and isinstance(error.__context__, botocore.ClientError):
        error = error.__context__
    if isinstance(error, botocore.ClientError):
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status >= 500 or code in {"SlowDown", "RequestTimeout"}:
            return NotSent(f"{where}: the storage is busy ({said}); nothing was published")
        return InvalidInput(f"{where}: {_ADVICE.get(code, said)}; nothing was published")
    if isinstance(error, botocore.ConnectionError | botocore.HTTPClientError):
        return NotSent(
            f"{where}: the storage cannot be reached ({type(error).__name__}); nothing was published"
        )
    if isinstance(error, botocore.BotoCoreError | ValueError):
        return InvalidInput(f"{where}: {said}; nothing was published")
    return NotSent(f"{where}: {type(error).__name__}: {said}; nothing was published")


def _given(outcome: T | SMMError) -> T:
    if isinstance(outcome, SMMError):
        raise outcome
    return outcome
