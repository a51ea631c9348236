"""Small saved sessions for the screens to show."""

from __future__ import annotations

import array
import math
from functools import cache
from pathlib import Path

import msgspec
from msgspec import structs

from simulator import paths
from simulator.interview import events as ev
from simulator.interview.state import Take
from simulator.scoring.card import Scorecard
from simulator.sessions.scores import score_take
from simulator.sessions.store import SessionWriter, open_session
from simulator.speech.transcript import Heard, Span, Word
from tests.making import question, started

SAID = (
    "I was working in the warehouse and um the delivery was late for the third time. So I | rang the supplier myself"
    " and uh asked them why. They had changed the route, um, so we agreed on a later slot. In the end we had"
    " 12 deliveries in a row on time. [b]Nobody[/b] waited any more."
)
"""Half a second a word; a bar is a pause of two seconds."""


def heard(said: str = SAID, repeat: int = 1) -> Heard:
    """What a recogniser makes of `said`, said so many times over."""
    words: list[Word] = []
    speech: list[Span] = []
    silences: list[Span] = []
    at = begun = 0.5
    for text in " ".join([said] * repeat).split():
        if text == "|":
            speech.append(Span(start=begun, end=at))
            silences.append(Span(start=at, end=at + 2.0))
            at = begun = at + 2.0
            continue
        words.append(Word(text=text, start=at, end=at + 0.4, confidence=0.3 if text == "slot." else 0.95))
        at += 0.5
    speech.append(Span(start=begun, end=at))
    return Heard(
        seconds=at + 0.5, engine="test", words=tuple(words), speech=tuple(speech), silences=tuple(silences),
        noise_db=-70.0, speech_db=-25.0,
    )  # fmt: skip


def spoken(
    *,
    at: str = "2026-11-24T19:40:12+01:00",
    answers: int = 2,
    of: int = 2,
    repeat: int = 1,
    said: str = SAID,
    people: dict[str, str] | None = None,
) -> Path:
    """A session with so many answered questions, finished if that is all of them; with sound, transcripts and cards."""
    with _new(at) as writer:
        writer.take_in(structs.replace(started(of), at=at, people=people or {}))
        for number in range(answers):
            _answer(writer, number, heard(said, repeat))
        if answers == of:
            _finish(writer)
    return writer.folder


def typed(
    *, at: str = "2026-11-23T08:15:00+01:00", text: str = "I rang the [red]supplier[/red] \x1b[31m myself."
) -> Path:
    """A finished session with one typed answer."""
    with _new(at) as writer:
        for event in (
            structs.replace(started(1, answers="typed"), at=at),
            ev.QuestionAsked(t=1, question=0, take=1, text=question().text, aloud=False),
            ev.QuestionSpoken(t=1),
            ev.AnswerStarted(t=1),
            ev.DraftTyped(t=9, by="candidate", text=text, first_key=1.5, corrections=2),
            ev.AnswerEnded(t=20, by="candidate", why="key", seconds=19.0),
            ev.AnswerHeard(t=20, take="q01-t1"),
        ):
            writer.take_in(event)
        _finish(writer)
    return writer.folder


def _new(at: str) -> SessionWriter:
    return SessionWriter.create(paths.sessions(), at=at, title="test")


def _take(writer: SessionWriter) -> Take:
    take = writer.state.take
    assert take is not None
    return take


def _answer(writer: SessionWriter, number: int, answer: Heard) -> None:
    t = writer.state.t + 5
    name = ev.take_name(number, 1)
    writer.take_in(ev.QuestionAsked(t=t, question=number, take=1, text=question(number + 1).text))
    writer.take_in(ev.QuestionSpoken(t=t + 3))
    writer.take_in(ev.AnswerStarted(t=t + 3, audio=f"takes/{name}.pcm"))
    writer.take_in(ev.Noted(t=t + 7, by="friend", text="looked up [here]", take=name, at=4.0))
    writer.recording(_take(writer)).write_bytes(_hum(answer.seconds))
    writer.take_in(ev.AnswerEnded(t=t + 3 + answer.seconds, by="candidate", why="key", seconds=answer.seconds))
    writer.save_heard(_take(writer), answer)
    writer.save_card(_take(writer), _card(writer, answer))
    writer.take_in(ev.AnswerHeard(t=t + 4 + answer.seconds, take=name))
    writer.take_in(ev.WentOn(t=t + 5 + answer.seconds, by="candidate"))


_cards: dict[bytes, Scorecard] = {}


def _card(writer: SessionWriter, answer: Heard) -> Scorecard:
    """The same answer in the same take is scored once for all tests: that takes a tenth of a second, and most only look at it."""
    take = _take(writer)
    key = msgspec.json.encode((take, answer))
    if key not in _cards:
        _cards[key] = score_take(writer.state, take, answer, [question(n) for n in range(1, 6)])
    return _cards[key]


def _finish(writer: SessionWriter) -> None:
    if writer.state.stage == "reviewing":
        writer.take_in(ev.WentOn(t=writer.state.t + 1, by="candidate"))
    writer.take_in(ev.SessionRated(t=writer.state.t + 1, by="candidate", fluency=60, preparedness=65))
    writer.take_in(ev.WentOn(t=writer.state.t + 1, by="candidate"))
    if writer.state.stage != "ended":
        writer.take_in(ev.SessionEnded(t=writer.state.t + 1))
    writer.take_in(ev.ScoresShown(t=writer.state.t + 1))


@cache
def _hum(seconds: float) -> bytes:
    """A quiet tone: 16 kHz, 16 bit, mono."""
    wave = array.array("h", (round(800 * math.sin(n / 8)) for n in range(1600)))
    return (wave.tobytes() * math.ceil(seconds * 10))[: round(seconds * 16_000) * 2]


def rated(folder: Path, scales: dict[str, int], *, author: str = "Ben", remark: str = "") -> Path:
    """A friend's rating of a finished session, come by post."""
    with SessionWriter.reopen(open_session(folder)) as writer:
        writer.take_in(
            ev.SessionRated(
                t=writer.state.t, by="friend", fluency=None, preparedness=None, scales=scales, remark=remark,
                author=author, id=f"{author} rated",
            )
        )  # fmt: skip
    return folder


def marked(folder: Path, kind: ev.MomentKind, at: float, *, author: str = "", take: str = "q01-t1") -> Path:
    """A moment that a friend marked."""
    with SessionWriter.reopen(open_session(folder)) as writer:
        name = f"{author} {kind} {at}" if author else ""
        writer.take_in(
            ev.MomentMarked(t=writer.state.t, by="friend", kind=kind, take=take, at=at, author=author, id=name)
        )
    return folder


def again(folder: Path, said: str, number: int = 0) -> Path:
    """Another take, a day later, of one of the answers of a finished session."""
    saved = open_session(folder)
    with SessionWriter.reopen(saved) as writer:
        t, answer = writer.state.t, heard(said)
        writer.take_in(ev.SessionContinued(t=t, at="2026-11-25T19:00:00+01:00"))
        writer.take_in(ev.TriedAgain(t=t, by="candidate", question=number, answers="spoken"))
        take = sum(each.question == number for each in writer.state.takes) + 1
        name = ev.take_name(number, take)
        writer.take_in(ev.QuestionAsked(t=t + 1, question=number, take=take, text=question(number + 1).text))
        writer.take_in(ev.QuestionSpoken(t=t + 3))
        writer.take_in(ev.AnswerStarted(t=t + 3, audio=f"takes/{name}.pcm"))
        writer.recording(_take(writer)).write_bytes(_hum(answer.seconds))
        writer.take_in(ev.AnswerEnded(t=t + 3 + answer.seconds, by="candidate", why="key", seconds=answer.seconds))
        writer.save_heard(_take(writer), answer)
        writer.save_card(_take(writer), _card(writer, answer))
        writer.take_in(ev.AnswerHeard(t=writer.state.t + 1, take=name))
        writer.take_in(ev.WentOn(t=writer.state.t + 1, by="candidate"))
        writer.take_in(ev.SessionEnded(t=writer.state.t + 1))
    return folder
