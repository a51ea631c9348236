"""Without a limit of time nothing ends, presses or is scored by time; what is left out of the scores is kept with the session."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import main
from simulator.comeback.ladder import STEPS
from simulator.friend.view import view
from simulator.interview import events as ev
from simulator.interview import machine, state
from simulator.interview.events import Options
from simulator.progress.report import report
from simulator.progress.sitting import Sitting
from simulator.scoring.card import SET_SO, Scorecard
from simulator.sessions import corrections
from simulator.sessions.index import Index
from simulator.sessions.store import open_session
from simulator.settings import Settings, save
from tests.making import started
from tests.progress.test_report import TODAY, sittings
from tests.tui import sessions

AUDIO = "takes/q01-t1.pcm"
ASKED = (ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.QuestionSpoken(t=3))


def effects(*events: ev.Event) -> list[state.Effect]:
    """All that these events ask for."""
    now, found = state.State(), list[state.Effect]()
    for event in events:
        now, more = machine.step(now, event)
        found += more
    return found


def timers(*events: ev.Event) -> list[str]:
    return [each.what for each in effects(*events) if isinstance(each, state.Timer)]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_no_step_of_the_ladder_has_a_timer_then(step: object) -> None:
    assert isinstance(step, type(STEPS[0]))
    options = step.applied(Options(untimed=True, ends="time", thinking="always"))
    begun = ev.SessionStarted(t=0, version=1, at="", plan=started(2).plan, options=options)
    thinking = (ev.ThinkingStarted(t=3, seconds=0), ev.ThinkingEnded(t=90), ev.AnswerStarted(t=90, audio=AUDIO))
    pause = (ev.Paused(t=95), ev.Resumed(t=99))
    assert timers(begun, ev.NervesRated(t=0, when="before", value=3), *ASKED, *thinking, *pause) == []


def test_a_limit_ends_and_presses_where_it_is_set() -> None:
    limited = started(2, ends="time", interruptions=True)
    answering = (*ASKED, ev.ThinkingStarted(t=3, seconds=20), ev.AnswerStarted(t=9, audio=AUDIO))
    assert timers(limited, *answering)[:2] == ["thinking", "answer"]


def test_one_may_think_as_long_as_one_likes() -> None:
    assert machine.think_seconds(machine.fold([started(1), *ASKED])) == 20
    assert machine.think_seconds(machine.fold([started(1, untimed=True), *ASKED])) == 0


def test_a_friend_sees_no_clock_and_marks_have_their_seconds_all_the_same() -> None:
    answering = (*ASKED, ev.AnswerStarted(t=4, audio=AUDIO))
    clock = view("s", machine.fold([started(1, friend=True, untimed=True), *answering]), 9.0).clock
    assert clock is not None
    assert (clock.window, clock.seconds) == (0.0, 5.0)


def test_what_the_person_sets_later_holds_from_then_on() -> None:
    begun = (started(1, ends="time"), *ASKED, ev.SessionLeft(t=5))
    now = machine.fold([*begun, ev.Adjusted(t=5, untimed=True, left_out=("pauses",))])
    assert (now.options.ends, now.options.clock, now.options.leaving_out) == ("key", False, ("pauses", "time"))
    assert now.left


# Saved sessions


def card(folder: Path) -> Scorecard:
    saved = open_session(folder)
    found = saved.card(saved.state.takes[0])
    assert found is not None
    return found


def test_rescoring_takes_over_what_is_set_now_and_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sessions.spoken(answers=1, of=1)
    before = card(folder)
    assert corrections.score_again(folder, [], Settings()) == 0
    save(Settings(score_fillers=False, score_pauses=False))
    assert main(["sessions", "rescore"]) == 0
    assert "1 answer scored again." in capsys.readouterr().out
    now = card(folder)
    assert now.left_out == ("fillers", "pauses")
    assert now.fluency.dimensions["flow"].score is None
    assert now.fluency.score != before.fluency.score
    assert main(["sessions", "show", folder.name]) == 0
    shown = capsys.readouterr().out
    assert f"({SET_SO}: fillers, pauses)" in shown
    assert shown.count(f"({SET_SO})") == 3, "fillers, flow and start each say so"
    save(Settings())
    assert main(["sessions", "rescore"]) == 0
    assert card(folder).fluency == before.fluency
    assert main(["sessions", "rescore"]) == 0
    assert "Everything has scores" in capsys.readouterr().out


def test_the_index_knows_what_is_left_out_of_each_answer_and_session(home: Path) -> None:
    one, other = (sessions.spoken(at=f"2026-11-2{day}T12:00:00+01:00", answers=1, of=1) for day in (3, 4))
    corrections.score_again(other, [], Settings(score_repairs=False))
    with Index() as index:
        index.sync()
        assert [each.left_out for each in index.sittings()] == [(), ("repairs",)]
        assert [(each.session, each.left_out) for each in index.answers()] == [
            (one.name, ()),
            (other.name, ("repairs",)),
        ]


# Progress


def test_progress_compares_only_what_is_scored_alike_and_says_so() -> None:
    earlier = sittings(*range(50, 58))
    later = [Sitting(at=TODAY_AT, id="new", fluency=95.0, preparedness=60.0, left_out=("fillers",), nerves_before=3)]
    then = report([*earlier, *later], [], TODAY)
    assert then.changes["fluency"].count == 8
    assert then.sentences[-1].startswith("1 session is scored with something else left out")
    now = report([*earlier, *later], [], TODAY, leaving_out=("fillers",))
    assert now.changes["fluency"].count == 1
    assert now.sentences[-1].startswith("8 sessions are scored with something else left out")
    assert {best.session for best in now.bests} == {"new"}
    assert now.sessions == 9, "they were held all the same"


TODAY_AT = sittings(1)[0].at.replace(day=24)
