"""The console script `kg`: the data commands, and those that serve."""

from __future__ import annotations

from kg.cli import MODULES
from kg.cli import main as data_commands
from kg.commands.support import Main

main = Main(
    name="kg",
    modules={"demo": "api.commands", "serve": "api.commands", **MODULES, "export": "api.commands"},
    callback=data_commands.callback,
    params=data_commands.params,
    help=data_commands.help,
    context_settings=data_commands.context_settings,
)


if __name__ == "__main__":
    main()
