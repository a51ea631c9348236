"""Golden steps: after each event the whole state, and all that has to be done. Whatever is not named here stays as it was."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.interview import events as ev
from simulator.interview import machine
from simulator.interview.state import (
    Ask,
    BreakIn,
    Close,
    Effect,
    GoOn,
    Hear,
    Hush,
    Record,
    Say,
    State,
    StopRecording,
    Take,
    Think,
    Timer,
)  # fmt: skip
from tests.making import question, started

TEXT = [question(1).text, question(2).text]


class Going:
    """An interview, step by step."""

    def __init__(self, *before: ev.Event, count: int = 2, **options: object) -> None:
        self.now = machine.fold([started(count, **options), *before])

    def on(self, event: ev.Event, *effects: Effect, take: dict[str, object] | None = None, **changes: object) -> Going:
        """`take` are changes of the newest take, `changes` of all else."""
        expected: State = replace(self.now, t=max(self.now.t, event.t), **changes)
        if take is not None:
            newest: Take = replace(expected.takes[-1], **take)
            expected = replace(expected, takes=(*expected.takes[:-1], newest))
        self.now, found = machine.step(self.now, event)
        assert self.now == expected
        assert found == effects
        return self

    def asked(self, t: float, question: int = 0, take: int = 1, text: str = "?", **more: object) -> Going:
        """As `QuestionAsked` puts it, a new take at the end."""
        event = ev.QuestionAsked(t=t, question=question, take=take, text=text, **more)  # type: ignore[arg-type]
        new = Take(
            question=question,
            number=take,
            text=text,
            asked=t,
            follow_up=event.follow_up,
            aloud=event.aloud,
            second=event.second,
        )
        say = Say(text=text, aloud=event.aloud, second=event.second)
        return self.on(event, Hush(), say, stage="asking", takes=(*self.now.takes, new))


def test_a_spoken_answer_with_thinking_a_pause_and_two_follow_ups() -> None:
    going = Going(nerves=True)
    going.on(ev.Settled(t=0.5, by="candidate", way="breathing", seconds=20.0))
    before = ev.NervesRated(t=1, by="candidate", when="before", value=7)
    going.on(before, Ask(question=0, take=1, text=TEXT[0]), stage="asking", nerves={"before": 7})
    going.asked(2, aloud=True)
    going.on(ev.QuestionSpoken(t=3), Record(take="q01-t1"), take={"spoken": 3})
    going.on(ev.Reassured(t=3.5, by="friend"), take={"reassured": True})
    thinking = ev.ThinkingStarted(t=4, seconds=20)
    going.on(thinking, Hush(), Timer(what="thinking", seconds=20), stage="thinking", take={"thought": True})
    going.on(replace(thinking, t=5, seconds=7), Hush(), Timer(what="thinking", seconds=7))
    going.on(ev.ThinkingEnded(t=10), Record(take="q01-t1"))
    answer = ev.AnswerStarted(t=11, audio="takes/q01-t1.pcm")
    going.on(answer, stage="answering", take={"started": 11, "running_since": 11, "audio": answer.audio})
    stopped: dict[str, object] = {"clock": 4, "running_since": None, "interrupted": True}
    going.on(ev.Paused(t=15), StopRecording(take="q01-t1"), paused=True, take=stopped)
    going.on(ev.Resumed(t=20), Record(take="q01-t1", again=True), paused=False, take={"running_since": 20})
    going.on(ev.Trouble(t=21, what="recogniser", sentence="It is slow."), trouble="It is slow.")
    ended: dict[str, object] = {"clock": 14, "running_since": None, "ended": "key"}
    done = ev.AnswerEnded(t=30, by="candidate", why="key", seconds=14)
    going.on(done, Hear(take="q01-t1"), stage="reviewing", trouble="", take=ended)
    more = Ask(question=0, take=1, text="Can you say more?", follow_up=1)
    heard: dict[str, object] = {"heard": True, "lacks": ("short", "no_result")}
    going.on(ev.AnswerHeard(t=31, take="q01-t1", lacks=("short", "no_result")), more, take=heard)
    going.asked(32, text="Can you say more?", follow_up=1)
    going.on(ev.QuestionSpoken(t=33), Record(take="q01-t1-f1"), take={"spoken": 33})
    typed = ev.AnswerStarted(t=34)
    going.on(typed, stage="answering", take={"started": 34, "running_since": 34})
    draft = ev.DraftTyped(t=35, text="I rang them.")
    going.on(draft, take={"draft": draft})
    going.on(ev.Paused(t=36), paused=True, take={"clock": 2, "running_since": None, "interrupted": True})
    going.on(ev.Resumed(t=40), paused=False, take={"running_since": 40})
    over: dict[str, object] = {"clock": 5, "running_since": None, "ended": "time"}
    going.on(ev.AnswerEnded(t=43, why="time", seconds=5), Hear(take="q01-t1-f1"), stage="reviewing", take=over)
    second = Ask(question=0, take=1, text="What came of it?", follow_up=2)
    lacks: dict[str, object] = {"heard": True, "lacks": ("no_result",)}
    going.on(ev.AnswerHeard(t=44, take="q01-t1-f1", lacks=("no_result",)), second, take=lacks)
    going.on(ev.WentOn(t=45), Ask(question=1, take=1, text=TEXT[1]), stage="asking", question=1)


def test_a_typed_interview_to_its_end_with_nerves_and_a_forecast() -> None:
    going = Going(count=1, answers="typed", nerves=True)
    going.on(ev.WentOn(t=1), Ask(question=0, take=1, text=TEXT[0]), stage="asking")
    going.asked(2)
    going.on(ev.QuestionSpoken(t=2), Record(take="q01-t1"), take={"spoken": 2})
    going.on(ev.AnswerStarted(t=2), stage="answering", take={"started": 2, "running_since": 2})
    draft = ev.DraftTyped(t=9, text="I rang them.")
    going.on(draft, take={"draft": draft})
    over: dict[str, object] = {"clock": 8, "running_since": None, "ended": "key"}
    going.on(ev.AnswerEnded(t=10, why="key", seconds=8), Hear(take="q01-t1"), stage="reviewing", take=over)
    going.on(ev.AnswerHeard(t=10, take="q01-t1"), take={"heard": True})
    going.on(ev.WentOn(t=11), stage="forecast")
    guess = ev.SessionRated(t=12, by="candidate", fluency=60, preparedness=50)
    going.on(guess, stage="nerves_after", estimates={"candidate": guess})
    going.on(ev.NervesRated(t=13, when="after", value=None), Close(), nerves={"after": None})
    going.on(ev.SessionEnded(t=14), stage="ended")
    going.on(ev.ScoresShown(t=15), scores_shown=True)
    again = ev.TriedAgain(t=20, question=0, answers="typed")
    going.on(again, Ask(question=0, take=2, text=TEXT[0]), stage="asking", trying_again="typed")
    going.on(ev.QuestionSkipped(t=21), Hush(), Close(), stage="ended", trying_again="")
    going.on(again, Ask(question=0, take=2, text=TEXT[0]), stage="asking", trying_again="typed")
    going.on(ev.SessionLeft(t=22), Hush(), stage="ended", trying_again="", left=True)


def test_a_forecast_and_nerves_may_be_passed_over() -> None:
    ended = ev.AnswerEnded(t=9, why="key", seconds=5)
    spoken = (ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.AnswerStarted(t=3, audio="a"), ended)
    going = Going(*spoken, count=1)
    going.on(ev.WentOn(t=10), stage="forecast")
    going.on(ev.WentOn(t=11), Close())
    anxious = Going(ev.WentOn(t=0), *spoken, count=1, nerves=True)
    anxious.on(ev.WentOn(t=10), stage="forecast").on(ev.WentOn(t=11), stage="nerves_after").on(ev.WentOn(t=12), Close())
    nothing_said = Going(count=1)
    nothing_said.on(
        ev.QuestionSkipped(t=1), Hush(), Close(), skipped=frozenset({0}), stage="forecast"
    )  # nothing to forecast, so it is over


def test_who_wants_to_press_a_key_first_is_waited_for_and_who_always_thinks_may() -> None:
    going = Going(listening="space").asked(1)
    going.on(ev.QuestionSpoken(t=2), stage="ready", take={"spoken": 2, "thought": True})
    going.on(ev.AnswerStarted(t=5, audio="a"), stage="answering", take={"started": 5, "running_since": 5, "audio": "a"})
    typed = Going(listening="space", answers="typed").asked(1)
    typed.on(ev.QuestionSpoken(t=2), Record(take="q01-t1"), take={"spoken": 2})
    always = Going(thinking="always").asked(1)
    always.on(ev.QuestionSpoken(t=2), Think(), take={"spoken": 2})
    always.asked(3, follow_up=1)
    always.on(ev.QuestionSpoken(t=4), Record(take="q01-t1-f1"), take={"spoken": 4})


def test_asked_again_and_think_first_abandon_an_answer_and_skipping_keeps_it_unheard() -> None:
    for why in ("asked again", "think first"):
        going = Going(panel=True).asked(1, follow_up=1, second=True).on(
            ev.AnswerStarted(t=3), stage="answering", take={"started": 3, "running_since": 3}
        )  # fmt: skip
        again = Ask(question=0, take=2, text="?", follow_up=1, second=True)
        over: dict[str, object] = {"clock": 4, "running_since": None, "ended": why}
        going.on(ev.AnswerEnded(t=7, why=why, seconds=4), again, stage="asking", take=over)
    going = Going(ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.AnswerStarted(t=3), ev.Paused(t=5))
    over = {"clock": 2, "running_since": None, "ended": "skipped"}
    going.on(ev.AnswerEnded(t=7, why="skipped", seconds=2), stage="reviewing", paused=False, take=over)
    skipped = frozenset({0})
    going.on(
        ev.QuestionSkipped(t=8),
        Hush(),
        Ask(question=1, take=1, text=TEXT[1]),
        stage="asking",
        question=1,
        skipped=skipped,
    )
    ready = Going(ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.QuestionSpoken(t=2), listening="space")
    ready.on(
        ev.QuestionSkipped(t=8),
        Hush(),
        Ask(question=1, take=1, text=TEXT[1]),
        stage="asking",
        question=1,
        skipped=skipped,
    )


def test_a_reply_to_the_candidates_own_question_comes_before_any_follow_up() -> None:
    going = Going(
        ev.QuestionAsked(t=1, question=0, take=1, text="?"),
        ev.AnswerStarted(t=3),
        ev.AnswerEnded(t=9, why="key", seconds=5),
    )
    reply = Ask(question=0, take=1, text="We are ten.", follow_up=1)
    heard: dict[str, object] = {"heard": True, "lacks": ("short",)}
    going.on(ev.AnswerHeard(t=10, take="q01-t1", lacks=("short",), reply="We are ten."), reply, take=heard)


def test_nobody_is_followed_up_who_left_was_cut_off_or_is_with_a_friend() -> None:
    asked = (ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.AnswerStarted(t=3))
    lacking = ev.AnswerHeard(t=10, take="q01-t1", lacks=("short",))
    heard: dict[str, object] = {"heard": True, "lacks": ("short",)}
    for why in ("left", "cut off"):
        ended = ev.AnswerEnded(t=9, why=why, seconds=5)
        Going(*asked, ended, poker_face=True).on(lacking, take=heard)
    done = ev.AnswerEnded(t=9, why="key", seconds=5)
    Going(*asked, done, friend=True, poker_face=True).on(lacking, take=heard)
    Going(*asked, done, poker_face=True, follow_ups=0).on(lacking, GoOn(), take=heard)
    Going(*asked, done, ev.Paused(t=9.5)).on(lacking, take=heard)


def test_an_interruption_holds_the_clock_until_the_floor_is_returned() -> None:
    going = Going(ends="time", panel=True).asked(1, second=True)
    started_at: dict[str, object] = {"started": 3, "running_since": 3, "audio": "a"}
    going.on(ev.AnswerStarted(t=3, audio="a"), Timer(what="answer", seconds=90), stage="answering", take=started_at)
    broken = ev.BrokenInto(t=13, take="q01-t1", text="Wait.", at=10.0, aloud=True)
    held: dict[str, object] = {"broken_into": "Wait.", "clock": 10, "running_since": None}
    going.on(broken, StopRecording(take="q01-t1"), BreakIn(text="Wait.", second=True), take=held)
    timer = Timer(what="answer", seconds=80)
    going.on(ev.FloorReturned(t=20), Record(take="q01-t1", again=True), timer, take={"running_since": 20})
    quiet = Going(ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.AnswerStarted(t=3))
    quiet.on(replace(broken, aloud=False), take={"broken_into": "Wait."})


def test_a_lost_microphone_pauses_a_spoken_answer_and_no_other() -> None:
    lost = ev.Trouble(t=9, what="microphone", sentence="It is gone.")
    spoken = (ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.AnswerStarted(t=3, audio="a"))
    stopped: dict[str, object] = {"clock": 6, "running_since": None, "interrupted": True}
    going = Going(*spoken).on(lost, StopRecording(take="q01-t1"), paused=True, trouble="It is gone.", take=stopped)
    going.on(replace(lost, t=10, sentence="Still."), trouble="Still.")
    resumed: dict[str, object] = {"running_since": 12}
    going.on(ev.Resumed(t=12), Record(take="q01-t1", again=True), paused=False, trouble="", take=resumed)
    Going(*spoken, answers="typed").on(lost, trouble="It is gone.")
    Going(spoken[0]).on(lost, trouble="It is gone.")


def test_a_pause_between_answers_hushes_and_asks_again() -> None:
    going = Going().asked(1).on(ev.Paused(t=2), Hush(), paused=True)
    going.on(ev.Resumed(t=9), Ask(question=0, take=1, text="?"), paused=False)
    reviewing = Going(
        ev.QuestionAsked(t=1, question=0, take=1, text="?"),
        ev.AnswerStarted(t=3),
        ev.AnswerEnded(t=9, why="key", seconds=5),
    )
    reviewing.on(ev.Paused(t=10), Hush(), paused=True).on(ev.Resumed(t=11), paused=False)


def test_a_new_sitting_hears_what_was_not_heard_and_asks_what_was_open() -> None:
    answered = (
        ev.QuestionAsked(t=1, question=0, take=1, text="?"),
        ev.AnswerStarted(t=3, audio="a"),
        ev.AnswerEnded(t=9, why="cut off", seconds=5),
    )
    going = Going(*answered, ev.SessionLeft(t=10))
    going.on(ev.SessionContinued(t=10, at=""), Hear(take="q01-t1"), left=False)
    asking = Going(*answered, ev.WentOn(t=10), ev.Paused(t=11), ev.SessionLeft(t=12))
    open_question = Ask(question=1, take=1, text=TEXT[1])
    asking.on(ev.SessionContinued(t=12, at=""), open_question, Hear(take="q01-t1"), left=False, paused=False)


def test_a_question_that_nobody_answered_is_tried_under_its_first_number() -> None:
    skipped = (ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.QuestionSkipped(t=2), ev.SessionEnded(t=3))
    going = Going(*skipped, count=1)
    again = ev.TriedAgain(t=4, question=0, answers="spoken")
    going.on(again, Ask(question=0, take=1, text=TEXT[0]), stage="asking", trying_again="spoken")


def test_the_friend_may_say_to_take_ones_time_at_every_stage_of_a_question() -> None:
    asked, thinking = ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.ThinkingStarted(t=2, seconds=20)
    speaking, done = ev.AnswerStarted(t=3, audio="a"), ev.AnswerEnded(t=9, why="key", seconds=5)
    calm = ev.Reassured(t=10, by="friend")
    for before in ((asked,), (asked, thinking), (asked, speaking), (asked, speaking, done)):
        Going(*before).on(calm, take={"reassured": True})
    Going(asked, ev.QuestionSpoken(t=2), listening="space").on(calm, take={"reassured": True})
