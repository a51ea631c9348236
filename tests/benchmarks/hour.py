"""Sessions of an hour, for the benchmark of replay: one answer, or twelve."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import soundfile

from simulator.interview import events as ev
from simulator.questions.load import load_banks
from simulator.questions.model import Plan, Planned
from simulator.sessions.scores import score_take
from simulator.sessions.store import SessionWriter
from simulator.speech.audiofile import RATE, read_audio
from simulator.speech.transcript import Heard, Span, Word

SPEECH = Path(__file__).parents[1] / "data" / "speech"
WORDS_PER_SECOND = 2.5
FIRST = "Zanzibar"
"""The first word of every answer; it stands nowhere else."""

_COMMON = [
    "I",
    "we",
    "the",
    "a",
    "and",
    "so",
    "then",
    "because",
    "when",
    "my",
    "our",
    "team",
    "project",
    "customer",
    "plan",
    "week",
    "problem",
    "asked",
    "said",
    "worked",
    "rang",
    "told",
    "decided",
    "wrote",
    "tried",
    "helped",
    "finished",
    "late",
    "early",
    "new",
    "old",
    "result",
    "number",
    "delivery",
    "colleague",
    "manager",
    "question",
    "answer",
    "idea",
    "change",
    "time",
    "people",
]


def heard(seconds: float, seed: int) -> Heard:
    """About 2.5 words a second in sentences, with ums, repetitions and pauses."""
    draw = random.Random(seed)
    words, speech, silences = [Word(text=FIRST, start=0.4, end=0.7, confidence=0.95)], [], []
    at = begun = 0.8
    sentence = 0
    while at < seconds - 4:
        text = draw.choice(_COMMON) if draw.random() > 0.03 else draw.choice(("um", "uh"))
        again = 2 if draw.random() < 0.02 else 1
        for _ in range(again):
            sentence += 1
            stop = "." if sentence > 8 and draw.random() < 0.15 else ""
            sentence = 0 if stop else sentence
            words.append(Word(text=text + stop, start=at, end=at + 0.3, confidence=draw.uniform(0.4, 1)))
            at += 1 / WORDS_PER_SECOND - 0.03
        if draw.random() < 0.06:
            pause = draw.choice((0.4, 0.7, 1.2, 2.0))
            speech.append(Span(start=begun, end=at))
            silences.append(Span(start=at, end=at + pause))
            at = begun = at + pause
    speech.append(Span(start=begun, end=at))
    return Heard(
        seconds=seconds,
        engine="benchmark",
        words=tuple(words),
        speech=tuple(speech),
        silences=tuple(silences),
        noise_db=-65.0,
        speech_db=-25.0,
    )


def make(root: Path, answers: int, hours: float = 1.0) -> Path:
    """A finished session of so many answers, together of so many hours."""
    background = [question for bank in load_banks().banks.values() for question in bank.questions]
    asked = background[:answers]
    at = f"2026-11-24T{8 + answers:02}:00:00+01:00"
    seconds = 3600.0 * hours / answers
    clips = [read_audio(path).samples for path in sorted(SPEECH.glob("*.flac"))]
    sound = np.resize(np.concatenate(clips), round(seconds * RATE))
    with SessionWriter.create(root, at=at, title="hour") as writer:
        plan = Plan(items=tuple(Planned(part="body", question=each) for each in asked), seed=1, banks=("general",))
        writer.take_in(ev.SessionStarted(t=0.0, version=ev.VERSION, at=at, plan=plan, options=ev.Options(nerves=False)))
        for number, question in enumerate(asked):
            t, name = writer.state.t, ev.take_name(number, 1)
            writer.take_in(ev.QuestionAsked(t=t, question=number, take=1, text=question.text))
            writer.take_in(ev.QuestionSpoken(t=t + 4))
            writer.take_in(ev.AnswerStarted(t=t + 5, audio=f"takes/{name}.pcm"))
            writer.take_in(ev.AnswerEnded(t=t + 5 + seconds, by="candidate", why="key", seconds=seconds))
            writer.take_in(ev.AnswerHeard(t=t + 6 + seconds, take=name))
            writer.take_in(ev.WentOn(t=t + 7 + seconds, by="candidate"))
            take = writer.state.takes[-1]
            soundfile.write(writer.recording(take).with_suffix(".flac"), sound, RATE, subtype="PCM_16")
            observed = heard(seconds, number)
            writer.save_heard(take, observed)
            writer.save_card(take, score_take(writer.state, take, observed, background))
        t = writer.state.t
        writer.take_in(ev.SessionRated(t=t + 1, by="candidate", fluency=60, preparedness=60))
        writer.take_in(ev.SessionEnded(t=t + 2))
        writer.take_in(ev.ScoresShown(t=t + 3))
    return writer.folder
