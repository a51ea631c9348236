"""The command line, a module for each family of commands. A command says here what may be given to it, and which function runs it."""

from __future__ import annotations

import argparse
from typing import NoReturn, TypeAlias


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """What it does not know it repeats, the name of a file for instance."""
        from simulator.text import plain

        super().error(plain(message))


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What `add_subparsers` returns."""


def command(commands: Commands, name: str, runs: str, help: str, description: str = "") -> Parser:
    """Adds a command. `runs`: the module of `simulator.cli` and in it the function that takes the arguments and gives the exit status,
    `module:function`; it is imported when the command is run. `description`: the help as a sentence, if not given."""
    made = commands.add_parser(name, help=help, description=description or f"{help[0].upper()}{help[1:]}.")
    made.set_defaults(runs=runs)
    return made


def kinds(of: Parser, name: str) -> Commands:
    """The commands within the command `name`."""
    return of.add_subparsers(dest=f"{name}_command", metavar="COMMAND", title="commands")


def add_banks(to: Parser) -> None:
    to.add_argument(
        "--bank", action="append", default=[], metavar="ID", help="take questions from this bank (may be repeated)"
    )


def add_manner(to: Parser) -> None:
    """How answers are given and questions put."""
    to.add_argument("--typed", action="store_true", help="type the answers instead of speaking them")
    to.add_argument("--no-voice", action="store_true", help="show the questions without saying them")
    to.add_argument("--untimed", action="store_true", help="no limit of time: no clock, and nothing is scored by it")


def add_seed(to: Parser) -> None:
    to.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same questions")


def add_plain(to: Parser, help: str = "line by line, for a screen reader or a pipe") -> None:
    to.add_argument("--plain", action="store_true", help=help)


def add_session(to: Parser, help: str = "its id or the beginning of it, `last` or `sample`") -> None:
    """A session; the last one if none is named."""
    to.add_argument("session", nargs="?", default="last", help=help)


def add_place(to: Parser, help: str = "the file to write, or the folder for it") -> None:
    to.add_argument("--to", metavar="PATH", help=help)


def add_yes(to: Parser) -> None:
    to.add_argument("--yes", action="store_true", help="do not ask")
