"""Recording a network's answers for later, without its secrets: for pytest-recording."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from smmcore.errors import SMMError
from smmcore.models.account import Account, Secret
from smmcore.testing.redacting import Redactor, is_fake


class NotRecorded(SMMError):
    """The recording was not kept, because it would mislead."""


def vcr_config(
    secrets: Iterable[str | Secret] | Mapping[str, str | Secret] = (), **more: Any
) -> dict[str, Any]:
    """Settings for pytest-recording under which no cassette holds a secret.

    `secrets` are values that are taken out wherever they stand: pass `account.secrets`. What looks like a token
    is taken out in any case. Cassettes are played back with any other token. `more` goes to VCR as it is.
    """
    redactor = Redactor.of(secrets)

    def request(recorded: Any) -> Any:
        recorded.uri = redactor.address(recorded.uri)
        recorded.headers = redactor.headers(recorded.headers)
        recorded.body = redactor.body(_whole(recorded.body))
        return recorded

    def response(recorded: dict[str, Any]) -> dict[str, Any]:
        body = recorded.get("body", {})
        clean = redactor.body(body.get("string"))
        headers = redactor.headers(recorded.get("headers", {}))
        return {**recorded, "headers": _measured(headers, clean), "body": {**body, "string": clean}}

    return {
        "before_record_request": request,
        "before_record_response": response,
        "decode_compressed_response": True,
        **more,
    }


def cassette_name(name: str, account: Account | str) -> str:
    """The cassette's name; with `fake` in it where the account's network is on this machine.

    `account` is an account whose settings hold the network's address, or that address.
    """
    addresses = [account] if isinstance(account, str) else account.settings.values()
    fake = any(isinstance(address, str) and is_fake(address) for address in addresses)
    return f"{name}.fake" if fake and "fake" not in name else name


def refuse_disguised_fakes(persister: Any) -> Any:
    """The same persister, but what was recorded from a fake is only kept in a file that says so."""
    save = persister.save_cassette

    def checked(cassette_path: str, cassette_dict: dict[str, Any], serializer: Any) -> None:
        name = Path(cassette_path).name
        if "fake" not in name and any(is_fake(request.uri) for request in cassette_dict["requests"]):
            raise NotRecorded(
                f"{name} would hold answers of a fake on this machine as if they were the network's; "
                f"name it {name.replace('.yaml', '.fake.yaml')} with `@pytest.mark.default_cassette`, "
                "or record from the network"
            )
        save(cassette_path, cassette_dict, serializer)

    persister.save_cassette = checked
    return persister


def _whole(body: Any) -> Any:
    if hasattr(body, "read"):
        return body.read()
    if body is None or isinstance(body, str | bytes):
        return body
    return b"".join(body)


def _measured(headers: dict[str, Any], body: Any) -> dict[str, Any]:
    """The headers with the length that the body has now."""
    size = str(len(body)) if isinstance(body, bytes) else None
    return {
        name: [size] if name.lower() == "content-length" and size is not None else value
        for name, value in headers.items()
    }
