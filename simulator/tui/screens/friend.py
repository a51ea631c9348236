"""The friend's page: what to listen for, follow-ups, notes, a rating. Swapped with the candidate's page by one key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from simulator.interview import events as ev
from simulator.interview.standing import main_take, name_of, page_of, place, typed
from simulator.interview.state import State, possible
from simulator.sessions.told import MARKED
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Write
from simulator.tui.notes import NoteBox
from simulator.tui.seat import Seat
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.bars import clock_text
from simulator.tui.widgets.rating import RatingStage
from simulator.tui.widgets.scale import Scale
from simulator.tui.widgets.sheet import Line, Sheet
from simulator.tui.widgets.stages import REASSURED, Asked, Standing, reassured
from simulator.tui.widgets.words import Words

LETTERS = "abcde"
NOTES_SHOWN = 2

MARKS = "A moment to come back to: g strong, u unclear, m an um. y tells them to take their time."
THANKS = "Thank you. The scores come when {name} has said theirs: f hands the screen back."
RATE = "How did {name} do, over all answers? No score is shown before you have said it."
REMARK = "A word to {name} to take along, if you like. Enter, and you are done."


class FriendPage(Seat):
    """Every event that begins here has the friend as its author. `f` swaps; a typed answer that begins swaps back too."""

    NAME = "friend"
    AUTHOR = "friend"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    FriendPage ContentSwitcher, FriendPage ContentSwitcher > * { height: 1fr; }
    FriendPage Asked { margin: 0; max-height: 5; }
    FriendPage Standing { margin-bottom: 1; }
    FriendPage #rating, FriendPage #notes { margin-top: 1; }
    """

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting

    def body(self) -> ComposeResult:
        with ContentSwitcher(initial="sheet"):
            with Vertical(id="sheet"):
                yield Asked()
                yield Standing(self.sitting)
                yield Sheet()
                yield Scale(1, 5, "This answer: weak", "strong", id="rating")
                yield Words(id="notes", classes="quiet")
            yield RatingStage(RATE.format(name=name_of(self.sitting.state, "candidate")), self.sitting.scales["friend"])
            yield Words(id="waiting")

    def on_mount(self) -> None:
        self.take_in(None, self.sitting.state)

    # What is shown

    def take_in(self, event: ev.Event | None, state: State) -> None:
        """The page after an event, or as it is opened. Where the candidate has to type, the keyboard is theirs again."""
        if isinstance(event, ev.AnswerStarted) and typed(state):
            self.dismiss()
            return
        where = "Before the scores" if state.stage == "forecast" else place(state)
        question = state.current
        self.say_title(f"{page_of(state, 'friend')}:  {where}", question.competency if question else "")
        switcher = self.query_one(ContentSwitcher)
        before = switcher.current
        if state.paused or state.stage in ("nerves_before", "nerves_after"):
            switcher.current = "waiting"
            self.query_one("#waiting", Words).say(self._waiting(state))
        elif state.stage == "forecast":
            switcher.current = "scales"
            self._show_rating(state, begin=event is None or before != "scales")
        else:
            switcher.current = "sheet"
            self._show_sheet(state)
        self.refresh_bindings()

    def _waiting(self, state: State) -> str:
        if state.paused:
            return f"Paused. Space goes on. {state.trouble}".strip()
        return f"First {name_of(state, 'candidate')} says how nervous they are: f hands the screen back."

    def _show_rating(self, state: State, *, begin: bool) -> None:
        stage = self.query_one(RatingStage)
        if "friend" in state.estimates:
            stage.wait(THANKS.format(name=name_of(state, "candidate")))
            self.set_focus(None)
        elif begin:
            stage.choices.focus()

    def _show_sheet(self, state: State) -> None:
        take, question = state.take, state.current
        self.query_one(Asked).show(take.text if take else question.text if question else "")
        self.query_one(Standing).show(state)
        sheet = self.query_one(Sheet)
        sheet.show(self._lines(state))
        if self.focused is None:
            sheet.focus()
        rated = main_take(state, take).ratings.get("friend") if take else None
        self.query_one(Scale).value = rated
        self.query_one("#notes", Words).say("\n".join(self._notes(state)))

    def _lines(self, state: State) -> list[Line]:
        question = state.current
        if question is None:
            return []
        ticked = main_take(state, state.take).ticked if state.take else frozenset()
        lines = [Line(None, f"Listen for (advice to {name_of(state, 'candidate')})")]
        for number, point in enumerate(question.listen_for):
            letter = LETTERS[number] if number < len(LETTERS) else " "
            mark = f"{letter} [{'x' if point.id in ticked else ' '}] "
            lines.append(Line(f"point {point.id}", point.point, mark))
        lines.append(Line(None, ""))
        lines.append(Line(None, "Ask next" if "follow_up" in possible(state) else "Ask when the answer is over"))
        lines += [Line(f"ask {number}", each.text, "  ") for number, each in enumerate(question.follow_ups)]
        return lines

    def _notes(self, state: State) -> list[str]:
        here = f"{ev.take_name(state.question, 0)[:3]}-"
        lines = [
            f"{clock_text(note.at) if note.at is not None else 'noted':>5}  {note.text if isinstance(note, ev.Noted) else MARKED[note.kind]}"
            for note in self.sitting.notes
            if note.by == "friend" and note.take.startswith(here)
        ]
        lines = lines[-NOTES_SHOWN:] or [MARKS]
        return [*lines, *([f"You said: {REASSURED}"] if reassured(state.take) else [])]

    # What can be done now

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        state = self.sitting.state
        able = possible(state)
        kind = self._selected_kind()
        match action:
            case "tick_it":
                return kind == "point" and state.take is not None and not state.paused
            case "ask_it":
                return kind == "ask" and "follow_up" in able
            case "own_words":
                return "follow_up" in able
            case "tick" | "rate":
                return state.take is not None and self.query_one(ContentSwitcher).current == "sheet"
            case "rate_lower" | "rate_higher":
                return self.rating or bool(self.check_action("rate", ()))
            case "rate_scale" | "take_back" | "all_rated":
                return self.rating
            case "mark":
                at_answer = state.stage in ("answering", "reviewing") and not state.paused
                return at_answer and state.take is not None and state.take.started is not None
            case "reassure":
                take = state.take
                return take is not None and take.ended is None and not take.reassured and not state.paused
            case "done" | "skip" | "ask_again" | "take_again" | "pause":
                return action in able
            case "go_on":
                return "go_on" in able and state.stage == "reviewing"
            case "resume":
                return state.paused
            case _:
                return True

    @property
    def rating(self) -> bool:
        """Whether it is time to rate the whole, and the friend has not done so."""
        state = self.sitting.state
        return state.stage == "forecast" and not state.paused and "friend" not in state.estimates

    def _selected_kind(self) -> str:
        """`point` or `ask`, where the list is what the keys are for."""
        if not self.is_mounted or self.query_one(ContentSwitcher).current != "sheet":
            return ""
        line = self.query_one(Sheet).selected
        return (line.key or "").partition(" ")[0] if line else ""

    def on_sheet_moved(self) -> None:
        self.refresh_bindings()

    def on_sheet_chosen(self) -> None:
        if self._selected_kind() == "point":
            self.action_tick_it()
        elif self.check_action("ask_it", ()):
            self.action_ask_it()

    # What the friend does

    def _tick(self, point: str) -> None:
        state = self.sitting.state
        if state.take is not None:
            answer = main_take(state, state.take)
            self.sitting.conductor.tick(answer.name, point, point not in answer.ticked, by="friend")

    def action_tick(self, letter: str) -> None:
        question = self.sitting.state.current
        number = LETTERS.index(letter)
        if question is not None and number < len(question.listen_for):
            self._tick(question.listen_for[number].id)

    def action_tick_it(self) -> None:
        line = self.query_one(Sheet).selected
        if line is not None and line.key is not None:
            self._tick(line.key.removeprefix("point "))

    def action_ask_it(self) -> None:
        line = self.query_one(Sheet).selected
        if line is not None:
            self.sitting.conductor.follow_up(line.text, by="friend")

    def action_go_on(self) -> None:
        self.sitting.conductor.go_on(by="friend")

    def action_swap(self) -> None:
        self.dismiss()

    def action_own_words(self) -> None:
        self.run_worker(self._own_words())

    async def _own_words(self) -> None:
        text = await self.app.push_screen_wait(NoteBox("Your follow-up, in your own words"))
        if text:
            self.sitting.conductor.follow_up(text, by="friend")

    def action_mark(self, kind: ev.MomentKind) -> None:
        self.sitting.conductor.mark(kind)

    def action_reassure(self) -> None:
        self.sitting.conductor.reassure()

    # The rating of the whole

    def action_all_rated(self) -> None:
        self.run_worker(self._say_all())

    async def _say_all(self) -> None:
        """The remark is left by Esc, back to the scales."""
        name = name_of(self.sitting.state, "candidate")
        remark = await self.app.push_screen_wait(Write(REMARK.format(name=name)))
        if remark is None or not self.sitting.open_now:
            return
        scales = self.query_one(RatingStage).scales
        self.sitting.conductor.rate_session(None, None, by="friend", scales=scales, remark=remark)
        if self.sitting.state.stage != "ended":
            self.dismiss()
