"""The commands against nerves, line by line."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.cli import main
from simulator.comeback.day import NONE_TODAY
from simulator.comeback.model import IfThen
from simulator.comeback.store import IF_THENS
from simulator.preparation.files import save_sheet
from simulator.preparation.model import Interview, Sheet
from simulator.settings import Settings, save
from tests.tui import learning, sessions

Output = pytest.CaptureFixture[str]


def test_today_prints_what_is_known(capsys: Output) -> None:
    assert main(["today", "--plain"]) == 0
    assert capsys.readouterr().out == f"{NONE_TODAY}\n"
    day = datetime.now().astimezone().date().isoformat()
    save_sheet(Sheet(id="mill", employer="Mill", role="Miller", interview=Interview(date=day, way="By bike")))
    save(Settings(sheet="mill"))
    sessions.spoken()
    assert main(["today"]) == 0, "and this is no terminal"
    out = capsys.readouterr().out
    assert "Today: Mill" in out
    assert "Way: By bike" in out
    assert "Tell me about time number" in out


def test_the_ladder_is_printed_with_its_ratings(capsys: Output) -> None:
    assert main(["ladder"]) == 0
    out = capsys.readouterr().out
    assert "Begin where it is easy." in out
    assert "where you are" not in out
    learning.learner(3, nerves=(3, 2, 2), step=2)
    assert main(["ladder"]) == 0
    out = capsys.readouterr().out
    assert "2, where you are. Typed, with the clock: you type, and the time is shown. Nerves so far: 3, 2, 2." in out
    assert "3, on offer. Spoken, alone" in out


def test_the_lines_are_printed_with_the_faults_of_their_files(capsys: Output) -> None:
    assert main(["setback", "--list"]) == 0
    assert "You have no lines yet." in capsys.readouterr().out
    IF_THENS.save(IfThen(id="blank-mind", when="If my mind goes blank", then="Let me think."))
    (IF_THENS.folder / "other.yaml").write_text("id: other\nwhen: If it rains\n")
    assert main(["setback", "--list"]) == 0
    told = capsys.readouterr()
    assert told.out == "If my mind goes blank: “Let me think.”\n"
    assert "other.yaml" in told.err
    assert "then" in told.err


@pytest.mark.parametrize(
    ("command", "instead"),
    [("settle", "settle"), ("setback", "setback"), ("debrief", "debrief")],
)
def test_what_needs_the_screen_says_so_and_what_does_not(command: str, instead: str, capsys: Output) -> None:
    assert main([command]) == 1
    told = capsys.readouterr().err
    assert "needs a terminal" in told
    assert f"`mock-interview --plain {instead}`" in told


def test_a_step_is_one_to_seven(capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["practise", "--step", "8"])
    assert "1 to 7" in capsys.readouterr().err
