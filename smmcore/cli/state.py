"""What one call of `smm` knows: its global options, and the `SMM` that it opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from smmcore.config import Config
    from smmcore.models import Secret
    from smmcore.smm import SMM


class State:
    def __init__(self) -> None:
        self.path: str | None = None
        self.debug = False
        self.json = False
        self.secrets: list[Secret] = []
        self._handler: Any = None

    def config(self) -> "Config":
        from smmcore.config import read_config

        return read_config(self.path)

    @contextmanager
    def opened(self, *, accounts: bool = True, **more: Any) -> "Iterator[SMM]":
        """An `SMM` as the configuration says. Raises `InvalidInput` if accounts are needed and there are none."""
        from smmcore.smm import SMM

        if accounts:
            self.require_accounts()
        smm = SMM.from_config(self.path, **more)
        self.secrets += [secret for account in smm.accounts.values() for secret in account.secrets.values()]
        try:
            yield smm
        finally:
            smm.close()

    def require_accounts(self) -> None:
        from smmcore.config import NONE_FOUND
        from smmcore.errors import InvalidInput

        config = self.config()
        if config.path is None:
            raise InvalidInput(NONE_FOUND)
        if not config.entries:
            raise InvalidInput(f"{config.path} has no accounts; run `smm accounts add NAME --platform …`")

    def hidden(self, text: str) -> str:
        """The text without the secrets of this call's accounts."""
        if not self.secrets:
            return text
        from smmcore.io.redaction import hidden

        return hidden(text, self.secrets)

    def listen(self) -> None:
        """Let the core's warnings reach stderr; with `--debug`, all that it logs."""
        from smmcore.cli.logs import listen

        self._handler = listen(self, self._handler)

    def close(self) -> None:
        if self._handler is not None:
            from smmcore.cli.logs import forget

            forget(self._handler)


pass_state = click.make_pass_decorator(State, ensure=True)


def _remember(context: click.Context, _: click.Parameter, given: bool) -> None:
    if given and (state := context.find_object(State)):
        state.json = True


as_json = click.option(
    "--json",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_remember,
    help="Print one JSON document, for programs.",
)
