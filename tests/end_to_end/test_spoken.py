"""The whole program in a real terminal: it speaks into a virtual loudspeaker, real speech answers into a virtual
microphone, and the saved session holds what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.sessions import library
from simulator.sessions.store import open_session
from simulator.speech import voice
from simulator.speech.audiofile import read_audio
from tests.end_to_end.walks import answer_aloud, as_wav, to_the_scores
from tests.listening import fillers_in, reference, word_error_rate
from tests.speech.signals import alike
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer

pytestmark = [pytest.mark.microphone, pytest.mark.terminal, pytest.mark.timeout(300)]


async def test_a_spoken_rehearsal_from_the_question_to_the_saved_scorecards(
    sound_server: SoundServer, home: Path, tmp_path: Path
) -> None:
    with (
        sound_server.hear() as heard,
        Terminal(
            "practise", "--questions", "2", "--seed", "3", home=home, environment=sound_server.variables
        ) as terminal,
    ):
        terminal.wait_for("How nervous")
        terminal.press("enter")
        answer_aloud(terminal, sound_server, as_wav("jfk", tmp_path))
        terminal.wait_for("Question 2 of 2")
        answer_aloud(terminal, sound_server, as_wav("mfa_cold", tmp_path))
        to_the_scores(terminal)

    saved = open_session(library.find("last"))
    assert saved.finished
    assert saved.state.scores_shown
    read, disfluent = saved.state.last_takes()
    for take in (read, disfluent):
        said = await voice.render(take.text, tmp_path / "question.wav")
        assert alike(read_audio(said).samples, heard.samples()) >= 0.8, take.text

    first, second = saved.heard(read), saved.heard(disfluent)
    assert first is not None
    assert second is not None
    assert word_error_rate(reference("jfk"), first.text) < 0.15
    card = saved.card(disfluent)
    assert card is not None
    assert len(card.fillers) >= 0.8 * fillers_in(reference("mfa_cold"))
    assert any(pause.end - pause.start > 1.0 for pause in card.pauses)
    assert card.fluency.score is not None
    assert read.latency is not None
    assert 0 <= read.latency < 1.5
    assert [event.t for event in saved.events] == sorted(event.t for event in saved.events)
