"""Importing in a process of its own.

It is asked once: `import {places, question}`, answered with `{outcome}`; and tells meanwhile: `progress {progress}`,
`made {made}`, `failed {sentence}`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from simulator.process import Child, Message
from simulator.recordings.told import Made, Outcome, Progress


async def import_recordings(
    places: Sequence[Path],
    question: str = "",
    *,
    tell: Callable[[Progress], None],
    told: Callable[[Made], None],
    failed: Callable[[str], None] = lambda sentence: None,
) -> Outcome:
    """Imports what is new in these files and folders. `tell` gets how far it is, `told` each session that is made, `failed` a
    sentence about each recording that cannot be. Cancelled, it stops at once and without loss. Raises UserError where nothing
    can be imported at all."""

    def said(message: Message) -> None:
        match message:
            case {"event": "progress", "progress": progress}:
                tell(msgspec.convert(progress, Progress))
            case {"event": "made", "made": made}:
                told(msgspec.convert(made, Made))
            case {"event": "failed", "sentence": sentence}:
                failed(sentence)

    child = Child("simulator.recordings.process", on_event=said)
    await child.start()
    try:
        answer = await child.ask("import", places=[str(place.absolute()) for place in places], question=question)
    finally:
        await child.stop()
    return msgspec.convert(answer["outcome"], Outcome)
