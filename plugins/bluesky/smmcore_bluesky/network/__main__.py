"""`python -m smmcore_bluesky.network`: a network until Ctrl-C."""

import logging
import signal
import sys

import click

from smmcore.errors import SMMError
from smmcore_bluesky.network import Network


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what stops services ends it as Ctrl-C does
    try:
        with Network() as network:
            for name in ("pds", "appview", "ozone", "plc"):
                click.echo(f"{name:8} {getattr(network, name)}")
            click.echo("SANDBOX: nothing leaves this machine. Ctrl-C ends it.")
            network.wait()
    except KeyboardInterrupt:
        click.echo(err=True)
    except SMMError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
