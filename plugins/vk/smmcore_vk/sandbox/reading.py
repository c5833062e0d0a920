"""The ways in which parameters and tokens arrive."""

from attrs import Factory, define
from starlette.datastructures import UploadFile
from starlette.requests import Request

from .errors import JSON

_LONGEST = 1024 * 1024


@define
class Incoming:
    sent: JSON = Factory(dict)
    """Everything, as VK repeats it in errors."""
    params: dict[str, str] = Factory(dict)
    token: str = ""
    version: str = ""


async def read(request: Request) -> Incoming:
    """Query and form; JSON is not read, as VK does not."""
    values = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with request.form(max_part_size=_LONGEST) as form:
            values |= {k: v for k, v in form.multi_items() if not isinstance(v, UploadFile)}
    token = values.get("access_token") or _bearer(request.headers.get("authorization", ""))
    params = {name: text for name, text in values.items() if name not in {"access_token", "v"}}
    return Incoming(dict(values), params, token, values.get("v", ""))


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
