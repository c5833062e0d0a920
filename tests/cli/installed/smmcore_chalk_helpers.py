"""A plugin without a network: a command, a judge, a vault."""

import click

import smmcore


@click.command()
def hello():
    """Say hello."""
    click.echo("hello")


@smmcore.hookimpl
def smm_commands():
    yield hello


@smmcore.hookimpl
def smm_judge_comment(comment):
    if "crypto" in comment.text:
        action = smmcore.Action(act="delete_comment", comment=comment.id)
        return smmcore.Verdict(action=action, reason="advertises")
    return None


@smmcore.hookimpl
def smm_secret(reference):
    return "from-the-vault-123" if reference == "vault:bakery" else None
