"""`mock-interview delete-everything`: what it says, after one question."""

from __future__ import annotations

import argparse
import sys

from simulator import paths
from simulator.belongings import belongings, delete_everything, told
from simulator.text import plain

NOTHING = "There is nothing to delete."


def delete(arguments: argparse.Namespace) -> int:
    """1 where the answer was no."""
    found = belongings()
    if not found:
        print(NOTHING)
        return 0
    if not arguments.yes:
        print(f"This deletes {told(found)} below {plain(str(paths.home()))}. Nothing brings it back.")
        print("`mock-interview export --everything` keeps a copy. Type yes to delete it: ", end="", flush=True)
        if sys.stdin.readline().strip().casefold() != "yes":
            print("Nothing was deleted.")
            return 1
    delete_everything()
    print("It is gone.")
    return 0
