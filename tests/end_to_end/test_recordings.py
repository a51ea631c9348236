"""Real recordings imported for real: interrupted, killed and gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from simulator.sessions import library
from simulator.sessions.store import LOCK, open_session
from tests.listening import reference, word_error_rate
from tests.recordings.files import clip, write
from tests.terminal import Terminal

pytestmark = [pytest.mark.voice, pytest.mark.terminal, pytest.mark.timeout(300)]


def test_an_import_is_interrupted_killed_and_gone_on_with(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    write(folder / "Why did you speak up then 2023-11-02.m4a", clip("harv_spk1_1"))
    write(folder / "memo 2024-05-01.mp3", clip("jfk"))

    with Terminal("recordings", str(folder), home=home) as terminal:
        terminal.wait_for("1 of 2", timeout=60)
        terminal.press("ctrl+c")
        terminal.wait_for("Stopped. What is imported stays")
        assert terminal.wait_for_exit() == 130
    _wait_for_the_listener(home)
    assert list(library.folders()) == []

    with Terminal("recordings", str(folder), home=home) as terminal:
        terminal.wait_for("2 of 2", timeout=60)
        terminal.kill()
    _wait_for_the_listener(home)
    (first,) = library.folders()
    assert open_session(first).finished

    with Terminal("recordings", str(folder), home=home) as terminal:
        terminal.wait_for("1 recording imported, in 1 session; 1 was here already.", timeout=60)
        assert terminal.wait_for_exit() == 0
    newest, oldest = (open_session(each) for each in library.folders())
    assert oldest.folder == first
    for saved, said in ((oldest, "harv_spk1_1"), (newest, "jfk")):
        (take,) = saved.state.last_takes()
        heard, card = saved.heard(take), saved.card(take)
        assert heard is not None
        assert heard.engine
        assert word_error_rate(reference(said), heard.text) < 0.25
        assert card is not None
        assert card.fluency.score is not None or "short" in card.labels


def _wait_for_the_listener(home: Path) -> None:
    """The process that imports ends with the program, but not at the same instant."""
    with FileLock(home / "sessions" / library.IMPORTING / LOCK, timeout=30):
        pass
