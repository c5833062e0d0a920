"""Made-up answers, so that a dry run shows all requests of a post."""

from typing import Any

from smmcore.io import Request
from smmcore.models import Secret
from smmcore_bluesky.names import POST
from smmcore_bluesky.sessions import Session

_DID = "did:plc:rehearsalrehearsalrehear"
_POST = {"uri": f"at://{_DID}/{POST}/2222222222222", "cid": "cid-of-the-rehearsal"}


class Rehearsing:
    def rehearse(self, request: Request[Any]) -> Any:
        """See `smmcore.platform.Rehearser`."""
        match request.label.rpartition(".")[2]:
            case "createSession" | "refreshSession":
                server = request.url.partition("/xrpc/")[0]
                tokens = Secret("rehearsed access", "access"), Secret("rehearsed refresh", "refresh")
                return Session(*tokens, did=_DID, handle="rehearsal.invalid", server=server)
            case "resolveHandle":
                return _DID
            case "getRecord":
                return {**_POST, "value": {}}
            case "uploadBlob":
                size = request.body.path.stat().st_size if request.body else 0
                kind = request.body.content_type if request.body else ""
                return {"$type": "blob", "ref": {"$link": "rehearsal"}, "mimeType": kind, "size": size}
            case "putRecord":
                where = request.json
                uri = f"at://{where['repo']}/{where['collection']}/{where['rkey']}"
                return {"uri": uri, "cid": _POST["cid"]}
        return {}
