"""The data commands of `kg`; they work without Flask. `api/cli.py` adds `demo` and `serve`."""

import click

from kg.commands.support import Main

MODULES = {
    "code": "kg.commands.coding",
    "ingest": "kg.commands.coding",
    "delete": "kg.commands.coding",
    "import": "kg.commands.importing",
    "load": "kg.commands.moving",
    "export": "kg.commands.moving",
    "search": "kg.commands.asking",
    "neighbours": "kg.commands.asking",
    "relation": "kg.commands.asking",
    "path": "kg.commands.asking",
    "measures": "kg.commands.asking",
    "query": "kg.commands.asking",
    "status": "kg.commands.keeping",
    "jobs": "kg.commands.keeping",
    "verify": "kg.commands.keeping",
    "reindex": "kg.commands.keeping",
    "rebuild": "kg.commands.keeping",
    "backup": "kg.commands.keeping",
    "restore": "kg.commands.keeping",
    "validate": "kg.commands.keeping",
    "token": "kg.commands.granting",
    "mcp": "kg.commands.assisting",
}


@click.group(cls=Main, modules=dict(MODULES), context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", metavar="FOLDER|URL", help="The store; KG_STORE or ./kg-data by default.")
@click.version_option(package_name="eventgraph")
def main(store: str | None) -> None:
    """News articles to a knowledge graph: who did what to whom, when, and which sentence says so."""
