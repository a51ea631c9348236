"""The command line. Nothing is imported until the command that needs it runs: `--version` stays instant."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from simulator import __version__


def parser() -> argparse.ArgumentParser:
    """The whole command line; the documentation is tested against it."""
    from simulator.cli.options import Parser, comeback, machine, material, practising, search, sessions, sharing

    top = Parser(
        prog="mock-interview",
        description="Practise job interviews in the terminal: asked aloud, answered, scored with the evidence, replayed.",
        epilog="Without a command it opens the home screen. Nothing you say leaves this machine.",
    )
    top.set_defaults(runs="screen:home")
    top.add_argument("--version", action="version", version=f"mock-interview {__version__}")
    top.add_argument("--home", metavar="DIR", help="keep settings, own banks and sessions in DIR")
    top.add_argument(
        "--plain", dest="in_lines", action="store_true", help="line by line, for a screen reader or a serial line"
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for family in (practising, sessions, sharing, comeback, material, search, machine):
        family.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command. 0: done; 1: something could not be done; 2: the command line was wrong; 130: interrupted."""
    try:
        try:
            return _main(argv)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        return 0


def drop_output() -> None:
    """The reader of our output went away, as `head` does: not an error, and nothing more can be said."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _main(argv: Sequence[str] | None) -> int:
    arguments = parser().parse_args(argv)
    arguments.plain = arguments.in_lines or getattr(arguments, "plain", False)
    if arguments.home:
        from simulator.paths import HOME_VARIABLE

        os.environ[HOME_VARIABLE] = os.path.abspath(os.path.expanduser(arguments.home))  # noqa: PTH100, PTH111
    from simulator.errors import UserError

    try:
        return _run(arguments)
    except UserError as error:
        from simulator.text import plain

        print(f"{error.title}: {plain(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    from pkgutil import resolve_name

    return int(resolve_name(f"simulator.cli.{arguments.runs}")(arguments))
