"""The process that imports recordings: `python -m simulator.recordings.process`. What it is asked, and tells, is in `client`.

Whatever libraries print about strange files goes to the log, a file that brings one down brings down no screen, and it can be
stopped at any moment: it ends with its input, and its ears with it.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import msgspec

from simulator.errors import UserError
from simulator.process import Message, Parent


async def _import(parent: Parent, request: Message) -> Message:
    from simulator import settings
    from simulator.questions.load import load_banks
    from simulator.recordings.finding import groups
    from simulator.recordings.importing import Importing
    from simulator.speech.ears import Ears

    found = groups([Path(place) for place in request["places"]])
    kept = settings.load()
    ears = await Ears.open(kept)
    try:
        importing = Importing(
            ears,
            load_banks().banks,
            tell=lambda progress: parent.event("progress", progress=msgspec.to_builtins(progress)),
            told=lambda made: parent.event("made", made=msgspec.to_builtins(made)),
            failed=lambda sentence: parent.event("failed", sentence=sentence),
            untimed=kept.untimed,
            left_out=kept.left_out,
        )
        outcome = await importing.run(found, request["question"])
    finally:
        await ears.close()
    return {"outcome": msgspec.to_builtins(outcome)}


def main() -> None:
    parent = Parent()
    if hasattr(os, "nice"):
        os.nice(10)  # the screen comes first
    for request in parent.requests():
        try:
            parent.answer(request, **asyncio.run(_import(parent, request)))
        except UserError as error:
            parent.refuse(request, error)


if __name__ == "__main__":
    main()
