"""What an interview shows in its stages: the question, the nerves, the time after an answer, the forecast, the pause."""

from __future__ import annotations

from textwrap import shorten

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from simulator.interview.standing import state_word, typed
from simulator.interview.state import State, Take
from simulator.scoring.card import Scorecard
from simulator.text import plain
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.answer_box import AnswerBox
from simulator.tui.widgets.bars import clock_text, remark_text
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.live import ClockBar, LevelMeter, Polled
from simulator.tui.widgets.scale import Scale
from simulator.tui.widgets.words import Words

TIME_TO_LAND = "time to land"
REASSURED = "Take your time."
SECOND = "The second interviewer asks:"
STONE = "They write something down."


class Asked(VerticalScroll, can_focus=False):
    """The question, however long it is."""

    DEFAULT_CSS = """
    Asked { height: auto; max-height: 50%; margin: 1 0 1 3; max-width: 70; scrollbar-size-vertical: 1; }
    Asked Words { text-style: bold; }
    """

    def compose(self) -> ComposeResult:
        yield Words()

    def show(self, text: str) -> None:
        self.query_one(Words).say(text)


class Standing(Horizontal):
    """One word for where the interview stands, the clock, and the level of the microphone."""

    DEFAULT_CSS = """
    Standing { height: 1; max-width: 76; margin-top: 1; }
    Standing .word { width: 13; text-style: bold; }
    """

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting

    def compose(self) -> ComposeResult:
        yield Static(classes="word", markup=False)
        yield ClockBar(self._clock, late=TIME_TO_LAND)
        yield LevelMeter(self._sitting.level)

    def _clock(self) -> tuple[float, float] | None:
        return self._sitting.clock()

    def show(self, state: State) -> None:
        self.query_one(".word", Static).update(state_word(state))
        self.query_one(LevelMeter).display = state_word(state) == "listening"


class LiveWords(Polled):
    """The last line of what was understood so far, for those who want to see it while they speak."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(id="live", classes="quiet")
        self._sitting = sitting

    def text(self, width: int) -> str:
        said = plain(self._sitting.words)
        return shorten(said[::-1], max(width, 1), placeholder=" …")[::-1]


class QuestionStage(Vertical):
    """The quiet page: question, box or words, clock, level."""

    DEFAULT_CSS = """
    QuestionStage Asked { margin: 2 0 2 5; }
    QuestionStage #reassured { margin-top: 1; }
    QuestionStage #who { margin: 1 0 0 5; height: 1; }
    QuestionStage #broken { margin: 0 0 1 5; max-width: 70; }
    """

    def __init__(self, sitting: Sitting, *, live: bool) -> None:
        super().__init__(id="question")
        self._sitting = sitting
        self._live = live

    def compose(self) -> ComposeResult:
        yield Words(SECOND, id="who", classes="quiet")
        yield Asked()
        yield Words(id="broken", classes="care")
        yield AnswerBox(id="answer")
        yield LiveWords(self._sitting)
        yield Standing(self._sitting)
        yield Words(REASSURED, id="reassured", classes="quiet")

    def show(self, state: State) -> None:
        take = state.take
        self.query_one("#who").display = take is not None and take.second
        self.query_one(Asked).show(take.text if take else "")
        broken = take.broken_into if take is not None and take.ended is None else ""
        self.query_one("#broken", Words).say(f"“{broken}”")
        self.query_one("#broken").display = bool(broken)
        self.query_one(ClockBar).visible = state.options.clock or state.stage == "thinking"
        self.query_one(AnswerBox).display = typed(state)
        self.query_one(LiveWords).display = self._live and state.stage == "answering" and not typed(state)
        self.query_one(Standing).show(state)
        self.query_one("#reassured").display = reassured(take)


def reassured(take: Take | None) -> bool:
    """Whether the friend's "take your time" holds for the answer at hand."""
    return take is not None and take.reassured and take.ended is None


class NervesStage(Vertical):
    DEFAULT_CSS = """
    NervesStage Scale { margin: 1 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="nerves")

    def compose(self) -> ComposeResult:
        yield Words(id="how")
        yield Scale(0, 10, "calm", "very nervous")
        yield Words("Type a number from 0 to 10, or just press Enter to pass.", classes="quiet")

    def show(self, state: State) -> None:
        asked = "How nervous are you now?" if state.stage == "nerves_before" else "And now: how nervous are you?"
        self.query_one("#how", Words).say(asked)
        self.query_one(Scale).value = None


class Listening(Polled):
    """How far listening back is; a typed answer is read."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(classes="quiet")
        self._sitting = sitting
        self.typed = False

    def text(self, width: int) -> str:
        left = self._sitting.hearing()
        does = "Reading it" if self.typed else "Listening back"
        return f"{does}, {left}." if left else ""


class ReviewStage(Vertical):
    """After an answer: what worked, what to try. With a friend nothing of the program's is shown."""

    DEFAULT_CSS = """
    ReviewStage Listening { margin-bottom: 1; }
    ReviewStage Scale { margin-top: 1; }
    """

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(id="review")
        self._sitting = sitting

    def compose(self) -> ComposeResult:
        yield Words(id="took", classes="gap")
        yield Listening(self._sitting)
        yield Words(id="worked", classes="gap")
        yield Words(id="next", classes="gap")
        yield Words("How was it for you? 1 to 5, if you like:", id="felt", classes="quiet")
        yield Scale(1, 5, "hard", "good", id="rating")

    def show(self, state: State, take: Take, answer: Take, card: Scorecard | None) -> None:
        """`take` is the last one, `answer` the one that it follows up (or itself), and `card` the answer's."""
        stone = state.options.poker_face and take.ended not in ("cut off", "left")
        card = None if stone else card
        self.query_one("#took", Words).say(STONE if stone else _took(state, take))
        for name, remark in (("worked", card.worked if card else None), ("next", card.next if card else None)):
            line = self.query_one(f"#{name}", Words)
            line.say(remark_text(name.capitalize(), remark))
            line.display = remark is not None
        awaited = take.counts and not take.heard and take.ended not in ("cut off", "left")
        listening = self.query_one(Listening)
        listening.typed = not take.audio
        listening.display = awaited and not stone and not state.options.friend
        # a digit that comes after a follow-up would stand in the box of its answer
        asks = not stone and not (listening.display and listening.typed)
        self.query_one("#felt").display = self.query_one("#rating").display = asks
        self.query_one(Scale).value = answer.ratings.get("candidate")


def _took(state: State, take: Take) -> str:
    if take.ended == "cut off":
        return "You were cut off in the middle of this answer. Everything up to there is saved; you can take it again."
    if take.ended == "left":
        return "You left in the middle of this answer. It is saved; you can take it again."
    took = "That was your answer." if state.options.untimed else f"That took {clock_text(take.clock)}."
    if state.options.friend:
        return f"{took} It is saved. Your friend may have a follow-up; the scores come at the end."
    return took


class ScoreInput(Input):
    """0 to 100, or nothing."""

    DEFAULT_CSS = """
    ScoreInput { width: 12; }
    """

    def __init__(self, stage: ForecastStage, id: str) -> None:
        super().__init__(restrict="100|[0-9]{0,2}", id=id)
        self._stage = stage

    async def action_submit(self) -> None:
        """At once, and not by a message: what is typed ahead belongs to the next box."""
        self._stage.entered(self)

    def on_key(self, event: events.Key) -> None:
        """Letters are the screen's keys."""
        if event.is_printable and not (event.character or "").isdigit():
            event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isdigit()

    @property
    def score(self) -> int | None:
        return int(self.value) if self.value else None


class ForecastStage(Vertical):
    """What someone thinks of the session, 0 to 100, before any score is shown. A typed session has no fluency to rate."""

    DEFAULT_CSS = """
    ForecastStage Horizontal { height: 3; }
    ForecastStage Horizontal Static { width: 32; padding: 1 0; }
    """

    class Said(Message):
        def __init__(self, fluency: int | None, preparedness: int | None) -> None:
            super().__init__()
            self.fluency = fluency
            self.preparedness = preparedness

    def __init__(self, question: str) -> None:
        super().__init__(id="forecast")
        self._question = question

    def compose(self) -> ComposeResult:
        yield Words(self._question, id="asks", classes="gap")
        with Horizontal(id="fluency-line"):
            yield Static("Fluency, how it sounded")
            yield ScoreInput(self, "fluency")
        with Horizontal(id="preparedness-line"):
            yield Static("Preparedness, what was said")
            yield ScoreInput(self, "preparedness")
        yield Words(id="how", classes="quiet")

    def show(self, state: State) -> None:
        both = any(take.counts and take.audio for take in state.takes)
        self.query_one("#fluency-line").display = both
        self.query_one("#how", Words).say(f"0 to 100{' each' if both else ''}. Enter goes on; an empty box passes.")

    def first_box(self) -> ScoreInput:
        return next(box for box in self.query(ScoreInput) if isinstance(box.parent, Widget) and box.parent.display)

    def wait_for(self, sentence: str) -> None:
        """Nothing more to type: someone else is next."""
        self.query_one("#asks", Words).say(sentence)
        for part in ("#fluency-line", "#preparedness-line", "#how"):
            self.query_one(part).display = False

    def entered(self, box: ScoreInput) -> None:
        """Enter was pressed in a box: on to the next one, or all is said."""
        fluency, preparedness = (self.query_one(f"#{name}", ScoreInput) for name in ("fluency", "preparedness"))
        if box is fluency:
            self.screen.set_focus(preparedness)
        else:
            self.post_message(self.Said(fluency.score, preparedness.score))


class PausedStage(Vertical):
    """A small menu; the interview stands still."""

    def __init__(self) -> None:
        super().__init__(id="paused")

    def compose(self) -> ComposeResult:
        yield Words("Paused. Nothing is recorded, and nothing runs away.", classes="gap")
        yield Choices()

    def show(self, state: State) -> None:
        rows = [Row("resume", "Go on", "where you stopped")]
        if state.stage == "answering":
            rows.append(Row("done", "End the answer here", "what you said is kept"))
        if state.stage in ("asking", "thinking", "ready", "answering"):
            rows += [Row("ask_again", "Ask it again", "from the beginning"), Row("skip", "Skip this question")]
        rows.append(Row("leave", "Leave", "and continue later; everything is saved"))
        self.query_one(Choices).show(rows, "resume")
