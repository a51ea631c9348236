"""What a person puts right in a session at its end: the words, the fillers, a note. Its score follows; the original stays.

All of these read and write files and score an answer, which takes up to a tenth of a second: call them from a thread while
a screen is up. They raise SessionError where the session is open elsewhere, and OSError where it cannot be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from simulator.errors import SessionError
from simulator.interview import events as ev
from simulator.interview.state import Take
from simulator.questions.model import Question
from simulator.scoring.card import Scorecard
from simulator.sessions.scores import new_card, outdated
from simulator.sessions.store import SavedSession, SessionWriter, open_session
from simulator.settings import Settings
from simulator.speech.transcript import Word

HUM = "um"
"""How a sound that no word was written for is written down to be corrected."""


def text_to_correct(card: Scorecard) -> str:
    """The words of an answer, and those fillers that only the sound shows where they are, as a person may correct them."""
    hums = [
        Word(text=HUM, start=each.start, end=each.end, confidence=1.0)
        for each in card.fillers
        if each.source == "sound"
    ]
    return " ".join(word.text for word in sorted([*card.transcript.words, *hums], key=lambda word: word.start))


def correct(folder: Path, name: str, text: str | None, background: Sequence[Question]) -> None:
    """Takes `text` for the words of the take called `name`; None takes a correction back."""
    saved = open_session(folder)
    _put_right(saved, ev.TranscriptCorrected(t=saved.state.t, by="candidate", take=name, text=text), background)


def mark_filler(folder: Path, name: str, at: float, filler: bool, background: Sequence[Question]) -> None:
    """Takes the word or the hum at `at` seconds of the take called `name` for a filler, or for none."""
    saved = open_session(folder)
    _put_right(saved, ev.FillerMarked(t=saved.state.t, by="candidate", take=name, at=at, filler=filler), background)


def note(folder: Path, name: str, at: float | None, text: str) -> None:
    """Adds a note, at `at` seconds of the take called `name`."""
    saved = open_session(folder)
    with SessionWriter.reopen(saved) as writer:
        writer.take_in(ev.Noted(t=saved.state.t, by="candidate", text=text, take=name, at=at))


def score_again(folder: Path, background: Sequence[Question], settings: Settings) -> int:
    """Has this scorer score what an older one did, whose cards are kept, and what was scored with something else left out than is set now; how
    many takes these were. A session that was held without limits of time stays so."""
    saved = open_session(folder)
    options = saved.state.options
    adjusted = ev.Adjusted(
        t=saved.state.t, by="candidate", untimed=options.untimed or settings.untimed, left_out=settings.left_out
    )
    now = structs.replace(options, untimed=adjusted.untimed, left_out=adjusted.left_out)
    cards = [(take, saved.card(take)) for take in saved.state.takes]
    old = [take for take, card in cards if card is not None and outdated(card, now.leaving_out)]
    if old:
        with SessionWriter.reopen(saved) as writer:
            if now.leaving_out != options.leaving_out:
                writer.take_in(adjusted)
                saved = writer.saved()
            for take in old:
                _score(writer, saved, take, background)
    return len(old)


def take_in(
    saved: SavedSession, events: Sequence[ev.Event], concerned: Sequence[Take], background: Sequence[Question]
) -> None:
    """Writes the events, then scores anew the takes whose scores rest on them."""
    with SessionWriter.reopen(saved) as writer:
        for each in concerned:
            writer.forget_card(each)
        for event in events:
            writer.take_in(event)
        now = writer.saved()
        for each in concerned:
            _score(writer, now, now.state.named(each.name) or each, background)


def _put_right(
    saved: SavedSession, event: ev.TranscriptCorrected | ev.FillerMarked, background: Sequence[Question]
) -> None:
    """Writes the event, then scores the take anew, and with it the answer that it is a follow-up to."""
    take = saved.state.named(event.take)
    if take is None:
        raise SessionError(f"{saved.folder.name} has no answer {event.take}.", "Nothing was changed.")
    whole = saved.state.named(ev.take_name(take.question, take.number))
    concerned = [take, *([whole] if take.follow_up and whole is not None and whole.counts else [])]
    take_in(saved, [event], concerned, background)


def _score(writer: SessionWriter, saved: SavedSession, take: Take, background: Sequence[Question]) -> None:
    card = new_card(saved, take, background)
    if card is not None:
        writer.save_card(take, card)
