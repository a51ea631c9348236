"""What is measured, what each figure is held against, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tests.benchmarks.table import Budget, Line

_FEW = "the same with ten sessions"
_MINIMAL = "a Textual app that shows one line"


class Figure(NamedTuple):
    """Lines that are measured together, by a function (`module:name` in this folder) that gives their figures in this order; `speaks` into the
    virtual microphone."""

    measured: str
    lines: tuple[Line, ...]
    speaks: bool = False


FIGURES: Mapping[str, Figure] = {
    "start": Figure(
        "start:measured",
        (
            Line("Start to home, the first time", "ms", _MINIMAL, Budget(1.5), "process to first screen in a terminal, median of 9 in turns"),
            Line("Start to home, after ten sessions", "ms", _MINIMAL, Budget(1.6), "as above"),
            Line("`mock-interview --version`", "ms", "the interpreter that does nothing", Budget(6), "process to its end, median of 9 in turns"),
        ),
    ),
    "idle": Figure(
        "idle:measured",
        (
            Line("Home, nobody does anything", "% of a core", _MINIMAL, Budget(2, of="figure"), "processor time of all its processes over 15 s, at the same moment"),
            Line("Replay, standing still", "% of a core", _MINIMAL, Budget(2, of="figure"), "as above, with the process that plays"),
            Line("Memory of home", "MB", _MINIMAL, Budget(1.4), "resident, at rest, after ten sessions"),
        ),
    ),
    "listening": Figure(
        "speaking:costs",
        (
            Line("The screen while one speaks: clock, meter, draft", "% of a core", "a Textual app whose one line changes 20 times a second", Budget(1.5), "processor time over 20 s of speech, at the same moment"),
            Line("Recording while one speaks", "% of a core", "PulseAudio's `parec` into nothing", Budget(12), "as above: the process with the microphone"),
            Line("All of it while one is silent", "% of a core", "those two references together", Budget(1.5), "processor time of all processes over 20 s of silence"),
        ),
        speaks=True,
    ),
    "echo": Figure(
        "speaking:echoes",
        (
            Line("Key to screen while recording and transcribing, median", "ms", "the box of a minimal Textual app, beside it", Budget(3), "150 keys in a note during an answer, in turns"),
            Line("Key to screen while recording and transcribing, 95 %", "ms", "the box of a minimal Textual app, beside it", Budget(3), "as above"),
        ),
        speaks=True,
    ),
    "answer": Figure(
        "answers:measured",
        (
            Line("End of an answer to its scorecard", "s", "recognising the whole file after the end, same model", Budget(0.8), "median of 3 spoken answers of 45 s"),
            Line("Processor time of recognising an answer", "s", "recognising the whole file, same model", Budget(2), "mean of the 3; with voice, pauses, drafts and second looks"),
            Line("Peak memory of an interview", "MB", "the engine alone on the whole file", Budget(2.5), "all processes together"),
        ),
        speaks=True,
    ),
    "rescore": Figure(
        "rescoring:measured",
        (
            Line("Scoring again", "answers a second and core", "the same without the language model", Budget(0.25, at="least"), "12 spoken answers of 90 s, processor time"),
            Line("Scoring again", "answers a second and core", "the language model alone over the same texts", Budget(0.2, at="least"), "as above"),
        ),
    ),
    "library": Figure(
        "libraries:measured",
        (
            Line("A page of 10,000 sessions", "ms", _FEW, Budget(1.5), "10 newest from the index, median of 15"),
            Line("A search through 10,000 sessions", "ms", "SQLite's own search for the same words", Budget(3), "the slowest of four, median of 15 each"),
            Line("A look for what has changed in 10,000 sessions", "ms", "asking the system for the same files", Budget(3), "median of 15"),
            Line("The index of 10,000 sessions anew", "sessions a second", "reading and decoding the same files", Budget(0.3, at="least"), "once, all cores; the reference on one, over 500"),
            Line("Start to home, 10,000 sessions", "ms", _FEW, Budget(1.25), "median of 5, in turns"),
            Line("Opening the list of 10,000 sessions", "ms", _FEW, Budget(1.5), "Enter to the list, median of 5, in turns"),
        ),
    ),
    "memory": Figure(
        "two_hours:measured",
        (
            Line("Memory after a session of two hours", "MB", "the same session after half an hour", Budget(1.2), "all processes; a microphone that hears 40 times faster"),
            Line("Growth of memory in an hour, over the last one", "MB", "an hour of sound as it is captured", Budget(0.5), "slope of what is resident after each answer"),
        ),
    ),
}  # fmt: skip
