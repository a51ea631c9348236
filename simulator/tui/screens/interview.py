"""The interview: a quiet page for whoever answers. It shows the stream of events and turns keys into what people do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, TextArea

from simulator.errors import UnsavedError, UserError
from simulator.interview import events as ev
from simulator.interview.keeping import LOST, MAKE_ROOM
from simulator.interview.rehearsal import Again, Wish
from simulator.interview.standing import main_take, name_of, page_of, place, typed
from simulator.interview.state import State, possible
from simulator.tui import garbage
from simulator.tui.actions import bindings
from simulator.tui.guest import said_of
from simulator.tui.screens.friend import FriendPage
from simulator.tui.screens.settle import rate_nerves
from simulator.tui.seat import Seat
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.answer_box import AnswerBox
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.rating import RatingStage
from simulator.tui.widgets.scale import Scale
from simulator.tui.widgets.stages import ForecastStage, NervesStage, PausedStage, QuestionStage, ReviewStage
from simulator.tui.widgets.words import Words

if TYPE_CHECKING:
    from simulator.friend.host import Host

OPENING = "Getting ready: microphone, voice and recogniser."
FORECAST = "Before the numbers: what do you think, over all your answers?"
FRIENDS_TURN = "Thank you. Now {name} says what they think: press f to hand over."
FRIENDS_PAGE = "Thank you. Now {name} says what they think on their page."
YOURSELF = "And more closely: how was it?"

LAYING_OUT = 0.015
"""Seconds in which nothing is drawn when another panel comes: the old one would only be drawn once more before it goes, and the new one come later."""

_PANELS = {
    "empty": "opening",
    "nerves_before": "nerves",
    "nerves_after": "nerves",
    "reviewing": "review",
    "forecast": "forecast",
}


class Interview(Seat):
    """Begins what is wished for, or goes on with `session`; with `again` for another take of one of its questions. The guest of `host`, if
    there is one, interviews on their own page."""

    NAME = "interview"
    AUTHOR = "candidate"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Interview ContentSwitcher { height: 1fr; }
    Interview ContentSwitcher > * { height: 1fr; }
    Interview #trouble { height: auto; max-height: 5; }
    """

    class Happened(Message):
        def __init__(self, event: ev.Event, state: State) -> None:
            super().__init__()
            self.event = event
            self.state = state

    def __init__(
        self,
        wish: Wish | None = None,
        session: Path | None = None,
        again: Again | None = None,
        host: Host | None = None,
    ) -> None:
        super().__init__()
        self.wish = wish or Wish()
        self.session = session
        self.again = again
        self.host = host
        self.folder: Path | None = None
        """Where the session lies, once it is open."""
        self.sitting = Sitting(self._read)
        self._unwanted = False
        self._forecast: ForecastStage.Said | None = None
        """What the candidate expects, kept until they have rated themselves on the scales too."""

    def body(self) -> ComposeResult:
        with ContentSwitcher(initial="opening"):
            yield Words(OPENING, id="opening", classes="quiet")
            yield NervesStage()
            yield QuestionStage(self.sitting, live=self.program.settings.live_transcript)
            yield ReviewStage(self.sitting)
            yield ForecastStage(FORECAST)
            yield RatingStage(YOURSELF, self.sitting.scales["candidate"])
            yield PausedStage()
        yield Words(id="trouble", classes="care")

    # Opening and closing

    def _read(self, event: ev.Event, state: State) -> None:
        if self.host is not None:
            self.host.feed.take_in(event, state)
        self.post_message(self.Happened(event, state))

    def on_mount(self) -> None:
        self.run_worker(self._open())

    async def _open(self) -> None:
        try:
            await self.sitting.open(self.wish, self.session, self.program.settings, self.again)
        except UserError as error:
            self.dismiss()
            self.program.tell(error)
            return
        self.folder = self.sitting.folder
        if self._unwanted:
            await self._leave()
            return
        if self.host is not None:
            self.host.feed.attach(self.sitting.conductor)
        self.sitting.rehearsal.start()
        if self.sitting.state.stage == "ended":
            self._finish()

    async def _leave(self) -> None:
        await self.put_away()
        self.dismiss()
        if self.program.lost:
            self.program.tell(UnsavedError(self.program.lost))

    async def put_away(self) -> None:
        conductor = self.sitting.conductor if self.sitting.open_now else None
        await self.sitting.close()
        if conductor is not None and conductor.held_up:
            self.program.lost = f"{LOST} {MAKE_ROOM}"

    async def on_unmount(self) -> None:
        await self.put_away()

    def _finish(self) -> None:
        """Hands the sitting on to the scorecard, whatever is open above; a warm-up is simply over."""
        from simulator.tui.screens.scorecard import ScorecardScreen

        while self.app.screen is not self:
            self.app.pop_screen()
        if self.wish.warm_up:
            self.dismiss()
            return
        sitting, self.sitting = self.sitting, Sitting(lambda event, state: None)
        if self.again is None:
            self.app.switch_screen(ScorecardScreen(sitting.folder, sitting=sitting))
        else:
            from simulator.tui.screens.takes import Takes

            self.app.switch_screen(Takes(sitting.folder, self.again.question, sitting=sitting))

    # What is shown

    def on_interview_happened(self, message: Happened) -> None:
        event, state = message.event, message.state
        if isinstance(event, ev.DraftTyped) or not self.sitting.open_now:
            return
        if state.stage == "ended":
            if isinstance(event, ev.SessionEnded):
                self._finish()
            return
        for page in self.app.screen_stack:
            if isinstance(page, FriendPage) and page.is_mounted:
                page.take_in(event, state)
        if state.stage == "forecast" and self.wish.warm_up:
            self.sitting.conductor.go_on()
            return
        self._show(event, state)

    def _show(self, event: ev.Event | None, state: State) -> None:
        self._say_where(state)
        switcher = self.query_one(ContentSwitcher)
        panel = "paused" if state.paused else _PANELS.get(state.stage, "question")
        if panel == "forecast" and self.rating:
            panel = "scales"
        changed = switcher.current != panel
        if changed:
            self.app.delay_update(LAYING_OUT)
        switcher.current = panel
        match panel:
            case "question":
                self.query_one(QuestionStage).show(state)
            case "nerves" if changed:
                self.query_one(NervesStage).show(state)
            case "review":
                take = state.take
                if take is not None:
                    answer = main_take(state, take)
                    card = None if state.options.friend else self.sitting.card(answer)
                    self.query_one(ReviewStage).show(state, take, answer, card)
            case "forecast":
                self._show_forecast(state)
            case "paused":
                self.query_one(PausedStage).show(state)
            case _:
                pass
        if isinstance(event, ev.AnswerStarted) and typed(state):
            self.query_one(AnswerBox).begin()
        if changed or isinstance(event, ev.AnswerStarted):
            self._focus(panel, state)
        if changed:
            self.call_after_refresh(garbage.spare, self.app)
        self.refresh_bindings()

    def _say_where(self, state: State) -> None:
        where = {
            "nerves_before": "Before the first question",
            "nerves_after": "Afterwards",
            "forecast": "Before the scores",
        }.get(state.stage, place(state))
        whose = f"{page_of(state, 'candidate')}:  " if state.options.friend else ""
        question = state.current
        self.say_title(f"{whose}{where}", question.competency if question and where == place(state) else "")
        guest = said_of(self.host) if self.host is not None else ""
        told = self.sitting.rehearsal.troubles if not any(take.ended for take in state.takes) else ()
        self.query_one("#trouble", Words).say(f"{state.trouble or ' '.join(told)} {guest}".strip())

    def guest_moved(self) -> None:
        """The friend's page came or went, or another one is at the door."""
        if self.sitting.open_now and self.sitting.state.session is not None:
            self._say_where(self.sitting.state)
            self.refresh_bindings()

    def _show_forecast(self, state: State) -> None:
        stage = self.query_one(ForecastStage)
        stage.show(state)
        if "candidate" in state.estimates:
            told = FRIENDS_PAGE if self.host is not None else FRIENDS_TURN
            stage.wait_for(told.format(name=name_of(state, "friend")))
            self.set_focus(None)

    def _focus(self, panel: str, state: State) -> None:
        target: Widget | None = None
        if panel == "question" and typed(state):
            target = self.query_one(AnswerBox)
        elif panel == "paused":
            target = self.query_one(PausedStage).query_one(Choices)
        elif panel == "scales":
            target = self.query_one(RatingStage).choices
        elif panel == "forecast" and "candidate" not in state.estimates:
            target = self.query_one(ForecastStage).first_box()
        self.set_focus(target)

    # What can be done now

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        state = self.sitting.state
        able = possible(state)
        match action:
            case "start":
                return bool({"start", "think_done"} & able)
            case "done" | "think" | "ask_again" | "take_again" | "skip":
                return action in able
            case "go_on":
                return "go_on" in able and (state.stage != "forecast" or self._left_alone)
            case "rate":
                return state.stage == "reviewing" and not state.paused
            case "rate_lower" | "rate_higher":
                return self.rating or (state.stage == "reviewing" and not state.paused)
            case "rate_scale" | "take_back" | "all_rated":
                return self.rating
            case "nerves" | "calmer" | "tenser":
                return state.stage in ("nerves_before", "nerves_after") and not state.paused
            case "resume" | "open":
                return state.paused
            case "pause":
                return "pause" in able
            case "stop":
                return state.session is None
            case "swap":
                return state.options.friend and not state.paused and self.host is None
            case "share":
                return self.host is not None and state.session is not None
            case "answer_door":
                return self.host is not None and (bool(self.host.door.at_door) or not self.host.here)
            case "refuse":
                return self.host is not None and bool(self.host.door.at_door)
            case "note":
                return state.session is not None
            case "leave_box":
                return isinstance(self.focused, AnswerBox)
            case _:
                return True

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        box = event.text_area
        if isinstance(box, AnswerBox):
            self.sitting.conductor.draft(box.text, box.taken_back)

    def on_descendant_focus(self) -> None:
        self.refresh_bindings()

    def on_descendant_blur(self) -> None:
        self.refresh_bindings()

    # What people do

    def action_stop(self) -> None:
        self._unwanted = True
        self.query_one("#opening", Words).say("Stopping.")

    def action_start(self) -> None:
        self.sitting.conductor.start_answer()

    def action_leave_box(self) -> None:
        self.set_focus(None)

    def action_think(self) -> None:
        self.sitting.conductor.think()

    def action_go_on(self) -> None:
        if self.sitting.state.stage in ("reviewing", "forecast"):
            self.sitting.conductor.go_on()
        else:
            rate_nerves(self.app, self.sitting.conductor, self.query_one(NervesStage).query_one(Scale).value)

    def action_nerves(self, digit: str) -> None:
        self.query_one(NervesStage).query_one(Scale).type(int(digit))

    def action_calmer(self) -> None:
        self.query_one(NervesStage).query_one(Scale).move(-1)

    def action_tenser(self) -> None:
        self.query_one(NervesStage).query_one(Scale).move(1)

    def on_forecast_stage_said(self, event: ForecastStage.Said) -> None:
        """With a friend the scales that they rate on follow."""
        if self.sitting.state.options.friend:
            self._forecast = event
            self._show(None, self.sitting.state)
        else:
            self.sitting.conductor.rate_session(event.fluency, event.preparedness)

    @property
    def rating(self) -> bool:
        """Whether it is time for the candidate to rate themselves on the scales."""
        state = self.sitting.state
        at_hand = state.stage == "forecast" and not state.paused and "candidate" not in state.estimates
        return at_hand and self._forecast is not None

    @property
    def _left_alone(self) -> bool:
        """Whether the candidate has said what they think, and the page on which their friend would is away."""
        return self.host is not None and not self.host.here and "candidate" in self.sitting.state.estimates

    def action_all_rated(self) -> None:
        said, scales = self._forecast, self.query_one(RatingStage).scales
        if said is not None:
            self.sitting.conductor.rate_session(said.fluency, said.preparedness, scales=scales)

    def action_swap(self) -> None:
        self.app.push_screen(FriendPage(self.sitting))

    def action_share(self) -> None:
        if self.host is not None:
            self.host.feed.share_transcript(not self.host.feed.shares_transcript)
            self._say_where(self.sitting.state)

    def action_answer_door(self) -> None:
        """Lets in who is there; makes a code where nobody is."""
        if self.host is not None:
            if self.host.door.at_door:
                self.host.admit()
            else:
                self.host.renew()
            self.guest_moved()

    def action_refuse(self) -> None:
        if self.host is not None:
            self.host.refuse()
            self.guest_moved()

    # The pause

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        conductor = self.sitting.conductor
        row = self.query_one(PausedStage).query_one(Choices).selected
        match row.key if row else None:
            case "leave":
                self.run_worker(self._leave())
            case "done":
                self.action_done()
            case "ask_again" | "skip" as wanted:
                if conductor.state.stage != "answering":
                    conductor.resume()
                getattr(conductor, wanted)()
            case _:
                conductor.resume()
