"""The command line. Nothing is imported until the command that needs it runs: `--version` stays instant."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from simulator import __version__

ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}
"""For this process and all below it. Matrices as small as ours are reckoned by one thread as fast as by many, which spin while they wait for
one another: scoring an answer took twice the processor time."""

HOME = "screen:home"
"""What runs without a command."""


def parser() -> argparse.ArgumentParser:
    """The whole command line; the documentation is tested against it."""
    from simulator.cli.options import Parser, comeback, machine, material, practising, search, sessions, sharing

    top = Parser(
        prog="mock-interview",
        description="Practise job interviews in the terminal: asked aloud, answered, scored with the evidence, replayed.",
        epilog="Without a command it opens the home screen. Nothing you say leaves this machine.",
    )
    top.set_defaults(runs=HOME)
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
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")  # a pipe of Windows knows few characters: better a ? than no answer
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
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what Tab could complete
        from simulator.cli import completion

        completion.answer(parser())
    given = sys.argv[1:] if argv is None else argv
    # The whole command line takes as long to make as a tenth of a start: home, which needs none of it, does not wait for it.
    arguments = parser().parse_args(given) if given else argparse.Namespace(home=None, runs=HOME)
    arguments.plain = getattr(arguments, "in_lines", False) or getattr(arguments, "plain", False)
    if arguments.plain:
        from simulator.cli import live

        live.never()
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
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        print("A name that was given is longer than that of a file can be. Nothing was done with it.", file=sys.stderr)
        return 1
    except UnicodeEncodeError:
        print("A text that was given is no UTF-8. Nothing was kept of it; set your terminal to UTF-8.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    from pkgutil import resolve_name

    return int(resolve_name(f"simulator.cli.{arguments.runs}")(arguments))
