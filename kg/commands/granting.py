"""Tokens of a store: who may do what over HTTP."""

from __future__ import annotations

import click

from kg.commands.support import print_table, settings
from kg.tokens import SCOPES, add_token, read_tokens, remove_token


@click.group("token")
def token_command() -> None:
    """Bearer tokens for writing over HTTP, or for reading where KG_PRIVATE is set."""


@token_command.command("add")
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(SCOPES), default=("read",), show_default=True
)
def add_command(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token and print it once; only its hash is kept."""
    click.echo(add_token(settings(), name, scopes))


@token_command.command("list")
def list_command() -> None:
    """Names and scopes of the tokens."""
    print_table(("name", "scopes"), [(one.name, " ".join(one.scopes)) for one in read_tokens(settings())])


@token_command.command("remove")
@click.argument("name")
def remove_command(name: str) -> None:
    """Make a token worthless."""
    remove_token(settings(), name)
