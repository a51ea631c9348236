"""A session again, in a real terminal with sound: through all its moments, an answer tried again, typed and spoken, and the takes
side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import paths
from simulator.sessions import library
from simulator.sessions.answers import replayable
from simulator.sessions.store import open_session
from simulator.tui.widgets.bars import clock_text
from tests.end_to_end.walks import as_wav
from tests.listening import reference, word_error_rate
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer

pytestmark = [pytest.mark.microphone, pytest.mark.terminal, pytest.mark.timeout(240)]

TYPED = (
    "A colleague wanted to ship the release on Friday and I did not. I showed her the two tests that failed, we agreed on Monday, and "
    "in the end we shipped it without a single complaint."
)
PAGE_DOWN = "\x1b[6~"


def test_the_sample_is_replayed_tried_again_and_compared(sound_server: SoundServer, home: Path, tmp_path: Path) -> None:
    answers = replayable(open_session(paths.sample_session()), [])
    with Terminal("replay", "sample", home=home, environment=sound_server.variables) as terminal:
        for number, answer in enumerate(answers):
            terminal.wait_for(f"question {number + 1} of {len(answers)}, take 1   1x")
            assert answer.marks
            for mark in answer.marks:
                terminal.press(".")
                terminal.wait_for(f"> {mark.sign} {clock_text(mark.start)} {mark.name}")
            if number + 1 < len(answers):
                terminal.press(PAGE_DOWN)
        with sound_server.hear() as heard:
            terminal.press("space")
            terminal.wait_for("space stop")
            terminal.wait_for(f"{clock_text(answers[-1].marks[-1].start)}  ━")
            terminal.press("space")
            terminal.wait_for("space play")
        assert abs(heard.samples()).max() > 0.01

        terminal.press("\x1b[5~")
        terminal.wait_for("question 2 of 3")
        terminal.press("T")
        terminal.wait_for("typing")
        terminal.write(TYPED)
        terminal.wait_for(TYPED[-20:])
        terminal.press("ctrl+s")
        terminal.wait_for("enter go on")
        terminal.press("enter")
        terminal.wait_for("> Take 2, typed")
        terminal.wait_for("t try again")
        terminal.press("tab")
        terminal.wait_for("> Take 1, 0:33")
        terminal.press("t")
        terminal.wait_for("listening")
        sound_server.say(as_wav("harv_spk1_1", tmp_path)).wait()
        terminal.press("space")
        terminal.wait_for(lambda screen: "listening" not in screen)
        terminal.press("enter")
        both = terminal.wait_for(
            lambda screen: "> Take 3, 0:0" in screen and "not scored yet" not in screen, timeout=60
        )
        assert "Take 2, typed" in both
        terminal.press("left")
        terminal.wait_for(lambda screen: "Take 1, 0:33" in screen)
        terminal.press("ctrl+q")
        terminal.wait_for_exit()

    saved = open_session(library.find("last"))
    assert saved.finished
    first, second, third = (take for take in saved.state.takes if take.question == 1)
    assert first.audio
    assert second.draft is not None
    assert second.draft.text == TYPED
    said = saved.heard(third)
    assert said is not None
    assert word_error_rate(reference("harv_spk1_1"), said.text) < 0.4
