"""`smm accounts` and `smm abilities`."""

from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.errors import FAILED
from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from pathlib import Path

    from smmcore.config import AccountEntry
    from smmcore.models import Account
    from smmcore.platform import Checkup, Platform
    from smmcore.plugins import Plugins
    from smmcore.smm import SMM


@click.group()
def accounts() -> None:
    """The accounts in smm.toml: list, add and check them."""


@accounts.command("list")
@as_json
@pass_state
def list_accounts(state: State) -> None:
    """List the accounts, and what is missing of their secrets."""
    from smmcore.cli import output
    from smmcore.config import NONE_FOUND

    config = state.config()
    described = describe(state)
    if state.json:
        output.document({"config": str(config.path) if config.path else None, "accounts": described})
    elif not described:
        output.line(f"{config.path} has no accounts." if config.path else NONE_FOUND)
    else:
        rows = [[a["name"], a["platform"], a["id"], "; ".join(a["problems"]) or "ok"] for a in described]
        output.table(["account", "network", "id", "state"], rows)


def describe(state: State) -> list[dict[str, Any]]:
    """Every account with what can be known of it without asking its network."""
    from smmcore.events import Events
    from smmcore.plugins import Plugins

    plugins = Plugins()
    found = state.config().accounts_with_secrets(Events(plugins))
    state.secrets += [secret for account in found for secret in account.secrets.values()]
    return [
        {
            "name": account.name,
            "platform": account.platform,
            "id": account.id,
            "secrets": sorted(account.secrets),
            "problems": list(problems(account, plugins)),
        }
        for account in found
    ]


def problems(account: "Account", plugins: "Plugins") -> list[str]:
    """Why the account cannot be used; empty if nothing is known against it."""
    from smmcore.errors import SMMError
    from smmcore.platform import ManyTokens

    missing = [f"no {name}: {reason}" for name, reason in account.missing.items()]
    try:
        platform = plugins.platform(account.platform)
        account.settings_as(platform.settings)
    except SMMError as error:
        return [*missing, str(error)]
    known = {*account.secrets, *account.missing}
    absent = [name for name in platform.secrets if name not in known]
    missing += [f"no {name}: smm.toml does not say where it is kept" for name in absent]
    if isinstance(platform, ManyTokens) and not known & {*platform.tokens}:
        missing.append(f"no token: smm.toml says of none where it is kept ({', '.join(platform.tokens)})")
    return missing


@accounts.command()
@click.argument("name")
@click.option("--platform", required=True, help="The network: one that smm plugins lists.")
@click.option("--id", default="", help="How the network calls the account, such as @bakery.")
@click.option(
    "--secret", "secrets", multiple=True, metavar="NAME=WORD:PLACE", help="Such as token=env:BAKERY_TOKEN."
)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting of the network.")
@as_json
@pass_state
def add(
    state: State, name: str, platform: str, id: str, secrets: tuple[str, ...], settings: tuple[str, ...]
) -> None:
    """Append an account to smm.toml, or begin the file in this folder.

    Secrets are kept elsewhere: in the environment, unless --secret says token=keyring:SERVICE or token=file:PATH.
    """
    from smmcore.config import AccountEntry, add_account
    from smmcore.plugins import Plugins

    network = Plugins().platform(platform)
    entry = AccountEntry(
        name=name,
        platform=platform,
        id=id,
        settings=dict(_setting(text) for text in settings),
        secrets=_references(name, network, secrets),
    )
    path = _target(state)
    _check_settings(entry, network)
    add_account(path, entry)
    _added(state, path, entry)


def _target(state: State) -> "Path":
    from pathlib import Path

    from smmcore.config import NAME, find_config

    return find_config(state.path) or Path.cwd() / NAME


def _references(name: str, network: "Platform", given: tuple[str, ...]) -> dict[str, Any]:
    from smmcore.config import variable
    from smmcore.platform import ManyTokens
    from smmcore.secrets import Reference

    places: dict[str, Any] = {secret: Reference("env", variable(name, secret)) for secret in network.secrets}
    for text in given:
        secret, equals, rest = text.partition("=")
        word, colon, place = rest.partition(":")
        if not (secret and equals and word and colon and place):
            # The text is not shown: it may be the secret itself.
            raise click.UsageError("--secret says where a secret is kept: token=env:NAME, token=file:PATH")
        places[secret] = Reference(word, place)
    if isinstance(network, ManyTokens) and not {*places} & {*network.tokens}:
        first = network.tokens[0]
        places[first] = Reference("env", variable(name, first))
    return places


def _setting(text: str) -> tuple[str, Any]:
    import tomllib

    name, equals, value = text.partition("=")
    if not (name.strip() and equals) or name.strip() in {"platform", "id", "secrets"}:
        raise click.UsageError("--set takes KEY=VALUE, a setting of the network")
    try:
        parsed = tomllib.loads(f"value = {value}")
    except (tomllib.TOMLDecodeError, ValueError):
        return name.strip(), value
    return name.strip(), parsed["value"] if len(parsed) == 1 else value


def _check_settings(entry: "AccountEntry", network: "Platform") -> None:
    from smmcore.models import Account

    Account(entry.name, entry.platform, entry.id, settings=entry.settings).settings_as(network.settings)


def _added(state: State, path: "Path", entry: "AccountEntry") -> None:
    from smmcore.cli import output

    places = {name: str(place) for name, place in entry.secrets.items()}
    if state.json:
        output.document({"config": str(path), "account": entry.name, "secrets": places})
        return
    output.line(f"{entry.name} is in {path}.")
    for name, place in places.items():
        word, _, where = place.partition(":")
        how = f"export {where}=…" if word == "env" else f"put it into {place}"
        output.line(f"Its {name} is not stored there: {how}")
    output.line(f"Then try it: smm accounts check {entry.name}")


@accounts.command()
@click.argument("names", nargs=-1, metavar="[NAME…]")
@as_json
@pass_state
@click.pass_context
def check(context: click.Context, state: State, names: tuple[str, ...]) -> None:
    """Ask the networks whether the accounts work, all or the named ones."""
    from smmcore.cli import output

    with state.opened() as smm, output.working("Asking the networks…"):
        found = smm.engine.accounts(names or None)
        checkups = [checked(smm, account.name) for account in found]
    if state.json:
        output.document({"accounts": checkups})
    else:
        output.table(["account", "ok", "title", "what the network says"], [_row(c) for c in checkups])
    context.exit(0 if all(checkup.ok for checkup in checkups) else FAILED)


def checked(smm: "SMM", name: str) -> "Checkup":
    """What the network says; a failure is an answer, too, and leaves the other accounts."""
    from smmcore.errors import Unsupported
    from smmcore.platform import Checkup

    try:
        return smm.checkup(name)
    except Unsupported as error:
        return Checkup(account=name, ok=True, warnings=(f"not checked: {error}",))
    except Exception as error:  # noqa: BLE001 - a broken network must not hide the others
        from smmcore.cli.errors import message

        return Checkup(account=name, ok=False, warnings=(message(error),))


def _row(checkup: "Checkup") -> list[str]:
    ends = (f"until {checkup.expires_at:%Y-%m-%d}",) if checkup.expires_at else ()
    words = "; ".join([*checkup.warnings, *checkup.facts, *ends, *([checkup.url] if checkup.url else [])])
    return [checkup.account, "yes" if checkup.ok else "no", checkup.title, words]


@click.command()
@click.argument("account")
@as_json
@pass_state
def abilities(state: State, account: str) -> None:
    """Show what an account can do; each no has its reason."""
    from smmcore.cli import output

    with state.opened() as smm:
        found = smm.abilities(account)
    if state.json:
        output.document({"account": account, "abilities": {word: _as_data(a) for word, a in found.items()}})
        return
    rows = [[word, "yes" if ability else "no", ability.reason] for word, ability in found.items()]
    output.table(["ability", "can", "reason"], rows)


def _as_data(ability: Any) -> dict[str, Any]:
    return {"can": ability.can, "reason": ability.reason}
