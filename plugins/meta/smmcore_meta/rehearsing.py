"""Made-up answers, so that a dry run shows all requests of a post."""

import json
from typing import Any

from smmcore.io import Answer, Request

_ANSWER = {
    "id": "rehearsal",
    "post_id": "rehearsal",
    "video_id": "rehearsal",
    "upload_session_id": "rehearsal",
    "start_offset": "0",
    "end_offset": "0",
    "success": True,
    "status_code": "FINISHED",
    "access_token": "rehearsed",
    "data": [],
}


def made_up(request: Request[Any], **more: Any) -> Any:
    """What the request makes of an answer with the usual fields and `more`."""
    answer = {**_ANSWER, **more}
    calls = json.loads((request.data or {}).get("batch", "null"))
    body = [{"code": 200, "body": json.dumps(answer)} for _ in calls] if calls else answer
    return request.parse(Answer(200, {"content-type": "application/json"}, json.dumps(body).encode()))
