"""`mock-interview doctor`: what is here, what is missing and how to mend it, where things lie, and under which licences."""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys

from simulator import __version__, paths, settings
from simulator.cli import licences
from simulator.errors import UserError
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    if arguments.privacy:
        from simulator.cli import privacy

        return privacy.run()
    return asyncio.run(_run())


async def _run() -> int:
    print(f"mock-interview {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"sessions     {paths.sessions()}")
    print(f"settings     {paths.settings_file()}")
    print(f"own banks    {paths.own_banks()}")
    print(f"prep sheets  {paths.sheets()}")
    print(f"exports      {paths.exports()}")
    print()
    whole = True
    try:
        chosen = settings.load()
    except UserError as error:
        chosen, whole = settings.Settings(), False
        print(f"settings: {plain(str(error))}", file=sys.stderr)
    for name, sentence, fine in await _equipment(chosen):
        print(f"{name:<12} {'ok  ' if fine else 'no  '} {plain(sentence)}")
        whole = whole and fine
    print()
    print(
        "What works without a voice, a microphone or a recogniser: questions on screen, typed answers, every score of them, replay."
    )
    print()
    print("Licences of what is installed with it:")
    for line in licences.lines():
        print(f"  {line}")
    return 0 if whole else 1


async def _equipment(chosen: settings.Settings) -> list[tuple[str, str, bool]]:
    """Name, one sentence and whether it is fine, for each part."""
    from simulator.interview.equipment import open_equipment
    from simulator.speech import voice

    found: list[tuple[str, str, bool]] = []
    try:
        voices = await voice.voices()
        found.append(("voice", f"{len(voices)} voices.", True))
    except UserError as error:
        found.append(("voice", str(error), False))
    equipment = await open_equipment(chosen, spoken=True, voice=True)
    try:
        found.extend(("sound", trouble, False) for trouble in equipment.troubles)
        if equipment.sound is not None:
            sound = equipment.sound
            for name, device, trouble in (
                ("microphone", sound.microphone, sound.microphone_trouble),
                ("loudspeaker", sound.loudspeaker, sound.loudspeaker_trouble),
            ):
                found.append((name, device if device else trouble, bool(device)))
        if equipment.ears is not None:
            await equipment.ears.ready()
            ears = equipment.ears
            found.append(("recogniser", ears.trouble or _recogniser(ears.engine, chosen), not ears.trouble))
    finally:
        await equipment.close()
    return found


def _recogniser(engine: str, chosen: settings.Settings) -> str:
    """Which one, and how it suits this machine as far as that was measured."""
    from simulator.speech import models

    model = models.find_model(chosen)
    seconds = chosen.window_seconds.get(model.name)
    if seconds is None:
        return f"{engine}; how fast it is here is measured at its first use."
    beam = models.beam(model, chosen)
    said = f"{engine}, beam {beam}; here 28 s of speech take it {seconds:.1f} s."
    larger = models.fast_enough_for(chosen)
    if not larger or models.COSTS[larger] <= models.COSTS.get(model.name, 0.0):
        return said
    return f"{said} This machine is fast enough for {larger}: mock-interview models get {larger}."
