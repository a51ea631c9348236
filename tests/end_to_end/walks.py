"""Stretches of way through the program that several tests go, as a person at a terminal goes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import soundfile

from simulator.comeback.model import PARTS
from tests.listening import SPEECH
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer


def as_wav(clip: str, folder: Path) -> Path:
    """paplay reads FLAC only where its libsndfile does; WAV always."""
    path = folder / f"{clip}.wav"
    samples, rate = soundfile.read(SPEECH / f"{clip}.flac")
    soundfile.write(path, samples, rate)
    return path


def answer_aloud(terminal: Terminal, server: SoundServer, clip: Path) -> None:
    """From the open microphone to what comes after the answer."""
    terminal.wait_for("listening")
    server.say(clip).wait()
    terminal.press("space")
    terminal.wait_for(lambda screen: "listening" not in screen)
    terminal.press("enter")


def to_the_scores(terminal: Terminal) -> None:
    """From the last answer to the scorecard of the session, and out."""
    terminal.wait_for("Before the scores")
    terminal.press_until("enter", "And now: how nervous")
    terminal.press("enter")
    terminal.wait_for(lambda screen: "Preparedness" in screen and "ranscribing" not in screen, timeout=60)
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0


def choose(terminal: Terminal, label: str) -> None:
    """Goes to a line and takes it."""
    screen = terminal.wait_for(lambda shown: label in shown and "  > " in shown)
    for _ in range(20):
        lines = screen.splitlines()
        wanted = next(
            number for number, line in enumerate(lines) if re.match(rf"  [> ] (\[.\] )?{re.escape(label)}", line)
        )
        at = _selected(screen)
        if at == wanted:
            terminal.press("enter")
            return
        terminal.press("down" if at < wanted else "up")
        screen = terminal.wait_for(lambda shown, at=at: _selected(shown) not in (-1, at))  # type: ignore[misc]
    raise AssertionError(f"cannot come to {label!r}; the screen was:\n{screen}")


def _selected(screen: str) -> int:
    """Which line it is; -1 while none is drawn."""
    return next((number for number, line in enumerate(screen.splitlines()) if line.startswith("  > ")), -1)


def turned_down(terminal: Terminal) -> None:
    """The first part of a debrief: which round it was, how it ended, and the reason that they gave."""
    choose(terminal, "First")
    choose(terminal, "They turned me down")
    terminal.wait_for("Being turned down hurts")
    choose(terminal, "Yes, look at it together")
    terminal.wait_for("Did they give a reason?")
    terminal.write("You knew too little about us.")
    terminal.press("ctrl+s")
    terminal.wait_for("What is their reason about?")
    terminal.press("enter")


def to_the_plan(terminal: Terminal, steps: Mapping[str, str]) -> str:
    """The rest of a debrief, from the nerves to the plan, which is left open. `steps`: what is chosen for parts of the audit; the others
    are left out."""
    terminal.wait_for("How nervous were you")
    terminal.press("8", "enter")
    terminal.wait_for("What was in your hands")
    terminal.press("enter")
    for part in PARTS:
        terminal.wait_for(f"{part.capitalize()} (")
        choose(terminal, steps.get(part, "Leave it out"))
    terminal.wait_for("Did anyone there say")
    choose(terminal, "Nothing, or nothing more")
    terminal.wait_for("And what do you think yourself?")
    terminal.press("enter")
    return terminal.wait_for("One thing at a time")
