"""Makes the sample session that ships: `python -m tests.tools.make_sample`.

A synthesised voice gives the answers, with the ums, the long pause and the missing result of a real first try, so that
replay has something to show in the first minute. Everything else is the program's own: the recogniser hears the sound,
the scorer scores what was heard, and the journal is written event by event.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

import numpy as np
from msgspec import json, structs

from simulator import paths, settings
from simulator.interview import events as ev
from simulator.questions.load import load_bank, load_banks
from simulator.questions.model import Part, Plan, Planned
from simulator.sessions.scores import score_take
from simulator.sessions.store import HEADER, LOCK, SessionWriter
from simulator.speech import voice
from simulator.speech.audiofile import RATE, read_audio, seal
from simulator.speech.ears import Ears

AT = "2026-11-20T18:30:00+01:00"
WORDS_A_MINUTE = 150

Spoken = tuple[Part, str, float, str]
"""Part of the plan, id of the question, seconds before the first word, and what is said; `[1.2]` is a silence."""

ANSWERS: tuple[Spoken, ...] = (
    (
        "opening",
        "tell-me-about-yourself",
        0.8,
        "I have worked in a garden centre for three years, [0.5] first at the till, and since last spring I look after the "
        "deliveries. [0.6] Um, [0.3] we get about forty pallets a week, and I plan who unpacks what, and when. [0.7] Before that, um, I "
        "worked in a kitchen, which taught me to stay calm when it gets busy. [0.5] I am here because your warehouse works in "
        "teams, and that is how I work best.",
    ),
    (
        "body",
        "disagreement",
        2.4,
        "So, [0.4] last June, one of my colleagues wanted to put all the new plants outside on the first sunny day. [0.7] I, [0.3] um, "
        "[1.9] I thought it was too early, because the nights were still cold. [0.6] It was my task to decide where the stock goes. "
        "[0.5] So I looked up the forecast and showed it to him, and I said, let us put out half of them and keep the rest inside. "
        "[0.6] He was, um, he was not happy at first, but he agreed.",
    ),
    (
        "yours",
        "your-questions",
        1.1,
        "Yes, I have two questions. [0.6] I read that you are opening a new site in the spring. [0.4] How will the teams "
        "be shared between the two? [0.7] And what would a good first three months look like for the person you choose?",
    ),
)


async def speak(text: str, lead: float, folder: Path) -> bytes:
    """The answer as 16 kHz, 16 bit mono samples, with a little noise under it as in any room."""
    parts = [np.zeros(round(lead * RATE), dtype=np.float32)]
    for number, piece in enumerate(re.split(r"(\[[\d.]+\])", text)):
        if piece.startswith("["):
            parts.append(np.zeros(round(float(piece.strip("[]")) * RATE), dtype=np.float32))
        elif piece.strip():
            said = await voice.render(piece, folder / f"{number}.wav", rate=WORDS_A_MINUTE)
            parts.append(read_audio(said).samples)
    parts.append(np.zeros(round(0.6 * RATE), dtype=np.float32))
    sound = np.concatenate(parts) * 0.5
    sound += np.random.default_rng(1).normal(0, 10 ** (-62 / 20), len(sound)).astype(np.float32)
    return bytes((np.clip(sound, -1, 1) * 32767).astype("<i2"))


async def make(target: Path) -> None:
    bank = load_bank(paths.shipped_banks() / "general.yaml")
    known = {question.id: question for question in bank.questions}
    background = [question for each in load_banks().banks.values() for question in each.questions]
    plan = Plan(
        items=tuple(Planned(part=part, question=known[question]) for part, question, _, _ in ANSWERS),
        seed=1,
        banks=("general",),
    )
    ears = await Ears.open(settings.Settings())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        writer = SessionWriter.create(root, at=AT, title="sample")
        t = 0.0

        writer.take_in(
            ev.SessionStarted(
                t=t,
                by="candidate",
                version=ev.VERSION,
                at=AT,
                plan=plan,
                options=ev.Options(),
                people={"candidate": "Sam"},
            )
        )
        writer.take_in(ev.NervesRated(t=(t := t + 6), by="candidate", when="before", value=6))
        for index, (_, _, lead, text) in enumerate(ANSWERS):
            writer.take_in(ev.QuestionAsked(t=t, question=index, take=1, text=plan.items[index].question.text))
            writer.take_in(ev.QuestionSpoken(t=(t := t + 3.2)))
            samples = await speak(text, lead, root)
            name = ev.take_name(index, 1)
            writer.take_in(ev.AnswerStarted(t=(t := t + 0.05), audio=f"takes/{name}.pcm"))
            take = writer.state.take
            assert take is not None
            writer.recording(take).write_bytes(samples)
            seconds = len(samples) / 2 / RATE
            writer.take_in(ev.AnswerEnded(t=(t := t + seconds), by="candidate", why="key", seconds=seconds))
            heard = await ears.hear(seal(writer.recording(take)))
            take = writer.state.takes[-1]
            writer.save_heard(take, heard)
            card = score_take(writer.state, take, heard, background)
            writer.save_card(take, card)
            writer.take_in(ev.AnswerHeard(t=(t := t + 1.5), take=name))
            writer.take_in(ev.AnswerRated(t=(t := t + 4), by="candidate", take=name, value=3))
            writer.take_in(ev.WentOn(t=(t := t + 1), by="candidate"))
        writer.take_in(ev.SessionRated(t=(t := t + 8), by="candidate", fluency=55, preparedness=60))
        writer.take_in(ev.NervesRated(t=(t := t + 5), by="candidate", when="after", value=4))
        writer.take_in(ev.SessionEnded(t=t))
        writer.take_in(ev.ScoresShown(t=t + 1))
        writer.close()
        await ears.close()
        (writer.folder / LOCK).unlink(missing_ok=True)
        shipped = structs.replace(writer.header, shipped=tuple(take.name for take in writer.state.takes))
        (writer.folder / HEADER).write_bytes(json.encode(shipped) + b"\n")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(writer.folder, target)


if __name__ == "__main__":
    asyncio.run(make(paths.sample_session()))
