"""The scorecard: of the whole session, and of each answer. It opens while answers are still being transcribed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from simulator import when
from simulator.errors import UnsavedError
from simulator.interview import events as ev
from simulator.interview.rehearsal import Wish
from simulator.scoring.card import Dimension, Moment
from simulator.sessions import corrections, library
from simulator.sessions.answers import landing
from simulator.sessions.store import SessionWriter
from simulator.tui.actions import bindings
from simulator.tui.cards import (
    Answered,
    Cards,
    answer_notes,
    answer_rows,
    audit_rows,
    dimension_rows,
    headlines,
    moment_rows,
    read_cards,
    session_notes,
)
from simulator.tui.page import Page
from simulator.tui.screens.dimension import DimensionPanel
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.bars import remark_text
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.live import Polled
from simulator.tui.widgets.words import Words

UNFINISHED = "This session has not come to its end. Its scores come then; c goes on with it."
NOTHING = "Nothing was answered this time, so there is nothing to score. That is all right."


class Progress(Polled):
    """How far transcribing is."""

    def __init__(self, page: ScorecardScreen) -> None:
        super().__init__(id="progress", classes="quiet")
        self._page = page

    def text(self, width: int) -> str:
        sitting = self._page.sitting
        left = sitting.hearing() if sitting is not None else ""
        if not left or sitting is None:
            return ""
        heard, all_of_them = sitting.progress()
        return f"Transcribing {heard + 1} of {all_of_them}, {left}."


class ScorecardScreen(Page[None]):
    """`sitting` is the one that has just come to its end, and is closed from here; `take` names the answer to begin with."""

    NAME = "scorecard"
    BINDINGS = bindings(NAME)
    title_left = "Scorecard"
    DEFAULT_CSS = """
    ScorecardScreen #question { max-height: 2; margin-bottom: 1; }
    ScorecardScreen #scores { text-style: bold; }
    ScorecardScreen #remarks { margin: 1 0; }
    ScorecardScreen Choices { height: 1fr; }
    ScorecardScreen #about { height: auto; max-height: 5; max-width: 78; margin-top: 1; scrollbar-size-vertical: 1; }
    ScorecardScreen Progress { margin-top: 1; }
    """

    class Heard(Message):
        """Another answer has been transcribed."""

    def __init__(self, session: Path, sitting: Sitting | None = None, take: str = "") -> None:
        super().__init__()
        self.session = session
        self.sitting = sitting
        self.cards: Cards | None = None
        self._at = take
        self._marked = False

    def body(self) -> ComposeResult:
        yield Words(id="question")
        yield Words(id="scores")
        yield Words(id="remarks")
        yield Choices()
        with VerticalScroll(id="about", can_focus=False):
            yield Words(classes="quiet")
        yield Progress(self)

    # Reading, and waiting for what is still to come

    def on_mount(self) -> None:
        if self.sitting is not None:
            self.sitting.tell = self._tell
        self.run_worker(self._begin())

    async def on_screen_resume(self) -> None:
        """There may be another take since."""
        if self.cards is not None:
            await self._read()

    def _tell(self, event: ev.Event, _: object) -> None:
        if isinstance(event, ev.AnswerHeard):
            self.post_message(self.Heard())

    async def _begin(self) -> None:
        if self.sitting is not None:
            await self.sitting.close_microphone()
        await self._read()
        cards = self.cards
        if self.sitting is None and cards is not None and _waiting(cards) and cards.saved.finished:
            with self.telling():
                sitting = Sitting(self._tell)
                await sitting.open(Wish(), self.session, self.program.settings)
                self.sitting = sitting
                sitting.rehearsal.start()
                self._show()

    async def on_scorecard_screen_heard(self) -> None:
        await self._read()

    async def _read(self) -> None:
        with self.telling():
            self.cards = await asyncio.to_thread(
                read_cards, self.session, self.program.banks(), self.program.settings.leaving_out
            )
            self._show()
            self.call_after_refresh(self._shown)

    async def _shown(self) -> None:
        """Says in the journal that the scores were on screen, and lets go of the session when nothing is left to do."""
        cards = self.cards
        if cards is None or not cards.saved.finished:
            return
        if not self._marked and not cards.state.scores_shown and any(each.card for each in cards.answers):
            self._marked = True
            if self.sitting is not None and self.sitting.open_now:
                self.sitting.conductor.show_scores()
            else:
                with self.telling(), suppress(UnsavedError), SessionWriter.reopen(cards.saved) as writer:
                    writer.take_in(ev.ScoresShown(t=cards.state.t))
        if self.sitting is not None and not self.sitting.waiting:
            await self.put_away()

    async def put_away(self) -> None:
        if self.sitting is not None:
            await self.sitting.close()

    async def on_unmount(self) -> None:
        await self.put_away()

    # What is shown

    @property
    def answered(self) -> Answered | None:
        """The answer on screen; None while it is the whole session."""
        answers = self.cards.answers if self.cards is not None else ()
        if len(answers) == 1:
            return answers[0]
        return next((each for each in answers if each.take.name == self._at), None)

    def _show(self) -> None:
        cards = self.cards
        assert cards is not None
        self.query_one(Progress).display = self.sitting is not None and self.sitting.waiting
        title = f"{library.title(cards.saved)}, {when.ago(cards.saved.header.created, when.now())}"
        if not cards.saved.finished or not cards.answers:
            self.say_title(title)
            self.query_one("#question", Words).say(UNFINISHED if not cards.saved.finished else NOTHING)
            self._list([])
        elif self.answered is not None:
            self._show_answer(cards, self.answered, title)
        else:
            self._show_session(cards, title)
        self.refresh_bindings()

    def _show_session(self, cards: Cards, title: str) -> None:
        self.say_title(title, "the whole session")
        scores, counted = cards.scores(), cards.counted()
        self.query_one("#question", Words).say("")
        self.query_one("#question").display = False
        remarks = [
            remark_text(name, remark, f"question {counted[number].take.question + 1}" if number is not None else "")
            for name, remark, number in (
                ("Worked", scores.worked, scores.worked_in),
                ("Next", scores.next, scores.next_in),
            )
        ]
        self._say(headlines(scores.fluency, scores.preparedness, cards.state, whole=True), remarks)
        self._list([*answer_rows(cards), *audit_rows(cards)])
        self._about_row()

    def _show_answer(self, cards: Cards, answered: Answered, title: str) -> None:
        take, card = answered.take, answered.card
        again = f", take {take.number}" if take.number > 1 else ""
        follow_up = ", a follow-up" if take.follow_up else ""
        self.say_title(title, f"question {take.question + 1} of {len(cards.state.plan)}{follow_up}{again}")
        self.query_one("#question", Words).say(take.text)
        self.query_one("#question").display = True
        if card is None:
            self._say("Not transcribed yet.", [])
            self._list([])
        else:
            only = len(cards.answers) == 1
            shown = headlines(card.fluency.score, card.preparedness.score, cards.state, whole=only)
            self._say(shown, [remark_text("Worked", card.worked), remark_text("Next", card.next)])
            self._list([*dimension_rows(card), *moment_rows(card)])
        more = list(session_notes(cards)) if len(cards.answers) == 1 else []
        self._say_about([*answer_notes(cards, answered), *more])

    def _list(self, rows: list[Row]) -> None:
        """Shows other lines, the first of them selected; the same lines keep their selection."""
        choices = self.query_one(Choices)
        same = [row.key for row in choices.rows] == [row.key for row in rows] and choices.cursor >= 0
        choices.show(rows, None if same or not rows else rows[0].key)
        choices.styles.max_height = len(rows)

    def _say(self, scores: str, remarks: list[str]) -> None:
        self.query_one("#scores", Words).say(scores)
        self.query_one("#remarks", Words).say("\n".join(line for line in remarks if line))

    def _say_about(self, lines: list[str]) -> None:
        self.query_one("#about Words", Words).say("\n".join(lines))

    # Keys

    def _row(self) -> str:
        row = self.query_one(Choices).selected if self.is_mounted else None
        return (row.key or "") if row else ""

    def _subject(self) -> Answered | None:
        """The answer that keys are about: the one on screen, or the one that is selected."""
        answers = self.cards.answers if self.cards is not None else ()
        return self.answered or next((each for each in answers if each.take.name == self._row()), None)

    def _dimension(self) -> Dimension | None:
        """The one that is selected."""
        card = self.answered.card if self.answered is not None else None
        return {**card.fluency.dimensions, **card.preparedness.dimensions}.get(self._row()) if card else None

    def _moment(self) -> Moment | None:
        """The one that is selected."""
        card = self.answered.card if self.answered is not None else None
        kind, _, number = self._row().partition(" ")
        return card.moments[int(number)] if card is not None and kind == "moment" else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        cards, subject = self.cards, self._subject()
        finished = cards is not None and cards.saved.finished
        several = cards is not None and len(cards.answers) > 1
        match action:
            case "open":
                return self.answered is None and subject is not None
            case "why":
                return self._dimension() is not None
            case "hear":
                return self._moment() is not None
            case "play":
                return finished and subject is not None and subject.card is not None and bool(subject.take.audio)
            case "views":
                return cards is not None and cards.views() is not None
            case "export":
                return cards is not None and bool(cards.answers)
            case "before" | "next":
                return finished and several
            case "try_again" | "try_typed":
                free = self.sitting is None or not self.sitting.open_now
                return finished and subject is not None and free
            case "score_again":
                closed = self.sitting is None or not self.sitting.open_now
                return finished and closed and cards is not None and any(each.outdated for each in cards.answers)
            case "continue":
                return cards is not None and not finished
            case "whole":
                return self.answered is not None and several
            case _:
                return True

    def on_choices_moved(self) -> None:
        self._about_row()
        self.refresh_bindings()

    def _about_row(self) -> None:
        """With the whole session on screen: all of the selected part of the audit, otherwise what else is worth a line."""
        cards = self.cards
        if cards is None or self.answered is not None or not cards.saved.finished:
            return
        kind, _, number = self._row().partition(" ")
        part = [cards.audit()[int(number)].text] if kind == "part" else []
        self._say_about(part or list(session_notes(cards)))

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        if self.answered is None:
            self.action_open()
        elif self._moment() is not None:
            self.action_hear()
        else:
            self.action_why()

    def _go(self, take: str) -> None:
        self._at = take
        self._show()

    def action_open(self) -> None:
        self._go(self._row())

    def action_why(self) -> None:
        self.run_worker(self._why())

    async def _why(self) -> None:
        dimension, subject = self._dimension(), self._subject()
        if dimension is not None and subject is not None:
            panel = DimensionPanel(self._row(), dimension, playable=bool(subject.take.audio))
            second = await self.program.push_screen_wait(panel)
            if second is not None:
                self.program.open("replay", session=self.session, take=subject.take.name, at=second)

    def action_hear(self) -> None:
        self.action_play()

    def action_play(self) -> None:
        """From the selected moment, or the first words behind the selected number; the whole answer where there are none."""
        dimension, moment, subject = self._dimension(), self._moment(), self._subject()
        if subject is not None:
            starts = [each.start for each in (dimension.evidence if dimension else ()) if each.start is not None]
            at = landing(moment.start) if moment is not None else starts[0] if starts else 0.0
            self.program.open("replay", session=self.session, take=subject.take.name, at=at)

    def _step(self, step: int) -> None:
        names = ["", *(each.take.name for each in self.cards.answers)] if self.cards is not None else [""]
        self._go(names[(names.index(self._at) + step) % len(names)])

    def action_before(self) -> None:
        self._step(-1)

    def action_next(self) -> None:
        self._step(1)

    def action_whole(self) -> None:
        self._go("")

    def action_views(self) -> None:
        from simulator.tui.screens.views import ViewsPanel

        views = self.cards.views() if self.cards is not None else None
        if views is not None:
            self.app.push_screen(ViewsPanel(views))

    @work
    async def action_keep(self) -> None:
        from simulator.tui.screens.wins import keep

        await keep(self.program, "")

    @work
    async def action_export(self) -> None:
        from simulator.tui.screens.exporting import export

        await export(self.program, self.session)

    def action_continue(self) -> None:
        program, session = self.program, self.session
        self.dismiss()
        program.open("interview", session=session)

    def action_try_again(self) -> None:
        self._try_again(typed=self.cards is not None and self.cards.state.options.answers == "typed")

    def action_try_typed(self) -> None:
        self._try_again(typed=True)

    def _try_again(self, *, typed: bool) -> None:
        subject = self._subject()
        if subject is not None:
            self.program.try_again(self.session, subject.take.question, typed=typed)

    @work
    async def action_score_again(self) -> None:
        """This scorer for what an older one scored."""
        if self.cards is not None:
            background = [question for bank in self.program.banks().values() for question in bank.questions]
            with self.telling():
                session = self.program.own(self.session, "the sample, scored again")
                await asyncio.to_thread(corrections.score_again, session, background, self.program.settings)
                self.session = session
                await self._read()


def _waiting(cards: Cards) -> bool:
    return any(each.card is None for each in cards.answers)
