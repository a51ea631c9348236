"""The last step of the nerves ladder in a real terminal with sound: time runs out, they break in aloud, and a second voice follows up."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import paths
from simulator.interview import events as ev
from simulator.interview import pressure
from simulator.sessions import library
from simulator.sessions.store import open_session
from tests.end_to_end.walks import as_wav
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer

pytestmark = [pytest.mark.microphone, pytest.mark.terminal, pytest.mark.timeout(240)]

SECONDS = 20

BANK = """id: panel
title: A panel
language: en
for_whom: Those who practise
questions:
""" + "".join(
    f"""  - id: question-{number}
    text: What did you do in your last job, part {number}?
    competency: work
    kind: {kind}
    answer_seconds: {SECONDS}
    listen_for:
      - id: result
        point: Say what came of it.
        cues: [in the end]
"""
    for number, kind in ((1, "opening"), (2, "behavioural"))
)


def test_a_panel_breaks_in_and_says_nothing_between_the_questions(
    sound_server: SoundServer, home: Path, tmp_path: Path
) -> None:
    paths.own_banks().mkdir(parents=True)
    (paths.own_banks() / "panel.yaml").write_text(BANK)
    seed = next(seed for seed in range(50) if pressure.patience(seed, 0, SECONDS) is not None)
    line = pressure.line(seed, 0)
    wanted = ("--bank", "panel", "--questions", "2", "--step", "7", "--seed", str(seed))
    with Terminal("practise", *wanted, home=home, environment=sound_server.variables) as terminal:
        terminal.wait_for("How nervous")
        terminal.press("4", "enter")
        terminal.wait_for("listening")
        saying = sound_server.say(as_wav("jfk", tmp_path))
        terminal.wait_for(f"“{line}”")
        saying.wait()
        terminal.wait_for("They write something down.", timeout=60)
        terminal.wait_for("The second interviewer asks:", timeout=60)
        terminal.wait_for("listening")
        terminal.press("space")
        terminal.wait_for("Question 2 of 2", timeout=60)
        terminal.wait_for("The second interviewer asks:")
        terminal.press("ctrl+q")
        terminal.wait_for_exit()

    saved = open_session(library.find("last"))
    first, follow_up, second = saved.state.takes
    assert (first.ended, first.second, follow_up.second, second.second) == ("time", False, True, True)
    assert saved.state.options.step == 7
    (broken,) = (event for event in saved.events if isinstance(event, ev.BrokenInto))
    (over,) = (event for event in saved.events if isinstance(event, ev.FloorReturned))
    assert broken.aloud
    assert over.t - broken.t > 1, "it was said to its end"
    assert abs(first.clock - SECONDS) < 1.5, "the time in which it was said is not the answer's"
    said = saved.heard(first)
    assert said is not None
    assert line.split()[-1].strip(".?").casefold() not in said.text.casefold().split()
