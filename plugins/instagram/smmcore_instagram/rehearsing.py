"""Made-up answers, so that a dry run shows all requests of a post."""

from typing import Any

from smmcore.io import Request
from smmcore_meta.rehearsing import made_up

_READY = {"id": "1", "status_code": "FINISHED", "status": "Finished"}


class Rehearsing:
    def rehearse(self, request: Request[Any]) -> Any:
        """See `smmcore.platform.Rehearser`."""
        ids = str(request.params.get("ids", ""))
        return made_up(request, id="1", **{id: _READY for id in ids.split(",") if id})
