"""`kg mcp`: the graph for assistants."""

import click

from kg.commands.support import open_graph


@click.command("mcp")
@click.option(
    "--site", default="http://127.0.0.1:8000", show_default=True, help="Where `kg serve` shows pages."
)
def mcp_command(site: str) -> None:
    """Serve an assistant over standard input and output (Model Context Protocol)."""
    from kg.assistant import build_server

    with open_graph(read_only=True, steady=False) as graph:
        build_server(graph, site=site).run()
