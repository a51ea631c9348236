"""The state machine: what follows what, and laws that hold whatever people press."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.interview import events as ev
from simulator.interview import followups, machine, state
from simulator.questions.model import Question
from tests.making import question, started


def play(*events: ev.Event) -> tuple[state.State, tuple[state.Effect, ...]]:
    now: state.State = state.State()
    effects: tuple[state.Effect, ...] = ()
    for event in events:
        now, effects = machine.step(now, event)
    return now, effects


def asked(t: float, question: int = 0, take: int = 1, follow_up: int = 0) -> ev.QuestionAsked:
    return ev.QuestionAsked(t=t, question=question, take=take, text="?", follow_up=follow_up)


ANSWERED = (
    asked(0),
    ev.QuestionSpoken(t=3),
    ev.AnswerStarted(t=3.2, audio="takes/q01-t1.pcm"),
    ev.AnswerEnded(t=40, by="candidate", why="key", seconds=36.8),
)


def test_a_spoken_question_is_asked_said_recorded_and_heard() -> None:
    now, effects = play(started())
    assert now.stage == "asking"
    assert effects == (state.Ask(question=0, take=1, text=now.plan[0].question.text),)
    now, effects = play(started(), asked(0))
    assert effects == (state.Hush(), state.Say(text="?", aloud=True))
    now, effects = play(started(), *ANSWERED[:2])
    assert effects == (state.Record(take="q01-t1"),)
    now, effects = play(started(), *ANSWERED[:3])
    assert (now.stage, effects) == ("answering", ())
    now, effects = play(started(), *ANSWERED)
    assert (now.stage, effects) == ("reviewing", (state.Hear(take="q01-t1"),))
    assert now.take is not None
    assert now.take.latency == pytest.approx(0.2)


def test_nerves_come_first_and_last_and_the_forecast_before_the_end() -> None:
    one = msgspec.structs.replace(started(1, nerves=True))
    now, effects = play(one)
    assert (now.stage, effects) == ("nerves_before", ())
    calm = ev.NervesRated(t=0, by="candidate", when="before", value=7)
    now, effects = play(one, calm)
    assert now.stage == "asking"
    now, _ = play(one, calm, *ANSWERED, ev.WentOn(t=50))
    assert now.stage == "forecast"
    forecast = ev.SessionRated(t=51, by="candidate", fluency=60, preparedness=50)
    now, effects = play(one, calm, *ANSWERED, ev.WentOn(t=50), forecast)
    assert (now.stage, effects) == ("nerves_after", ())
    after = ev.NervesRated(t=52, by="candidate", when="after", value=4)
    now, effects = play(one, calm, *ANSWERED, ev.WentOn(t=50), forecast, after)
    assert effects == (state.Close(),)
    assert now.nerves == {"before": 7, "after": 4}


def test_up_to_two_follow_ups_ask_for_what_is_missing() -> None:
    heard = ev.AnswerHeard(t=42, take="q01-t1", lacks=("no_result", "short"))
    _, effects = play(started(), *ANSWERED, heard)
    assert effects == (state.Ask(question=0, take=1, text="Can you say more?", follow_up=1),)
    answered = (
        asked(43, follow_up=1),
        ev.QuestionSpoken(t=44),
        ev.AnswerStarted(t=44, audio="takes/q01-t1-f1.pcm"),
        ev.AnswerEnded(t=60, why="key", seconds=16),
    )
    for lacks in ((), ("no_number", "missed:result")):
        now, effects = play(started(), *ANSWERED, heard, *answered, ev.AnswerHeard(t=61, take="q01-t1-f1", lacks=lacks))
        assert (now.stage, effects) == ("reviewing", ())
    still = ev.AnswerHeard(t=61, take="q01-t1-f1", lacks=("no_result",))
    _, effects = play(started(), *ANSWERED, heard, *answered, still)
    assert effects == (state.Ask(question=0, take=1, text="What came of it?", follow_up=2),)
    again = (
        asked(63, follow_up=2),
        ev.QuestionSpoken(t=64),
        ev.AnswerStarted(t=64, audio="takes/q01-t1-f2.pcm"),
        ev.AnswerEnded(t=70, why="key", seconds=6),
        ev.AnswerHeard(t=71, take="q01-t1-f2", lacks=("no_own_part",)),
    )
    now, effects = play(started(), *ANSWERED, heard, *answered, still, *again)
    assert (now.stage, effects) == ("reviewing", ())
    assert [take.name for take in now.last_takes()] == ["q01-t1"]
    assert [take.name for take in now.follow_ups(now.takes[0])] == ["q01-t1-f1", "q01-t1-f2"]


def test_where_the_bank_has_no_words_the_kind_of_gap_has() -> None:
    asked_for = question(follow_ups=())
    assert _asks(asked_for, ["no_result", "no_own_part"]) == "What came of it in the end?"
    assert _asks(asked_for, ["no_own_part"], "What came of it in the end?") == "What was your own part in that?"
    assert _asks(asked_for, ["no_number"]) == "How much was that, roughly, or how many?"
    assert _asks(asked_for, ["no_number"], "What came of it in the end?") is None
    assert _asks(asked_for, ["missed:result"]) is None
    assert _asks(question(), ["no_result"]) == "What came of it?"
    assert _asks(question(), ["no_result"], "What came of it?") is None


def _asks(about: Question, lacks: list[str], *asked: str) -> str | None:
    found = followups.choose(about, lacks, asked)
    return found.text if found else None


def test_a_friend_asks_their_own_follow_ups_and_both_rate_before_the_scores() -> None:
    friendly = started(1, friend=True)
    heard = ev.AnswerHeard(t=42, take="q01-t1", lacks=("no_result",))
    now, effects = play(friendly, *ANSWERED, heard)
    assert effects == ()
    assert machine.asked_follow_up(now, "Why?") == state.Ask(question=0, take=1, text="Why?", follow_up=1)
    mine = ev.SessionRated(t=51, by="candidate", fluency=60, preparedness=50)
    theirs = ev.SessionRated(t=52, by="friend", fluency=70, preparedness=40)
    now, effects = play(friendly, *ANSWERED, heard, ev.WentOn(t=50), mine)
    assert (now.stage, effects) == ("forecast", ())
    now, effects = play(friendly, *ANSWERED, heard, ev.WentOn(t=50), mine, theirs)
    assert effects == (state.Close(),)
    with pytest.raises(state.NotNow):
        machine.step(now, ev.ScoresShown(t=53))
    ended, _ = machine.step(now, ev.SessionEnded(t=53))
    shown, _ = machine.step(ended, ev.ScoresShown(t=54))
    assert shown.scores_shown


def test_thinking_time_or_a_pause_or_a_silent_question_leave_latency_unscored() -> None:
    thinking = (ev.ThinkingStarted(t=3.5, seconds=20), ev.ThinkingEnded(t=10))
    now, effects = play(started(), asked(0), thinking[0])
    assert state.Timer(what="thinking", seconds=20) in effects
    now, _ = play(started(), *ANSWERED[:2], *thinking, ev.AnswerStarted(t=10))
    assert now.take is not None
    assert now.take.latency is None
    paused = (ev.Paused(t=5), ev.Resumed(t=50))
    now, effects = play(started(), *ANSWERED[:3], *paused)
    assert state.Record(take="q01-t1", again=True) in effects
    assert now.take is not None
    assert now.take.latency is None
    assert now.take.seconds(51) == pytest.approx(5 - 3.2 + 1)


def test_time_ends_an_answer_only_where_that_was_chosen() -> None:
    _, effects = play(started(), *ANSWERED[:3])
    assert effects == ()
    _, effects = play(started(ends="time"), *ANSWERED[:3])
    assert effects == (state.Timer(what="answer", seconds=90),)
    _, effects = play(started(ends="time"), *ANSWERED[:3], ev.Paused(t=13.2), ev.Resumed(t=50))
    assert state.Timer(what="answer", seconds=80) in effects


def test_asking_again_while_answering_abandons_the_take_and_keeps_its_sound() -> None:
    again = ev.AnswerEnded(t=10, by="candidate", why="asked again", seconds=6.8)
    now, effects = play(started(), *ANSWERED[:3], again)
    assert effects == (state.Ask(question=0, take=2, text="?"),)
    assert now.takes[0].audio
    assert not now.takes[0].counts


def test_a_session_cut_off_while_asking_asks_again_under_the_same_number() -> None:
    cut = (started(), asked(0), ev.SessionContinued(t=9, by="candidate", at="2026-11-25T08:00:00+01:00"))
    now, effects = play(*cut)
    assert effects == (state.Ask(question=0, take=1, text="?"),)
    answered = (*ANSWERED[:3], ev.AnswerEnded(t=20, why="cut off", seconds=3))
    now, effects = play(started(), *answered, cut[-1])
    assert now.stage == "reviewing"
    assert effects == (state.Hear(take="q01-t1"),)


def test_a_lost_microphone_pauses_and_keeps_what_was_said() -> None:
    lost = ev.Trouble(t=20, what="microphone", sentence="The microphone stopped.")
    now, effects = play(started(), *ANSWERED[:3], lost)
    assert now.paused
    assert now.trouble == "The microphone stopped."
    assert effects == (state.StopRecording(take="q01-t1"),)


def test_every_event_survives_the_journal_as_one_line() -> None:
    for event in (started(), *ANSWERED, ev.Noted(t=1, by="friend", text="a\nb [red] \x1b[31m", take="q01-t1", at=0.5)):
        line = msgspec.json.encode(event)
        assert b"\n" not in line
        assert msgspec.json.decode(line, type=ev.AnyEvent) == event


ANY: st.SearchStrategy[ev.Event] = st.one_of(
    st.builds(asked, st.just(0), st.integers(0, 2), st.integers(1, 3), st.integers(0, 1)),
    st.sampled_from(
        [
            ev.QuestionSpoken(t=0),
            ev.ThinkingStarted(t=0, seconds=5),
            ev.ThinkingEnded(t=0),
            ev.AnswerStarted(t=0, audio="takes/a.pcm"),
            ev.AnswerStarted(t=0),
            ev.BrokenInto(t=0, take="q01-t1", text="Wait.", at=1.0, aloud=True),
            ev.FloorReturned(t=0),
            ev.DraftTyped(t=0, text="hello"),
            ev.QuestionSkipped(t=0),
            ev.WentOn(t=0),
            ev.Paused(t=0),
            ev.Resumed(t=0),
            ev.SessionLeft(t=0),
            ev.SessionContinued(t=0, at=""),
            ev.SessionEnded(t=0),
            ev.ScoresShown(t=0),
            ev.Trouble(t=0, what="microphone", sentence="gone"),
            ev.Settled(t=0, by="candidate", way="breathing", seconds=20.0),
            ev.NervesRated(t=0, when="before", value=3),
            ev.NervesRated(t=0, when="after", value=None),
            ev.SessionRated(t=0, by="candidate", fluency=None, preparedness=None),
            ev.SessionRated(t=0, by="friend", fluency=50, preparedness=50),
            ev.AnswerHeard(t=0, take="q01-t1", lacks=("short",)),
            ev.PointTicked(t=0, by="friend", take="q01-t1", point="result", on=True),
        ]
    ),
    st.builds(
        ev.AnswerEnded,
        t=st.just(0),
        why=st.sampled_from(["key", "time", "asked again", "think first", "skipped", "left", "cut off"]),
        seconds=st.just(5.0),
    ),
)
"""Any event at all, without its time; built once, since building takes longer than drawing from it."""


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    options=st.fixed_dictionaries(
        {
            "friend": st.booleans(),
            "nerves": st.booleans(),
            "answers": st.sampled_from(["spoken", "typed"]),
            "ends": st.sampled_from(["key", "time"]),
            "listening": st.sampled_from(["auto", "space"]),
            "thinking": st.sampled_from(["asked", "always", "never"]),
            "pressing": st.booleans(),
            "poker_face": st.booleans(),
            "interruptions": st.booleans(),
            "panel": st.booleans(),
        }
    ),
    data=st.data(),
)
def test_whatever_comes_the_state_is_sound_and_the_same_events_give_the_same_state(
    options: dict[str, object], data: st.DataObject
) -> None:
    taken: list[ev.Event] = [started(2, **options)]
    now, _ = machine.step(state.State(), taken[0])
    for number in range(30):
        event = msgspec.structs.replace(data.draw(ANY), t=float(number))
        try:
            now, _ = machine.step(now, event)
        except state.NotNow:
            continue
        taken.append(event)
        assert now.question < len(now.plan) or now.stage in ("forecast", "nerves_after", "ended")
        assert len({take.name for take in now.takes}) == len(now.takes)
        assert (now.stage == "answering") <= (now.take is not None and now.take.ended is None)
        assert now.take is None or now.take.seconds(now.t) >= 0
        if state.possible(now) == frozenset({"resume"}):
            assert now.paused
    assert machine.fold(taken) == now


def test_pause_skip_ask_again_and_leave_work_at_every_stage_of_a_question() -> None:
    stages = {
        "asking": (asked(0),),
        "thinking": (asked(0), ev.ThinkingStarted(t=1, seconds=20)),
        "ready": (asked(0), ev.QuestionSpoken(t=3)),
        "answering": ANSWERED[:3],
        "reviewing": ANSWERED,
    }
    for name, events in stages.items():
        now, _ = play(started(listening="space" if name == "ready" else "auto"), *events)
        assert now.stage == name
        assert "pause" in state.possible(now)
        paused, _ = machine.step(now, ev.Paused(t=99))
        resumed, _ = machine.step(paused, ev.Resumed(t=100))
        assert resumed.stage == name or name == "thinking"
        left, _ = machine.step(now if name != "answering" else play(started(), *ANSWERED)[0], ev.SessionLeft(t=99))
        assert left.left
        back, effects = machine.step(left, ev.SessionContinued(t=0, at=""))
        assert not back.left
        unanswered = name in ("asking", "thinking", "ready")
        assert unanswered == any(isinstance(each, state.Ask) for each in effects), "it is put again"
        if unanswered:
            assert machine.step(now, ev.ThinkingStarted(t=99, seconds=20))[0].stage == "thinking"
        if name != "answering":
            skipped, _ = machine.step(now, ev.QuestionSkipped(t=99))
            assert skipped.question == 1
            assert machine.asked_again(now).question == 0


# Trying again in a session that was at its end


def at_its_end() -> state.State:
    return machine.fold(
        [
            started(2),
            *typed_answer(0, 1),
            ev.WentOn(t=50),
            *typed_answer(1, 1, t=60),
            ev.WentOn(t=100),
            ev.SessionRated(t=101, by="candidate", fluency=None, preparedness=None),
            ev.SessionEnded(t=102),
            ev.SessionContinued(t=102, at="2026-12-01T08:00:00+01:00"),
        ]
    )


def typed_answer(question: int, take: int, t: float = 1) -> list[ev.Event]:
    return [
        ev.QuestionAsked(t=t, question=question, take=take, text="?", aloud=False),
        ev.QuestionSpoken(t=t),
        ev.AnswerStarted(t=t),
        ev.DraftTyped(t=t + 5, text="I rang them."),
        ev.AnswerEnded(t=t + 10, why="key", seconds=10.0),
    ]


def test_nobody_but_the_person_is_there_when_an_answer_of_a_friends_session_is_tried_again() -> None:
    ended = at_its_end()
    assert ended.session is not None
    options = msgspec.structs.replace(ended.session.options, friend=True)
    ended = msgspec.structs.replace(ended, session=msgspec.structs.replace(ended.session, options=options))
    assert ended.options.friend
    now, _ = machine.step(ended, ev.TriedAgain(t=110, by="candidate", question=0, answers="typed"))
    assert not now.options.friend
    for event in typed_answer(0, 2, t=111):
        now, _ = machine.step(now, event)
    now, _ = machine.step(now, ev.WentOn(t=130))
    now, _ = machine.step(now, ev.SessionEnded(t=130))
    assert now.options.friend


def test_a_question_is_tried_again_and_the_session_is_at_its_end_again() -> None:
    now, effects = machine.step(at_its_end(), ev.TriedAgain(t=110, by="candidate", question=0, answers="typed"))
    assert [each for each in effects if isinstance(each, state.Ask)] == [
        state.Ask(question=0, take=2, text=now.plan[0].question.text)
    ]
    for event in typed_answer(0, 2, t=111):
        now, _ = machine.step(now, event)
    now, effects = machine.step(now, ev.WentOn(t=130))
    assert state.Close() in effects
    now, _ = machine.step(now, ev.SessionEnded(t=130))
    assert (now.stage, now.trying_again) == ("ended", "")
    assert [take.name for take in now.last_takes()] == ["q01-t2", "q02-t1"]
    assert [take.name for take in now.last_takes(["q01-t1"])] == ["q01-t1", "q02-t1"]
    assert [take.name for take in now.last_takes(["q01-t1", "q01-t2"])] == ["q01-t2", "q02-t1"]


@pytest.mark.parametrize("event", [ev.QuestionSkipped(t=120), ev.SessionLeft(t=120)], ids=["skipped", "left"])
def test_a_try_that_is_given_up_leaves_the_session_at_its_end(event: ev.Event) -> None:
    now, _ = machine.step(at_its_end(), ev.TriedAgain(t=110, by="candidate", question=1, answers="spoken"))
    now, _ = machine.step(now, ev.QuestionAsked(t=111, question=1, take=2, text="?"))
    now, _ = machine.step(now, event)
    assert now.stage == "ended"
    assert now.skipped == frozenset()
    assert [take.name for take in now.last_takes()] == ["q01-t1", "q02-t1"]


def test_only_a_session_at_its_end_tries_its_own_questions_again() -> None:
    with pytest.raises(state.NotNow):
        machine.step(at_its_end(), ev.TriedAgain(t=110, question=7, answers="typed"))
    with pytest.raises(state.NotNow):
        machine.step(machine.fold([started(2)]), ev.TriedAgain(t=1, question=0, answers="typed"))


def test_a_session_can_be_named_and_tagged_while_it_waits_to_be_continued() -> None:
    now = machine.fold(
        [started(1), ev.SessionLeft(t=3), ev.SessionNamed(t=3, name="mine"), ev.SessionTagged(t=3, tags=("a", "b"))]
    )
    assert (now.name, now.tags, now.left) == ("mine", frozenset({"a", "b"}), True)


def by_post(id: str, author: str = "Ann", **scales: int) -> ev.SessionRated:
    return ev.SessionRated(t=200, by="friend", fluency=None, preparedness=None, scales=scales, author=author, id=id)


def test_a_rating_by_post_comes_after_the_end_in_any_order_and_the_newer_counts() -> None:
    ended = at_its_end()
    older, newer, others = by_post("2026-01", flow=2), by_post("2026-02", flow=4), by_post("2026-00", "Bob", flow=5)
    for order in ([older, newer, others], [others, newer, older], [newer, older, newer, others]):
        now = ended
        for each in order:
            now, effects = machine.step(now, each)
            assert effects == ()
        assert now.stage == "ended"
        assert (now.estimates["friend:Ann"], now.estimates["friend:Bob"]) == (newer, others)
    with pytest.raises(state.NotNow):
        machine.step(play(started(), *ANSWERED)[0], newer)
    with pytest.raises(state.NotNow, match="goes from 1 to 5"):
        machine.step(ended, by_post("1", flow=6))


def test_what_is_said_about_a_session_that_was_left_is_still_said_and_nothing_else_happens() -> None:
    tried, _ = machine.step(at_its_end(), ev.TriedAgain(t=130, by="candidate", question=0, answers="typed"))
    left, _ = machine.step(tried, ev.SessionLeft(t=131, by="candidate"))
    said = (
        ev.Noted(t=140, by="friend", text="clear", take="q01-t1", at=1.0, author="Ann", id="1"),
        ev.MomentMarked(t=140, by="friend", kind="strong", take="q01-t1", at=1.0, author="Ann", id="2"),
        ev.PointTicked(t=140, by="friend", take="q01-t1", point="result", on=True),
        by_post("2026-01", flow=3),
    )
    now = left
    for event in said:
        now, _ = machine.step(now, event)
    assert now.left
    assert now.stage == "ended"
    assert "friend:Ann" in now.estimates
    for late in (asked(150), ev.WentOn(t=150), ev.SessionRated(t=150, by="candidate", fluency=1, preparedness=1)):
        with pytest.raises(state.NotNow):
            machine.step(now, late)
