"""Getting updates by polling or webhook, and getting files."""

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from smmcore_telegram.sandbox import limits
from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.envelope import WEBHOOK_ACTIVE, Described, bad, conflict, strict
from smmcore_telegram.sandbox.files import Media, unique_id
from smmcore_telegram.sandbox.updates import KINDS, Webhook
from smmcore_telegram.sandbox.webhooks import start, stop

_SECRET = re.compile(r"[A-Za-z0-9_-]+")
_EXTENSIONS = {"photo": "jpg", "video": "mp4", "audio": "mp3", "voice": "oga", "animation": "mp4"}


def _remember_allowed(call: Call) -> None:
    """Keep the list until another is given; an empty one means the default."""
    if "allowed_updates" in call.args:
        wanted = [kind for kind in call.args.get("allowed_updates") if kind in KINDS]
        call.core.queue(call.bot).allowed = wanted or None


@method("getUpdates")
async def get_updates(call: Call) -> Any:
    queue = call.core.queue(call.bot)
    if queue.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _remember_allowed(call)
    queue.expire()
    queue.confirm(call.args.get("offset") or 0)
    least, most = limits.UPDATES_LIMIT
    limit = call.args.get("limit") or most
    timeout = min(max(call.args.get("timeout") or 0, 0), limits.POLL_TIMEOUT)
    return await queue.poll(limit if least <= limit <= most else most, timeout, call.core.stopping)


@method("setWebhook")
async def set_webhook(call: Call) -> Any:
    queue, args = call.core.queue(call.bot), call.args
    url = args.get("url")
    if not url:  # an empty address is the way to remove the webhook with this method
        return await delete_webhook(call)
    _check_url(url, local=call.core.settings.local)
    secret = args.get("secret_token")
    if secret is not None:
        _check_secret(secret)
    _remember_allowed(call)
    if args.get("drop_pending_updates"):
        queue.entries.clear()
    await stop(queue)
    queue.end_poller(conflict("terminated by setWebhook request"))
    connections = min(max(args.get("max_connections") or limits.WEBHOOK_DEFAULT_CONNECTIONS, 1), 100)
    address = args.get("ip_address")
    start(call.core, call.bot, Webhook(url, secret, connections, address, "certificate" in args.files))
    return Described(True, "Webhook was set")


def _check_url(url: str, *, local: bool) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise bad("bad webhook: Failed to parse webhook URL") from None
    # The real server takes https and four ports only, unless it is a server of one's own. A test's
    # receiver listens on this machine, on any port and without a certificate: the sandbox lets it.
    if local or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    if parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in limits.WEBHOOK_PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_secret(secret: str) -> None:
    least, most = limits.SECRET_TOKEN_LENGTH
    if not least <= len(secret) <= most:
        raise bad("secret token is too long" if secret else "secret token must be non-empty")
    if not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")


@method("deleteWebhook")
async def delete_webhook(call: Call) -> Any:
    queue = call.core.queue(call.bot)
    if call.args.get("drop_pending_updates"):
        queue.entries.clear()
    if queue.webhook is None:
        return Described(True, "Webhook is already deleted")
    await stop(queue)
    return Described(True, "Webhook was deleted")


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> Any:
    queue = call.core.queue(call.bot)
    queue.expire()
    hook = queue.webhook or Webhook("")
    body: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": hook.has_certificate,
        "pending_update_count": len(queue.entries),
    }
    if queue.allowed is not None:
        body["allowed_updates"] = queue.allowed
    if hook.url:
        body["max_connections"] = hook.max_connections
    for name in ("ip_address", "last_error_date", "last_error_message"):
        if getattr(hook, name) is not None:
            body[name] = getattr(hook, name)
    return body


@method("getFile")
async def get_file(call: Call) -> Any:
    identifier = call.args.get("file_id")
    ref = call.world.store.resolve(call.bot.id, identifier)
    if ref is None:
        raise bad("invalid file_id")
    file = ref.media.file
    if call.core.settings.local:
        return _local_file(identifier, ref.media)
    if file.size > limits.DOWNLOAD_BYTES:
        raise bad("file is too big")
    extension = (ref.media.file_name or "").rpartition(".")[2] or _EXTENSIONS.get(ref.media.kind, "dat")
    return {
        "file_id": identifier,
        "file_unique_id": unique_id(ref.media),
        "file_size": file.size,
        "file_path": f"{ref.media.kind}s/{file.sha256}.{extension}",
    }


def _local_file(identifier: str, media: Media) -> Any:
    """Answer as a server of one's own does: it has no limit and names the place on its disk."""
    if media.file.path is None:
        raise strict("this fake keeps no files larger than 20 MB")
    return {
        "file_id": identifier,
        "file_unique_id": unique_id(media),
        "file_size": media.file.size,
        "file_path": str(media.file.path),
    }
