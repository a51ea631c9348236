"""`mock-interview settings`: every setting, on the screen, in lines, or one by its name."""

from __future__ import annotations

import argparse

from simulator.cli import screen
from simulator.errors import UserError
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    from simulator.cli.plain import settings

    if arguments.name is not None:
        if arguments.value is None:
            raise UserError("It is not clear what it should be.", f"Put a value behind {arguments.name}.")
        value = settings.put(arguments.name, arguments.value)
        said = ("no", "yes")[value] if isinstance(value, bool) else str(value)
        print(f"{arguments.name}: {plain(said)}")
        return 0
    if arguments.plain:
        from simulator.cli.plain.lines import hold

        return hold(settings.change())
    return screen.show("settings")
